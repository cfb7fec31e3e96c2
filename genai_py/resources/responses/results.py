"""The response and what it echoes of its request.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from typing import Any

import orjson

from ...core.decoding import register_kinds
from ...core.results import Result, items, result, timestamp_text
from ..deletion import Deletion
from ..types import (
    ReasoningEffort,
    ResponseFormatType,
    ResponseStatus,
    ResponseToolsFilterType,
    ResponseToolsType,
    ServiceTier,
    ToolChoice,
    VerbosityType,
)
from .content import ResponseMessageContent
from .flat import no_items
from .output_items import ResponseItem, ResponseOutput, ResponseOutputMessage, joined


@result
class Conversation(Result):
    """The conversation a response belongs to."""

    id: str = ""


@result
class ResponseError(Result):
    """Why a response failed."""

    code: str = ""
    message: str = ""


@result
class ResponseIncompleteDetails(Result):
    """Why a response is not whole: ``max_output_tokens`` or ``content_filter``."""

    reason: str = ""


@result
class Prompt(Result):
    """A stored prompt with its variables."""

    id: str = ""
    variables: Any = None
    version: str = ""


@result
class ResponseReasoning(Result):
    """How the model was to think."""

    effort: ReasoningEffort | str | None = None
    summary: str = ""


@result
class InputTokensDetails(Result):
    """What the tokens of the input were."""

    cached_tokens: int | None = None


@result
class OutputTokensDetails(Result):
    """What the tokens of the output were spent on."""

    reasoning_tokens: int | None = None


@result
class ResponseUsage(Result):
    """How many tokens a response took."""

    input_tokens: int | None = None
    input_tokens_details: InputTokensDetails | None = None
    output_tokens: int | None = None
    output_tokens_details: OutputTokensDetails | None = None
    total_tokens: int | None = None


class TextFormatView(Result):
    """All that a format may have."""

    __slots__ = ()

    name: str = ""
    schema: Any = None
    description: str = ""
    strict: bool | None = None


@result
class ResponseTextFormat(TextFormatView):
    """The form of the answer's text."""

    type: ResponseFormatType | str | None = None


@result
class ResponseFormatText(ResponseTextFormat):
    """``text``: plain text."""


@result
class ResponseFormatJSONObject(ResponseTextFormat):
    """``json_object``: some JSON object."""


@result
class ResponseFormatJSONSchema(ResponseTextFormat):
    """``json_schema``: JSON that fits ``schema``."""

    name: str = ""
    schema: Any = None
    description: str = ""
    strict: bool | None = None


