"""What lives on an event loop ends with it, however the loop ends."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from genai_py.core.running import loops
from genai_py.core.running.loops import calls_in_flight, end_calls, finish, run_and_wait, scope_of


class Resource:
    """Something open, and how it was closed."""

    def __init__(self) -> None:
        self.ends: list[str] = []

    async def aclose(self) -> None:
        self.ends.append("closed")

    def abandon(self) -> None:
        self.ends.append("abandoned")


class Call:
    """A call that ends when it is cancelled, unless it is a stubborn one."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, stubborn: bool = False) -> None:
        self.loop = loop
        self.dispatcher = None
        self.ended = False
        self.cancelled = 0
        self.abandoned = False
        self._stubborn = stubborn

    def Cancel(self) -> bool:
        self.cancelled += 1
        self.ended = not self._stubborn
        return True

    def abandon(self) -> None:
        self.abandoned = True


async def note(notes: list[str]) -> None:
    notes.append("ran")


def test_asyncio_run_ends_calls_and_closes_resources() -> None:
    resource = Resource()

    async def main() -> Call:
        scope = scope_of(asyncio.get_running_loop())
        call = Call(scope.loop)
        scope.calls.add(call)
        scope.resources.add(resource)
        assert scope_of(scope.loop) is scope
        assert call in calls_in_flight()
        return call

    call = asyncio.run(main())
    assert (call.cancelled, resource.ends) == (1, ["closed"])
    assert call not in calls_in_flight()


def test_a_loop_that_is_closed_without_an_announcement_is_noticed_by_the_next() -> None:
    resource = Resource()

    async def main() -> Call:
        scope = scope_of(asyncio.get_running_loop())
        call = Call(scope.loop)
        scope.calls.add(call)
        scope.resources.add(resource)
        return call

    loop = asyncio.new_event_loop()
    call = loop.run_until_complete(main())
    loop.close()
    assert resource.ends == []

    async def another() -> None:
        scope_of(asyncio.get_running_loop())

    asyncio.run(another())
    assert call.abandoned
    assert resource.ends == ["abandoned"]


def test_calls_that_do_not_end_are_waited_for_with_patience_only() -> None:
    async def main() -> list[bool]:
        loop = asyncio.get_running_loop()
        calls = [Call(loop), Call(loop, stubborn=True), Call(loop)]
        calls[2].ended = True
        await end_calls(calls, patience=0.05)
        assert [call.cancelled for call in calls] == [1, 1, 0]
        return [call.ended for call in calls]

    assert asyncio.run(main()) == [True, False, True]


def test_a_loop_that_runs_in_another_thread_runs_the_work() -> None:
    loop, notes = asyncio.new_event_loop(), list[str]()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    run_and_wait(loop, note(notes), 60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    finish(loop)
    assert notes == ["ran"]


def test_a_loop_that_stands_still_runs_the_work_in_its_own_thread_alone() -> None:
    loop, notes = asyncio.new_event_loop(), list[str]()

    async def main() -> None:
        scope_of(loop)

    loop.run_until_complete(main())
    elsewhere = threading.Thread(target=run_and_wait, args=(loop, note(notes), 60))
    elsewhere.start()
    elsewhere.join()
    assert notes == []
    run_and_wait(loop, note(notes), 60)
    assert notes == ["ran"]
    finish(loop)


def test_a_loop_that_belongs_to_nobody_yet_is_left_alone() -> None:
    loop, notes = asyncio.new_event_loop(), list[str]()
    run_and_wait(loop, note(notes), 60)
    assert notes == []
    loop.close()


def test_a_loop_that_is_closed_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, notes = asyncio.new_event_loop(), list[str]()
    loop.close()
    # It was closed between the look at it and the call.
    monkeypatch.setattr(loop, "is_running", lambda: True)
    run_and_wait(loop, note(notes), 60)
    assert notes == []


def test_a_loop_that_is_closed_before_the_work_begins_ends_the_waiting() -> None:
    asked = threading.Event()

    class Loop(asyncio.SelectorEventLoop):
        def call_soon_threadsafe(self, callback: Any, *args: Any, context: Any = None) -> Any:  # type: ignore[override]
            handle = super().call_soon_threadsafe(callback, *args, context=context)
            asked.set()
            return handle

    loop, notes, runs = Loop(), list[str](), threading.Event()

    def serve() -> None:
        loop.call_soon(lambda: (runs.set(), asked.wait(60), loop.stop()))
        loop.run_forever()
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert runs.wait(60)
    run_and_wait(loop, note(notes), 60)
    thread.join()
    assert notes == []


def test_waiting_for_a_loop_ends_when_patience_does() -> None:
    loop, begun, go_on = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go_on.wait()

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    run_and_wait(loop, work(), 0.05)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    finish(loop)


def test_finish_lets_the_last_handlers_run_and_then_cancels_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "GRACE", 0.05)
    loop, ends = asyncio.new_event_loop(), list[str]()

    async def wait_for_ever(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ends.append(name)

    async def fails() -> None:
        raise ValueError("it is not reported")

    async def main() -> None:
        loops.final_handler_tasks.add(loop.create_task(wait_for_ever("last handler")))
        loop.create_task(wait_for_ever("work"))
        loop.create_task(fails())
        await asyncio.sleep(0)

    loop.run_until_complete(main())
    finish(loop)
    loops.final_handler_tasks.clear()
    assert ends == ["work", "last handler"]
    assert loop.is_closed()
