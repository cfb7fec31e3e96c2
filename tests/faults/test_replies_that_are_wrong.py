"""Replies of 200 that are not what the API promises, and bodies of unusual sizes and encodings."""

from __future__ import annotations

import gzip
import json
import zlib

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAIException, GenAIInvalidResponseError, GenAIRateLimitError

from .conftest import client_of
from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Endless,
    Script,
    TcpServer,
    chunk,
    error_reply,
    event,
    head,
    json_reply,
    piece,
    reply,
)
from .ways import PARAMS, Operation, Way

ANSWER = {"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]}
JSON = json.dumps(ANSWER).encode()

NOT_JSON = {
    "HTML": (reply(b"<!doctype html>\n<p>Sign in</p>", Content_Type="text/html"), "<p>Sign in</p>"),
    "nothing": (reply(b""), "the body is empty"),
    "an array": (json_reply([ANSWER]), "the reply is a list"),
    "a string": (json_reply("hello"), "the reply is a str"),
    "null": (reply(b"null"), "the reply is a NoneType"),
    "a cut object": (reply(JSON[:-7]), '"finish_reason"'),
    "two objects": (reply(JSON + JSON), "did not answer with JSON"),
    "bytes": (reply(b"\x00\xff\xfe"), "did not answer with JSON"),
    "very deep JSON": (reply(b"[" * 100_000), "did not answer with JSON"),
}


@pytest.mark.parametrize(("said", "text"), NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_no_json_object_is_shown(
    said: bytes, text: str, whole_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([said])
    failure = whole_way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert failure.code == 200
    assert text in str(failure)
    assert f"POST {server.url}/completions" in str(failure)
    assert len(str(failure)) < 1000
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (reply(b"<!doctype html>\n<p>Sign in</p>", Content_Type="text/html"), "<p>Sign in</p>"),
        (json_reply(ANSWER), "in one piece and not as a stream; request it without streaming; received: {"),
        (reply(b"", Content_Type="text/event-stream"), "the stream ended before the answer was complete"),
        (
            reply(b": ping\n\n", Content_Type="text/event-stream"),
            "the stream ended before the answer was complete",
        ),
    ],
    ids=["HTML", "a whole answer", "nothing", "a comment"],
)
def test_what_is_no_stream_is_shown(
    said: bytes, text: str, stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([said])
    outcome = stream_way.run(client)
    assert isinstance(outcome.failure, GenAIInvalidResponseError)
    assert outcome.failure.code == 200
    assert text in str(outcome.failure)
    assert outcome.chunks == []


@pytest.mark.parametrize(
    "error",
    [{"message": "no such model", "type": "t", "code": "model_not_found"}, "no such model"],
    ids=["object", "text"],
)
def test_an_error_in_place_of_a_stream_is_that_error(
    error: object, stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([json_reply({"error": error})])
    failure = stream_way.run(client).failure
    assert "no such model" in str(failure)
    assert not isinstance(failure, GenAIInvalidResponseError)


def test_an_error_in_a_whole_reply_of_200_is_that_error(
    whole_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([json_reply({"error": {"message": "slow down", "code": 429}})])
    failure = whole_way.run(client).failure
    assert isinstance(failure, GenAIRateLimitError)
    assert "slow down" in str(failure)
    assert len(server.requests) == 1


def test_a_reply_may_have_an_error_that_is_null(whole_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({**ANSWER, "error": None})])
    assert whole_way.run(client).value.choices[0].text == "Hello."


BODIES = {
    "with its length": reply(JSON),
    "chunked": head(200, {"Transfer-Encoding": "chunked"}) + chunk(JSON[:9]) + chunk(JSON[9:]) + STREAM_END,
    "gzip": reply(gzip.compress(JSON), Content_Encoding="gzip"),
    "deflate": reply(zlib.compress(JSON), Content_Encoding="deflate"),
    "gzip, chunked": head(200, {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"})
    + b"".join(chunk(bytes([byte])) for byte in gzip.compress(JSON))
    + STREAM_END,
    "empty lines before the reply": b"\r\n\r\n" + reply(JSON),
    "an empty line after it": reply(JSON) + b"\r\n",
    "lines without carriage returns": reply(b"").partition(b"\r\n")[0] + b"\nContent-Length: %d\n\n" % len(JSON) + JSON,
    "a BOM before it": reply(b"\xef\xbb\xbf" + JSON),
    "as text": reply(JSON, Content_Type="text/plain; charset=utf-8"),
}


@pytest.mark.parametrize("said", BODIES.values(), ids=BODIES)
def test_bodies_of_all_kinds_are_read(said: bytes, whole_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([said])
    for _ in range(2):
        assert whole_way.run(client).value.choices[0].text == "Hello."


@pytest.mark.parametrize("version", [b"HTTP/1.1", b"HTTP/1.0"])
def test_a_body_without_a_length_ends_with_its_connection(
    version: bytes, whole_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([version + b" 200 OK\r\nContent-Type: application/json\r\n\r\n" + JSON, Do.CLOSE])
    for _ in range(2):
        assert whole_way.run(client).value.choices[0].text == "Hello."


def test_a_stream_without_a_length_ends_with_its_connection(
    stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays(
        [
            b"HTTP/1.1 200 OK\r\n\r\n",
            b'data: {"choices":[{"text":"Hi","finish_reason":"stop"}]}\n\n',
            Do.CLOSE,
        ]
    )
    assert stream_way.run(client).text == "Hi"


def test_a_compressed_stream_is_read(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    events = b'data: {"choices":[{"text":"Hi","finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    server.plays(
        [
            head(200, {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
            chunk(gzip.compress(events)),
            STREAM_END,
        ]
    )
    assert stream_way.run(client).text == "Hi"


def test_204_is_an_empty_result(server: TcpServer, client: GenAI) -> None:
    server.plays([head(204)])
    assert client.Models.Delete("m").deleted in (None, False)
    assert client.Models.Delete("m").JSONResponse == "{}"
    assert len({request.connection for request in server.requests}) == 1


def test_broken_compression_is_an_error(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([reply(b"this is not gzip", Content_Encoding="gzip")])
    outcome = way.run(client)
    assert isinstance(outcome.error, GenAIException)
    assert f"POST {server.url}/completions" in str(outcome.error)
    assert len(server.requests) == 1


NO_HTTP = {
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "bytes": b"\x15\x03\x01\x00\x02\x02\x50",
    "a bad status": b"HTTP/1.1 abc OK\r\n\r\n",
    "a bad length": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    "a header without a name": b"HTTP/1.1 200 OK\r\n: what\r\n\r\n",
    "too many headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(2000)),
}


def test_an_endless_header_is_an_error_that_names_the_limit(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000, Do.STALL])
    failure = way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert "a header of the reply is too long; raise HttpClient.HeadLimit to read it" in str(failure)


@pytest.mark.parametrize("said", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http_is_an_error_that_says_so(
    said: bytes, way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([said, Do.STALL])
    failure = way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert f"POST {server.url}/completions: the server does not speak HTTP" in str(failure)
    assert failure.code == 0, "there was no status"
    assert len(server.requests) == 1
    server.wait_until_left(1)


CHUNKED = head(200, {"Transfer-Encoding": "chunked"})
BAD_CHUNKS: dict[str, Script] = {
    "a bad size": [CHUNKED, b"zzz\r\n" + JSON],
    "a bad size in one piece with the head": [CHUNKED + b"zzz\r\n" + JSON],
    "a bad size after a chunk": [CHUNKED, chunk(b'{"id":'), b"zzz\r\n" + JSON],
    "more than the size": [CHUNKED, b"2\r\n" + JSON],
    "a bad trailer": [CHUNKED, chunk(JSON) + b"0\r\n: what\r\n\r\n"],
}


@pytest.mark.parametrize("said", BAD_CHUNKS.values(), ids=BAD_CHUNKS)
def test_a_bad_chunk_is_an_error(said: Script, way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([*said, Do.STALL])
    failure = way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert f"POST {server.url}/completions: the server does not speak HTTP" in str(failure)
    assert len(server.requests) == 1
    server.wait_until_left(1)


def test_a_refusal_before_the_body_is_sent_is_heard(whole_way: Way) -> None:
    large = Operation("Completions", "Create", (type(PARAMS)().Model("m").Prompt("x" * 24_000_000),))
    with TcpServer(receive_buffer=4096) as server, client_of(server.url) as client:
        server.plays([Do.IGNORE_BODY, error_reply(413, "too large", Connection="close"), Do.STALL])
        failure = whole_way.run(client, large).failure
        assert failure.code == 413
        assert "too large" in str(failure)
        server.wait_until_left(1)


def test_a_whole_reply_has_a_limit(whole_way: Way, server: TcpServer, client: GenAI) -> None:
    client.HttpClient.BodyLimit = 100_000
    scripts: list[Script] = [
        [reply(b"x" * 200_000)],
        [head(200, {"Content-Length": str(2 * 1024**3)}), Endless(b"x" * 65536)],
        [head(200, {"Transfer-Encoding": "chunked"}), Endless(chunk(b"x" * 65536))],
        [head(200, {}), Endless(b"x" * 65536)],
        [head(500, {"Transfer-Encoding": "chunked"}), Endless(chunk(b"x" * 65536))],
    ]
    for said in scripts:
        server.plays(said)
        failure = whole_way.run(client).failure
        assert isinstance(failure, GenAIInvalidResponseError)
        assert "100000 bytes (HttpClient.BodyLimit)" in str(failure)
        server.wait_until_left(1)
        assert server.connections[-1].sent < 20_000_000
    assert len(server.requests) == 5


def test_a_compressed_reply_has_the_same_limit(whole_way: Way, server: TcpServer, client: GenAI) -> None:
    client.HttpClient.BodyLimit = 1_000_000
    server.plays([reply(gzip.compress(b" " * 500_000 + JSON), Content_Encoding="gzip")])
    assert whole_way.run(client).value.id == "c"
    server.plays([reply(gzip.compress(b" " * 2_000_000 + JSON), Content_Encoding="gzip")])
    assert "HttpClient.BodyLimit" in str(whole_way.run(client).failure)


def test_a_large_reply_is_read(whole_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([reply(b" " * 20_000_000 + JSON)])
    assert whole_way.run(client).value.id == "c"


def test_a_broken_event_comes_after_the_chunks_before_it(
    stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    broken = [event(b'{"choices": [{"te'), event(b"[1, 2]"), event(b"<p>502</p>"), event(b"[" * 100_000)]
    for number, each in enumerate(broken):
        # Once in one read with the chunks before it, once in another.
        server.plays([STREAM_HEAD + piece("Hel") + piece("lo") + each + piece("never") + DONE + STREAM_END])
        outcome = stream_way.run(client)
        assert outcome.text == "Hello"
        assert isinstance(outcome.failure, GenAIInvalidResponseError)
        assert "an event of the stream is not a JSON object" in str(outcome.failure)
        assert len(str(outcome.failure)) < 1000
        server.plays([STREAM_HEAD, piece("Hel"), piece("lo"), each, Do.STALL])
        outcome = stream_way.run(client)
        assert outcome.text == "Hello"
        assert isinstance(outcome.failure, GenAIInvalidResponseError)
        assert len(server.requests) == 2 * number + 2
        server.wait_until_left(1)


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        ({"message": "slow down", "type": "t", "code": 429}, 429, "slow down"),
        (
            {"message": "too long", "type": "t", "code": "context_length_exceeded"},
            0,
            "(context_length_exceeded) too long",
        ),
        ("the model crashed", 0, "the model crashed"),
        ({"code": 500}, 500, '"code": 500'),
    ],
    ids=["numeric code", "text code", "text", "code alone"],
)
def test_an_error_inside_a_stream_comes_after_its_chunks(
    error: object, code: int, text: str, stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("Hel") + piece("lo") + event({"error": error}) + DONE, STREAM_END])
    outcome = stream_way.run(client)
    assert outcome.text == "Hello"
    assert outcome.failure.code == code
    assert text in str(outcome.failure)


def test_a_stream_without_an_end_is_an_error_after_its_chunks(
    stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), piece("lo"), STREAM_END])
    outcome = stream_way.run(client)
    assert outcome.text == "Hello"
    assert isinstance(outcome.failure, GenAIInvalidResponseError)
    assert "the stream ended before the answer was complete" in str(outcome.failure)


def test_a_stream_that_is_whole_needs_no_done(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), piece("lo", "stop"), STREAM_END])
    outcome = stream_way.run(client)
    assert (outcome.error, outcome.text) == (None, "Hello")


def test_a_stream_needs_no_blank_line_at_its_end(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays(
        [
            STREAM_HEAD,
            piece("Hel"),
            chunk(b'data: {"choices":[{"text":"lo","finish_reason":"stop"}]}'),
            STREAM_END,
        ]
    )
    outcome = stream_way.run(client)
    assert (outcome.error, outcome.text) == (None, "Hello")


def test_a_stream_cut_inside_an_event_says_so(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), chunk(b'data: {"choices":[{"te'), STREAM_END])
    outcome = stream_way.run(client)
    assert outcome.text == "Hel"
    assert "the stream ended inside an event" in str(outcome.failure)


@pytest.mark.timing
def test_nothing_is_read_after_done(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([STREAM_HEAD, piece("Hello", "stop"), DONE, Do.STALL])
    outcome = stream_way.run(client)
    assert (outcome.error, outcome.text) == (None, "Hello")
    assert outcome.seconds < 1, "a server that says it is done and does not end is left"
    server.wait_until_left(1)


def test_events_may_come_byte_by_byte(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    body = 'data: {"choices":[{"text":"Grüße","finish_reason":"stop"}]}\r\n\r\ndata: [DONE]\r\n\r\n'.encode()
    server.plays([STREAM_HEAD, *[chunk(bytes([byte])) for byte in body], STREAM_END])
    outcome = stream_way.run(client)
    assert (outcome.error, outcome.text) == (None, "Grüße")


@pytest.mark.parametrize(
    "endless", [b"x" * 65536, b"data: x\n" * 8192, b": ping\n" * 8192], ids=["line", "event", "comments"]
)
def test_an_event_without_an_end_is_an_error(
    endless: bytes, stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    client.HttpClient.EventLimit = 1_000_000
    server.plays([STREAM_HEAD, piece("Hel"), Endless(chunk(endless))])
    outcome = stream_way.run(client)
    assert outcome.text == "Hel"
    assert isinstance(outcome.failure, GenAIInvalidResponseError)
    assert "larger than 1000000 bytes" in str(outcome.failure)
    assert "HttpClient.EventLimit" in str(outcome.failure)
    server.wait_until_left(1)
    assert server.connections[-1].sent < 20_000_000


def test_an_endless_header_is_not_read_to_its_end(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000, Do.STALL])
    failure = way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert f"POST {server.url}/completions: a header of the reply is too long" in str(failure)
    server.wait_until_left()


def test_a_long_header_is_read_up_to_the_limit(whole_way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([reply(JSON, X_Long="a" * 60_000)])
    assert whole_way.run(client).error is None
    server.plays([reply(JSON, X_Long="a" * 70_000)])
    failure = whole_way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert "a header of the reply is too long; raise HttpClient.HeadLimit to read it" in str(failure)
    client.HttpClient.HeadLimit = 80_000  # type: ignore[attr-defined]
    server.plays([reply(JSON, X_Long="a" * 70_000)])
    assert whole_way.run(client).error is None
