"""Requests that a program sends directly through a transport, without retries, errors and decoding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

import orjson

from ..building.form_params import MultiFormDataParams, TransferHandler
from ..building.multipart import Multipart
from ..building.params import plain
from ..running.background import run_coroutine
from ..running.delivery import Reporter
from ..running.dispatchers import QueueDispatcher
from .messages import MOST_REDIRECTS, HttpRequest, HttpStream


class HttpCalls:
    """Blocking requests by URL, for every transport.

    Each writes the reply's body into ``Response``, a binary stream, and returns the status; an error status raises
    nothing. All raise GenAIConnectionError, and its subclass GenAITimeoutError, as the transport does.
    """

    if TYPE_CHECKING:
        ConnectionTimeout: int
        SendTimeOut: int
        ResponseTimeout: int

        async def stream(self, request: HttpRequest) -> HttpStream: ...

    def Get(self, URL: str, Response: IO[bytes], Headers: Mapping[str, str] | None = None) -> int:
        """Send a GET request; return the status."""
        return self._exchange("GET", URL, None, Response, Headers)

    def GetFollowRedirect(
        self,
        URL: str,
        Response: IO[bytes],
        Headers: Mapping[str, str] | None = None,
        DropAuthorizationOnRedirect: bool = True,
        MaxRedirects: int = 5,
    ) -> int:
        """Send a GET request and follow at most ``MaxRedirects`` redirects; return the status.

        Headers that may hold a secret never go to another host: ``DropAuthorizationOnRedirect=False`` raises
        ValueError.
        """
        if not DropAuthorizationOnRedirect:
            raise ValueError("GetFollowRedirect: Authorization does not follow a redirect to another host")
        return self._exchange("GET", URL, None, Response, Headers, MaxRedirects=MaxRedirects)

    def Delete(self, URL: str, Response: IO[bytes], Headers: Mapping[str, str] | None = None) -> int:
        """Send a DELETE request; return the status."""
        return self._exchange("DELETE", URL, None, Response, Headers)

    def Post(
        self,
        URL: str,
        Body: Any,
        Response: IO[bytes],
        Headers: Mapping[str, str] | None = None,
        OnReceiveData: TransferHandler | None = None,
    ) -> int:
        """Send a POST request; return the status.

        Body: a JSON builder, a dict, a form's builder, or None. OnReceiveData: called with the bytes received and the
        bytes in all, None where that is not known, as they arrive.
        """
        return self._exchange("POST", URL, Body, Response, Headers, OnReceiveData)

    def Patch(
        self, URL: str, Body: Any, Response: IO[bytes], Headers: Mapping[str, str] | None = None
    ) -> int:
        """Send a PATCH request; return the status. Body: as for ``Post``."""
        return self._exchange("PATCH", URL, Body, Response, Headers)

    def _exchange(
        self,
        method: str,
        url: str,
        body: Any,
        into: IO[bytes],
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
        if on_receive is None:
            return run_coroutine(self._copy(request, into, None))
        # The handler runs on the thread that waits.
        caller = QueueDispatcher()
        return run_coroutine(self._copy(request, into, Reporter(on_receive, caller)), caller.Pump)

    async def _copy(self, request: HttpRequest, into: IO[bytes], report: Reporter | None) -> int:
        stream = await self.stream(request)
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
