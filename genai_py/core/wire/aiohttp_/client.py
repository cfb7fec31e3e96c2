"""The transport that ships: aiohttp.

A transport knows bytes, statuses and headers. Which errors exist, what is tried again and what a reply means is
decided above it.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import socket
import struct
from collections.abc import Awaitable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.payload import BytesPayload
from yarl import URL

from ...building.multipart import SourceError
from ...building.urls import is_local
from ...errors import (
    GenAICancelledError,
    GenAIConnectionError,
    GenAIException,
    GenAIInvalidResponseError,
    GenAITimeoutError,
    excerpt,
)
from ...running import loops
from ..transport import HttpClientAPI, HttpReply, HttpRequest, HttpStream
from .bodies import SendTimedOut, timed_body

# What fits into a socket's buffers is handed over at once; only larger bodies can stall on the way out.
_STALLING_BODY = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RESET_AT_CLOSE = struct.pack("ii", 1, 0) if os.name != "nt" else struct.pack("hh", 1, 0)
# What a redirect to another host gets to see: everything else may be a secret.
_PUBLIC_HEADERS = frozenset({"accept", "content-type", "user-agent"})


class _RedirectError(Exception):
    pass


class AiohttpClient(HttpClientAPI):
    """The transport that ships. One ClientSession a loop, made on first use; connections are kept alive and pooled.

    ConnectionTimeout, SendTimeOut, ResponseTimeout: milliseconds for connecting, for each piece sent and for each
    wait for bytes. ProxySettings: the URL of an HTTP proxy, or None; the environment's proxies are used only when
    TrustEnvironment is set. VerifyTLS: True, False or an ssl.SSLContext. EventLimit: bytes one event of a stream may
    have. BodyLimit: bytes a whole reply may have.
    """

    def __init__(
        self,
        *,
        ConnectionTimeout: int = 60_000,
        SendTimeOut: int = 60_000,
        ResponseTimeout: int = 600_000,
        ProxySettings: str | None = None,
        VerifyTLS: Any = True,
        TrustEnvironment: bool = False,
    ) -> None:
        super().__init__(
            ConnectionTimeout=ConnectionTimeout,
            SendTimeOut=SendTimeOut,
            ResponseTimeout=ResponseTimeout,
            ProxySettings=ProxySettings,
        )
        self.VerifyTLS = VerifyTLS
        self.TrustEnvironment = TrustEnvironment
        self._sessions: dict[int, _LoopSession] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._sessions)} sessions)"

    async def request(self, request: HttpRequest) -> HttpReply:
        """Send a request and read the whole reply. Raises the exceptions of connections and times, see ``errors``."""
        response = await self._send(request)
        content = response.content
        try:
            # A short reply comes in one piece with its head.
            body = content.read_nowait() if content.is_eof() else await self._read(response)
            if len(body) > self.BodyLimit:
                raise self._too_large(response)
        except BaseException as error:
            _close(response)
            if isinstance(error, Exception) and not isinstance(error, GenAIException):
                raise self._translated(error, request, in_body=True) from error
            raise
        return HttpReply(response.status, response.reason or "", response.headers, body)

    async def stream(self, request: HttpRequest) -> HttpStream:
        """Send a request and return once the reply's headers are there."""
        return _AiohttpStream(await self._send(request), request, self)

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := await response.content.readany():
            pieces.append(piece)
            size += len(piece)
            if size > self.BodyLimit:
                raise self._too_large(response)
        response.release()
        return b"".join(pieces)

    def _too_large(self, response: aiohttp.ClientResponse) -> GenAIInvalidResponseError:
        return GenAIInvalidResponseError(
            response.status, f"the reply is larger than {self.BodyLimit} bytes (HttpClient.BodyLimit)"
        )

    async def _send(self, request: HttpRequest) -> aiohttp.ClientResponse:
        found = self._sessions.get(id(asyncio.get_running_loop()))
        if found is None or found.session.closed:
            found = self._open()
        try:
            url = _url(request.url)
            response = await self._ask(found.session, request, request.method, url, request.headers, request.body)
            if response.status in _REDIRECTS:
                response = await self._follow(found.session, request, response)
            return response
        except Exception as error:
            raise self._translated(error, request) from error

    def _translated(self, error: Exception, request: HttpRequest, *, in_body: bool = False) -> GenAIException:
        if id(asyncio.get_running_loop()) not in self._sessions:
            return GenAICancelledError(0, "the client was closed")
        return translated(error, request, in_body=in_body)

    def _ask(
        self,
        session: aiohttp.ClientSession,
        request: HttpRequest,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        body: Any,
    ) -> Awaitable[aiohttp.ClientResponse]:
        if body is not None and (type(body) is not bytes or len(body) > _STALLING_BODY):
            body = timed_body(body, request.send_timeout / 1000)
        return session.request(
            method,
            url,
            data=body,
            headers=headers,
            timeout=_timeout(request.connection_timeout, request.response_timeout),
            proxy=self.ProxySettings,
            ssl=self.VerifyTLS,
            # aiohttp's way would carry all headers but a few to wherever the reply points.
            allow_redirects=False,
        )

    async def _follow(
        self, session: aiohttp.ClientSession, request: HttpRequest, response: aiohttp.ClientResponse
    ) -> aiohttp.ClientResponse:
        """The reply that a redirect leads to. To another host goes nothing that may be a secret."""
        method, url, headers, body = request.method, _url(request.url), request.headers, request.body
        for left in range(request.max_redirects, -1, -1):
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or location is None:
                return response
            if not left:
                break
            response.release()
            target = _redirect_target(url, location)
            if target.origin() != url.origin():
                headers = {name: value for name, value in headers.items() if name.lower() in _PUBLIC_HEADERS}
            if response.status == 303 or (response.status in (301, 302) and method == "POST"):
                method, body = "GET", None
                headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
            url = target
            response = await self._ask(session, request, method, url, headers, body)
        response.close()
        raise _RedirectError("too many redirects")

    def _open(self) -> _LoopSession:
        for key, old in list(self._sessions.items()):
            if not old.is_usable():
                self._sessions.pop(key, None)
        loop = asyncio.get_running_loop()
        made = self._sessions[id(loop)] = _LoopSession(loop, trust_env=self.TrustEnvironment)
        return made

    async def close(self) -> None:
        """Close the session of the running loop."""
        found = self._sessions.pop(id(asyncio.get_running_loop()), None)
        if found is not None:
            await found.aclose()

    def close_elsewhere(self) -> None:
        """Close the sessions of loops other than the running one, from any thread."""
        current = asyncio._get_running_loop()
        for key, found in list(self._sessions.items()):
            if found.loop is not current:
                self._sessions.pop(key, None)
            if found.loop is not current and found.is_usable():
                loops.run_on(found.loop, found.aclose(), loops.PATIENCE)


