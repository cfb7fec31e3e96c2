"""The event loops that work runs on when the caller has none.

Two kinds: one background loop in a daemon thread, for work that goes on while the caller does something else; and
one private loop a thread, for blocking calls, which then need no hand-over between threads.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import threading
import weakref
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Work = Coroutine[Any, Any, T]

_EXIT_PATIENCE = 5.0


class BackgroundLoop:
    """An event loop in a daemon thread, started on first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop."""
        with self._lock:
            if self._loop is None:
                started = threading.Event()
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_serve, args=(self._loop, started), name="genai_py-loop", daemon=True
                )
                self._thread.start()
                started.wait()
            return self._loop

    def is_current(self) -> bool:
        """Whether the caller is on the loop's own thread."""
        return threading.current_thread() is self._thread

    def submit(self, work: Work[T]) -> Future[T]:
        """Run a coroutine there; its outcome comes in the future."""
        return asyncio.run_coroutine_threadsafe(work, self.loop())

    def stop(self) -> None:
        """Cancel what runs, close the loop, join the thread."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        if thread is not threading.current_thread():
            thread.join(_EXIT_PATIENCE)

    def forget(self) -> None:
        """Drop what a fork copied: in the child, the thread does not exist."""
        self._lock = threading.Lock()
        self._loop = self._thread = None


def _serve(loop: asyncio.AbstractEventLoop, started: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    loop.call_soon(started.set)
    try:
        loop.run_forever()
    finally:
        finish(loop)


def finish(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel all tasks of a loop that stands still, let them end, and close it."""
    try:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        asyncio.set_event_loop(None)
        loop.close()


class ThreadLoop:
    """The private loop of one thread, for its blocking calls. Closed with its thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        # Held while the loop runs: Close() of a client may come from another thread.
        self.lock = threading.Lock()
        self._process = os.getpid()
        _thread_loops.add(self)

    def run(self, work: Work[T]) -> T:
        """Run a coroutine to its end. When the wait is broken off (ctrl-C), the work is cancelled first."""
        with self.lock:
            loop = self.loop
            task = loop.create_task(work)
            try:
                return loop.run_until_complete(task)
            except BaseException:
                if not task.done():
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError, Exception):
                        loop.run_until_complete(task)
                raise

    def close(self) -> None:
        """Close the loop and what lives on it. Nothing happens the second time."""
        if self.loop.is_closed():
            return
        if self._process != os.getpid():
            return
        with self.lock:
            finish(self.loop)

    def __del__(self) -> None:
        # A thread's locals die with it, in that thread: nobody else runs the loop by then.
        if not self.loop.is_running():
            self.close()


_thread_loops: weakref.WeakSet[ThreadLoop] = weakref.WeakSet()
_local = threading.local()
background = BackgroundLoop()


def thread_loop() -> ThreadLoop:
    """The private loop of the calling thread."""
    found: ThreadLoop | None = getattr(_local, "loop", None)
    if found is None or found.loop.is_closed():
        found = _local.loop = ThreadLoop()
    return found


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop that runs in the calling thread, or None."""
    return asyncio._get_running_loop()


class Driver(Protocol):
    """Runs coroutines, one after the other and all on the same loop, for a thread that blocks meanwhile."""

    def run(self, work: Work[T]) -> T:
        """Run a coroutine to its end and return its result. A wait that is broken off (ctrl-C) cancels it."""


def driver() -> Driver:
    """Who runs the blocking calls of this thread.

    Without a running loop, the thread's private loop. Inside one, which the call blocks, the background loop; and
    where the blocked loop is the background loop itself, the private loop of another thread.
    """
    if asyncio._get_running_loop() is None:
        return thread_loop()
    return _ForeignDriver(background.is_current())


class _ForeignDriver:
    """Runs coroutines on a loop of another thread."""

    def __init__(self, apart: bool) -> None:
        # One worker keeps one thread, and so one private loop, for all the coroutines it is given.
        self._worker = ThreadPoolExecutor(1, "genai_py-blocking") if apart else None

    def run(self, work: Work[T]) -> T:
        if self._worker is None:
            outcome = background.submit(work)
        else:
            outcome = self._worker.submit(lambda: thread_loop().run(work))
        try:
            return outcome.result()
        except BaseException:
            outcome.cancel()
            raise

    def __del__(self) -> None:
        if self._worker is not None:
            self._worker.shutdown(wait=False)


# --- the life of the loops ---------------------------------------------------------------------------------------

_users: set[int] = set()
_users_lock = threading.Lock()
_at_exit: list[Callable[[], None]] = []


def retain(user: int) -> None:
    """A client that may use the loops is there."""
    with _users_lock:
        _users.add(user)


def release(user: int) -> None:
    """A client is closed. With the last one, the background loop and the idle private loops are closed too."""
    with _users_lock:
        _users.discard(user)
        last = not _users
    if last:
        close_loops()


def close_loops() -> None:
    """Close the background loop, and the private loops that do not run."""
    background.stop()
    for loop in list(_thread_loops):
        if not loop.loop.is_running():
            loop.close()


def before_exit(function: Callable[[], None]) -> None:
    """Call ``function`` at the end of the process, before the loops are closed."""
    _at_exit.append(function)


def _leave() -> None:
    for function in reversed(_at_exit):
        function()
    close_loops()


def _after_fork() -> None:
    global _local, _thread_loops, _users_lock
    background.forget()
    _users_lock = threading.Lock()
    _local = threading.local()
    _thread_loops = weakref.WeakSet()


atexit.register(_leave)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
