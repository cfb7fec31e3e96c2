"""The life of one operation that does not block its caller: start, progress, and exactly one end."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import copy
import functools
import inspect
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Generic, TypeVar

from ..errors import GenAICancelledError, GenAIException
from ..running import loops
from ..running.callbacks import CallBackRecord, ErrorText
from ..running.delivery import Delivery, Dispatched, OnLoop, guarded
from ..running.dispatchers import Dispatcher
from ..running.promise import Promise, PromiseState
from ..spelling import BothSpellings
from .api import GenAIAPI

logger = logging.getLogger("genai_py")
R = TypeVar("R")
Progress = Callable[[Iterable[Any]], Coroutine[Any, Any, None]]
Work = Callable[[Progress], Coroutine[Any, Any, R]]
"""What an operation does: given what to call with each batch of parts, a coroutine of its result."""

_ASK_DO_CANCEL_EVERY = 0.025


class Running(Generic[R]):
    """An operation that goes on."""

    # Without the second spelling, which would slow each look at an attribute down.
    __slots__ = (
        "_begun", "_borrowed", "_context", "_delivery", "_finished", "_has_result", "_lent_cancelled", "_promise",
        "_record", "_sender", "_task", "_undecided", "_work", "cancelled", "dispatcher", "loop", "owner",
    )  # fmt: skip

    def __init__(
        self,
        owner: object,
        loop: asyncio.AbstractEventLoop,
        dispatcher: Dispatcher | None,
        work: Work[R],
        record: CallBackRecord | None,
        sender: Any,
        promise: Promise[Any] | None,
        has_result: bool,
    ) -> None:
        self.owner = owner
        self.loop = loop
        self.dispatcher = dispatcher
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
        self._lent_cancelled = False
        # In which the program made the operation: its work sees the program's context variables.
        self._context = contextvars.copy_context()
        self._delivery: Delivery | None = None

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
        if asyncio._get_running_loop() is self.loop:
            self._cancel_task()
        else:
            # The loop may be gone, and the operation with it.
            with contextlib.suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self._cancel_task)
        return True

    def lose(self) -> None:
        """End the operation, its loop being gone: there is nobody left to call its handlers."""
        self._decide()
        self.cancelled = self._finished = True
        loops.running.discard(self)
        if self._task is not None:
            self._task._log_destroy_pending = False  # type: ignore[attr-defined]
            if not self._borrowed:
                # What it holds is let go of now, and not with a complaint when it is collected.
                with contextlib.suppress(Exception):
                    self._task.get_coro().close()
        self._settle(None, GenAICancelledError(0, "aborted"))

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
            self._lent_cancelled = True
            self._task.cancel()

    def asked(self, ask: Callable[[], Any]) -> bool:
        """Ask the program whether to stop, and stop if so."""
        answer = guarded(ask)
        if inspect.iscoroutine(answer):
            # One that has to be awaited is asked now and then, and not at each part.
            answer.close()
            return False
        return bool(answer) and self.Cancel()

    def begin(self) -> None:
        """Start a task for the work, on the running loop; also when cancelled before, for the callbacks' sake."""
        if self._task is None:
            self._start()

    def _start(self) -> None:
        task = self._task = self._context.run(self.loop.create_task, self._run())
        task.add_done_callback(self._ended)

    def _ended(self, _: asyncio.Task[None]) -> None:
        if not self._begun and not self._finished:
            # A loop that comes to its end cancels tasks before their first step: their program shall hear of it.
            self.cancelled = True
            self._start()

    def take(self) -> Coroutine[Any, Any, Any] | None:
        """The work, for the running task to do itself, which gives the promise's outcome.

        None when it has begun, or belongs to another loop.
        """
        if self._task is not None or asyncio._get_running_loop() is not self.loop:
            return None
        self._task = asyncio.current_task()
        if self._task is None:
            return None
        self._borrowed = True
        return self._taken()

    async def _taken(self) -> Any:
        promise = self._promise
        assert promise is not None
        work = self._work
        # The commonest of all: no handlers, and all goes well.
        if self._record is None and not self.cancelled:
            self._begun = True
            try:
                value = await work(self._progress)
            except BaseException as error:
                work = _raising(error)
            else:
                if self._decide():
                    self._finished = True
                    loops.running.discard(self)
                    self._settle(value, None)
                    return value
                work = _raising(asyncio.CancelledError())
        await self._run(work)
        return await promise._wait_for_outcome()

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

    async def _run(self, work: Work[Any] | None = None) -> None:
        self._begun = True
        record, delivery = self._record, self._delivery
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
            value = await (work or self._work)(self._progress)
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
        try:
            handler, args = (None, ()) if record is None else self._last_handler(record, value, error)
            if handler is None or delivery is None:
                self._settle(value, error)
            else:
                await delivery.last(handler, args, functools.partial(self._settle, value, error))
        except BaseException:
            self._settle(value, error)
            raise
        finally:
            loops.running.discard(self)
        if self._borrowed and from_outside is not None:
            raise from_outside
        if self._borrowed and self._lent_cancelled:
            # The task goes on with its own affairs: it was not the one to be cancelled. (Before 3.11 nothing counts.)
            getattr(self._task, "uncancel", int)()

    def _last_handler(
        self, record: CallBackRecord, value: Any, error: BaseException | None
    ) -> tuple[Callable[..., Any] | None, tuple[Any, ...]]:
        """The handler that tells of the end, and what it gets."""
        if error is None:
            return record.on_success, (self._sender, value) if self._has_result else (self._sender,)
        if isinstance(error, GenAICancelledError):
            return record.on_cancellation, (self._sender,)
        if record.on_error is not None:
            if self._promise is not None:
                self._promise._handled = True
        elif self._promise is None:
            logger.error("an operation failed and its record has no on_error: %s", error, exc_info=error)
        return record.on_error, (self._sender, ErrorText(error))

    def _settle(self, value: Any, error: BaseException | None, message: Any = None) -> None:
        # The error's traceback holds the operation, which would hold the promise past its last reader: an unhandled
        # rejection is reported when the promise goes.
        promise, self._promise = self._promise, None
        # Threads that wait at the end of the process are not to wake up with an error: they end as they are.
        if promise is None or loops.leaving:
            return
        if error is None:
            promise._settle(PromiseState.fulfilled, value)
        else:
            # Whoever cancels knows of it: such a rejection is not reported when nobody handles it.
            known = isinstance(error, GenAICancelledError)
            promise._settle(PromiseState.rejected, _with_message(error, message), known)

    async def _watch_do_cancel(self, ask: Callable[[], Any], delivery: Delivery) -> None:
        """Ask now and then, so that a silent server can be left too."""
        while not self._finished:
            await asyncio.sleep(_ASK_DO_CANCEL_EVERY)
            try:
                stop = await delivery.call(ask)
            except GenAICancelledError:
                # There is nobody to ask any more.
                stop = True
            if stop:
                self.Cancel()
                return


