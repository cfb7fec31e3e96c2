"""The callback records of ``Act``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.running.callbacks import AsynCallBack, CallBackRecord, Cancellation, DoCancel, ErrorText, Start
from .loop import ActCall, ActMessage, ActResult

R = TypeVar("R")


class ActCallBack(AsynCallBack[ActResult[R]]):
    """The handlers of a loop that acts.

    on_round(sender, round) before each request, counted from 1; on_message(sender, message) for each piece
    of the model's messages, which are then streamed; on_tool_call(sender, call) before a call is run, which
    refuses it by returning False; on_tool_result(sender, call) after it. on_start, on_success(sender,
    result), on_error, on_cancel and on_do_cancel are those of other operations. on_progress is another name
    of on_message.

    The handlers are called one at a time. If on_tool_call raises an exception, the call is refused.
    """

    __slots__ = ("on_round", "on_tool_call", "on_tool_result")
    if TYPE_CHECKING:
        on_round: Callable[[Any, int], Any] | None
        on_message: Callable[[Any, ActMessage], Any] | None
        on_tool_call: Callable[[Any, ActCall], Any] | None
        on_tool_result: Callable[[Any, ActCall], Any] | None
        OnRound: Any
        OnMessage: Any
        OnToolCall: Any
        OnToolResult: Any

    def __init__(
        self,
        sender: Any = None,
        *,
        on_start: Start | None = None,
        on_round: Callable[[Any, int], Any] | None = None,
        on_message: Callable[[Any, ActMessage], Any] | None = None,
        on_tool_call: Callable[[Any, ActCall], Any] | None = None,
        on_tool_result: Callable[[Any, ActCall], Any] | None = None,
        on_success: Callable[[Any, ActResult[R]], Any] | None = None,
        on_progress: Callable[[Any, ActMessage], Any] | None = None,
        on_error: Callable[[Any, ErrorText], Any] | None = None,
        on_cancel: Cancellation | None = None,
        on_cancellation: Cancellation | None = None,
        on_do_cancel: DoCancel | None = None,
    ) -> None:
        super().__init__(
            sender,
            on_start=on_start,
            on_success=on_success,
            on_progress=on_progress if on_message is None else on_message,
            on_error=on_error,
            on_cancel=on_cancel,
            on_cancellation=on_cancellation,
            on_do_cancel=on_do_cancel,
        )
        self.on_round = on_round
        self.on_tool_call = on_tool_call
        self.on_tool_result = on_tool_result

    if not TYPE_CHECKING:

        @property
        def on_message(self) -> Callable[[Any, ActMessage], Any] | None:
            """Called with each piece of the model's messages."""
            return self.on_progress

        @on_message.setter
        def on_message(self, handler: Callable[[Any, ActMessage], Any] | None) -> None:
            self.on_progress = handler

    def __repr__(self) -> str:
        names = [*CallBackRecord.__slots__, *ActCallBack.__slots__]
        return f"{type(self).__name__}({', '.join(name for name in sorted(names) if getattr(self, name) is not None)})"


class PromiseActCallBack(ActCallBack[R]):
    """The handlers of the promise form: a string that on_error or on_cancel returns replaces the message."""

    __slots__ = ()
