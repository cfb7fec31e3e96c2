"""The API client that all routes share: settings, retries, errors, logging."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar

import attrs
from multidict import CIMultiDict

from ..._version import __version__
from ..building.multipart import Multipart, Report
from ..building.setters import amount
from ..building.urls import (
    has_credentials,
    merge_headers,
    secrets_of,
    suggested_name,
    with_query,
    without_credentials,
)
from ..errors import (
    GenAIAPIException,
    GenAIConnectionError,
    GenAIException,
    GenAIInvalidResponseError,
    error_in,
)
from ..files import download_file
from ..results.base import Content, DownloadedFile, ReplyFacts, Result, loads
from ..results.decoding import ErrorBody, decoder
from ..running.background import on_background_loop
from ..running.dispatchers import Dispatcher
from ..running.loops import call_soon_anywhere, running_loop
from ..running.process import spawn_thread
from ..wire.aiohttp_.client import AiohttpClient
from ..wire.http_param import DEFAULT_STREAM_GRACE
from ..wire.retry import backoff, is_retried
from ..wire.transport import HttpClientAPI, HttpReply, HttpRequest, HttpStream
from .configuration import DEFAULT_BASE_URL
from .in_flight import ClientState
from .monitoring import monitoring
from .plain_calls import PlainCalls
from .reply_errors import LONGEST_ERROR, ReplyErrors

logger = logging.getLogger("genai_py")
R = TypeVar("R", bound=Result)
B = TypeVar("B", bound=Content)
A = TypeVar("A", bound="_WithStatus")

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
ANYTHING = "*/*"
DEFAULT_RETRIES = 2
USER_AGENT = f"genai_py/{__version__}"


@attrs.frozen
class CallOptions:
    """Settings of single calls. None keeps the client's own setting. Times are in milliseconds."""

    max_retries: int | None = None
    connection_timeout: int | None = None
    send_timeout: int | None = None
    response_timeout: int | None = None
    dispatcher: Dispatcher | None = None


