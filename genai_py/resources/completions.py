"""Completions: the text that continues a prompt. Source: https://platform.openai.com/docs/api-reference/completions"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ..core.building.params import JsonParam
from ..core.building.setters import flag, setter
from ..core.calls.operations import POST, Route, operation, stream_operation
from ..core.results.base import Result, TimeText, items, loads, result
from ..core.results.merging import settled
from ..core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack, PromiseStreamCallBack
from .choices import ChoiceCollector, raise_error_of_answer
from .statistics import WithStatistics
from .stream_options import StreamOptions, stream_options
from .usage import Usage

if TYPE_CHECKING:
    from typing_extensions import Self


class CompletionParams(JsonParam):
    """The request of a completion."""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a model.")
    Prompt = setter((str, list[str]), "prompt", doc="The text, or the texts, to continue.")
    BestOf = setter(int, "best_of", doc="The number of completions generated, of which the best are returned.")
    Echo = flag("echo", doc="Return the prompt before its completion.")
    FrequencyPenalty = setter(float, "frequency_penalty", doc="-2.0 to 2.0; positive values reduce repetition.")
    LogitBias = setter(dict, "logit_bias", doc="A mapping of token ids to a bias, -100 to 100.")
    Logprobs = setter(int, "logprobs", doc="The number of most likely tokens to return per token.")
    MaxTokens = setter(int, "max_tokens", doc="The maximum number of tokens.")
    N = setter(int, "n", doc="The number of completions per prompt.")
    PresencePenalty = setter(float, "presence_penalty", doc="-2.0 to 2.0; positive values encourage new topics.")
    Seed = setter(int, "seed", doc="For the same seed and parameters, the server tries to return the same text.")
    Stop = setter((str, list[str]), "stop", doc="Up to four texts at which the completion ends.")
    Stream = flag("stream", doc="Request a stream; the streaming operations set it.")
    Suffix = setter(str, "suffix", doc="The text after the completion.")
    Temperature = setter(float, "temperature", doc="0 to 2; higher is more random.")
    TopP = setter(float, "top_p", doc="Sample only from the most likely tokens with this total probability.")
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")

    def StreamOptions(
        self, Value: StreamOptions | Callable[[StreamOptions], Any] | Mapping[str, Any] | bool = True
    ) -> Self:
        """Whether the stream ends with a ``usage`` chunk; or complete ``stream_options``."""
        where = f"{type(self).__name__}.StreamOptions"
        return self.Add("stream_options", stream_options(where, Value))


@result
class ChoicesLogprobs(Result):
    """The log probabilities of the tokens of a choice."""

    text_offset: list[int] = items()
    token_logprobs: list[float] = items()
    tokens: list[str] = items()
    top_logprobs: Any = None


@result
class CompletionChoice(Result):
    """One completion; in a stream, the next piece of it."""

    text: str = ""
    index: int | None = None
    finish_reason: str = ""
    logprobs: ChoicesLogprobs | None = None

    @property
    def llogprobs(self) -> ChoicesLogprobs | None:
        """The original's name for ``logprobs``."""
        return self.logprobs


@result
class Completion(WithStatistics):
    """The completions of a prompt, or a chunk of a stream. created: Unix time in seconds."""

    id: str = ""
    choices: list[CompletionChoice] = items()
    created: int | None = None
    model: str = ""
    system_fingerprint: str = ""
    object: str = ""
    usage: Usage | None = None

    created_as_string = TimeText("created")

    def _repr_markdown_(self) -> str | None:
        return "\n\n---\n\n".join(choice.text for choice in self.choices if choice.text) or None

    def _decoded(self) -> None:
        raise_error_of_answer(self)


class CompletionCollector(ChoiceCollector[Completion]):
    """Merges the chunks of a stream."""

    __slots__ = ()
    _kind = Completion
    _object = "text_completion"
    _grows: ClassVar[dict[str, str]] = {
        "text": "text", "logprobs": "logprobs", "delta": "message", "message": "message",
    }  # fmt: skip

    def _expected(self) -> int:
        prompts = loads(self._asked).get("prompt") if self._asked else None
        # A list of integers is a single prompt of tokens.
        several = isinstance(prompts, list) and not any(type(each) is int for each in prompts)
        return super()._expected() * (len(prompts or ()) if several else 1)

    @property
    def resolution(self) -> str:
        """The text of the first choice, as in the original's promise."""
        first = self._answers.get(min(self._answers, default=0), {})
        text = settled(first.get("text"))
        return text if isinstance(text, str) else ""


AsynCompletion = AsynCallBack[Completion]
AsynCompletionStream = AsynStreamCallBack[Completion]
PromiseCompletion = PromiseCallBack[Completion]
PromiseCompletionStream = PromiseStreamCallBack[Completion]


class CompletionRoute(Route):
    """``POST completions``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "completions", params=CompletionParams, result=Completion
    )
    CreateStream, AsynCreateStream, AsyncAwaitCreateStream, Stream = stream_operation(
        POST,
        "completions",
        params=CompletionParams,
        chunk=Completion,
        collector=CompletionCollector,
        result=Completion,
        resolves=str,
    )
