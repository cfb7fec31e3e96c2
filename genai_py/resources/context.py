"""The tokens of a request before it is sent, and whether they fit into the context of the model.

Source: https://github.com/ggml-org/llama.cpp/tree/master/tools/server,
https://platform.openai.com/docs/api-reference/responses/input-tokens
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any, TypeVar

from ..core.building.params import JsonParam
from ..core.calls.api import GenAIAPI
from ..core.calls.execution import Work
from ..core.calls.operations import GET, POST, composed_operation
from ..core.calls.signatures import Form, WithBody, WithBodyAsyn, WithBodyAwait
from ..core.errors import GenAIException, GenAINotFoundError
from ..core.results.base import Result, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from ..core.wire.transport import HttpRequest

P = TypeVar("P", bound=JsonParam)
# What the reply is, and not the input.
_OF_REPLY = frozenset({"stream", "stream_options"})
# What OpenAI's endpoint for counting takes of a response's request.
# Source: https://platform.openai.com/docs/api-reference/responses/input-tokens
_OF_RESPONSES = frozenset(
    {
        "conversation", "input", "instructions", "model", "parallel_tool_calls", "previous_response_id", "reasoning",
        "text", "tool_choice", "tools", "truncation",
    }
)  # fmt: skip
_LIMITS = ("max_completion_tokens", "max_output_tokens", "max_tokens")
# The request that an error names.
_REQUEST = re.compile(r"\((?:get|post) [^)]*\)")
# The keys of a loaded model's context length: of LM Studio's /api/v0, llama.cpp and vLLM.
_LENGTHS = ("loaded_context_length", "n_ctx", "max_model_len")


@result
class TokenCount(Result):
    """The number of tokens of a request's input."""

    input_tokens: int | None = None
    object: str = ""


