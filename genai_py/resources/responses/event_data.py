"""The data of a stream collected so far, for the handlers of its events.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...core.spelling import SettableInBothSpellings
from ..types import ResponsesBlockType, ResponseStreamType, ToolCallKind, ToolResultKind
from .collector import trouble
from .output_items import (
    ResponseCustomTool,
    ResponseItemLocalShellCallOutput,
    ResponseOutput,
    ResponseOutputCodeInterpreter,
    ResponseOutputFileSearch,
    ResponseOutputFunction,
    ResponseOutputImageGeneration,
    ResponseOutputLocalShell,
    ResponseOutputMCPList,
    ResponseOutputMCPTool,
    ResponseOutputReasoning,
    ResponseOutputWebSearch,
    ResponseShellCall,
    ResponseShellCallOutput,
)
from .results import Response
from .stream_events import EVENT_KINDS, ResponseStream

if TYPE_CHECKING:
    from typing_extensions import Self


class _Joined:
    """A text that grows by pieces and is joined when it is read, so that a long stream does not copy it repeatedly."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._slot = f"_{name}"

    def __get__(self, instance: Any, owner: object = None) -> str:
        if instance is None:
            return self  # type: ignore[return-value]
        pieces: list[str] = getattr(instance, self._slot)
        if len(pieces) > 1:
            pieces[:] = ["".join(map(str, pieces))]
        return pieces[0] if pieces else ""

    def __set__(self, instance: Any, value: str) -> None:
        object.__setattr__(instance, self._slot, [value])


class _Record(SettableInBothSpellings):
    """Base of the original's records: ``copy.copy`` returns an object of its own, which does not grow any more."""

    __slots__ = ()

    def __copy__(self) -> Self:
        return copy.deepcopy(self)


class ToolCallSnapshot(_Record):
    """A tool call for the program, as received so far.

    index: of the item in the output. tool_id: the item's id; call_id: the id for the answer. tool_name: the
    function's name. input_json: its arguments so far. stopped: whether they are complete.
    """

    __slots__ = ("_input_json", "call_id", "index", "kind", "stopped", "tool_id", "tool_name")
    if TYPE_CHECKING:
        _input_json: list[str]
    input_json = _Joined()

    def __init__(
        self, index: int, kind: ToolCallKind, tool_id: str, tool_name: str, call_id: str = ""
    ) -> None:
        self.index = index
        self.kind = kind
        self.tool_id = tool_id
        self.tool_name = tool_name
        self.call_id = call_id
        self.input_json = ""
        self.stopped = False

    @classmethod
    def New(cls, AIndex: int, AKind: ToolCallKind, AToolId: str, AToolName: str) -> ToolCallSnapshot:
        """Return a call without arguments yet."""
        return cls(AIndex, AKind, AToolId, AToolName)

    def __repr__(self) -> str:
        return f"ToolCallSnapshot({self.index}, {self.kind.value}, {self.tool_name!r}, {self.input_json!r})"


class ToolResultSnapshot(_Record):
    """A call of a server tool, as received so far.

    index: of the item in the output. tool_use_id: its id. text: the code that it runs, if any. is_error:
    whether it failed. stopped: whether it has ended.
    """

    __slots__ = ("_text", "index", "is_error", "kind", "stopped", "tool_use_id")
    if TYPE_CHECKING:
        _text: list[str]
    text = _Joined()

    def __init__(self, index: int, kind: ToolResultKind, tool_use_id: str) -> None:
        self.index = index
        self.kind = kind
        self.tool_use_id = tool_use_id
        self.text = ""
        self.is_error = False
        self.stopped = False

    @classmethod
    def New(cls, AIndex: int, AKind: ToolResultKind, AToolUseId: str) -> ToolResultSnapshot:
        """Return a call that has just started."""
        return cls(AIndex, AKind, AToolUseId)

    def __repr__(self) -> str:
        return f"ToolResultSnapshot({self.index}, {self.kind.value}, {self.tool_use_id!r}, {self.text!r})"


_CALLS: dict[type[ResponseOutput], ToolCallKind] = {
    ResponseOutputFunction: ToolCallKind.tcFunction,
    ResponseCustomTool: ToolCallKind.tcCustom,
    ResponseOutputMCPTool: ToolCallKind.tcMcp,
}
_RESULTS: dict[type[ResponseOutput], ToolResultKind] = {
    ResponseOutputWebSearch: ToolResultKind.trWebSearch,
    ResponseOutputFileSearch: ToolResultKind.trFileSearch,
    ResponseOutputCodeInterpreter: ToolResultKind.trCodeInterpreter,
    ResponseOutputImageGeneration: ToolResultKind.trImageGeneration,
    ResponseOutputMCPList: ToolResultKind.trMcpListTools,
    ResponseShellCall: ToolResultKind.trShell,
    ResponseShellCallOutput: ToolResultKind.trShell,
    ResponseOutputLocalShell: ToolResultKind.trShell,
    ResponseItemLocalShellCallOutput: ToolResultKind.trShell,
}
# Code that runs for every delta avoids the second spelling, which would dominate its cost.
_put = object.__setattr__


