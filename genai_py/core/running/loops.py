"""The event loops that work runs on when the caller has none, and how all loops come to their end.

Two kinds: one background loop in a daemon thread, for work that goes on while the caller does something else; and
one private loop a thread, for blocking calls, which then need no hand-over between threads.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import inspect
import logging
import os
import selectors
import threading
import time
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from concurrent.futures import Future, wait
from typing import Any, Protocol, TypeVar

from ..errors import GenAICancelledError

logger = logging.getLogger("genai_py")
T = TypeVar("T")
Work = Coroutine[Any, Any, T]

PATIENCE = 5.0
"""Seconds that closing waits for what runs to end."""
_EXIT_PATIENCE = 1.0
"""The same at the end of the process."""
_GRACE = 0.5
"""Seconds that what is cancelled gets for its last words."""
_LOOKS_FOR_CTRL_C_EVERY = 0.05
_STOOD_STILL = 0.001
"""Seconds after which a private loop that stood still first hears what the sockets have to say."""


class BackgroundLoop:
    """An event loop in a daemon thread, started on first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        # Who holds it keeps the loop from being stopped: what is given to the loop meanwhile is begun.
        self.lock = threading.RLock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop. Raises RuntimeError where no thread can be started."""
        with self.lock:
            if self._loop is None:
                started = threading.Event()
                loop = asyncio.new_event_loop()
                thread = threading.Thread(target=_serve, args=(loop, started), name=self._name, daemon=True)
                try:
                    thread.start()
                except RuntimeError:
                    loop.close()
                    raise
                started.wait()
                self._loop, self._thread = loop, thread
            return self._loop

    def is_current(self) -> bool:
        """Whether the caller is on the loop's own thread."""
        return threading.current_thread() is self._thread

    def submit(self, work: Work[T]) -> Future[T]:
        """Run a coroutine there; its outcome comes in the future."""
        with self.lock:
            return asyncio.run_coroutine_threadsafe(work, self.loop())

    def run(self, work: Work[T]) -> T:
        """Run a coroutine there to its end, while the caller waits. A wait that is broken off (ctrl-C) cancels it."""
        outcome = self.submit(work)
        # Inside asyncio.run, ctrl-C raises nothing: it asks for the end of the task, which is blocked by this wait.
        asks: Callable[[], int] = getattr(asyncio.current_task(), "cancelling", int)
        asked = asks()
        try:
            while not outcome.done() and asks() == asked:
                wait([outcome], _LOOKS_FOR_CTRL_C_EVERY)
            if not outcome.done():
                raise asyncio.CancelledError
            return outcome.result()
        except BaseException:
            outcome.cancel()
            raise

    def stop(self, patience: float = PATIENCE) -> None:
        """Cancel what runs, close the loop, join the thread."""
        with self.lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
            if loop is None or thread is None:
                return
            loop.call_soon_threadsafe(loop.stop)
        if thread is not threading.current_thread():
            thread.join(patience)

    def after_fork(self) -> None:
        """Drop what a fork copied: in the child, the thread does not exist."""
        self.lock = threading.RLock()
        self._loop = self._thread = None


def _serve(loop: asyncio.AbstractEventLoop, started: threading.Event) -> None:
    loop.call_soon(started.set)
    try:
        while True:
            try:
                loop.run_forever()
                break
            except (SystemExit, KeyboardInterrupt):
                logger.exception("a handler raised what ends a program; on the background loop it ends nothing")
    finally:
        finish(loop)


last_words: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
"""Tasks of handlers that tell of an end: a loop that is closed lets them run for a while."""


