"""The transport that ships: aiohttp.

A transport knows bytes, statuses and headers. Which errors exist, what is tried again and what a reply means is
decided above it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from yarl import URL

from ...errors import GenAICancelledError, GenAIException, GenAIInvalidResponseError, excerpt
from ...running.loops import PATIENCE, run_on, running_loop, scope_of
from ..event_stream import DEFAULT_EVENT_LIMIT
from ..http_param import HttpClientParam
from ..transport import HttpClientAPI, HttpReply, HttpRequest, HttpStream
from .bodies import timed_body
from .errors import RedirectError, drop_frames, translated
from .internals import abandon_response, abandon_session, never_retry, unread, use_protocol
from .slots import Slots, process_slots

_WHOLE_BODY_LIMIT = 1024 * 1024 * 1024
# What fits into a socket's buffers is handed over at once; only larger bodies can stall on the way out.
_STALLING_BODY = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What a redirect to another host gets to see: everything else may be a secret.
_PUBLIC_HEADERS = frozenset({"accept", "content-type", "user-agent"})


class AiohttpClient(HttpClientParam, HttpClientAPI):
    """The transport that ships. One ClientSession a loop, made on first use; connections are kept alive and pooled.

    ConnectionTimeout, SendTimeOut, ResponseTimeout: milliseconds for connecting, for each piece sent and for each
    wait for bytes. ProxySettings: the URL of an HTTP proxy, or None; the environment's proxies are used only when
    TrustEnvironment is set. VerifyTLS: True, False or an ssl.SSLContext. EventLimit: bytes one event of a stream may
    have. BodyLimit: bytes a whole reply may have. ConnectionLimit: how many requests may be under way at a time, the
    others wait; None is as many as the process may have connections, all clients together.
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
        self.EventLimit = DEFAULT_EVENT_LIMIT
        self.BodyLimit = _WHOLE_BODY_LIMIT
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
        """Send a request and read the whole reply. Raises GenAIConnectionError, GenAITimeoutError and their kin."""
        slots = self._slots
        await slots.take()
        try:
            response = await self._send(request)
            content = response.content
            try:
                # A short reply comes in one piece with its head.
                body = content.read_nowait() if content.is_eof() else await self._read(response)
            except BaseException as error:
                _close(response)
                if isinstance(error, Exception) and not isinstance(error, GenAIException):
                    raise self._translated(error, request, in_body=True) from error
                raise
            return HttpReply(response.status, response.reason or "", response.headers, body)
        finally:
            slots.give_back()

    async def stream(self, request: HttpRequest) -> HttpStream:
        """Send a request and return once the reply's headers are there."""
        slots = self._slots
        await slots.take()
        try:
            return _AiohttpStream(await self._send(request), request, self, slots)
        except BaseException:
            slots.give_back()
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
            # The traceback holds this frame, and with it what came.
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
            response = await self._ask(found.session, request, request.method, url, request.headers, request.body)
            if response.status in _REDIRECTS:
                response = await self._follow(found.session, request, response)
            return response
        except Exception as error:
            raise self._translated(error, request) from error

    def _translated(self, error: Exception, request: HttpRequest, *, in_body: bool = False) -> GenAIException:
        if id(asyncio.get_running_loop()) not in self._sessions:
            return GenAICancelledError(0, "the client was closed")
        made = translated(error, request, in_body=in_body)
        drop_frames(error)
        return made

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
    """A ClientSession and the loop it lives on, with which it closes."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, trust_env: bool) -> None:
        self.loop = loop
        # How many connections there may be is decided above: aiohttp counts waiting for one as connecting.
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
        # A transport that is closed closes its socket in the loop's next turn.
        await asyncio.sleep(0)

    def abandon(self) -> None:
        self._scope.resources.discard(self)
        abandon_session(self.session)


class _AiohttpStream:
    """A reply of aiohttp's whose body is read as it comes. Holds a slot until it is read or closed."""

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
            self._give_back()
        return piece

    async def read_all(self) -> bytes:
        body = bytearray()
        while len(body) < _STALLING_BODY * 16 and (piece := await self.read()):
            body += piece
        return bytes(body)

    def close(self) -> None:
        self._give_back()
        _close(self._response)

    def abandon(self) -> None:
        """``close`` for a loop that will not run again: its session closes the socket."""
        self._give_back()
        abandon_response(self._response)

    def _give_back(self) -> None:
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.give_back()


def _close(response: aiohttp.ClientResponse) -> None:
    response.close()
    # On a loop that is closed it does nothing.
    abandon_response(response)


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
        raise RedirectError(f"the server redirects to {excerpt(location, 100)!r}, which is no address")
    return target


def _timeout(connection: int, response: int) -> aiohttp.ClientTimeout:
    timeout = _timeouts.get((connection, response))
    if timeout is None:
        timeout = _timeouts[connection, response] = aiohttp.ClientTimeout(
            # What "connect" limits has the name's resolution in it.
            total=None, connect=connection / 1000 or None, sock_read=response / 1000 or None
        )
    return timeout
