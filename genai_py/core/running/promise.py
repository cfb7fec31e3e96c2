"""Promises: results of work in progress that can be awaited, waited for, or chained."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar, overload

from ..errors import GenAICancelledError
from ..spelling import CallableInBothSpellings
from . import combinators
from .background import background, hold_of
from .callbacks import positional_count
from .dispatchers import AsyncioDispatcher, Dispatcher, current_dispatcher, post, shared_dispatcher
from .loops import call_soon_anywhere, loop_for_work
from .outcome import Outcome, PromiseState
from .process import after_fork

logger = logging.getLogger("genai_py")
T = TypeVar("T")
U = TypeVar("U")
_PENDING, _FULFILLED, _REJECTED = PromiseState.pending, PromiseState.fulfilled, PromiseState.rejected


class Promise(Outcome[T], metaclass=CallableInBothSpellings):
    """The outcome of work in progress.

    ``await`` it on any loop, ``result(timeout)`` in any thread, or chain handlers with ``Then``, ``Catch``,
    ``Recover`` and ``Finally``; each returns a new promise. Handlers run through the dispatcher, never inside the call
    that adds them. ``Cancel()`` stops the work.

    As in the original, ``Promise(executor)`` calls ``executor(Resolve, Reject)`` at once. Handlers of such a promise
    run through the dispatcher of the thread that makes it, or else of the handler that resolves it.

    ``asyncio.create_task(promise)`` and ``TaskGroup.create_task(promise)`` give tasks that await it.
    """

    __slots__ = ()

    def __init__(
        self,
        executor: Callable[[Callable[[T], None], Callable[[BaseException], None]], Any] | None = None,
        *,
        dispatcher: Dispatcher | None = None,
        cancel: Callable[[], Any] | Promise[Any] | None = None,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        Outcome.__init__(self, dispatcher, cancel, 2 if executor is not None else 3, loop)
        if executor is not None:
            if dispatcher is None:
                self._dispatcher = current_dispatcher()
            try:
                executor(self.resolve, self.reject)
            except Exception as error:
                self.reject(_without_package_frames(error))

    def resolve(self, value: Any = None, instead_of_none: Any = None) -> None:
        """Fulfil with a value; if it is a promise or an awaitable, settle with its outcome.

        instead_of_none: replaces None, also as the value of a followed promise. Has no effect if the promise is
        already settled.
        """
        if self._dispatcher is None:
            self._dispatcher = current_dispatcher()
        if value is self:
            self.reject("a promise cannot wait for itself")
        elif isinstance(value, Promise):
            value.mark_passed_on()
            self.set_work(value)
            value.when_settled(functools.partial(self.settle_as, value, instead_of_none))
        elif inspect.isawaitable(value):
            self._follow(value, instead_of_none)
        else:
            self.fulfil(instead_of_none if value is None else value)

    def _follow(self, awaitable: Awaitable[Any], instead_of_none: Any) -> None:
        """Settle with the outcome of an awaitable, awaited on the running loop or else on the background loop."""
        running = loop_for_work()
        held = background.hold() if running is None else hold_of(running)
        loop = held.loop if held is not None else running
        assert loop is not None
        tasks: list[asyncio.Task[Any]] = []

        async def wait() -> Any:
            return await awaitable

        def settle(task: asyncio.Task[Any]) -> None:
            _followed.discard(task)
            if inspect.iscoroutine(awaitable):
                # A coroutine that was cancelled before it started.
                awaitable.close()
            if task.cancelled():
                self._settle(_REJECTED, GenAICancelledError(0, "aborted"))
            elif (error := task.exception()) is not None:
                self._settle(_REJECTED, error)
            else:
                value = task.result()
                self._settle(_FULFILLED, instead_of_none if value is None else value)
            if held is not None:
                held.release()

        def begin() -> None:
            task = loop.create_task(wait())
            tasks.append(task)
            _followed.add(task)
            task.add_done_callback(settle)

        if running is None:
            loop.call_soon_threadsafe(begin)
        else:
            begin()
        self._loop = loop
        if self._dispatcher is None:
            self._dispatcher = shared_dispatcher if held is not None else AsyncioDispatcher(loop)
        self.set_work(lambda: call_soon_anywhere(loop, lambda: tasks[0].cancel()))

    def _derive(self, run: Callable[[], Callable[[Promise[Any]], None]]) -> Promise[Any]:
        """Return a promise that ``run()()`` settles, called through the dispatcher when this one is settled."""
        derived: Promise[Any] = Promise(dispatcher=self.dispatcher, cancel=self)
        self._passed_on = True
        self.when_settled(functools.partial(_post_handler, run, [derived]))
        return derived

    @overload
    def Then(self, OnFulfill: Callable[[T], Promise[U]]) -> Promise[U]: ...
    @overload
    def Then(self, OnFulfill: Callable[[T], Coroutine[Any, Any, None]]) -> Promise[T]: ...
    @overload
    def Then(self, OnFulfill: Callable[[T], Coroutine[Any, Any, U]]) -> Promise[U]: ...
    @overload
    def Then(self, OnFulfill: Callable[[T], None]) -> Promise[T]: ...
    @overload
    def Then(self, OnFulfill: Callable[[T], U]) -> Promise[U]: ...
    @overload
    def Then(self, OnFulfill: Callable[[], Promise[U]]) -> Promise[U]: ...
    @overload
    def Then(self, OnFulfill: Callable[[], Coroutine[Any, Any, None]]) -> Promise[T]: ...
    @overload
    def Then(self, OnFulfill: Callable[[], Coroutine[Any, Any, U]]) -> Promise[U]: ...
    @overload
    def Then(self, OnFulfill: Callable[[], None]) -> Promise[T]: ...
    @overload
    def Then(self, OnFulfill: Callable[[], U]) -> Promise[U]: ...
    def Then(self, OnFulfill: Callable[..., Any]) -> Promise[Any]:
        """Call a handler with the value, or without arguments if it takes none.

        The next value is what the handler returns, the outcome of a promise or awaitable that it returns, or, for
        None, the same value. A rejection skips the handler.
        """
        takes_value = positional_count(OnFulfill) != 0

        def run() -> Callable[[Promise[Any]], None]:
            if self._state is _REJECTED:
                return self._pass_on
            returned = OnFulfill(self._value) if takes_value else OnFulfill()
            return lambda derived: derived.resolve(returned, instead_of_none=self._value)

        return self._derive(run)

    def Catch(self, OnReject: Callable[[BaseException], Any]) -> Promise[T]:
        """Call a handler with the error of a rejection. The chain stays rejected, as in the original."""

        def run() -> Callable[[Promise[Any]], None]:
            if self._state is _FULFILLED:
                return self._pass_on
            self._handled = True
            returned = OnReject(self._value)
            return lambda derived: self._pass_on(derived, after=returned)

        return self._derive(run)

    @overload
    def Recover(self, OnReject: Callable[[BaseException], Promise[U]]) -> Promise[T | U]: ...
    @overload
    def Recover(self, OnReject: Callable[[BaseException], Coroutine[Any, Any, U]]) -> Promise[T | U]: ...
    @overload
    def Recover(self, OnReject: Callable[[BaseException], U]) -> Promise[T | U]: ...
    def Recover(self, OnReject: Callable[[BaseException], Any]) -> Promise[Any]:
        """Call a handler with the error of a rejection; the chain continues with the value that it returns."""

        def run() -> Callable[[Promise[Any]], None]:
            if self._state is _FULFILLED:
                return self._pass_on
            self._handled = True
            returned = OnReject(self._value)
            return lambda derived: derived.resolve(returned)

        return self._derive(run)

    def Finally(self, OnSettled: Callable[[], Any]) -> Promise[T]:
        """Call a handler in either case. The outcome stays the same, unless the handler raises."""

        def run() -> Callable[[Promise[Any]], None]:
            returned = OnSettled()
            return lambda derived: self._pass_on(derived, after=returned)

        return self._derive(run)

    def _pass_on(self, derived: Promise[Any], after: Any = None) -> None:
        """Settle ``derived`` with this outcome, after an awaitable ``after``, whose error would replace it."""
        if after is None or not inspect.isawaitable(after):
            derived.settle_as(self)
            return
        waited: Promise[Any] = Promise(dispatcher=derived._dispatcher)
        waited.resolve(after)
        waited.mark_passed_on()
        derived.set_work(waited)
        waited.when_settled(lambda: derived.settle_as(self if waited._state is _FULFILLED else waited))

    @staticmethod
    def Resolved(Value: U, Proc: Callable[[], Any] | None = None) -> Promise[U]:
        """Return a fulfilled promise. ``Proc`` is called first."""
        promise: Promise[U] = Promise()
        if Proc is not None:
            Proc()
        promise.resolve(Value)
        return promise

    @staticmethod
    def Rejected(Error: BaseException | str, Proc: Callable[[], Any] | None = None) -> Promise[Any]:
        """Return a rejected promise. ``Proc`` is called first."""
        promise: Promise[Any] = Promise()
        if Proc is not None:
            Proc()
        promise.reject(Error)
        return promise

    @staticmethod
    def All(Promises: Iterable[Promise[U]]) -> Promise[list[U]]:
        """Return a promise of all values in order, rejected with the first rejection."""
        promises = _promises("All", Promises, or_none=True)
        return combinators.all_of(promises, _that_waits_for(promises))

    @staticmethod
    def AllSettled(Promises: Iterable[Promise[Any]]) -> Promise[list[Promise[Any]]]:
        """Return a promise of the promises themselves, fulfilled when all are settled."""
        promises = _promises("AllSettled", Promises, or_none=True)
        return combinators.all_settled(promises, _that_waits_for(promises))

    @staticmethod
    def Race(Promises: Iterable[Promise[U]]) -> Promise[U]:
        """Return a promise with the outcome of the first promise that settles."""
        promises = _promises("Race", Promises)
        return combinators.race(promises, _that_waits_for(promises))

    @staticmethod
    def Any(Promises: Iterable[Promise[U]]) -> Promise[U]:
        """Return a promise of the first value, or rejected with a GenAIException of all errors if all are rejected."""
        promises = _promises("Any", Promises)
        return combinators.any_of(promises, _that_waits_for(promises))

class _RejectedPromise(Promise[T]):
    """The class of rejected promises: only these need a finalizer, which would slow down all others."""

    __slots__ = ()

    def __del__(self) -> None:
        if not self._handled and not self._passed_on:
            log_unhandled(self._value, self.origin)


Promise._rejected_class = _RejectedPromise



_followed: set[asyncio.Task[Any]] = set()
"""Tasks of followed awaitables. A loop has only weak references to its tasks."""


def _post_handler(run: Callable[[], Callable[[Promise[Any]], None]], holder: list[Promise[Any]]) -> None:
    """Post ``run()()`` to the dispatcher of the promise in ``holder``, which it settles."""
    derived = holder[0]
    dispatcher = derived._dispatcher
    if isinstance(dispatcher, AsyncioDispatcher) and dispatcher.loop.is_closed():
        dispatcher = None
    if dispatcher is None:
        dispatcher = current_dispatcher() or shared_dispatcher
    derived.waits_for_handler(dispatcher)
    del derived
    try:
        post(dispatcher, Handler(run, holder))
    except BaseException as error:
        # The holder is empty if the dispatcher has run the handler before it failed.
        if holder:
            holder.pop().reject(error.__cause__ or error)
        if not isinstance(error, GenAICancelledError):
            raise


def _without_package_frames(error: Exception) -> Exception:
    """Return an error without the frames of this module at the beginning of its traceback."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
        traceback = traceback.tb_next
    return error.with_traceback(traceback)


