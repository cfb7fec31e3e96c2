"""Interim replies, such as ``100 Continue``: the reply is still to come, and so is its timeout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAITimeoutError
from genai_py.core.wire.aiohttp_.client import AiohttpClient

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import DONE, STREAM_END, STREAM_HEAD, Do, Script, TcpServer, json_reply, piece, tls_context
from .ways import Way

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
ANSWER = json_reply({"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})
STREAMED = [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END]
INTERIM: dict[str, Script] = {
    "one": [CONTINUE],
    "several": [CONTINUE, CONTINUE, HINTS],
    "several in one piece": [CONTINUE + HINTS + CONTINUE],
    "in pieces": [bytes([each]) for each in CONTINUE],
    "one and a half": [CONTINUE, CONTINUE[:9]],
    "one, and half of the reply's head": [CONTINUE, b"HTTP/1.1 200 OK\r\nContent-"],
    "one and half of the reply's head in one piece": [CONTINUE + b"HTTP/1.1 200 OK\r\nContent-"],
}
WHOLE = {name: script for name, script in INTERIM.items() if "half" not in name}


@pytest.mark.parametrize("interim", INTERIM.values(), ids=INTERIM)
def test_silence_after_interim_replies_ends_with_the_response_timeout(
    interim: Script, way: Way, server: TcpServer
) -> None:
    server.plays([*interim, Do.STALL])
    client = client_of(server.url, max_retries=0, response_timeout=50)
    outcome = way.run(client)
    assert isinstance(outcome.failure, GenAITimeoutError)
    assert "ResponseTimeout" in str(outcome.failure)
    client.Close()
    assert_nothing_is_left(server)


@pytest.mark.parametrize("interim", WHOLE.values(), ids=WHOLE)
def test_the_reply_after_them_is_the_answer(interim: Script, way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([*interim, *(STREAMED if way.streamed else [ANSWER])])
    for _ in range(2):
        outcome = way.run(client)
        assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "Hello."
    if not way.in_loop:
        # An interim reply is none that nobody asked for: the connection is used on.
        assert len(server.connections) == 1


@pytest.mark.parametrize("interim", WHOLE.values(), ids=WHOLE)
def test_so_it_is_when_it_comes_in_one_piece_with_them(
    interim: Script, way: Way, server: TcpServer, client: GenAI
) -> None:
    reply = STREAMED if way.streamed else [ANSWER]
    server.plays([b"".join(step for step in [*interim, *reply] if isinstance(step, bytes))])
    outcome = way.run(client)
    assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "Hello."


def test_silence_inside_the_body_after_an_interim_reply_ends_too(way: Way, server: TcpServer) -> None:
    begun = [STREAM_HEAD, piece("a")] if way.streamed else [ANSWER[:-5]]
    server.plays([CONTINUE, *begun, Do.STALL])
    client = client_of(server.url, max_retries=0, response_timeout=100)
    assert isinstance(way.run(client).failure, GenAITimeoutError)
    client.Close()


@pytest.fixture
def tls_server() -> Iterator[TcpServer]:
    with TcpServer(tls=tls_context(server=True)) as server:
        yield server


def test_behind_tls_it_is_the_same(way: Way, tls_server: TcpServer) -> None:
    tls_server.plays([CONTINUE, *(STREAMED if way.streamed else [ANSWER])], [CONTINUE, Do.STALL])
    client = client_of(
        tls_server.url,
        max_retries=0,
        response_timeout=2000,
        http_client=AiohttpClient(VerifyTLS=tls_context(server=False)),
    )
    assert way.run(client).error is None
    outcome = way.run(client.WithOptions(response_timeout=100))
    assert isinstance(outcome.failure, GenAITimeoutError)
    client.Close()
    assert_nothing_is_left(tls_server)
