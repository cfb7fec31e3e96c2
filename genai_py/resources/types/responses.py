"""The parameters of a response's request. Source: https://platform.openai.com/docs/api-reference/responses/create"""

from __future__ import annotations

from enum import Enum


class MessageStatus(str, Enum):
    """The status of an item."""

    in_progress = "in_progress"
    incomplete = "incomplete"
    completed = "completed"
    sdk_unknown = "sdk_unknown"


class ResponseFormatType(str, Enum):
    """What an answer may have to look like."""

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
    """How quickly, and at what price, a request is served."""

    auto = "auto"
    default = "default"
    flex = "flex"
    scale = "scale"
    priority = "priority"
    fast = "fast"
    sdk_unknown = "sdk_unknown"


class PromptCacheRetention(str, Enum):
    """How long the beginnings of prompts stay in the cache."""

    in_memory = "in_memory"
    h24 = "24h"
    sdk_unknown = "sdk_unknown"


class MCPConnectorType(str, Enum):
    """Services that an MCP tool reaches without a server of its own."""

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
    """Whether a model paints a new picture or changes one."""

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
    """How a model sums up what it thought."""

    auto = "auto"
    concise = "concise"
    detailed = "detailed"
    sdk_unknown = "sdk_unknown"


class FidelityType(str, Enum):
    """How closely painted pictures keep to the style and faces of their models."""

    low = "low"
    high = "high"
    sdk_unknown = "sdk_unknown"


class ToolParamsFormatType(str, Enum):
    """What a custom tool's input must look like: any text, or one that fits a grammar."""

    text = "text"
    grammar = "grammar"
    sdk_unknown = "sdk_unknown"


class SyntaxFormatType(str, Enum):
    """How a grammar is written."""

    lark = "lark"
    regex = "regex"
    sdk_unknown = "sdk_unknown"


class InputItemType(str, Enum):
    """The kinds of parts in a message to the model."""

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
    """The buttons of a mouse; ``wheel`` is the one in the middle."""

    left = "left"
    right = "right"
    wheel = "wheel"
    back = "back"
    forward = "forward"
    sdk_unknown = "sdk_unknown"


class ResponseOption(str, Enum):
    """What an answer must look like: text, any JSON object, or JSON that fits a schema."""

    text = "text"
    json_schema = "json_schema"
    json_object = "json_object"
    sdk_unknown = "sdk_unknown"


class HostedTooltype(str, Enum):
    """The tools of the server that a model can be told to use."""

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
    """Whether all filters must hold, or one of them."""

    and_ = "and"
    or_ = "or"
    sdk_unknown = "sdk_unknown"


class WebSearchType(str, Enum):
    """The versions of the web search."""

    web_search = "web_search"
    web_search_2025_08_26 = "web_search_2025_08_26"
    sdk_unknown = "sdk_unknown"


class WebSearchPreviewType(str, Enum):
    """The versions of the web search as it was before it had filters."""

    web_search_preview = "web_search_preview"
    web_search_preview_2025_03_11 = "web_search_preview_2025_03_11"
    sdk_unknown = "sdk_unknown"


class ResponseTruncationType(str, Enum):
    """The handling of an input that is too long: its middle is dropped, or the request fails."""

    auto = "auto"
    disabled = "disabled"
    sdk_unknown = "sdk_unknown"


class ToolCallStatus(str, Enum):
    """Where the call of a server's tool stands; ``MessageStatus`` and ``FileSearchToolCallType`` have some of it."""

    in_progress = "in_progress"
    searching = "searching"
    interpreting = "interpreting"
    generating = "generating"
    completed = "completed"
    incomplete = "incomplete"
    failed = "failed"
