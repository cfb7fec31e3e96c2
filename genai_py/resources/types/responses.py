"""Enumerations of the parameters of a responses request.

Source: https://platform.openai.com/docs/api-reference/responses/create
"""

from __future__ import annotations

from enum import Enum


class MessageStatus(str, Enum):
    """The status of an item."""

    in_progress = "in_progress"
    incomplete = "incomplete"
    completed = "completed"
    sdk_unknown = "sdk_unknown"


class ResponseFormatType(str, Enum):
    """The type of an answer's format."""

    auto = "auto"
    text = "text"
    json_object = "json_object"
    json_schema = "json_schema"
    sdk_unknown = "sdk_unknown"


class OutputIncluding(str, Enum):
    """Additional data to include in a response or its items."""

    file_search_call_results = "file_search_call.results"
    web_search_call_results = "web_search_call.results"
    message_input_image_image_url = "message.input_image.image_url"
    computer_call_output_output_image_url = "computer_call_output.output.image_url"
    reasoning_encrypted_content = "reasoning.encrypted_content"
    code_interpreter_call_outputs = "code_interpreter_call.outputs"
    message_output_text_logprobs = "message.output_text.logprobs"
    web_search_call_action_sources = "web_search_call.action.sources"
    sdk_unknown = "sdk_unknown"


class ServiceTier(str, Enum):
    """The service tier, which decides the latency and price of a request."""

    auto = "auto"
    default = "default"
    flex = "flex"
    scale = "scale"
    priority = "priority"
    fast = "fast"
    sdk_unknown = "sdk_unknown"


class PromptCacheRetention(str, Enum):
    """How long prompt prefixes stay in the cache."""

    in_memory = "in_memory"
    h24 = "24h"
    sdk_unknown = "sdk_unknown"


class MCPConnectorType(str, Enum):
    """The ids of connectors, services built into the MCP tool."""

    connector_dropbox = "connector_dropbox"
    connector_gmail = "connector_gmail"
    connector_googlecalendar = "connector_googlecalendar"
    connector_googledrive = "connector_googledrive"
    connector_microsoftteams = "connector_microsoftteams"
    connector_outlookcalendar = "connector_outlookcalendar"
    connector_outlookemail = "connector_outlookemail"
    connector_sharepoint = "connector_sharepoint"
    sdk_unknown = "sdk_unknown"


class ImageGenActionType(str, Enum):
    """Whether the image generation tool creates a new image or edits one."""

    generate = "generate"
    edit = "edit"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ToolSearchExecution(str, Enum):
    """Who searches for tools: the server, or the program."""

    server = "server"
    client = "client"
    sdk_unknown = "sdk_unknown"


class AllowedToolsMode(str, Enum):
    """Whether the model may or must use one of the allowed tools."""

    auto = "auto"
    required = "required"
    sdk_unknown = "sdk_unknown"


class ReasoningGenerateSummary(str, Enum):
    """The summary of a model's reasoning."""

    auto = "auto"
    concise = "concise"
    detailed = "detailed"
    sdk_unknown = "sdk_unknown"


class FidelityType(str, Enum):
    """How closely generated images match the style and faces of the input images."""

    low = "low"
    high = "high"
    sdk_unknown = "sdk_unknown"


class ToolParamsFormatType(str, Enum):
    """The input format of a custom tool: any text, or text that matches a grammar."""

    text = "text"
    grammar = "grammar"
    sdk_unknown = "sdk_unknown"


class SyntaxFormatType(str, Enum):
    """The syntax of a grammar."""

    lark = "lark"
    regex = "regex"
    sdk_unknown = "sdk_unknown"


class InputItemType(str, Enum):
    """The types of content parts in an input message."""

    input_text = "input_text"
    input_image = "input_image"
    input_file = "input_file"
    input_audio = "input_audio"
    sdk_unknown = "sdk_unknown"


class FileSearchToolCallType(str, Enum):
    """The status of a file search."""

    in_progress = "in_progress"
    searching = "searching"
    incomplete = "incomplete"
    failed = "failed"
    sdk_unknown = "sdk_unknown"


class MouseButton(str, Enum):
    """The buttons of a mouse; ``wheel`` is the middle button."""

    left = "left"
    right = "right"
    wheel = "wheel"
    back = "back"
    forward = "forward"
    sdk_unknown = "sdk_unknown"


class ResponseOption(str, Enum):
    """The format of an answer: text, any JSON object, or JSON that matches a schema."""

    text = "text"
    json_schema = "json_schema"
    json_object = "json_object"
    sdk_unknown = "sdk_unknown"


class HostedTooltype(str, Enum):
    """The built-in tools that a request can force the model to use."""

    file_search = "file_search"
    web_search_preview = "web_search_preview"
    computer_use_preview = "computer_use_preview"
    code_interpreter = "code_interpreter"
    mcp = "mcp"
    image_generation = "image_generation"
    sdk_unknown = "sdk_unknown"


class ComparisonFilterType(str, Enum):
    """How a filter compares an attribute with a value."""

    eq = "eq"
    ne = "ne"
    gt = "gt"
    gte = "gte"
    lt = "lt"
    lte = "lte"
    sdk_unknown = "sdk_unknown"


class CompoundFilterType(str, Enum):
    """Whether all filters must match, or at least one."""

    and_ = "and"
    or_ = "or"
    sdk_unknown = "sdk_unknown"


class WebSearchType(str, Enum):
    """The versions of the web search tool."""

    web_search = "web_search"
    web_search_2025_08_26 = "web_search_2025_08_26"
    sdk_unknown = "sdk_unknown"


class WebSearchPreviewType(str, Enum):
    """The versions of the web search tool without filters (preview)."""

    web_search_preview = "web_search_preview"
    web_search_preview_2025_03_11 = "web_search_preview_2025_03_11"
    sdk_unknown = "sdk_unknown"


class ResponseTruncationType(str, Enum):
    """The handling of an input that is too long: drop items from its middle, or fail."""

    auto = "auto"
    disabled = "disabled"
    sdk_unknown = "sdk_unknown"


class ToolCallStatus(str, Enum):
    """The status of a built-in tool's call. ``MessageStatus`` and ``FileSearchToolCallType`` have subsets."""

    in_progress = "in_progress"
    searching = "searching"
    interpreting = "interpreting"
    generating = "generating"
    completed = "completed"
    incomplete = "incomplete"
    failed = "failed"