class GenAIAPI(PlainCalls, ReplyErrors):
    """The settings of a client, and the requests made with them. Thread-safe; usable from several event loops.

    Dispatcher: runs the callbacks; None means the client's own callback thread, or the running loop for calls made
    inside one.
    """

    def __init__(
        self,
        api_key: str = "",
        base_url: str = DEFAULT_BASE_URL,
        *,
        local: bool = False,
        http_client: HttpClientAPI | None = None,
        dispatcher: Dispatcher | None = None,
        max_retries: int = DEFAULT_RETRIES,
    ) -> None:
        super().__init__(api_key, base_url)
        self._local = local
        self.HttpClient: HttpClientAPI = AiohttpClient() if http_client is None else http_client
        self.MaxRetries = max_retries
        self.Dispatcher = dispatcher
        self.options = CallOptions()
        self._viewed: GenAIAPI | None = None
        self.state = ClientState(self.HttpClient)
        self.state.close_when_collected(self)

    @property
    def MaxRetries(self) -> int:
        """How often a failed request is sent again."""
        return self._max_retries

    @MaxRetries.setter
    def MaxRetries(self, value: int) -> None:
        self._max_retries = amount(f"{type(self).__name__}.MaxRetries", value)

    def used_dispatcher(self) -> Dispatcher:
        """Return the dispatcher for callbacks of operations outside a running loop."""
        return self.options.dispatcher or self.Dispatcher or self.state.dispatcher

    def chosen_dispatcher(self) -> Dispatcher | None:
        """Return the dispatcher that the program has set, or None."""
        return self.options.dispatcher or self.Dispatcher

    def with_options(self, options: CallOptions) -> GenAIAPI:
        """Return a copy with other options that shares the connections and has the current settings."""
        view = copy.copy(self)
        view.options = options
        # The original closes the connections when it is collected: keep it alive.
        view._viewed = self
        return view

    @property
    def stream_grace(self) -> float:
        """Seconds that the connection of a stream may stay open after the complete answer."""
        # A custom transport may lack the setting.
        return float(getattr(self.HttpClient, "StreamGrace", DEFAULT_STREAM_GRACE) / 1000)

    def headers(self, content_type: str = "", accept: str = JSON) -> CIMultiDict[str]:
        """Return the headers of a request.

        content_type: that of the body; "" without a body, or if the transport sets the header.
        Raises GenAIAPIException if both the base URL and the API key hold credentials.
        """
        made = self._headers.get((content_type, accept))
        if made is None:
            common = {"Accept": accept, "User-Agent": USER_AGENT}
            if content_type:
                common["Content-Type"] = content_type
            if self._api_key:
                if has_credentials(self._base_url):
                    raise GenAIAPIException(
                        0,
                        f"both the base URL {without_credentials(self._base_url)} and the API key hold credentials; "
                        "remove the user name from the base URL, or the key",
                    )
                common["Authorization"] = f"Bearer {self._api_key}"
            if self._organization:
                common["OpenAI-Organization"] = self._organization
            made = self._headers[content_type, accept] = merge_headers(common, self._custom_headers)
        return made

    def request(
        self, method: str, path: str, body: bytes | Multipart | None = None, *, accept: str = JSON
    ) -> HttpRequest:
        """Return a request to a path below the base URL, or, with a leading slash, below the root of the server.

        Raises GenAIAPIException if a required API key is missing.
        """
        if not self._api_key and not self.local and not any(secrets_of(self._base_url, self._custom_headers)):
            raise GenAIAPIException(
                0,
                f"no API key for {without_credentials(self._base_url)}; "
                "give one to the factory function or set client.APIKey",
            )
        http, options = self.HttpClient, self.options
        return HttpRequest(
            method,
            with_query(f"{self._server}{path}" if path[:1] == "/" else f"{self._root}/{path}", self._query),
            self.headers(JSON if type(body) is bytes else "", accept),
            body,
            options.connection_timeout if options.connection_timeout is not None else http.ConnectionTimeout,
            options.send_timeout if options.send_timeout is not None else http.SendTimeOut,
            options.response_timeout if options.response_timeout is not None else http.ResponseTimeout,
        )

    async def fetch(self, request: HttpRequest, kind: type[R]) -> R:
        """Send a request, with retries, and return its reply decoded as ``kind``. Raises GenAIException."""
        monitoring.Inc()
        try:
            reply = await self._send(request, self.HttpClient.request, _body_of_reply)
        finally:
            monitoring.Dec()
        try:
            # Some servers confirm a deletion with an empty body.
            empty = reply.status == 204 or (request.method == "DELETE" and not reply.body.strip())
            value = decoder(kind)(b"{}" if empty else reply.body, request.payload)
        except (ErrorBody, ValueError, TypeError, RecursionError) as error:
            made: R | None = None if isinstance(error, ErrorBody) else kind._of_text(reply.body)
            if made is None:
                raise self._undecodable(error, request, reply) from error
            value = made
        elapsed = time.perf_counter() - request.sent_at
        value._reply = ReplyFacts(reply.headers, elapsed)
        if (tokens := value._tokens()) is not None and request.method == "POST":
            self.state.usage.Add(*tokens, elapsed)
        return value

    async def open(self, request: HttpRequest) -> HttpStream:
        """Send a request, with retries, and return its reply once the headers have arrived.

        The request counts as in flight until ``stream_closed`` is called.
        """
        monitoring.Inc()
        try:
            return await self._send(request, self.HttpClient.stream, _body_of_stream)
        except BaseException:
            monitoring.Dec()
            raise

    async def _send(
        self,
        request: HttpRequest,
        send: Callable[[HttpRequest], Awaitable[A]],
        body_of: Callable[[A], Awaitable[bytes]],
    ) -> A:
        """Send a request, with retries, and return a reply with a 2xx status."""
        attempt = 0
        while True:
            started = request.sent_at = time.perf_counter()
            try:
                reply = await send(request)
            except GenAIException as error:
                self.redactor.error(error)
                self._log(request, str(error), started, attempt)
                if not isinstance(error, GenAIConnectionError):
                    raise
                delay = self._delay(request, error, attempt)
                if delay is None:
                    raise
            else:
                if logger.isEnabledFor(logging.DEBUG):
                    self._log(request, reply.status, started, attempt, reply.headers)
                if 200 <= reply.status < 300:
                    return reply
                failure = self._reply_error(request, reply.status, reply.reason, reply.headers, await body_of(reply))
                delay = self._delay(request, failure, attempt)
                if delay is None:
                    try:
                        raise failure
                    finally:
                        # The error's traceback references this frame.
                        del failure
            await asyncio.sleep(delay)
            attempt += 1

    def _raise_if_error(self, request: HttpRequest, stream: HttpStream, body: bytes) -> None:
        """Raise the error that a 200 reply reports in place of a file."""
        if not _may_be_error(stream) or len(body) > LONGEST_ERROR:
            return
        try:
            reply = loads(body)
        except (ValueError, RecursionError):
            return
        error = error_in(reply, may_hold_error=True)
        if error is not None:
            raise self._error_of_200(error, request, stream.headers, body)

    async def fetch_content(self, request: HttpRequest, kind: type[B]) -> B:
        """Send a request, with retries, and return the binary body of its reply as ``kind``.

        Raises GenAIException, also if the reply is larger than the transport's ``BodyLimit``.
        """
        body = bytearray()
        limit = self.HttpClient.BodyLimit
        async with self._content(request) as stream:
            while piece := await stream.read():
                body += piece
                if len(body) > limit:
                    raise GenAIInvalidResponseError(
                        stream.status, f"the reply is larger than {limit} bytes (HttpClient.BodyLimit)"
                    )
            self._raise_if_error(request, stream, bytes(body))
            content = kind(
                body=bytes(body),
                content_type=stream.headers.get("Content-Type", ""),
                file_name=suggested_name(stream.headers),
            )
            content._reply = ReplyFacts(stream.headers, time.perf_counter() - request.sent_at)
            return content

    async def download(
        self, request: HttpRequest, path: str | os.PathLike[str], otherwise: str, report: Report | None = None
    ) -> DownloadedFile:
        """Send a request and write the body of its reply to a file, atomically.

        path: the file, or a folder for a new file with the name that the server suggests, or else ``otherwise``.
        report: called with the bytes written and the total, None if that is unknown.
        """
        loop = asyncio.get_running_loop()
        async with self._content(request) as stream:
            length = stream.headers.get("Content-Length", "")
            total = int(length) if length.isdecimal() and "Content-Encoding" not in stream.headers else None
            size = 0
            begun = b""
            if _may_be_error(stream):
                # An error is small: detect it before anything is written.
                while len(begun) <= LONGEST_ERROR and (piece := await stream.read()):
                    begun += piece
                self._raise_if_error(request, stream, begun)
            with download_file(path, suggested_name(stream.headers), otherwise) as (target, file):
                while piece := begun or await stream.read():
                    begun = b""
                    await loop.run_in_executor(None, file.write, piece)
                    size += len(piece)
                    if report is not None:
                        report(size, total)
            return DownloadedFile(
                path=str(target), size=size, content_type=stream.headers.get("Content-Type", "")
            )

    @contextlib.asynccontextmanager
    async def _content(self, request: HttpRequest) -> AsyncIterator[HttpStream]:
        stream = await self.open(request)
        try:
            yield stream
        finally:
            stream.close()
            self.stream_closed()

    @staticmethod
    def stream_closed() -> None:
        """Count a reply that ``open`` returned as no longer in flight."""
        monitoring.Dec()

    def _attempts(self, request: HttpRequest) -> int:
        if isinstance(request.body, Multipart) and not request.body.repeatable:
            return 1
        retries = self.options.max_retries
        return 1 + max(0, self.MaxRetries if retries is None else retries)

    def _delay(self, request: HttpRequest, error: GenAIException, attempt: int) -> float | None:
        """Seconds before the next attempt; None where there is none."""
        if isinstance(error, GenAIConnectionError):
            retried = error.before_reply
        else:
            retried = is_retried(error.code, error.headers, (error.error_code, error.type))
        return backoff(attempt, error.headers) if retried and attempt + 1 < self._attempts(request) else None

    def _log(
        self, request: HttpRequest, outcome: Any, started: float, attempt: int, headers: Mapping[str, str] | None = None
    ) -> None:
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug(
                "%s %s %s %.0f ms attempt %d request id %s",
                request.method,
                request.url.removeprefix(self._root).removeprefix(self._server).partition("?")[0],
                outcome,
                (time.perf_counter() - started) * 1000,
                attempt + 1,
                self.redactor.text((headers or {}).get("x-request-id") or "-"),
            )

    async def aclose(self) -> None:
        """Like ``close``, but does not block the running loop."""
        if on_background_loop():
            # Closing may stop this very loop, which cannot wait for its own end.
            spawn_thread(self.state.close)
            return
        loop = asyncio.get_running_loop()
        closed = asyncio.Event()

        def close() -> None:
            try:
                self.state.close()
            finally:
                call_soon_anywhere(loop, closed.set)

        if spawn_thread(close) is not None:
            await closed.wait()

    def close(self) -> None:
        """Cancel the calls in flight, close all connections and end the client's threads.

        Blocks until that is done, except inside a running loop, which has to run for it. The client may be used again.
        """
        if running_loop() is None:
            self.state.close()
        else:
            spawn_thread(self.state.close)


def _may_be_error(stream: HttpStream) -> bool:
    """Return whether a reply is declared as JSON and not as a file."""
    headers = stream.headers
    return "json" in headers.get("Content-Type", "").lower() and "Content-Disposition" not in headers


class _WithStatus(Protocol):
    """The common part of complete replies and streams."""

    status: int
    reason: str
    headers: Mapping[str, str]


async def _body_of_reply(reply: HttpReply) -> bytes:
    return reply.body


async def _body_of_stream(stream: HttpStream) -> bytes:
    try:
        return await stream.read_all()
    finally:
        stream.close()
