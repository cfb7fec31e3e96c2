"""Close() ends at once whatever waits: for a connection, for a place, for a reply, or for the next attempt."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.calls.monitoring import HttpMonitoring
from genai_py.core.errors import GenAICancelledError, GenAIException
from genai_py.core.wire import retry

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import STREAM_HEAD, Do, TcpServer, error_reply, json_reply, nobody_accepting, piece
from .ways import CREATE, PATIENCE, STREAM, Way

LONG = 60_000
"""Milliseconds that no test lasts."""
AT_ONCE = 5.0
"""Seconds that a busy machine may need for it; what is not ended waits far longer."""


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    assert_nothing_is_left()


@dataclass
class Place:
    """Where calls wait."""

    client: GenAI
    arrived: Callable[[], None]
    """Waits until a call is there."""


@contextlib.contextmanager
def connecting() -> Iterator[Place]:
    with nobody_accepting() as url:
        client = client_of(url, connection_timeout=LONG, max_retries=0)
        yield Place(client, lambda: until(lambda: bool(client.API.state.calls) and in_flight() > 0))


@contextlib.contextmanager
def waiting_for_a_place() -> Iterator[Place]:
    with TcpServer() as server, TcpServer() as other_server:
        server.plays([Do.STALL])
        other_server.plays([Do.STALL])
        client = client_of(server.url, response_timeout=LONG, max_retries=0)
        client.HttpClient.ConnectionLimit = 1  # type: ignore[attr-defined]
        # Another client of the same transport has the only place.
        other = client_of(other_server.url, response_timeout=LONG, http_client=client.HttpClient)
        holder = CREATE.form(other, "AsyncAwait")()
        other_server.wait_for_requests(1)
        yield Place(client, lambda: until(lambda: in_flight() > 1))
        holder.Cancel()
        other.Close()


@contextlib.contextmanager
def waiting_for_a_reply(*begin: Any) -> Iterator[Place]:
    with TcpServer() as server:
        server.plays([*begin, Do.STALL])
        client = client_of(server.url, response_timeout=LONG, max_retries=0)
        yield Place(client, lambda: server.wait_for_requests(1))
        assert server.wait_for(lambda: not server.open_connections, AT_ONCE)


@contextlib.contextmanager
def inside_the_reply() -> Iterator[Place]:
    with waiting_for_a_reply(json_reply({"id": "c"})[:-5]) as place:
        yield place


@contextlib.contextmanager
def pausing_before_a_retry() -> Iterator[Place]:
    with TcpServer() as server, pytest.MonkeyPatch.context() as patched:
        patched.setattr(retry, "FIRST_DELAY", 60.0)
        server.plays([error_reply(503)])
        client = client_of(server.url, max_retries=5)
        yield Place(client, lambda: server.wait_for_requests(1))


PLACES: dict[str, Callable[[], contextlib.AbstractContextManager[Place]]] = {
    "connecting": connecting,
    "waiting for a place": waiting_for_a_place,
    "waiting for a reply": waiting_for_a_reply,
    "inside the reply": inside_the_reply,
    "pausing before a retry": pausing_before_a_retry,
}
of_each_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)


def in_flight() -> int:
    return HttpMonitoring().Count


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.002)


@of_each_place
def test_it_ends_calls_in_every_form(place: Callable[[], Any], way: Way) -> None:
    with place() as where, ThreadPoolExecutor(1) as pool:
        running = pool.submit(way.run, where.client)
        where.arrived()
        began = time.monotonic()
        where.client.Close()
        outcome = running.result(AT_ONCE)
        assert time.monotonic() - began < AT_ONCE
        assert isinstance(outcome.error, GenAICancelledError)


@of_each_place
def test_it_ends_all_calls_that_wait(place: Callable[[], Any]) -> None:
    with place() as where, ThreadPoolExecutor(5) as pool:
        running: list[Future[Any]] = [pool.submit(CREATE.form(where.client, "")) for _ in range(5)]
        where.arrived()
        until(lambda: len(where.client.API.state.calls) == 5)
        where.client.Close()
        for each in running:
            with pytest.raises(GenAICancelledError, match="the client was closed"):
                each.result(AT_ONCE)


@of_each_place
def test_close_async_does_too(place: Callable[[], Any]) -> None:
    with place() as where, ThreadPoolExecutor(1) as pool:
        running = pool.submit(CREATE.form(where.client, ""))
        where.arrived()
        asyncio.run(where.client.CloseAsync())
        with pytest.raises(GenAICancelledError):
            running.result(AT_ONCE)


@of_each_place
def test_calls_made_by_hand_end_too(place: Callable[[], Any]) -> None:
    with place() as where, ThreadPoolExecutor(1) as pool:
        running = pool.submit(where.client.API.Get, "models")
        where.arrived()
        where.client.Close()
        with pytest.raises(GenAICancelledError):
            running.result(AT_ONCE)


def iterated(client: GenAI, begun: Callable[[], None]) -> None:
    for _ in client.Completions.Stream(*STREAM.arguments):
        begun()


def iterated_in_a_with(client: GenAI, begun: Callable[[], None]) -> None:
    with client.Completions.Stream(*STREAM.arguments) as stream:
        for _ in stream:
            begun()


def driven_by_events(client: GenAI, begun: Callable[[], None]) -> None:
    client.Completions.CreateStream(STREAM.arguments[0], lambda *_: begun())


def awaited(client: GenAI, begun: Callable[[], None]) -> None:
    async def main() -> None:
        async for _ in client.Completions.Stream(*STREAM.arguments):
            begun()

    asyncio.run(main())


def iterated_inside_a_loop(client: GenAI, begun: Callable[[], None]) -> None:
    async def main() -> None:
        iterated(client, begun)

    asyncio.run(main())


STREAMS = [iterated, iterated_in_a_with, driven_by_events, awaited, iterated_inside_a_loop]


@pytest.mark.parametrize("read", STREAMS, ids=lambda read: read.__name__)
def test_it_ends_streams_that_are_half_read(read: Callable[..., None], server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("a"), Do.STALL])
    client, begun = client_of(server.url, response_timeout=LONG), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(read, client, begun.set)
        assert begun.wait(PATIENCE)
        client.Close()
        with pytest.raises(GenAICancelledError, match="the client was closed"):
            running.result(AT_ONCE)
    assert_nothing_is_left(server)


@pytest.mark.parametrize("read", STREAMS, ids=lambda read: read.__name__)
def test_it_ends_streams_whose_program_is_busy_with_a_chunk(read: Callable[..., None], server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("a"), Do.STALL])
    client = client_of(server.url, response_timeout=LONG)
    begun, closed = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        assert closed.wait(PATIENCE)

    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(read, client, hold)
        assert begun.wait(PATIENCE)
        closing = pool.submit(client.Close)
        closing.add_done_callback(lambda _: closed.set())
        if read is awaited:
            # That loop stands still, and the client cannot close its connection before it goes on.
            until(lambda: not client.API.state.calls or in_flight() > 0)
            closed.set()
        closing.result(PATIENCE)
        with pytest.raises(GenAIException):
            running.result(AT_ONCE)
    assert_nothing_is_left(server)


def test_a_half_read_async_for_that_nobody_goes_on_with_is_closed(server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("a"), Do.STALL])

    async def main() -> None:
        client = client_of(server.url, response_timeout=LONG)
        chunks = aiter(client.Completions.Stream(*STREAM.arguments))
        await anext(chunks)
        await client.CloseAsync()
        assert await asyncio.to_thread(server.wait_for, lambda: not server.open_connections, AT_ONCE)
        with pytest.raises(GenAICancelledError, match="the client was closed"):
            await anext(chunks)

    asyncio.run(main())


def test_a_half_read_for_that_nobody_goes_on_with_is_closed(server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("a"), Do.STALL])
    client = client_of(server.url, response_timeout=LONG)
    chunks = iter(client.Completions.Stream(*STREAM.arguments))
    next(chunks)
    client.Close()
    assert_nothing_is_left(server)
    with pytest.raises(GenAICancelledError, match="the client was closed"):
        next(chunks)
    assert_nothing_is_left(server)
