"""An event engine: calls a handler for each type of event, with the data collected so far.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from typing import Any

import attrs

from ...core.running.callbacks import CallBackRecord, ErrorText, positional_count
from ...core.running.delivery import call_after, guarded
from ...core.spelling import BothSpellings, SettableInBothSpellings
from ..types import ResponseStreamType
from .event_data import ResponsesEventData
from .stream_events import EVENT_KINDS, ResponseCreated, ResponseStream, ResponseStreamError

EventHandler = Callable[[Any, ResponsesEventData], Any]


@attrs.define(kw_only=True, eq=False)
class ResponseStreamEventCallBack(SettableInBothSpellings):
    """Handlers by type of event, each ``handler(sender, data)`` or None.

    on_error: called for an ``error`` or ``response.failed`` event, and for any other failure of the stream; ``data``
    has ``code`` and ``message``. on_cancellation(sender): called if the stream was cancelled. on_do_cancel(): called
    repeatedly; the stream is cancelled when it returns true. sender: the route by default.
    """

    sender: Any = None
    on_error: EventHandler | None = None
    on_cancellation: Callable[[Any], Any] | None = None
    on_do_cancel: Callable[[], Any] | None = None
    on_created: EventHandler | None = None
    on_in_progress: EventHandler | None = None
    on_queued: EventHandler | None = None
    on_completed: EventHandler | None = None
    on_failed: EventHandler | None = None
    on_incomplete: EventHandler | None = None
    on_output_item_added: EventHandler | None = None
    on_output_item_done: EventHandler | None = None
    on_content_part_added: EventHandler | None = None
    on_content_part_done: EventHandler | None = None
    on_output_text_delta: EventHandler | None = None
    on_output_text_done: EventHandler | None = None
    on_output_text_annotation_added: EventHandler | None = None
    on_refusal_delta: EventHandler | None = None
    on_refusal_done: EventHandler | None = None
    on_reasoning_text_delta: EventHandler | None = None
    on_reasoning_text_done: EventHandler | None = None
    on_reasoning_summary_part_added: EventHandler | None = None
    on_reasoning_summary_part_done: EventHandler | None = None
    on_reasoning_summary_text_delta: EventHandler | None = None
    on_reasoning_summary_text_done: EventHandler | None = None
    on_function_call_arguments_delta: EventHandler | None = None
    on_function_call_arguments_done: EventHandler | None = None
    on_custom_tool_call_input_delta: EventHandler | None = None
    on_custom_tool_call_input_done: EventHandler | None = None
    on_file_search_call_in_progress: EventHandler | None = None
    on_file_search_call_searching: EventHandler | None = None
    on_file_search_call_completed: EventHandler | None = None
    on_web_search_call_in_progress: EventHandler | None = None
    on_web_search_call_searching: EventHandler | None = None
    on_web_search_call_completed: EventHandler | None = None
    on_code_interpreter_call_in_progress: EventHandler | None = None
    on_code_interpreter_call_interpreting: EventHandler | None = None
    on_code_interpreter_call_completed: EventHandler | None = None
    on_code_interpreter_call_code_delta: EventHandler | None = None
    on_code_interpreter_call_code_done: EventHandler | None = None
    on_image_generation_call_in_progress: EventHandler | None = None
    on_image_generation_call_generating: EventHandler | None = None
    on_image_generation_call_partial_image: EventHandler | None = None
    on_image_generation_call_completed: EventHandler | None = None
    on_mcp_call_arguments_delta: EventHandler | None = None
    on_mcp_call_arguments_done: EventHandler | None = None
    on_mcp_call_in_progress: EventHandler | None = None
    on_mcp_call_completed: EventHandler | None = None
    on_mcp_call_failed: EventHandler | None = None
    on_mcp_list_tools_in_progress: EventHandler | None = None
    on_mcp_list_tools_completed: EventHandler | None = None
    on_mcp_list_tools_failed: EventHandler | None = None
    on_shell_call_command_added: EventHandler | None = None
    on_shell_call_command_delta: EventHandler | None = None
    on_shell_call_command_done: EventHandler | None = None
    on_shell_call_output_content_delta: EventHandler | None = None
    on_shell_call_output_content_done: EventHandler | None = None
    on_audio_delta: EventHandler | None = None
    on_audio_done: EventHandler | None = None
    on_audio_transcript_delta: EventHandler | None = None
    on_audio_transcript_done: EventHandler | None = None

    @property
    def on_cancel(self) -> Callable[[Any], Any] | None:
        """Another name of ``on_cancellation``."""
        return self.on_cancellation

    @on_cancel.setter
    def on_cancel(self, handler: Callable[[Any], Any] | None) -> None:
        self.on_cancellation = handler


EventCallBacks = (
    ResponseStreamEventCallBack
    | Callable[[], ResponseStreamEventCallBack]
    | Callable[[ResponseStreamEventCallBack], Any]
    | None
)
"""What an engine takes: a record, a function that returns one, a function that fills one, or nothing."""


def _record_of(given: EventCallBacks) -> ResponseStreamEventCallBack:
    if isinstance(given, ResponseStreamEventCallBack):
        return given
    record = ResponseStreamEventCallBack()
    if given is None:
        return record
    if not callable(given):
        raise TypeError(
            "expected a ResponseStreamEventCallBack, a function that returns one or a function that fills one; "
            f"got {type(given).__name__}"
        )
    fills = positional_count(given) > 0
    returned = given(record) if fills else given()  # type: ignore[call-arg]
    if isinstance(returned, ResponseStreamEventCallBack):
        return returned
    if not fills:
        raise TypeError(
            f"{given!r} returned {type(returned).__name__}, expected a ResponseStreamEventCallBack"
        )
    return record


_KINDS = {kind.value: cls for kind, cls in EVENT_KINDS.items()}
_HANDLERS = {cls: f"on_{kind.name}" for kind, cls in EVENT_KINDS.items()}


class ResponsesEventDispatcher(BothSpellings):
    """Calls the handler of an event. Exceptions of handlers are logged; the stream continues."""

    def __init__(self, CallBacks: EventCallBacks = None) -> None:
        self._callbacks = _record_of(CallBacks)

    @property
    def CallBacks(self) -> ResponseStreamEventCallBack:
        """The handlers."""
        return self._callbacks

    def GetCallBacks(self) -> ResponseStreamEventCallBack:
        """The handlers."""
        return self._callbacks

    def DispatchEvent(
        self, EventType: ResponseStreamType | str, Buffer: ResponsesEventData, Sender: Any = None
    ) -> Any:
        """Call the handler of ``EventType`` and return its result, an awaitable for ``async def``.

        Sender: passed to the handler if the record has no sender; the dispatcher by default.
        """
        kind = EventType.value if isinstance(EventType, ResponseStreamType) else EventType
        return self._call(_KINDS.get(kind), Buffer, Sender)

    def _call(self, kind: type[ResponseStream] | None, data: ResponsesEventData, sender: Any) -> Any:
        name = _HANDLERS.get(kind)  # type: ignore[arg-type]
        handler = None if name is None else getattr(self._callbacks, name)
        return None if handler is None else guarded(handler, self._sender(sender), data)

    def _sender(self, sender: Any) -> Any:
        if self._callbacks.sender is not None:
            return self._callbacks.sender
        return self if sender is None else sender


class _Attached(threading.local):
    """The data of the stream that this thread started last."""

    buffer: ResponsesEventData | None = None


class ResponsesEventEngineManager(BothSpellings):
    """The ``StreamEvents`` argument of a stream: calls its handlers before those of the stream's own record.

    One manager may serve several streams, successively or concurrently: each has its own data.
    """

    def __init__(self, ADispatcher: ResponsesEventDispatcher | None = None) -> None:
        self._dispatcher = ADispatcher or ResponsesEventDispatcher()
        self._attached = _Attached()

    def GetStreamEventDispatcher(self) -> ResponsesEventDispatcher:
        """The object that calls the handlers."""
        return self._dispatcher

    def AggregateStreamEvents(self, Chunk: ResponseStream | None, Buffer: ResponsesEventData) -> bool:
        """Add an event to ``Buffer`` and call its handler. Return False if it reports that the response failed.

        An event that starts a response clears the buffer first.
        """
        goes_on, _ = self._take(Chunk, Buffer, None)
        return goes_on

    def attach(self, record: CallBackRecord) -> CallBackRecord:
        """Return the record that replaces the stream's own."""
        buffer = self._attached.buffer = ResponsesEventData.Empty()
        told = False
        callbacks = self._dispatcher.CallBacks
        attached = copy.copy(record)

        def on_progress(sender: Any, chunk: ResponseStream) -> Any:
            nonlocal told
            goes_on, returned = self._take(chunk, buffer, sender)
            told = told or not goes_on
            return call_after(returned, record.on_progress, sender, chunk)

        def on_error(sender: Any, error: ErrorText) -> Any:
            returned = None
            if callbacks.on_error is not None and not told:
                buffer.message = str(error)
                returned = guarded(callbacks.on_error, self._dispatcher._sender(sender), buffer)
            return call_after(returned, record.on_error, sender, error)

        def on_cancellation(sender: Any) -> Any:
            returned = None
            if callbacks.on_cancellation is not None:
                returned = guarded(callbacks.on_cancellation, self._dispatcher._sender(sender))
            return call_after(returned, record.on_cancellation, sender)

        def on_do_cancel() -> bool:
            asked = (record.on_do_cancel, callbacks.on_do_cancel)
            return any(ask() for ask in asked if ask is not None)

        attached.on_progress = on_progress
        # Without these handlers, failures are logged and rejections of its promise are unhandled.
        if callbacks.on_error is not None or record.on_error is not None:
            attached.on_error = on_error
        if callbacks.on_cancellation is not None or record.on_cancellation is not None:
            attached.on_cancellation = on_cancellation
        if callbacks.on_do_cancel is not None or record.on_do_cancel is not None:
            attached.on_do_cancel = on_do_cancel
        return attached

    @property
    def outcome(self) -> Callable[[], ResponsesEventData]:
        """Returns the data of the stream that this thread attached last, even after it attaches others."""
        buffer = self._attached.buffer or ResponsesEventData.Empty()
        return lambda: buffer

    def _take(
        self, chunk: ResponseStream | None, buffer: ResponsesEventData, sender: Any
    ) -> tuple[bool, Any]:
        if chunk is None:
            return True, None
        if type(chunk) is ResponseCreated:
            buffer._reset()
        failed = buffer._take(chunk)
        returned = self._dispatcher._call(type(chunk), buffer, sender)
        on_error = self._dispatcher.CallBacks.on_error
        if failed and on_error is not None and type(chunk) is not ResponseStreamError:
            returned = call_after(returned, guarded, on_error, self._dispatcher._sender(sender), buffer)
        return not failed, returned


class ResponsesEventEngineManagerFactory(BothSpellings):
    """Creates event engines."""

    @staticmethod
    def CreateInstance(CallBacks: EventCallBacks = None) -> ResponsesEventEngineManager:
        """Return an engine with the handlers of a record, or of a function that returns or fills one.

        Raises TypeError for anything else.
        """
        return ResponsesEventEngineManager(ResponsesEventDispatcher(CallBacks))
