"""The background event loop: one daemon thread, started on first use, for work that is started outside of a loop.

The loop is reference-counted: each call in flight on it has a hold, and so has each client that has used it and is not
closed. Holds are taken and released, and the loop is stopped, under one lock, so that closing a client never ends the
call of another one. A call made while the loop is being stopped gets a new loop.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from ..errors import GenAIAPIException
from .loops import GRACE, PATIENCE, LoopScope, end_calls, finish, run_and_wait, scope_of
from .process import ExitPhase, after_fork, at_exit

logger = logging.getLogger("genai_py")
T = TypeVar("T")

_POLL_FOR_CTRL_C = 0.05
# A lock that is waited for without a timeout cannot be interrupted by Ctrl-C on Windows.
_WAITS_ARE_INTERRUPTIBLE = sys.platform != "win32"
_here = threading.local()
_threads: dict[int, LoopThread] = {}
"""The threads of background loops, by the id of the loop."""


class LoopThread:
    """One event loop in one daemon thread."""

    def __init__(self, owner: BackgroundLoop) -> None:
        self._owner = owner
        self.loop = asyncio.new_event_loop()
        self.holds = 0
        self.process = os.getpid()
        self.thread = threading.Thread(target=self._serve, name=owner.name, daemon=True)
        try:
            self.thread.start()
        except RuntimeError:
            self.loop.close()
            raise

    def release(self, patience: float = 0.0) -> None:
        """Release a hold. The last one stops the loop. patience: seconds to wait until it is closed."""
        self._owner.release(self, patience)

    def hold_again(self) -> bool:
        """Take another hold. Return False if the loop is being closed."""
        return self._owner.hold_again(self)

    def _serve(self) -> None:
        _here.level = self._owner
        _threads[id(self.loop)] = self
        try:
            while True:
                try:
                    self.loop.run_forever()
                    break
                except (SystemExit, KeyboardInterrupt):
                    logger.exception("a handler raised SystemExit or KeyboardInterrupt on the background loop")
                    if not self.holds:
                        break
        finally:
            finish(self.loop)
            del _threads[id(self.loop)]


class BackgroundLoop:
    """Manages the holds on a ``LoopThread``, which is started for the first one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()
        self._current: LoopThread | None = None
        self._nested: BackgroundLoop | None = None

    def hold(self) -> LoopThread:
        """Take a hold, which must be released, and return its loop. Raises RuntimeError if no thread can be started."""
        with self._lock:
            current = self._current
            if current is None:
                _check_threads()
                current = self._current = LoopThread(self)
            current.holds += 1
            return current

    def hold_again(self, held: LoopThread) -> bool:
        """See ``LoopThread.hold_again``."""
        with self._lock:
            if held.holds:
                held.holds += 1
            return held.holds > 0

    def release(self, held: LoopThread, patience: float) -> None:
        """See ``LoopThread.release``."""
        if held.process != os.getpid():
            # The thread did not survive the fork, and the loop's file descriptors are shared with the parent.
            return
        with self._lock:
            if not held.holds:
                # The loop was stopped.
                return
            held.holds -= 1
            if held.holds:
                return
            if self._current is held:
                self._current = None
            held.loop.call_soon_threadsafe(held.loop.stop)
        if patience and held.thread is not threading.current_thread():
            held.thread.join(patience)

    def nested(self) -> BackgroundLoop:
        """Return the background loop for blocking calls made on this one."""
        with self._lock:
            if self._nested is None:
                self._nested = BackgroundLoop(f"{self.name}-nested")
            return self._nested

    def levels(self) -> list[BackgroundLoop]:
        """Return this loop and the nested ones."""
        return [self] if self._nested is None else [self, *self._nested.levels()]

    def stop(self, patience: float = PATIENCE) -> None:
        """Cancel what runs, close the loop, and join its thread. A later call starts a new one."""
        with self._lock:
            held, self._current = self._current, None
            if held is None:
                return
            held.holds = 0
            held.loop.call_soon_threadsafe(held.loop.stop)
        if held.thread is not threading.current_thread():
            held.thread.join(patience)
            if held.thread.is_alive():
                # The process is exiting: asyncio would report what is left open.
                held.loop.set_exception_handler(lambda *_: None)

    def end_calls(self, patience: float) -> None:
        """Cancel the calls in flight and wait until their last handlers have been called."""
        held = self._current
        if held is not None:
            run_and_wait(held.loop, _end_all_calls(), patience)

    def renew(self) -> None:
        """Discard the thread, which does not exist in the child of a fork."""
        self._lock = threading.Lock()
        if self._current is not None:
            # Closing or collecting the loop would change the selector that the parent still uses.
            _of_parent.append(self._current)
            self._current = None


