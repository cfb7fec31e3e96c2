"""Promises that wait: delays and polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar, cast

from ..errors import GenAIException
from ..spelling import CallableInBothSpellings
from .promise import Promise

T = TypeVar("T")
U = TypeVar("U")


class AsynchronousHelper(metaclass=CallableInBothSpellings):
    """Promises that wait. All times are in milliseconds, as in the original."""

    @staticmethod
    def Delay(Ms: int) -> Promise[bool]:
        """Return a promise that is fulfilled with True after ``Ms`` milliseconds."""

        async def sleep() -> bool:
            await asyncio.sleep(Ms / 1000)
            return True

        return Promise.Resolved(cast(Any, sleep()))

    @staticmethod
    def DefaultBackoff(CurrentDelayMs: int, MaxDelayMs: int) -> int:
        """Return the next delay: twice the current one, at most ``MaxDelayMs``."""
        return min(CurrentDelayMs * 2, MaxDelayMs)

    @staticmethod
    def PollUntil(
        GetSnapshot: Callable[[], Promise[T]],
        IsDone: Callable[[T], bool],
        Extract: Callable[[T], U],
        FirstDelayMs: int,
        MaxTries: int,
        DelayPolicy: Callable[[int, int], int] | None = None,
    ) -> Promise[U]:
        """Call ``GetSnapshot`` until a snapshot is done; return a promise of what ``Extract`` returns for it.

        FirstDelayMs: the wait before the second try. DelayPolicy(attempt, current_delay_ms) gives the wait after each
        try; by default the delay doubles each time, to 30 s at most. Rejected with GenAIException after
        ``MaxTries`` tries, or with what ``GetSnapshot``, ``IsDone`` or ``Extract`` raised.
        """

        async def poll() -> U:
            delay = FirstDelayMs
            for attempt in range(1, MaxTries + 1):
                snapshot = await GetSnapshot()
                if IsDone(snapshot):
                    return Extract(snapshot)
                if attempt < MaxTries:
                    await asyncio.sleep(delay / 1000)
                    delay = (
                        AsynchronousHelper.DefaultBackoff(delay, 30_000)
                        if DelayPolicy is None
                        else DelayPolicy(attempt, delay)
                    )
            raise GenAIException(0, f"not done after {MaxTries} tries")

        return Promise.Resolved(cast(Any, poll()))
