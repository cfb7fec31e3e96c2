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
from .loops import PATIENCE, after_fork, before_exit, with_last_user

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
                # The word for the thread to end, which is not for us.
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
    """The default: one daemon thread runs the callbacks, one after the other. Started on first use."""

    def __init__(self, name: str = "genai_py-callbacks") -> None:
        super().__init__()
        self._name = name
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        # Of the thread that was told to end last.
        self._former: queue.SimpleQueue[Callable[[], object] | None] | None = None
        _thread_dispatchers.add(self)

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function for the thread."""
        own: queue.SimpleQueue[Callable[[], object] | None] | None = getattr(_serving, "posted", None)
        if own is not None and self._former is own:
            # What a last function sets off is done by the thread that ends, and not by another one.
            own.put(function)
            return
        with self._lock:
            self._queue.put(function)
            if self._thread is None:
                # Known before it runs: the first function may ask whether it is on this thread.
                self._thread = threading.Thread(target=_work, args=(self._queue,), name=self._name, daemon=True)
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
            # A thread has its own queue, so that the word to end reaches the one it is for.
            thread, self._thread = self._thread, None
            posted = self._former = self._queue
            self._queue = queue.SimpleQueue()
        posted.put(None)
        if thread is None:
            _work(posted)
        elif thread is not threading.current_thread():
            thread.join(patience)

    def after_fork(self) -> None:
        """Drop what a fork copied: in the child, the thread does not exist."""
        self._lock = threading.Lock()
        self._thread = None
        self._queue = queue.SimpleQueue()


_serving = threading.local()


def _work(posted: queue.SimpleQueue[Callable[[], object] | None]) -> None:
    before = getattr(_serving, "posted", None)
    _serving.posted = posted
    try:
        _work_off(posted)
    finally:
        _serving.posted = before


def _work_off(posted: queue.SimpleQueue[Callable[[], object] | None]) -> None:
    is_ending = False
    while not (is_ending and posted.empty()):
        function = posted.get()
        if function is None:
            is_ending = True
            continue
        try:
            run_safely(function)
        except BaseException:
            # SystemExit ends a program on its main thread only; here it would end all callbacks.
            logger.exception("a posted function raised what ends a program; on the callback thread it ends nothing")


_thread_dispatchers: weakref.WeakSet[ThreadDispatcher] = weakref.WeakSet()


def _close_all(patience: float) -> None:
    until = time.monotonic() + patience
    for dispatcher in list(_thread_dispatchers):
        dispatcher.close(max(0.0, until - time.monotonic()))


def _after_fork() -> None:
    for dispatcher in list(_thread_dispatchers):
        dispatcher.after_fork()


before_exit(_close_all)
after_fork(_after_fork)


class AsyncioDispatcher:
    """Callbacks run on an asyncio loop, whichever thread that runs in."""

    __slots__ = ("loop",)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def post(self, function: Callable[[], object]) -> None:
        """Schedule a function on the loop. Raises GenAICancelledError when the loop is closed."""
        if asyncio._get_running_loop() is self.loop:
            self.loop.call_soon(run_safely, function)
            return
        try:
            self.loop.call_soon_threadsafe(run_safely, function)
        except RuntimeError:
            raise GenAICancelledError(0, "the loop is closed") from None


LoopDispatcher = AsyncioDispatcher
"""Another name of AsyncioDispatcher."""

shared_dispatcher = ThreadDispatcher()
with_last_user(shared_dispatcher.close)


def ambient_dispatcher() -> Dispatcher:
    """Where the handlers of a promise run that no client made: the running loop, else the shared callback thread."""
    loop = asyncio._get_running_loop()
    return shared_dispatcher if loop is None else AsyncioDispatcher(loop)
