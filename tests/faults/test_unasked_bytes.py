"""Idle kept connections on which something comes, or which the server closes: they are not used again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from genai_py.client import GenAI
from genai_py.core.wire.aiohttp_.client import AiohttpClient

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Request,
    Script,
    TcpServer,
    Until,
    json_reply,
    piece,
    tls_context,
)
from .ways import CREATE, STREAM, STREAM_WAYS, WHOLE_WAYS, Way


def answer(text: str) -> bytes:
    return json_reply({"id": "c", "choices": [{"index": 0, "text": text, "finish_reason": "stop"}]})


UNASKED: dict[str, bytes] = {
    "a whole reply": answer("unasked"),
    "several": answer("unasked") * 3,
    "half a head": b"HTTP/1.1 200 OK\r\nContent-",
    "one byte": b"H",
    "a line": b"\r\n",
    "no HTTP": b"\x00\xff garbage\r\n\r\n",
    "an interim reply": b"HTTP/1.1 100 Continue\r\n\r\n",
    "408, as some servers send before they close": json_reply({}, 408, Connection="close"),
}
WHOLE = (answer("unasked"), UNASKED["408, as some servers send before they close"])
of_each_kind = pytest.mark.parametrize("unasked", UNASKED.values(), ids=UNASKED)


@pytest.fixture(params=["plain", "TLS"])
def server(request: pytest.FixtureRequest) -> Iterator[TcpServer]:
    """A server, in the clear or behind TLS."""
    with TcpServer(tls=tls_context(server=True) if request.param == "TLS" else None) as server:
        yield server


@pytest.fixture
def client(server: TcpServer) -> Iterator[GenAI]:
    """Its client, which tries once."""
    client = client_of(server.url, max_retries=0, http_client=AiohttpClient(VerifyTLS=tls_context(server=False)))
    yield client
    client.Close()
    assert_nothing_is_left(server)


def reply_of(text: str, streamed: bool) -> bytes:
    return b"".join([STREAM_HEAD, piece(text, "stop"), DONE, STREAM_END]) if streamed else answer(text)


def numbered(*after: bytes | Do | Until, in_one_piece: bool = False) -> Callable[[Request], Script]:
    """The first connection's reply is followed by ``after``; each reply says which connection it is of."""

    def script(request: Request) -> Script:
        reply = reply_of(f"on {request.connection}", request.json().get("stream"))
        steps = [reply, *(after if request.connection == 0 else ())]
        return [b"".join(step for step in steps if isinstance(step, bytes))] if in_one_piece else steps

    return script


OUTSIDE_A_LOOP = [way for way in WHOLE_WAYS + STREAM_WAYS if not way.in_loop]


async def awaited(client: GenAI, streamed: bool) -> str:
    """A call in the running loop; its text."""
    if not streamed:
        return str((await CREATE.form(client, "AsyncAwait")()).choices[0].text)
    return "".join([chunk.choices[0].text async for chunk in client.Completions.Stream(*STREAM.arguments)])


@of_each_kind
@pytest.mark.parametrize("way", OUTSIDE_A_LOOP, ids=str)
def test_bytes_that_the_loop_reads_close_the_connection(
    unasked: bytes, way: Way, server: TcpServer, client: GenAI
) -> None:
    ended = threading.Event()
    server.answers(numbered(Until(ended), unasked))
    assert way.run(client).error is None
    ended.set()
    server.wait_until_left()
    outcome = way.run(client)
    assert outcome.error is None
    assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "on 1"


@of_each_kind
@pytest.mark.parametrize("streamed", [False, True], ids=["reply", "stream"])
def test_so_they_do_in_a_loop_of_the_program(
    unasked: bytes, streamed: bool, server: TcpServer, client: GenAI
) -> None:
    ended = threading.Event()
    server.answers(numbered(Until(ended), unasked))

    async def main() -> list[str]:
        first = await awaited(client, streamed)
        ended.set()
        await asyncio.to_thread(server.wait_until_left)
        return [first, await awaited(client, streamed)]

    assert asyncio.run(main()) == ["on 0", "on 1"]


@of_each_kind
@pytest.mark.parametrize("streamed", [False, True], ids=["reply", "stream"])
def test_bytes_that_the_loop_has_not_read_yet_count_too(
    unasked: bytes, streamed: bool, server: TcpServer, client: GenAI
) -> None:
    ended = threading.Event()
    server.answers(numbered(Until(ended), unasked))

    async def main() -> list[str]:
        first = await awaited(client, streamed)
        ended.set()
        # The loop stands still meanwhile, as in a handler that takes long.
        sent = len(reply_of(first, streamed) + unasked)
        assert server.wait_for(lambda: server.connections[0].sent == sent)
        return [first, await awaited(client, streamed)]

    assert asyncio.run(main()) == ["on 0", "on 1"]


@pytest.mark.parametrize("unasked", [each for name, each in UNASKED.items() if name != "no HTTP"])
@pytest.mark.parametrize("way", OUTSIDE_A_LOOP, ids=str)
def test_bytes_in_one_piece_with_a_reply_are_not_the_next_answer(
    unasked: bytes, way: Way, server: TcpServer, client: GenAI
) -> None:
    server.answers(numbered(unasked, in_one_piece=True))
    assert way.run(client).error is None
    outcome = way.run(client)
    assert outcome.error is None
    # What is less than a reply goes with the parser of the reply before it, and can be the answer to nothing.
    expected = ["on 1"] if unasked.startswith(WHOLE) else ["on 0", "on 1"]
    assert (outcome.text if way.streamed else outcome.value.choices[0].text) in expected


@pytest.mark.parametrize("streamed", [False, True], ids=["reply", "stream"])
@pytest.mark.parametrize("end", [Do.CLOSE, Do.RESET], ids=lambda end: end.name)
def test_a_connection_that_was_closed_while_the_loop_stood_still_is_not_used_again(
    end: Do, streamed: bool, server: TcpServer, client: GenAI
) -> None:
    ended = threading.Event()
    server.answers(numbered(Until(ended), end))

    async def main() -> list[str]:
        first = await awaited(client, streamed)
        ended.set()
        assert server.wait_for(lambda: server.connections[0].over)
        return [first, await awaited(client, streamed)]

    assert asyncio.run(main()) == ["on 0", "on 1"]


@pytest.mark.parametrize("way", OUTSIDE_A_LOOP, ids=str)
@pytest.mark.parametrize("end", [Do.CLOSE, Do.RESET], ids=lambda end: end.name)
def test_a_connection_that_was_closed_is_not_used_again(
    end: Do, way: Way, server: TcpServer, client: GenAI
) -> None:
    ended = threading.Event()
    server.answers(numbered(Until(ended), end))
    assert way.run(client).error is None
    ended.set()
    assert server.wait_for(lambda: server.connections[0].over)
    outcome = way.run(client)
    assert outcome.error is None
    assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "on 1"


@pytest.mark.parametrize("way", OUTSIDE_A_LOOP, ids=str)
def test_a_connection_on_which_nothing_comes_is_used_again(way: Way, server: TcpServer, client: GenAI) -> None:
    server.answers(numbered())
    for _ in range(3):
        assert way.run(client).error is None
    assert [request.connection for request in server.requests] == [0, 0, 0]
