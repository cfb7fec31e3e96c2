"""Test support: a transport that returns prepared replies, without a socket.

    transport = MockTransport({"POST chat/completions": {"choices": [{"message": {"content": "Hello!"}}]}})
    client = GenAIFactory.CreateLMSInstance(http_client=transport)
    assert client.Chat.Create(params).choices[0].message.content == "Hello!"

Retries, errors, decoding, callbacks and promises work as with a real server.
"""

from __future__ import annotations

import asyncio
import inspect
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
import orjson
from multidict import CIMultiDict, MultiDict

from .core.building.multipart import FilePart, Multipart, SourceError
from .core.building.params import plain
from .core.errors import GenAIConnectionError, GenAIException, GenAIInvalidResponseError, GenAITimeoutError
from .core.spelling import BothSpellings
from .core.wire.messages import HttpReply, HttpRequest, HttpStream
from .core.wire.transport import HttpClientAPI

__all__ = ["MockPause", "MockReply", "MockStream", "MockTransport", "SentFile", "SentRequest", "UnexpectedRequestError"]

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
_ROUTE = re.compile(r"[A-Za-z]+ [^\s?]+\Z")
# The path of a base URL ends in a version (Gemini's in one more part), or has no version at all.
_BELOW_VERSION = re.compile(r"/(?:.*?/)?v\d\w*/(?:openai/)?(.*)")


class UnexpectedRequestError(AssertionError):
    """The program sent a request that has no reply in the ``MockTransport``."""


