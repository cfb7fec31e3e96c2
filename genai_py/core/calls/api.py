"""The API client that all routes share: settings, retries, errors, logging."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import functools
import logging
import os
import time
import weakref
from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeVar

import attrs
from multidict import CIMultiDict

from ..._version import __version__
from ..building.multipart import Multipart, Report
from ..building.params import amount
from ..building.urls import (
    is_local,
    replaced,
    suggested_name,
    without_credentials,
)
from ..errors import (
    GenAIAPIException,
    GenAICancelledError,
    GenAIConnectionError,
    GenAIException,
    GenAIInvalidResponseError,
    error_from_reply,
    excerpt,
)
from ..files import placed, written_whole
from ..results.base import Content, DownloadedFile, Result
from ..results.decoding import ToldError, decoder
from ..running import loops
from ..running.dispatchers import Dispatcher, ThreadDispatcher
from ..wire.aiohttp_.client import AiohttpClient
from ..wire.retry import backoff, is_retried
from ..wire.transport import HttpClientAPI, HttpReply, HttpRequest, HttpStream
from .configuration import DEFAULT_BASE_URL, GenAIConfiguration
from .monitoring import monitoring
from .plain_calls import PlainCalls

logger = logging.getLogger("genai_py")
R = TypeVar("R", bound=Result)
B = TypeVar("B", bound=Content)

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
ANYTHING = "*/*"
DEFAULT_RETRIES = 2
USER_AGENT = f"genai_py/{__version__}"


@attrs.frozen
class CallOptions:
    """What may differ from call to call. None leaves the client's own setting. Times are milliseconds."""

    max_retries: int | None = None
    connection_timeout: int | None = None
    send_timeout: int | None = None
    response_timeout: int | None = None
    dispatcher: Dispatcher | None = None


