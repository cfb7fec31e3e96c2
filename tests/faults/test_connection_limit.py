"""ConnectionLimit: so many requests at once and no more, the others wait their turn, whoever makes them."""

from __future__ import annotations

import asyncio
import gc
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from processes import python

from genai_py.client import GenAI
from genai_py.core.errors import GenAICancelledError, GenAIException
from genai_py.core.wire.aiohttp_.slots import Slots

from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Request,
    Script,
    TcpServer,
    Until,
    error_reply,
    json_reply,
    piece,
)
from .ways import CREATE, PATIENCE, STREAM, Way

ANSWER = json_reply({"id": "c", "data": [], "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})
STREAMED = [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END]


class Crowd:
    """Answers when the test says so, and counts how many requests wait at the same time."""

    def __init__(self, server: TcpServer) -> None:
        self._lock = threading.Lock()
        self._server = server
        self._waiting = 0
        self.most = 0
        server.answers(self._answer)

    def _answer(self, request: Request) -> Script:
        with self._lock:
            self._waiting += 1
            self.most = max(self.most, self._waiting)
        # Long enough for another one to come in, if any is let in.
        time.sleep(0.01)
        with self._lock:
            self._waiting -= 1
        return STREAMED if request.method == "POST" and request.json().get("stream") else [ANSWER]


@pytest.fixture
def limited(client: GenAI) -> GenAI:
    """A client with two places."""
    client.HttpClient.ConnectionLimit = 2  # type: ignore[attr-defined]
    return client


def places(client: GenAI) -> Slots:
    return client.HttpClient._slots  # type: ignore[attr-defined, no-any-return]


def assert_all_free(client: GenAI) -> None:
    slots = places(client)
    assert (slots._free, len(slots._waiting)) == (slots.count, 0)


def test_never_more_than_the_limit_and_all_succeed(way: Way, server: TcpServer, limited: GenAI) -> None:
    crowd = Crowd(server)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: way.run(limited), range(16)))
    assert [outcome.error for outcome in outcomes] == [None] * 16
    assert crowd.most <= 2
    assert_all_free(limited)


def test_threads_loops_and_promises_share_it(server: TcpServer, limited: GenAI) -> None:
    crowd = Crowd(server)

    async def main() -> None:
        await asyncio.gather(*(CREATE.form(limited, "AsyncAwait")() for _ in range(10)))

    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(asyncio.run, main()) for _ in range(2)]
        work += [pool.submit(CREATE.form(limited, "")) for _ in range(10)]
        promises = [CREATE.form(limited, "AsyncAwait")() for _ in range(10)]
        for each in work:
            each.result(PATIENCE)
        for promise in promises:
            promise.result(PATIENCE)
    assert len(server.requests) == 40
    assert crowd.most <= 2
    assert_all_free(limited)


def test_those_who_wait_come_in_turn(server: TcpServer, limited: GenAI) -> None:
    limited.HttpClient.ConnectionLimit = 1  # type: ignore[attr-defined]
    server.plays([ANSWER])
    promises = [
        limited.Completions.AsyncAwaitCreate(lambda p, n=number: p.Model("m").Prompt(str(n))) for number in range(10)
    ]
    for promise in promises:
        promise.result(PATIENCE)
    assert [request.json()["prompt"] for request in server.requests] == [str(number) for number in range(10)]


@pytest.fixture
def full(server: TcpServer, limited: GenAI) -> Iterator[threading.Event]:
    """Both places are taken until the event is set."""
    leave = threading.Event()
    server.plays([Until(leave), ANSWER], [Until(leave), ANSWER], [ANSWER])
    holders = [CREATE.form(limited, "AsyncAwait")() for _ in range(2)]
    server.wait_for_requests(2)
    yield leave
    leave.set()
    for holder in holders:
        holder.result(PATIENCE)
    assert_all_free(limited)


def wait_until_waiting(client: GenAI, count: int) -> None:
    for _ in range(5000):
        if len(places(client)._waiting) == count:
            return
        time.sleep(0.002)
    raise AssertionError(f"{len(places(client)._waiting)} wait")


