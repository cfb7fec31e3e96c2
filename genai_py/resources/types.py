"""The enumerations of the API, their members as on the wire.

Results keep a value that is not listed here as its string. ``sdk_unknown`` stands for it in the original; it is never
sent.
"""

from __future__ import annotations

from enum import Enum


class Role(str, Enum):
    """Who a message is from."""

    assistant = "assistant"
    user = "user"
    developer = "developer"
    system = "system"
    tool = "tool"
    unknown = "unknown"
    critic = "critic"
    discriminator = "discriminator"
    sdk_unknown = "sdk_unknown"


class AudioFormat(str, Enum):
    """Values of audio format."""

    wav = "wav"
    mp3 = "mp3"
    flac = "flac"
    opus = "opus"
    pcm16 = "pcm16"
    sdk_unknown = "sdk_unknown"


class ImageDetail(str, Enum):
    """Values of image detail."""

    low = "low"
    high = "high"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ReasoningEffort(str, Enum):
    """How much a reasoning model thinks before it answers."""

    none = "none"
    minimal = "minimal"
    low = "low"
    medium = "medium"
    high = "high"
    xhigh = "xhigh"
    sdk_unknown = "sdk_unknown"


class Modalities(str, Enum):
    """Values of modalities."""

    text = "text"
    audio = "audio"
    sdk_unknown = "sdk_unknown"


class ChatVoice(str, Enum):
    """Values of chat voice."""

    ash = "ash"
    ballad = "ballad"
    coral = "coral"
    sage = "sage"
    verse = "verse"
    sdk_unknown = "sdk_unknown"


class ToolChoice(str, Enum):
    """Whether the model may, must or must not call tools."""

    none = "none"
    auto = "auto"
    required = "required"
    sdk_unknown = "sdk_unknown"


class FinishReason(str, Enum):
    """Why a choice ended."""

    stop = "stop"
    length = "length"
    content_filter = "content_filter"
    tool_calls = "tool_calls"
    sdk_unknown = "sdk_unknown"


class ToolCalls(str, Enum):
    """Values of tool calls."""

    function = "function"
    sdk_unknown = "sdk_unknown"


class SearchWebOptions(str, Enum):
    """Values of search web options."""

    low = "low"
    medium = "medium"
    high = "high"
    sdk_unknown = "sdk_unknown"


class VerbosityType(str, Enum):
    """Values of verbosity type."""

    low = "low"
    medium = "medium"
    high = "high"
    sdk_unknown = "sdk_unknown"


class AudioVoice(str, Enum):
    """Values of audio voice."""

    alloy = "alloy"
    ash = "ash"
    coral = "coral"
    echo = "echo"
    fable = "fable"
    onyx = "onyx"
    nova = "nova"
    sage = "sage"
    shimmer = "shimmer"
    ballad = "ballad"
    cedar = "cedar"
    marin = "marin"
    verse = "verse"
    sdk_unknown = "sdk_unknown"


class SpeechFormat(str, Enum):
    """Values of speech format."""

    mp3 = "mp3"
    opus = "opus"
    aac = "aac"
    flac = "flac"
    wav = "wav"
    pcm = "pcm"
    sdk_unknown = "sdk_unknown"


class SpeechStreamFormat(str, Enum):
    """Values of speech stream format."""

    audio = "audio"
    sse = "sse"
    sdk_unknown = "sdk_unknown"


class TranscriptionResponseFormat(str, Enum):
    """Values of transcription response format."""

    json = "json"
    text = "text"
    srt = "srt"
    verbose_json = "verbose_json"
    vtt = "vtt"
    diarized_json = "diarized_json"
    sdk_unknown = "sdk_unknown"


class TranscriptionInclude(str, Enum):
    """Values of transcription include."""

    logprobs = "logprobs"
    sdk_unknown = "sdk_unknown"


class TimestampGranularity(str, Enum):
    """Values of timestamp granularity."""

    word = "word"
    segment = "segment"
    sdk_unknown = "sdk_unknown"


