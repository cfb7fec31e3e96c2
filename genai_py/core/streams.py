"""Streams of typed chunks: read in batches, collected into a result, iterated by programs."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, Protocol, TypeVar

from . import loops
from .api import GenAIAPI
from .decoding import decode
from .errors import GenAIException, GenAIInvalidResponseError, error_from_object, excerpt
from .event_stream import EventStreamDecoder
from .requests import HttpRequest
from .spelling import BothSpellings
from .transport import HttpStream

C = TypeVar("C")
R = TypeVar("R")


class Collector(Protocol[C]):
    """Puts the chunks of a stream together, and knows when the stream is whole."""

    failure: GenAIException | None
    """The error that a chunk told of."""

    def add(self, chunks: list[C]) -> None:
        """Take the next chunks."""

    def is_complete(self, last: list[C]) -> bool:
        """Whether the chunks so far, with these last ones that were not added yet, are a whole answer."""

    @property
    def result(self) -> Any:
        """The whole answer."""

    @property
    def resolution(self) -> Any:
        """What a promise of the stream is fulfilled with."""


class ChunkStream(Generic[C]):
    """One streaming request: opened, read in batches, closed. Bound to the loop that opens it."""

    def __init__(self, api: GenAIAPI, request: HttpRequest, kind: type[C], collector: Collector[C]) -> None:
        self._api = api
        self._request = request
        self._kind = kind
        self.collector = collector
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: asyncio.Task[HttpStream] | None = None
        self._stream: HttpStream | None = None
        self._decoder = EventStreamDecoder(api.HttpClient.EventLimit)
        self._failure: BaseException | None = None
        self._said_done = False
        self._ended = False
        self._aborted = False

    async def open(self) -> None:
        """Send the request; returns once the reply has begun."""
        self._loop = asyncio.get_running_loop()
        # A task of its own, so that abort() can end the wait for a server that does not answer.
        self._opening = self._loop.create_task(self._api.open(self._request))
        try:
            self._stream = await self._opening
        finally:
            self._opening = None

    async def batch(self) -> list[C]:
        """Wait for chunks and return all that are there; [] once the stream has ended as it should, or was aborted.

        An error comes after the chunks that came before it. Closes the connection at the end, whatever the end is.
        """
        try:
            if self._stream is None and not self._ended:
                await self.open()
            while not self._ended:
                if self._failure is not None:
                    raise self._failure
                if self._said_done:
                    break
                chunks = await self._read()
                if chunks:
                    self.collector.add(chunks)
                    self._failure = self._failure or self.collector.failure
                    return chunks
        except BaseException:
            self.close()
            if self._aborted:
                return []
            raise
        self.close()
        return []

    async def _read(self) -> list[C]:
        assert self._stream is not None
        data = await self._stream.read()
        if data:
            events = self._decoder.feed(data)
        else:
            last = self._decoder.flush()
            events = [] if last is None else [last]
            self._said_done = True
        kind, payload = self._kind, self._request.body
        chunks: list[C] = []
        for event in events:
            text = event[0]
            if text == b"[DONE]":
                self._said_done = True
                break
            try:
                chunk: Any = decode(kind, text, payload)
            except (ValueError, TypeError) as error:
                what = f"an event of the stream is no JSON object ({error})" if data else "the stream ended inside an event"
                self._failure = self._error(what, text)
                break
            if b'"error"' in text and (error_object := chunk.extra.get("error")):
                self._failure = error_from_object(200, error_object, body=text.decode("utf-8", "replace"))
                break
            chunks.append(chunk)
        if not data and self._failure is None:
            self._failure = self._incomplete(chunks)
        return chunks

    def _incomplete(self, last: list[C]) -> GenAIInvalidResponseError | None:
        """The error of a stream that ended without ``[DONE]``, unless its chunks are a whole answer all the same."""
        if self.collector.is_complete(last):
            return None
        return self._error("the stream ended before the answer was complete")

    def _error(self, message: str, text: bytes = b"") -> GenAIInvalidResponseError:
        assert self._stream is not None
        said = excerpt(text.decode("utf-8", "replace"))
        return GenAIInvalidResponseError(
            self._stream.status,
            f"{self._request.method} {self._request.url}: {message}" + (f"; it said: {said}" if said else ""),
            request_id=self._stream.headers.get("x-request-id", ""),
            headers=dict(self._stream.headers),
            body=text[:65536].decode("utf-8", "replace"),
        )

    def close(self) -> None:
        """Close the connection, on the loop that opened it. Nothing happens the second time."""
        if self._ended:
            return
        self._ended = True
        if self._stream is not None:
            self._stream.close()
            self._api.opened_ends()

    async def aclose(self) -> None:
        """``close`` for those who have to run it on the loop."""
        self.close()

    def abort(self) -> None:
        """Close the connection from any thread, also while a ``batch`` waits; that one then returns []."""
        self._aborted = True
        if self._loop is not None:
            # A loop that is gone took the connection with it.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._abort)
        else:
            self._ended = True

    def _abort(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        self.close()


class Stream(BothSpellings, Generic[C, R]):
    """A stream to be iterated: ``for chunk in stream`` or ``async for chunk in stream``.

    As a context manager (``with`` or ``async with``) it closes the connection when it is left early; so does
    ``break`` once the iterator is gone. ``Result`` is the whole answer put together, after the end.
    """

    def __init__(self, chunks: ChunkStream[C]) -> None:
        self._chunks = chunks
        self._driver: loops.Driver | None = None
        self._thread: threading.Thread | None = None

    @property
    def Result(self) -> R:
        """What the chunks so far amount to; the whole answer once the stream has ended."""
        answer: R = self._chunks.collector.result
        return answer

    def Close(self) -> None:
        """Close the connection, so that the server stops. Callable from any thread; the iteration then ends."""
        self._chunks.abort()
        # An idle loop does not act on what it is told: run it.
        if self._driver is not None and threading.current_thread() is self._thread:
            self._driver.run(self._chunks.aclose())

    def __iter__(self) -> Iterator[C]:
        self._thread = threading.current_thread()
        driver = self._driver = loops.driver()
        try:
            while batch := driver.run(self._chunks.batch()):
                yield from batch
        finally:
            driver.run(self._chunks.aclose())

    def __enter__(self) -> Stream[C, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.Close()

    async def __aiter__(self) -> AsyncIterator[C]:
        try:
            while batch := await self._chunks.batch():
                for chunk in batch:
                    yield chunk
        finally:
            self._chunks.close()

    async def __aenter__(self) -> Stream[C, R]:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._chunks.close()
