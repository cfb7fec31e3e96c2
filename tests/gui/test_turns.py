"""When a GUI's thread is woken, for how long it is kept, and what becomes of what waits when the window is gone."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import pytest
from faults.tcp_server import STREAM_HEAD, Do, TcpServer, json_reply, piece

from genai_py import (
    AsynCompletionStream,
    CompletionParams,
    Dispatcher,
    GenAI,
    GenAICancelledError,
    GenAIFactory,
    PromiseCompletion,
)
from genai_py.core.running.dispatchers import SLICE, PumpingDispatcher
from genai_py.gui.base import GuiDispatcher

PARAMS = CompletionParams().Model("m").Prompt("Say something.")
PATIENCE = 10.0


class Toolkit(GuiDispatcher):
    """A main loop that the test turns by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.events: deque[Callable[[], None]] = deque()
        self.timers: deque[Callable[[], None]] = deque()

    def _wake(self) -> None:
        self.events.append(self._on_wake)

    def _later(self) -> None:
        self.timers.append(self._run_slice)

    def run(self) -> int:
        """Run what is due; how many events and timers that were."""
        ran = 0
        while self.events or self.timers:
            (self.events or self.timers).popleft()()
            ran += 1
        return ran


@pytest.fixture
def toolkit() -> Toolkit:
    return Toolkit()


def test_it_keeps_the_protocols(toolkit: Toolkit) -> None:
    assert isinstance(toolkit, Dispatcher)
    assert isinstance(toolkit, PumpingDispatcher)
    assert toolkit.is_current()
    elsewhere: list[bool] = []
    thread = threading.Thread(target=lambda: elsewhere.append(toolkit.is_current()))
    thread.start()
    thread.join(PATIENCE)
    assert elsewhere == [False]


def test_many_posts_wake_it_once_and_run_in_one_turn(toolkit: Toolkit) -> None:
    calls: list[int] = []
    for number in range(100):
        toolkit.post(lambda number=number: calls.append(number))  # type: ignore[misc]
    assert len(toolkit.events) == 1
    toolkit.events.popleft()()
    assert calls == list(range(100))


def test_a_turn_ends_when_its_time_is_up_and_others_come_before_the_next(toolkit: Toolkit) -> None:
    calls: list[int] = []

    def slow(number: int) -> None:
        calls.append(number)
        time.sleep(SLICE / 3)

    for number in range(8):
        toolkit.post(lambda number=number: slow(number))  # type: ignore[misc]
    toolkit.events.popleft()()
    assert 0 < len(calls) <= 4
    # What wakes it meanwhile does not cut its rest short; the timer after it goes on.
    so_far = len(calls)
    while toolkit.events:
        toolkit.events.popleft()()
    assert len(calls) == so_far
    toolkit.run()
    assert calls == list(range(8))


def test_a_post_between_turns_or_in_a_turn_is_not_forgotten(toolkit: Toolkit) -> None:
    calls: list[str] = []

    def first() -> None:
        toolkit.post(lambda: calls.append("in the turn"))

    toolkit.post(first)
    toolkit.events.popleft()()
    assert calls == ["in the turn"]
    toolkit.post(lambda: calls.append("in the rest"))
    toolkit.run()
    toolkit.post(lambda: calls.append("in its sleep"))
    toolkit.run()
    assert calls == ["in the turn", "in the rest", "in its sleep"]


def test_nothing_goes_on_where_nothing_is_posted(toolkit: Toolkit) -> None:
    toolkit.post(lambda: None)
    assert toolkit.run() <= 3
    assert toolkit.run() == 0


def test_a_loop_inside_a_function_runs_what_waits_behind_it(toolkit: Toolkit) -> None:
    calls: list[str] = []

    def dialog() -> None:
        calls.append("opened")
        toolkit.run()
        calls.append("closed")

    toolkit.post(dialog)
    toolkit.post(lambda: calls.append("under it"))
    toolkit.run()
    assert calls == ["opened", "under it", "closed"]