class TranscriptionChunkingStrategyType(str, Enum):
    """Values of transcription chunking strategy type."""

    auto = "auto"
    server_vad = "server_vad"
    sdk_unknown = "sdk_unknown"


class BatchUrl(str, Enum):
    """Values of batch url."""

    chat_completions = "/v1/chat/completions"
    embeddings = "/v1/embeddings"
    responses = "/v1/responses"
    completions = "/v1/completions"
    moderations = "/v1/moderations"
    sdk_unknown = "sdk_unknown"


class BatchStatus(str, Enum):
    """Values of batch status."""

    validating = "validating"
    failed = "failed"
    in_progress = "in_progress"
    finalizing = "finalizing"
    completed = "completed"
    expired = "expired"
    cancelling = "cancelling"
    cancelled = "cancelled"
    sdk_unknown = "sdk_unknown"


class EncodingFormat(str, Enum):
    """How embedding vectors are written."""

    float = "float"
    base64 = "base64"
    sdk_unknown = "sdk_unknown"


class FilesPurpose(str, Enum):
    """Values of files purpose."""

    assistants = "assistants"
    assistants_output = "assistants_output"
    batch = "batch"
    batch_output = "batch_output"
    finetune = "fine-tune"
    finetune_results = "fine-tune-results"
    vision = "vision"
    evals = "evals"
    user_data = "user_data"
    sdk_unknown = "sdk_unknown"


class ChunkingStrategyType(str, Enum):
    """Values of chunking strategy type."""

    auto = "auto"
    static = "static"
    sdk_unknown = "sdk_unknown"


class RunStatus(str, Enum):
    """Values of run status."""

    queued = "queued"
    in_progress = "in_progress"
    requires_action = "requires_action"
    cancelling = "cancelling"
    cancelled = "cancelled"
    failed = "failed"
    completed = "completed"
    incomplete = "incomplete"
    expired = "expired"
    sdk_unknown = "sdk_unknown"


class JobMethodType(str, Enum):
    """Values of job method type."""

    supervised = "supervised"
    dpo = "dpo"
    sdk_unknown = "sdk_unknown"


class FineTunedStatus(str, Enum):
    """Values of fine tuned status."""

    validating_files = "validating_files"
    queued = "queued"
    running = "running"
    succeeded = "succeeded"
    failed = "failed"
    cancelled = "cancelled"
    sdk_unknown = "sdk_unknown"


class ResponseFormat(str, Enum):
    """Values of response format."""

    url = "url"
    b64_json = "b64_json"
    sdk_unknown = "sdk_unknown"


class ImageSize(str, Enum):
    """Values of image size."""

    r256x256 = "256x256"
    r512x512 = "512x512"
    r1024x1024 = "1024x1024"
    r1792x1024 = "1792x1024"
    r1024x1792 = "1024x1792"
    r1536x1024 = "1536x1024"
    r1024x1536 = "1024x1536"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ImageStyle(str, Enum):
    """Values of image style."""

    vivid = "vivid"
    natural = "natural"
    sdk_unknown = "sdk_unknown"


class BackGroundType(str, Enum):
    """Values of back ground type."""

    transparent = "transparent"
    opaque = "opaque"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ImageModerationType(str, Enum):
    """Values of image moderation type."""

    low = "low"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class OutputFormatType(str, Enum):
    """Values of output format type."""

    png = "png"
    jpeg = "jpeg"
    webp = "webp"
    sdk_unknown = "sdk_unknown"


class ImageQualityType(str, Enum):
    """Values of image quality type."""

    high = "high"
    medium = "medium"
    low = "low"
    standard = "standard"
    hd = "hd"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ImageInputFidelity(str, Enum):
    """Values of image input fidelity."""

    high = "high"
    low = "low"
    sdk_unknown = "sdk_unknown"


