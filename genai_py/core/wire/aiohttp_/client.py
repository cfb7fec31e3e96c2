"""The default transport, based on aiohttp.

A transport handles bytes, statuses and headers. The layers above it decide about errors, retries and the meaning of
replies.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from yarl import URL

from ...errors import GenAICancelledError, GenAIException, GenAIInvalidResponseError, excerpt
from ...running.loops import PATIENCE, run_and_wait, running_loop, scope_of
from ..compression import ACCEPTED, CompressionError, Decompressor, decompressor_of
from ..proxies import environment_proxy, proxy_address
from ..transport import HttpClientAPI, HttpReply, HttpRequest, HttpStream
from .bodies import timed_body
from .errors import RedirectError, drop_frames, translated
from .internals import abandon_response, abandon_session, never_retry, unread, use_protocol
from .slots import Slots, process_slots
from .tls import tls_of

# Smaller bodies fit into the socket's buffers; only larger ones can stall while they are sent.
_STALLING_BODY = 64 * 1024
DEFAULT_HEAD_LIMIT = 64 * 1024
_STATUSES_OF_PROXIES = frozenset({407, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Headers that are sent to another host after a redirect: all others may hold secrets.
_PUBLIC_HEADERS = frozenset({"accept", "content-type", "user-agent"})


class AiohttpClient(HttpClientAPI):
    """The default transport: one ClientSession per loop, created on first use, with pooled connections.

    ConnectionTimeout, SendTimeOut, ResponseTimeout: milliseconds for connecting, for each piece sent and for each
    wait for bytes. ProxySettings: the URL of an HTTP proxy for all requests, or None. TrustEnvironment: whether
    requests to other machines then go through the proxies of the environment (``HTTPS_PROXY``, ``HTTP_PROXY``,
    ``ALL_PROXY``, ``NO_PROXY``), which are read when the client first connects to a host. VerifyTLS: True, False, an
    ssl.SSLContext, or the path of a file or folder of certificates (PEM) that are trusted instead of the system's.
    HeadLimit: bytes one header of a reply may have. EventLimit: bytes one event of a stream may have. BodyLimit: bytes
    a whole reply may have. ConnectionLimit: how many requests may be under way at a time, the
    others wait; None is as many as the process may have connections, all clients together.
    """

    def __init__(
        self,
        *,
        ConnectionTimeout: int = 60_000,
        SendTimeOut: int = 60_000,
        ResponseTimeout: int = 600_000,
        ProxySettings: str | None = None,
        VerifyTLS: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        TrustEnvironment: bool = True,
        HeadLimit: int = DEFAULT_HEAD_LIMIT,
    ) -> None:
        super().__init__(
            ConnectionTimeout=ConnectionTimeout,
            SendTimeOut=SendTimeOut,
            ResponseTimeout=ResponseTimeout,
            ProxySettings=ProxySettings,
        )
        self.VerifyTLS = VerifyTLS
        self.TrustEnvironment = TrustEnvironment
        self.HeadLimit = HeadLimit
        self._environment_proxies: dict[tuple[str, str | None, int | None], str | None] = {}
        self.ConnectionLimit: int | None = None
        self._own_slots: Slots | None = None
        self._sessions: dict[int, _LoopSession] = {}

    @property
    def VerifyTLS(self) -> bool | str | os.PathLike[str] | ssl.SSLContext:
        """How certificates are verified. Setting it raises TypeError or ValueError for an invalid value."""
        return self._verify_tls

    @VerifyTLS.setter
    def VerifyTLS(self, value: bool | str | os.PathLike[str] | ssl.SSLContext) -> None:
        self._tls = tls_of(f"{type(self).__name__}.VerifyTLS", value)
        self._verify_tls = value

    def _proxy_for(self, url: URL) -> str | None:
        """Return the proxy of a request; None for a direct connection."""
        if self.ProxySettings is not None or not self.TrustEnvironment:
            return self.ProxySettings
        key = (url.scheme, url.host, url.port)
        found = self._environment_proxies
        if key not in found:
            found[key] = environment_proxy(str(url.origin()))
        return found[key]

    @property
    def _slots(self) -> Slots:
        limit = self.ConnectionLimit
        if limit is None:
            return process_slots()
        slots = self._own_slots
        if slots is None or slots.count != limit:
            slots = self._own_slots = Slots(limit)
        return slots

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._sessions)} sessions)"

    async def request(self, request: HttpRequest) -> HttpReply:
        """Send a request and read the whole reply. Raises GenAIConnectionError, GenAITimeoutError or GenAIException."""
        slots = self._slots
        if not slots.take_now():
            await slots.take()
        try:
            response = await self._send(request)
            content = response.content
            try:
                # A short body arrives together with the headers.
                is_short = content.is_eof() and "Content-Encoding" not in response.headers
                body = content.read_nowait() if is_short else await self._read(response)
            except BaseException as error:
                _close(response)
                if isinstance(error, Exception) and not isinstance(error, GenAIException):
                    raise self._translated(error, request, in_body=True) from error
                raise
            return HttpReply(response.status, self._reason(response), response.headers, body)
        finally:
            slots.release()

    async def stream(self, request: HttpRequest) -> HttpStream:
        """Send a request and return once the reply's headers have arrived. Raises as ``request``."""
        slots = self._slots
        if not slots.take_now():
            await slots.take()
        try:
            response = await self._send(request)
            try:
                return _AiohttpStream(response, request, self, slots)
            except CompressionError as error:
                _close(response)
                raise self._translated(error, request, in_body=True) from error
        except BaseException:
            slots.release()
            raise

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        pieces: list[bytes] = []
        size = 0
        decompressor = decompressor_of(response.headers)
        read = response.content.readany
        try:
            while piece := await (read() if decompressor is None else _decompressed(read, decompressor)):
                pieces.append(piece)
                size += len(piece)
                if size > self.BodyLimit:
                    raise GenAIInvalidResponseError(
                        response.status, f"the reply is larger than {self.BodyLimit} bytes (HttpClient.BodyLimit)"
                    )
        except BaseException:
            # The traceback references this frame, and with it the body.
            pieces.clear()
            raise
        response.release()
        return b"".join(pieces)

    async def _send(self, request: HttpRequest) -> aiohttp.ClientResponse:
        found = self._sessions.get(id(asyncio.get_running_loop()))
        if found is None or found.session.closed:
            found = self._open()
        try:
            url = _url(request.url)
            response = await self._send_once(found.session, request, request.method, url, request.headers, request.body)
            if response.status in _REDIRECTS:
                response = await self._follow(found.session, request, response)
            return response
        except Exception as error:
            raise self._translated(error, request) from error

    def _translated(self, error: Exception, request: HttpRequest, *, in_body: bool = False) -> GenAIException:
        if id(asyncio.get_running_loop()) not in self._sessions:
            return GenAICancelledError(0, "the client was closed")
        failure = translated(error, request, in_body=in_body, proxy=self._proxy_for(_url(request.url)))
        drop_frames(error)
        return failure

    def _reason(self, response: aiohttp.ClientResponse) -> str:
        """Return the reason phrase, with the proxy's address if the reply may come from the proxy."""
        reason = response.reason or ""
        if response.status in _STATUSES_OF_PROXIES and (proxy := self._proxy_for(response.url)):
            said_by = "the proxy" if response.status == 407 else "the proxy, or the server behind it,"
            return f"{reason} (said by {said_by} at {proxy_address(proxy)})"
        return reason

    def _send_once(
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
            proxy=self._proxy_for(url),
            ssl=self._tls,
            max_line_size=self.HeadLimit,
            max_field_size=self.HeadLimit,
            # aiohttp's way would carry all headers but a few to wherever the reply points.
            allow_redirects=False,
        )

    async def _follow(
        self, session: aiohttp.ClientSession, request: HttpRequest, response: aiohttp.ClientResponse
    ) -> aiohttp.ClientResponse:
        """Follow redirects and return the final reply. Sends no header that may hold a secret to another host."""
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
            response = await self._send_once(session, request, method, url, headers, body)
        response.close()
        raise RedirectError("too many redirects")

    def _open(self) -> _LoopSession:
        for key, old in list(self._sessions.items()):
            if not old.is_usable():
                self._sessions.pop(key, None)
        loop = asyncio.get_running_loop()
        made = self._sessions[id(loop)] = _LoopSession(loop)
        return made

    async def close(self) -> None:
        """Close the session of the running loop."""
        found = self._sessions.pop(id(asyncio.get_running_loop()), None)
        if found is not None:
            await found.aclose()

    def close_elsewhere(self) -> None:
        """Close the sessions of loops other than the running one, from any thread."""
        current = running_loop()
        for key, found in list(self._sessions.items()):
            if found.loop is current:
                continue
            self._sessions.pop(key, None)
            if found.loop.is_closed():
                found.abandon()
            elif found.is_usable():
                run_and_wait(found.loop, found.aclose(), PATIENCE)


