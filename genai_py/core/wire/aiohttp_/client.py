"""The default transport, based on aiohttp.

A transport handles bytes, statuses and headers. The layers above it decide about errors, retries and the meaning of
replies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from yarl import URL

from ...errors import GenAICancelledError, GenAIException, GenAIInvalidResponseError, excerpt
from ...running.loops import PATIENCE, run_on, running_loop, scope_of
from ..transport import HttpClientAPI, HttpReply, HttpRequest, HttpStream
from .bodies import timed_body
from .errors import RedirectError, translated
from .internals import abandon_response, abandon_session, never_retry, unread, use_protocol
from .slots import Slots, process_slots

# Smaller bodies fit into the socket's buffers; only larger ones can stall while they are sent.
_STALLING_BODY = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Headers that are sent to another host after a redirect: all others may hold secrets.
_PUBLIC_HEADERS = frozenset({"accept", "content-type", "user-agent"})


class AiohttpClient(HttpClientAPI):
    """The default transport: one ClientSession per loop, created on first use, with pooled connections.

    ConnectionTimeout, SendTimeOut, ResponseTimeout: milliseconds for connecting, for each piece sent and for each
    wait for data. ProxySettings: the URL of an HTTP proxy, or None; proxies of the environment are used only if
    TrustEnvironment is set. VerifyTLS: True, False or an ssl.SSLContext. EventLimit: the maximum size of an event of a
    stream in bytes. BodyLimit: the maximum size of a reply in bytes. ConnectionLimit: the maximum number of requests
    in flight, beyond which requests wait; None is the number of connections that the process may open, shared by all
    clients.
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
        self.ConnectionLimit: int | None = None
        self._own_slots: Slots | None = None
        self._sessions: dict[int, _LoopSession] = {}

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
                body = content.read_nowait() if content.is_eof() else await self._read(response)
            except BaseException as error:
                _close(response)
                if isinstance(error, Exception) and not isinstance(error, GenAIException):
                    raise self._translated(error, request, in_body=True) from error
                raise
            return HttpReply(response.status, response.reason or "", response.headers, body)
        finally:
            slots.release()

    async def stream(self, request: HttpRequest) -> HttpStream:
        """Send a request and return once the reply's headers have arrived."""
        slots = self._slots
        if not slots.take_now():
            await slots.take()
        try:
            return _AiohttpStream(await self._send(request), request, self, slots)
        except BaseException:
            slots.release()
            raise

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        pieces: list[bytes] = []
        size = 0
        try:
            while piece := await response.content.readany():
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
        return translated(error, request, in_body=in_body)

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
            proxy=self.ProxySettings,
            ssl=self.VerifyTLS,
            # aiohttp would send nearly all headers to the target of a redirect.
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
        made = self._sessions[id(loop)] = _LoopSession(loop, trust_env=self.TrustEnvironment)
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
                run_on(found.loop, found.aclose(), PATIENCE)


class _LoopSession:
    """A ClientSession that is closed with the loop it belongs to."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, trust_env: bool) -> None:
        self.loop = loop
        # Slots limit the connections: aiohttp's own limit would count waiting towards the connect timeout.
        connector = aiohttp.TCPConnector(limit=0)
        use_protocol(connector, loop)
        self.session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=trust_env
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

    __slots__ = ("_client", "_request", "_response", "_slots", "headers", "reason", "status")

    def __init__(
        self, response: aiohttp.ClientResponse, request: HttpRequest, client: AiohttpClient, slots: Slots
    ) -> None:
        self._client = client
        self._response = response
        self._request = request
        self._slots: Slots | None = slots
        self.status = response.status
        self.reason = response.reason or ""
        self.headers: Mapping[str, str] = response.headers

    async def read(self) -> bytes:
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