class HarmCategories(str, Enum):
    """Values of harm categories."""

    hate = "hate"
    hateThreatening = "hate threatening"
    harassment = "harassment"
    harassmentThreatening = "harassment threatening"
    illicit = "illicit"
    illicitViolent = "illicit violent"
    selfHarm = "self harm"
    selfHarmIntent = "self harm intent"
    selfHarmInstructions = "self harm instructions"
    sexual = "sexual"
    sexualMinors = "sexual minors"
    violence = "violence"
    violenceGraphic = "violence graphic"
    sdk_unknown = "sdk_unknown"


class SchemaType(str, Enum):
    """Values of schema type."""

    unspecified = "unspecified"
    string = "string"
    number = "number"
    integer = "integer"
    boolean = "boolean"
    array = "array"
    object = "object"
    sdk_unknown = "sdk_unknown"


class MessageStatus(str, Enum):
    """Values of message status."""

    in_progress = "in_progress"
    incomplete = "incomplete"
    completed = "completed"
    sdk_unknown = "sdk_unknown"


class ResponseFormatType(str, Enum):
    """Values of response format type."""

    auto = "auto"
    text = "text"
    json_object = "json_object"
    json_schema = "json_schema"
    sdk_unknown = "sdk_unknown"


class OutputIncluding(str, Enum):
    """Values of output including."""

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
    """Values of service tier."""

    auto = "auto"
    default = "default"
    flex = "flex"
    scale = "scale"
    priority = "priority"
    sdk_unknown = "sdk_unknown"


class PromptCacheRetention(str, Enum):
    """Values of prompt cache retention."""

    in_memory = "in_memory"
    h24 = "24h"
    sdk_unknown = "sdk_unknown"


class MCPConnectorType(str, Enum):
    """Values of mcpconnector type."""

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
    """Values of image gen action type."""

    generate = "generate"
    edit = "edit"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ToolSearchExecution(str, Enum):
    """Values of tool search execution."""

    server = "server"
    client = "client"
    sdk_unknown = "sdk_unknown"


class AllowedToolsMode(str, Enum):
    """Values of allowed tools mode."""

    auto = "auto"
    required = "required"
    sdk_unknown = "sdk_unknown"


class ContainerMemoryLimit(str, Enum):
    """Values of container memory limit."""

    g1 = "1g"
    g4 = "4g"
    g16 = "16g"
    g64 = "64g"
    sdk_unknown = "sdk_unknown"


class ReasoningGenerateSummary(str, Enum):
    """Values of reasoning generate summary."""

    auto = "auto"
    concise = "concise"
    detailed = "detailed"
    sdk_unknown = "sdk_unknown"


class FidelityType(str, Enum):
    """Values of fidelity type."""

    low = "low"
    high = "high"
    sdk_unknown = "sdk_unknown"


class ToolParamsFormatType(str, Enum):
    """Values of tool params format type."""

    text = "text"
    grammar = "grammar"
    sdk_unknown = "sdk_unknown"


class SyntaxFormatType(str, Enum):
    """Values of syntax format type."""

    lark = "lark"
    regex = "regex"
    sdk_unknown = "sdk_unknown"


class InputItemType(str, Enum):
    """Values of input item type."""

    input_text = "input_text"
    input_image = "input_image"
    input_file = "input_file"
    input_audio = "input_audio"
    sdk_unknown = "sdk_unknown"


class FileSearchToolCallType(str, Enum):
    """Values of file search tool call type."""

    in_progress = "in_progress"
    searching = "searching"
    incomplete = "incomplete"
    failed = "failed"
    sdk_unknown = "sdk_unknown"


class MouseButton(str, Enum):
    """Values of mouse button."""

    left = "left"
    right = "right"
    wheel = "wheel"
    back = "back"
    forward = "forward"
    sdk_unknown = "sdk_unknown"


class ResponseOption(str, Enum):
    """Values of response option."""

    text = "text"
    json_schema = "json_schema"
    json_object = "json_object"
    sdk_unknown = "sdk_unknown"


class HostedTooltype(str, Enum):
    """Values of hosted tooltype."""

    file_search = "file_search"
    web_search_preview = "web_search_preview"
    computer_use_preview = "computer_use_preview"
    code_interpreter = "code_interpreter"
    mcp = "mcp"
    image_generation = "image_generation"
    sdk_unknown = "sdk_unknown"


