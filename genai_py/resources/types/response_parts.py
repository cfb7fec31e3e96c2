"""Enumerations of responses and their streams.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from enum import Enum


class ResponseTypes(str, Enum):
    """The types of items in a response."""

    message = "message"
    file_search_call = "file_search_call"
    function_call = "function_call"
    web_search_call = "web_search_call"
    computer_call = "computer_call"
    reasoning = "reasoning"
    computer_call_output = "computer_call_output"
    function_call_output = "function_call_output"
    image_generation_call = "image_generation_call"
    code_interpreter_call = "code_interpreter_call"
    local_shell_call = "local_shell_call"
    local_shell_call_output = "local_shell_call_output"
    mcp_call = "mcp_call"
    mcp_list_tools = "mcp_list_tools"
    mcp_approval_request = "mcp_approval_request"
    mcp_approval_response = "mcp_approval_response"
    custom_tool_call = "custom_tool_call"
    custom_tool_call_output = "custom_tool_call_output"
    tool_search_call = "tool_search_call"
    tool_search_output = "tool_search_output"
    compaction = "compaction"
    shell_call = "shell_call"
    shell_call_output = "shell_call_output"
    apply_patch_call = "apply_patch_call"
    apply_patch_call_output = "apply_patch_call_output"
    program = "program"
    program_output = "program_output"
    additional_tools = "additional_tools"
    sdk_unknown = "sdk_unknown"


class ResponseContentType(str, Enum):
    """The types of content parts in the model's messages."""

    output_text = "output_text"
    refusal = "refusal"
    summary_text = "summary_text"
    reasoning_text = "reasoning_text"
    sdk_unknown = "sdk_unknown"


class ResponseAnnotationType(str, Enum):
    """The types of annotations."""

    file_citation = "file_citation"
    url_citation = "url_citation"
    file_path = "file_path"
    container_file_citation = "container_file_citation"
    sdk_unknown = "sdk_unknown"


class ResponseComputerType(str, Enum):
    """The actions of the computer tool."""

    click = "click"
    double_click = "double_click"
    drag = "drag"
    keypress = "keypress"
    move = "move"
    screenshot = "screenshot"
    scroll = "scroll"
    type = "type"
    wait = "wait"
    sdk_unknown = "sdk_unknown"


class ResponseStatus(str, Enum):
    """The status of a response."""

    queued = "queued"
    in_progress = "in_progress"
    incomplete = "incomplete"
    completed = "completed"
    failed = "failed"
    cancelled = "cancelled"
    sdk_unknown = "sdk_unknown"


class ResponseToolsType(str, Enum):
    """The types of tools listed in a response."""

    file_search = "file_search"
    function = "function"
    computer_use_preview = "computer_use_preview"
    web_search_preview = "web_search_preview"
    web_search_preview_2025_03_11 = "web_search_preview_2025_03_11"
    mcp = "mcp"
    code_interpreter = "code_interpreter"
    image_generation = "image_generation"
    local_shell = "local_shell"
    web_search_2025_08_26 = "web_search_2025_08_26"
    web_search = "web_search"
    custom = "custom"
    shell = "shell"
    apply_patch = "apply_patch"
    tool_search = "tool_search"
    namespace = "namespace"
    computer = "computer"
    programmatic_tool_calling = "programmatic_tool_calling"
    sdk_unknown = "sdk_unknown"


class ResponseToolsFilterType(str, Enum):
    """The types of file search filters in a response."""

    eq = "eq"
    ne = "ne"
    gt = "gt"
    gte = "gte"
    lt = "lt"
    lte = "lte"
    and_ = "and"
    or_ = "or"
    sdk_unknown = "sdk_unknown"


class ResponseItemContentType(str, Enum):
    """The types of content parts in the messages of a response's input and output."""

    input_text = "input_text"
    input_image = "input_image"
    input_file = "input_file"
    input_audio = "input_audio"
    output_text = "output_text"
    refusal = "refusal"
    text = "text"
    computer_screenshot = "computer_screenshot"
    sdk_unknown = "sdk_unknown"


