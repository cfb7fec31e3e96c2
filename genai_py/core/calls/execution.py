"""Operations that do not block the caller: on_start, on_progress, and exactly one final handler."""

from __future__ import annotations

import asyncio
import copy
import functools
import inspect
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Generic, TypeVar

from ..errors import GenAICancelledError, GenAIException
from ..running.background import LoopThread, hold_of
from ..running.callbacks import CallBackRecord, ErrorText
from ..running.delivery import Delivery, Dispatched, OnLoop, guarded
from ..running.dispatchers import Dispatcher
from ..running.loops import loop_for_work
from ..running.process import interpreter_exiting
from ..running.promise import Promise
from ..spelling import BothSpellings
from .api import GenAIAPI
from .in_flight import InFlight

logger = logging.getLogger("genai_py")
R = TypeVar("R")
Progress = Callable[[Iterable[Any]], Coroutine[Any, Any, None]]
Work = Callable[[Progress], Coroutine[Any, Any, R]]
"""Returns the coroutine of an operation's result; its argument is called with each batch of chunks."""

_DO_CANCEL_INTERVAL = 0.025


class Execution(InFlight, Generic[R]):
    """An operation in progress."""

    # Without the second spelling, which would slow down each attribute access.
    __slots__ = ("_delivery", "_has_result", "_promise", "_record", "_sender", "_work")

    def __init__(
        self,
        api: GenAIAPI,
        loop: asyncio.AbstractEventLoop,
        held: LoopThread | None,
        dispatcher: Dispatcher | None,
        work: Work[R],
        record: CallBackRecord | None,
        sender: Any,
        has_result: bool,
    ) -> None:
        InFlight.__init__(self, api.state, loop, held, dispatcher)
        self._work = work
        self._record = record
        self._sender = sender
        self._promise: Promise[Any] | None = None
        # on_success of a stream takes only the sender: on_progress has received all chunks.
        self._has_result = has_result
        self._delivery: Delivery | None = None
        if record is not None:
            self._delivery = (
                OnLoop(api.state.handler_tasks)
                if dispatcher is None
                else Dispatched(dispatcher, loop, api.state.handler_tasks)
            )

    def promise(self, loop: asyncio.AbstractEventLoop | None) -> Promise[Any]:
        """Return the promise that the operation settles. loop: where handlers run if there is no dispatcher."""
        promise: Promise[Any] = Promise(dispatcher=self.dispatcher, cancel=self.Cancel, loop=loop)
        self._promise = promise
        return promise

    @property
    def Finished(self) -> bool:
        """Whether the outcome is known; the final handler may not have run yet."""
        return self._finished

    def stop_if_requested(self, ask: Callable[[], Any]) -> bool:
        """Call on_do_cancel and cancel if it returns a true value. Return whether the operation was cancelled."""
        answer = guarded(ask)
        if inspect.iscoroutine(answer):
            # An asynchronous on_do_cancel is called periodically instead of for each chunk.
            answer.close()
            return False
        return bool(answer) and self.Cancel()

    async def _progress(self, parts: Iterable[Any]) -> None:
        record = self._record
        if record is not None and record.on_progress is not None:
            assert self._delivery is not None
            await self._delivery.call_each(record.on_progress, self._sender, parts, self, record.on_do_cancel)
        else:
            # The iterable decodes lazily.
            for _ in parts:
                if self.cancelled:
                    break
        if self.cancelled:
            raise asyncio.CancelledError

    async def _run(self) -> None:
        self._begun = True
        record, delivery = self._record, self._delivery
        watch: asyncio.Task[None] | None = None
        error: BaseException | None = None
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
        except asyncio.CancelledError:
            error = GenAICancelledError(0, "aborted")
        except BaseException as failure:
            error = failure
        if not self._decide() and not isinstance(error, GenAICancelledError):
            error = GenAICancelledError(0, "aborted")
        self._finished = True
        if watch is not None:
            watch.cancel()
        try:
            if record is None:
                self._settle(value, error)
            else:
                await self._report(record, value, error)
            if error is not None and not isinstance(error, Exception):
                raise error
        finally:
            self._end()
            # The traceback of the error holds this frame.
            del error

    async def _report(self, record: CallBackRecord, value: Any, error: BaseException | None) -> None:
        """Call the final handler and settle the promise with its result."""
        delivery = self._delivery
        handler, args = self._final_handler(record, value, error)
        try:
            if handler is None or delivery is None:
                self._settle(value, error)
            else:
                await delivery.call_final(handler, args, functools.partial(self._settle, value, error))
        except BaseException:
            self._settle(value, error)
            raise
        finally:
            del error, args

    def _final_handler(
        self, record: CallBackRecord, value: Any, error: BaseException | None
    ) -> tuple[Callable[..., Any] | None, tuple[Any, ...]]:
        """Return the final handler and its arguments."""
        if error is None:
            return record.on_success, (self._sender, value) if self._has_result else (self._sender,)
        if isinstance(error, GenAICancelledError):
            return record.on_cancellation, (self._sender,)
        if record.on_error is not None:
            if self._promise is not None:
                self._promise.mark_handled()
        elif self._promise is None:
            logger.error("an operation failed and its record has no on_error: %s", error, exc_info=error)
        return record.on_error, (self._sender, ErrorText(error))

    def _settle(self, value: Any, error: BaseException | None, message: Any = None) -> None:
        # The error's traceback references this operation, which must not keep the promise alive: an unhandled
        # rejection is logged when the promise is collected.
        promise, self._promise = self._promise, None
        # While the interpreter exits, waiting threads are not woken with an error.
        if promise is None or interpreter_exiting():
            return
        if error is None:
            promise.fulfil(value)
        else:
            # An unhandled cancellation is not logged: the program requested it.
            promise.reject(_with_message(error, message), isinstance(error, GenAICancelledError))

    def _abandoned(self) -> None:
        self._settle(None, GenAICancelledError(0, "aborted"))

    async def _watch_do_cancel(self, ask: Callable[[], Any], delivery: Delivery) -> None:
        """Call on_do_cancel periodically, so that it works while the server is silent."""
        while not self._finished:
            await asyncio.sleep(_DO_CANCEL_INTERVAL)
            try:
                stop = await delivery.call(ask)
            except GenAICancelledError:
                # The dispatcher has closed.
                stop = True
            if stop:
                self.Cancel()
                return


