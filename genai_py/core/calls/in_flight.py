"""Calls in flight, and the state that the calls of a client share."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from ..errors import GenAICancelledError
from ..running.background import LoopThread, background, background_for_blocking, wait_for
from ..running.dispatchers import Dispatcher, ThreadDispatcher
from ..running.loops import (
    GRACE,
    PATIENCE,
    LoopCall,
    LoopScope,
    call_soon_anywhere,
    end_calls,
    run_and_wait,
    running_loop,
    scope_of,
)
from ..running.process import after_fork, close_later, interpreter_exiting
from ..wire.transport import HttpClientAPI
from .usage_totals import UsageTotals

T = TypeVar("T")
CLOSED = "the client was closed"
_CANCELLING_TAKES = 1.0
"""Seconds that a cancelled call has to close its connection."""


class ClientState:
    """The state that a client shares with its copies: calls in flight, connections and the callback thread.

    handler_tasks: the tasks of asynchronous handlers that report an end.

    Closing concerns these alone. A client that is closed may be used again.
    """

    def __init__(self, http_client: HttpClientAPI) -> None:
        self.http_client = http_client
        self.dispatcher = ThreadDispatcher()
        self.calls: set[LoopCall] = set()
        self.handler_tasks: set[asyncio.Task[Any]] = set()
        self.usage = UsageTotals()
        # Keeps the background loop running between calls, and with it idle connections.
        self._held: LoopThread | None = None
        _states.add(self)

    def hold_background(self) -> LoopThread:
        """Return a hold on the background loop, for one call."""
        held = background.hold()
        if self._held is not held:
            self._keep(held)
        return held

    def _keep(self, held: LoopThread) -> None:
        # Two threads may run this at once; the replaced hold is released.
        if held.hold_again():
            former, self._held = self._held, held
            if former is not None:
                former.release()

    def close(self) -> None:
        """Cancel the calls, close the connections, end the callback thread.

        Must not be called on the thread of a running loop.
        """
        calls = list(self.calls)
        for loop in {call.loop for call in calls}:
            run_and_wait(loop, end_calls([call for call in calls if call.loop is loop]), PATIENCE)
        self.http_client.close_elsewhere()
        self.dispatcher.close()
        until = time.monotonic() + GRACE
        while self.handler_tasks and time.monotonic() < until:
            time.sleep(0.002)
        held, self._held = self._held, None
        if held is not None:
            held.release(PATIENCE)

    def close_when_collected(self, owner: object) -> None:
        """Close when ``owner`` is garbage-collected."""
        finalizer = weakref.finalize(owner, close_later, self.close)
        # When the process exits, the loops and dispatchers are closed anyway.
        finalizer.atexit = False

    def renew(self) -> None:
        """Discard the parent's calls and threads in the child of a fork."""
        self.calls = set()
        self._held = None
        self.usage.renew()


_states: weakref.WeakSet[ClientState] = weakref.WeakSet()


def _renew() -> None:
    for state in list(_states):
        state.renew()


after_fork(_renew)