class _Protocol(ResponseHandler):
    """Says how a reply was broken off, and closes at once, where aiohttp's own protocol does not.

    Its timer for silence is set once and looks, when it goes off, whether there was any; aiohttp's is set anew for
    each read, which costs a tenth of a short request.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._silent_until: float | None = None
        self._silence_timer: asyncio.TimerHandle | None = None

    def _reschedule_timeout(self) -> None:
        if not self._read_timeout:
            self._silent_until = None
            return
        until = self._silent_until = self._loop.time() + self._read_timeout
        if self._silence_timer is None or self._silence_timer.when() > until:
            self._set_timer(until)

    def _drop_timeout(self) -> None:
        self._silent_until = None

    def _set_timer(self, when: float | None) -> None:
        if self._silence_timer is not None:
            self._silence_timer.cancel()
        self._silence_timer = None if when is None else self._loop.call_at(when, self._look_for_silence)

    def _look_for_silence(self) -> None:
        self._silence_timer = None
        until = self._silent_until
        if until is None:
            return
        if self._loop.time() < until:
            self._set_timer(until)
        else:
            self._silent_until = None
            self._on_read_timeout()

    def close(self) -> None:
        transport = self.transport
        if transport is not None:
            if transport.get_write_buffer_size():
                # What is left of the request would keep the connection open for a server that does not read it.
                sock = transport.get_extra_info("socket")
                if sock is not None:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
                transport.abort()
            elif transport.get_extra_info("sslcontext") is not None:
                # TLS would wait for the server's good-bye.
                transport.abort()
        payload = self._payload
        super().close()
        self._wake(payload)

    def abort(self) -> None:
        payload = self._payload
        super().abort()
        self._wake(payload)

    @staticmethod
    def _wake(payload: Any) -> None:
        """Tell those who read the body: aiohttp forgets them, and they would wait for ever."""
        if payload is not None and not payload.is_eof() and payload.exception() is None:
            payload.set_exception(aiohttp.ClientConnectionError("the connection was closed"))

    def connection_lost(self, exc: BaseException | None) -> None:
        self._set_timer(None)
        payload = self._payload
        if isinstance(exc, ConnectionResetError) and (payload is None or payload.is_eof()):
            # Of a connection that was closed in order, and only of that, aiohttp tells what had come of a reply's head.
            exc = None
        super().connection_lost(exc)
        if payload is not None and not payload.is_eof() and payload.exception() is None:
            # A chunk that is none closes the connection, and whoever reads the body would wait for ever.
            payload.set_exception(aiohttp.ClientPayloadError("what came is no chunk of a body"))


class _Request(aiohttp.ClientRequest):
    """Hands a body of bytes over together with the head, without the task that aiohttp makes for each body."""

    def update_headers(self, headers: Any) -> None:
        super().update_headers(None)
        # All at once: aiohttp adds one after the other.
        self.headers.update(headers)

    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        body, protocol, transport = self._body, conn.protocol, conn.protocol.transport
        if transport is None:
            raise aiohttp.ClientConnectionResetError("it was lost before the request was sent")
        if type(body) is not BytesPayload or self._continue is not None or protocol.writing_paused:
            return await super().send(conn)
        protocol.transport = _WithBody(transport, body._value)
        self._body = None
        try:
            return await super().send(conn)
        finally:
            protocol.transport, self._body = transport, body


class _WithBody:
    """A transport as far as the writer of a head needs it; what it writes has the body at its end."""

    __slots__ = ("_body", "_transport")

    def __init__(self, transport: asyncio.Transport, body: bytes) -> None:
        self._transport = transport
        self._body = body

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def write(self, head: bytes) -> None:
        self._transport.write(head + self._body)


class _LoopSession:
    """A ClientSession and the loop it lives on, with which it closes."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, trust_env: bool) -> None:
        self.loop = loop
        connector = aiohttp.TCPConnector(limit=0)
        connector._factory = functools.partial(_Protocol, loop=loop)  # type: ignore[assignment]
        self.session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), request_class=_Request, trust_env=trust_env
        )
        # What is sent again, and how often, is decided above the transport.
        self.session._retry_connection = False
        self._neighbours = loops.residents(loop)
        self._neighbours.add(self)

    def is_usable(self) -> bool:
        return not self.session.closed and not self.loop.is_closed()

    async def aclose(self) -> None:
        self._neighbours.discard(self)
        await self.session.close()
        # Transports tell their sockets to close at the loop's next turn.
        await asyncio.sleep(0)

    def abandon(self) -> None:
        """For a loop that will not run again: let go of everything without a word."""
        self._neighbours.discard(self)
        connector: Any = self.session.connector
        self.session.detach()
        if connector is not None:
            protocols = [protocol for pooled in connector._conns.values() for protocol, _ in pooled]
            for protocol in [*protocols, *connector._acquired]:
                _drop(getattr(protocol, "transport", None))
            connector._conns.clear()
            connector._acquired.clear()
            connector._closed = True