class Operation(Execution[R], BothSpellings):
    """An operation in progress, as the ``Asyn...`` methods return it."""

    __slots__ = ()


def _with_message(error: BaseException, message: Any) -> BaseException:
    """Return the error with the message that a promise's on_error or on_cancel returned."""
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
    api: GenAIAPI, work: Work[R], record: CallBackRecord | None, sender: Any, *, has_result: bool = True
) -> Operation[R]:
    """Start an operation: on the running loop, else on the background loop with callbacks through the dispatcher."""
    loop = loop_for_work()
    operation: Operation[R] = _made(Operation, api, loop, work, record, sender, has_result)
    _begin(operation, loop)
    return operation


def start_promised(
    api: GenAIAPI, work: Work[R], record: CallBackRecord | None, sender: Any, *, has_result: bool = True
) -> Promise[Any]:
    """Start an operation as ``start`` does and return a promise of its outcome."""
    loop = loop_for_work()
    # The operation of a promise is internal and needs no second spelling.
    operation: Execution[R] = _made(Execution, api, loop, work, record, sender, has_result)
    promise = operation.promise(loop)
    _begin(operation, loop)
    return promise


def _made(
    kind: type[Any],
    api: GenAIAPI,
    loop: asyncio.AbstractEventLoop | None,
    work: Work[R],
    record: CallBackRecord | None,
    sender: Any,
    has_result: bool,
) -> Any:
    """Return an operation that has not begun. loop: the running one."""
    if record is not None and record.sender is not None:
        sender = record.sender
    if loop is not None:
        return kind(api, loop, hold_of(loop), api.chosen_dispatcher(), work, record, sender, has_result)
    held = api.state.hold_background()
    return kind(api, held.loop, held, api.used_dispatcher(), work, record, sender, has_result)


def _begin(operation: Execution[Any], loop: asyncio.AbstractEventLoop | None) -> None:
    if loop is None:
        operation.loop.call_soon_threadsafe(operation.begin)
    else:
        operation.begin()
