"""The events of a streamed response.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

import io
from typing import Any, get_args, get_type_hints

from ...core.results.base import Result, always, items, json_text, result
from ...core.results.decoding import register_tagged_union
from ..logprobs import LogprobsDetail
from ..types import ResponseStreamType
from .actions import ResponseShellOutput
from .content import ResponseContent, ResponseMessageAnnotation
from .flat import no_items
from .output_items import ResponseOutput, ResponseOutputMessage, picture
from .results import Response, ResponseError


class _OfKind:
    """``created_event`` and similar attributes: the event itself if it is of that type, else None."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._type = ResponseStreamType[name.removesuffix("_event")]

    def __get__(self, instance: Any, owner: object = None) -> Any:
        return instance if instance is not None and instance.type == self._type else None


def _of_kind() -> Any:
    return _OfKind()


class EventView(Result):
    """All fields of the events. The annotation of ``..._event`` is the class of that type of event."""

    __slots__ = ()

    response: Response | None = None
    output_index: int | None = None
    item: ResponseOutput | None = None
    content_index: int | None = None
    item_id: str = ""
    part: ResponseContent | None = None
    delta: str = ""
    logprobs: list[LogprobsDetail] = no_items()
    annotation: ResponseMessageAnnotation | None = None
    annotation_index: int | None = None
    text: str = ""
    refusal: str = ""
    arguments: str = ""
    summary_index: int | None = None
    partial_image_b64: str = ""
    partial_image_index: int | None = None
    input: str = ""
    code: str = ""
    message: str = ""
    param: str = ""
    command: str = ""
    command_index: int | None = None
    output: list[ResponseShellOutput] = no_items()

    created_event: ResponseCreated | None = _of_kind()
    in_progress_event: ResponseInProgress | None = _of_kind()
    queued_event: ResponseQueued | None = _of_kind()
    completed_event: ResponseCompleted | None = _of_kind()
    failed_event: ResponseFailed | None = _of_kind()
    incomplete_event: ResponseIncomplete | None = _of_kind()
    output_item_added_event: ResponseOutputItemAdded | None = _of_kind()
    output_item_done_event: ResponseOutputItemDone | None = _of_kind()
    content_part_added_event: ResponseContentpartAdded | None = _of_kind()
    content_part_done_event: ResponseContentpartDone | None = _of_kind()
    output_text_delta_event: ResponseOutputTextDelta | None = _of_kind()
    output_text_done_event: ResponseOutputTextDone | None = _of_kind()
    output_text_annotation_added_event: ResponseOutputTextAnnotationAdded | None = _of_kind()
    refusal_delta_event: ResponseRefusalDelta | None = _of_kind()
    refusal_done_event: ResponseRefusalDone | None = _of_kind()
    reasoning_text_delta_event: ResponseReasoningTextDelta | None = _of_kind()
    reasoning_text_done_event: ResponseReasoningTextDone | None = _of_kind()
    reasoning_summary_part_added_event: ResponseReasoningSummaryPartAdded | None = _of_kind()
    reasoning_summary_part_done_event: ResponseReasoningSummaryPartDone | None = _of_kind()
    reasoning_summary_text_delta_event: ResponseReasoningSummaryTextDelta | None = _of_kind()
    reasoning_summary_text_done_event: ResponseReasoningSummaryTextDone | None = _of_kind()
    function_call_arguments_delta_event: ResponseFunctionCallArgumentsDelta | None = _of_kind()
    function_call_arguments_done_event: ResponseFunctionCallArgumentsDone | None = _of_kind()
    custom_tool_call_input_delta_event: ResponseCustomToolCallInputDelta | None = _of_kind()
    custom_tool_call_input_done_event: ResponseCustomToolCallInputDone | None = _of_kind()
    file_search_call_in_progress_event: ResponseFileSearchCallInprogress | None = _of_kind()
    file_search_call_searching_event: ResponseFileSearchCallSearching | None = _of_kind()
    file_search_call_completed_event: ResponseFileSearchCallCompleted | None = _of_kind()
    web_search_call_in_progress_event: ResponseWebSearchCallInprogress | None = _of_kind()
    web_search_call_searching_event: ResponseWebSearchCallSearching | None = _of_kind()
    web_search_call_completed_event: ResponseWebSearchCallCompleted | None = _of_kind()
    code_interpreter_call_in_progress_event: ResponseCodeInterpreterCallInProgress | None = _of_kind()
    code_interpreter_call_interpreting_event: ResponseCodeInterpreterCallInterpreting | None = _of_kind()
    code_interpreter_call_completed_event: ResponseCodeInterpreterCallCompleted | None = _of_kind()
    code_interpreter_call_code_delta_event: ResponseCodeInterpreterCallCodeDelta | None = _of_kind()
    code_interpreter_call_code_done_event: ResponseCodeInterpreterCallCodeDone | None = _of_kind()
    image_generation_call_in_progress_event: ResponseImageGenerationCallInProgress | None = _of_kind()
    image_generation_call_generating_event: ResponseImageGenerationCallGenerating | None = _of_kind()
    image_generation_call_partial_image_event: ResponseImageGenerationCallPartialImage | None = _of_kind()
    image_generation_call_completed_event: ResponseImageGenerationCallCompleted | None = _of_kind()
    mcp_call_arguments_delta_event: ResponseMcpCallArgumentsDelta | None = _of_kind()
    mcp_call_arguments_done_event: ResponseMcpCallArgumentsDone | None = _of_kind()
    mcp_call_in_progress_event: ResponseMcpCallInProgress | None = _of_kind()
    mcp_call_completed_event: ResponseMcpCallCompleted | None = _of_kind()
    mcp_call_failed_event: ResponseMcpCallFailed | None = _of_kind()
    mcp_list_tools_in_progress_event: ResponseMcpListToolsInProgress | None = _of_kind()
    mcp_list_tools_completed_event: ResponseMcpListToolsCompleted | None = _of_kind()
    mcp_list_tools_failed_event: ResponseMcpListToolsFailed | None = _of_kind()
    shell_call_command_added_event: ResponseShellCallCommandAdded | None = _of_kind()
    shell_call_command_delta_event: ResponseShellCallCommandDelta | None = _of_kind()
    shell_call_command_done_event: ResponseShellCallCommandDone | None = _of_kind()
    shell_call_output_content_delta_event: ResponseShellCallOutputContentDelta | None = _of_kind()
    shell_call_output_content_done_event: ResponseShellCallOutputContentDone | None = _of_kind()
    audio_delta_event: ResponseAudioDelta | None = _of_kind()
    audio_done_event: ResponseAudioDone | None = _of_kind()
    audio_transcript_delta_event: ResponseAudioTranscriptDelta | None = _of_kind()
    audio_transcript_done_event: ResponseAudioTranscriptDone | None = _of_kind()
    error_event: ResponseStreamError | None = _of_kind()

    @property
    def event_type(self) -> ResponseStreamType | str | None:
        """Another name of ``type``."""
        kind: ResponseStreamType | str | None = getattr(self, "type", None)
        return kind