def _drop(transport: Any) -> None:
    """Close a transport's socket behind its back: its loop is not there to do it."""
    inner = getattr(getattr(transport, "_ssl_protocol", None), "_transport", None)
    if inner is not None:
        transport._closed = True
        transport = inner
    sock = getattr(transport, "_sock", None)
    if sock is not None:
        transport._sock = None
        with contextlib.suppress(OSError):
            sock.close()


class _AiohttpStream:
    """A reply of aiohttp's whose body is read as it comes."""

    __slots__ = ("_client", "_request", "_response", "headers", "reason", "status")

    def __init__(self, response: aiohttp.ClientResponse, request: HttpRequest, client: AiohttpClient) -> None:
        self._client = client
        self._response = response
        self._request = request
        self.status = response.status
        self.reason = response.reason or ""
        self.headers: Mapping[str, str] = response.headers

    async def read(self) -> bytes:
        content = self._response.content
        try:
            return await content.readany()
        except Exception as error:
            if content._buffer:
                # aiohttp would drop what came before the error.
                return content._read_nowait(-1)
            raise self._client._translated(error, self._request, in_body=True) from error

    async def read_all(self) -> bytes:
        body = bytearray()
        while len(body) < _STALLING_BODY * 16 and (piece := await self.read()):
            body += piece
        return bytes(body)

    def close(self) -> None:
        _close(self._response)

    def abandon(self) -> None:
        """``close`` for a loop that will not run again: its session closes the socket."""
        _abandon(self._response)


def _close(response: aiohttp.ClientResponse) -> None:
    response.close()
    # On a loop that is closed it does nothing.
    _abandon(response)


def _abandon(response: aiohttp.ClientResponse) -> None:
    connection = response._connection
    if connection is not None:
        connection._protocol = response._connection = None
    response._closed = True