def test_a_cancelled_one_gives_its_turn_up(server: TcpServer, limited: GenAI, full: threading.Event) -> None:
    first, second = (CREATE.form(limited, "AsyncAwait")() for _ in range(2))
    wait_until_waiting(limited, 2)
    first.Cancel()
    with pytest.raises(GenAICancelledError):
        first.result(PATIENCE)
    wait_until_waiting(limited, 1)
    full.set()
    assert second.result(PATIENCE).id == "c"
    assert len(server.requests) == 3


def test_a_task_that_is_cancelled_does_so_too(server: TcpServer, limited: GenAI, full: threading.Event) -> None:
    async def main() -> None:
        promise = CREATE.form(limited, "AsyncAwait")()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(promise, 0.05)
        assert not places(limited)._waiting

    asyncio.run(main())
    assert len(server.requests) == 2


def test_a_turn_that_comes_in_the_moment_of_cancelling_is_not_lost() -> None:
    slots = Slots(1)

    async def main() -> None:
        await slots.take()
        waiting = asyncio.ensure_future(slots.take())
        await asyncio.sleep(0)
        slots.give_back()
        # The place is granted, and the task has not run yet.
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert slots._free == 1

    asyncio.run(main())


def test_a_waiting_loop_that_is_gone_is_passed_over() -> None:
    slots = Slots(1)
    gone = asyncio.new_event_loop()

    async def begin() -> asyncio.Task[None]:
        task = asyncio.ensure_future(slots.take())
        await asyncio.sleep(0)
        return task

    asyncio.run(slots.take())
    abandoned = gone.run_until_complete(begin())
    gone.close()
    slots.give_back()
    assert slots._free == 1
    abandoned._log_destroy_pending = False  # type: ignore[attr-defined]


def whole(client: GenAI) -> Any:
    return CREATE.form(client, "")()


FAILURES: dict[str, Script] = {
    "an error": [error_reply(400)],
    "a reset": [Do.RESET],
    "a reset inside the body": [ANSWER[:-4], Do.RESET],
    "silence": [Do.STALL],
    "silence inside the body": [ANSWER[:-4], Do.STALL],
    "no HTTP": [b"\x00\xff\r\n\r\n", Do.CLOSE],
    "a redirect to nowhere": [b"HTTP/1.1 302 Found\r\nLocation: nowhere://\r\nContent-Length: 0\r\n\r\n"],
    "a stream that breaks": [STREAM_HEAD, piece("a"), Do.RESET],
}


@pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES)
def test_an_error_frees_its_place(script: Script, way: Way, server: TcpServer, limited: GenAI) -> None:
    server.plays(script)
    quick = limited.WithOptions(max_retries=0, response_timeout=50)
    for _ in range(3):
        assert isinstance(way.run(quick).error, GenAIException)
    assert_all_free(limited)
    server.plays(STREAMED if way.streamed else [ANSWER])
    assert way.run(limited).error is None


def test_a_refused_connection_frees_its_place(way: Way, server: TcpServer, limited: GenAI) -> None:
    limited.BaseURL = "http://127.0.0.1:9/v1"
    for _ in range(3):
        assert way.run(limited.WithOptions(max_retries=0)).error is not None
    assert_all_free(limited)


def by_close(client: GenAI, stream: Any, chunks: Any) -> None:
    stream.Close()


def by_with(client: GenAI, stream: Any, chunks: Any) -> None:
    with stream:
        pass


def by_reading(client: GenAI, stream: Any, chunks: Any) -> None:
    list(chunks)


def by_closing_the_iterator(client: GenAI, stream: Any, chunks: Any) -> None:
    chunks.close()


def by_closing_the_client(client: GenAI, stream: Any, chunks: Any) -> None:
    client.Close()


STREAM_ENDS = [by_close, by_with, by_reading, by_closing_the_iterator, by_closing_the_client]


@pytest.mark.parametrize("end", STREAM_ENDS, ids=lambda end: end.__name__)
def test_a_stream_has_its_place_until_it_is_read_or_closed(
    end: Callable[..., None], server: TcpServer, client: GenAI
) -> None:
    client.HttpClient.ConnectionLimit = 1  # type: ignore[attr-defined]
    go_on = threading.Event()
    server.plays([STREAM_HEAD, piece("a"), Until(go_on), *STREAMED[1:]], [ANSWER])
    stream = client.Completions.Stream(*STREAM.arguments)
    chunks = iter(stream)
    next(chunks)
    waiting = CREATE.form(client, "AsyncAwait")()
    wait_until_waiting(client, 1)
    go_on.set()
    end(client, stream, chunks)
    if end is by_closing_the_client:
        with pytest.raises(GenAICancelledError):
            waiting.result(PATIENCE)
    else:
        assert waiting.result(PATIENCE).id == "c"
    assert_all_free(client)


