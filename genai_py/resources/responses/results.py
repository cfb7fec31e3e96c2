"""The response, with the parameters of its request that it repeats.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from typing import Any

from ...core.results.base import Result, TimeText, items, result
from ...core.results.decoding import register_tagged_union
from ..deletion import Deletion
from ..moderation_outcomes import ModerationOutcomes
from ..prompt_cache import PromptCacheOptions
from ..statistics import WithStatistics, counted
from ..types import (
    ReasoningEffort,
    ResponseFormatType,
    ResponseStatus,
    ServiceTier,
    ToolChoice,
    VerbosityType,
)
from .content import ResponseItemContentTextInput, ResponseMessageContent
from .output_items import ResponseItem, ResponseOutput, ResponseOutputMessage, joined
from .response_tools import ResponseTool

_TEXTS = (ResponseMessageContent, ResponseItemContentTextInput)
"""The parts of a message with text. Some servers send parts of the type ``text`` instead of ``output_text``."""


@result
class ResponseConversation(Result):
    """The conversation to which a response belongs; the original's ``TConversation``."""

    id: str = ""


@result
class ResponseError(Result):
    """Why a response failed."""

    code: str = ""
    message: str = ""


@result
class ResponseIncompleteDetails(Result):
    """Why a response is incomplete: ``max_output_tokens`` or ``content_filter``."""

    reason: str = ""


@result
class Prompt(Result):
    """A stored prompt with its variables."""

    id: str = ""
    variables: Any = None
    version: str = ""


@result
class ResponseReasoning(Result):
    """The reasoning settings.

    context: the reasoning of earlier turns that is available to the model. mode: the reasoning mode. generate_summary:
    the former name of ``summary``.
    """

    effort: ReasoningEffort | str | None = None
    summary: str = ""
    context: str = ""
    mode: str = ""
    generate_summary: str = ""


@result
class InputTokensDetails(Result):
    """The details of the input tokens."""

    cached_tokens: int | None = None
    cache_write_tokens: int | None = None


@result
class OutputTokensDetails(Result):
    """The details of the output tokens."""

    reasoning_tokens: int | None = None


@result
class ResponseUsage(Result):
    """The token usage of a response."""

    input_tokens: int | None = None
    input_tokens_details: InputTokensDetails | None = None
    output_tokens: int | None = None
    output_tokens_details: OutputTokensDetails | None = None
    total_tokens: int | None = None

    def _tokens(self) -> tuple[int, int]:
        return counted(self.input_tokens, self.output_tokens)


class TextFormatView(Result):
    """All fields of the formats."""

    __slots__ = ()

    name: str = ""
    schema: Any = None
    description: str = ""
    strict: bool | None = None


@result
class ResponseTextFormat(TextFormatView):
    """The format of the answer's text."""

    type: ResponseFormatType | str | None = None


@result
class ResponseFormatText(ResponseTextFormat):
    """``text``: plain text."""


@result
class ResponseFormatJSONObject(ResponseTextFormat):
    """``json_object``: any JSON object."""


@result
class ResponseFormatJSONSchema(ResponseTextFormat):
    """``json_schema``: JSON that conforms to ``schema``."""

    name: str = ""
    schema: Any = None
    description: str = ""
    strict: bool | None = None


register_tagged_union(
    ResponseTextFormat,
    "type",
    {
        "text": ResponseFormatText,
        "json_object": ResponseFormatJSONObject,
        "json_schema": ResponseFormatJSONSchema,
    },
)


@result
class ResponseText(Result):
    """The format and verbosity of the answer."""

    format: ResponseTextFormat | None = None
    verbosity: VerbosityType | str | None = None


@result
class ResponseToolChoice(Result):
    """The tool that the model had to use, or the tools that it was allowed to use. If the server sends just ``auto``,
    ``none`` or ``required``, the response has a ``ToolChoice`` instead.
    """

    type: str = ""
    name: str = ""
    server_label: str = ""
    mode: str = ""
    tools: list[ResponseToolChoice] = items()

    @property
    def value(self) -> str:
        """Empty here; for a ``ToolChoice``, the value that the server sent."""
        return ""


@result
class Response(WithStatistics):
    """A response. Times are Unix times in seconds; ``output`` is in the order of generation."""

    id: str = ""
    object: str = ""
    created_at: float | None = None
    completed_at: float | None = None
    status: ResponseStatus | str | None = None
    model: str = ""
    output: list[ResponseOutput] = items()
    error: ResponseError | None = None
    incomplete_details: ResponseIncompleteDetails | None = None
    usage: ResponseUsage | None = None
    instructions: str | list[ResponseOutput] | None = None
    previous_response_id: str = ""
    conversation: ResponseConversation | None = None
    prompt: Prompt | None = None
    background: bool | None = None
    store: bool | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    metadata: dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    moderation: ModerationOutcomes | None = None
    prompt_cache_key: str = ""
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: str = ""
    reasoning: ResponseReasoning | None = None
    safety_identifier: str = ""
    service_tier: ServiceTier | str | None = None
    temperature: float | None = None
    text: ResponseText | None = None
    tool_choice: ToolChoice | ResponseToolChoice | str | None = None
    tools: list[ResponseTool] = items()
    top_logprobs: int | None = None
    top_p: float | None = None
    truncation: str = ""
    user: str = ""

    def _repr_markdown_(self) -> str | None:
        return self.output_text or None

    @property
    def output_text(self) -> str:
        """The joined texts of all messages."""
        output = self.output if isinstance(self.output, list) else []
        messages = (item for item in output if isinstance(item, ResponseOutputMessage))
        return "".join(joined(message.content, _TEXTS) for message in messages)

    @property
    def instructions_text(self) -> str:
        """The ``instructions`` if they are a text."""
        return self.instructions if isinstance(self.instructions, str) else ""

    created_at_as_string = TimeText("created_at")
    completed_at_as_string = TimeText("completed_at")


@result
class ResponseCompaction(Result):
    """A compacted context: ``output`` replaces it. created_at: Unix time in seconds."""

    id: str = ""
    object: str = ""
    created_at: float | None = None
    output: list[ResponseItem] = items()
    usage: ResponseUsage | None = None

    created_at_as_string = TimeText("created_at")


@result
class ResponseDelete(Deletion):
    """The deleted response."""


@result
class Responses(Result):
    """A page of the input items of a response."""

    object: str = ""
    data: list[ResponseItem] = items()
    first_id: str = ""
    last_id: str = ""
    has_more: bool | None = None


ResponseTextFormatCommon = ResponseTextFormat
