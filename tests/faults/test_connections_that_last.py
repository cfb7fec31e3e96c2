"""Connections that are kept, lost while idle, and closed; one client in many threads and loops; nothing deadlocks."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.calls.monitoring import HttpMonitoring
from genai_py.core.errors import GenAICancelledError, GenAIException
from genai_py.core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack

from .conftest import assert_nothing_is_left, client_of, library_threads
from .tcp_server import DONE, STREAM_END, STREAM_HEAD, Do, Pause, TcpServer, Until, json_reply, piece
from .ways import CREATE, LIST, PARAMS, STREAM, Way

ANSWER = [
    json_reply({"id": "c", "data": [], "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})
]
STREAMED = [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END]


def within(seconds: float, function: Callable[[], Any]) -> Any:
    """What a function returns; it has so much time and no more."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(function())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert outcome, f"it did not end within {seconds} s"
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def used(server: TcpServer) -> list[int]:
    """The connection of each request."""
    return [request.connection for request in server.requests]


@pytest.mark.parametrize("operation", [LIST, CREATE], ids=["GET", "POST"])
def test_blocking_calls_of_a_thread_use_one_connection(
    operation: Any, server: TcpServer, client: GenAI
) -> None:
    server.plays(ANSWER)
    for _ in range(5):
        operation.form(client, "")()
    assert used(server) == [0] * 5


def test_streams_leave_their_connection_to_the_next_call(server: TcpServer, client: GenAI) -> None:
    server.plays(STREAMED)
    for _ in range(3):
        client.Completions.CreateStream(*STREAM.arguments)
        assert [each.choices[0].text for each in client.Completions.Stream(*STREAM.arguments)] == ["Hello."]
    assert used(server) == [0] * 6


def test_promises_and_callbacks_outside_a_loop_use_one_connection(server: TcpServer, client: GenAI) -> None:
    server.plays(ANSWER)
    for _ in range(3):
        CREATE.form(client, "AsyncAwait")().result(5)
        ended = threading.Event()
        CREATE.form(client, "Asyn")(AsynCallBack(on_success=lambda _, __: ended.set()))  # noqa: B023
        assert ended.wait(5)
    assert used(server) == [0] * 6


def test_where_no_thread_can_be_started_the_call_says_so_and_later_ones_work(
    server: TcpServer, client: GenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.plays(ANSWER)
    start = threading.Thread.start

    def refused(thread: threading.Thread) -> None:
        if thread.name.startswith("genai_py-loop"):
            raise RuntimeError("can't start new thread")
        start(thread)

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        with pytest.raises(RuntimeError, match="can't start new thread"):
            CREATE.form(client, "AsyncAwait")()
    assert CREATE.form(client, "AsyncAwait")().result(5).id == "c"


def test_calls_in_a_loop_use_one_connection(server: TcpServer, client: GenAI) -> None:
    server.plays(ANSWER)

    async def main() -> None:
        for _ in range(3):
            await CREATE.form(client, "AsyncAwait")()
            ended = asyncio.Event()
            CREATE.form(client, "Asyn")(AsynCallBack(on_success=lambda _, __: ended.set()))  # noqa: B023
            await ended.wait()

    asyncio.run(main())
    assert used(server) == [0] * 6


def test_blocking_calls_in_a_loop_use_one_connection(server: TcpServer, client: GenAI) -> None:
    server.plays(ANSWER)

    async def main() -> None:
        for _ in range(3):
            CREATE.form(client, "")()

    asyncio.run(main())
    assert used(server) == [0] * 3


@pytest.mark.parametrize("ending", [Do.CLOSE, Do.RESET], ids=["closed", "reset"])
def test_an_idle_connection_that_the_server_ends_is_noticed(
    ending: Do, way: Way, server: TcpServer, client: GenAI
) -> None:
    """Noticed, not found out by a request that fails: nothing is sent twice."""
    server.plays([*(STREAMED if way.streamed else ANSWER), Pause(0.005), ending])
    once = client.WithOptions(max_retries=0)
    for number in range(3):
        assert way.run(once).error is None
        assert server.wait_for(lambda: not server.open_connections)
        time.sleep(0.005)
        assert len(server.requests) == number + 1


def test_a_request_lost_with_an_old_connection_is_sent_again(server: TcpServer, client: GenAI) -> None:
    """The server may close in the very moment in which the client sends."""
    server.plays(ANSWER, [Do.CLOSE], ANSWER, [Do.RESET], ANSWER)
    for _ in range(3):
        assert CREATE.form(client, "")().id == "c"
    assert len(server.requests) == 5


def test_a_server_that_was_restarted_is_used_on(way: Way) -> None:
    first = TcpServer()
    client = client_of(first.url)
    first.plays(STREAMED if way.streamed else ANSWER)
    assert way.run(client).error is None
    first.close()
    with TcpServer(port=first.port) as second:
        second.plays(STREAMED if way.streamed else ANSWER)
        assert way.run(client).error is None
        client.Close()
        assert_nothing_is_left(second)


def test_close_leaves_nothing(server: TcpServer) -> None:
    server.plays(ANSWER)
    client = client_of(server.url)
    sockets = open_sockets()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: LIST.form(client, "")(), range(6)))
        asyncio.run(in_a_loop(lambda: CREATE.form(client, "")()))
        CREATE.form(client, "AsyncAwait")(PromiseCallBack(on_success=lambda _, __: None)).result(5)
        assert library_threads() != []
        assert server.open_connections != []
        client.Close()
        assert library_threads() == []
        assert server.wait_for(lambda: not server.open_connections, 1)
    assert open_sockets() == sockets