def test_a_stream_that_is_dropped_gives_its_place_back(server: TcpServer, client: GenAI) -> None:
    client.HttpClient.ConnectionLimit = 1  # type: ignore[attr-defined]
    server.plays([STREAM_HEAD, piece("a"), Do.STALL], [ANSWER])

    def begin() -> None:
        next(iter(client.Completions.Stream(*STREAM.arguments)))

    begin()
    gc.collect()
    assert CREATE.form(client, "AsyncAwait")().result(PATIENCE).id == "c"


def run_and_close_without_a_word(work: Any) -> None:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(work)
    loop.close()


@pytest.mark.parametrize("run", [asyncio.run, run_and_close_without_a_word], ids=lambda run: run.__name__)
def test_the_loops_end_gives_the_places_of_its_calls_back(
    run: Callable[[Any], None], server: TcpServer, limited: GenAI
) -> None:
    server.plays([Do.STALL], [STREAM_HEAD, piece("a"), Do.STALL], [ANSWER])
    kept: list[Any] = []

    async def main() -> None:
        kept.append(CREATE.form(limited, "AsyncAwait")())
        await asyncio.to_thread(server.wait_for_requests, 1)
        kept.append(aiter(limited.Completions.Stream(*STREAM.arguments)))
        await anext(kept[1])

    run(main())
    assert CREATE.form(limited, "AsyncAwait")().result(PATIENCE).id == "c"
    assert_all_free(limited)
    with pytest.raises(GenAICancelledError):
        kept[0].result(PATIENCE)


def test_a_new_limit_counts_for_the_calls_after_it(server: TcpServer, limited: GenAI) -> None:
    go_on = threading.Event()
    server.plays([Until(go_on), ANSWER])
    limited.HttpClient.ConnectionLimit = 5  # type: ignore[attr-defined]
    promises = [CREATE.form(limited, "AsyncAwait")() for _ in range(8)]
    server.wait_for_requests(5)
    wait_until_waiting(limited, 3)
    go_on.set()
    assert [promise.result(PATIENCE).id for promise in promises] == ["c"] * 8


PREAMBLE = """
import resource, sys
from genai_py import GenAIFactory

def limit(count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

def ask(client):
    return client.Completions.AsyncAwaitCreate(lambda p: p.Model("m").Prompt("x"))
"""


def test_by_default_it_is_what_the_process_may_open(server: TcpServer) -> None:
    server.answers(Crowd(server)._answer)
    source = """
    limit(128)
    client = GenAIFactory.CreateLMSInstance(sys.argv[1], max_retries=0)
    promises = [ask(client) for _ in range(300)]
    assert [promise.result(60).id for promise in promises] == ["c"] * 300
    client.Close()
    print("fine")
    """
    ended = python("-c", PREAMBLE + textwrap.dedent(source), server.url)
    assert (ended.stderr, ended.stdout) == ("", "fine\n")


def test_too_many_open_files_is_said_and_what_to_do(server: TcpServer) -> None:
    server.answers(Crowd(server)._answer)
    source = """
    from collections import Counter
    client = GenAIFactory.CreateLMSInstance(sys.argv[1], max_retries=0)
    client.HttpClient.ConnectionLimit = 300
    ask(client).result(20)
    limit(40)
    told = set()
    for promise in [ask(client) for _ in range(100)]:
        try:
            promise.result(60)
        except Exception as error:
            told.add(f"{type(error).__name__}: {error}")
    assert len(told) == 1, told
    print(told.pop())
    client.Close()
    """
    ended = python("-c", PREAMBLE + textwrap.dedent(source), server.url)
    assert ended.stderr == ""
    assert ended.stdout.startswith("GenAIConnectionError: ")
    assert "too many open files" in ended.stdout
    assert "HttpClient.ConnectionLimit" in ended.stdout
    assert "Is the server running" not in ended.stdout
