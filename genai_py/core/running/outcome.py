"""The outcome of work in progress: settled once, from any thread; awaited, waited for, or cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from enum import Enum
from types import CodeType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from ..errors import GenAICancelledError, GenAIException
from ..spelling import BothSpellings
from .background import wait_for
from .dispatchers import (
    AsyncioDispatcher,
    Dispatcher,
    PumpingDispatcher,
    current_dispatcher,
    post,
    shared_dispatcher,
)
from .loops import call_soon_anywhere, running_loop
from .process import after_fork

T = TypeVar("T")
_PACKAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "")
_PUMP_SLICE = 0.02


class PromiseState(Enum):
    """Whether a promise is pending, fulfilled or rejected. The members have the original's names, too."""

    pending = "pending"
    fulfilled = "fulfilled"
    rejected = "rejected"
    psPending = pending
    psFulfilled = fulfilled
    psRejected = rejected


_PENDING, _FULFILLED, _REJECTED = PromiseState.pending, PromiseState.fulfilled, PromiseState.rejected


class Outcome(BothSpellings, Generic[T]):
    """The state of a promise and the ways to wait for it, without chained handlers."""

    # _stop: stops the work that settles the promise; another promise if this one follows it. _loop: the event loop
    # that runs the work, or None. _handled: whether a rejection was handled. _passed_on: whether another promise has
    # taken over the rejection. _origin: the code object that made the promise, and the instruction. _driven: the
    # generators that tasks of create_task advance, by task. _waiters: futures of coroutines that await the promise;
    # they are resolved before the reactions run.
    __slots__ = (
        "__weakref__", "_dispatcher", "_driven", "_handled", "_loop", "_origin", "_passed_on", "_reactions",
        "_state", "_stop", "_value", "_waiters",
    )  # fmt: skip

    _rejected_class: ClassVar[type[Any]]

    def __init__(
        self,
        dispatcher: Dispatcher | None,
        cancel: Callable[[], Any] | Outcome[Any] | None,
        depth: int,
        loop: asyncio.AbstractEventLoop | None,
    ) -> None:
        """depth: the minimum number of frames of the package between this call and the program's code."""
        self._state = _PENDING
        self._value: Any = None
        self._reactions: list[Callable[[], None]] | None = None
        self._waiters: list[asyncio.Future[None]] | None = None
        self._handled = False
        self._passed_on = False
        self._dispatcher = dispatcher
        self._stop = cancel
        self._loop = loop
        self._driven: dict[asyncio.Task[Any] | None, Generator[Any, Any, T]] | None = None
        # Walking frames is expensive: ``depth`` skips those that are known.
        frame = sys._getframe(depth)
        while frame.f_code.co_filename.startswith(_PACKAGE) and frame.f_back is not None:
            frame = frame.f_back
        self._origin = frame.f_code, frame.f_lasti

    @property
    def State(self) -> PromiseState:
        """Whether the promise is pending, fulfilled or rejected."""
        return self._state

    @property
    def value(self) -> Any:
        """The value, or the error of a rejection; None while pending."""
        return self._value

    @property
    def origin(self) -> tuple[str, int]:
        """File and line of the code that made the promise."""
        return _origin_of(*self._origin)

    @property
    def dispatcher(self) -> Dispatcher | None:
        """The dispatcher that runs handlers; None if it is not determined yet."""
        if self._dispatcher is None and self._loop is not None:
            self._dispatcher = AsyncioDispatcher(self._loop)
        return self._dispatcher

    def set_work(
        self,
        stop: Callable[[], Any] | Outcome[Any],
        dispatcher: Dispatcher | None = None,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Set the work that settles the promise.

        stop: stops the work; called at once if the promise has already been cancelled. dispatcher: runs handlers.
        loop: runs the work, and handlers if there is no dispatcher.
        """
        if dispatcher is not None:
            self._dispatcher = dispatcher
        if loop is not None:
            self._loop = loop
        with _settling:
            if self._state is _PENDING:
                self._stop = stop
                return
        if isinstance(self._value, GenAICancelledError):
            _ = stop.Cancel() if isinstance(stop, Outcome) else stop()

    def waits_for_handler(self, dispatcher: Dispatcher) -> None:
        """Replace the promise that this one follows by a handler, which settles this one and runs on ``dispatcher``."""
        self._stop = None
        self._dispatcher = dispatcher
        self._loop = dispatcher.loop if isinstance(dispatcher, AsyncioDispatcher) else None

    def fulfil(self, value: Any) -> None:
        """Fulfil the promise with a value, without awaiting it if it is awaitable."""
        self._settle(_FULFILLED, value)

    def reject(self, error: BaseException | type[BaseException] | str, handled: bool = False) -> None:
        """Reject the promise with an exception, or with a GenAIException that has the given text.

        handled: do not log the rejection if no handler handles it.
        """
        if self._dispatcher is None and self._stop is None:
            self._dispatcher = current_dispatcher()
        if isinstance(error, type) and issubclass(error, BaseException):
            error = error()
        self._settle(_REJECTED, error if isinstance(error, BaseException) else GenAIException(0, str(error)), handled)

    def settle_as(self, other: Outcome[Any], instead_of_none: Any = None) -> None:
        """Settle the promise with the state and the value of a settled promise."""
        value = instead_of_none if other._value is None else other._value
        self._settle(other._state, value, other._handled)

    def mark_passed_on(self) -> None:
        """Do not log an unhandled rejection, since another promise takes it over."""
        self._passed_on = True

    def mark_handled(self) -> None:
        """Do not log a rejection: it has been handled."""
        self._handled = True

    def when_settled(self, reaction: Callable[[], None]) -> None:
        """Call ``reaction()`` on the thread that settles the promise, or now if it is already settled."""
        with _settling:
            if self._state is _PENDING:
                if self._reactions is None:
                    self._reactions = []
                self._reactions.append(reaction)
                return
        run_reactions([reaction])

    def _settle(self, state: PromiseState, value: Any, handled: bool = False) -> None:
        with _settling:
            if self._state is not _PENDING:
                return
            self._value = value
            self._handled = self._handled or handled
            self._state = state
            if state is _REJECTED:
                self.__class__ = self._rejected_class
            reactions, self._reactions = self._reactions, None
            waiters, self._waiters = self._waiters, None
        # Avoids a reference cycle: the work references the promise.
        self._stop = None
        if waiters:
            for waiter in waiters:
                _wake(waiter)
        if reactions:
            run_reactions(reactions)

    def __await__(self) -> Generator[Any, Any, T]:
        if self._state is _PENDING:
            waiter = asyncio.get_running_loop().create_future()
            with _settling:
                if self._state is not _PENDING:
                    waiter.set_result(None)
                elif self._waiters is None:
                    self._waiters = [waiter]
                else:
                    self._waiters.append(waiter)
            try:
                yield from waiter
            except asyncio.CancelledError:
                self._handled = True
                self.Cancel()
                raise
        try:
            return self._outcome()
        finally:
            # Avoids a reference cycle: the traceback references this frame, and the promise references the exception.
            del self

    if not TYPE_CHECKING:
        # Hidden from type checkers: if Promise were a coroutine type, overloads would be ambiguous.

        def send(self, value: Any, /) -> Any:
            """Coroutine protocol, for ``asyncio.create_task``: resume the current task's await of the promise."""
            return self._drive(lambda steps: steps.send(value))

        def throw(self, *error: Any) -> Any:
            """Coroutine protocol: raise an exception in the current task's await, as when the task is cancelled."""
            return self._drive(lambda steps: steps.throw(*error))

        def close(self) -> None:
            """Coroutine protocol: do nothing. The work continues even if no task awaits the promise."""

    def _drive(self, step: Callable[[Generator[Any, Any, T]], Any]) -> Any:
        task = asyncio.current_task()
        if self._driven is None:
            self._driven = {}
        steps = self._driven.get(task)
        if steps is None:
            steps = self._driven[task] = self.__await__()
        try:
            return step(steps)
        except BaseException:
            self._driven.pop(task, None)
            raise
        finally:
            del self, steps

    def result(self, timeout: float | None = None) -> T:
        """Block until the promise is settled, for at most ``timeout`` seconds, and return its value.

        Raises the exception of a rejection; TimeoutError if the time is exceeded, in which case the work continues; and
        RuntimeError on the thread of a running loop that runs the work: use ``await`` there. Ctrl-C stops the work. On
        the dispatcher's own thread, callbacks continue to run.
        """
        if self._state is _PENDING:
            loop = running_loop()
            if loop is not None and any(promise._needs(loop) for promise in self._sources()):
                raise RuntimeError("this promise is being worked on by the running loop; await it instead")
            dispatcher = self.dispatcher or shared_dispatcher
            try:
                if isinstance(dispatcher, PumpingDispatcher) and dispatcher.is_current():
                    settled = self._pump(dispatcher, timeout)
                else:
                    done = threading.Lock()
                    done.acquire()
                    self.when_settled(done.release)
                    settled = wait_for(done, timeout)
            except BaseException:
                self.Cancel()
                raise
            if not settled:
                raise TimeoutError(f"the promise is still pending after {timeout} s")
        try:
            return self._outcome()
        finally:
            del self

    def _outcome(self) -> T:
        self._handled = True
        if self._state is _FULFILLED:
            return cast(T, self._value)
        try:
            raise self._value
        finally:
            del self

    def _pump(self, dispatcher: PumpingDispatcher, timeout: float | None) -> bool:
        def wake() -> None:
            # If the dispatcher is closed, Pump returns after _PUMP_SLICE, and the loop below checks the state.
            with contextlib.suppress(GenAICancelledError):
                post(dispatcher, _nothing)

        self.when_settled(wake)
        deadline = None if timeout is None else time.monotonic() + timeout
        while self._state is _PENDING:
            left = _PUMP_SLICE if deadline is None else min(_PUMP_SLICE, deadline - time.monotonic())
            if left <= 0:
                return False
            dispatcher.Pump(left)
        return True

    def _sources(self) -> list[Outcome[Any]]:
        """Return the pending promises of the chain: this one, the one that it follows, and so on."""
        found: dict[int, Outcome[Any]] = {}
        promise: Any = self
        while isinstance(promise, Outcome) and promise._state is _PENDING and id(promise) not in found:
            found[id(promise)] = promise
            promise = promise._stop
        return list(found.values())

    def _needs(self, loop: asyncio.AbstractEventLoop) -> bool:
        if self._loop is loop:
            return True
        # A promise with work needs the loop that runs its handlers; one that the program settles does not.
        dispatcher = self._dispatcher
        return self._stop is not None and isinstance(dispatcher, AsyncioDispatcher) and dispatcher.loop is loop

    def Cancel(self) -> bool:
        """Stop the work, and reject the promise with GenAICancelledError. Return False if it is already settled."""
        sources = self._sources()
        if not sources:
            return False
        for promise in sources:
            promise._handled = True
        stop = sources[-1]._stop
        if stop is None or isinstance(stop, Outcome):
            sources[-1]._settle(_REJECTED, GenAICancelledError(0, "aborted"))
        else:
            stop()
        return True

    def __repr__(self) -> str:
        return f"<Promise {self._state.value}, made at {':'.join(map(str, self.origin))}>"


def _origin_of(code: CodeType, instruction: int) -> tuple[str, int]:
    """Return the file and the line of an instruction."""
    lines = (line for start, end, line in code.co_lines() if start <= instruction < end and line is not None)
    return code.co_filename, next(lines, code.co_firstlineno)


_settling = threading.Lock()
"""Shared by all promises, since it is held only briefly: a lock per promise would cost more."""
_turn = threading.local()


def run_reactions(reactions: list[Callable[[], None]]) -> None:
    """Run reactions. Those that they trigger are queued, not nested: a long chain must not exhaust the stack."""
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
        if waiting:
            # A dispatcher raised SystemExit or KeyboardInterrupt: run the remaining reactions before it propagates.
            run_reactions(list(waiting))


def _wake(waiter: asyncio.Future[None]) -> None:
    """Resolve a waiter, from any thread."""
    loop = waiter.get_loop()
    if running_loop() is not loop:
        call_soon_anywhere(loop, functools.partial(_wake, waiter))
    elif not waiter.done():
        waiter.set_result(None)


def _nothing() -> None:
    """Do nothing; posted to wake a dispatcher."""


def _renew() -> None:
    global _settling
    _settling = threading.Lock()


after_fork(_renew)