def _promises(function: str, given: Iterable[Promise[Any]], *, or_none: bool = False) -> list[Promise[Any]]:
    promises = list(given)
    for each in promises:
        if not isinstance(each, Promise):
            raise TypeError(f"Promise.{function} takes promises, got {type(each).__name__} {each!r}")
    if not promises and not or_none:
        raise ValueError(f"Promise.{function} needs at least one promise")
    return promises


def _that_waits_for(promises: list[Promise[Any]]) -> Promise[Any]:
    def cancel() -> None:
        for promise in promises:
            promise.Cancel()

    dispatchers = (promise.dispatcher for promise in promises if promise.dispatcher is not None)
    together: Promise[Any] = Promise(dispatcher=next(dispatchers, None), cancel=cancel)
    loop = loop_for_work()
    if loop is not None and any(source._needs(loop) for promise in promises for source in promise._sources()):
        together.set_work(cancel, loop=loop)
    return together


class Handler:
    """A posted handler, which settles the promise in ``holder``."""

    __slots__ = ("_holder", "_run")

    def __init__(self, run: Callable[[], Callable[[Promise[Any]], None]], holder: list[Promise[Any]]) -> None:
        self._run = run
        self._holder = holder

    def __call__(self) -> None:
        promise = self._holder.pop()
        # The chain may have been cancelled since the handler was posted.
        if promise.State is PromiseState.pending:
            try:
                settle = self._run()
            except Exception as error:
                promise.reject(_from_handler(error))
            except BaseException as error:
                promise.reject(error)
                raise
            else:
                settle(promise)
        # The traceback of an error references this frame. The promise would be in a reference cycle, and an unhandled
        # rejection would be logged only when the garbage collector runs.
        del promise

    def drop(self) -> None:
        """Reject the promise: the dispatcher has closed before the handler ran."""
        self._holder.pop().reject(GenAICancelledError(0, "aborted"))


def _from_handler(error: Exception) -> Exception:
    """Return an error without the frames of the package at the beginning of its traceback."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_globals.get("__package__") == __package__:
        traceback = traceback.tb_next
    return error.with_traceback(traceback)


def log_unhandled(error: BaseException, origin: tuple[str, int]) -> None:
    """Log an unhandled rejection once. origin: the file and line of the code that made the promise."""
    # A rejection that reached several promises is logged once.
    if isinstance(error, GenAICancelledError) or getattr(error, "_genai_py_logged", False):
        return
    with contextlib.suppress(AttributeError):
        error._genai_py_logged = True  # type: ignore[attr-defined]
    logger.error(
        "a promise made at %s:%s was rejected and nobody handled it: %s",
        *origin,
        error,
        exc_info=(type(error), error, error.__traceback__),
    )


after_fork(_followed.clear)