class _LoopSession:
    """A ClientSession that is closed with the loop it belongs to."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        # Slots limit the connections: aiohttp's own limit would count waiting towards the connect timeout.
        connector = aiohttp.TCPConnector(limit=0)
        use_protocol(connector, loop)
        # Proxies are chosen above: aiohttp would read the environment, and ~/.netrc, at each request.
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept-Encoding": ACCEPTED},
            auto_decompress=False,
        )
        never_retry(self.session)
        self._scope = scope_of(loop)
        self._scope.resources.add(self)

    def is_usable(self) -> bool:
        return not self.session.closed and not self.loop.is_closed()

    async def aclose(self) -> None:
        self._scope.resources.discard(self)
        await self.session.close()
        # The loop closes the socket in its next iteration.
        await asyncio.sleep(0)

    def abandon(self) -> None:
        self._scope.resources.discard(self)
        abandon_session(self.session)


class _AiohttpStream:
    """A reply of aiohttp whose body is read incrementally. Holds a slot until it is read or closed."""

    __slots__ = ("_client", "_decompressor", "_request", "_response", "_slots", "headers", "reason", "status")

    def __init__(
        self, response: aiohttp.ClientResponse, request: HttpRequest, client: AiohttpClient, slots: Slots
    ) -> None:
        self._client = client
        self._response = response
        self._request = request
        self._slots: Slots | None = slots
        self.status = response.status
        self.reason = client._reason(response)
        self.headers: Mapping[str, str] = response.headers
        self._decompressor = decompressor_of(response.headers)

    async def read(self) -> bytes:
        if self._decompressor is None:
            return await self._read()
        try:
            return await _decompressed(self._read, self._decompressor)
        except CompressionError as error:
            raise self._client._translated(error, self._request, in_body=True) from error

    async def _read(self) -> bytes:
        content = self._response.content
        try:
            piece = await content.readany()
        except Exception as error:
            if piece := unread(content):
                return piece
            raise self._client._translated(error, self._request, in_body=True) from error
        if not piece:
            self._release_slot()
        return piece

    async def read_all(self) -> bytes:
        body = bytearray()
        while len(body) < _STALLING_BODY * 16 and (piece := await self.read()):
            body += piece
        return bytes(body)

    def close(self) -> None:
        self._release_slot()
        _close(self._response)

    def abandon(self) -> None:
        """Close the reply of a loop that will not run again; the session closes the socket."""
        self._release_slot()
        abandon_response(self._response)

    def _release_slot(self) -> None:
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.release()


async def _decompressed(read: Callable[[], Awaitable[bytes]], decompressor: Decompressor) -> bytes:
    """Return the next piece of a decompressed body, b"" at its end. Raises CompressionError."""
    while not (piece := decompressor.read()):
        data = await read()
        if not data:
            decompressor.end()
            return b""
        decompressor.feed(data)
    return piece


def _close(response: aiohttp.ClientResponse) -> None:
    response.close()
    # close() has no effect if the loop is closed.
    abandon_response(response)


_urls: dict[str, URL] = {}
_timeouts: dict[tuple[int, int], aiohttp.ClientTimeout] = {}


def _url(text: str) -> URL:
    """Return the parsed URL, cached: parsing costs more than sending, and a program uses few URLs."""
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
        raise RedirectError(f"the server redirects to {excerpt(location, 100)!r}, which is not a valid URL")
    return target


def _timeout(connection: int, response: int) -> aiohttp.ClientTimeout:
    timeout = _timeouts.get((connection, response))
    if timeout is None:
        timeout = _timeouts[connection, response] = aiohttp.ClientTimeout(
            # "connect" includes the name resolution.
            total=None, connect=connection / 1000 or None, sock_read=response / 1000 or None
        )
    return timeout
