"""Clients that nobody closes: once they are collected, no thread, no connection and no object is left of them."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.running.callbacks import AsynCallBack, PromiseCallBack

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Request,
    Script,
    TcpServer,
    error_reply,
    json_reply,
    piece,
)
from .ways import CREATE, LIST, PATIENCE, STREAM, Way

ANSWER = json_reply({"id": "c", "data": [], "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})


def answer(request: Request) -> Script:
    streamed = request.method == "POST" and request.json().get("stream")
    return [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END] if streamed else [ANSWER]


@pytest.fixture(autouse=True)
def _answers(server: TcpServer) -> None:
    server.answers(answer)


def references(client: GenAI) -> list[weakref.ref[Any]]:
    """What must go with a client."""
    return [weakref.ref(each) for each in (client, client.API, client.API.state, client.HttpClient)]


def assert_gone(left: list[weakref.ref[Any]], server: TcpServer) -> None:
    until = time.monotonic() + PATIENCE
    # The thread that called the last handler, or closes the client, may hold its last frames for a moment yet.
    while any(each() is not None for each in left) and time.monotonic() < until:
        gc.collect()
        time.sleep(0.005)
    assert [each() for each in left] == [None] * len(left)
    assert_nothing_is_left(server)


def test_nothing_is_left_of_a_client_that_was_used(way: Way, server: TcpServer) -> None:
    def use() -> list[weakref.ref[Any]]:
        client = client_of(server.url)
        assert way.run(client).error is None
        return references(client)

    assert_gone(use(), server)


def test_nor_after_a_call_that_failed(way: Way, server: TcpServer) -> None:
    server.answers(lambda _: [error_reply(400)])

    def use() -> list[weakref.ref[Any]]:
        client = client_of(server.url)
        assert way.run(client).error is not None
        return references(client)

    assert_gone(use(), server)


def test_nor_of_many(way: Way, server: TcpServer) -> None:
    def use() -> list[weakref.ref[Any]]:
        clients = [client_of(server.url) for _ in range(10)]
        for client in clients:
            way.run(client)
        return [each for client in clients for each in references(client)]

    assert_gone(use(), server)


def by_view(client: GenAI) -> None:
    CREATE.form(client.WithOptions(max_retries=0), "")()


def by_chain(client: GenAI) -> None:
    chain = CREATE.form(client, "AsyncAwait")().Then(lambda value: CREATE.form(client, "AsyncAwait")())
    assert chain.Finally(lambda: None).result(PATIENCE).id == "c"


def by_asynchronous_handlers(client: GenAI) -> None:
    ended = threading.Event()

    async def on_success(_: Any, __: Any) -> None:
        await asyncio.sleep(0)
        ended.set()

    CREATE.form(client, "Asyn")(AsynCallBack(on_success=on_success))
    assert ended.wait(PATIENCE)


def by_promise_with_callbacks(client: GenAI) -> None:
    record: Any = PromiseCallBack(on_success=lambda _, value: None)
    CREATE.form(client, "AsyncAwait")(record).result(PATIENCE)


def by_stream_left_early(client: GenAI) -> None:
    for _ in client.Completions.Stream(*STREAM.arguments):
        break


def by_stream_never_read(client: GenAI) -> None:
    client.Completions.Stream(*STREAM.arguments)


def by_half_read_stream(client: GenAI) -> None:
    next(iter(client.Completions.Stream(*STREAM.arguments)))


def by_half_read_stream_in_a_loop(client: GenAI) -> None:
    async def main() -> None:
        chunks = aiter(client.Completions.Stream(*STREAM.arguments))
        await anext(chunks)

    asyncio.run(main())


def by_blocking_inside_a_loop(client: GenAI) -> None:
    async def main() -> None:
        CREATE.form(client, "")()

    asyncio.run(main())


def by_blocking_inside_a_callback(client: GenAI) -> None:
    ended = threading.Event()

    def on_success(_: Any, __: Any) -> None:
        LIST.form(client, "")()
        ended.set()

    CREATE.form(client, "Asyn")(AsynCallBack(on_success=on_success))
    assert ended.wait(PATIENCE)


def by_threads_and_loops(client: GenAI) -> None:
    def work() -> None:
        CREATE.form(client, "")()
        asyncio.run(main())

    async def main() -> None:
        await CREATE.form(client, "AsyncAwait")()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def by_a_loop_that_goes_on_no_more(client: GenAI) -> None:
    async def main() -> None:
        await CREATE.form(client, "AsyncAwait")()

    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    loop.close()


OTHER_USES = [
    by_view, by_chain, by_asynchronous_handlers, by_promise_with_callbacks, by_stream_left_early, by_stream_never_read,
    by_half_read_stream, by_half_read_stream_in_a_loop, by_blocking_inside_a_loop, by_blocking_inside_a_callback,
    by_threads_and_loops, by_a_loop_that_goes_on_no_more,
]  # fmt: skip


@pytest.mark.parametrize("use", OTHER_USES, ids=lambda use: use.__name__)
def test_nothing_is_left_of_a_client_that_was_used_in_another_way(
    use: Callable[[GenAI], None], server: TcpServer
) -> None:
    def used() -> list[weakref.ref[Any]]:
        client = client_of(server.url)
        use(client)
        return references(client)

    assert_gone(used(), server)


def test_a_client_lives_while_its_call_is_under_way_and_goes_after_it(server: TcpServer) -> None:
    server.answers(lambda _: [Do.STALL])

    def begin() -> tuple[Any, list[weakref.ref[Any]]]:
        client = client_of(server.url)
        return CREATE.form(client, "AsyncAwait")(), references(client)

    promise, left = begin()
    server.wait_for_requests(1)
    gc.collect()
    promise.Cancel()
    with pytest.raises(Exception, match="aborted"):
        promise.result(PATIENCE)
    del promise
    assert_gone(left, server)


def test_a_client_dropped_on_its_own_callback_thread_goes_too(server: TcpServer) -> None:
    ended = threading.Event()

    def use() -> list[weakref.ref[Any]]:
        kept = [client_of(server.url)]
        left = references(kept[0])

        def on_success(_: Any, __: Any) -> None:
            kept.clear()
            gc.collect()
            ended.set()

        CREATE.form(kept[0], "Asyn")(AsynCallBack(on_success=on_success))
        return left

    left = use()
    assert ended.wait(PATIENCE)
    assert_gone(left, server)


def test_a_client_in_a_cycle_is_collected_while_another_one_makes_calls(server: TcpServer, client: GenAI) -> None:
    for _ in range(30):
        dropped: Any = client_of(server.url)
        CREATE.form(dropped, "")()
        cycle = [dropped]
        cycle.append(cycle)
        del dropped, cycle
        gc.collect()
        assert CREATE.form(client, "")().id == "c"