class ResponsesEventData(_Record):
    """The data of a stream collected so far. Each stream has one object, which grows with its events;
    ``copy.copy`` keeps what it holds now.

    delta: that of the last event. id, model: those of the response. status: the type of the last event about the
    response as a whole. raw_json: the JSON of all events. text, assistant_text: the text of the answer. thought,
    reasoning_summary: the reasoning. refusal: the text of a refusal. arguments: those of the latest tool call. code,
    message, param: those of a failure. partial_image_b64: the latest image as base64. tool_calls: calls for the
    program; tool_results: calls of server tools.
    """

    __slots__ = (
        "_arguments", "_assistant_text", "_raw_json", "_reasoning_summary", "_refusal", "_text", "_thought",
        "block_type_known", "code", "current_block_index", "current_block_type", "delta", "id",
        "last_assistant_delta", "last_reasoning_delta", "last_reasoning_summary_delta", "last_tool_input_delta",
        "last_tool_result_delta", "message", "model", "param", "partial_image_b64", "sequence_number", "status",
        "tool_calls", "tool_results",
    )  # fmt: skip
    if TYPE_CHECKING:
        _raw_json: list[str]
        _text: list[str]
        _assistant_text: list[str]
        _thought: list[str]
        _reasoning_summary: list[str]
        _refusal: list[str]
        _arguments: list[str]
    raw_json = _Joined()
    text = _Joined()
    assistant_text = _Joined()
    thought = _Joined()
    reasoning_summary = _Joined()
    refusal = _Joined()
    arguments = _Joined()

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self.delta = ""
        self.id = ""
        self.model = ""
        self.status = ""
        self.sequence_number = 0
        self.raw_json = ""
        self.text = ""
        self.assistant_text = ""
        self.thought = ""
        self.reasoning_summary = ""
        self.refusal = ""
        self.arguments = ""
        self.code = ""
        self.message = ""
        self.param = ""
        self.partial_image_b64 = ""
        self.last_assistant_delta = ""
        self.last_reasoning_delta = ""
        self.last_reasoning_summary_delta = ""
        self.last_tool_input_delta = ""
        self.last_tool_result_delta = ""
        self.block_type_known = False
        self.current_block_type = ResponsesBlockType.rbtNone
        self.current_block_index = 0
        self.tool_calls: list[ToolCallSnapshot] = []
        self.tool_results: list[ToolResultSnapshot] = []

    @classmethod
    def Empty(cls) -> ResponsesEventData:
        """Create an empty object."""
        return cls()

    @property
    def index(self) -> int:
        """Another name of ``current_block_index``."""
        return self.current_block_index

    def Aggregate(
        self, AChunk: ResponseStream | None, ErrorProc: Callable[[], Any] | None = None
    ) -> ResponsesEventData:
        """Add an event and return the object itself. Calls ``ErrorProc`` if the event reports a failure."""
        if AChunk is not None and self._take(AChunk) and ErrorProc is not None:
            ErrorProc()
        return self

    def _take(self, event: ResponseStream) -> bool:
        """Add an event; return whether it reports a failure."""
        self._raw_json.append(event.JSONResponse)
        _put(self, "sequence_number", event.sequence_number or 0)
        _put(self, "delta", event.delta)
        fold = _FOLDS.get(type(event))
        if fold is not None:
            fold(self, event)
        return type(event) in _FAILURES

    def __repr__(self) -> str:
        return (
            f"ResponsesEventData(id={self.id!r}, status={self.status!r}, text={self.text!r}, "
            f"tool_calls={self.tool_calls!r}, tool_results={self.tool_results!r})"
        )

    def _block(self, kind: ResponsesBlockType, index: int | None) -> None:
        _put(self, "block_type_known", True)
        _put(self, "current_block_type", kind)
        if index is not None:
            _put(self, "current_block_index", index)

    def _response(self, event: ResponseStream) -> None:
        self.status = str(getattr(event.type, "value", event.type))
        if isinstance(event.response, Response):
            self.id = event.response.id
            self.model = event.response.model

    def _failed(self, event: ResponseStream) -> None:
        if event.response is not None:
            self._response(event)
        self.code, self.message, self.param = trouble(event) or ("", "", "")

    def _item_added(self, event: ResponseStream) -> None:
        item = event.item
        if not isinstance(item, ResponseOutput):
            return
        index = event.output_index if event.output_index is not None else self._count()
        if type(item) in _CALLS:
            self._open_call(item, index)
            self._block(ResponsesBlockType.rbtToolUse, index)
        elif type(item) in _RESULTS:
            self.tool_results.append(ToolResultSnapshot(index, _RESULTS[type(item)], _tool_use_id(item)))
            self._block(ResponsesBlockType.rbtToolResult, index)
        elif isinstance(item, ResponseOutputReasoning):
            self._block(ResponsesBlockType.rbtReasoning, index)
        else:
            self._block(ResponsesBlockType.rbtText, index)

    def _count(self) -> int:
        return len(self.tool_calls) + len(self.tool_results)

    def _open_call(self, item: ResponseOutput, index: int) -> ToolCallSnapshot:
        call = ToolCallSnapshot(index, _CALLS[type(item)], item.id, item.name, item.call_id)
        self.tool_calls.append(call)
        return call

    def _item_done(self, event: ResponseStream) -> None:
        item = event.item
        if not isinstance(item, ResponseOutput):
            return
        if type(item) in _CALLS:
            call = self._call(item.id, event.output_index)
            if call is None:
                call = self._open_call(item, event.output_index or 0)
            # Servers that do not stream arguments send them here.
            whole = item.arguments or item.input
            if whole:
                call.input_json = whole
            call.stopped = True
        elif type(item) in _RESULTS:
            self._stop_result(_tool_use_id(item), event.output_index)

    def _call(self, item_id: str, index: int | None) -> ToolCallSnapshot | None:
        """Return the call that an event refers to: by the item's id, else by its index, else the last open one."""
        for call in reversed(self.tool_calls):
            if item_id and call.tool_id == item_id:
                return call
        for call in reversed(self.tool_calls):
            if index is not None and call.index == index and not call.stopped:
                return call
        return next((call for call in reversed(self.tool_calls) if not call.stopped), None)

    def _result(self, item_id: str, index: int | None) -> ToolResultSnapshot | None:
        for each in reversed(self.tool_results):
            if item_id and each.tool_use_id == item_id:
                return each
        for each in reversed(self.tool_results):
            if index is not None and each.index == index and not each.stopped:
                return each
        return next((each for each in reversed(self.tool_results) if not each.stopped), None)

    def _part_added(self, event: ResponseStream) -> None:
        self._block(ResponsesBlockType.rbtText, event.output_index)

    def _text_delta(self, event: ResponseStream) -> None:
        delta = event.delta
        self._text.append(delta)
        self._assistant_text.append(delta)
        _put(self, "last_assistant_delta", delta)
        self._block(ResponsesBlockType.rbtText, event.output_index)

    def _refusal_delta(self, event: ResponseStream) -> None:
        self._refusal.append(event.delta)
        self._block(ResponsesBlockType.rbtRefusal, event.output_index)

    def _refusal_done(self, event: ResponseStream) -> None:
        if event.refusal:
            self.refusal = event.refusal

    def _thought_delta(self, event: ResponseStream) -> None:
        self._thought.append(event.delta)
        self.last_reasoning_delta = event.delta
        self._block(ResponsesBlockType.rbtReasoning, event.output_index)

    def _summary_delta(self, event: ResponseStream) -> None:
        self._reasoning_summary.append(event.delta)
        self.last_reasoning_summary_delta = event.delta
        self._block(ResponsesBlockType.rbtReasoningSummary, event.output_index)

    def _input_delta(self, event: ResponseStream) -> None:
        call = self._call(event.item_id, event.output_index)
        if call is not None:
            if call._input_json == [""]:
                self.arguments = ""
            call._input_json.append(event.delta)
        self._arguments.append(event.delta)
        self.last_tool_input_delta = event.delta
        self._block(ResponsesBlockType.rbtToolUse, event.output_index)

    def _input_done(self, event: ResponseStream) -> None:
        whole = event.arguments or event.input
        if whole:
            self.arguments = whole
        call = self._call(event.item_id, event.output_index)
        if call is not None:
            if whole:
                call.input_json = whole
            call.stopped = True

    def _call_failed(self, event: ResponseStream) -> None:
        self.code, self.message = event.code, event.message
        call = self._call(event.item_id, event.output_index)
        if call is not None:
            call.stopped = True

    def _code_delta(self, event: ResponseStream) -> None:
        self.last_tool_result_delta = event.delta
        running = self._result(event.item_id, event.output_index)
        if running is not None:
            running._text.append(event.delta)

    def _code_done(self, event: ResponseStream) -> None:
        running = self._result(event.item_id, event.output_index)
        if running is not None and event.code:
            running.text = event.code

    def _result_done(self, event: ResponseStream) -> None:
        self._stop_result(event.item_id, event.output_index)

    def _stop_result(self, item_id: str, index: int | None, is_error: bool = False) -> None:
        running = self._result(item_id, index)
        if running is not None:
            running.stopped = True
            running.is_error = running.is_error or is_error

    def _list_failed(self, event: ResponseStream) -> None:
        self.code, self.message = event.code, event.message
        self._stop_result(event.item_id, event.output_index, is_error=True)

    def _picture(self, event: ResponseStream) -> None:
        self.partial_image_b64 = event.partial_image_b64