register_kinds(
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
    """The answer's form and how wordy it is."""

    format: ResponseTextFormat | None = None
    verbosity: VerbosityType | str | None = None


@result
class ResponseRankingOptions(Result):
    """How a file search ranks. score_threshold: 0 to 1."""

    ranker: str = ""
    score_threshold: float | None = None


@result
class ResponseFileSearchFilters(Result):
    """A comparison of ``key`` with ``value``, or several ``filters`` joined by ``and`` or ``or``."""

    type: ResponseToolsFilterType | str | None = None
    key: str = ""
    value: Any = None
    filters: list[ResponseFileSearchFilters] = items()


@result
class WebSearchFilter(Result):
    """The domains a web search may use."""

    allowed_domains: list[str] = items()


@result
class ResponseWebSearchLocation(Result):
    """About where the user is."""

    type: str = ""
    city: str = ""
    country: str = ""
    region: str = ""
    timezone: str = ""


@result
class ResponseToolContainer(Result):
    """A container that the code interpreter makes, with files."""

    type: str = ""
    file_ids: list[str] = items()


@result
class InputImageMask(Result):
    """The part of a picture that may be painted over."""

    file_id: str = ""
    image_url: str = ""


@result
class CustomToolFormat(Result):
    """The form of a custom tool's input."""

    type: str = ""
    definition: str = ""
    syntax: str = ""


class ToolView(Result):
    """All that a tool may have."""

    __slots__ = ()

    name: str = ""
    description: str = ""
    parameters: Any = None
    strict: bool | None = None
    defer_loading: bool | None = None
    vector_store_ids: list[str] = no_items()
    filters: Any = None
    max_num_results: int | None = None
    ranking_options: ResponseRankingOptions | None = None
    display_height: int | None = None
    display_width: int | None = None
    environment: Any = None
    search_context_size: ReasoningEffort | str | None = None
    user_location: ResponseWebSearchLocation | None = None
    server_label: str = ""
    server_url: str = ""
    server_description: str = ""
    authorization: str = ""
    connector_id: str = ""
    headers: Any = None
    allowed_tools: Any = None
    require_approval: Any = None
    container: ResponseToolContainer | str | None = None
    background: str = ""
    input_fidelity: str = ""
    input_image_mask: InputImageMask | None = None
    model: str = ""
    moderation: str = ""
    output_compression: int | None = None
    output_format: str = ""
    partial_images: int | None = None
    quality: str = ""
    size: str = ""
    format: CustomToolFormat | None = None
    execution: str = ""
    tools: list[Any] = no_items()

    @property
    def shell_environment(self) -> str:
        """The ``environment`` of a shell tool as JSON text."""
        return ""

    @property
    def namespace_tools(self) -> str:
        """The ``tools`` of a namespace as JSON text."""
        return ""

    @property
    def tool_search_parameters(self) -> str:
        """The ``parameters`` of a tool search as JSON text."""
        return ""


def _json_text(value: Any) -> str:
    return "" if value is None else orjson.dumps(value).decode()


@result
class ResponseTool(ToolView):
    """A tool the model could use. ``isinstance`` or ``type`` tells its kind; fields of other kinds are empty."""

    type: ResponseToolsType | str | None = None


@result
class ResponseToolFunction(ResponseTool):
    """``function``: a function of the program. parameters: the JSON schema of its arguments."""

    name: str = ""
    description: str = ""
    parameters: Any = None
    strict: bool | None = None
    defer_loading: bool | None = None


@result
class CustomTool(ResponseTool):
    """``custom``: a tool of the program whose input is a text."""

    name: str = ""
    description: str = ""
    format: CustomToolFormat | None = None
    defer_loading: bool | None = None


@result
class ResponseToolFileSearch(ResponseTool):
    """``file_search``: searches vector stores."""

    vector_store_ids: list[str] = items()
    filters: ResponseFileSearchFilters | None = None
    max_num_results: int | None = None
    ranking_options: ResponseRankingOptions | None = None


@result
class ResponseToolWebSearch(ResponseTool):
    """``web_search``, or ``web_search_preview``: searches the web."""

    search_context_size: ReasoningEffort | str | None = None
    user_location: ResponseWebSearchLocation | None = None
    filters: WebSearchFilter | None = None


@result
class ResponseToolWebSearchPreview(ResponseToolWebSearch):
    """``web_search_preview``: searches the web."""


@result
class ResponseToolComputerUse(ResponseTool):
    """``computer_use_preview``: works on a screen of so many pixels."""

    display_height: int | None = None
    display_width: int | None = None
    environment: Any = None


@result
class ResponseMCPTool(ResponseTool):
    """``mcp``: the tools of an MCP server."""

    server_label: str = ""
    server_url: str = ""
    server_description: str = ""
    authorization: str = ""
    connector_id: str = ""
    headers: Any = None
    allowed_tools: Any = None
    require_approval: Any = None
    defer_loading: bool | None = None


@result
class ResponseCodeInterpreter(ResponseTool):
    """``code_interpreter``: runs Python code on the server, in a container or the one of that id."""

    container: ResponseToolContainer | str | None = None


@result
class ResponseImageGenerationTool(ResponseTool):
    """``image_generation``: paints."""

    background: str = ""
    input_fidelity: str = ""
    input_image_mask: InputImageMask | None = None
    model: str = ""
    moderation: str = ""
    output_compression: int | None = None
    output_format: str = ""
    partial_images: int | None = None
    quality: str = ""
    size: str = ""


@result
class ResponseLocalShellTool(ResponseTool):
    """``local_shell``: commands for the program's machine."""


@result
class ResponseShellTool(ResponseTool):
    """``shell``: commands in a container."""

    environment: Any = None

    @property
    def shell_environment(self) -> str:
        """The ``environment`` as JSON text."""
        return _json_text(self.environment)


@result
class ResponseApplyPatchTool(ResponseTool):
    """``apply_patch``: changes of files."""


@result
class ResponseToolSearchTool(ResponseTool):
    """``tool_search``: finds tools when they are needed."""

    description: str = ""
    execution: str = ""
    parameters: Any = None

    @property
    def tool_search_parameters(self) -> str:
        """The ``parameters`` as JSON text."""
        return _json_text(self.parameters)


@result
class ResponseNamespaceTool(ResponseTool):
    """``namespace``: several tools under one name."""

    name: str = ""
    description: str = ""
    tools: list[Any] = items()

    @property
    def namespace_tools(self) -> str:
        """The ``tools`` as JSON text."""
        return _json_text(self.tools)


register_kinds(
    ResponseTool,
    "type",
    {
        "function": ResponseToolFunction,
        "custom": CustomTool,
        "file_search": ResponseToolFileSearch,
        "web_search": ResponseToolWebSearch,
        "web_search_2025_08_26": ResponseToolWebSearch,
        "web_search_preview": ResponseToolWebSearchPreview,
        "web_search_preview_2025_03_11": ResponseToolWebSearchPreview,
        "computer_use_preview": ResponseToolComputerUse,
        "mcp": ResponseMCPTool,
        "code_interpreter": ResponseCodeInterpreter,
        "image_generation": ResponseImageGenerationTool,
        "local_shell": ResponseLocalShellTool,
        "shell": ResponseShellTool,
        "apply_patch": ResponseApplyPatchTool,
        "tool_search": ResponseToolSearchTool,
        "namespace": ResponseNamespaceTool,
    },
)


@result
class ResponseToolChoice(Result):
    """The tool the model had to use, or the tools it might. Where the server says just ``auto``, ``none`` or
    ``required``, the response has a ``ToolChoice`` in its place.
    """

    type: str = ""
    name: str = ""
    server_label: str = ""
    mode: str = ""
    tools: list[Any] = items()

    @property
    def value(self) -> str:
        """Empty here; of a ``ToolChoice``, the word that came."""
        return ""


@result
class Response(Result):
    """What the model answered. Times are Unix seconds; ``output`` is in the order of its making."""

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
    conversation: Conversation | None = None
    prompt: Prompt | None = None
    background: bool | None = None
    store: bool | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    metadata: dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    prompt_cache_key: str = ""
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

    @property
    def output_text(self) -> str:
        """The texts of all messages, joined."""
        output = self.output if isinstance(self.output, list) else []
        messages = (item for item in output if isinstance(item, ResponseOutputMessage))
        return "".join(joined(message.content, ResponseMessageContent) for message in messages)

    @property
    def instructions_text(self) -> str:
        """The ``instructions`` where they were a text."""
        return self.instructions if isinstance(self.instructions, str) else ""

    @property
    def created_at_as_string(self) -> str:
        """``created_at`` as date and time in UTC."""
        return timestamp_text(self.created_at)

    @property
    def completed_at_as_string(self) -> str:
        """``completed_at`` as date and time in UTC."""
        return timestamp_text(self.completed_at)


@result
class ResponseCompaction(Result):
    """A context made shorter: ``output`` is what to send in its place."""

    id: str = ""
    object: str = ""
    created_at: float | None = None
    output: list[ResponseItem] = items()
    usage: ResponseUsage | None = None

    @property
    def created_at_as_string(self) -> str:
        """``created_at`` as date and time in UTC."""
        return timestamp_text(self.created_at)


@result
class ResponseDelete(Deletion):
    """The response that was deleted."""


@result
class Responses(Result):
    """A page of the items that a response was made from."""

    object: str = ""
    data: list[ResponseItem] = items()
    first_id: str = ""
    last_id: str = ""
    has_more: bool | None = None


ResponseFileSearchFiltersCommon = ResponseFileSearchFilters
ResponseFileSearchFiltersComparaison = ResponseFileSearchFilters
ResponseFileSearchFiltersCompound = ResponseFileSearchFilters
ResponseTextFormatCommon = ResponseTextFormat
ResponseToolCommon = ResponseTool