async def _end_all_calls() -> None:
    scope: LoopScope = scope_of(asyncio.get_running_loop())
    await end_calls(list(scope.calls), GRACE)


_of_parent: list[LoopThread] = []
background = BackgroundLoop("genai_py-loop")


def background_for_blocking() -> BackgroundLoop:
    """Return a background loop that this thread may wait for: not the one that it runs."""
    level: BackgroundLoop | None = getattr(_here, "level", None)
    return background if level is None else level.nested()


def on_background_loop() -> bool:
    """Return whether the caller is on the thread of a background loop."""
    return getattr(_here, "level", None) is not None


def hold_of(loop: asyncio.AbstractEventLoop | None) -> LoopThread | None:
    """Return a hold on the running loop; None if it is not a background loop, or is being closed."""
    thread = _threads.get(id(loop))
    return thread if thread is not None and thread.hold_again() else None


def wait_for(
    done: threading.Lock, timeout: float | None = None, pump: Callable[[float], object] | None = None
) -> bool:
    """Wait until another thread releases ``done``, interruptibly by Ctrl-C. Return False after ``timeout`` seconds.

    pump: called repeatedly while waiting, with the seconds that it may take, and once afterwards.
    Raises asyncio.CancelledError if the task that this wait blocks is cancelled: inside ``asyncio.run``, Ctrl-C
    cancels the main task instead of raising KeyboardInterrupt.
    """
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    if task is None and pump is None and _WAITS_ARE_INTERRUPTIBLE:
        return done.acquire(timeout=-1 if timeout is None else max(0.0, timeout))
    # Before Python 3.11 tasks do not count their cancellations.
    cancellations = getattr(task, "cancelling", int)
    before = cancellations()
    until = math.inf if timeout is None else time.monotonic() + timeout
    while True:
        left = max(0.0, min(_POLL_FOR_CTRL_C, until - time.monotonic()))
        if pump is not None:
            pump(left)
            left = 0.0
        if done.acquire(timeout=left):
            break
        if cancellations() != before:
            raise asyncio.CancelledError
        if time.monotonic() >= until:
            return False
    if pump is not None:
        pump(0.0)
    return True


def run_coroutine(work: Coroutine[Any, Any, T], pump: Callable[[float], object] | None = None) -> T:
    """Run a coroutine on a background loop and return its result. Interrupting the wait cancels the coroutine.

    pump: see ``wait_for``.
    """
    held = background_for_blocking().hold()
    try:
        outcome = asyncio.run_coroutine_threadsafe(work, held.loop)
        done = threading.Lock()
        done.acquire()
        outcome.add_done_callback(lambda _: done.release())
        try:
            wait_for(done, pump=pump)
        except BaseException:
            outcome.cancel()
            raise
        return outcome.result()
    finally:
        held.release()


# The module, its test for patched modules, the modules that a loop needs, and a patch that does not touch them.
_GREEN_THREADS = (
    (
        "gevent.monkey",
        "is_module_patched",
        ("threading", "select", "queue"),
        "gevent.monkey.patch_all(thread=False, select=False, queue=False)",
    ),
    ("eventlet.patcher", "is_monkey_patched", ("thread",), "eventlet.monkey_patch(thread=False)"),
)


def _check_threads() -> None:
    """Raise GenAIAPIException if gevent or eventlet has patched modules that the background loop needs."""
    for name, test, needed, patch in _GREEN_THREADS:
        module = sys.modules.get(name)
        replaced = [] if module is None else [each for each in needed if getattr(module, test)(each)]
        if replaced:
            raise GenAIAPIException(
                0,
                f"{name.partition('.')[0]} has replaced {', '.join(replaced)} in this process, and the calls of this "
                f"client wait for an event loop on a real thread; leave these modules as they are: {patch}",
            )


def stop_background_loops(patience: float = PATIENCE) -> None:
    """Stop the background loop and the nested ones."""
    until = time.monotonic() + patience
    for level in background.levels():
        level.stop(max(0.0, until - time.monotonic()))


def _end_all(patience: float) -> None:
    for level in background.levels():
        level.end_calls(patience)


def _renew() -> None:
    _here.__dict__.clear()
    _threads.clear()
    for level in background.levels():
        level.renew()


at_exit(ExitPhase.CALLS, _end_all)
at_exit(ExitPhase.LOOPS, stop_background_loops)
after_fork(_renew)
