"""How many requests may be under way at a time: as many as the process may have connections."""

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
    """How many connections the process may have: its limit of open files, less a quarter and what is open now."""
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
    """A semaphore for the tasks of all loops and threads; first come, first served."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.renew()
        _all.add(self)

    def renew(self) -> None:
        """Give all slots back, in the child of a fork."""
        # The garbage collector may close a coroutine that gives its slot back while this thread takes one.
        self._lock = threading.RLock()
        self._free = self.count
        self._waiting: deque[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()

    def take_now(self) -> bool:
        """Take a slot if there is one."""
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return True
            return False

    async def take(self) -> None:
        """Take a slot; waits while there is none."""
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
            # The slot came at the same moment.
            self.give_back()
            raise

    def give_back(self) -> None:
        """Give a slot back, from any thread."""
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
    """The slots that all clients share which have no limit of their own."""
    return Slots(connections_of_process())
