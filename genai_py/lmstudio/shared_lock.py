"""A lock for coroutines of several event loops and threads."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections import deque

from ..core.running.loops import call_soon_anywhere


class SharedLock:
    """``async with lock:`` on any event loop, in any thread; first come, first served. Waiting blocks no thread.

    A waiting task can be cancelled. The turn of a loop that is closed goes to the next in line.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
        try:
            await turn
        except BaseException:
            with self._guard:
                granted = turn not in self._waiting
                if not granted:
                    self._waiting.remove(turn)
            if granted:
                self._release()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._release()

    def _release(self) -> None:
        with self._guard:
            while self._waiting:
                turn = self._waiting.popleft()
                loop = turn.get_loop()
                if not loop.is_closed():
                    # A loop that is closed before it runs this cancels its tasks, and theirs is passed on.
                    call_soon_anywhere(loop, functools.partial(_grant, turn))
                    return
            self._held = False


def _grant(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)
