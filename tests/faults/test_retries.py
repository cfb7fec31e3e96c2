"""What is tried again, how often, and after how long."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import (
    GenAIAuthError,
    GenAIEngineOverloadedError,
    GenAIException,
    GenAIInvalidResponseError,
    GenAIRateLimitError,
    GenAIServerError,
)
from genai_py.core.wire import retry

from .conftest import client_of
from .tcp_server import DONE, STREAM_END, STREAM_HEAD, TcpServer, error_reply, event, json_reply, piece, reply
from .ways import Way

ANSWER = json_reply({"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})


def answer(way: Way) -> list[bytes]:
    return [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END] if way.streamed else [ANSWER]


def waits(server: TcpServer) -> list[float]:
    """The times between the requests."""
    return [after.at - before.at for before, after in zip(server.requests, server.requests[1:], strict=False)]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_statuses_that_may_pass_are_tried_again(status: int, server: TcpServer, client: GenAI) -> None:
    server.plays([error_reply(status)], [error_reply(status)], [json_reply({"data": []})])
    client.Models.List()
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 422])
def test_statuses_that_will_not_pass_are_not(status: int, server: TcpServer, client: GenAI) -> None:
    server.plays([error_reply(status, "no way")], [json_reply({"data": []})])
    with pytest.raises(GenAIException, match="no way") as caught:
        client.Models.List()
    assert caught.value.code == status
    assert len(server.requests) == 1


def test_a_429_passes(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([error_reply(429)], answer(way))
    outcome = way.run(client)
    assert outcome.error is None
    assert len(server.requests) == 2
    assert server.requests[0].body == server.requests[1].body


def test_a_500_that_does_not_pass_is_the_error_after_three_attempts(
    way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([error_reply(500, "out of memory", x_request_id="req_1")])
    outcome = way.run(client)
    assert type(outcome.error) is GenAIServerError
    assert outcome.failure.code == 500
    assert "out of memory" in str(outcome.error)
    assert outcome.failure.request_id == "req_1"
    assert len(server.requests) == 3


def test_a_client_may_say_how_often(way: Way, server: TcpServer) -> None:
    server.plays([error_reply(500)])
    for retries in (0, 1, 4):
        before = len(server.requests)
        with client_of(server.url, max_retries=retries) as client:
            assert way.run(client).failure.code == 500
        assert len(server.requests) - before == retries + 1


def test_a_call_may_say_how_often(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([error_reply(503)])
    assert isinstance(way.run(client.WithOptions(max_retries=0)).error, GenAIEngineOverloadedError)
    assert len(server.requests) == 1
    assert isinstance(way.run(client.WithOptions(max_retries=3)).error, GenAIEngineOverloadedError)
    assert len(server.requests) == 5
    assert isinstance(way.run(client).error, GenAIEngineOverloadedError)
    assert len(server.requests) == 8


def test_nothing_is_tried_again_once_a_stream_has_begun(
    stream_way: Way, server: TcpServer, client: GenAI
) -> None:
    failure = {"error": {"message": "overloaded", "code": 503}}
    server.plays([STREAM_HEAD, piece("Hel"), event(failure), STREAM_END])
    outcome = stream_way.run(client)
    assert outcome.text == "Hel"
    assert isinstance(outcome.error, GenAIEngineOverloadedError)
    assert len(server.requests) == 1


def test_the_errors_have_their_classes(server: TcpServer, client: GenAI) -> None:
    once = client.WithOptions(max_retries=0)
    for status, kind in [
        (401, GenAIAuthError),
        (429, GenAIRateLimitError),
        (503, GenAIEngineOverloadedError),
    ]:
        server.plays([error_reply(status)])
        with pytest.raises(kind):
            once.Models.List()


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "asked",
    [
        {"Retry_After": "0.2"},
        {"retry_after_ms": "200", "Retry_After": "60"},
        {"RETRY_AFTER_MS": "200"},
    ],
    ids=str,
)
def test_retry_after_is_obeyed(status: int, asked: dict[str, str], server: TcpServer, client: GenAI) -> None:
    server.plays([error_reply(status, **asked)], [json_reply({"data": []})])
    client.Models.List()
    assert 0.19 <= waits(server)[0] < 0.6


def test_retry_after_is_obeyed_in_all_ways(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([error_reply(429, Retry_After="0.05")], answer(way))
    assert way.run(client).error is None
    assert 0.045 <= waits(server)[0] < 0.5


def test_retry_after_may_be_a_date(server: TcpServer, client: GenAI) -> None:
    now = time.time()
    server.plays([error_reply(429, Retry_After=http_date(now + 2))], [json_reply({"data": []})])
    client.Models.List()
    # The date has whole seconds.
    assert int(now + 2) - now - 0.05 <= waits(server)[0] < 2.5


def http_date(moment: float) -> str:
    return format_datetime(datetime.fromtimestamp(moment, timezone.utc), usegmt=True)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("3", 3.0),
        ("0.25", 0.25),
        ("-5", 0.0),
        ("Thu, 01 Jan 1970 00:00:30 GMT", 10.0),
        ("Thu, 01 Jan 1970 00:00:30 -0000", 10.0),
        ("Thu, 01 Jan 1970 01:00:30 +0100", 10.0),
        ("Thu, 01 Jan 1970 00:00:10 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("Thu, 99 Jan 1970 00:00:30 GMT", None),
    ],
)
def test_what_retry_after_asks_for(said: str, asks: float | None) -> None:
    assert retry.retry_after({"retry-after": said}, now=20.0) == asks


def test_a_date_is_not_of_the_local_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert retry.retry_after({"retry-after": "Thu, 01 Jan 1970 00:00:30"}, now=20.0) == 10.0
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_nonsensical_retry_after_is_passed_over(server: TcpServer, client: GenAI) -> None:
    for said in ("soon", "nan", "-1"):
        server.plays([error_reply(429, Retry_After=said)], [json_reply({"data": []})])
        client.Models.List()
    assert max(waits(server)) < 1


@pytest.mark.parametrize("asked", ["3600", "inf", "1e300"])
def test_a_server_that_asks_for_an_hour_is_heard_at_once(
    asked: str, server: TcpServer, client: GenAI
) -> None:
    server.plays([error_reply(429, "come back later", Retry_After=asked)])
    with pytest.raises(GenAIRateLimitError, match="come back later") as caught:
        client.Models.List()
    assert caught.value.headers["Retry-After"] == asked
    assert len(server.requests) == 1


def test_a_date_far_away_is_heard_at_once(server: TcpServer, client: GenAI) -> None:
    later = format_datetime(datetime.now(timezone.utc) + timedelta(days=1), usegmt=True)
    server.plays([error_reply(503, Retry_After=later)])
    with pytest.raises(GenAIEngineOverloadedError):
        client.Models.List()
    assert len(server.requests) == 1


def test_without_retry_after_the_waits_grow(
    server: TcpServer, client: GenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY", 0.04)
    server.plays([error_reply(500)])
    with pytest.raises(GenAIServerError):
        client.WithOptions(max_retries=3).Models.List()
    for number, waited in enumerate(waits(server)):
        assert 0.03 * 2**number <= waited < 0.04 * 2**number + 0.1


def test_the_shipped_waits_are_short_at_first_and_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_DELAY", 0.5)
    delays = [retry.backoff(attempt) or 0 for attempt in range(20)]
    assert 0.375 <= delays[0] <= 0.5
    assert max(delays) <= retry.LONGEST_DELAY == 8.0
    assert retry.backoff(10_000) is not None


ODD_ERRORS = {
    "a text": (json_reply({"error": "model not loaded"}, 400), "model not loaded"),
    "a numeric code": (
        json_reply({"error": {"code": 400, "message": "too long", "type": "t"}}, 400),
        "too long",
    ),
    "a detail": (json_reply({"detail": "nothing of that name"}, 404), "nothing of that name"),
    "a message": (json_reply({"message": "forbidden here"}, 403), "forbidden here"),
    "a list": (json_reply([{"error": {"message": "in a list"}}], 400), "in a list"),
    "a null": (json_reply({"error": None}, 400), "null"),
    "HTML": (
        reply(b"<html><h1>Bad  Gateway</h1></html>", 502, Content_Type="text/html"),
        "<h1>Bad Gateway</h1>",
    ),
    "nothing": (reply(b"", 404), "the body is empty"),
    "bytes": (reply(b"\xff\xfe\x00", 400), "the body is: "),
    "a cut object": (reply(b'{"error": {"mess', 400), '{"error": {"mess'),
}


@pytest.mark.parametrize(("said", "text"), ODD_ERRORS.values(), ids=ODD_ERRORS)
def test_an_error_in_another_form_still_says_what_came(
    said: bytes, text: str, way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([said])
    failure = way.run(client.WithOptions(max_retries=0)).failure
    assert f"error {said.split()[1].decode()}: " in str(failure)
    assert text in str(failure)
    assert not isinstance(failure, GenAIInvalidResponseError)
    assert isinstance(failure.body, str)


def test_a_502_in_html_is_tried_again(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([ODD_ERRORS["HTML"][0]], answer(way))
    assert way.run(client).error is None