def finish(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel all tasks of a loop that stands still, let them end, and close it."""
    try:
        tasks = asyncio.all_tasks(loop)
        for patient in (True, False):
            for task in tasks:
                if not (patient and task in last_words):
                    task.cancel()
            if tasks:
                ended, tasks = loop.run_until_complete(asyncio.wait(tasks, timeout=_GRACE))
                for task in ended:
                    # An exception that is looked at is not reported.
                    _ = task.cancelled() or task.exception()
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


class ThreadLoop:
    """The private loop of one thread, for its blocking calls. Closed with its thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        # Held while the loop runs: other threads may have to make it act when it stands still.
        self._lock = threading.Lock()
        self._stopped_at = time.monotonic()
        self._process = os.getpid()
        _thread_loops.add(self)

    def run(self, work: Work[T]) -> T:
        """Run a coroutine to its end. When the wait is broken off (ctrl-C), the work is cancelled first."""
        with self._lock:
            loop = self.loop
            if loop.is_closed():
                work.close()
                raise GenAICancelledError(0, "the client was closed")
            if time.monotonic() - self._stopped_at > _STOOD_STILL:
                # Servers close idle connections: a loop that stood still has not heard of it yet.
                self._turn()
            task = loop.create_task(work)
            try:
                return loop.run_until_complete(task)
            except BaseException:
                if not task.done():
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError, Exception):
                        loop.run_until_complete(task)
                # A KeyboardInterrupt that came up inside the task is raised here and needs no report.
                _ = task.cancelled() or task.exception()
                self._close_sockets()
                raise
            finally:
                self._stopped_at = time.monotonic()

    def _turn(self) -> None:
        self.loop.call_soon(self.loop.stop)
        self.loop.run_forever()

    def _close_sockets(self) -> None:
        # A transport that is closed closes its socket in the loop's next turn.
        for _ in range(2):
            self._turn()

    def act(self) -> None:
        """If the loop stands still, do now what it was told."""
        if self._lock.acquire(blocking=False):
            try:
                if not self.loop.is_closed():
                    self._turn()
                    self._close_sockets()
            finally:
                self._lock.release()

    def run_if_still(self, outcome: Future[Any], seconds: float) -> None:
        """Run until ``outcome``, of work that was given to the loop, is there; if the loop stands still by then."""
        if self._lock.acquire(timeout=seconds):
            try:
                if not self.loop.is_closed() and not outcome.done():
                    with contextlib.suppress(asyncio.CancelledError, Exception):
                        self.loop.run_until_complete(asyncio.wrap_future(outcome, loop=self.loop))
            finally:
                self._lock.release()

    def close_if_still(self) -> None:
        """Close the loop and what lives on it, unless it runs. Nothing happens the second time."""
        if self._lock.acquire(blocking=False):
            try:
                if not self.loop.is_closed():
                    finish(self.loop)
            finally:
                self._lock.release()

    def disown(self) -> None:
        """Close the copy that the child of a fork has, without a change to the selector it shares with its parent."""
        loop: Any = self.loop
        selector = getattr(loop, "_selector", None)
        if selector is not None and not loop.is_closed():
            loop._selector = selectors.SelectSelector()
            loop._thread_id = None
            selector.close()
            loop.close()

    def __del__(self) -> None:
        # A thread's locals die with it, in that thread. Kept beyond that, they may die anywhere.
        if self._process != os.getpid():
            self.disown()
        elif not self.loop.is_closed() and not self.loop.is_running():
            if asyncio._get_running_loop() is None:
                finish(self.loop)
            else:
                apart(finish, self.loop)


_thread_loops: weakref.WeakSet[ThreadLoop] = weakref.WeakSet()
_local = threading.local()
background = BackgroundLoop("genai_py-loop")
# For blocking calls that block the background loop itself. No handler runs there, so nothing ever blocks this one.
_second = BackgroundLoop("genai_py-loop-2")


def thread_loop() -> ThreadLoop:
    """The private loop of the calling thread."""
    found: ThreadLoop | None = getattr(_local, "loop", None)
    if found is None or found.loop.is_closed():
        found = _local.loop = ThreadLoop()
    return found


def _private(loop: asyncio.AbstractEventLoop) -> ThreadLoop | None:
    return next((each for each in list(_thread_loops) if each.loop is loop), None)


class Driver(Protocol):
    """Runs coroutines, one after the other and all on the same loop, for a thread that blocks meanwhile."""

    def run(self, work: Work[T]) -> T:
        """Run a coroutine to its end and return its result. A wait that is broken off (ctrl-C) cancels it."""