async def in_a_loop(function: Callable[[], Any]) -> Any:
    return function()


def open_sockets() -> int:
    """How many sockets this process has, those of the test server's connections left out."""
    names = []
    for number in os.listdir("/proc/self/fd"):
        try:
            names.append(os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:
            continue
    return sum(name.startswith("socket:") for name in names)


def test_close_async_leaves_nothing(server: TcpServer) -> None:
    server.plays(ANSWER)

    async def main() -> None:
        async with client_of(server.url) as client:
            await CREATE.form(client, "AsyncAwait")()
            CREATE.form(client, "")()
            await asyncio.to_thread(CREATE.form(client, ""))
        # The thread that closes may end a moment later.
        await asyncio.to_thread(assert_nothing_is_left, server)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_close_inside_a_loop_leaves_nothing(server: TcpServer) -> None:
    """It does not wait there: the loop has to go on for the end."""
    server.plays(ANSWER)

    async def main() -> None:
        with client_of(server.url) as client:
            await CREATE.form(client, "AsyncAwait")()
            CREATE.form(client, "")()
        assert await asyncio.to_thread(server.wait_for, lambda: not server.open_connections, 1)
        await asyncio.to_thread(assert_nothing_is_left)

    asyncio.run(main())


def test_the_end_of_a_loop_closes_its_connections(server: TcpServer, client: GenAI) -> None:
    server.plays(ANSWER)

    async def main() -> None:
        await CREATE.form(client, "AsyncAwait")()
        assert len(server.open_connections) == 1

    asyncio.run(main())
    server.wait_until_left(1)


def test_a_client_that_is_collected_leaves_nothing(server: TcpServer) -> None:
    server.plays(ANSWER)

    def use() -> None:
        client = client_of(server.url)
        CREATE.form(client, "")()
        CREATE.form(client, "AsyncAwait")().result(5)
        CREATE.form(client.WithOptions(max_retries=0), "")()

    use()
    gc.collect()
    assert_nothing_is_left(server)


def test_a_client_that_is_collected_inside_a_loop_leaves_nothing(server: TcpServer) -> None:
    server.plays(ANSWER)

    async def use() -> None:
        client = client_of(server.url)
        await CREATE.form(client, "AsyncAwait")()

    async def main() -> None:
        await use()
        gc.collect()
        await asyncio.to_thread(assert_nothing_is_left, server)

    asyncio.run(main())


def test_a_closed_client_may_be_used_again(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays(STREAMED if way.streamed else ANSWER)
    for _ in range(3):
        assert way.run(client).error is None
        client.Close()
        assert_nothing_is_left(server)
        client.Close()


def test_closing_one_client_leaves_the_others_alone(server: TcpServer, client: GenAI) -> None:
    server.plays([Pause(0.1), *ANSWER])
    client.Close()
    promise = CREATE.form(client, "AsyncAwait")()
    with client_of(server.url) as other:
        other_promise = CREATE.form(other, "AsyncAwait")()
        server.wait_for_requests(2)
    with pytest.raises(GenAICancelledError):
        other_promise.result(5)
    assert promise.result(5).id == "c"


def test_nothing_is_sent_after_close(server: TcpServer) -> None:
    server.plays([json_reply({}, 429, Retry_After="0.1")])
    client = client_of(server.url)
    with ThreadPoolExecutor(1) as pool:
        blocked = pool.submit(CREATE.form(client, ""))
        server.wait_for_requests(1)
        client.Close()
        with pytest.raises(GenAIException):
            blocked.result(5)
    assert len(server.requests) == 1


def test_closing_from_everywhere_at_once_is_no_harm(server: TcpServer, client: GenAI) -> None:
    server.plays([Pause(0.02), *ANSWER])
    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(CREATE.form(client, "")) for _ in range(4)]
        promises = [CREATE.form(client, "AsyncAwait")() for _ in range(4)]
        closings = [pool.submit(client.Close) for _ in range(4)]
        for each in closings:
            each.result(5)
        for each in [*calls, *promises]:
            try:
                assert each.result(5).id == "c"
            except GenAICancelledError:
                pass
    client.Close()
    assert_nothing_is_left(server)


def test_the_monitor_counts_what_is_under_way_and_comes_back_to_nothing(
    way: Way, server: TcpServer, client: GenAI
) -> None:
    monitor = HttpMonitoring()
    server.plays([Do.STALL], [Do.RESET], STREAMED if way.streamed else ANSWER)
    promise = CREATE.form(client, "AsyncAwait")()
    server.wait_for_requests(1)
    assert monitor.IsBusy
    promise.Cancel()
    way.run(client)
    assert monitor.WaitIdle(2), monitor.Count
    assert not monitor.IsBusy


def test_one_client_in_eight_threads_and_three_loops(server: TcpServer, client: GenAI) -> None:
    server.plays(ANSWER)
    barrier = threading.Barrier(11)

    def in_a_thread() -> int:
        barrier.wait(5)
        for _ in range(5):
            assert CREATE.form(client, "")().id == "c"
            assert CREATE.form(client, "AsyncAwait")().result(5).id == "c"
        return 10

    def in_a_loop() -> int:
        async def main() -> int:
            barrier.wait(5)
            results = await asyncio.gather(*(ask() for _ in range(20)))
            assert CREATE.form(client, "")().id == "c"
            return len(results) + 1

        async def ask() -> Any:
            return await CREATE.form(client, "AsyncAwait")()

        return asyncio.run(main())

    with ThreadPoolExecutor(11) as pool:
        running = [pool.submit(in_a_thread) for _ in range(8)] + [pool.submit(in_a_loop) for _ in range(3)]
        assert sum(each.result(10) for each in running) == len(server.requests) == 8 * 10 + 3 * 21


BLOCKING: dict[str, Callable[[GenAI], Any]] = {
    "a call": lambda client: CREATE.form(client, "")(),
    "a stream": lambda client: list(client.Completions.Stream(*STREAM.arguments)),
    "a driven stream": lambda client: client.Completions.CreateStream(*STREAM.arguments),
}
of_each_blocking = pytest.mark.parametrize("block", BLOCKING.values(), ids=BLOCKING)


@pytest.fixture
def answering(server: TcpServer, client: GenAI) -> GenAI:
    """A client whose calls are answered one after the other, streams and others."""
    server.answers(lambda request: STREAMED if request.json().get("stream") else ANSWER)
    return client


@of_each_blocking
def test_blocking_inside_a_running_loop(block: Callable[[GenAI], Any], answering: GenAI) -> None:
    async def main() -> Any:
        await CREATE.form(answering, "AsyncAwait")()
        return block(answering)

    assert within(5, lambda: asyncio.run(main()))


@of_each_blocking
def test_blocking_inside_a_callback(block: Callable[[GenAI], Any], answering: GenAI) -> None:
    """On the callback thread."""
    promise = CREATE.form(answering, "AsyncAwait")().Then(lambda _: block(answering))
    assert within(5, promise.result)


@of_each_blocking
def test_blocking_inside_on_progress(block: Callable[[GenAI], Any], answering: GenAI) -> None:
    ended, found = threading.Event(), []
    STREAM.form(answering, "Asyn")(
        AsynStreamCallBack(
            on_progress=lambda _, __: found.append(block(answering)), on_success=lambda _: ended.set()
        )
    )
    assert ended.wait(5)
    assert found
    assert all(found)


@of_each_blocking
def test_blocking_inside_an_asynchronous_handler_on_the_background_loop(
    block: Callable[[GenAI], Any], answering: GenAI
) -> None:
    async def on_success(_: Any, __: Any) -> None:
        assert threading.current_thread().name == "genai_py-loop"
        found.append(block(answering))

    found: list[Any] = []
    promise = CREATE.form(answering, "AsyncAwait")(PromiseCallBack(on_success=on_success))
    within(5, promise.result)
    assert found
    assert all(found)


@of_each_blocking
def test_blocking_inside_a_handler_on_the_programs_loop(
    block: Callable[[GenAI], Any], answering: GenAI
) -> None:
    async def main() -> list[Any]:
        found: list[Any] = []
        await CREATE.form(answering, "AsyncAwait")(
            PromiseCallBack(on_success=lambda _, __: found.append(block(answering)))
        )
        return found

    assert all(within(5, lambda: asyncio.run(main())))


@of_each_blocking
def test_blocking_inside_the_event_of_a_stream(block: Callable[[GenAI], Any], answering: GenAI) -> None:
    found: list[Any] = []

    def event(_: Any, __: bool, ___: Any) -> None:
        found.append(block(answering))

    assert within(5, lambda: answering.Completions.CreateStream(PARAMS, event))
    assert len(found) == 2
    assert all(found)


@of_each_blocking
def test_blocking_between_the_chunks_of_a_stream(block: Callable[[GenAI], Any], answering: GenAI) -> None:
    assert within(5, lambda: [block(answering) for _ in answering.Completions.Stream(*STREAM.arguments)])


def test_many_threads_wait_for_promises_of_one_callback_thread(answering: GenAI) -> None:
    def chain() -> str:
        promise = CREATE.form(answering, "AsyncAwait")()
        for _ in range(5):
            promise = promise.Then(lambda value: value)
        return str(promise.result(5).id)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: chain(), range(32))) == ["c"] * 32


def test_a_stream_that_blocks_the_background_loop_comes_whole(server: TcpServer, client: GenAI) -> None:
    go_on, ended = threading.Event(), threading.Event()
    texts: list[list[str]] = []

    def by_iterating() -> list[str]:
        return [go_on.set() or chunk.choices[0].text for chunk in client.Completions.Stream(*STREAM.arguments)]

    def by_events() -> list[str]:
        got: list[str] = []

        def event(chunk: Any, is_done: bool, _: Any) -> None:
            go_on.set()
            if not is_done:
                got.append(chunk.choices[0].text)

        client.Completions.CreateStream(PARAMS, event)
        return got

    async def on_success(_: Any, __: Any) -> None:
        for read in (by_iterating, by_events):
            go_on.clear()
            texts.append(read())
        ended.set()

    streamed: list[Any] = [STREAM_HEAD, piece("a"), Until(go_on), piece("b"), piece("c", "stop"), DONE, STREAM_END]
    server.plays(ANSWER, streamed)
    CREATE.form(client, "Asyn")(AsynCallBack(on_success=on_success))
    assert ended.wait(10)
    assert texts == [["a", "b", "c"]] * 2
