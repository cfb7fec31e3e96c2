"""Connections that are refused, reset or closed before the reply is whole."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAIConnectionError, GenAIInvalidResponseError

from .conftest import client_of
from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    TcpServer,
    chunk,
    head,
    json_reply,
    nobody_listening,
    piece,
    reply,
)
from .ways import LIST, STREAM, Way

ANSWER = {"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]}
WHOLE = json_reply(ANSWER)
STREAMED = [STREAM_HEAD, piece("Hel"), piece("lo.", "stop"), DONE, STREAM_END]
ENDINGS = pytest.mark.parametrize("ending", [Do.RESET, Do.CLOSE], ids=["reset", "closed"])


def good_answer(way: Way) -> list[bytes]:
    """What a well-behaved server answers."""
    return STREAMED if way.streamed else [WHOLE]


def test_a_refused_connection_names_the_address_and_how_to_start_the_server(way: Way) -> None:
    with nobody_listening() as url, client_of(url, max_retries=1) as client:
        outcome = way.run(client)
    assert isinstance(outcome.failure, GenAIConnectionError)
    assert url.removesuffix("/v1") in str(outcome.failure)
    assert "connection refused" in str(outcome.failure)
    assert "lms server start" in str(outcome.failure)
    assert "\n" not in str(outcome.failure)


def test_a_refused_connection_to_a_name_says_the_same() -> None:
    with nobody_listening() as url, client_of(url.replace("127.0.0.1", "localhost"), max_retries=0) as client:
        with pytest.raises(
            GenAIConnectionError, match=r"http://localhost:\d+: connection refused.*lms server start"
        ):
            client.Models.List()


def test_a_connection_lost_in_the_moment_of_sending_is_a_broken_one(
    way: Way, server: TcpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = aiohttp.TCPConnector.connect

    async def lost(*args: Any, **options: Any) -> Any:
        connection = await connect(*args, **options)
        connection.transport.abort()
        await asyncio.sleep(0)
        return connection

    monkeypatch.setattr(aiohttp.TCPConnector, "connect", lost)
    with client_of(server.url, max_retries=0) as client:
        outcome = way.run(client)
    assert isinstance(outcome.failure, GenAIConnectionError)
    assert "the server closed the connection without a reply" in str(outcome.failure)
    assert outcome.failure.before_reply


def test_a_name_that_does_not_exist_is_named() -> None:
    with client_of("http://nowhere.invalid:1234/v1", max_retries=0) as client:
        with pytest.raises(GenAIConnectionError, match=r"to http://nowhere\.invalid:1234: (?!unknown)\w+"):
            client.Models.List()


@ENDINGS
def test_an_ending_before_the_reply_is_tried_again(
    way: Way, ending: Do, server: TcpServer, client: GenAI
) -> None:
    server.plays([ending], [ending], good_answer(way))
    outcome = way.run(client)
    assert outcome.error is None
    assert len(server.requests) == 3


@ENDINGS
def test_an_ending_before_the_reply_every_time_is_an_error(
    way: Way, ending: Do, server: TcpServer, client: GenAI
) -> None:
    server.plays([ending])
    outcome = way.run(client)
    assert isinstance(outcome.failure, GenAIConnectionError)
    assert f"POST {server.url}/completions" in str(outcome.failure)
    assert len(server.requests) == 3


@ENDINGS
def test_without_retries_each_request_is_sent_once(ending: Do, server: TcpServer, client: GenAI) -> None:
    server.plays([ending])
    once = client.WithOptions(max_retries=0)
    with pytest.raises(GenAIConnectionError):
        once.Models.List()
    assert len(server.requests) == 1
    with pytest.raises(GenAIConnectionError):
        once.Models.Delete("m")
    assert len(server.requests) == 2


BEGINNINGS = {
    "inside the status line": [b"HTTP/1."],
    "inside the headers": [head(200, {"Content-Type": "application/json"})[:-10]],
    "after the headers": [head(200, {"Content-Length": "100"})],
    "inside the body": [reply(b"x" * 100)[:-50]],
    "inside a chunked body": [head(200, {"Transfer-Encoding": "chunked"}), chunk(b'{"id":'), b"64\r\n..."],
}


@ENDINGS
@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
def test_an_ending_inside_the_reply_is_an_error_at_once(
    beginning: list[bytes], ending: Do, way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([*beginning, ending])
    outcome = way.run(client)
    assert isinstance(outcome.failure, (GenAIConnectionError, GenAIInvalidResponseError))
    assert f"POST {server.url}/completions" in str(outcome.failure)
    assert len(server.requests) == 1, "what the server has begun to answer is not sent again"


@ENDINGS
@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
def test_the_same_of_a_request_without_a_body(
    beginning: list[bytes], ending: Do, server: TcpServer, client: GenAI
) -> None:
    server.plays([*beginning, ending])
    with pytest.raises((GenAIConnectionError, GenAIInvalidResponseError)):
        LIST.form(client, "")()
    assert len(server.requests) == 1


@ENDINGS
def test_an_ending_inside_a_stream_comes_after_its_chunks(
    ending: Do, stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), piece("lo"), ending])
    outcome = stream_way.run(client)
    assert outcome.text == "Hello"
    assert isinstance(outcome.failure, (GenAIConnectionError, GenAIInvalidResponseError))
    assert f"POST {server.url}/completions" in str(outcome.failure)
    assert len(server.requests) == 1


@ENDINGS
def test_chunks_that_wait_for_a_slow_reader_are_not_lost_by_an_ending(
    ending: Do, server: TcpServer, client: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("a"), piece("b") * 50, ending])

    async def main() -> str:
        text = ""
        with pytest.raises((GenAIConnectionError, GenAIInvalidResponseError)):
            async for each in client.Completions.Stream(*STREAM.arguments):
                text += each.choices[0].text
                if text == "a":
                    assert server.wait_for(lambda: not server.open_connections)
                    await asyncio.sleep(0.02)
        return text

    assert asyncio.run(main()) == "a" + "b" * 50


@ENDINGS
def test_an_ending_after_the_answer_is_no_error(
    ending: Do, stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([*STREAMED[:-1], ending])
    outcome = stream_way.run(client)
    assert (outcome.error, outcome.text) == (None, "Hello.")


def test_a_reset_may_overtake_chunks_that_nobody_took_but_never_goes_unnoticed(
    stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([STREAM_HEAD, *[piece("x" * 1000)] * 2000, Do.RESET])
    outcome = stream_way.run(client)
    assert isinstance(outcome.failure, GenAIConnectionError)