class ResponseStreamType(str, Enum):
    """The types of events in a response stream."""

    created = "response.created"
    in_progress = "response.in_progress"
    completed = "response.completed"
    failed = "response.failed"
    incomplete = "response.incomplete"
    output_item_added = "response.output_item.added"
    output_item_done = "response.output_item.done"
    content_part_added = "response.content_part.added"
    content_part_done = "response.content_part.done"
    output_text_delta = "response.output_text.delta"
    output_text_done = "response.output_text.done"
    refusal_delta = "response.refusal.delta"
    refusal_done = "response.refusal.done"
    function_call_arguments_delta = "response.function_call_arguments.delta"
    function_call_arguments_done = "response.function_call_arguments.done"
    file_search_call_in_progress = "response.file_search_call.in_progress"
    file_search_call_searching = "response.file_search_call.searching"
    file_search_call_completed = "response.file_search_call.completed"
    web_search_call_in_progress = "response.web_search_call.in_progress"
    web_search_call_searching = "response.web_search_call.searching"
    web_search_call_completed = "response.web_search_call.completed"
    reasoning_summary_part_added = "response.reasoning_summary_part.added"
    reasoning_summary_part_done = "response.reasoning_summary_part.done"
    reasoning_summary_text_delta = "response.reasoning_summary_text.delta"
    reasoning_summary_text_done = "response.reasoning_summary_text.done"
    reasoning_text_delta = "response.reasoning_text.delta"
    reasoning_text_done = "response.reasoning_text.done"
    image_generation_call_completed = "response.image_generation_call.completed"
    image_generation_call_generating = "response.image_generation_call.generating"
    image_generation_call_in_progress = "response.image_generation_call.in_progress"
    image_generation_call_partial_image = "response.image_generation_call.partial_image"
    mcp_call_arguments_delta = "response.mcp_call_arguments.delta"
    mcp_call_arguments_done = "response.mcp_call_arguments.done"
    mcp_call_completed = "response.mcp_call.completed"
    mcp_call_failed = "response.mcp_call.failed"
    mcp_call_in_progress = "response.mcp_call.in_progress"
    mcp_list_tools_completed = "response.mcp_list_tools.completed"
    mcp_list_tools_failed = "response.mcp_list_tools.failed"
    mcp_list_tools_in_progress = "response.mcp_list_tools.in_progress"
    code_interpreter_call_in_progress = "response.code_interpreter_call.in_progress"
    code_interpreter_call_interpreting = "response.code_interpreter_call.interpreting"
    code_interpreter_call_completed = "response.code_interpreter_call.completed"
    code_interpreter_call_code_delta = "response.code_interpreter_call_code.delta"
    code_interpreter_call_code_done = "response.code_interpreter_call_code.done"
    output_text_annotation_added = "response.output_text.annotation.added"
    queued = "response.queued"
    custom_tool_call_input_delta = "response.custom_tool_call_input.delta"
    custom_tool_call_input_done = "response.custom_tool_call_input.done"
    shell_call_command_added = "response.shell_call_command.added"
    shell_call_command_delta = "response.shell_call_command.delta"
    shell_call_command_done = "response.shell_call_command.done"
    shell_call_output_content_delta = "response.shell_call_output_content.delta"
    shell_call_output_content_done = "response.shell_call_output_content.done"
    audio_delta = "response.audio.delta"
    audio_done = "response.audio.done"
    audio_transcript_delta = "response.audio.transcript.delta"
    audio_transcript_done = "response.audio.transcript.done"
    error = "error"
    sdk_unknown = "sdk_unknown"


class JsonNodeKind(str, Enum):
    """The type of a JSON value; ``none`` where there is no value."""

    none = "none"
    null = "null"
    string = "string"
    number = "number"
    object = "object"
    array = "array"
    boolean = "boolean"


class ToolCallKind(str, Enum):
    """The type of a call by the model, in the data aggregated by an event engine."""

    tcFunction = "tcFunction"
    tcCustom = "tcCustom"
    tcMcp = "tcMcp"


class ToolResultKind(str, Enum):
    """The built-in tool that a result is from, in the data aggregated by an event engine."""

    trWebSearch = "trWebSearch"
    trFileSearch = "trFileSearch"
    trCodeInterpreter = "trCodeInterpreter"
    trImageGeneration = "trImageGeneration"
    trMcpListTools = "trMcpListTools"
    trShell = "trShell"


class ResponsesBlockType(str, Enum):
    """The type of a block of a response, in the data aggregated by an event engine."""

    rbtNone = "rbtNone"
    rbtText = "rbtText"
    rbtRefusal = "rbtRefusal"
    rbtReasoning = "rbtReasoning"
    rbtReasoningSummary = "rbtReasoningSummary"
    rbtToolUse = "rbtToolUse"
    rbtToolResult = "rbtToolResult"
