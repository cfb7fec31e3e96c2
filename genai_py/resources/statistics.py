"""The speed of an answer, whichever way the server reports it.

Source: https://lmstudio.ai/docs/developer/rest/endpoints (``stats``),
https://github.com/ggml-org/llama.cpp/tree/master/tools/server (``timings``)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ..core.results.base import Result
from ..core.spelling import BothSpellings


@attrs.frozen
class Statistics(BothSpellings):
    """The speed of an answer. None where it is not known. Times are in seconds.

    tokens_per_second: of the output. time_to_first_token: from sending the request. load_time: if the request loaded
    the model. input_tokens, cached_tokens: of the prompt, and how many of them the server had in its cache.
    output_tokens: of the answer. draft_tokens, accepted_draft_tokens: of speculative decoding. elapsed: from sending
    the request to the end of the answer, measured by the client. measured: whether the client measured
    ``tokens_per_second``, because the server does not report it; for an answer that was not streamed, the measured
    time includes that of reading the prompt.
    """

    tokens_per_second: float | None = None
    time_to_first_token: float | None = None
    load_time: float | None = None
    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    draft_tokens: int | None = None
    accepted_draft_tokens: int | None = None
    elapsed: float | None = None
    measured: bool = False


class WithStatistics(Result):
    """Base of answers of language models."""

    __slots__ = ()

    def _repr_markdown_(self) -> str | None:
        """Return the text of the answer, which notebooks show; None if there is none."""
        return None

    @property
    def statistics(self) -> Statistics:
        """The speed of the answer: as LM Studio or llama.cpp report it, else measured by the client."""
        return statistics_of(self)

    if TYPE_CHECKING:
        usage: Any

    def _tokens(self) -> tuple[int, int] | None:
        usage = self.usage
        return usage._tokens() if isinstance(usage, Result) else None


def counted(input_tokens: Any, output_tokens: Any) -> tuple[int, int]:
    """Return two numbers of tokens, with 0 for anything that is not an integer."""
    return (
        input_tokens if type(input_tokens) is int else 0,
        output_tokens if type(output_tokens) is int else 0,
    )


def statistics_of(answer: Result) -> Statistics:
    """Return the statistics of an answer."""
    usage = _first(answer, "usage")
    stats, timings = _mapping(answer, "stats"), _mapping(answer, "timings")
    details = _first(usage, "input_tokens_details", "prompt_tokens_details")
    input_tokens = _whole(_first(usage, "input_tokens", "prompt_tokens"))
    output_tokens = _whole(_first(usage, "output_tokens", "completion_tokens"))
    if input_tokens is None and "prompt_n" in timings:
        input_tokens = (_whole(timings["prompt_n"]) or 0) + (_whole(timings.get("cache_n")) or 0)
    rate = _number(stats.get("tokens_per_second"), timings.get("predicted_per_second"))
    elapsed = answer.elapsed
    first = answer._reply.until_first if elapsed is not None else None
    output_tokens = _either(output_tokens, _whole(stats.get("total_output_tokens")), _whole(timings.get("predicted_n")))
    measured = rate is None and elapsed is not None and bool(output_tokens)
    if measured:
        assert elapsed is not None and output_tokens is not None
        # The first token has come by then.
        seconds, tokens = (elapsed, output_tokens) if first is None else (elapsed - first, output_tokens - 1)
        rate = tokens / seconds if seconds > 0 and tokens > 0 else None
    prompt_ms = _number(timings.get("prompt_ms"))
    return Statistics(
        tokens_per_second=rate,
        time_to_first_token=_number(
            stats.get("time_to_first_token_seconds"),
            stats.get("time_to_first_token"),
            first,
            None if prompt_ms is None else prompt_ms / 1000,
        ),
        load_time=_number(stats.get("model_load_time_seconds")),
        input_tokens=_either(input_tokens, _whole(stats.get("input_tokens"))),
        cached_tokens=_either(_whole(_first(details, "cached_tokens")), _whole(timings.get("cache_n"))),
        output_tokens=output_tokens,
        draft_tokens=_either(_whole(stats.get("total_draft_tokens_count")), _whole(timings.get("draft_n"))),
        accepted_draft_tokens=_either(
            _whole(stats.get("accepted_draft_tokens_count")), _whole(timings.get("draft_n_accepted"))
        ),
        elapsed=elapsed,
        measured=measured and rate is not None,
    )


def _mapping(answer: Result, name: str) -> Mapping[str, Any]:
    found: Any = getattr(answer, name) if hasattr(type(answer), name) else answer.extra.get(name)
    if isinstance(found, Result):
        found = found.ToJson()
    return found if isinstance(found, Mapping) else {}


def _first(value: Any, *names: str) -> Any:
    # Asking the instance for a name that it lacks is slow: it looks for other spellings.
    known = [name for name in names if hasattr(type(value), name)]
    return next((found for name in known if (found := getattr(value, name)) is not None), None)


def _whole(value: Any) -> int | None:
    return int(value) if type(value) in (int, float) and value >= 0 else None


def _number(*values: Any) -> float | None:
    return next((float(value) for value in values if type(value) in (int, float)), None)


def _either(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
