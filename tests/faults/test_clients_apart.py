"""Several clients at once: what one does at its end concerns its own calls alone."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.running import background as module
from genai_py.core.running.background import BackgroundLoop

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import DONE, STREAM_END, STREAM_HEAD, TcpServer, Until, json_reply, piece
from .ways import CREATE, PATIENCE, STREAM, Way

ANSWER = json_reply({"id": "c", "data": [], "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})
STREAMED = [piece("lo.", "stop"), DONE, STREAM_END]


def end_by_closing(make: Callable[[], GenAI], use: Callable[[GenAI], None]) -> None:
    client = make()
    use(client)
    client.Close()


def end_by_with(make: Callable[[], GenAI], use: Callable[[GenAI], None]) -> None:
    with make() as client:
        use(client)


def end_by_close_async(make: Callable[[], GenAI], use: Callable[[GenAI], None]) -> None:
    client = make()
    use(client)
    asyncio.run(client.CloseAsync())


def end_by_collection(make: Callable[[], GenAI], use: Callable[[GenAI], None]) -> None:
    use(make())
    gc.collect()


ENDS = [end_by_closing, end_by_with, end_by_close_async, end_by_collection]


@pytest.fixture
def other_server() -> Iterator[TcpServer]:
    """The server of the client that ends; it answers at once."""
    with TcpServer() as server:
        server.plays([ANSWER])
        yield server


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_the_end_of_one_client_does_not_end_the_call_of_another(
    end: Callable[..., None], way: Way, server: TcpServer, other_server: TcpServer, client: GenAI
) -> None:
    go_on = threading.Event()
    server.plays([STREAM_HEAD, piece("Hel"), Until(go_on), *STREAMED] if way.streamed else [Until(go_on), ANSWER])
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(way.run, client)
        try:
            server.wait_for_requests(1)
            end(lambda: client_of(other_server.url), lambda other: other.Models.List())
            # Nothing of the other client is left: whatever its end does has been done.
            assert other_server.wait_for(lambda: not other_server.open_connections)
        finally:
            go_on.set()
        outcome = running.result(PATIENCE)
    assert outcome.error is None
    assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "Hello."


def test_a_stream_goes_on_between_its_chunks(server: TcpServer, other_server: TcpServer, client: GenAI) -> None:
    go_on = threading.Event()
    server.plays([STREAM_HEAD, piece("Hel"), Until(go_on), *STREAMED])
    chunks = iter(client.Completions.Stream(*STREAM.arguments))
    got = [next(chunks)]
    with client_of(other_server.url) as other:
        CREATE.form(other, "")()
    go_on.set()
    got += chunks
    assert "".join(chunk.choices[0].text for chunk in got) == "Hello."


def test_a_client_for_each_call_that_nobody_closes(way: Way, server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), *STREAMED] if way.streamed else [ANSWER])
    outcomes = [way.run(client_of(server.url)) for _ in range(20)]
    assert [outcome.error for outcome in outcomes] == [None] * 20
    gc.collect()
    assert_nothing_is_left(server)


@pytest.fixture
def slow_closing(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Loops that stop between "nobody holds it" and "it is closed": one event says so, the other lets them go on."""
    closing, go_on = threading.Event(), threading.Event()
    finish: Any = vars(module)["finish"]

    def slow(loop: asyncio.AbstractEventLoop) -> None:
        closing.set()
        assert go_on.wait(PATIENCE)
        finish(loop)

    monkeypatch.setattr(module, "finish", slow)
    yield closing, go_on
    go_on.set()


def test_a_call_begun_while_the_loop_is_being_closed_gets_a_new_one(
    way: Way, server: TcpServer, slow_closing: tuple[threading.Event, threading.Event]
) -> None:
    closing, closed = slow_closing
    go_on = threading.Event()
    server.plays(
        [ANSWER],
        [STREAM_HEAD, piece("Hel"), Until(go_on), *STREAMED] if way.streamed else [Until(go_on), ANSWER],
    )
    first, second = client_of(server.url), client_of(server.url)
    CREATE.form(first, "")()
    with ThreadPoolExecutor(2) as pool:
        ending = pool.submit(first.Close)
        assert closing.wait(PATIENCE)
        running = pool.submit(way.run, second)
        # The old loop is closed while the call waits on the new one.
        server.wait_for_requests(2)
        closed.set()
        ending.result(PATIENCE)
        go_on.set()
        assert running.result(PATIENCE).error is None
    second.Close()
    assert_nothing_is_left(server)


def test_a_loop_is_closed_after_the_last_hold_and_then_there_is_a_new_one() -> None:
    loops = BackgroundLoop("genai_py-test")
    first = loops.hold()
    assert loops.hold() is first
    assert first.hold_again()
    for _ in range(2):
        first.release()
        assert loops.hold() is first
        first.release()
    first.release(PATIENCE)
    assert first.loop.is_closed()
    assert not first.thread.is_alive()
    assert not first.hold_again()
    second = loops.hold()
    assert second is not first
    # One hold too many given back does not take another's.
    first.release()
    assert second.loop.is_running()
    second.release(PATIENCE)
    assert second.loop.is_closed()


def test_a_hold_taken_while_the_loop_is_being_closed_is_on_a_new_loop(
    slow_closing: tuple[threading.Event, threading.Event],
) -> None:
    closing, go_on = slow_closing
    loops = BackgroundLoop("genai_py-test")
    first = loops.hold()
    first.release()
    assert closing.wait(PATIENCE)
    assert not first.hold_again()
    second = loops.hold()
    assert second is not first
    assert asyncio.run_coroutine_threadsafe(asyncio.sleep(0, "ran"), second.loop).result(PATIENCE) == "ran"
    go_on.set()
    second.release(PATIENCE)


def test_whoever_holds_a_loop_can_use_it_whatever_other_threads_do() -> None:
    loops = BackgroundLoop("genai_py-test")
    until = time.monotonic() + 0.5

    def work() -> int:
        ran = 0
        while time.monotonic() < until:
            held = loops.hold()
            ran += asyncio.run_coroutine_threadsafe(asyncio.sleep(0, 1), held.loop).result(PATIENCE)
            held.release()
        return ran

    with ThreadPoolExecutor(6) as pool:
        assert all(each.result(PATIENCE) for each in [pool.submit(work) for _ in range(6)])


@pytest.mark.parametrize("end", [end_by_closing, end_by_collection], ids=lambda end: end.__name__)
def test_many_threads_make_use_and_end_clients_and_no_call_fails(
    end: Callable[..., None], server: TcpServer
) -> None:
    def answers(request: Any) -> list[Any]:
        streamed = request.method == "POST" and request.json().get("stream")
        return [STREAM_HEAD, piece("Hel"), *STREAMED] if streamed else [ANSWER]

    server.answers(answers)
    uses: list[Callable[[GenAI], Any]] = [
        lambda client: CREATE.form(client, "")(),
        lambda client: list(client.Completions.Stream(*STREAM.arguments)),
        lambda client: CREATE.form(client, "AsyncAwait")().Then(lambda value: value).result(PATIENCE),
        lambda client: STREAM.form(client, "AsyncAwait")().result(PATIENCE),
    ]
    until = time.monotonic() + 1
    outcomes: Counter[str] = Counter()

    def work(number: int) -> None:
        while time.monotonic() < until:
            number += 1
            try:
                end(lambda: client_of(server.url), uses[number % len(uses)])
                outcomes["worked"] += 1
            except Exception as error:
                outcomes[repr(error)] += 1

    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(outcomes) == {"worked"}
    gc.collect()
    assert_nothing_is_left(server)