class MockPause(BothSpellings):
    """A point in a ``MockStream`` at which the server is silent until ``Release`` is called, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reached = threading.Event()
        self._released = False
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def Release(self) -> None:
        """Resume the streams that wait at this pause. Later streams do not wait."""
        with self._lock:
            self._released = True
            for loop, wake in self._waiting:
                loop.call_soon_threadsafe(wake.set)

    def WaitReached(self, Timeout: float = 10.0) -> bool:
        """Wait until a stream reaches this pause; return whether it did within ``Timeout`` seconds.

        Blocks the calling thread, including its event loop.
        """
        return self._reached.wait(Timeout)

    async def _wait(self, wake: asyncio.Event, seconds: float | None) -> None:
        entry = (asyncio.get_running_loop(), wake)
        with self._lock:
            if self._released:
                wake.set()
            self._waiting.append(entry)
        self._reached.set()
        try:
            await asyncio.wait_for(wake.wait(), seconds)
        finally:
            with self._lock:
                self._waiting.remove(entry)


@attrs.frozen(init=False)
class MockReply:
    """A complete reply.

    body: bytes or a str, sent unchanged; anything else is sent as JSON. status: the HTTP status; 400 or more raises
    the exception of that status. headers: in addition to Content-Type, which is derived from the body.
    """

    body: bytes
    status: int
    headers: CIMultiDict[str] = attrs.field(repr=False)

    def __init__(self, body: Any = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        if isinstance(body, str):
            content_type, data = "text/plain; charset=utf-8", body.encode()
        elif isinstance(body, (bytes, bytearray)):
            content_type, data = "application/octet-stream", bytes(body)
        else:
            content_type, data = JSON, orjson.dumps(body, default=plain)
        self.__attrs_init__(data, status, _headers(content_type, headers))


@attrs.frozen(init=False)
class MockStream:
    """A streamed reply.

    pieces: a mapping is sent as one server-sent event with that JSON, named by its ``type`` if it has one; bytes and
    str are sent unchanged; at a ``MockPause``, the stream waits until it is released; an exception is raised while
    reading, as when the connection breaks. done: whether to send ``data: [DONE]`` after the last piece; by default,
    if there is a mapping among the pieces. status, headers: as in ``MockReply``.
    """

    pieces: tuple[Any, ...]
    done: bool
    status: int
    headers: CIMultiDict[str] = attrs.field(repr=False)

    def __init__(
        self, *pieces: Any, done: bool | None = None, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        for piece in pieces:
            if not isinstance(piece, (Mapping, bytes, str, MockPause, BaseException)):
                raise TypeError(
                    "a piece of a MockStream is a mapping, bytes, str, a MockPause or an exception, "
                    f"got {type(piece).__name__} {piece!r}"
                )
        if done is None:
            done = any(isinstance(piece, Mapping) for piece in pieces)
        self.__attrs_init__(tuple(pieces), done, status, _headers(EVENT_STREAM, headers))


@attrs.frozen
class SentFile:
    """A file in a form that was sent."""

    name: str
    mime_type: str
    data: bytes = attrs.field(repr=False)


@attrs.define(eq=False)
class SentRequest:
    """A request that the program sent.

    path: the part of the URL's path after the API's version, such as ``chat/completions``. query: the URL's
    parameters. headers: case-insensitive; not part of ``repr``, as they may contain a key. body: the bytes sent, b""
    for a form. json: the parsed body if it is JSON, else None. form: the fields of a form; a file is a ``SentFile``.
    cancelled: whether the program closed the reply before its end.
    """

    method: str
    path: str
    url: str = attrs.field(repr=False)
    query: MultiDict[str]
    headers: CIMultiDict[str] = attrs.field(repr=False)
    body: bytes = attrs.field(default=b"", repr=False)
    json: Any = None
    form: MultiDict[str | SentFile] = attrs.field(factory=MultiDict)
    cancelled: bool = False


Answer = (
    Mapping[str, Any] | str | bytes | Exception | MockReply | MockStream | Callable[[SentRequest], Any] | Sequence[Any]
)
"""The types of answers that ``MockTransport`` accepts."""


class MockTransport(HttpClientAPI):
    """A transport that returns prepared replies and records the requests. Pass it as a client's ``http_client``.

    replies: a mapping of routes to answers, or one answer (not a mapping) for every request. A route is the method and
    the path after the API's version, ``"POST chat/completions"``. ``{name}`` matches one segment of a path,
    ``"GET models/{id}"``. A path that begins with a slash is matched against the URL's full path. An answer is

    - a mapping: the reply's JSON, with status 200; str or bytes: the reply's text or content;
    - a ``MockReply``: any body with a status and headers; a ``MockStream``: a stream;
    - an exception, which is raised in place of a reply;
    - a list of these, used in order, one per request;
    - a function, plain or ``async``, that takes the ``SentRequest`` and returns one of these.

    A request without an answer raises UnexpectedRequestError. It is not retried, and is not a GenAIException.
    ``requests`` lists the requests in order. Safe to use from several threads and event loops.
    """

    def __init__(self, replies: Mapping[str, Answer] | Answer) -> None:
        super().__init__()
        self.requests: list[SentRequest] = []
        self._lock = threading.Lock()
        routes = replies if isinstance(replies, Mapping) else {"": replies}
        self._routes = [_Route(route, answer) for route, answer in routes.items()]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._listed()}; {len(self.requests)} requests)"

    async def request(self, request: HttpRequest) -> HttpReply:
        """Return the complete reply. Raises UnexpectedRequestError, or the answer if it is an exception."""
        reply = await self._reply(request)
        body = bytearray()
        try:
            while piece := await reply.read():
                body += piece
                if len(body) > self.BodyLimit:
                    raise GenAIInvalidResponseError(
                        reply.status, f"the reply is larger than {self.BodyLimit} bytes (HttpClient.BodyLimit)"
                    )
        finally:
            reply.close()
        return HttpReply(reply.status, reply.reason, reply.headers, bytes(body))

    async def stream(self, request: HttpRequest) -> HttpStream:
        """Return the reply as a stream. Raises the same exceptions as ``request``."""
        return await self._reply(request)

    async def close(self) -> None:
        """Do nothing: there is no connection."""

    async def _reply(self, request: HttpRequest) -> _Reply:
        sent = await _sent(request)
        with self._lock:
            self.requests.append(sent)
            answer = self._answer(sent)
        if callable(answer) and not isinstance(answer, type):
            answer = answer(sent)
            if inspect.isawaitable(answer):
                answer = await answer
        if isinstance(answer, Exception):
            raise answer.with_traceback(None)
        if isinstance(answer, (Mapping, str, bytes)):
            answer = MockReply(answer)
        if not isinstance(answer, (MockReply, MockStream)):
            raise TypeError(
                f"the answer to {sent.method} {sent.path} must be a mapping, str, bytes, MockReply, MockStream or an "
                f"exception, got {type(answer).__name__} {answer!r}"
            )
        return _Reply(answer, sent, request)

    def _answer(self, sent: SentRequest) -> Any:
        matches = [route for route in self._routes if route.matches(sent)]
        if not matches:
            raise UnexpectedRequestError(
                f"the MockTransport has no reply for {sent.method} {sent.path}; its routes: {self._listed()}"
            )
        # A literal segment takes precedence over {id}, and the path of the URL over its end.
        route = min(matches, key=lambda each: (each.text.count("{"), not each.full_path))
        if not isinstance(route.answer, list):
            return route.answer
        if not route.answer:
            raise UnexpectedRequestError(
                f"the MockTransport has no more replies for {sent.method} {sent.path}: all in the list have been used"
            )
        return route.answer.pop(0)

    def _listed(self) -> str:
        return ", ".join(route.text or "every request" for route in self._routes) or "none"


class _Route:
    """An answer and the requests that it matches.

    text: the route; "" matches every request. full_path: whether its path is that of the URL.
    """

    def __init__(self, text: str, answer: Any) -> None:
        if text and not (isinstance(text, str) and _ROUTE.match(text)):
            raise ValueError(
                f"{text!r} is not a route; expected a method and a path without a query, such as "
                "'POST chat/completions' (for the same answer to every request, pass a MockReply or a function)"
            )
        self.text = text
        # A copy, as answers are removed from it.
        self.answer = list(answer) if isinstance(answer, (list, tuple)) else answer
        self._method, _, path = text.partition(" ")
        self.full_path = path.startswith("/")
        parts = re.split(r"{\w+}", path)
        self._path = re.compile("[^/]+".join(re.escape(part) for part in parts))

    def matches(self, sent: SentRequest) -> bool:
        """Whether the route matches the request."""
        if not self.text:
            return True
        path = urlsplit(sent.url).path if self.full_path else sent.path
        return sent.method == self._method.upper() and self._path.fullmatch(path) is not None


class _Reply:
    """A reply while it is read."""

    def __init__(self, answer: MockReply | MockStream, sent: SentRequest, request: HttpRequest) -> None:
        self.status = answer.status
        self.reason = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else ""
        self.headers: Mapping[str, str] = answer.headers
        pieces = [answer.body] if isinstance(answer, MockReply) else list(answer.pieces)
        if isinstance(answer, MockStream) and answer.done:
            pieces.append(b"data: [DONE]\n\n")
        self._pieces = pieces
        self._sent = sent
        self._timeout = request.response_timeout
        self._wake = asyncio.Event()
        self._closed = False

    async def read(self) -> bytes:
        while self._pieces and not self._closed:
            piece = self._pieces[0]
            if isinstance(piece, MockPause):
                await self._wait(piece)
            self._pieces[:1] = []
            if isinstance(piece, BaseException):
                self._pieces.clear()
                raise piece.with_traceback(None)
            if not isinstance(piece, MockPause) and (data := _bytes_of(piece)):
                return data
        if self._closed:
            raise GenAIConnectionError(0, f"{self._sent.method} {self._sent.path}: the connection was closed")
        return b""

    async def _wait(self, pause: MockPause) -> None:
        self._wake = asyncio.Event()
        try:
            await pause._wait(self._wake, self._timeout / 1000 or None)
        except asyncio.TimeoutError:
            raise GenAITimeoutError(
                0,
                f"ResponseTimeout: {self._sent.method} {self._sent.path}: "
                f"the server sent nothing for {self._timeout} ms in the middle of the reply",
            ) from None
        if self._closed:
            raise GenAIConnectionError(0, f"{self._sent.method} {self._sent.path}: the connection was closed")

    async def read_all(self) -> bytes:
        body = bytearray()
        while piece := await self.read():
            body += piece
        return bytes(body)

    def close(self) -> None:
        if self._pieces:
            self._sent.cancelled = self._closed = True
            self._wake.set()


def _headers(content_type: str, others: Mapping[str, str] | None) -> CIMultiDict[str]:
    headers: CIMultiDict[str] = CIMultiDict({"Content-Type": content_type})
    headers.update(others or {})
    return headers


def _bytes_of(piece: Mapping[str, Any] | bytes | str) -> bytes:
    if isinstance(piece, Mapping):
        name = f"event: {piece['type']}\n" if isinstance(piece.get("type"), str) else ""
        return name.encode() + b"data: " + orjson.dumps(piece, default=plain) + b"\n\n"
    return piece.encode() if isinstance(piece, str) else piece


async def _sent(request: HttpRequest) -> SentRequest:
    parts = urlsplit(request.url)
    found = _BELOW_VERSION.match(parts.path)
    sent = SentRequest(
        method=request.method,
        path=found[1] if found else parts.path.lstrip("/"),
        url=request.url,
        query=MultiDict(parse_qsl(parts.query, keep_blank_values=True)),
        headers=CIMultiDict(request.headers),
    )
    if isinstance(request.body, Multipart):
        await _read_form(request.body, sent)
    elif request.body is not None:
        sent.body = request.body
        if JSON in sent.headers.get("Content-Type", ""):
            sent.json = orjson.loads(sent.body)
    return sent


async def _read_form(form: Multipart, sent: SentRequest) -> None:
    size = 0
    for name, value in form.fields:
        if isinstance(value, FilePart):
            try:
                data = b"".join([piece async for piece in value.pieces()])
            except SourceError as error:
                raise GenAIException(0, f"{sent.method} {sent.path}: {error}") from error
            sent.form.add(name, SentFile(value.name, value.mime_type, data))
            size += len(data)
        else:
            sent.form.add(name, value)
            size += len(value.encode())
    if form.report is not None:
        form.report(size, size)
