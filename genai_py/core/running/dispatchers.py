"""Dispatchers: they determine the thread on which callbacks run.

A dispatcher has one method: ``post(function)``, callable from any thread, schedules the function on the dispatcher's
thread, in the order of the calls. A GUI toolkit needs to offer no more than that.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
import weakref
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from ..errors import GenAICancelledError
from ..spelling import BothSpellings
from .background import on_background_loop
from .loops import PATIENCE, loop_for_work, running_loop
from .process import ExitPhase, after_fork, at_exit

logger = logging.getLogger("genai_py")

SLICE = 0.008
"""Seconds that callbacks may occupy a GUI's thread before its other events are handled."""


@runtime_checkable
class Dispatcher(Protocol):
    """Schedules functions on a thread."""

    def post(self, function: Callable[[], object]) -> None:
        """Schedule ``function`` to run after all functions posted before. Callable from any thread; must not block.

        Raises GenAICancelledError when nothing can run it any more, for example because a window has been destroyed;
        the operation is then cancelled. The dispatcher calls ``drop()`` of each posted function that it discards, if
        the function has that method.
        """


@runtime_checkable
class PumpingDispatcher(Dispatcher, Protocol):
    """A dispatcher whose thread can run posted functions while it waits."""

    def is_current(self) -> bool:
        """Return whether the caller is on the dispatcher's thread."""

    def Pump(self, timeout: float = 0.0) -> int:
        """Run the posted functions, waiting up to ``timeout`` seconds for a first one; return how many ran."""


def run_safely(function: Callable[[], object]) -> None:
    """Run a posted function and log any exception that it raises."""
    try:
        function()
    except Exception:
        logger.exception("a posted function failed")


_thread = threading.local()
"""Per thread: the dispatcher whose function is running, and the dispatcher that owns the thread."""


class Posted:
    """A posted function that makes its dispatcher the current one while it runs."""

    __slots__ = ("_dispatcher", "_function")

    def __init__(self, dispatcher: Dispatcher, function: Callable[[], object]) -> None:
        self._dispatcher = dispatcher
        self._function = function

    def __call__(self) -> None:
        before = getattr(_thread, "current", None)
        _thread.current = self._dispatcher
        try:
            self._function()
        finally:
            _thread.current = before

    def drop(self) -> None:
        """Discard the function: the dispatcher has closed."""
        drop = getattr(self._function, "drop", None)
        if drop is not None:
            drop()


def post(dispatcher: Dispatcher, function: Callable[[], object]) -> None:
    """Post a function to a dispatcher.

    Raises GenAICancelledError when the dispatcher cannot run it. Any other exception of its ``post`` is logged and
    raised as GenAICancelledError.
    """
    try:
        dispatcher.post(Posted(dispatcher, function))
    except GenAICancelledError:
        raise
    except Exception as error:
        logger.exception("%r.post() failed; the operation that reports to it is cancelled", dispatcher)
        raise GenAICancelledError(0, f"the dispatcher failed: {error}") from error


def own_this_thread(dispatcher: Dispatcher) -> None:
    """Register a dispatcher as the owner of the calling thread, replacing an earlier one."""
    _thread.own = weakref.ref(dispatcher)


def current_dispatcher() -> Dispatcher | None:
    """Return the dispatcher for handlers that are registered here: that of the running loop, else the one whose
    function is running, else the owner of this thread. None if there is none of these.
    """
    current: Dispatcher | None = getattr(_thread, "current", None)
    loop = loop_for_work()
    # A slow handler must not stall the background loop.
    if loop is not None and not on_background_loop():
        same = isinstance(current, AsyncioDispatcher) and current.loop is loop
        return current if same else AsyncioDispatcher(loop)
    if current is None:
        own = getattr(_thread, "own", None)
        current = None if own is None else own()
    return current


class QueueDispatcher(BothSpellings):
    """Base of the dispatchers that queue functions."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function."""
        self._queue.put(function)

    def Pump(self, timeout: float | None = 0.0) -> int:
        """Run the queued functions on the calling thread and return how many ran.

        timeout: seconds to wait for a first function; 0 does not wait, None waits without a limit. Functions that are
        posted meanwhile run at the next call, so that this one always returns.
        """
        ran = 0
        posted = self._queue
        waiting = max(1, posted.qsize())
        while ran < waiting:
            try:
                function = posted.get(block=ran == 0 and timeout != 0.0, timeout=timeout)
            except queue.Empty:
                break
            if function is None:
                # The request to end the thread is not meant for this call.
                posted.put(None)
                break
            run_safely(function)
            ran += 1
        return ran