@result
class ContextFit(Result):
    """Whether a request fits into the context of its model; the object itself is true if it does.

    input_tokens: of the request. output_tokens: of the answer, as limited in the request; 0 without a limit.
    context_length: of the loaded model, which input and answer share. All in tokens.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    context_length: int = 0

    @property
    def fits(self) -> bool:
        """Whether input and answer fit."""
        return self.free_tokens >= 0

    @property
    def free_tokens(self) -> int:
        """How many tokens are left; below 0 if the request does not fit."""
        return self.context_length - self.input_tokens - self.output_tokens

    def __bool__(self) -> bool:
        return self.fits


AsynTokenCount = AsynCallBack[TokenCount]
AsynContextFit = AsynCallBack[ContextFit]
PromiseTokenCount = PromiseCallBack[TokenCount]
PromiseContextFit = PromiseCallBack[ContextFit]


@result
class _Anything(Result):
    """A reply of any form, in ``extra``."""


Count = Callable[[], Coroutine[Any, Any, TokenCount]]
"""Counts the tokens of one request."""


def count_operation(
    params: type[P], counting: Callable[[GenAIAPI, P], Count], doc: str
) -> tuple[Form[WithBody[P, TokenCount]], Form[WithBodyAsyn[P, TokenCount]], Form[WithBodyAwait[P, TokenCount]]]:
    """The forms of ``CountTokens``. counting: returns what counts a request. doc: the beginning of a sentence."""

    def work(api: GenAIAPI, built: P, _: Any) -> Work[TokenCount]:
        count = counting(api, built)
        return lambda progress: count()

    return composed_operation(params=params, result=TokenCount, work=work, doc=doc)


def fits_operation(
    params: type[P], counting: Callable[[GenAIAPI, P], Count], doc: str
) -> tuple[Form[WithBody[P, ContextFit]], Form[WithBodyAsyn[P, ContextFit]], Form[WithBodyAwait[P, ContextFit]]]:
    """The forms of ``FitsContext``. Arguments: as those of ``count_operation``."""

    def work(api: GenAIAPI, built: P, _: Any) -> Work[ContextFit]:
        count = counting(api, built)
        model = str(built._fields.get("model", ""))
        asked = (built._fields.get(name) for name in _LIMITS)
        # -1 is LM Studio's word for no limit.
        output = next((limit for limit in asked if type(limit) is int and limit > 0), 0)

        async def fit() -> ContextFit:
            counted = (await count()).input_tokens
            length = await _context_length(api, model)
            return ContextFit(input_tokens=counted or 0, output_tokens=output, context_length=length)

        return lambda progress: fit()

    return composed_operation(params=params, result=ContextFit, work=work, doc=doc)


def counting_responses(api: GenAIAPI, params: JsonParam) -> Count:
    """Count the input of a response."""
    body = _part(params, lambda key: key in _OF_RESPONSES)

    async def count() -> TokenCount:
        found = await _fetched(api, api.request(POST, "responses/input_tokens", body), TokenCount)
        return _counted(found, "POST /v1/responses/input_tokens")

    return count


def counting_chat(api: GenAIAPI, params: JsonParam) -> Count:
    """Count the messages of a chat; with older llama.cpp servers, the tokens of its template filled with them."""
    body = _part(params, lambda key: key not in _OF_REPLY)
    is_text = b'"image_url"' not in body and b'"input_audio"' not in body

    async def count() -> TokenCount:
        found = await _fetched(api, api.request(POST, "chat/completions/input_tokens", body), TokenCount)
        if found is None and is_text:
            found = await _count_of_template(api, body)
        return _counted(found, "POST /v1/chat/completions/input_tokens, nor POST /apply-template and POST /tokenize")

    return count


def counting_messages(api: GenAIAPI, request: HttpRequest) -> Count:
    """Count the input of a message. request: to the endpoint that counts it."""

    async def count() -> TokenCount:
        return _counted(await _fetched(api, request, TokenCount), "POST /v1/messages/count_tokens")

    return count


async def _count_of_template(api: GenAIAPI, body: bytes) -> TokenCount | None:
    filled = await _fetched(api, api.request(POST, "/apply-template", body), _Anything)
    prompt = None if filled is None else filled.extra.get("prompt")
    if not isinstance(prompt, str):
        return None
    asked = JsonParam().Add("content", prompt).Add("add_special", True).Add("parse_special", True)
    split = await _fetched(api, api.request(POST, "/tokenize", asked.to_bytes()), _Anything)
    tokens = None if split is None else split.extra.get("tokens")
    return TokenCount(input_tokens=len(tokens)) if isinstance(tokens, list) else None


async def _context_length(api: GenAIAPI, model: str) -> int:
    """Return the context length of a loaded model, in tokens. Raises GenAINotFoundError if no endpoint has it."""
    for path in ("models", "/props", "/api/v1/models", "/api/v0/models"):
        reply = await _fetched(api, api.request(GET, path), _Anything)
        if reply is not None and (length := next(_lengths(reply.extra, model), 0)):
            return length
    raise GenAINotFoundError(
        0,
        f"no context length of {model or 'the model'}: the server has none in GET /v1/models, /props, /api/v1/models "
        "and /api/v0/models; the model may not be loaded",
    )


def _lengths(reply: Mapping[str, Any], model: str) -> Iterator[int]:
    """Yield the context lengths in a list of models, or in llama.cpp's properties, for a model."""
    settings = reply.get("default_generation_settings")
    if isinstance(settings, dict):
        yield from _numbers(settings)
    for listed in (reply.get("data"), reply.get("models")):
        entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        for entry in entries:
            instances = [each for each in entry.get("loaded_instances") or () if isinstance(each, dict)]
            names = {entry.get("id"), entry.get("key"), *(each.get("id") for each in instances)}
            if model not in names and len(entries) > 1:
                continue
            # An instance that is named, before the others.
            for each in sorted(instances, key=lambda instance: instance.get("id") != model):
                config = each.get("config")
                length = config.get("context_length") if isinstance(config, dict) else None
                if type(length) is int:
                    yield length
            yield from _numbers(entry)
            if isinstance(entry.get("meta"), dict):
                yield from _numbers(entry["meta"])


def _numbers(fields: Mapping[str, Any]) -> Iterator[int]:
    return (fields[key] for key in _LENGTHS if type(fields.get(key)) is int and fields[key] > 0)


R = TypeVar("R", bound=Result)


async def _fetched(api: GenAIAPI, request: HttpRequest, kind: type[R]) -> R | None:
    """Return the reply to a request; None if the server does not have the endpoint. Raises any other error."""
    try:
        return await api.fetch(request, kind)
    except GenAIException as error:
        said = error.error_message.lower()
        # A model that is not known is an error of the request.
        is_unknown = error.code in (404, 405, 501) and "model" not in _REQUEST.sub("", said)
        if is_unknown or (error.code in (0, 200) and "unexpected endpoint" in said):
            return None
        raise


def _counted(found: TokenCount | None, paths: str) -> TokenCount:
    if found is not None and isinstance(found.input_tokens, int):
        return found
    raise GenAINotFoundError(
        0,
        f"this server cannot count tokens: it does not have {paths}, which llama.cpp's server has. "
        "The usage of a reply has the tokens of its request",
    )


def _part(params: JsonParam, is_taken: Callable[[str], bool]) -> bytes:
    made = JsonParam()
    made._fields = {key: value for key, value in params._fields.items() if is_taken(key)}
    return made.to_bytes()