class InFlight:
    """A call that runs in a task of its own and can be cancelled from any thread."""

    __slots__ = (
        "_begun", "_finished", "_held", "_scope", "_state", "_task", "_undecided", "cancelled", "dispatcher", "ended",
        "loop",
    )  # fmt: skip

    def __init__(
        self,
        state: ClientState,
        loop: asyncio.AbstractEventLoop,
        held: LoopThread | None,
        dispatcher: Dispatcher | None = None,
    ) -> None:
        self.loop = loop
        self.dispatcher = dispatcher
        self.cancelled = False
        self.ended = False
        self._state = state
        self._held = held
        self._scope: LoopScope | None = None
        self._task: asyncio.Task[Any] | None = None
        self._begun = False
        self._finished = False
        self._undecided = [True]
        state.calls.add(self)

    async def _run(self) -> None:
        """Do the work: set ``_begun`` first, ``_finished`` when the result is known, and call ``_end`` last."""
        raise NotImplementedError

    def _abandoned(self) -> None:
        """Settle the call without calling handlers: its loop will not run again."""
        raise NotImplementedError

    def begin(self) -> None:
        """Start the task, on the call's loop. A cancelled call starts, too, so that its callbacks run."""
        scope = self._scope = scope_of(self.loop)
        scope.calls.add(self)
        self._task = self.loop.create_task(self._run())

    def Cancel(self) -> bool:
        """Cancel the call and close its connection at once, so that the server stops, too.

        Callable from any thread. Return False if the call had already ended.
        """
        if not self._decide():
            return False
        self.cancelled = True
        if running_loop() is self.loop:
            self._cancel_task()
        else:
            call_soon_anywhere(self.loop, self._cancel_task)
        return True

    def _decide(self) -> bool:
        """Return whether the caller is the first, of all threads, to decide how the call ends."""
        try:
            self._undecided.pop()
        except IndexError:
            return False
        return True

    def _cancel_task(self) -> None:
        task = self._task
        assert task is not None
        if not self._begun:
            # A task that has not begun finds out by itself, unless a loop that comes to its end cancelled it before
            # its first step: the program gets its callback.
            if task.done():
                self._task = self.loop.create_task(self._run())
        elif not self._finished and asyncio.current_task() is not task:
            # One that runs at this moment, in a handler that cancels, finds out by itself.
            task.cancel()

    def _end(self) -> None:
        """Release the loop and the client, on the call's loop."""
        self.ended = True
        self._state.calls.discard(self)
        if self._scope is not None:
            self._scope.calls.discard(self)
        held, self._held = self._held, None
        if held is not None:
            held.release()

    def abandon(self) -> None:
        """Settle the call although its loop will not run again."""
        self._decide()
        self.cancelled = self._finished = self.ended = True
        self._state.calls.discard(self)
        task, self._task = self._task, None
        if task is not None and not task.done():
            # Releases what the task holds, so that asyncio does not report a pending task.
            self.loop.set_exception_handler(_ignore)
            coroutine = task.get_coro()
            if coroutine is not None:
                # A coroutine that awaits in its cleanup cannot be closed.
                with contextlib.suppress(RuntimeError):
                    coroutine.close()
        self._abandoned()


def _ignore(*_: object) -> None:
    """Do nothing: the exception handler of a loop that will not run again."""


class _BlockingCall(InFlight):
    """A call that another thread waits for."""

    __slots__ = ("_done", "_error", "_make", "_value")

    def __init__(self, state: ClientState, held: LoopThread, make: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        super().__init__(state, held.loop, held)
        self._make = make
        self._value: Any = None
        self._error: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()

    async def _run(self) -> None:
        self._begun = True
        try:
            if self.cancelled:
                raise asyncio.CancelledError
            self._value = await self._make()
        except asyncio.CancelledError:
            self._error = GenAICancelledError(0, CLOSED)
        except BaseException as error:
            # Raised in the waiting thread.
            self._error = error
        finally:
            self._finished = True
            self._end()
            # While the process exits, waiting threads are not woken with an error.
            if not interpreter_exiting():
                self._done.release()

    def _abandoned(self) -> None:
        self._error = GenAICancelledError(0, CLOSED)
        if not interpreter_exiting():
            self._done.release()

    def wait(self, pump: Callable[[float], object] | None) -> Any:
        """Wait for the call and return its value, or raise its error. Ctrl-C cancels the call."""
        try:
            wait_for(self._done, pump=pump)
        except BaseException:
            self.Cancel()
            self._done.acquire(timeout=_CANCELLING_TAKES)
            raise
        error, self._error = self._error, None
        try:
            if error is not None:
                raise error
            return self._value
        finally:
            # The traceback of the error holds this frame.
            del error, self


def run_blocking(
    state: ClientState,
    make: Callable[[], Coroutine[Any, Any, T]],
    pump: Callable[[float], object] | None = None,
) -> T:
    """Run ``make()`` on the background loop to its end, while this thread waits.

    Inside a running loop, which the call blocks, too. Closing the client ends the call with GenAICancelledError.
    pump: called again and again meanwhile, with the seconds that it may take.
    """
    level = background_for_blocking()
    held = state.hold_background() if level is background else level.hold()
    call = _BlockingCall(state, held, make)
    held.loop.call_soon_threadsafe(call.begin)
    value: T = call.wait(pump)
    return value
