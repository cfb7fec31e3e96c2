"""The life of one operation that does not block its caller: start, progress, and exactly one end."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Generic, TypeVar

from . import loops
from .api import GenAIAPI
from .callbacks import CallBackRecord, ErrorText
from .delivery import Delivery, Dispatched, OnLoop, guarded
from .errors import GenAICancelledError, GenAIException
from .promise import Promise, PromiseState
from .spelling import BothSpellings

logger = logging.getLogger("genai_py")
R = TypeVar("R")
Progress = Callable[[Iterable[Any]], Coroutine[Any, Any, None]]
Work = Callable[[Progress], Coroutine[Any, Any, R]]
"""What an operation does: given what to call with each batch of parts, a coroutine of its result."""

_ASK_DO_CANCEL_EVERY = 0.025
_tasks: set[asyncio.Task[None]] = set()
"""Running operations: a loop keeps only weak references to its tasks."""


class Operation(BothSpellings, Generic[R]):
    """An operation that goes on: what the ``Asyn...`` calls return."""

    __slots__ = (
        "_begun", "_borrowed", "_delivery", "_finished", "_handle", "_has_result", "_loop", "_promise", "_record",
        "_sender", "_task",
        "_undecided", "_work", "cancelled",
    )  # fmt: skip

    def __init__(
        self, work: Work[R], record: CallBackRecord | None, sender: Any, promise: Promise[Any] | None, has_result: bool
    ) -> None:
        self._work = work
        self._record = record
        self._sender = sender
        self._promise = promise
        # Streams have handed all over in parts: their on_success gets the sender alone.
        self._has_result = has_result
        self.cancelled = False
        self._undecided = [True]
        self._begun = False
        self._finished = False
        self._task: asyncio.Task[Any] | None = None
        # The task is not the operation's own: it awaits the promise, and does the work itself.
        self._borrowed = False
        self._handle: asyncio.Handle | None = None
        self._delivery: Delivery | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def Finished(self) -> bool:
        """Whether the outcome is known; its callback may still be on its way."""
        return self._finished

    def Cancel(self) -> bool:
        """Stop the operation: the connection is closed at once, so that the server stops too.

        Callable from any thread. False when the operation had ended before.
        """
        if not self._decide():
            return False
        self.cancelled = True
        if asyncio._get_running_loop() is self._loop:
            self._cancel_task()
        elif self._loop is not None:
            # The loop may be gone, and the operation with it.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._cancel_task)
        return True

    def _decide(self) -> bool:
        """Whether the caller is the first, in all threads, to say how the operation ends."""
        try:
            self._undecided.pop()
        except IndexError:
            return False
        return True

    def _cancel_task(self) -> None:
        # A task that has not begun, or runs at this moment in a handler that cancels, finds out by itself.
        if self._begun and not self._finished and asyncio.current_task() is not self._task:
            assert self._task is not None
            self._task.cancel()

    def asked(self, ask: Callable[[], Any]) -> bool:
        """Ask the program whether to stop, and stop if so."""
        return bool(guarded(ask)) and self.Cancel()

    def _begin(self) -> None:
        """Start a task for the work, on the running loop; also when cancelled before, for the callbacks' sake."""
        self._handle = None
        task = self._task = asyncio.get_running_loop().create_task(self._run())
        _tasks.add(task)

    def _take_work(self) -> Coroutine[Any, Any, None] | None:
        """The work, for the running task to do itself; None when it has begun, or belongs to another loop."""
        if self._task is not None or self._handle is None or asyncio._get_running_loop() is not self._loop:
            return None
        self._task = asyncio.current_task()
        if self._task is None:
            return None
        self._handle.cancel()
        self._handle = None
        self._borrowed = True
        return self._run()

    async def _progress(self, parts: Iterable[Any]) -> None:
        record = self._record
        if record is not None and record.on_progress is not None:
            assert self._delivery is not None
            await self._delivery.each(record.on_progress, self._sender, parts, self, record.on_do_cancel)
        else:
            # Parts come into being as they are asked for.
            for _ in parts:
                if self.cancelled:
                    break
        if self.cancelled:
            raise asyncio.CancelledError

    async def _run(self) -> None:
        self._begun = True
        record, delivery, promise = self._record, self._delivery, self._promise
        watch: asyncio.Task[None] | None = None
        error: BaseException | None = None
        from_outside: asyncio.CancelledError | None = None
        value: Any = None
        try:
            if record is not None and delivery is not None:
                if record.on_start is not None:
                    delivery.begin(record.on_start, self._sender)
                if record.on_do_cancel is not None:
                    watch = asyncio.create_task(self._watch_do_cancel(record.on_do_cancel, delivery))
            if self.cancelled:
                raise asyncio.CancelledError
            value = await self._work(self._progress)
        except asyncio.CancelledError as cancelled:
            error = GenAICancelledError(0, "aborted")
            from_outside = None if self.cancelled else cancelled
        except Exception as failure:
            error = failure
        finally:
            if not self._decide() and not isinstance(error, GenAICancelledError):
                error = GenAICancelledError(0, "aborted")
            self._finished = True
            if watch is not None:
                watch.cancel()
        message: Any = None
        try:
            if record is not None and delivery is not None:
                message = await self._end(record, delivery, value, error)
        finally:
            if promise is not None:
                if error is None:
                    promise._settle(PromiseState.fulfilled, value)
                else:
                    promise._settle(PromiseState.rejected, _with_message(error, message))
            if not self._borrowed:
                _tasks.discard(self._task)
        if self._borrowed and from_outside is not None:
            raise from_outside

    async def _end(
        self, record: CallBackRecord, delivery: Delivery, value: Any, error: BaseException | None
    ) -> Any:
        if error is None:
            if record.on_success is not None:
                if self._has_result:
                    await delivery.call(record.on_success, self._sender, value)
                else:
                    await delivery.call(record.on_success, self._sender)
            return None
        if isinstance(error, GenAICancelledError):
            if record.on_cancellation is not None:
                return await delivery.call(record.on_cancellation, self._sender)
            return None
        if record.on_error is not None:
            if self._promise is not None:
                self._promise._handled = True
            return await delivery.call(record.on_error, self._sender, ErrorText(error))
        if self._promise is None:
            logger.error("an operation failed and its record has no on_error: %s", error, exc_info=error)
        return None

    async def _watch_do_cancel(self, ask: Callable[[], Any], delivery: Delivery) -> None:
        """Ask now and then, so that a silent server can be left too."""
        while not self._finished:
            await asyncio.sleep(_ASK_DO_CANCEL_EVERY)
            if await delivery.call(ask):
                self.Cancel()
                return