def driver() -> Driver:
    """Who runs the blocking calls of this thread.

    Without a running loop, the thread's private loop. Inside one, which the call blocks, the background loop; and
    where the blocked loop is the background loop itself, another one.
    """
    if asyncio._get_running_loop() is None:
        return thread_loop()
    return _second if background.is_current() else background


def tell(loop: asyncio.AbstractEventLoop, function: Callable[[], object]) -> None:
    """Call a function on a loop, from any thread; at once also where it is a private loop that stands still."""
    try:
        loop.call_soon_threadsafe(function)
    except RuntimeError:
        # A loop that is gone took everything with it.
        return
    private = _private(loop)
    if private is not None:
        if asyncio._get_running_loop() is None:
            private.act()
        else:
            apart(private.act)


def run_on(loop: asyncio.AbstractEventLoop, work: Work[Any], patience: float) -> None:
    """Run a coroutine on a loop, whoever runs that, and wait ``patience`` seconds at most. Not for a loop's thread."""
    private = _private(loop)
    try:
        if private is None and not loop.is_running():
            # A loop of the program's that stands still. Its thread may run it; one of ours would come between.
            if threading.current_thread() in _apart:
                work.close()
            else:
                loop.run_until_complete(work)
            return
        outcome = asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:
        # The loop is closed.
        work.close()
        return
    until = time.monotonic() + patience
    while not outcome.done() and not loop.is_closed() and time.monotonic() < until:
        if private is not None:
            private.run_if_still(outcome, 0.01)
        else:
            wait([outcome], 0.01)
    if inspect.getcoroutinestate(work) == inspect.CORO_CREATED:
        # The loop was closed before it began.
        work.close()


def apart(function: Callable[..., object], *args: object) -> threading.Thread | None:
    """Call a function on a thread of its own, for those who must not wait. None where no thread can be started."""

    def run() -> None:
        try:
            function(*args)
        finally:
            _apart.discard(thread)

    thread = threading.Thread(target=run, name="genai_py-closing", daemon=True)
    _apart.add(thread)
    try:
        thread.start()
    except RuntimeError:
        # The process ends.
        _apart.discard(thread)
        return None
    return thread