class ComparisonFilterType(str, Enum):
    """Values of comparison filter type."""

    eq = "eq"
    ne = "ne"
    gt = "gt"
    gte = "gte"
    lt = "lt"
    lte = "lte"
    sdk_unknown = "sdk_unknown"


class CompoundFilterType(str, Enum):
    """Values of compound filter type."""

    and_ = "and"
    or_ = "or"
    sdk_unknown = "sdk_unknown"


class WebSearchType(str, Enum):
    """Values of web search type."""

    web_search = "web_search"
    web_search_2025_08_26 = "web_search_2025_08_26"
    sdk_unknown = "sdk_unknown"


class WebSearchPreviewType(str, Enum):
    """Values of web search preview type."""

    web_search_preview = "web_search_preview"
    web_search_preview_2025_03_11 = "web_search_preview_2025_03_11"
    sdk_unknown = "sdk_unknown"


class ResponseTruncationType(str, Enum):
    """Values of response truncation type."""

    auto = "auto"
    disabled = "disabled"
    sdk_unknown = "sdk_unknown"


class ResponseTypes(str, Enum):
    """Values of response types."""

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
    sdk_unknown = "sdk_unknown"


class ResponseContentType(str, Enum):
    """Values of response content type."""

    output_text = "output_text"
    refusal = "refusal"
    summary_text = "summary_text"
    sdk_unknown = "sdk_unknown"


class ResponseAnnotationType(str, Enum):
    """Values of response annotation type."""

    file_citation = "file_citation"
    url_citation = "url_citation"
    file_path = "file_path"
    container_file_citation = "container_file_citation"
    sdk_unknown = "sdk_unknown"


class ResponseComputerType(str, Enum):
    """Values of response computer type."""

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
    """Where a response stands."""

    in_progress = "in_progress"
    incomplete = "incomplete"
    completed = "completed"
    failed = "failed"
    sdk_unknown = "sdk_unknown"


class ResponseToolsType(str, Enum):
    """Values of response tools type."""

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
    sdk_unknown = "sdk_unknown"


class ResponseToolsFilterType(str, Enum):
    """Values of response tools filter type."""

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
    """Values of response item content type."""

    input_text = "input_text"
    input_image = "input_image"
    input_file = "input_file"
    output_text = "output_text"
    refusal = "refusal"
    sdk_unknown = "sdk_unknown"


class ResponseStreamType(str, Enum):
    """The kinds of events in a stream of responses."""

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
    error = "error"
    sdk_unknown = "sdk_unknown"


class ThinkingLevelType(str, Enum):
    """Values of thinking level type."""

    THINKING_LEVEL_UNSPECIFIED = "THINKING_LEVEL_UNSPECIFIED"
    MINIMAL = "MINIMAL"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    sdk_unknown = "sdk_unknown"


class JsonNodeKind(str, Enum):
    """What stands at a place in JSON; ``none`` where there is nothing."""

    none = "none"
    null = "null"
    string = "string"
    number = "number"
    object = "object"
    array = "array"
    boolean = "boolean"


class ToolCallKind(str, Enum):
    """Values of tool call kind."""

    tcFunction = "tcFunction"
    tcCustom = "tcCustom"
    tcMcp = "tcMcp"


class ToolResultKind(str, Enum):
    """Values of tool result kind."""

    trWebSearch = "trWebSearch"
    trFileSearch = "trFileSearch"
    trCodeInterpreter = "trCodeInterpreter"
    trImageGeneration = "trImageGeneration"
    trMcpListTools = "trMcpListTools"
    trShell = "trShell"


class ResponsesBlockType(str, Enum):
    """Values of responses block type."""

    rbtNone = "rbtNone"
    rbtText = "rbtText"
    rbtRefusal = "rbtRefusal"
    rbtReasoning = "rbtReasoning"
    rbtReasoningSummary = "rbtReasoningSummary"
    rbtToolUse = "rbtToolUse"
    rbtToolResult = "rbtToolResult"
