"""Promises: the outcome of work that goes on, to be awaited, waited for, or chained."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable
from enum import Enum
from types import CodeType
from typing import Any, Generic, Protocol, TypeVar, cast, overload

from ..errors import GenAICancelledError, GenAIException
from ..spelling import BothSpellings, CallableInBothSpellings
from . import loops
from .callbacks import positional_count
from .dispatchers import Dispatcher, LoopDispatcher, PumpingDispatcher, ambient_dispatcher, shared_dispatcher

logger = logging.getLogger("genai_py")
T = TypeVar("T")
U = TypeVar("U")
_PACKAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "")
_PUMP_SLICE = 0.02


class PromiseState(Enum):
    """Where a promise stands."""

    pending = "pending"
    fulfilled = "fulfilled"
    rejected = "rejected"


_PENDING, _FULFILLED, _REJECTED = PromiseState.pending, PromiseState.fulfilled, PromiseState.rejected


class Work(Protocol):
    """What settles a promise."""

    def take(self) -> Coroutine[Any, Any, Any] | None:
        """The work, for the running task to do itself, which gives the promise's outcome.

        None when it has begun, or belongs to another loop.
        """

    def Cancel(self) -> bool:
        """Stop the work."""


def _origin_of(code: CodeType, instruction: int) -> tuple[str, int]:
    """File and line of an instruction."""
    lines = (line for start, end, line in code.co_lines() if start <= instruction < end and line is not None)
    return code.co_filename, next(lines, code.co_firstlineno)


class Promise(BothSpellings, Generic[T], metaclass=CallableInBothSpellings):
    """The outcome of work that goes on.

    ``await`` it on any loop, ``result(timeout)`` in any thread, or chain handlers with ``Then``, ``Catch``,
    ``Recover`` and ``Finally``; each gives a new promise. Handlers run through the dispatcher, never inside the call
    that adds them. ``Cancel()`` stops the work.

    As in the original, ``Promise(executor)`` calls ``executor(Resolve, Reject)`` at once.
    """

    # _cancel: what stops what is awaited; a promise, where this one goes as that one goes. _work: the operation that
    # settles the promise, where one does. _loop: the asyncio loop that does the work, where one does. _handled:
    # somebody heard of the rejection. _passed_on: another promise has taken the rejection over. _origin: the code that
    # made the promise, and where in it.
    __slots__ = (
        "__weakref__", "_cancel", "_dispatcher", "_handled", "_loop", "_origin", "_passed_on", "_reactions",
        "_state", "_value", "_work",
    )  # fmt: skip

    def __init__(
        self,
        executor: Callable[[Callable[[T], None], Callable[[BaseException], None]], Any] | None = None,
        *,
        dispatcher: Dispatcher | None = None,
        cancel: Callable[[], Any] | Promise[Any] | None = None,
    ) -> None:
        self._state = _PENDING
        self._value: Any = None
        self._reactions: list[Callable[[], None]] | None = None
        self._handled = False
        self._passed_on = False
        self._dispatcher = dispatcher
        self._cancel = cancel
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: Work | None = None
        # One without an executor is made in here, for somebody further out. Each frame looked at costs.
        frame = sys._getframe(1 if executor is not None else 2)
        while frame.f_code.co_filename.startswith(_PACKAGE) and frame.f_back is not None:
            frame = frame.f_back
        self._origin = frame.f_code, frame.f_lasti
        if executor is not None:
            try:
                executor(self._resolve, self._reject)
            except Exception as error:
                self._reject(_from_handler(error))

    def _resolve(self, value: Any = None, instead_of_none: Any = None) -> None:
        """Fulfil with a value, or follow the promise or awaitable it is; its None counts as ``instead_of_none``."""
        if value is self:
            self._reject("a promise cannot wait for itself")
        elif isinstance(value, Promise):
            value._passed_on = True
            self._works_through(value)

            def follow() -> None:
                outcome = instead_of_none if value._value is None else value._value
                self._settle(value._state, outcome, value._handled)

            value._react(follow)
        elif inspect.isawaitable(value):
            self._follow(value, instead_of_none)
        else:
            self._settle(_FULFILLED, instead_of_none if value is None else value)

    def _reject(self, error: BaseException | type[BaseException] | str) -> None:
        if isinstance(error, type) and issubclass(error, BaseException):
            error = error()
        self._settle(_REJECTED, error if isinstance(error, BaseException) else GenAIException(0, str(error)))

    def _settle(self, state: PromiseState, value: Any, handled: bool = False) -> None:
        with _settling:
            if self._state is not _PENDING:
                return
            self._value = value
            self._handled = self._handled or handled
            self._state = state
            if state is _REJECTED:
                self.__class__ = _RejectedPromise
            reactions, self._reactions = self._reactions, None
        # What did the work would otherwise hold the promise that holds it.
        self._cancel = self._work = None
        if reactions:
            _run_reactions(reactions)

    def _react(self, reaction: Callable[[], None]) -> None:
        """Call ``reaction`` once settled: in the thread that settles, or at once."""
        with _settling:
            if self._state is _PENDING:
                if self._reactions is None:
                    self._reactions = []
                self._reactions.append(reaction)
                return
        _run_reactions([reaction])

    def _works_through(self, work: Callable[[], Any] | Promise[Any]) -> None:
        """Say what the promise now waits for, so that it can be cancelled; it is at once if that was asked before."""
        with _settling:
            if self._state is _PENDING:
                self._cancel = work
                return
        if isinstance(self._value, GenAICancelledError):
            _ = work.Cancel() if isinstance(work, Promise) else work()

    def _follow(self, awaitable: Awaitable[Any], instead_of_none: Any) -> None:
        """Await an awaitable, on the running loop or else on the background loop, and settle as it ends."""
        running = asyncio._get_running_loop()
        loop = self._loop = running or loops.background.loop()
        tasks: list[asyncio.Task[Any]] = []

        async def wait() -> Any:
            return await awaitable

        def settle(task: asyncio.Task[Any]) -> None:
            _running.discard(task)
            if inspect.iscoroutine(awaitable):
                # One that was cancelled before it began.
                awaitable.close()
            if task.cancelled():
                self._settle(_REJECTED, GenAICancelledError(0, "aborted"))
            elif (error := task.exception()) is not None:
                self._settle(_REJECTED, error)
            else:
                value = task.result()
                self._settle(_FULFILLED, instead_of_none if value is None else value)

        def begin() -> None:
            task = loop.create_task(wait())
            tasks.append(task)
            _running.add(task)
            task.add_done_callback(settle)

        def stop() -> None:
            # A loop that is gone has cancelled its tasks.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(lambda: tasks[0].cancel())

        if running is None:
            loop.call_soon_threadsafe(begin)
        else:
            if self._dispatcher is None:
                self._dispatcher = LoopDispatcher(running)
            begin()
        self._works_through(stop)

    @property
    def State(self) -> PromiseState:
        """pending, fulfilled or rejected."""
        return self._state

    def _outcome(self) -> T:
        self._handled = True
        if self._state is _FULFILLED:
            return cast(T, self._value)
        raise self._value

    def __await__(self) -> Generator[Any, None, T]:
        # Awaited before its work began, as nearly always: the awaiting task does it, without a task of its own.
        work = self._work
        taken = None if work is None else work.take()
        if taken is None:
            return self._wait_for_outcome().__await__()
        self._handled = True
        return taken.__await__()

    async def _wait_for_outcome(self) -> T:
        """Wait until the promise is settled; its outcome."""
        if self._state is _PENDING:
            loop = asyncio.get_running_loop()
            waiter = loop.create_future()

            def wake() -> None:
                if asyncio._get_running_loop() is loop:
                    if not waiter.done():
                        waiter.set_result(None)
                else:
                    # The loop may be gone: then nobody awaits any more.
                    with contextlib.suppress(RuntimeError):
                        loop.call_soon_threadsafe(wake)

            self._react(wake)
            try:
                await waiter
            except asyncio.CancelledError:
                self._handled = True
                self.Cancel()
                raise
        return self._outcome()

    def result(self, timeout: float | None = None) -> T:
        """Block until settled, ``timeout`` seconds at most; the value, or the rejection raised.

        Raises TimeoutError when time is up; the work goes on. On the dispatcher's own thread the callbacks go on
        running meanwhile. On the thread of a running loop that has to do the work it raises RuntimeError: await there.
        """
        if self._state is _PENDING:
            loop = asyncio._get_running_loop()
            if loop is not None and any(promise._needs(loop) for promise in self._sources()):
                raise RuntimeError("this promise is being worked on by the running loop; await it instead")
            done = threading.Event()
            dispatcher = self._dispatcher or shared_dispatcher
            if isinstance(dispatcher, PumpingDispatcher) and dispatcher.is_current():
                self._pump(dispatcher, done, timeout)
            else:
                self._react(done.set)
                done.wait(timeout)
            if not done.is_set():
                raise TimeoutError(f"the promise is still pending after {timeout} s")
        return self._outcome()

    def _pump(self, dispatcher: PumpingDispatcher, done: threading.Event, timeout: float | None) -> None:
        def wake() -> None:
            done.set()
            # Where the dispatcher is at its end, the thread looks for itself soon.
            with contextlib.suppress(GenAICancelledError):
                dispatcher.post(_nothing)

        self._react(wake)
        deadline = None if timeout is None else time.monotonic() + timeout
        while not done.is_set():
            left = _PUMP_SLICE if deadline is None else min(_PUMP_SLICE, deadline - time.monotonic())
            if left <= 0:
                return
            dispatcher.Pump(left)

    def _sources(self) -> list[Promise[Any]]:
        """This promise, the one it goes as, the one that goes as, and so on."""
        found: dict[int, Promise[Any]] = {}
        promise: Any = self
        while isinstance(promise, Promise) and promise._state is _PENDING and id(promise) not in found:
            found[id(promise)] = promise
            promise = promise._cancel
        return list(found.values())

    def _needs(self, loop: asyncio.AbstractEventLoop) -> bool:
        return self._loop is loop or getattr(self._dispatcher, "loop", None) is loop

    def Cancel(self) -> bool:
        """Stop the work; the promise is then rejected with GenAICancelledError. False when it was settled already."""
        sources = self._sources()
        if not sources:
            return False
        for promise in sources:
            promise._handled = True
        last = sources[-1]
        stop = last._cancel if last._work is None else last._work.Cancel
        if stop is None or isinstance(stop, Promise):
            last._settle(_REJECTED, GenAICancelledError(0, "aborted"))
        else:
            stop()
        return True

    def _derive(self, run: Callable[[], Callable[[Promise[Any]], None]]) -> Promise[Any]:
        """A promise that what ``run()`` gives settles, through the dispatcher, once this one is settled."""
        dispatcher = self._dispatcher
        if dispatcher is None and self._loop is not None:
            dispatcher = LoopDispatcher(self._loop)
        loop = getattr(dispatcher, "loop", None)
        if dispatcher is None or (loop is not None and loop.is_closed()):
            dispatcher = ambient_dispatcher()
        derived: Promise[Any] = Promise(dispatcher=dispatcher, cancel=self)
        self._passed_on = True
        self._react(functools.partial(_post_handler, dispatcher, run, [derived]))
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
        """Run a handler with the value (or without, when it takes nothing).

        What it returns is the next value; a promise or awaitable is followed; None passes the value on. A rejection
        skips the handler and goes on.
        """
        takes_value = positional_count(OnFulfill) != 0

        def run() -> Callable[[Promise[Any]], None]:
            if self._state is _REJECTED:
                return self._pass_on
            returned = OnFulfill(self._value) if takes_value else OnFulfill()
            return lambda derived: derived._resolve(returned, instead_of_none=self._value)

        return self._derive(run)

    def Catch(self, OnReject: Callable[[BaseException], Any]) -> Promise[T]:
        """Run a handler with the error of a rejection. The chain stays rejected with it, as in the original."""

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
        """Run a handler with the error of a rejection; what it returns is the value the chain goes on with."""

        def run() -> Callable[[Promise[Any]], None]:
            if self._state is _FULFILLED:
                return self._pass_on
            self._handled = True
            returned = OnReject(self._value)
            return lambda derived: derived._resolve(returned)

        return self._derive(run)

    def Finally(self, OnSettled: Callable[[], Any]) -> Promise[T]:
        """Run a handler either way; the outcome goes on unchanged, unless the handler fails."""

        def run() -> Callable[[Promise[Any]], None]:
            returned = OnSettled()
            return lambda derived: self._pass_on(derived, after=returned)

        return self._derive(run)

    def _pass_on(self, derived: Promise[Any], after: Any = None) -> None:
        """Settle ``derived`` as this promise is; if ``after`` is awaitable, once that ended, or as it failed."""
        if after is None or not inspect.isawaitable(after):
            derived._settle(self._state, self._value, self._handled)
            return
        waited: Promise[Any] = Promise(dispatcher=derived._dispatcher)
        waited._resolve(after)
        waited._passed_on = True
        derived._works_through(waited)

        def ended() -> None:
            source = self if waited._state is _FULFILLED else waited
            derived._settle(source._state, source._value, source._handled)

        waited._react(ended)

    @staticmethod
    def Resolved(Value: U, Proc: Callable[[], Any] | None = None) -> Promise[U]:
        """A promise that is fulfilled; ``Proc`` runs first, if given."""
        promise: Promise[U] = Promise()
        if Proc is not None:
            Proc()
        promise._resolve(Value)
        return promise

    @staticmethod
    def Rejected(Error: BaseException | str, Proc: Callable[[], Any] | None = None) -> Promise[Any]:
        """A promise that is rejected; ``Proc`` runs first, if given."""
        promise: Promise[Any] = Promise()
        if Proc is not None:
            Proc()
        promise._reject(Error)
        return promise

    @staticmethod
    def All(Promises: Iterable[Promise[U]]) -> Promise[list[U]]:
        """All values in order; rejected with the first rejection."""
        promises = _promises("All", Promises, or_none=True)
        together = _that_waits_for(promises)
        left = _Countdown(len(promises))

        def settled(promise: Promise[U]) -> None:
            if promise._state is _REJECTED:
                together._settle(_REJECTED, promise._value, promise._handled)
            if left.is_last():
                together._settle(_FULFILLED, [each._value for each in promises])

        if not promises:
            together._settle(_FULFILLED, [])
        _when_settled(promises, settled)
        return together

    @staticmethod
    def AllSettled(Promises: Iterable[Promise[Any]]) -> Promise[list[Promise[Any]]]:
        """The promises themselves, once each is settled. Never rejected."""
        promises = _promises("AllSettled", Promises, or_none=True)
        together = _that_waits_for(promises)
        left = _Countdown(len(promises))

        def settled(_: Promise[Any]) -> None:
            if left.is_last():
                together._settle(_FULFILLED, promises)

        if not promises:
            together._settle(_FULFILLED, promises)
        _when_settled(promises, settled)
        return together

    @staticmethod
    def Race(Promises: Iterable[Promise[U]]) -> Promise[U]:
        """The outcome of whichever is settled first."""
        promises = _promises("Race", Promises)
        race = _that_waits_for(promises)
        _when_settled(promises, lambda promise: race._settle(promise._state, promise._value, promise._handled))
        return race

    @staticmethod
    def Any(Promises: Iterable[Promise[U]]) -> Promise[U]:
        """The first value; rejected with a GenAIException naming every error when all are rejected."""
        promises = _promises("Any", Promises)
        first = _that_waits_for(promises)
        left = _Countdown(len(promises))

        def settled(promise: Promise[U]) -> None:
            if promise._state is _FULFILLED:
                first._settle(_FULFILLED, promise._value)
            elif left.is_last():
                errors = "; ".join(str(each._value) for each in promises)
                first._settle(_REJECTED, GenAIException(0, f"all {len(promises)} promises were rejected: {errors}"))

        _when_settled(promises, settled)
        return first

    def __repr__(self) -> str:
        return f"<Promise {self._state.value}, made at {':'.join(map(str, _origin_of(*self._origin)))}>"


class _RejectedPromise(Promise[T]):
    """What a promise becomes that is rejected: a finalizer costs, and only these need one."""

    __slots__ = ()

    def __del__(self) -> None:
        if not self._handled and not self._passed_on:
            _log_unhandled(self._value, _origin_of(*self._origin))


def _log_unhandled(error: BaseException, origin: tuple[str, int]) -> None:
    # One that went several ways is logged where the first of them ends.
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


_settling = threading.Lock()
"""Held for moments only: one for all is cheaper than one for each."""
loops.after_fork(_settling._at_fork_reinit)  # type: ignore[attr-defined]
_running: set[asyncio.Task[Any]] = set()
"""Tasks of followed awaitables: a loop keeps only weak references to its tasks."""
_turn = threading.local()


def _run_reactions(reactions: list[Callable[[], None]]) -> None:
    """Run reactions, and those that they set off after them and not inside them, so that no chain is too deep."""
    waiting: deque[Callable[[], None]] | None = getattr(_turn, "waiting", None)
    if waiting is not None:
        waiting.extend(reactions)
        return
    waiting = _turn.waiting = deque(reactions)
    try:
        while waiting:
            waiting.popleft()()
    finally:
        _turn.waiting = None


def _post_handler(dispatcher: Dispatcher, run: Callable[[], Any], derived: list[Promise[Any]]) -> None:
    """Have ``run`` called by the dispatcher, to settle the one promise in ``derived``."""
    derived[0]._cancel = None
    try:
        dispatcher.post(_Handler(run, derived))
    except Exception as error:
        derived.pop()._reject(error)


class _Handler:
    """A handler's turn, which settles the one promise in ``derived``."""

    __slots__ = ("_derived", "_run")

    def __init__(self, run: Callable[[], Callable[[Promise[Any]], None]], derived: list[Promise[Any]]) -> None:
        self._run = run
        self._derived = derived

    def __call__(self) -> None:
        promise = self._derived.pop()
        # A chain cancelled while its handler waited for its turn does not run the handler.
        if promise._state is _PENDING:
            try:
                settle = self._run()
            except Exception as error:
                promise._reject(_from_handler(error))
            else:
                settle(promise)
        # The traceback of an error holds this frame: the promise would hold itself through it, live until the garbage
        # collector comes, and what nobody handled would be logged as late.
        del promise

    def drop(self) -> None:
        """The dispatcher came to its end before."""
        self._derived.pop()._settle(_REJECTED, GenAICancelledError(0, "aborted"))


