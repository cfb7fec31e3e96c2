"""aiohttp's exceptions as the SDK's: each kind says what was tried, what happened and whether to try again."""

from __future__ import annotations

import asyncio
import errno
import socket
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp.http_exceptions import TransferEncodingError

from genai_py import GenAIConnectionError, GenAIException, GenAIInvalidResponseError, GenAITimeoutError
from genai_py.core.building.multipart import SourceError
from genai_py.core.wire.aiohttp_.bodies import SendTimedOut, timed_body
from genai_py.core.wire.aiohttp_.errors import RedirectError, translated
from genai_py.core.wire.aiohttp_.internals import HeadCutOff
from genai_py.core.wire.transport import HttpRequest

KEY: Any = SimpleNamespace(host="host", port=80, ssl=True, is_ssl=True)


def caused_by(cause: BaseException) -> Exception:
    error = aiohttp.ClientOSError("the body failed")
    error.__cause__ = cause
    return error


def no_connection(number: int, kind: type[OSError] = OSError) -> Exception:
    return aiohttp.ClientConnectorError(KEY, kind(number, "the system's words"))


KINDS: list[tuple[Exception, type[GenAIException], str, bool]] = [
    (caused_by(SourceError("a.txt cannot be read")), GenAIException, "a.txt cannot be read", False),
    (SendTimedOut(), GenAITimeoutError, "SendTimeOut: .* accepted no data for 2000 ms", False),
    (caused_by(SendTimedOut()), GenAITimeoutError, "SendTimeOut: ", False),
    (aiohttp.ConnectionTimeoutError(), GenAITimeoutError, "ConnectionTimeout: .* after 1000 ms", True),
    (aiohttp.SocketTimeoutError(), GenAITimeoutError, "silent for 3000 ms waiting for the reply", False),
    (asyncio.TimeoutError(), GenAITimeoutError, "silent for 3000 ms waiting for the reply", False),
    (
        aiohttp.ClientConnectorCertificateError(KEY, ValueError("it is expired")),
        GenAIConnectionError,
        "the server's certificate is not trusted",
        False,
    ),
    (no_connection(errno.ECONNREFUSED), GenAIConnectionError, "connection refused", True),
    (no_connection(errno.EMFILE), GenAIConnectionError, "too many open files; set HttpClient", True),
    (no_connection(-2, socket.gaierror), GenAIConnectionError, "the system's words", True),
    (aiohttp.ServerDisconnectedError(), GenAIConnectionError, "closed the connection without a reply", True),
    (HeadCutOff(), GenAIConnectionError, "within the headers of its reply", False),
    (aiohttp.ClientOSError(104, "reset"), GenAIConnectionError, "broke before the reply", True),
    (aiohttp.ClientPayloadError("cut"), GenAIConnectionError, "in the middle of the reply: cut", False),
    (RedirectError("too many redirects"), GenAIInvalidResponseError, "too many redirects", False),
    (TransferEncodingError("zzz"), GenAIInvalidResponseError, "does not speak HTTP: zzz", False),
    (AssertionError(), GenAIConnectionError, "broke before the request was sent", True),
    (LookupError(), GenAIConnectionError, "LookupError", False),
]


@pytest.mark.parametrize(("error", "kind", "text", "before_reply"), KINDS)
def test_what_happened(error: Exception, kind: type[GenAIException], text: str, before_reply: bool) -> None:
    request = HttpRequest(
        "POST",
        "http://host/v1/chat?secret=1",
        {},
        connection_timeout=1000,
        send_timeout=2000,
        response_timeout=3000,
    )
    with pytest.raises(kind, match=text) as caught:
        raise translated(error, request)
    assert type(caught.value) is kind
    assert getattr(caught.value, "before_reply", False) is before_reply
    assert "secret" not in str(caught.value)


class Slow:
    """A writer whose socket takes nothing."""

    async def write(self, piece: bytes) -> None: ...

    async def drain(self) -> None:
        await asyncio.Event().wait()


def test_a_piece_that_does_not_leave_is_given_up() -> None:
    with pytest.raises(SendTimedOut):
        asyncio.run(timed_body(b"data", 0.01).write(Slow()))  # type: ignore[arg-type]


def test_sending_that_is_cancelled_is_no_timeout() -> None:
    async def main() -> None:
        sending = asyncio.ensure_future(timed_body(b"data", 60).write(Slow()))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        sending.cancel()
        await sending

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())
