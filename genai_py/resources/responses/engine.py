"""An event engine: calls a handler for each type of event, with the data collected so far.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import attrs

from ...core.running.callbacks import CallBackRecord, ErrorText, positional_count
from ...core.running.delivery import await_result, call_after, guarded
from ...core.spelling import BothSpellings, SettableInBothSpellings
from ..types import ResponseStreamType
from .event_data import ResponsesEventData
from .stream_events import EVENT_KINDS, ResponseCreated, ResponseStream, ResponseStreamError

if TYPE_CHECKING:
    from ...core.calls.streams import StreamEngine

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


_TYPES = {cls: kind for kind, cls in EVENT_KINDS.items()}
_HANDLERS = {kind.value: f"on_{kind.name}" for kind in EVENT_KINDS}


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
        """Call the handler of ``EventType`` and return its result.

        The awaitable of an ``async def`` handler is awaited by the stream; outside a stream it is returned.
        Sender: passed to the handler if the record has no sender; by default the sender of the stream, and the
        dispatcher outside a stream.
        """
        kind = EventType.value if isinstance(EventType, ResponseStreamType) else EventType
        name = _HANDLERS.get(kind) if isinstance(kind, str) else None
        handler = None if name is None else getattr(self._callbacks, name)
        return None if handler is None else _awaited(guarded(handler, _sender_of(self, Sender), Buffer))


class ResponsesEventEngineManager(BothSpellings):
    """The ``StreamEvents`` argument of a stream: calls its handlers before those of the stream's own record.

    One manager may serve several streams, successively or concurrently: each has its own data. A subclass, or any
    object with these two methods, may be passed as well.
    """

    def __init__(self, ADispatcher: ResponsesEventDispatcher | None = None) -> None:
        self._dispatcher = ResponsesEventDispatcher() if ADispatcher is None else ADispatcher

    def GetStreamEventDispatcher(self) -> ResponsesEventDispatcher:
        """The object that calls the handlers."""
        return self._dispatcher

    def AggregateStreamEvents(self, Chunk: ResponseStream | None, Buffer: ResponsesEventData) -> bool:
        """Add an event to ``Buffer`` and call its handler. Return False if it reports that the response failed.

        An event that starts a response clears the buffer first.
        """
        if Chunk is None:
            return True
        if type(Chunk) is ResponseCreated:
            Buffer._reset()
        failed = Buffer._take(Chunk)
        _awaited(self._dispatcher.DispatchEvent(_TYPES.get(type(Chunk), Chunk.type or ""), Buffer))
        on_error = _callbacks_of(self._dispatcher).on_error
        if failed and on_error is not None and type(Chunk) is not ResponseStreamError:
            _awaited(guarded(on_error, _sender_of(self._dispatcher), Buffer))
        return not failed


class EngineOfStream:
    """An event engine, and the data of one stream that it serves.

    While it passes an event to the engine, the handlers that the engine calls get the sender of the stream, and the
    results of ``async def`` handlers are collected in order to be awaited.
    """

    def __init__(self, engine: StreamEngine) -> None:
        self._engine = engine
        self._dispatcher = engine.GetStreamEventDispatcher()
        self._buffer = ResponsesEventData.Empty()
        # An engine of the program's own may leave the buffer empty: the promise's value does not depend on it.
        is_own = type(engine) is not ResponsesEventEngineManager
        self._result = ResponsesEventData.Empty() if is_own else self._buffer
        self.sender: Any = None
        self.awaitables: list[Any] = []
        self._failure_reported = False

    def outcome(self) -> ResponsesEventData:
        """Return the data of the stream."""
        return self._result

    def attach(self, record: CallBackRecord) -> CallBackRecord:
        """Return the record that replaces the stream's own."""
        callbacks = _callbacks_of(self._dispatcher)
        attached = copy.copy(record)

        def on_progress(sender: Any, chunk: ResponseStream) -> Any:
            return call_after(self._pass_on(chunk, sender), record.on_progress, sender, chunk)

        def on_error(sender: Any, error: ErrorText) -> Any:
            returned = None
            if callbacks.on_error is not None and not self._failure_reported:
                self._buffer.message = str(error)
                returned = guarded(callbacks.on_error, _sender_of(self._dispatcher, sender), self._buffer)
            return call_after(returned, record.on_error, sender, error)

        def on_cancellation(sender: Any) -> Any:
            returned = None
            if callbacks.on_cancellation is not None:
                returned = guarded(callbacks.on_cancellation, _sender_of(self._dispatcher, sender))
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

    def _pass_on(self, chunk: ResponseStream, sender: Any) -> Any:
        """Pass an event to the engine; return an awaitable if its handlers are asynchronous, else None."""
        if self._result is not self._buffer:
            self._result._take(chunk)
        self.sender = sender
        token = _current.set(self)
        try:
            goes_on = guarded(self._engine.AggregateStreamEvents, chunk, self._buffer)
        finally:
            _current.reset(token)
        if inspect.isawaitable(goes_on):
            self.awaitables.append(goes_on)
        elif goes_on is False:
            self._failure_reported = True
        if not self.awaitables:
            return None
        awaitables, self.awaitables = self.awaitables, []
        return _await_each(awaitables)


_current: ContextVar[EngineOfStream | None] = ContextVar("genai_py_engine", default=None)
"""The stream whose event is being passed to an engine."""


def _awaited(returned: Any) -> Any:
    """Return the result of a handler; leave an awaitable to the stream, if there is one, and return None."""
    stream = _current.get()
    if stream is None or returned is None or not inspect.isawaitable(returned):
        return returned
    stream.awaitables.append(returned)
    return None


def _callbacks_of(dispatcher: Any) -> ResponseStreamEventCallBack:
    """Return the handlers of a dispatcher, which may be of the program's own, or None."""
    callbacks = getattr(dispatcher, "CallBacks", None)
    if callbacks is None and hasattr(dispatcher, "GetCallBacks"):
        callbacks = dispatcher.GetCallBacks()
    return ResponseStreamEventCallBack() if callbacks is None else callbacks


def _sender_of(dispatcher: Any, sender: Any = None) -> Any:
    """Return the sender for a handler: the record's, else the stream's, else the dispatcher."""
    chosen = _callbacks_of(dispatcher).sender
    if chosen is not None:
        return chosen
    stream = _current.get()
    if sender is None and stream is not None:
        sender = stream.sender
    return dispatcher if sender is None else sender


async def _await_each(awaitables: list[Any]) -> None:
    for each in awaitables:
        await await_result(each)


class ResponsesEventEngineManagerFactory(BothSpellings):
    """Creates event engines."""

    @staticmethod
    def CreateInstance(CallBacks: EventCallBacks = None) -> ResponsesEventEngineManager:
        """Return an engine with the handlers of a record, or of a function that returns or fills one.

        Raises TypeError for anything else.
        """
        return ResponsesEventEngineManager(ResponsesEventDispatcher(CallBacks))