_urls: dict[str, URL] = {}
_timeouts: dict[tuple[int, int], aiohttp.ClientTimeout] = {}


def _url(text: str) -> URL:
    """The parsed URL; parsing costs more than sending, and a program uses few of them."""
    url = _urls.get(text)
    if url is None:
        if len(_urls) > 512:
            _urls.clear()
        url = _urls[text] = URL(text, encoded=True)
    return url


def _redirect_target(url: URL, location: str) -> URL:
    try:
        target = url.join(URL(location, encoded=True))
        usable = target.scheme in ("http", "https") and bool(target.host) and bool(target.port)
    except ValueError:
        usable = False
    if not usable:
        raise _RedirectError(f"the server redirects to {excerpt(location, 100)!r}, which is no address")
    return target


def _timeout(connection: int, response: int) -> aiohttp.ClientTimeout:
    timeout = _timeouts.get((connection, response))
    if timeout is None:
        timeout = _timeouts[connection, response] = aiohttp.ClientTimeout(
            # What "connect" limits has the name's resolution in it.
            total=None, connect=connection / 1000 or None, sock_read=response / 1000 or None
        )
    return timeout


def translated(error: Exception, request: HttpRequest, *, in_body: bool = False) -> GenAIException:
    """aiohttp's exception as the SDK's, saying what was tried, what happened and what to do."""
    where = f"{request.method} {request.url.partition('?')[0]}"
    cause = error.__cause__
    if isinstance(cause, SourceError):
        return GenAIException(0, f"{where}: {cause}")
    if isinstance(error, SendTimedOut) or isinstance(cause, SendTimedOut):
        return GenAITimeoutError(
            0, f"SendTimeOut: {where}: the server took nothing of the request for {request.send_timeout} ms"
        )
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return _before_reply(
            GenAITimeoutError(
                0, f"ConnectionTimeout: {where}: no connection after {request.connection_timeout} ms"
            )
        )
    if isinstance(error, (aiohttp.SocketTimeoutError, asyncio.TimeoutError)):
        moment = "in the middle of the reply" if in_body else "waiting for the reply"
        return GenAITimeoutError(
            0, f"ResponseTimeout: {where}: the server was silent for {request.response_timeout} ms {moment}"
        )
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return GenAIConnectionError(0, f"{where}: the server's certificate is not trusted: {error}")
    if isinstance(error, aiohttp.ClientConnectorError):
        return _before_reply(GenAIConnectionError(0, _no_connection(error, request)))
    if isinstance(error, aiohttp.ServerDisconnectedError):
        # The message holds what had come of the reply's head, if anything had.
        if in_body or not isinstance(error.message, str):
            return GenAIConnectionError(0, f"{where}: the server closed the connection inside the head of its reply")
        return _before_reply(
            GenAIConnectionError(0, f"{where}: the server closed the connection without a reply")
        )
    if isinstance(error, (aiohttp.ClientOSError, aiohttp.ClientConnectionError, ConnectionError)):
        moment = "in the middle of the reply" if in_body else "before the reply"
        broken = GenAIConnectionError(0, f"{where}: the connection broke {moment}: {_reason(error)}")
        return broken if in_body else _before_reply(broken)
    if isinstance(error, aiohttp.ClientPayloadError):
        return GenAIConnectionError(0, f"{where}: the connection broke in the middle of the reply: {_reason(error)}")
    if isinstance(error, _RedirectError):
        return GenAIInvalidResponseError(0, f"{where}: {error}")
    if isinstance(error, aiohttp.ClientResponseError):
        return GenAIInvalidResponseError(0, f"{where}: the server does not speak HTTP: {excerpt(error.message)}")
    if isinstance(error, aiohttp.ClientError):
        return GenAIConnectionError(0, f"{where}: {_reason(error)}")
    raise error


def _before_reply(error: GenAIConnectionError) -> GenAIConnectionError:
    error.before_reply = True
    return error


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _no_connection(error: aiohttp.ClientConnectorError, request: HttpRequest) -> str:
    parts = urlsplit(request.url)
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    # The numbers of names that cannot be looked up are no numbers of the system's.
    number = 0 if isinstance(error.os_error, socket.gaierror) else error.errno
    cause = (os.strerror(number) if number else error.os_error.strerror or _reason(error.os_error)).lower()
    said = f"cannot connect to {address}: {cause}"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"{said}, through the proxy {error.host}:{error.port}"
    if is_local(request.url):
        return (
            f"{said}. Is the server running? Start LM Studio's with 'lms server start', "
            "or a stand-in with 'python -m genai_py serve'"
        )
    return said
