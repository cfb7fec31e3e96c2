"""Promises: the outcome of work that goes on, to be awaited, waited for, or chained."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterable
from concurrent.futures import TimeoutError as FutureTimeoutError
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from . import loops
from .callbacks import positional_count
from .dispatchers import Dispatcher, PumpingDispatcher, ambient_dispatcher
from .errors import GenAICancelledError, GenAIException
from .spelling import BothSpellings, CallableInBothSpellings

logger = logging.getLogger("genai_py")
T = TypeVar("T")
U = TypeVar("U")
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PUMP_SLICE = 0.02


class PromiseState(Enum):
    """Where a promise stands."""

    pending = "pending"
    fulfilled = "fulfilled"
    rejected = "rejected"


_PENDING, _FULFILLED, _REJECTED = PromiseState.pending, PromiseState.fulfilled, PromiseState.rejected


def _made_at() -> tuple[str, int]:
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


class Promise(BothSpellings, Generic[T], metaclass=CallableInBothSpellings):
    """The outcome of work that goes on.

    ``await`` it on any loop, ``result(timeout)`` in any thread, or chain handlers with ``Then``, ``Catch``,
    ``Recover`` and ``Finally``; each gives a new promise. Handlers run through the dispatcher, never inside the call
    that adds them. ``Cancel()`` stops the work.

    As in the original, ``Promise(executor)`` calls ``executor(Resolve, Reject)`` at once.
    """

    __slots__ = ("__weakref__", "_cancel", "_dispatcher", "_handled", "_lock", "_origin", "_reactions", "_state", "_value")

    def __init__(
        self,
        executor: Callable[[Callable[[T], None], Callable[[BaseException], None]], Any] | None = None,
        *,
        dispatcher: Dispatcher | None = None,
        cancel: Callable[[], Any] | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._state = _PENDING
        self._value: Any = None
        self._reactions: list[Callable[[], None]] = []
        self._handled = False
        self._dispatcher = dispatcher
        self._cancel = cancel
        self._origin = _made_at()
        if executor is not None:
            try:
                executor(self._resolve, self._reject)
            except Exception as error:
                self._reject(error)

    # --- settling

    def _resolve(self, value: Any) -> None:
        """Fulfil with a value, or follow the promise or awaitable it is."""
        if isinstance(value, Promise):
            value._handled = True
            value._react(lambda: self._settle(value._state, value._value))
            self._cancel = value.Cancel
        elif inspect.isawaitable(value):
            self._follow(value)
        else:
            self._settle(_FULFILLED, value)

    def _reject(self, error: BaseException | str) -> None:
        self._settle(_REJECTED, GenAIException(0, error) if isinstance(error, str) else error)

    def _settle(self, state: PromiseState, value: Any) -> None:
        with self._lock:
            if self._state is not _PENDING:
                return
            self._value = value
            self._state = state
            reactions, self._reactions = self._reactions, []
        self._cancel = None
        for reaction in reactions:
            reaction()

    def _react(self, reaction: Callable[[], None]) -> None:
        """Call ``reaction`` once settled: in the thread that settles, or at once."""
        with self._lock:
            if self._state is _PENDING:
                self._reactions.append(reaction)
                return
        reaction()

    def _follow(self, awaitable: Awaitable[Any]) -> None:
        async def run() -> None:
            try:
                self._settle(_FULFILLED, await awaitable)
            except asyncio.CancelledError:
                self._settle(_REJECTED, GenAICancelledError(0, "aborted"))
            except Exception as error:
                self._settle(_REJECTED, error)

        loop = asyncio._get_running_loop()
        if loop is not None:
            task = loop.create_task(run())
            _running.add(task)
            task.add_done_callback(_running.discard)
            self._cancel = task.cancel
        else:
            self._cancel = loops.background.submit(run()).cancel

    # --- reading

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
                yield from waiter
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
            dispatcher = self._dispatcher
            loop = getattr(dispatcher, "loop", None)
            if loop is not None and loop is asyncio._get_running_loop():
                raise RuntimeError("this promise is being worked on by the running loop; await it instead")
            done = threading.Event()
            self._react(done.set)
            if isinstance(dispatcher, PumpingDispatcher) and dispatcher.is_current():
                deadline = None if timeout is None else time.monotonic() + timeout
                while not done.is_set() and (deadline is None or time.monotonic() < deadline):
                    dispatcher.Pump(_PUMP_SLICE)
            else:
                done.wait(timeout)
            if not done.is_set():
                raise FutureTimeoutError(f"the promise is still pending after {timeout} s")
        return self._outcome()

    def Cancel(self) -> bool:
        """Stop the work; the promise is then rejected with GenAICancelledError. False when it was settled already."""
        if self._state is not _PENDING:
            return False
        self._handled = True
        cancel = self._cancel
        if cancel is not None:
            cancel()
        else:
            self._settle(_REJECTED, GenAICancelledError(0, "aborted"))
        return True

    # --- chaining

    def _derive(self, run: Callable[[Promise[Any]], Any]) -> Promise[Any]:
        """A promise whose outcome ``run(derived)`` decides, through the dispatcher, once this one is settled."""
        derived: Promise[Any] = Promise(dispatcher=self._dispatcher, cancel=self.Cancel)
        self._handled = True
        dispatcher = self._dispatcher or ambient_dispatcher()

        def handle() -> None:
            # A chain cancelled while its handler waited for its turn does not run the handler.
            if derived._state is _PENDING:
                try:
                    run(derived)
                except Exception as error:
                    derived._reject(error)

        def react() -> None:
            derived._cancel = None
            dispatcher.post(handle)

        self._react(react)
        return derived

    def Then(self, OnFulfill: Callable[..., Any]) -> Promise[Any]:
        """Run a handler with the value (or without, when it takes nothing).

        What it returns is the next value; a promise or awaitable is followed; None passes the value on. A rejection
        skips the handler and goes on.
        """
        takes_value = positional_count(OnFulfill) != 0

        def run(derived: Promise[Any]) -> None:
            if self._state is _REJECTED:
                derived._reject(self._value)
                return
            returned = OnFulfill(self._value) if takes_value else OnFulfill()
            if inspect.isawaitable(returned):
                value = self._value

                async def or_value() -> Any:
                    followed = await returned
                    return value if followed is None else followed

                derived._follow(or_value())
            else:
                derived._resolve(self._value if returned is None else returned)

        return self._derive(run)

    def Catch(self, OnReject: Callable[[BaseException], Any]) -> Promise[T]:
        """Run a handler with the error of a rejection. The chain stays rejected with it, as in the original."""

        def run(derived: Promise[Any]) -> None:
            if self._state is _FULFILLED:
                derived._resolve(self._value)
                return
            error = self._value
            derived._handled = True
            returned = OnReject(error)
            if inspect.isawaitable(returned):

                async def and_reject() -> Any:
                    await returned
                    raise error

                derived._follow(and_reject())
            else:
                derived._reject(error)

        return self._derive(run)

    def Recover(self, OnReject: Callable[[BaseException], Any]) -> Promise[Any]:
        """Run a handler with the error of a rejection; what it returns is the value the chain goes on with."""

        def run(derived: Promise[Any]) -> None:
            derived._resolve(self._value if self._state is _FULFILLED else OnReject(self._value))

        return self._derive(run)

    def Finally(self, OnSettled: Callable[[], Any]) -> Promise[T]:
        """Run a handler either way; the outcome goes on unchanged, unless the handler fails."""

        def run(derived: Promise[Any]) -> None:
            state, value = self._state, self._value
            returned = OnSettled()
            if inspect.isawaitable(returned):

                async def and_go_on() -> Any:
                    await returned
                    if state is _REJECTED:
                        raise value
                    return value

                derived._follow(and_go_on())
            else:
                derived._settle(state, value)

        return self._derive(run)

    # --- making

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
        return _gather(list(Promises), first_rejection=True)

    @staticmethod
    def AllSettled(Promises: Iterable[Promise[Any]]) -> Promise[list[Promise[Any]]]:
        """The promises themselves, once each is settled. Never rejected."""
        return _gather(list(Promises), first_rejection=False)

    @staticmethod
    def Race(Promises: Iterable[Promise[U]]) -> Promise[U]:
        """The outcome of whichever is settled first."""
        promises = list(Promises)
        if not promises:
            raise ValueError("Promise.Race needs at least one promise")
        race: Promise[U] = Promise(dispatcher=promises[0]._dispatcher, cancel=_cancel_all(promises))
        for promise in promises:
            promise._handled = True
            promise._react(lambda promise=promise: race._settle(promise._state, promise._value))  # type: ignore[misc]
        return race

    @staticmethod
    def Any(Promises: Iterable[Promise[U]]) -> Promise[U]:
        """The first value; rejected with a GenAIException naming every error when all are rejected."""
        promises = list(Promises)
        if not promises:
            raise ValueError("Promise.Any needs at least one promise")
        first: Promise[U] = Promise(dispatcher=promises[0]._dispatcher, cancel=_cancel_all(promises))
        left = _Countdown(len(promises))

        def settled(promise: Promise[U]) -> None:
            if promise._state is _FULFILLED:
                first._settle(_FULFILLED, promise._value)
            elif left.is_last():
                errors = "; ".join(str(each._value) for each in promises)
                first._settle(_REJECTED, GenAIException(0, f"all {len(promises)} promises were rejected: {errors}"))

        for promise in promises:
            promise._handled = True
            promise._react(lambda promise=promise: settled(promise))  # type: ignore[misc]
        return first

    def __repr__(self) -> str:
        return f"<Promise {self._state.value}, made at {self._origin[0]}:{self._origin[1]}>"

    def __del__(self) -> None:
        # A promise whose construction failed has no state.
        if getattr(self, "_state", None) is _REJECTED and not self._handled:
            error = self._value
            logger.error(
                "a promise made at %s:%s was rejected and nobody handled it: %s",
                *self._origin,
                error,
                exc_info=(type(error), error, error.__traceback__),
            )


_running: set[asyncio.Task[Any]] = set()
"""Tasks of followed awaitables: a loop keeps only weak references to its tasks."""


class _Countdown:
    def __init__(self, count: int) -> None:
        self._left = count
        self._lock = threading.Lock()

    def is_last(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == 0


def _cancel_all(promises: list[Promise[Any]]) -> Callable[[], None]:
    def cancel() -> None:
        for promise in promises:
            promise.Cancel()

    return cancel


def _gather(promises: list[Promise[Any]], *, first_rejection: bool) -> Promise[Any]:
    gathered: Promise[Any] = Promise(
        dispatcher=promises[0]._dispatcher if promises else None, cancel=_cancel_all(promises)
    )
    if not promises:
        gathered._settle(_FULFILLED, [])
    left = _Countdown(len(promises))

    def settled(promise: Promise[Any]) -> None:
        if first_rejection and promise._state is _REJECTED:
            gathered._settle(_REJECTED, promise._value)
        if left.is_last():
            gathered._settle(_FULFILLED, [each._value for each in promises] if first_rejection else promises)

    for promise in promises:
        promise._handled = True
        promise._react(lambda promise=promise: settled(promise))  # type: ignore[misc]
    return gathered


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
