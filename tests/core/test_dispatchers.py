"""Where callbacks run: in which thread, in which order, and what a failing one does."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from genai_py import (
    AsyncioDispatcher,
    Dispatcher,
    GenAICancelledError,
    LoopDispatcher,
    ManualDispatcher,
    Promise,
    ThreadDispatcher,
)
from genai_py.core.running.dispatchers import (
    Posted,
    PumpingDispatcher,
    QueueDispatcher,
    current_dispatcher,
    shared_dispatcher,
)

PATIENCE = 10


def settled_by(dispatcher: Dispatcher, function: Callable[[], object]) -> object:
    """What a function returns that a dispatcher runs."""
    results: list[object] = []
    done = threading.Event()

    def run() -> None:
        results.append(function())
        done.set()

    dispatcher.post(run)
    if isinstance(dispatcher, ManualDispatcher):
        dispatcher.PumpUntil(done.is_set, PATIENCE)
    assert done.wait(PATIENCE)
    return results[0]


def test_the_shipped_dispatchers_keep_the_protocols() -> None:
    loop = asyncio.new_event_loop()
    for pumping in (ManualDispatcher(), ThreadDispatcher()):
        assert isinstance(pumping, Dispatcher)
        assert isinstance(pumping, PumpingDispatcher)
    assert isinstance(LoopDispatcher(loop), Dispatcher)
    assert not isinstance(LoopDispatcher(loop), PumpingDispatcher)
    loop.close()


def test_nothing_runs_before_the_program_pumps() -> None:
    dispatcher, calls = ManualDispatcher(), []
    for number in range(3):
        dispatcher.post(lambda number=number: calls.append(number))  # type: ignore[misc]
    assert calls == []
    assert dispatcher.Pump() == 3
    assert calls == [0, 1, 2]
    assert dispatcher.Pump() == 0


def test_what_is_posted_while_pumping_waits_for_the_next_pump() -> None:
    dispatcher = ManualDispatcher()
    calls: list[Any] = []

    def again() -> None:
        calls.append(len(calls))
        dispatcher.post(again)

    again()
    assert [dispatcher.Pump() for _ in range(3)] == [1, 1, 1]
    assert calls == [0, 1, 2, 3]


def test_pump_waits_for_a_first_function() -> None:
    dispatcher, calls = ManualDispatcher(), []
    timer = threading.Timer(0.02, dispatcher.post, [lambda: calls.append(1)])
    timer.start()
    assert dispatcher.Pump(PATIENCE) == 1
    timer.join()
    timer = threading.Timer(0.02, dispatcher.post, [lambda: calls.append(2)])
    timer.start()
    assert dispatcher.Pump(None) == 1
    timer.join()
    assert calls == [1, 2]
    started = time.monotonic()
    assert dispatcher.Pump(0.02) == 0
    assert 0.02 <= time.monotonic() - started < PATIENCE / 2


def test_pump_until() -> None:
    dispatcher, calls = ManualDispatcher(), []
    for number in range(3):
        dispatcher.post(lambda number=number: calls.append(number))  # type: ignore[misc]
    assert dispatcher.PumpUntil(lambda: len(calls) == 3)
    assert dispatcher.PumpUntil(lambda: True, 0)
    assert not dispatcher.PumpUntil(lambda: False, 0.01)


def test_a_function_that_fails_is_logged_and_harms_no_other(caplog: pytest.LogCaptureFixture) -> None:
    dispatcher, calls = ManualDispatcher(), []
    dispatcher.post(lambda: 1 // 0)
    dispatcher.post(lambda: calls.append(1))
    assert dispatcher.Pump() == 2
    assert calls == [1]
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("genai_py", logging.ERROR)
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_the_thread_that_makes_it_is_its_thread() -> None:
    dispatcher = ManualDispatcher()
    assert dispatcher.is_current()
    elsewhere: list[bool] = []
    thread = threading.Thread(target=lambda: elsewhere.append(dispatcher.is_current()))
    thread.start()
    thread.join(PATIENCE)
    assert elsewhere == [False]


@given(st.lists(st.integers(0, 3), max_size=30))
def test_functions_run_once_each_and_in_the_order_of_their_posts(pumps: list[int]) -> None:
    dispatcher, calls, posted = ManualDispatcher(), [], 0
    for count in pumps:
        for _ in range(count):
            dispatcher.post(lambda number=posted: calls.append(number))  # type: ignore[misc]
            posted += 1
        assert dispatcher.Pump() == count
    assert calls == list(range(posted))


@pytest.mark.parametrize("make", [ManualDispatcher, ThreadDispatcher])
def test_posts_of_many_threads_are_all_run_and_each_threads_in_order(
    make: Callable[[], ThreadDispatcher],
) -> None:
    dispatcher, calls = make(), []

    def post(thread: int) -> None:
        for number in range(200):
            dispatcher.post(lambda number=number: calls.append((thread, number)))  # type: ignore[misc]

    threads = [threading.Thread(target=post, args=[thread]) for thread in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    settled_by(dispatcher, lambda: None)
    for thread in range(8):
        assert [number for of, number in calls if of == thread] == list(range(200))
    if isinstance(dispatcher, ThreadDispatcher):
        dispatcher.close()


def threads_called(name: str) -> int:
    return sum(thread.name == name for thread in threading.enumerate())


def test_its_thread_starts_with_the_first_post_and_is_one() -> None:
    dispatcher = ThreadDispatcher("started-late")
    assert threads_called("started-late") == 0
    assert not dispatcher.is_current()
    assert settled_by(dispatcher, dispatcher.is_current) is True
    assert settled_by(dispatcher, lambda: threading.current_thread().daemon) is True
    assert threads_called("started-late") == 1
    dispatcher.close()
    assert threads_called("started-late") == 0


def test_a_failing_function_does_not_end_its_thread(caplog: pytest.LogCaptureFixture) -> None:
    dispatcher = ThreadDispatcher()
    dispatcher.post(lambda: 1 // 0)
    assert settled_by(dispatcher, lambda: "next") == "next"
    assert "a posted function failed" in caplog.text
    dispatcher.close()


def test_close_runs_what_is_queued_and_a_later_post_starts_anew() -> None:
    dispatcher, calls = ThreadDispatcher("closing"), []
    for number in range(100):
        dispatcher.post(lambda number=number: calls.append(number))  # type: ignore[misc]
    dispatcher.close()
    assert calls == list(range(100))
    assert threads_called("closing") == 0
    dispatcher.close()
    assert settled_by(dispatcher, lambda: "again") == "again"
    dispatcher.close()


def test_close_on_its_own_thread_does_not_wait_for_itself() -> None:
    dispatcher = ThreadDispatcher("closes-itself")
    started = time.monotonic()
    settled_by(dispatcher, dispatcher.close)
    assert time.monotonic() - started < PATIENCE / 2
    assert settled_by(dispatcher, lambda: "again") == "again"
    dispatcher.close()


def test_a_loop_runs_what_is_posted_from_inside_and_from_threads() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        dispatcher = LoopDispatcher(loop)
        done = asyncio.Event()
        calls: list[object] = []
        dispatcher.post(lambda: calls.append(asyncio.get_running_loop()))
        assert calls == []
        await asyncio.sleep(0)
        await loop.run_in_executor(None, dispatcher.post, lambda: calls.append(asyncio.get_running_loop()))
        await loop.run_in_executor(None, dispatcher.post, done.set)
        await asyncio.wait_for(done.wait(), PATIENCE)
        assert calls == [loop, loop]

    asyncio.run(main())


def test_a_failing_function_does_not_disturb_the_loop(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        LoopDispatcher(asyncio.get_running_loop()).post(lambda: 1 // 0)
        await asyncio.sleep(0)

    asyncio.run(main())
    assert [record.name for record in caplog.records if record.levelno >= logging.WARNING] == ["genai_py"]


def test_nothing_can_be_posted_to_a_closed_loop() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    with pytest.raises(GenAICancelledError, match="the loop is closed"):
        AsyncioDispatcher(loop).post(lambda: pytest.fail("must not run"))


def test_it_has_its_former_name_too() -> None:
    assert LoopDispatcher is AsyncioDispatcher


def test_inside_a_loop_it_is_the_loop_and_else_the_shared_thread() -> None:
    async def inside() -> None:
        dispatcher = current_dispatcher()
        assert isinstance(dispatcher, LoopDispatcher)
        assert dispatcher.loop is asyncio.get_running_loop()

    asyncio.run(inside())
    assert Promise.Resolved(1).Then(shared_dispatcher.is_current).result(PATIENCE) is True


def test_what_the_last_functions_set_off_runs_before_the_thread_ends() -> None:
    dispatcher = ThreadDispatcher("ends")
    ran: list[str] = []
    begun = threading.Event()

    def last() -> None:
        begun.set()
        time.sleep(0.05)
        dispatcher.post(lambda: dispatcher.post(lambda: ran.append(threading.current_thread().name)))

    dispatcher.post(last)
    assert begun.wait(5)
    dispatcher.close()
    assert ran == ["ends"]
    assert not [each for each in threading.enumerate() if each.name == "ends"]


def test_what_is_posted_may_want_to_know_that_it_is_dropped() -> None:
    class Wants:
        dropped = False

        def __call__(self) -> None: ...

        def drop(self) -> None:
            self.dropped = True

    wants = Wants()
    for function in (wants, lambda: None):
        Posted(ManualDispatcher(), function).drop()
    assert wants.dropped


def test_a_request_that_a_thread_ends_is_not_met_by_a_pump() -> None:
    dispatcher = QueueDispatcher()
    dispatcher._queue.put(None)
    assert [dispatcher.Pump(), dispatcher.Pump()] == [0, 0]
    assert dispatcher._queue.get() is None
