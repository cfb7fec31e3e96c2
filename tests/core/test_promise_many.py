"""Promises: several as one, and those of time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from promises import FULFILLED, PATIENCE, PENDING, REJECTED, Deferred, awaited, outcome

from genai_py import AsynchronousHelper, GenAICancelledError, GenAIException, ManualDispatcher, Promise


def three(manual: ManualDispatcher) -> tuple[list[Deferred], list[Promise[Any]]]:
    made = [Deferred(manual) for _ in range(3)]
    return made, [each.promise for each in made]


def test_all_gives_the_values_in_order_of_the_promises(manual: ManualDispatcher) -> None:
    made, promises = three(manual)
    together = Promise.All(iter(promises))
    for index in (2, 0, 1):
        assert together.State is PENDING
        made[index].resolve(index)
    assert together.result() == [0, 1, 2]
    assert Promise.All([]).result() == []


def test_all_is_rejected_with_the_first_rejection(manual: ManualDispatcher) -> None:
    made, promises = three(manual)
    together = Promise.All(promises)
    made[1].reject("one")
    made[0].reject("zero")
    with pytest.raises(GenAIException, match="one"):
        together.result()


def test_all_settled_gives_the_promises_themselves(manual: ManualDispatcher) -> None:
    made, promises = three(manual)
    together = Promise.AllSettled(promises)
    made[0].resolve(0)
    made[1].reject("one")
    assert together.State is PENDING
    made[2].resolve(2)
    settled = together.result()
    assert settled == promises
    assert [each.State for each in settled] == [FULFILLED, REJECTED, FULFILLED]
    assert Promise.AllSettled([]).result() == []


@pytest.mark.parametrize("settle", ["resolve", "reject"])
def test_race_goes_as_the_first_that_is_settled(settle: str, manual: ManualDispatcher) -> None:
    made, promises = three(manual)
    race = Promise.Race(promises)
    getattr(made[1], settle)("one")
    made[0].resolve("zero")
    state, value = outcome(race)
    assert (state, str(value)) == (FULFILLED if settle == "resolve" else REJECTED, "one")


def test_any_gives_the_first_value(manual: ManualDispatcher) -> None:
    made, promises = three(manual)
    first = Promise.Any(promises)
    made[0].reject("zero")
    assert first.State is PENDING
    made[2].resolve("two")
    assert first.result() == "two"


def test_any_is_rejected_when_all_are(manual: ManualDispatcher) -> None:
    made, promises = three(manual)
    first = Promise.Any(promises)
    for index, each in enumerate(made):
        each.reject(f"number {index}")
    with pytest.raises(GenAIException, match="all 3 promises were rejected: number 0; number 1; number 2"):
        first.result()


@pytest.mark.parametrize("function", [Promise.Race, Promise.Any])
def test_race_and_any_need_a_promise(function: Any) -> None:
    with pytest.raises(ValueError, match="needs at least one promise"):
        function([])


@pytest.mark.parametrize("function", [Promise.All, Promise.AllSettled, Promise.Race, Promise.Any])
def test_cancelling_many_cancels_each(function: Any, manual: ManualDispatcher) -> None:
    _, promises = three(manual)
    together = function(promises)
    assert together.Cancel()
    assert [each.State for each in promises] == [REJECTED] * 3
    assert together.State is not PENDING
    outcome(together)


@pytest.mark.parametrize("function", [Promise.All, Promise.AllSettled, Promise.Race, Promise.Any])
def test_what_is_no_promise_is_told(function: Any) -> None:
    with pytest.raises(TypeError, match=r"takes promises, got int 5"):
        function([Promise.Resolved(1), 5])


def test_many_promises_can_be_waited_for_on_the_dispatchers_thread(manual: ManualDispatcher) -> None:
    # The first of them has no dispatcher; the second needs this thread's.
    made = Deferred(manual)
    manual.post(lambda: made.resolve(2))
    assert Promise.All([Promise.Resolved(1), made.promise.Then(lambda value: value + 1)]).result(
        PATIENCE
    ) == [1, 3]


def test_delay() -> None:
    started = time.monotonic()
    assert AsynchronousHelper.Delay(30).result(PATIENCE) is True
    assert time.monotonic() - started >= 0.03


def test_default_backoff_doubles_up_to_its_maximum() -> None:
    assert [AsynchronousHelper.DefaultBackoff(delay, 1000) for delay in (100, 500, 501, 5000)] == [200] + [
        1000
    ] * 3


class Snapshots:
    """What a poll sees: the given snapshots, one after the other."""

    def __init__(self, *snapshots: Any) -> None:
        self.left = list(snapshots)
        self.asked = 0

    def get(self) -> Promise[Any]:
        self.asked += 1
        return Promise.Resolved(self.left.pop(0))


def poll(
    snapshots: Snapshots, tries: int = 9, policy: Callable[[int, int], int] | None = None
) -> Promise[Any]:
    return AsynchronousHelper.PollUntil(
        snapshots.get, lambda each: each["done"], lambda each: each["value"], 1, tries, policy
    )


def test_poll_until_asks_until_it_is_done() -> None:
    snapshots = Snapshots({"done": False}, {"done": False}, {"done": True, "value": 5}, {"done": False})
    assert poll(snapshots).result(PATIENCE) == 5
    assert snapshots.asked == 3


def test_poll_until_gives_up_after_its_tries() -> None:
    snapshots = Snapshots(*[{"done": False}] * 9)
    with pytest.raises(GenAIException, match="not done after 3 tries"):
        poll(snapshots, tries=3).result(PATIENCE)
    assert snapshots.asked == 3


def test_poll_until_asks_its_policy_how_long_to_wait() -> None:
    asked: list[tuple[int, int]] = []

    def policy(attempt: int, delay: int) -> int:
        asked.append((attempt, delay))
        return delay + 1

    poll(Snapshots({"done": False}, {"done": False}, {"done": True, "value": 5}), policy=policy).result(
        PATIENCE
    )
    assert asked == [(1, 1), (2, 2)]


@pytest.mark.parametrize("snapshot", [{}, {"done": True}, Promise.Resolved({})])
def test_poll_until_is_rejected_with_what_its_functions_raise(snapshot: Any) -> None:
    with pytest.raises(KeyError):
        poll(Snapshots(snapshot)).result(PATIENCE)


def test_poll_until_can_be_cancelled() -> None:
    snapshots = Snapshots(*[{"done": False}] * 2)
    polling = poll(snapshots, policy=lambda *_: 1000 * PATIENCE)
    while snapshots.asked < 2:
        AsynchronousHelper.Delay(1).result(PATIENCE)
    assert polling.Cancel()
    assert isinstance(outcome(polling)[1], GenAICancelledError)


def test_times_inside_a_loop_leave_it_free() -> None:
    async def main() -> None:
        await asyncio.gather(*[awaited(AsynchronousHelper.Delay(100)) for _ in range(100)])

    started = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - started < PATIENCE / 2