@result
class ResponseStream(EventView):
    """An event. ``isinstance`` or ``type`` determines its type; fields of other types are empty.

    sequence_number counts the events of a stream. Local servers may omit it and the indexes, which are None then.
    """

    type: ResponseStreamType | str | None = None
    sequence_number: int = always()


@result
class _OfResponse(ResponseStream):
    response: Response = always()


@result
class ResponseCreated(_OfResponse):
    """The response was created; it has no output yet."""


@result
class ResponseInProgress(_OfResponse):
    """The response is being generated."""


@result
class ResponseQueued(_OfResponse):
    """The response is queued."""


@result
class ResponseCompleted(_OfResponse):
    """The response is complete. ``item`` is its last message."""

    @property
    def item(self) -> ResponseOutput | None:  # type: ignore[override]
        """The last message of the response, if it has one."""
        output = self.response.output if isinstance(self.response, Response) else []
        messages = [each for each in output if isinstance(each, ResponseOutputMessage)]
        return messages[-1] if messages else None


@result
class ResponseFailed(_OfResponse):
    """The response failed; ``response.error`` has the reason."""


@result
class ResponseIncomplete(_OfResponse):
    """The response ended early; ``response.incomplete_details`` has the reason."""


@result
class _OfItem(ResponseStream):
    output_index: int = always()
    item_id: str = ""