def _from_handler(error: Exception) -> Exception:
    """An error as the handler raised it, without the frames of this module before it."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
        traceback = traceback.tb_next
    return error.with_traceback(traceback)


def _nothing() -> None:
    """Posted to wake a dispatcher."""


class _Countdown:
    def __init__(self, count: int) -> None:
        self._left = count
        self._lock = threading.Lock()

    def is_last(self) -> bool:
        with _settling:
            self._left -= 1
            return self._left == 0


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

    dispatchers = (promise._dispatcher for promise in promises if promise._dispatcher is not None)
    return Promise(dispatcher=next(dispatchers, None), cancel=cancel)


def _when_settled(promises: list[Promise[Any]], settled: Callable[[Promise[Any]], None]) -> None:
    for promise in promises:
        promise._passed_on = True
        promise._react(functools.partial(settled, promise))


class AsynchronousHelper(metaclass=CallableInBothSpellings):
    """Promises of time. All times are milliseconds, as in the original."""

    @staticmethod
    def Delay(Ms: int) -> Promise[bool]:
        """A promise that is fulfilled with True after ``Ms`` milliseconds."""

        async def sleep() -> bool:
            await asyncio.sleep(Ms / 1000)
            return True

        return Promise.Resolved(cast(Any, sleep()))

    @staticmethod
    def DefaultBackoff(CurrentDelayMs: int, MaxDelayMs: int) -> int:
        """The next delay: twice the current one, ``MaxDelayMs`` at most."""
        return min(CurrentDelayMs * 2, MaxDelayMs)

    @staticmethod
    def PollUntil(
        GetSnapshot: Callable[[], Promise[T]],
        IsDone: Callable[[T], bool],
        Extract: Callable[[T], U],
        FirstDelayMs: int,
        MaxTries: int,
        DelayPolicy: Callable[[int, int], int] | None = None,
    ) -> Promise[U]:
        """Ask for snapshots until one is done, and give what ``Extract`` takes from it.

        FirstDelayMs: the wait before the second try. DelayPolicy(attempt, current_delay_ms) gives the wait after each
        try; by default the delay doubles each time, to 30 s at most. Rejected with GenAIException after
        ``MaxTries`` tries, or with what ``GetSnapshot``, ``IsDone`` or ``Extract`` raised.
        """

        async def poll() -> U:
            delay = FirstDelayMs
            for attempt in range(1, MaxTries + 1):
                snapshot = await GetSnapshot()
                if IsDone(snapshot):
                    return Extract(snapshot)
                if attempt < MaxTries:
                    await asyncio.sleep(delay / 1000)
                    delay = (
                        AsynchronousHelper.DefaultBackoff(delay, 30_000)
                        if DelayPolicy is None
                        else DelayPolicy(attempt, delay)
                    )
            raise GenAIException(0, f"not done after {MaxTries} tries")

        return Promise.Resolved(cast(Any, poll()))