class GenAIAPI(PlainCalls, GenAIConfiguration):
    """Settings of a client and the requests made with them. May be used from many threads and loops at once.

    Dispatcher: where callbacks run; None is a callback thread of the client's own, or the running loop for calls made
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
        self._own_dispatcher = ThreadDispatcher()
        self._viewed: GenAIAPI | None = None
        self.life = Life()
        self.life.begins()
        collected = weakref.finalize(self, _end_apart, self.life, self.HttpClient, self._own_dispatcher)
        # At the end of the process the loops and dispatchers see to themselves.
        collected.atexit = False

    @property
    def MaxRetries(self) -> int:
        """How often a failed request is sent again."""
        return self._max_retries

    @MaxRetries.setter
    def MaxRetries(self, value: int) -> None:
        self._max_retries = amount(f"{type(self).__name__}.MaxRetries", value)

    def used_dispatcher(self) -> Dispatcher:
        """Where callbacks of work outside a running loop go."""
        return self.options.dispatcher or self.Dispatcher or self._own_dispatcher

    def chosen_dispatcher(self) -> Dispatcher | None:
        """The dispatcher that the program chose, if it did."""
        return self.options.dispatcher or self.Dispatcher

    def with_options(self, options: CallOptions) -> GenAIAPI:
        """The same client and connections, with its settings as they are now and other options."""
        view = copy.copy(self)
        view.options = options
        # The first client closes the connections when nobody needs it any more: views need it.
        view._viewed = self
        return view

    def headers(self, content_type: str = "", accept: str = JSON) -> CIMultiDict[str]:
        """The headers of a request. content_type: of its body, "" where there is none or its transport says it.

        Raises GenAIAPIException where both the base URL and a key say who calls.
        """
        made = self._headers.get((content_type, accept))
        if made is None:
            common = {"Accept": accept, "User-Agent": USER_AGENT}
            if content_type:
                common["Content-Type"] = content_type
            if self._api_key:
                if without_credentials(self._base_url) != self._base_url:
                    raise GenAIAPIException(
                        0,
                        f"{without_credentials(self._base_url)} says who calls, and so does the API key; "
                        "servers take one of them: leave the name out of the base URL, or the key",
                    )
                common["Authorization"] = f"Bearer {self._api_key}"
            if self._organization:
                common["OpenAI-Organization"] = self._organization
            made = self._headers[content_type, accept] = replaced(common, self._custom_headers)
        return made

    def request(
        self, method: str, path: str, body: bytes | Multipart | None = None, *, accept: str = JSON
    ) -> HttpRequest:
        """A request to a path of the API. Raises GenAIAPIException when a key is needed and there is none."""
        if not self._api_key and not self._local and not is_local(self._base_url):
            raise GenAIAPIException(
                0, f"no API key for {self._base_url}; give one to the factory function or set client.APIKey"
            )
        http, options = self.HttpClient, self.options
        return HttpRequest(
            method,
            f"{self._base_url}/{path}",
            self.headers(JSON if type(body) is bytes else "", accept),
            body,
            options.connection_timeout if options.connection_timeout is not None else http.ConnectionTimeout,
            options.send_timeout if options.send_timeout is not None else http.SendTimeOut,
            options.response_timeout if options.response_timeout is not None else http.ResponseTimeout,
        )

    async def fetch(self, request: HttpRequest, kind: type[R]) -> R:
        """Send a request, again where that may help, and decode its reply as ``kind``. Raises GenAIException."""
        attempt = 0
        closings = self.life.closings
        while True:
            started = time.perf_counter()
            monitoring.Inc()
            try:
                reply = await self.HttpClient.request(request)
            except GenAIConnectionError as error:
                self._log(request, str(error), started, attempt)
                await self._pause(request, error, attempt, closings)
            else:
                if logger.isEnabledFor(logging.DEBUG):
                    self._log(request, reply.status, started, attempt, reply.headers)
                if 200 <= reply.status < 300:
                    try:
                        return decoder(kind)(reply.body if reply.status != 204 else b"{}", request.payload)
                    except (ToldError, ValueError, TypeError, RecursionError) as error:
                        made: R | None = None if isinstance(error, ToldError) else kind._of_text(reply.body)
                        if made is not None:
                            return made
                        raise self._undecodable(error, request, reply) from error
                failure = self._reply_error(reply.status, reply.reason, reply.headers, reply.body)
                await self._pause(request, failure, attempt, closings)
            finally:
                monitoring.Dec()
            attempt += 1

    async def open(self, request: HttpRequest) -> HttpStream:
        """Send a request, again where that may help, and return its reply once it has begun.

        The request counts as under way until ``opened_ends`` is called.
        """
        attempt = 0
        closings = self.life.closings
        monitoring.Inc()
        try:
            while True:
                started = time.perf_counter()
                try:
                    stream = await self.HttpClient.stream(request)
                except GenAIConnectionError as error:
                    self._log(request, str(error), started, attempt)
                    await self._pause(request, error, attempt, closings)
                else:
                    self._log(request, stream.status, started, attempt, stream.headers)
                    if 200 <= stream.status < 300:
                        return stream
                    try:
                        body = await stream.read_all()
                    finally:
                        stream.close()
                    failure = self._reply_error(stream.status, stream.reason, stream.headers, body)
                    await self._pause(request, failure, attempt, closings)
                attempt += 1
        except BaseException:
            monitoring.Dec()
            raise

    async def fetch_content(self, request: HttpRequest, kind: type[B]) -> B:
        """Send a request, again where that may help, and return what came, which is no JSON, as ``kind``.

        Raises GenAIException, also where the reply is larger than the transport's ``BodyLimit``.
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
            return kind(
                body=bytes(body),
                content_type=stream.headers.get("Content-Type", ""),
                file_name=suggested_name(stream.headers),
            )

    async def download(
        self, request: HttpRequest, path: str | os.PathLike[str], otherwise: str, report: Report | None = None
    ) -> DownloadedFile:
        """Send a request, and write what came to a file, which is there whole or not at all.

        path: the file, or a folder, in which it gets the name that the server suggests, or else ``otherwise``.
        report: gets bytes written and bytes in all, None where that is not known.
        """
        loop = asyncio.get_running_loop()
        async with self._content(request) as stream:
            length = stream.headers.get("Content-Length", "")
            total = int(length) if length.isdecimal() and "Content-Encoding" not in stream.headers else None
            target = placed(path, suggested_name(stream.headers), otherwise)
            size = 0
            with written_whole(target) as file:
                while piece := await stream.read():
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
            self.opened_ends()

    @staticmethod
    def opened_ends() -> None:
        """The reply that ``open`` gave is read or closed."""
        monitoring.Dec()

    def _attempts(self, request: HttpRequest) -> int:
        if isinstance(request.body, Multipart) and not request.body.repeatable:
            return 1
        retries = self.options.max_retries
        return 1 + max(0, self.MaxRetries if retries is None else retries)

    async def _pause(self, request: HttpRequest, error: GenAIException, attempt: int, closings: int) -> None:
        """Wait before the next attempt; raise the error when there is none, as when the client was closed meanwhile."""
        if isinstance(error, GenAIConnectionError):
            again = error.before_reply
        else:
            again = is_retried(error.code)
        delay = backoff(attempt, error.headers) if again and attempt + 1 < self._attempts(request) else None
        if delay is None:
            raise error
        await asyncio.sleep(delay)
        if self.life.closings != closings:
            raise GenAICancelledError(0, "the client was closed") from error

    def _log(
        self, request: HttpRequest, outcome: Any, started: float, attempt: int, headers: Mapping[str, str] | None = None
    ) -> None:
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug(
                "%s %s %s %.0f ms attempt %d request id %s",
                request.method,
                request.url[len(self._base_url) :].partition("?")[0],
                outcome,
                (time.perf_counter() - started) * 1000,
                attempt + 1,
                (headers or {}).get("x-request-id") or "-",
            )

    def without_key(self, body: bytes) -> bytes:
        """A reply as it may be shown: some servers quote the key they refuse."""
        return body.replace(self._api_key.encode(), b"***") if self._api_key else body

    def without_key_in(self, error: GenAIException) -> GenAIException:
        """An error as it may be shown."""
        if self._api_key:
            error.args = tuple(str(part).replace(self._api_key, "***") for part in error.args)
            for name in ("error_message", "type", "param", "body"):
                setattr(error, name, getattr(error, name).replace(self._api_key, "***"))
        return error

    def _reply_error(self, status: int, reason: str, headers: Mapping[str, str], body: bytes) -> GenAIException:
        return error_from_reply(status, reason, headers, self.without_key(body))

    def _undecodable(self, error: Exception, request: HttpRequest, reply: HttpReply) -> GenAIException:
        if isinstance(error, ToldError):
            # Some servers answer with an error and 200.
            return self._reply_error(reply.status, "", reply.headers, reply.body)
        shown = self.without_key(reply.body[:65536]).decode("utf-8", "replace")
        return GenAIInvalidResponseError(
            reply.status,
            f"{request.method} {request.url} did not answer with JSON ({error}); "
            f"it said: {excerpt(shown) or 'nothing'}",
            request_id=reply.headers.get("x-request-id", ""),
            headers=dict(reply.headers),
            body=shown,
        )

    async def aclose(self) -> None:
        """The same as ``close``, inside a running loop, which goes on meanwhile."""
        end = functools.partial(_end, self.life, self.HttpClient, self._own_dispatcher)
        if loops.background.is_current():
            # That loop may be closed too, and could not wait for its own end.
            loops.apart(end)
        else:
            await loops.wait_apart(end)

    def close(self) -> None:
        """Cancel what runs, close all connections, end the client's threads; then, or when used again, it starts anew.

        Waits for all that, except inside a running loop, which has to go on for it.
        """
        if asyncio._get_running_loop() is None:
            _end(self.life, self.HttpClient, self._own_dispatcher)
        else:
            loops.apart(_end, self.life, self.HttpClient, self._own_dispatcher)


class Life:
    """What a client and its views have in common: whether it uses the loops, and how often it was closed."""

    def __init__(self) -> None:
        self.closings = 0
        self._rests = True

    def begins(self) -> None:
        """The client is used, for the first time or again."""
        if self._rests:
            self._rests = False
            loops.retain(id(self))

    def ends(self) -> None:
        """The client is closed."""
        self._rests = True
        loops.release(id(self))


def _end(life: Life, http_client: HttpClientAPI, dispatcher: ThreadDispatcher) -> None:
    life.closings += 1
    mine = [each for each in list(loops.running) if each.owner is life]
    for loop in {each.loop for each in mine}:
        loops.run_on(loop, loops.end([each for each in mine if each.loop is loop]), loops.PATIENCE)
    http_client.close_elsewhere()
    dispatcher.close()
    life.ends()


def _end_apart(life: Life, http_client: HttpClientAPI, dispatcher: ThreadDispatcher) -> None:
    # Objects are collected at any moment and on any thread: nothing may be waited for there.
    loops.apart(_end, life, http_client, dispatcher)