def _raising(failure: BaseException) -> Work[Any]:
    async def fail(_: Progress) -> Any:
        raise failure

    return fail


class Operation(Running[R], BothSpellings):
    """An operation that goes on: what the ``Asyn...`` calls return."""

    __slots__ = ()


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
    loop = asyncio._get_running_loop()
    if loop is None:
        with loops.background.lock:
            background = loops.background.loop()
            operation = _made(api, background, api.used_dispatcher(), work, record, sender, promise, has_result)
            operation.loop.call_soon_threadsafe(operation.begin)
        return operation
    operation = _made(api, loop, api.chosen_dispatcher(), work, record, sender, promise, has_result)
    if promise is None:
        loops.admit(operation)
        operation.begin()
    else:
        # Without a dispatcher, handlers run on the loop of the work.
        promise._loop = loop
        # Nearly always it is awaited at once, and the awaiting task does the work.
        loops.begin_soon(operation)
    return operation


def _made(
    api: GenAIAPI,
    loop: asyncio.AbstractEventLoop,
    dispatcher: Dispatcher | None,
    work: Work[R],
    record: CallBackRecord | None,
    sender: Any,
    promise: Promise[Any] | None,
    has_result: bool,
) -> Operation[R]:
    api.life.begins()
    kind: type[Any] = Operation if promise is None else Running
    operation: Operation[R] = kind(api.life, loop, dispatcher, work, record, sender, promise, has_result)
    if promise is not None:
        promise._work = operation
        promise._dispatcher = dispatcher
    if record is not None:
        operation._delivery = OnLoop() if dispatcher is None else Dispatched(dispatcher, loop)
    loops.running.add(operation)
    return operation