def _with_message(error: BaseException, message: Any) -> BaseException:
    """The error, with the message that a promise's on_error or on_cancel returned."""
    if not isinstance(message, str) or not message or message == str(error):
        return error
    if isinstance(error, GenAIException):
        replaced: GenAIException = copy.copy(error)
        replaced.error_message = message
    else:
        replaced = GenAIException(0, message)
    replaced.args = (message,)
    replaced.__cause__ = error
    return replaced


def start(
    api: GenAIAPI,
    work: Work[R],
    record: CallBackRecord | None,
    sender: Any,
    promise: Promise[Any] | None = None,
    *,
    has_result: bool = True,
) -> Operation[R]:
    """Begin an operation: on the running loop, else on the background loop with callbacks through the dispatcher."""
    if record is not None and record.sender is not None:
        sender = record.sender
    operation: Operation[R] = Operation(work, record, sender, promise, has_result)
    loop = asyncio._get_running_loop()
    dispatcher = api.dispatcher() if loop is None else api.chosen_dispatcher()
    if promise is not None:
        promise._cancel = operation.Cancel
        promise._dispatcher = dispatcher
        # Without a dispatcher, handlers run on the loop of the work.
        promise._loop = loop
    if loop is None:
        operation._loop = loops.background.loop()
    else:
        operation._loop = loop
    if record is not None:
        operation._delivery = OnLoop() if dispatcher is None else Dispatched(dispatcher, operation._loop)
    if loop is None:
        operation._loop.call_soon_threadsafe(operation._begin)
    else:
        operation._handle = loop.call_soon(operation._begin)
        if promise is not None:
            promise._take_work = operation._take_work
    return operation
