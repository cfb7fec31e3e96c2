"""Servers that fall silent: the right timeout ends the wait, and says its name."""

from __future__ import annotations

import time

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAITimeoutError

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import (
    STREAM_HEAD,
    Do,
    Pause,
    Script,
    TcpServer,
    chunk,
    event,
    head,
    json_reply,
    nobody_accepting,
    piece,
    reply,
)
from .ways import PARAMS, STREAM, Operation, Way

SHORT = 150
"""Milliseconds: the timeout under test. The others are much longer, so that none is taken for another."""
LONG = 4000

STALLS: dict[str, Script] = {
    "before the headers": [Do.STALL],
    "inside the headers": [head(200, {"Content-Type": "application/json"})[:-10], Do.STALL],
    "after the headers": [head(200, {"Content-Length": "100"}), Do.STALL],
    "inside the body": [reply(b"x" * 100)[:-50], Do.STALL],
    "inside a chunked body": [head(200, {"Transfer-Encoding": "chunked"}), chunk(b'{"id":'), Do.STALL],
    "inside an error's body": [reply(b"x" * 100, 500)[:-50], Do.STALL],
    "after an event": [STREAM_HEAD, piece("Hel"), Do.STALL],
}


def impatient(url: str, **settings: object) -> GenAI:
    return client_of(
        url,
        **{"connection_timeout": LONG, "send_timeout": LONG, "response_timeout": LONG, "max_retries": 0}
        | settings,
    )


def assert_timed_out(error: BaseException | None, setting: str, seconds: float) -> None:
    assert isinstance(error, GenAITimeoutError), repr(error)
    assert setting in str(error)
    assert f"{SHORT} ms" in str(error)
    assert SHORT / 1000 * 0.9 <= seconds < LONG / 1000 * 0.75, f"it took {seconds:.3f} s"


@pytest.mark.parametrize("stall", STALLS.values(), ids=STALLS)
def test_silence_ends_with_the_response_timeout(stall: Script, way: Way, server: TcpServer) -> None:
    server.plays(stall)
    with impatient(server.url, response_timeout=SHORT) as client:
        outcome = way.run(client)
        assert_timed_out(outcome.error, "ResponseTimeout", outcome.seconds)
    assert len(server.requests) == 1, "a server that has taken the request may be at work on it"
    server.wait_until_left(1)


def test_silence_in_a_stream_ends_after_its_chunks(stream_way: Way, server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), piece("lo"), Do.STALL])
    with impatient(server.url, response_timeout=SHORT) as client:
        outcome = stream_way.run(client)
    assert outcome.text == "Hello"
    assert_timed_out(outcome.error, "ResponseTimeout", outcome.seconds)


def test_no_connection_ends_with_the_connection_timeout(way: Way) -> None:
    with nobody_accepting() as url, impatient(url, connection_timeout=SHORT) as client:
        outcome = way.run(client)
    assert_timed_out(outcome.error, "ConnectionTimeout", outcome.seconds)


def test_a_connection_that_takes_too_long_is_tried_again() -> None:
    with nobody_accepting() as url, impatient(url, connection_timeout=SHORT, max_retries=1) as client:
        began = time.monotonic()
        with pytest.raises(GenAITimeoutError, match="ConnectionTimeout"):
            client.Models.List()
        assert time.monotonic() - began > 2 * SHORT / 1000 * 0.9


def test_a_name_that_is_not_resolved_ends_with_the_connection_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slow(*_: object, **__: object) -> list[object]:
        time.sleep(0.5)
        return []

    monkeypatch.setattr("socket.getaddrinfo", slow)
    with impatient("http://some.where:1234/v1", connection_timeout=SHORT) as client:
        began = time.monotonic()
        with pytest.raises(GenAITimeoutError) as caught:
            client.Models.List()
        assert_timed_out(caught.value, "ConnectionTimeout", time.monotonic() - began)


def test_a_server_that_does_not_read_ends_with_the_send_timeout(way: Way) -> None:
    large = Operation(
        way.operation.route, way.operation.name, (type(PARAMS)().Model("m").Prompt("x" * 24_000_000),)
    )
    with TcpServer(receive_buffer=4096) as server:
        server.plays([Do.IGNORE_BODY, Do.STALL])
        with impatient(server.url, send_timeout=SHORT) as client:
            outcome = way.run(client, large)
            assert_timed_out(outcome.error, "SendTimeOut", outcome.seconds)
        assert len(server.requests) == 1
        assert_nothing_is_left(server)


def test_a_large_body_that_is_read_slowly_is_sent(whole_way: Way) -> None:
    large = Operation("Completions", "Create", (type(PARAMS)().Model("m").Prompt("x" * 3_000_000),))
    with TcpServer() as server:
        server.plays([json_reply({"id": "c"})])
        with impatient(server.url) as client:
            assert whole_way.run(client, large).value.id == "c"
        assert len(server.requests[0].json()["prompt"]) == 3_000_000


def test_silence_shorter_than_the_timeout_is_no_error(stream_way: Way, server: TcpServer) -> None:
    # Each silence is much shorter than the timeout, and all of them together are longer.
    pause = Pause(0.05)
    server.plays(
        [pause, STREAM_HEAD, *(pause, piece("a")) * 8, pause, piece("", "stop"), event(b"[DONE]"), chunk(b"")]
    )
    with impatient(server.url, response_timeout=400) as client:
        outcome = stream_way.run(client)
    assert (outcome.error, outcome.text) == (None, "a" * 8)
    assert outcome.seconds > 0.4


def test_a_call_may_have_timeouts_of_its_own(server: TcpServer) -> None:
    server.plays([Do.STALL])
    with impatient(server.url) as client:
        began = time.monotonic()
        with pytest.raises(GenAITimeoutError) as caught:
            client.WithOptions(response_timeout=SHORT).Models.List()
        assert_timed_out(caught.value, "ResponseTimeout", time.monotonic() - began)


def test_the_time_a_handler_takes_is_not_the_servers(server: TcpServer) -> None:
    """Chunks that wait in the client, or in the socket because the client does not read, are no silence."""
    server.plays([STREAM_HEAD, *[piece("x" * 1000)] * 500, piece("", "stop"), event(b"[DONE]"), chunk(b"")])
    # Long enough for the server to be on time on a busy machine.
    limit = 500
    with impatient(server.url, response_timeout=limit) as client:
        slow = iter([0, 2.5 * limit / 1000])
        texts = [time.sleep(next(slow, 0)) or each for each in client.Completions.Stream(*STREAM.arguments)]
    assert len(texts) == 501
