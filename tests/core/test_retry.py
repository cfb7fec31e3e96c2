"""When a request is sent again, and after how long."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st
from scripted_http import PATIENCE, replying

from genai_py import (
    GenAIConnectionError,
    GenAIException,
    GenAIRateLimitError,
    GenAIServerError,
    GenAITimeoutError,
)
from genai_py.core.wire import retry
from genai_py.core.wire.retry import LONGEST_DELAY, LONGEST_RETRY_AFTER, backoff, is_retried, retry_after

NOW = datetime(2025, 1, 31, 12, 0, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529, 599])
def test_what_may_go_better_the_next_time_is_tried_again(status: int) -> None:
    assert is_retried(status)


@pytest.mark.parametrize("status", [0, 200, 204, 301, 400, 401, 403, 404, 413, 422])
def test_what_will_not_is_not(status: int) -> None:
    assert not is_retried(status)


@pytest.mark.parametrize("name", ["x-should-retry", "X-Should-Retry"])
def test_a_server_may_forbid_another_try(name: str) -> None:
    assert not is_retried(503, {name: " False "})
    assert is_retried(503, {name: "true"})
    assert not is_retried(400, {name: "true"})


def test_a_quota_that_is_used_up_does_not_come_back() -> None:
    assert not is_retried(429, words=("insufficient_quota", ""))
    assert is_retried(429, words=("rate_limit_exceeded", "requests"))


@pytest.mark.parametrize(
    "reply",
    [
        replying(b'{"error": {"message": "m", "code": "insufficient_quota"}}', 429),
        replying(b'{"error": {"message": "m", "type": "insufficient_quota"}}', 429),
        replying(b'{"error": {"message": "m"}}', 429, x_should_retry="false"),
        replying(b"", 500, X_Should_Retry="false"),
    ],
)
def test_a_final_error_is_asked_for_once(reply: Any, client_of: Any) -> None:
    client = client_of(reply, max_retries=2)
    with pytest.raises(GenAIException):
        client.Models.List()
    assert len(client.HttpClient.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3),
        ({"Retry-After": " 3 "}, 3),
        ({"RETRY-AFTER": "0.25"}, 0.25),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "-5"}, 0),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90),
        (
            {
                "retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True).replace(
                    "GMT", "-0000"
                )
            },
            90,
        ),
        ({"retry-after": format_datetime(NOW - timedelta(days=1), usegmt=True)}, 0),
        (
            {
                "retry-after": format_datetime(
                    (NOW + timedelta(seconds=9)).astimezone(timezone(timedelta(hours=2)))
                )
            },
            9,
        ),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Fri, 99 Jan 2025 12:00:00 GMT"}, None),
        ({"retry-after-ms": "250"}, 0.25),
        ({"Retry-After-Ms": "250", "Retry-After": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
    ],
)
def test_what_a_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW.timestamp()) == seconds


@given(st.text() | st.floats().map(str) | st.integers().map(str))
def test_no_header_breaks_anything(text: str) -> None:
    asked = retry_after({"retry-after": text})
    assert asked is None or asked >= 0
    waited = backoff(0, {"retry-after": text})
    assert waited is None or 0 <= waited <= LONGEST_RETRY_AFTER


def test_the_servers_word_wins_unless_it_asks_too_much() -> None:
    assert backoff(0, {"retry-after": "7"}) == backoff(5, {"retry-after": "7"}) == 7
    assert backoff(0, {"retry-after": str(LONGEST_RETRY_AFTER)}) == LONGEST_RETRY_AFTER
    assert backoff(0, {"retry-after": str(LONGEST_RETRY_AFTER + 1)}) is None
    assert backoff(0, {"retry-after": "inf"}) is None


@given(st.integers(0, 10_000))
def test_delays_double_up_to_the_longest_with_jitter_below(attempt: int) -> None:
    delay = backoff(attempt)
    assert delay is not None
    full = min(0.5 * 2 ** min(attempt, 10), LONGEST_DELAY)
    assert 0.75 * full <= delay <= full


def test_the_jitter_keeps_many_clients_apart() -> None:
    assert len({backoff(3) for _ in range(20)}) > 10


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long a client waited, without its waiting."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr("genai_py.core.calls.api.asyncio.sleep", note)
    return waited


def no_connection() -> GenAIConnectionError:
    error = GenAIConnectionError(0, "refused")
    error.before_reply = True
    return error


GOOD = replying(b'{"data": []}')


@pytest.mark.parametrize(
    "failure",
    [replying(b"{}", 429), replying(b"{}", 503), replying(b"", 408), replying(b"{}", 409), no_connection()],
)
def test_a_failure_that_may_pass_is_tried_again(failure: Any, client_of: Any, pauses: list[float]) -> None:
    client = client_of(failure, failure, GOOD)
    assert client.Models.List().data == []
    assert len(client.HttpClient.requests) == 3
    assert 0.375 <= pauses[0] <= 0.5
    assert 0.75 <= pauses[1] <= 1


@pytest.mark.parametrize(
    ("retries", "options", "sent"),
    [
        ({}, {}, 3),
        ({"max_retries": 0}, {}, 1),
        ({"max_retries": 4}, {}, 5),
        ({}, {"max_retries": 1}, 2),
    ],
)
def test_it_gives_up_after_its_retries(
    retries: dict[str, int], options: dict[str, int], sent: int, client_of: Any, pauses: list[float]
) -> None:
    client = client_of(replying(b'{"error": {"message": "busy"}}', 503), **retries)
    with pytest.raises(GenAIServerError, match="busy"):
        client.WithOptions(**options).Models.List()
    assert len(client.HttpClient.requests) == sent
    assert len(pauses) == sent - 1


@pytest.mark.parametrize(
    "failure", [replying(b"{}", 400), replying(b"{}", 404), GenAITimeoutError(0, "silent")]
)
def test_a_failure_that_will_not_pass_is_told_at_once(
    failure: Any, client_of: Any, pauses: list[float]
) -> None:
    client = client_of(failure)
    with pytest.raises(GenAIException):
        client.Models.List()
    assert len(client.HttpClient.requests) == 1
    assert pauses == []


def test_the_client_waits_as_long_as_the_server_asks(client_of: Any, pauses: list[float]) -> None:
    client_of(
        replying(b"{}", 429, Retry_After="3"), replying(b"{}", 429, retry_after_ms="1500"), GOOD
    ).Models.List()
    assert pauses == [3, 1.5]


def test_a_wait_that_is_too_long_is_the_callers_to_decide(client_of: Any, pauses: list[float]) -> None:
    client = client_of(replying(b"{}", 429, Retry_After="3600"))
    with pytest.raises(GenAIRateLimitError) as caught:
        client.Models.List()
    assert caught.value.headers["Retry-After"] == "3600"
    assert (len(client.HttpClient.requests), pauses) == (1, [])


def test_the_pause_is_no_longer_than_asked_when_it_is_slept(client_of: Any) -> None:
    started = time.monotonic()
    client_of(replying(b"{}", 429, Retry_After="0.05"), GOOD).Models.List()
    assert 0.05 <= time.monotonic() - started < PATIENCE / 2


def test_the_constants_are_seconds() -> None:
    assert (retry.FIRST_DELAY, LONGEST_DELAY, LONGEST_RETRY_AFTER) == (0.5, 8, 120)
