"""The callback records of a streamed chat.

Source: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...core.running.callbacks import (
    AsynStreamCallBack,
    CallBackRecord,
    Cancellation,
    DoCancel,
    ErrorText,
    PromiseStreamCallBack,
    Start,
)
from ...core.running.delivery import call_after, guarded
from .results import Chat, ChatPromptProgress


class AsynChatStream(AsynStreamCallBack[Chat]):
    """The handlers of a streamed chat.

    on_prompt_progress(sender, progress): how much of the prompt is processed, from 0.0 to 1.0; from servers that take
    ``ChatParams.ReturnProgress``. on_progress(sender, chunk): every chunk. The others are those of every stream.
    """

    __slots__ = ("on_prompt_progress",)
    if TYPE_CHECKING:
        # For functions that fill a record in the original's spelling.
        OnPromptProgress: Any

    on_prompt_progress: Callable[[Any, float], Any] | None

    def __init__(
        self,
        sender: Any = None,
        *,
        on_start: Start | None = None,
        on_success: Callable[[Any], Any] | None = None,
        on_progress: Callable[[Any, Chat], Any] | None = None,
        on_error: Callable[[Any, ErrorText], Any] | None = None,
        on_cancel: Cancellation | None = None,
        on_cancellation: Cancellation | None = None,
        on_do_cancel: DoCancel | None = None,
        on_prompt_progress: Callable[[Any, float], Any] | None = None,
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
        self.on_prompt_progress = on_prompt_progress

    def _for_call(self) -> CallBackRecord:
        if self.on_prompt_progress is None:
            return self
        made = copy.copy(self)
        made.on_progress = _handler_of_chunks(self.on_prompt_progress, self.on_progress)
        return made


class PromiseChatStream(AsynChatStream, PromiseStreamCallBack[Chat]):
    """The handlers of the promise form: a string that on_error or on_cancel returns replaces the message."""

    __slots__ = ()


def _handler_of_chunks(
    on_prompt_progress: Callable[[Any, float], Any], on_progress: Callable[[Any, Chat], Any] | None
) -> Callable[[Any, Chat], Any]:
    """Return the ``on_progress`` of one call, which calls both handlers; the first only if its value has changed."""
    last: float | None = None

    def handler(sender: Any, chunk: Chat) -> Any:
        nonlocal last
        returned = None
        progress = chunk.prompt_progress
        if isinstance(progress, ChatPromptProgress) and (fraction := progress.fraction) not in (None, last):
            last = fraction
            returned = guarded(on_prompt_progress, sender, fraction)
        return call_after(returned, on_progress, sender, chunk)

    return handler
