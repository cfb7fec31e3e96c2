"""The callback records of a streamed chat. Source: https://lmstudio.ai/docs/developer/rest/streaming-events"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from ..core.running.callbacks import (
    AsynStreamCallBack,
    CallBackRecord,
    Cancellation,
    DoCancel,
    ErrorText,
    PromiseStreamCallBack,
    Start,
)
from ..core.running.delivery import call_after, guarded
from .chat_events import (
    LMChatEvent,
    LMChatMessageDelta,
    LMChatModelLoadEnd,
    LMChatModelLoadProgress,
    LMChatModelLoadStart,
    LMChatPromptEnd,
    LMChatPromptProgress,
    LMChatPromptStart,
    LMChatReasoningDelta,
    LMChatToolCallFailure,
    LMChatToolCallSuccess,
)
from .chat_results import LMChat, LMChatOutput, text_of
from .common import number

Success: TypeAlias = Callable[[Any], Any] | Callable[[Any, LMChat], Any]
ProgressHandler: TypeAlias = Callable[[Any, float], Any]
TextHandler: TypeAlias = Callable[[Any, str], Any]
CallHandler: TypeAlias = Callable[[Any, LMChatOutput], Any]


class AsynLMChatStream(AsynStreamCallBack[LMChatEvent]):
    """The handlers of a streamed chat.

    on_model_load(sender, progress): the model is being loaded; from 0.0 at the start to 1.0 at the end, only if the
    request loads it. on_prompt_progress(sender, progress): the same for the processing of the prompt; with tools, for
    each round. on_reasoning(sender, text), on_message(sender, text): the next piece of the reasoning or of a message.
    on_tool_call(sender, call): a call has ended, as an ``LMChatToolCall`` or an ``LMChatInvalidToolCall``.
    on_progress(sender, event): every event, after these. on_success(sender) or on_success(sender, result): ``result``
    is the whole answer. The others are those of every stream.
    """

    __slots__ = ("on_message", "on_model_load", "on_prompt_progress", "on_reasoning", "on_tool_call")
    _tells_result = True
    if TYPE_CHECKING:
        # For functions that fill a record in the original's spelling.
        OnMessage: Any
        OnModelLoad: Any
        OnPromptProgress: Any
        OnReasoning: Any
        OnToolCall: Any

    on_success: Success | None  # type: ignore[assignment]
    on_message: TextHandler | None
    on_model_load: ProgressHandler | None
    on_prompt_progress: ProgressHandler | None
    on_reasoning: TextHandler | None
    on_tool_call: CallHandler | None

    def __init__(
        self,
        sender: Any = None,
        *,
        on_start: Start | None = None,
        on_success: Success | None = None,
        on_progress: Callable[[Any, LMChatEvent], Any] | None = None,
        on_error: Callable[[Any, ErrorText], Any] | None = None,
        on_cancel: Cancellation | None = None,
        on_cancellation: Cancellation | None = None,
        on_do_cancel: DoCancel | None = None,
        on_model_load: ProgressHandler | None = None,
        on_prompt_progress: ProgressHandler | None = None,
        on_reasoning: TextHandler | None = None,
        on_message: TextHandler | None = None,
        on_tool_call: CallHandler | None = None,
    ) -> None:
        CallBackRecord.__init__(
            self,
            sender,
            on_start=on_start,
            on_success=on_success,
            on_progress=on_progress,
            on_error=on_error,
            on_cancel=on_cancel,
            on_cancellation=on_cancellation,
            on_do_cancel=on_do_cancel,
        )
        self.on_model_load = on_model_load
        self.on_prompt_progress = on_prompt_progress
        self.on_reasoning = on_reasoning
        self.on_message = on_message
        self.on_tool_call = on_tool_call

    def _for_call(self) -> CallBackRecord:
        if not any(getattr(self, name) for name in AsynLMChatStream.__slots__):
            return self
        made = copy.copy(self)
        made.on_progress = _handler_of_events(self)
        return made


class PromiseLMChatStream(AsynLMChatStream, PromiseStreamCallBack[LMChatEvent]):
    """The handlers of the promise form: a string that on_error or on_cancel returns replaces the message."""

    __slots__ = ()


class _Progress:
    """The progress of one thing in a stream: 0 at its start, 1 at its end, no value twice in a row."""

    def __init__(self, start: type[LMChatEvent], progress: type[LMChatEvent]) -> None:
        self._start, self._progress = start, progress
        self._last: float | None = None

    def changed_by(self, event: LMChatEvent) -> float | None:
        """Return the value after an event; None if it is not known, or the same."""
        if isinstance(event, self._start):
            self._last, value = None, 0.0
        else:
            given = number(event.progress) if isinstance(event, self._progress) else 1.0
            if given is None or given == self._last:
                return None
            value = float(given)
        self._last = value
        return value


_LOAD = (LMChatModelLoadStart, LMChatModelLoadProgress, LMChatModelLoadEnd)
_PROMPT = (LMChatPromptStart, LMChatPromptProgress, LMChatPromptEnd)
_CALL = (LMChatToolCallSuccess, LMChatToolCallFailure)


def _handler_of_events(record: AsynLMChatStream) -> Callable[[Any, LMChatEvent], Any]:
    """Return the ``on_progress`` of one call, which calls the handlers of a record."""
    load, prompt = _Progress(*_LOAD[:2]), _Progress(*_PROMPT[:2])

    def handler_and_value(event: LMChatEvent) -> tuple[Callable[[Any, Any], Any] | None, Any]:
        if isinstance(event, LMChatMessageDelta):
            return record.on_message, text_of(event.content)
        if isinstance(event, LMChatReasoningDelta):
            return record.on_reasoning, text_of(event.content)
        if isinstance(event, _LOAD):
            return record.on_model_load, load.changed_by(event)
        if isinstance(event, _PROMPT):
            return record.on_prompt_progress, prompt.changed_by(event)
        if isinstance(event, _CALL):
            return record.on_tool_call, event.call
        return None, None

    def on_progress(sender: Any, event: LMChatEvent) -> Any:
        handler, value = handler_and_value(event)
        returned = None if handler is None or value is None else guarded(handler, sender, value)
        return call_after(returned, record.on_progress, sender, event)

    return on_progress
