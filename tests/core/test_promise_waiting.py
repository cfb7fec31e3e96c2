"""Promises: waiting for them in threads and on loops."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from promises import FULFILLED, PATIENCE, REJECTED, Deferred, awaited

from genai_py import AsynchronousHelper, ManualDispatcher, Promise, PromiseState, ThreadDispatcher


def in_thread(function: Callable[[], Any]) -> Callable[[], Any]:
    """Start a thread; the function that is returned joins it and gives its result."""
    results: list[tuple[PromiseState, Any]] = []

    def run() -> None:
        try:
            results.append((FULFILLED, function()))
        except Exception as error:
            results.append((REJECTED, error))

    thread = threading.Thread(target=run)
    thread.start()

    def join() -> Any:
        thread.join(PATIENCE)
        assert results, "the thread hangs"
        return results[0]

    return join


def test_result_waits_in_any_thread_and_in_several(pending: Deferred) -> None:
    waiting = [in_thread(lambda: pending.promise.result(PATIENCE)) for _ in range(5)]
    pending.resolve(5)
    assert [join() for join in waiting] == [(FULFILLED, 5)] * 5


def test_result_gives_up_after_its_timeout_and_the_work_goes_on(pending: Deferred) -> None:
    for timeout in (0, 0.05):
        started = time.monotonic()
        with pytest.raises(TimeoutError, match="still pending"):
            pending.promise.result(timeout)
        assert timeout <= time.monotonic() - started < timeout + PATIENCE / 2
    pending.resolve(1)
    assert pending.promise.result(0) == 1


def test_waiting_on_the_dispatchers_thread_pumps_it(pending: Deferred, manual: ManualDispatcher) -> None:
    calls: list[int] = []
    manual.post(lambda: calls.append(1))
    manual.post(lambda: pending.resolve(2))
    assert pending.promise.Then(lambda value: value + 1).result(PATIENCE) == 3
    assert calls == [1]


def test_a_waiting_dispatchers_thread_is_woken_when_another_thread_settles() -> None:
    class Sleepy(ManualDispatcher):
        """Does not look up before something is posted."""

        def Pump(self, timeout: float | None = 0.0) -> int:
            return super().Pump(PATIENCE)

    made = Deferred(Sleepy())
    timer = threading.Timer(0.02, made.resolve, [1])
    started = time.monotonic()
    timer.start()
    assert made.promise.result() == 1
    assert time.monotonic() - started < PATIENCE / 2
    timer.join()


def test_a_handler_on_the_callback_thread_may_wait_for_handlers_after_it() -> None:
    dispatcher = ThreadDispatcher("test")
    first = Deferred(dispatcher)

    def wait_for_another() -> Any:
        second = Deferred(dispatcher)
        second.resolve(20)
        return second.promise.Then(lambda value: value + 1).result(PATIENCE)

    chain = first.promise.Then(wait_for_another)
    first.resolve(0)
    assert chain.result(PATIENCE) == 21
    dispatcher.close()


def test_so_may_a_handler_on_the_shared_callback_thread() -> None:
    chain = Promise.Resolved(1).Then(lambda: Promise.Resolved(2).Then(lambda: 3).result(PATIENCE))
    assert chain.result(PATIENCE) == 3
    both = Promise.Resolved(1).Then(
        lambda: Promise.All([Promise.Resolved(2), Promise.Resolved(2).Then(lambda: 3)]).result(PATIENCE)
    )
    assert both.result(PATIENCE) == [2, 3]


@pytest.mark.parametrize(
    "make",
    [
        lambda: AsynchronousHelper.Delay(1),
        lambda: Promise.Resolved(1).Then(lambda: 2),
        lambda: AsynchronousHelper.Delay(1).Then(lambda: 2).Finally(lambda: None),
        lambda: Promise.All([Promise.Resolved(1), AsynchronousHelper.Delay(1)]),
        lambda: Promise(lambda resolve, _: resolve(AsynchronousHelper.Delay(1))),
        lambda: Promise.Resolved(1).Then(lambda: 2).Then(lambda: 3),
    ],
)
def test_a_running_loop_is_not_blocked_by_waiting_for_its_own_work(make: Callable[[], Promise[Any]]) -> None:
    async def main() -> None:
        promise = make()
        with pytest.raises(RuntimeError, match="await it instead"):
            promise.result(PATIENCE)
        await promise

    asyncio.run(main())


def test_the_background_loop_does_not_wait_for_its_own_work() -> None:
    async def wait_for_another() -> Any:
        return AsynchronousHelper.Delay(1).result(PATIENCE)

    with pytest.raises(RuntimeError, match="await it instead"):
        _ = Promise.Resolved(wait_for_another()).result(PATIENCE)


def test_a_running_loop_may_be_blocked_for_the_work_of_a_thread() -> None:
    async def main() -> None:
        made = Deferred()
        timer = threading.Timer(0.01, made.resolve, [1])
        timer.start()
        assert made.promise.result(PATIENCE) == 1
        timer.join()

    asyncio.run(main())


def test_several_tasks_may_await_one_promise() -> None:
    async def main() -> None:
        made = Deferred()

        async def wait() -> Any:
            return await made.promise

        tasks = [asyncio.create_task(wait()) for _ in range(5)]
        await asyncio.sleep(0)
        made.resolve(5)
        assert await asyncio.gather(*tasks) == [5] * 5
        assert await made.promise == 5

    asyncio.run(main())


def test_a_promise_is_awaited_on_another_loop_than_the_one_that_works() -> None:
    ready, ended = threading.Event(), threading.Event()
    made: list[Promise[Any]] = []

    async def work() -> None:
        made.append(AsynchronousHelper.Delay(20).Then(lambda: "done"))
        ready.set()
        await asyncio.get_running_loop().run_in_executor(None, ended.wait, PATIENCE)

    async def wait() -> Any:
        return await made[0]

    working = in_thread(lambda: asyncio.run(work()))
    assert ready.wait(PATIENCE)
    waiting = [in_thread(lambda: asyncio.run(wait())), in_thread(lambda: made[0].result(PATIENCE))]
    assert [join() for join in waiting] == [(FULFILLED, "done")] * 2
    ended.set()
    working()


def test_a_promise_settled_by_a_thread_wakes_its_loop() -> None:
    async def main() -> Any:
        made = Deferred()
        threading.Timer(0.01, made.reject, [ValueError("no")]).start()
        with pytest.raises(ValueError, match="no"):
            await made.promise

    asyncio.run(main())


def test_a_loop_that_is_gone_when_the_promise_is_settled_does_no_harm(pending: Deferred) -> None:
    async def main() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.shield(awaited(pending.promise)), 0.01)

    asyncio.run(main())
    pending.resolve(1)