@result
class _OfPart(_OfItem):
    content_index: int = always()


@result
class ResponseOutputItemAdded(ResponseStream):
    """An item was started."""

    output_index: int = always()
    item: ResponseOutput = always()


@result
class ResponseOutputItemDone(ResponseStream):
    """An item is complete."""

    output_index: int = always()
    item: ResponseOutput = always()


@result
class ResponseContentpartAdded(_OfPart):
    """A part of an item was started."""

    part: ResponseContent = always()


@result
class ResponseContentpartDone(_OfPart):
    """A part of an item is complete."""

    part: ResponseContent = always()


@result
class ResponseOutputTextDelta(_OfPart):
    """The next piece of a text."""

    delta: str = ""
    logprobs: list[LogprobsDetail] = items()


@result
class ResponseOutputTextDone(_OfPart):
    """A text is complete."""

    text: str = ""
    logprobs: list[LogprobsDetail] = items()


@result
class ResponseOutputTextAnnotationAdded(_OfPart):
    """A text got an annotation."""

    annotation: ResponseMessageAnnotation = always()
    annotation_index: int = always()


@result
class ResponseRefusalDelta(_OfPart):
    """The next piece of a refusal."""

    delta: str = ""


@result
class ResponseRefusalDone(_OfPart):
    """A refusal is complete."""

    refusal: str = ""


@result
class ResponseReasoningTextDelta(_OfPart):
    """The next piece of the reasoning."""

    delta: str = ""


@result
class ResponseReasoningTextDone(_OfPart):
    """A reasoning text is complete."""

    text: str = ""


@result
class _OfSummary(_OfItem):
    summary_index: int = always()


@result
class ResponseReasoningSummaryPartAdded(_OfSummary):
    """A part of the summary was started."""

    part: ResponseContent = always()


@result
class ResponseReasoningSummaryPartDone(_OfSummary):
    """A part of the summary is complete, or ended early according to ``status``."""

    part: ResponseContent = always()
    status: str = ""


@result
class ResponseReasoningSummaryTextDelta(_OfSummary):
    """The next piece of a summary."""

    delta: str = ""


@result
class ResponseReasoningSummaryTextDone(_OfSummary):
    """A summary is complete."""

    text: str = ""


@result
class ResponseFunctionCallArgumentsDelta(_OfItem):
    """The next piece of a function's arguments."""

    delta: str = ""


@result
class ResponseFunctionCallArgumentsDone(_OfItem):
    """A function's arguments are complete: JSON text. name: that of the function."""

    arguments: str = json_text()
    name: str = ""


@result
class ResponseCustomToolCallInputDelta(_OfItem):
    """The next piece of a custom tool's input."""

    delta: str = ""


@result
class ResponseCustomToolCallInputDone(_OfItem):
    """A custom tool's input is complete."""

    input: str = ""


@result
class ResponseFileSearchCallInprogress(_OfItem):
    """A file search was started."""


@result
class ResponseFileSearchCallSearching(_OfItem):
    """A file search is running."""


@result
class ResponseFileSearchCallCompleted(_OfItem):
    """A file search has ended."""


@result
class ResponseWebSearchCallInprogress(_OfItem):
    """A web search was started."""


@result
class ResponseWebSearchCallSearching(_OfItem):
    """A web search is running."""


@result
class ResponseWebSearchCallCompleted(_OfItem):
    """A web search has ended."""


@result
class ResponseCodeInterpreterCallInProgress(_OfItem):
    """Code is being written."""


@result
class ResponseCodeInterpreterCallInterpreting(_OfItem):
    """Code is being run."""


@result
class ResponseCodeInterpreterCallCompleted(_OfItem):
    """Code has run."""


@result
class ResponseCodeInterpreterCallCodeDelta(_OfItem):
    """The next piece of the code."""

    delta: str = ""


@result
class ResponseCodeInterpreterCallCodeDone(_OfItem):
    """The code is complete."""

    code: str = ""


@result
class ResponseImageGenerationCallInProgress(_OfItem):
    """Image generation was started."""


@result
class ResponseImageGenerationCallGenerating(_OfItem):
    """An image is being generated."""


