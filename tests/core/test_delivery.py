"""How the parts of a stream are handed to a dispatcher: in order, a limited number at a time, and none lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest

from genai_py import ManualDispatcher
from genai_py.core.running.delivery import _BATCH, Dispatched
from genai_py.core.running.dispatchers import SLICE

FAILURE = ZeroDivisionError("of the stream")


class Stream:
    """Parts that come into being as they are asked for."""

    cancelled = False

    def __init__(self, count: int, failure: Exception | None = None) -> None:
        self.made = 0
        self._count = count
        self._failure = failure

    def __iter__(self) -> Iterator[int]:
        while self.made < self._count:
            self.made += 1
            yield self.made
        if self._failure is not None:
            raise self._failure

    def stop_if_requested(self, ask: Any) -> bool:
        return False


def handed_over(stream: Stream, handler: Any) -> None:
    """Hand a stream over to a handler; each turn of the dispatcher comes after one of the loop."""

    async def main() -> None:
        dispatcher = ManualDispatcher()
        work = asyncio.ensure_future(
            Dispatched(dispatcher, asyncio.get_running_loop(), set()).call_each(handler, None, stream, stream, None)
        )
        while not work.done():
            await asyncio.sleep(0)
            dispatcher.Pump()
        await work

    asyncio.run(main())


COUNTS = [count for full in range(4) for count in (full * _BATCH - 1, full * _BATCH, full * _BATCH + 1) if count >= 0]


@pytest.mark.parametrize("count", COUNTS)
def test_all_parts_come_in_order(count: int) -> None:
    got: list[int] = []
    handed_over(Stream(count), lambda _, part: got.append(part))
    assert got == list(range(1, count + 1))


@pytest.mark.parametrize("count", COUNTS)
def test_a_failure_comes_after_the_parts_before_it(count: int) -> None:
    got: list[int] = []
    with pytest.raises(ZeroDivisionError):
        handed_over(Stream(count, FAILURE), lambda _, part: got.append(part))
    assert got == list(range(1, count + 1))


def test_parts_are_made_not_long_before_they_are_handed_over() -> None:
    stream = Stream(10 * _BATCH)
    ahead: list[int] = []
    handed_over(stream, lambda _, part: ahead.append(stream.made - part))
    assert len(ahead) == 10 * _BATCH
    assert max(ahead) < _BATCH


@pytest.mark.timing
def test_no_turn_takes_much_longer_than_its_time() -> None:
    turns: dict[float, int] = {}
    last = [0.0]

    class Timed(ManualDispatcher):
        def Pump(self, timeout: float | None = 0.0) -> int:
            last[0] = time.perf_counter()
            return super().Pump(timeout)

    def slow(_: Any, part: int) -> None:
        turns[last[0]] = turns.get(last[0], 0) + 1
        time.sleep(SLICE / 4)

    async def main() -> None:
        dispatcher, stream = Timed(), Stream(40)
        work = asyncio.ensure_future(
            Dispatched(dispatcher, asyncio.get_running_loop(), set()).call_each(slow, None, stream, stream, None)
        )
        while not work.done():
            await asyncio.sleep(0)
            dispatcher.Pump()

    asyncio.run(main())
    assert sum(turns.values()) == 40
    assert max(turns.values()) <= 5


def test_nothing_is_handed_over_once_it_is_cancelled() -> None:
    stream, got = Stream(5 * _BATCH), []

    def stop(_: Any, part: int) -> None:
        got.append(part)
        stream.cancelled = part == 10

    handed_over(stream, stop)
    assert got == list(range(1, 11))
    assert stream.made <= _BATCH