def _tool_use_id(item: ResponseOutput) -> str:
    """Return the id of a server tool call. The output of a shell call shares the call's id."""
    is_shell = _RESULTS.get(type(item)) is ToolResultKind.trShell
    return (str(item.call_id).strip() if is_shell else "") or item.id


_Type = ResponseStreamType
_FOLDS: dict[type[ResponseStream], Callable[[ResponsesEventData, ResponseStream], None]] = {
    EVENT_KINDS[_Type.created]: ResponsesEventData._response,
    EVENT_KINDS[_Type.in_progress]: ResponsesEventData._response,
    EVENT_KINDS[_Type.queued]: ResponsesEventData._response,
    EVENT_KINDS[_Type.completed]: ResponsesEventData._response,
    EVENT_KINDS[_Type.incomplete]: ResponsesEventData._response,
    EVENT_KINDS[_Type.failed]: ResponsesEventData._failed,
    EVENT_KINDS[_Type.error]: ResponsesEventData._failed,
    EVENT_KINDS[_Type.output_item_added]: ResponsesEventData._item_added,
    EVENT_KINDS[_Type.output_item_done]: ResponsesEventData._item_done,
    EVENT_KINDS[_Type.content_part_added]: ResponsesEventData._part_added,
    EVENT_KINDS[_Type.output_text_delta]: ResponsesEventData._text_delta,
    EVENT_KINDS[_Type.refusal_delta]: ResponsesEventData._refusal_delta,
    EVENT_KINDS[_Type.refusal_done]: ResponsesEventData._refusal_done,
    EVENT_KINDS[_Type.reasoning_text_delta]: ResponsesEventData._thought_delta,
    EVENT_KINDS[_Type.reasoning_summary_text_delta]: ResponsesEventData._summary_delta,
    EVENT_KINDS[_Type.function_call_arguments_delta]: ResponsesEventData._input_delta,
    EVENT_KINDS[_Type.custom_tool_call_input_delta]: ResponsesEventData._input_delta,
    EVENT_KINDS[_Type.mcp_call_arguments_delta]: ResponsesEventData._input_delta,
    EVENT_KINDS[_Type.function_call_arguments_done]: ResponsesEventData._input_done,
    EVENT_KINDS[_Type.custom_tool_call_input_done]: ResponsesEventData._input_done,
    EVENT_KINDS[_Type.mcp_call_arguments_done]: ResponsesEventData._input_done,
    EVENT_KINDS[_Type.mcp_call_failed]: ResponsesEventData._call_failed,
    EVENT_KINDS[_Type.code_interpreter_call_code_delta]: ResponsesEventData._code_delta,
    EVENT_KINDS[_Type.code_interpreter_call_code_done]: ResponsesEventData._code_done,
    EVENT_KINDS[_Type.code_interpreter_call_completed]: ResponsesEventData._result_done,
    EVENT_KINDS[_Type.web_search_call_completed]: ResponsesEventData._result_done,
    EVENT_KINDS[_Type.file_search_call_completed]: ResponsesEventData._result_done,
    EVENT_KINDS[_Type.image_generation_call_completed]: ResponsesEventData._result_done,
    EVENT_KINDS[_Type.mcp_list_tools_completed]: ResponsesEventData._result_done,
    EVENT_KINDS[_Type.mcp_list_tools_failed]: ResponsesEventData._list_failed,
    EVENT_KINDS[_Type.image_generation_call_partial_image]: ResponsesEventData._picture,
}
_FAILURES = {EVENT_KINDS[_Type.failed], EVENT_KINDS[_Type.error]}