@result
class ResponseImageGenerationCallPartialImage(_OfItem):
    """A partial image as base64."""

    partial_image_b64: str = ""
    partial_image_index: int = always()
    background: str = ""
    output_format: str = ""
    quality: str = ""
    size: str = ""

    def GetStream(self) -> io.BytesIO:
        """The image as a binary stream. Raises ValueError for a missing image or invalid base64."""
        return io.BytesIO(picture(self.partial_image_b64))


@result
class ResponseImageGenerationCallCompleted(_OfItem):
    """An image is complete."""


@result
class ResponseMcpCallArgumentsDelta(_OfItem):
    """The next piece of an MCP tool's arguments."""

    delta: str = ""


@result
class ResponseMcpCallArgumentsDone(_OfItem):
    """An MCP tool's arguments are complete: JSON text."""

    arguments: str = json_text()


@result
class ResponseMcpCallInProgress(_OfItem):
    """An MCP tool call is running."""


@result
class ResponseMcpCallCompleted(_OfItem):
    """An MCP tool call has succeeded."""


@result
class ResponseMcpCallFailed(_OfItem):
    """An MCP tool call has failed."""

    code: str = ""
    message: str = ""


@result
class ResponseMcpListToolsInProgress(_OfItem):
    """The tools of an MCP server are being listed."""


@result
class ResponseMcpListToolsCompleted(_OfItem):
    """The tools of an MCP server have been listed."""


@result
class ResponseMcpListToolsFailed(_OfItem):
    """The tools of an MCP server could not be listed."""

    code: str = ""
    message: str = ""


@result
class _OfCommand(ResponseStream):
    output_index: int = always()
    command_index: int = always()


@result
class ResponseShellCallCommandAdded(_OfCommand):
    """A command of a shell call was started."""

    command: str = ""


@result
class ResponseShellCallCommandDelta(_OfCommand):
    """The next piece of a command."""

    delta: str = ""
    obfuscation: str = ""


@result
class ResponseShellCallCommandDone(_OfCommand):
    """A command is complete."""

    command: str = ""


@result
class ResponseShellOutputPiece(Result):
    """The output of a command since the previous event."""

    stdout: str = ""
    stderr: str = ""


@result
class ResponseShellCallOutputContentDelta(_OfCommand):
    """The next piece of a command's output."""

    item_id: str = ""
    delta: ResponseShellOutputPiece | None = None  # type: ignore[assignment]


@result
class ResponseShellCallOutputContentDone(_OfCommand):
    """A command's output is complete."""

    item_id: str = ""
    output: list[ResponseShellOutput] = items()


@result
class ResponseAudioDelta(ResponseStream):
    """The next piece of the audio, as base64."""

    delta: str = ""


@result
class ResponseAudioDone(ResponseStream):
    """The audio is complete."""


@result
class ResponseAudioTranscriptDelta(ResponseStream):
    """The next piece of the audio's transcript."""

    delta: str = ""


@result
class ResponseAudioTranscriptDone(ResponseStream):
    """The audio's transcript is complete."""


@result
class ResponseStreamError(ResponseStream):
    """The stream failed. Some servers put code and message into an ``error`` object."""

    code: str = ""
    message: str = ""
    param: str = ""
    error: ResponseError | None = None


_annotated = get_type_hints(EventView)
EVENT_KINDS: dict[ResponseStreamType, type[ResponseStream]] = {
    kind: get_args(_annotated[f"{kind.name}_event"])[0]
    for kind in ResponseStreamType
    if kind is not ResponseStreamType.sdk_unknown
}
"""The classes of the events."""

register_tagged_union(
    ResponseStream,
    "type",
    {
        **{kind.value: cls for kind, cls in EVENT_KINDS.items()},
        # Names that some servers have for the last event.
        "response.done": ResponseCompleted,
        "response.cancelled": ResponseIncomplete,
        # Former names, which some servers still use.
        "response.reasoning.delta": ResponseReasoningTextDelta,
        "response.reasoning.done": ResponseReasoningTextDone,
        "response.reasoning_part.added": ResponseContentpartAdded,
        "response.reasoning_part.done": ResponseContentpartDone,
        "response.reasoning_summary.delta": ResponseReasoningSummaryTextDelta,
        "response.reasoning_summary.done": ResponseReasoningSummaryTextDone,
    },
)

ResponseStreamingCommon = ResponseStream
