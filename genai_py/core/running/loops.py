"""The calls and resources of an event loop, and how they end with it.

Every loop that work runs on has a ``LoopScope``: the calls in flight there and the resources (sessions, streams) that
belong to it. A scope ends its calls and closes its resources before its loop is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from concurrent.futures import wait
from types import FrameType
from typing import Any, Protocol, TypeVar

from .process import ExitPhase, after_fork, at_exit

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds that closing waits for running calls to end."""
GRACE = 0.5
"""Seconds that cancelled tasks and final handlers have to end before their loop is closed."""


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the running loop of this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def loop_for_work() -> asyncio.AbstractEventLoop | None:
    """Return the loop that work started here runs on; None is the background loop.

    That is the running loop, except in a cell of a notebook: its code blocks the kernel's loop, as a script does.
    """
    loop = running_loop()
    return None if loop is not None and "IPython" in sys.modules and _is_in_cell() else loop


def _is_in_cell() -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == "run_code" and frame.f_globals.get("__name__") == "IPython.core.interactiveshell":
            return True
        frame = frame.f_back
    return False


class LoopCall(Protocol):
    """A call in flight."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop that the call runs on."""

    @property
    def dispatcher(self) -> object:
        """The dispatcher of its handlers; None if they run on its loop."""

    @property
    def ended(self) -> bool:
        """Whether its final handler has been called or posted to its dispatcher."""

    def Cancel(self) -> bool:
        """Cancel the call; callable from any thread."""

    def abandon(self) -> None:
        """Settle the call when its loop will not run again."""


class LoopResource(Protocol):
    """An open resource that belongs to a loop."""

    async def aclose(self) -> None:
        """Close the resource, on its loop."""

    def abandon(self) -> None:
        """Release the resource when its loop will not run again."""


class LoopScope:
    """The calls and resources of one loop. Created on the loop's thread, while it runs."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.thread = threading.get_ident()
        self.calls: set[LoopCall] = set()
        self.resources: set[LoopResource] = set()
        # asyncio.run and similar functions end with shutdown_asyncgens(), the only notice of a loop's end.
        self._sentinel = self._until_shutdown()
        with contextlib.suppress(StopIteration):
            self._sentinel.asend(None).send(None)

    async def _until_shutdown(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            _scopes.pop(id(self.loop), None)
            await end_calls(list(self.calls), GRACE)
            for resource in list(self.resources):
                await resource.aclose()
            # A closed transport closes its socket in the loop's next iteration.
            await asyncio.sleep(0)

    def abandon(self) -> None:
        """End what belongs to a loop that was closed without notice, or will not run again."""
        for resource in list(self.resources):
            resource.abandon()
        self.resources.clear()
        for call in list(self.calls):
            call.abandon()
        self.calls.clear()
        # The sentinel has nothing left to wait for, and needs no loop.
        closing = self._sentinel.aclose()
        with contextlib.suppress(StopIteration):
            while True:
                closing.send(None)


_scopes: dict[int, LoopScope] = {}


def scope_of(loop: asyncio.AbstractEventLoop) -> LoopScope:
    """Return the scope of the running loop."""
    scope = _scopes.get(id(loop))
    if scope is None or scope.loop is not loop:
        _abandon_scopes_of_closed_loops()
        scope = _scopes[id(loop)] = LoopScope(loop)
    return scope


def _abandon_scopes_of_closed_loops() -> None:
    for key, scope in list(_scopes.items()):
        if scope.loop.is_closed():
            _scopes.pop(key, None)
            scope.abandon()


def calls_in_flight() -> list[LoopCall]:
    """Return the calls in flight on all loops."""
    return [call for scope in list(_scopes.values()) for call in list(scope.calls)]


async def end_calls(calls: Iterable[LoopCall], patience: float = PATIENCE) -> None:
    """Cancel calls of the running loop and wait up to ``patience`` seconds until they have ended."""
    left = [call for call in calls if not call.ended]
    for call in left:
        call.Cancel()
    until = time.monotonic() + patience
    turns = 0
    while left and time.monotonic() < until:
        # A few iterations of the loop nearly always suffice.
        turns += 1
        await asyncio.sleep(0 if turns < 20 else 0.002)
        left = [call for call in left if not call.ended]


final_handler_tasks: set[asyncio.Task[Any]] = set()
"""Tasks of final handlers, which may run for a while when their loop is closed.

The set holds strong references, since a loop has only weak ones.
"""


def finish(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel all tasks of a stopped loop, let them end, and close the loop."""
    try:
        tasks = asyncio.all_tasks(loop)
        for spare_final_handlers in (True, False):
            for task in tasks:
                if not (spare_final_handlers and task in final_handler_tasks):
                    task.cancel()
            if tasks:
                ended, tasks = loop.run_until_complete(asyncio.wait(tasks, timeout=GRACE))
                for task in ended:
                    # Retrieving the exception keeps asyncio from reporting it.
                    _ = task.cancelled() or task.exception()
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


def call_soon_anywhere(loop: asyncio.AbstractEventLoop, function: Callable[[], object]) -> None:
    """Call a function on a loop, from any thread. Do nothing if the loop is closed."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function)


def run_and_wait(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], patience: float) -> None:
    """Run a coroutine on a loop of another thread and wait up to ``patience`` seconds for it.

    A stopped loop is run here if this is its thread. Otherwise nothing happens, since its own thread may start it at
    any moment.
    """
    try:
        if not loop.is_running():
            scope = _scopes.get(id(loop))
            if scope is not None and scope.thread == threading.get_ident():
                loop.run_until_complete(work)
            else:
                work.close()
            return
        outcome = asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:
        # The loop is closed.
        work.close()
        return
    until = time.monotonic() + patience
    while not outcome.done() and not loop.is_closed() and time.monotonic() < until:
        wait([outcome], 0.01)
    if inspect.getcoroutinestate(work) == inspect.CORO_CREATED:
        # The loop was closed before it began.
        work.close()


def _abandon_scopes_of_idle_loops(_: float = 0.0) -> None:
    for key, scope in list(_scopes.items()):
        # Threads that are still alive may run their loops again; other loops will not run again.
        if not scope.loop.is_running():
            _scopes.pop(key, None)
            scope.abandon()


def _renew() -> None:
    final_handler_tasks.clear()
    scopes = list(_scopes.values())
    _scopes.clear()
    for scope in scopes:
        # The calls continue in the parent, which calls their handlers.
        scope.calls.clear()
        scope.abandon()


at_exit(ExitPhase.LOOPS, _abandon_scopes_of_idle_loops)
after_fork(_renew)
