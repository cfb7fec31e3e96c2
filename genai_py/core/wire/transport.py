"""What the engine needs of an HTTP library, and what programs can do with one by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, Protocol, runtime_checkable

import attrs
import orjson

from ..building.form_params import MultiFormDataParams, TransferHandler
from ..building.multipart import Multipart
from ..building.params import plain
from ..building.urls import without_credentials
from ..running.background import run_coroutine
from ..running.delivery import Reporter

MOST_REDIRECTS = 10


def _shown_url(url: str) -> str:
    return repr(without_credentials(url))


@attrs.define
class HttpRequest:
    """One request, ready for a transport. Times are milliseconds. Its headers may hold a key, and are not shown.

    body: bytes, a ``Multipart``, for which the transport writes the Content-Type, or None.
    """

    method: str
    url: str = attrs.field(repr=_shown_url)
    headers: Mapping[str, str] = attrs.field(repr=False)
    body: bytes | Multipart | None = attrs.field(default=None, repr=False)
    connection_timeout: int = 60_000
    send_timeout: int = 60_000
    response_timeout: int = 600_000
    max_redirects: int = MOST_REDIRECTS

    @property
    def payload(self) -> bytes | None:
        """The text of a JSON body."""
        return self.body if type(self.body) is bytes else None


@attrs.define
class HttpReply:
    """A whole reply. ``headers`` are found in any case."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


class HttpStream(Protocol):
    """A reply whose body is read as it comes."""

    status: int
    reason: str
    headers: Mapping[str, str]

    async def read(self) -> bytes:
        """Wait for more of the body and return all there is of it; b"" at its end."""

    async def read_all(self) -> bytes:
        """The rest of the body."""

    def close(self) -> None:
        """Close the connection at once unless the body was read to its end."""


@runtime_checkable
class HttpClientAPI(Protocol):
    """A transport: a class derived from this one has to have its attributes and its first four methods.

    Times are milliseconds. The methods raise GenAIConnectionError (``before_reply`` true when nothing of a reply had
    come) or GenAITimeoutError. ``Get``, ``Post`` and the like are for programs that use the transport by hand: they
    block, write what came into ``Response``, a binary stream, and return the status; an error status is no exception.
    """

    ConnectionTimeout: int
    SendTimeOut: int
    ResponseTimeout: int
    EventLimit: int
    BodyLimit: int

    async def request(self, request: HttpRequest) -> HttpReply:
        """Send a request and read the whole reply."""

    async def stream(self, request: HttpRequest) -> HttpStream:
        """Send a request and return once the reply's headers are there."""

    async def close(self) -> None:
        """Close what is open on the running loop."""

    def close_elsewhere(self) -> None:
        """Close what is open on loops other than the running one."""

    def Get(self, URL: str, Response: IO[bytes], Headers: Mapping[str, str] | None = None) -> int:
        """GET; the status."""
        return self._exchange("GET", URL, None, Response, Headers)

    def GetFollowRedirect(
        self,
        URL: str,
        Response: IO[bytes],
        Headers: Mapping[str, str] | None = None,
        DropAuthorizationOnRedirect: bool = True,
        MaxRedirects: int = 5,
    ) -> int:
        """GET, following so many redirects at most; the status.

        What may be a secret never goes to another host: ``DropAuthorizationOnRedirect=False`` raises ValueError.
        """
        if not DropAuthorizationOnRedirect:
            raise ValueError("GetFollowRedirect: Authorization does not follow a redirect to another host")
        return self._exchange("GET", URL, None, Response, Headers, MaxRedirects=MaxRedirects)

    def Delete(self, URL: str, Response: IO[bytes], Headers: Mapping[str, str] | None = None) -> int:
        """DELETE; the status."""
        return self._exchange("DELETE", URL, None, Response, Headers)

    def Post(
        self,
        URL: str,
        Body: Any,
        Response: IO[bytes],
        Headers: Mapping[str, str] | None = None,
        OnReceiveData: TransferHandler | None = None,
    ) -> int:
        """POST; the status. Body: a JSON builder, a dict, a form's builder, or None.

        OnReceiveData: gets bytes received and bytes in all, None where that is not known, as they come.
        """
        return self._exchange("POST", URL, Body, Response, Headers, OnReceiveData)

    def Patch(
        self, URL: str, Body: Any, Response: IO[bytes], Headers: Mapping[str, str] | None = None
    ) -> int:
        """PATCH; the status. Body: as of ``Post``."""
        return self._exchange("PATCH", URL, Body, Response, Headers)

    def _exchange(
        self,
        method: str,
        url: str,
        body: Any,
        response: IO[bytes],
        headers: Mapping[str, str] | None,
        on_receive: TransferHandler | None = None,
        MaxRedirects: int = MOST_REDIRECTS,
    ) -> int:
        sent: bytes | Multipart | None = None
        own = dict(headers or {})
        if isinstance(body, MultiFormDataParams):
            sent = body.to_multipart()
        elif body is not None:
            sent = orjson.dumps(body, default=plain)
            own.setdefault("Content-Type", "application/json")
        request = HttpRequest(
            method, url, own, sent, self.ConnectionTimeout, self.SendTimeOut, self.ResponseTimeout, MaxRedirects
        )
        report = None if on_receive is None else Reporter(on_receive, None)
        return run_coroutine(_read(self, request, response, report))


async def _read(client: HttpClientAPI, request: HttpRequest, into: IO[bytes], report: Reporter | None) -> int:
    stream = await client.stream(request)
    try:
        length = stream.headers.get("Content-Length", "")
        received = 0
        while piece := await stream.read():
            into.write(piece)
            received += len(piece)
            if report is not None:
                report(received, int(length) if length.isdecimal() else None)
    finally:
        stream.close()
    return stream.status