async def wait_apart(function: Callable[[], object]) -> None:
    """Call a function on a thread of its own, and wait for its end without blocking the running loop."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def run() -> None:
        try:
            function()
        finally:
            # The loop may be closed by now.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(ended.set)

    if apart(run) is not None:
        await ended.wait()


_apart: set[threading.Thread] = set()


class Running(Protocol):
    """An operation that goes on."""

    owner: object
    loop: asyncio.AbstractEventLoop

    @property
    def dispatcher(self) -> object:
        """Where its handlers run; None is on its loop."""

    def Cancel(self) -> bool:
        """Stop it."""

    def begin(self) -> None:
        """Begin it, on its loop, unless it has begun."""

    def lose(self) -> None:
        """End it, its loop being gone."""


class Resident(Protocol):
    """What lives on a loop."""

    async def aclose(self) -> None:
        """Close it, on its loop."""

    def abandon(self) -> None:
        """Let go of it, its loop being gone."""


running: set[Running] = set()
"""All operations whose last handler has not been called yet."""


async def end(operations: Iterable[Running], patience: float = PATIENCE) -> None:
    """Cancel operations of the running loop, and wait until they have told of it."""
    left = [each for each in operations if each in running]
    for each in left:
        each.Cancel()
    until = time.monotonic() + patience
    turns = 0
    while left and time.monotonic() < until:
        # Nearly always it takes a few turns of the loop.
        turns += 1
        await asyncio.sleep(0 if turns < 20 else 0.002)
        left = [each for each in left if each in running]


class _Watch:
    """Begins what a loop is to do, knows when the loop comes to its end, and ends what is on it before."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.residents: set[Resident] = set()
        self._unbegun: list[Running] = []
        # asyncio.run and its kin end with shutdown_asyncgens(): the one moment at which a loop tells that it goes.
        self._generator = self._until_the_end()
        with contextlib.suppress(StopIteration):
            self._generator.asend(None).send(None)

    def begin_soon(self, operation: Running) -> None:
        """Begin an operation at the loop's next turn, unless it has begun by then. On the loop's thread."""
        if not self._unbegun:
            self.loop.call_soon(self._begin_all)
        self._unbegun.append(operation)

    def _begin_all(self) -> None:
        unbegun, self._unbegun = self._unbegun, []
        for operation in unbegun:
            operation.begin()

    async def _until_the_end(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            _watches.pop(id(self.loop), None)
            await end([each for each in list(running) if each.loop is self.loop], _GRACE)
            for resident in list(self.residents):
                await resident.aclose()
            # Transports tell their sockets to close at the loop's next turn.
            await asyncio.sleep(0)

    def lose(self) -> None:
        """For a loop that will not run again, and came to its end without a word."""
        for resident in list(self.residents):
            resident.abandon()
        self.residents.clear()
        for operation in list(running):
            if operation.loop is self.loop:
                operation.lose()
        # Nothing is left for the generator to wait for: it needs no loop.
        closing = self._generator.aclose()
        with contextlib.suppress(StopIteration):
            while True:
                closing.send(None)


_watches: dict[int, _Watch] = {}


def _watch(loop: asyncio.AbstractEventLoop) -> _Watch:
    watch = _watches.get(id(loop))
    if watch is None or watch.loop is not loop:
        _sweep()
        watch = _watches[id(loop)] = _Watch(loop)
    return watch


def residents(loop: asyncio.AbstractEventLoop) -> set[Resident]:
    """What lives on the running loop; what is added is closed before the loop is."""
    return _watch(loop).residents


def admit(operation: Running) -> None:
    """See to it that an operation of the running loop ends before its loop does."""
    _watch(operation.loop)


def begin_soon(operation: Running) -> None:
    """The same, for one that begins at the loop's next turn, unless it has begun by then."""
    _watch(operation.loop).begin_soon(operation)


def _sweep() -> None:
    for watch in list(_watches.values()):
        if watch.loop.is_closed():
            watch.lose()


_users: set[int] = set()
_users_lock = threading.Lock()
_with_last_user: list[Callable[[float], None]] = []
_before_exit: list[Callable[[float], None]] = []
_after_fork: list[Callable[[], None]] = []


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
        for function in _with_last_user:
            function(PATIENCE)
        close_loops(PATIENCE)


def close_loops(patience: float = PATIENCE) -> None:
    """Close the background loops, and the private loops that do not run."""
    background.stop(patience)
    _second.stop(patience)
    for loop in list(_thread_loops):
        loop.close_if_still()


def with_last_user(function: Callable[[float], None]) -> None:
    """Call ``function(patience)`` when the last client is closed, before the loops are."""
    _with_last_user.append(function)


def before_exit(function: Callable[[float], None]) -> None:
    """Call ``function(patience)`` at the end of the process, before the loops are closed; the latest given first."""
    _before_exit.append(function)


def after_fork(function: Callable[[], None]) -> None:
    """Call ``function`` in the child of a fork."""
    _after_fork.append(function)


leaving = False
"""Whether the process is at its end, and all that still runs is being stopped."""


def _leave() -> None:
    global leaving
    leaving = True
    until = time.monotonic() + _EXIT_PATIENCE
    for thread in list(_apart):
        # One that another thread is just starting cannot be joined.
        with contextlib.suppress(RuntimeError):
            thread.join(max(0.0, until - time.monotonic()))
    ours = background._loop
    if ours is not None:
        run_on(ours, end([each for each in list(running) if each.loop is ours], _GRACE), _GRACE)
    for function in reversed(_before_exit):
        function(max(0.0, until - time.monotonic()))
    close_loops(max(0.0, until - time.monotonic()))
    for watch in list(_watches.values()):
        # Loops of threads that go on are theirs; all others will not run again.
        if not watch.loop.is_running():
            watch.lose()
    leaving = False


def _in_child() -> None:
    global _local, _thread_loops, _users_lock
    for each in list(_thread_loops):
        each.disown()
    running.clear()
    for watch in list(_watches.values()):
        watch.lose()
    _apart.clear()
    background.after_fork()
    _second.after_fork()
    _users_lock = threading.Lock()
    _local = threading.local()
    _thread_loops = weakref.WeakSet()
    for function in _after_fork:
        function()


atexit.register(_leave)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
