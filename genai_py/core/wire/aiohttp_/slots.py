"""Limits the requests in flight to the number of connections that the process may open."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import threading
import weakref
from collections import deque

from ...running.loops import call_soon_anywhere
from ...running.process import after_fork

_UNLIMITED = 10_000
_LEAST = 16


def connections_of_process() -> int:
    """Return how many connections the process may open: its limit of open files, minus a quarter and those open now."""
    try:
        import resource
    except ImportError:
        return _UNLIMITED
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return _UNLIMITED
    open_now = 0
    with contextlib.suppress(OSError):
        open_now = len(os.listdir("/proc/self/fd"))
    return max(_LEAST, min(_UNLIMITED, soft - open_now - soft // 4))


class Slots:
    """A fair semaphore for the tasks of all loops and threads."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.renew()
        _all.add(self)

    def renew(self) -> None:
        """Release all slots, in the child of a fork."""
        # Reentrant: a garbage collection under the lock may close a coroutine, which releases its slot.
        self._lock = threading.RLock()
        self._free = self.count
        self._waiting: deque[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()

    def take_now(self) -> bool:
        """Take a slot if one is free; return whether one was."""
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return True
            return False

    async def take(self) -> None:
        """Take a slot; wait until one is free."""
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return
            loop = asyncio.get_running_loop()
            granted = loop.create_future()
            self._waiting.append((loop, granted))
        try:
            await granted
        except BaseException:
            with self._lock, contextlib.suppress(ValueError):
                self._waiting.remove((loop, granted))
                raise
            # The slot was granted at the same moment.
            self.release()
            raise

    def release(self) -> None:
        """Release a slot. Callable from any thread."""
        with self._lock:
            while self._waiting:
                loop, granted = self._waiting.popleft()
                if not loop.is_closed():
                    break
            else:
                self._free += 1
                return
        call_soon_anywhere(loop, functools.partial(_grant, granted))


def _grant(granted: asyncio.Future[None]) -> None:
    if not granted.done():
        granted.set_result(None)


_all: weakref.WeakSet[Slots] = weakref.WeakSet()


def _renew() -> None:
    for slots in list(_all):
        slots.renew()


after_fork(_renew)


@functools.cache
def process_slots() -> Slots:
    """Return the slots shared by all clients without a ConnectionLimit."""
    return Slots(connections_of_process())