def test_a_function_that_fails_harms_no_other(toolkit: Toolkit, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []
    toolkit.post(lambda: 1 // 0)
    toolkit.post(lambda: calls.append("next"))
    toolkit.run()
    assert calls == ["next"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_what_ends_the_program_leaves_the_rest_for_a_later_turn(toolkit: Toolkit) -> None:
    def leave() -> None:
        raise SystemExit

    calls: list[str] = []
    toolkit.post(leave)
    toolkit.post(lambda: calls.append("next"))
    with pytest.raises(SystemExit):
        toolkit.run()
    toolkit.run()
    assert calls == ["next"]


def test_posts_of_many_threads_are_all_run_and_each_threads_in_order(toolkit: Toolkit) -> None:
    calls: list[tuple[int, int]] = []

    def post(thread: int) -> None:
        for number in range(500):
            toolkit.post(lambda number=number: calls.append((thread, number)))  # type: ignore[misc]

    threads = [threading.Thread(target=post, args=[thread]) for thread in range(8)]
    for each in threads:
        each.start()
    deadline = time.monotonic() + PATIENCE
    while len(calls) < 8 * 500 and time.monotonic() < deadline:
        toolkit.run()
    for each in threads:
        each.join(PATIENCE)
    for thread in range(8):
        assert [number for of, number in calls if of == thread] == list(range(500))


def test_what_waits_is_dropped_and_nothing_can_be_posted(toolkit: Toolkit) -> None:
    dropped: list[str] = []

    class Wanted:
        def __call__(self) -> None:
            pytest.fail("must not run")

        def drop(self) -> None:
            dropped.append("told")

    toolkit.post(lambda: pytest.fail("must not run"))
    toolkit.post(Wanted())
    toolkit.Close()
    toolkit.Close()
    toolkit.run()
    assert dropped == ["told"]
    with pytest.raises(GenAICancelledError, match="the window has been destroyed"):
        toolkit.post(lambda: None)


def test_closed_by_a_function_the_rest_does_not_run(toolkit: Toolkit) -> None:
    toolkit.post(toolkit.Close)
    toolkit.post(lambda: pytest.fail("must not run"))
    toolkit.run()


@pytest.fixture
def server() -> Iterator[TcpServer]:
    with TcpServer() as server:
        yield server


@pytest.fixture
def client(server: TcpServer, toolkit: Toolkit) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url, dispatcher=toolkit) as client:
        yield client


def test_operations_that_report_to_it_are_cancelled_and_no_others(
    toolkit: Toolkit, server: TcpServer, client: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("first"), Do.STALL])
    other = Toolkit()
    mine = client.Completions.AsynCreateStream(PARAMS, AsynCompletionStream())
    promise = client.Completions.AsyncAwaitCreate(PARAMS)
    elsewhere = client.WithOptions(dispatcher=other).Completions.AsynCreateStream(PARAMS, AsynCompletionStream())
    server.wait_for_requests(3)
    toolkit.Close()
    with pytest.raises(GenAICancelledError):
        promise.result(PATIENCE)
    assert server.wait_for(lambda: len(server.open_connections) == 1)
    assert mine.Finished and not elsewhere.Finished
    other.Close()
    server.wait_until_left()


def test_what_was_to_follow_a_promise_is_cancelled_while_it_waits_for_its_turn(
    toolkit: Toolkit, server: TcpServer, client: GenAI
) -> None:
    server.plays([json_reply({"id": "c", "choices": []})])
    promise = client.Completions.AsyncAwaitCreate(PARAMS)
    chain = promise.Then(lambda _: pytest.fail("must not run"))
    deadline = time.monotonic() + PATIENCE
    while toolkit._queue.empty() and time.monotonic() < deadline:
        time.sleep(0.01)
    toolkit.Close()
    with pytest.raises(GenAICancelledError):
        chain.result(PATIENCE)
    assert promise.result(PATIENCE).id == "c"


@pytest.mark.parametrize("closed", ["while its end waits for its turn", "before its end comes", "before it begins"])
def test_promises_are_settled_though_their_handlers_are_not_called(
    closed: str, toolkit: Toolkit, server: TcpServer, client: GenAI, caplog: pytest.LogCaptureFixture
) -> None:
    server.plays([Do.STALL] if closed == "before its end comes" else [json_reply({"id": "c", "choices": []})])
    called: list[str] = []
    record = PromiseCompletion(
        on_start=lambda _: called.append("on_start"),
        on_success=lambda *_: called.append("on_success"),
        on_cancel=lambda _: called.append("on_cancel"),
    )
    if closed == "before it begins":
        toolkit.Close()
    promise = client.Completions.AsyncAwaitCreate(PARAMS, record)
    chain = promise.Then(lambda _: called.append("Then"))
    if closed != "before it begins":
        server.wait_for_requests(1)
        deadline = time.monotonic() + PATIENCE
        # on_start and, where the reply is there, on_success.
        wanted = 1 if closed == "before its end comes" else 2
        while toolkit._queue.qsize() < wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        toolkit.Close()
    with pytest.raises(GenAICancelledError):
        chain.result(PATIENCE)
    assert called == []
    assert caplog.records == []


def test_its_own_thread_may_wait_for_a_promise_and_runs_handlers_meanwhile(
    toolkit: Toolkit, server: TcpServer, client: GenAI
) -> None:
    server.plays([json_reply({"id": "c", "choices": []})])
    called: list[str] = []
    chain = client.Completions.AsyncAwaitCreate(PARAMS).Then(lambda _: called.append("Then"))
    assert chain.result(PATIENCE).id == "c"
    assert called == ["Then"]
