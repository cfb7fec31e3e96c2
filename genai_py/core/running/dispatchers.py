"""Where callbacks run.

A dispatcher has one duty: ``post(function)`` makes the function run on its thread, soon, in the order of the posts,
from whichever thread it is called. That is all a GUI toolkit needs to offer.
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
from .loops import PATIENCE, running_loop
from .process import ExitPhase, after_fork, at_exit

logger = logging.getLogger("genai_py")

SLICE = 0.008
"""How long a GUI's thread may be kept before its other events get their turn; seconds."""


@runtime_checkable
class Dispatcher(Protocol):
    """Runs functions on a thread of its choice."""

    def post(self, function: Callable[[], object]) -> None:
        """Run ``function`` soon, after what was posted before it. Callable from any thread; must not block.

        Where there is nothing any more that could run it, as when a window is gone, raise GenAICancelledError: the
        work that it is for is then cancelled. What was posted before that and did not run is dropped; its ``drop()``
        is called if it has one.
        """


@runtime_checkable
class PumpingDispatcher(Dispatcher, Protocol):
    """A dispatcher whose thread can run what is posted while it waits for something."""

    def is_current(self) -> bool:
        """Whether the caller is on the dispatcher's thread."""

    def Pump(self, timeout: float = 0.0) -> int:
        """Run what is posted, waiting ``timeout`` seconds at most for a first function; how many ran."""


def run_safely(function: Callable[[], object]) -> None:
    """Run a posted function; what it raises is logged, so that it harms nothing else."""
    try:
        function()
    except Exception:
        logger.exception("a posted function failed")


_thread = threading.local()
"""Of each thread: the dispatcher whose function runs now, and the dispatcher that runs functions there."""


class Posted:
    """A posted function, which knows its dispatcher while it runs."""

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
        """The dispatcher came to its end before the function's turn."""
        drop = getattr(self._function, "drop", None)
        if drop is not None:
            drop()


def post(dispatcher: Dispatcher, function: Callable[[], object]) -> None:
    """Have a dispatcher run a function.

    Raises GenAICancelledError where the dispatcher cannot run it. Whatever else its ``post`` raises is logged and
    counts as that.
    """
    try:
        dispatcher.post(Posted(dispatcher, function))
    except GenAICancelledError:
        raise
    except Exception as error:
        logger.exception("%r.post() failed; the operation that reports to it is cancelled", dispatcher)
        raise GenAICancelledError(0, f"the dispatcher failed: {error}") from error


def runs_this_thread(dispatcher: Dispatcher) -> None:
    """Say that a dispatcher runs its functions on the calling thread. The latest one counts."""
    _thread.own = weakref.ref(dispatcher)


def current_dispatcher() -> Dispatcher | None:
    """Where handlers belong that are made here: the running loop; else the dispatcher whose function runs here, or
    that runs functions on this thread. None where there is none of these.
    """
    current: Dispatcher | None = getattr(_thread, "current", None)
    loop = running_loop()
    # A slow handler must not stall the background loop.
    if loop is not None and not on_background_loop():
        same = isinstance(current, AsyncioDispatcher) and current.loop is loop
        return current if same else AsyncioDispatcher(loop)
    if current is None:
        own = getattr(_thread, "own", None)
        current = None if own is None else own()
    return current


class QueueDispatcher(BothSpellings):
    """What the dispatchers with a queue have in common."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function."""
        self._queue.put(function)

    def Pump(self, timeout: float | None = 0.0) -> int:
        """Run what is queued, on the calling thread.

        timeout: seconds to wait for a first function; 0 does not wait, None waits until there is one.
        Returns how many functions ran. Functions posted meanwhile run at the next call, so that it always returns.
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
                # The request that the thread ends, which is not meant for this call.
                posted.put(None)
                break
            run_safely(function)
            ran += 1
        return ran


class ManualDispatcher(QueueDispatcher):
    """Callbacks wait until the program asks for them with ``Pump``: the counterpart of Delphi's main thread.

    The thread that makes the dispatcher is its thread: while it waits in ``promise.result()``, it pumps.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owner = threading.current_thread()
        runs_this_thread(self)

    def is_current(self) -> bool:
        """Whether the caller is on the thread that made the dispatcher."""
        return threading.current_thread() is self._owner

    def PumpUntil(self, done: Callable[[], bool], timeout: float | None = None) -> bool:
        """Pump until ``done()`` is true, ``timeout`` seconds at most; whether it came true."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not done():
            left = 0.05 if deadline is None else min(0.05, deadline - time.monotonic())
            if left <= 0:
                return done()
            self.Pump(left)
        return True


class ThreadDispatcher(QueueDispatcher):
    """The default: one daemon thread runs the callbacks, one after the other. Started on first use.

    idle_seconds: how long the thread waits for a next function before it ends; None is for ever.
    """

    def __init__(self, name: str = "genai_py-callbacks", *, idle_seconds: float | None = None) -> None:
        super().__init__()
        self._name = name
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        # Of the thread that ``close`` asked to end last.
        self._former: queue.SimpleQueue[Callable[[], object] | None] | None = None
        _thread_dispatchers.add(self)

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function for the thread."""
        own: queue.SimpleQueue[Callable[[], object] | None] | None = getattr(_thread, "serves", None)
        if own is not None and self._former is own:
            # What a last function sets off runs on the thread that ends, and not on another one.
            own.put(function)
            return
        with self._lock:
            self._queue.put(function)
            if self._thread is None:
                # Known before it runs: the first function may ask whether it is on this thread.
                self._thread = threading.Thread(
                    target=_serve, args=(weakref.ref(self), self._queue, self._idle_seconds),
                    name=self._name, daemon=True,
                )  # fmt: skip
                try:
                    self._thread.start()
                except RuntimeError:
                    # At the end of the process there are no new threads: then close() runs what is queued.
                    self._thread = None

    def is_current(self) -> bool:
        """Whether the caller is on the callback thread."""
        return threading.current_thread() is self._thread

    def close(self, patience: float = PATIENCE) -> None:
        """Run what is queued, then end the thread, waiting ``patience`` seconds at most.

        A later post starts a new one.
        """
        with self._lock:
            # A thread has its own queue, so that the request to end reaches the thread it is meant for.
            thread, self._thread = self._thread, None
            posted = self._former = self._queue
            self._queue = queue.SimpleQueue()
        posted.put(None)
        if thread is None:
            _serve(None, posted, None)
        elif thread is not threading.current_thread():
            thread.join(patience)

    def _ends_idle(self) -> bool:
        """Whether the thread may end because nothing is queued; a later post then starts another one."""
        with self._lock:
            if not self._queue.empty() or threading.current_thread() is not self._thread:
                return False
            self._thread = None
            return True

    def renew(self) -> None:
        """In the child of a fork: forget the thread, which does not exist there."""
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
                if dispatcher is None or dispatcher._ends_idle():
                    return
                continue
            if function is None:
                is_ending = True
                continue
            try:
                run_safely(function)
            except BaseException:
                # SystemExit ends a program on its main thread only; here it would end all callbacks.
                logger.exception("a posted function raised what ends a program; on this thread it ends nothing")
            # While the thread waits, nothing holds what the function held: its client may be collected.
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
    """Callbacks run on an asyncio loop, whichever thread that runs in."""

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
"""Where the handlers of promises run that belong to no client, no loop and no thread with a dispatcher."""