class ManualDispatcher(QueueDispatcher):
    """Runs callbacks when the program calls ``Pump``: the counterpart of Delphi's main thread.

    The thread that creates the dispatcher owns it: while that thread waits in ``promise.result()``, it pumps.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owner = threading.current_thread()
        own_this_thread(self)

    def is_current(self) -> bool:
        """Return whether the caller is on the thread that created the dispatcher."""
        return threading.current_thread() is self._owner

    def PumpUntil(self, done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Pump until ``done()`` is true, for up to ``timeout`` seconds; return whether it became true."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not done():
            left = 0.05 if deadline is None else min(0.05, deadline - time.monotonic())
            if left <= 0:
                return done()
            self.Pump(left)
        return True


class ThreadDispatcher(QueueDispatcher):
    """The default: one daemon thread, started on first use, runs the callbacks one after the other.

    idle_seconds: how long the thread waits for the next function before it ends; None means for ever.
    """

    def __init__(self, name: str = "genai_py-callbacks", *, idle_seconds: float | None = None) -> None:
        super().__init__()
        self._name = name
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        # The queue of the thread that the latest ``close`` ends.
        self._former: queue.SimpleQueue[Callable[[], object] | None] | None = None
        _thread_dispatchers.add(self)

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function for the thread."""
        own: queue.SimpleQueue[Callable[[], object] | None] | None = getattr(_thread, "serves", None)
        if own is not None and self._former is own:
            # A function posted by the thread that is ending runs there, too, and starts no new thread.
            own.put(function)
            return
        with self._lock:
            self._queue.put(function)
            if self._thread is None:
                # Assigned before it starts: the first function may call is_current().
                self._thread = threading.Thread(
                    target=_serve, args=(weakref.ref(self), self._queue, self._idle_seconds),
                    name=self._name, daemon=True,
                )  # fmt: skip
                try:
                    self._thread.start()
                except RuntimeError:
                    # No thread can start while the interpreter exits: close() then runs the queue.
                    self._thread = None

    def is_current(self) -> bool:
        """Return whether the caller is on the callback thread."""
        return threading.current_thread() is self._thread

    def close(self, patience: float = PATIENCE) -> None:
        """Run the queued functions, then end the thread, waiting up to ``patience`` seconds.

        A later post starts a new thread.
        """
        with self._lock:
            # Each thread has its own queue, so that the request to end reaches the right thread.
            thread, self._thread = self._thread, None
            posted = self._former = self._queue
            self._queue = queue.SimpleQueue()
        posted.put(None)
        if thread is None:
            _serve(None, posted, None)
        elif thread is not threading.current_thread():
            thread.join(patience)

    def _may_end_idle(self) -> bool:
        """Return whether the thread may end because the queue is empty; a later post then starts a new thread."""
        with self._lock:
            if not self._queue.empty() or threading.current_thread() is not self._thread:
                return False
            self._thread = None
            return True

    def renew(self) -> None:
        """Discard the thread, which does not exist in the child of a fork."""
        self._lock = threading.Lock()
        self._thread = None
        self._queue = queue.SimpleQueue()


def _serve(
    owner: weakref.ref[ThreadDispatcher] | None,
    posted: queue.SimpleQueue[Callable[[], object] | None],
    idle_seconds: float | None,
) -> None:
    before = getattr(_thread, "serves", None)
    _thread.serves = posted
    is_ending = False
    try:
        while not (is_ending and posted.empty()):
            try:
                function = posted.get(timeout=idle_seconds)
            except queue.Empty:
                dispatcher = None if owner is None else owner()
                if dispatcher is None or dispatcher._may_end_idle():
                    return
                continue
            if function is None:
                is_ending = True
                continue
            try:
                run_safely(function)
            except BaseException:
                # SystemExit ends a program on its main thread only; here it would end the callback thread.
                logger.exception("a posted function raised SystemExit or KeyboardInterrupt on the callback thread")
            # A waiting thread must not keep the function, and with it a client, alive.
            del function
    finally:
        _thread.serves = before


_thread_dispatchers: weakref.WeakSet[ThreadDispatcher] = weakref.WeakSet()


def close_thread_dispatchers(patience: float = PATIENCE) -> None:
    """Close every ``ThreadDispatcher``."""
    until = time.monotonic() + patience
    for dispatcher in list(_thread_dispatchers):
        dispatcher.close(max(0.0, until - time.monotonic()))


def _renew() -> None:
    for dispatcher in list(_thread_dispatchers):
        dispatcher.renew()


at_exit(ExitPhase.CALLBACKS, close_thread_dispatchers)
after_fork(_renew)


class AsyncioDispatcher:
    """Runs callbacks on an asyncio loop."""

    __slots__ = ("loop",)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def post(self, function: Callable[[], object]) -> None:
        """Schedule a function on the loop. Raises GenAICancelledError when the loop is closed."""
        if running_loop() is self.loop:
            self.loop.call_soon(run_safely, function)
            return
        try:
            self.loop.call_soon_threadsafe(run_safely, function)
        except RuntimeError:
            raise GenAICancelledError(0, "the loop is closed") from None


LoopDispatcher = AsyncioDispatcher
"""Another name of AsyncioDispatcher."""

shared_dispatcher = ThreadDispatcher("genai_py-promises", idle_seconds=0.2)
"""Runs the handlers of promises that belong to no client, no loop and no thread with a dispatcher."""
