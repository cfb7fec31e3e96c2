"""Streams of typed chunks: read in batches, collected into a result, iterated by programs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from ..errors import GenAICancelledError, GenAIException
from ..results.base import ReplyFacts, Result
from ..running import loops
from ..running.background import LoopThread, hold_of
from ..running.callbacks import CallBackRecord
from ..spelling import BothSpellings
from ..wire.transport import HttpRequest, HttpStream
from .api import EVENT_STREAM, GenAIAPI
from .chunk_reader import ChunkReader, Collector
from .in_flight import CLOSED, run_blocking
from .piece_reader import PieceReader

C = TypeVar("C")
R = TypeVar("R")
_END_TIMEOUT = 0.02
"""Seconds to wait for the end of a stream after its ``[DONE]`` before the connection is closed."""


class ChunkStream(Generic[C]):
    """One streaming request: opened, read in batches, closed. Bound to the loop that opens it."""

    def __init__(self, api: GenAIAPI, request: HttpRequest, kind: type[C], collector: Collector[C]) -> None:
        self._api = api
        self._request = request
        self._kind = kind
        self.collector = collector
        self._loop: asyncio.AbstractEventLoop | None = None
        self._scope: loops.LoopScope | None = None
        # Keeps the loop running between batches.
        self._held: LoopThread | None = None
        self._opening: asyncio.Task[HttpStream] | None = None
        self._stream: HttpStream | None = None
        self._reader: ChunkReader[C] | PieceReader[C]
        # When to close a connection that stays open although the answer is complete.
        self._close_at: float | None = None
        # By time.perf_counter(): the first data of the reply, and its end.
        self._first_at: float | None = None
        self._finished_at: float | None = None
        self._open = False
        self._ended = False
        self._finished = False
        self._aborted = False
        self._closed_by_client = False

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop that opened the stream."""
        assert self._loop is not None
        return self._loop

    @property
    def dispatcher(self) -> None:
        """None: a stream has no handlers."""

    @property
    def ended(self) -> bool:
        """Whether the connection is closed."""
        return self._ended and self._opening is None

    async def open(self) -> None:
        """Send the request and return once the reply's headers have arrived."""
        self._loop = asyncio.get_running_loop()
        self._held = hold_of(self._loop)
        # The loop may stop, or the client may be closed, before the program ends the stream.
        self._scope = loops.scope_of(self._loop)
        self._scope.resources.add(self)
        self._api.state.calls.add(self)
        # A task of its own, so that abort() can end the wait for a server that does not answer.
        opening = self._opening = self._loop.create_task(self._api.open(self._request))
        try:
            self._reply_started(await opening)
        except asyncio.CancelledError:
            # The reply may have arrived at the same moment.
            if opening.done() and not opening.cancelled() and opening.exception() is None:
                self._reply_started(opening.result())
            raise
        finally:
            self._opening = None
            # The traceback of its error holds this frame.
            del opening
        if self._ended:
            self.close()

    def _reply_started(self, stream: HttpStream) -> None:
        self._stream = stream
        self._reader = self._reader_of(stream)
        self._open = True

    async def batch(self) -> Iterator[C] | None:
        """Wait for data and return an iterator over the chunks that have arrived; None at the end of the stream.

        The iterator decodes lazily and must be exhausted before the next call. It raises GenAIException, after the
        chunks received before, for an error that a chunk reports and for a stream that ended too early. A caller that
        abandons the iterator must call ``close``.
        """
        try:
            if self._stream is None and not self._ended:
                await self.open()
            if self._is_closed():
                return None
            assert self._stream is not None
            if self._reader.ended:
                await self._read_to_end(self._stream)
                await self.aclose()
                self._finish()
                return None
            data = await self._read(self._stream)
            if self._first_at is None:
                self._first_at = time.perf_counter()
            return self._reader.feed(data) if data else self._reader.end()
        except BaseException:
            self.close()
            if self._closed_by_client:
                raise GenAICancelledError(0, CLOSED) from None
            if self._aborted:
                await asyncio.sleep(0)
                return None
            raise

    def _finish(self) -> None:
        """Record the end of the reply, and count its tokens."""
        self._finished = True
        self._finished_at = time.perf_counter()
        answer = self.collector.result
        if isinstance(answer, Result) and (tokens := answer._tokens()) is not None:
            self._api.state.usage.Add(*tokens, self._finished_at - self._request.sent_at)

    def facts(self) -> ReplyFacts | None:
        """Return the headers and times of the reply so far; None before it has begun."""
        if self._stream is None:
            return None
        begun = self._request.sent_at
        first, end = self._first_at, self._finished_at or time.perf_counter()
        return ReplyFacts(self._stream.headers, end - begun, None if first is None else first - begun)

    def batch_blocking(self) -> Iterator[C] | None:
        """Blocking form of ``batch``."""
        # Does not start a loop for a client that is closed.
        return None if self._is_closed() else run_blocking(self._api.state, self.batch)

    def _is_closed(self) -> bool:
        """Return whether the program closed the stream. Raises GenAICancelledError if the client was closed."""
        if self._closed_by_client:
            raise GenAICancelledError(0, CLOSED)
        return self._ended

    async def _read_to_end(self, stream: HttpStream) -> None:
        """Read a body to its end, so that the connection can be reused."""
        timer = asyncio.get_running_loop().call_later(_END_TIMEOUT, stream.close)
        try:
            while await stream.read():
                pass
        except GenAIException:
            # Closed by the timer, or broken: the answer is complete in either case.
            pass
        finally:
            timer.cancel()

    async def _read(self, stream: HttpStream) -> bytes:
        """Return more of the reply; b"" at its end, or if a complete answer's connection breaks or stays open."""
        timer: asyncio.TimerHandle | None = None
        if self._reader.is_settled:
            loop = asyncio.get_running_loop()
            now = loop.time()
            if self._close_at is None:
                self._close_at = now + self._api.stream_grace
            elif now > self._close_at + _END_TIMEOUT:
                # All that had arrived by the deadline has been read.
                return b""
            timer = loop.call_later(max(_END_TIMEOUT, self._close_at - now), stream.close)
        else:
            self._close_at = None
        try:
            return await stream.read()
        except GenAIException:
            if self._aborted or not self._reader.is_whole:
                raise
            return b""
        finally:
            if timer is not None:
                timer.cancel()

    def _reader_of(self, stream: HttpStream) -> ChunkReader[C] | PieceReader[C]:
        limit = self._api.HttpClient.EventLimit
        return ChunkReader(self._kind, self.collector, self._request, stream, limit, self._api.redactor)

    def close(self) -> None:
        """Close the connection. Must be called on the loop that opened it; a second call does nothing."""
        self._unregister()
        if self._open and self._stream is not None:
            self._open = False
            self._stream.close()
            self._api.stream_closed()

    def _unregister(self) -> None:
        self._ended = True
        self._api.state.calls.discard(self)
        if self._scope is not None:
            self._scope.resources.discard(self)
        held, self._held = self._held, None
        if held is not None:
            held.release()

    async def aclose(self) -> None:
        """Close the connection and let the loop close its socket."""
        self.close()
        # The socket is closed in the loop's next iteration.
        await asyncio.sleep(0)

    def close_blocking(self) -> None:
        """Blocking form of ``aclose``."""
        if self._open:
            run_blocking(self._api.state, self.aclose)

    def abandon(self) -> None:
        """Close the connection of a loop that will not run again."""
        self._ended = True
        self._api.state.calls.discard(self)
        if self._open and self._stream is not None:
            self._open = False
            # A transport may offer a way that needs no loop.
            getattr(self._stream, "abandon", self._stream.close)()
            self._api.stream_closed()

    def abort(self) -> None:
        """Close the connection, from any thread. A ``batch`` that is waiting returns None."""
        self._aborted = self._ended = True
        if self._loop is not None and not self._finished:
            loops.call_soon_anywhere(self._loop, self._abort)

    def Cancel(self) -> bool:
        """Close the connection because the client closes: ``batch`` then raises GenAICancelledError."""
        self._closed_by_client = True
        self.abort()
        return True

    def _abort(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        self.close()


class ContentStream(ChunkStream[C]):
    """A streaming request whose reply may be a file instead of an event stream; its pieces are then the chunks."""

    def _reader_of(self, stream: HttpStream) -> ChunkReader[C] | PieceReader[C]:
        if stream.headers.get("Content-Type", "").lower().startswith(EVENT_STREAM):
            return super()._reader_of(stream)
        return PieceReader(self._kind, self.collector, stream, self._api.redactor)


class Stream(BothSpellings, Generic[C, R]):
    """An iterable stream: ``for chunk in stream`` or ``async for chunk in stream``.

    Used as a context manager (``with`` or ``async with``), it closes the connection on exit. Without one, the
    connection is closed when the iterator is collected, for example after ``break``. After the end, ``Result`` is the
    complete answer, merged from the chunks.
    """

    def __init__(self, chunks: ChunkStream[C]) -> None:
        self._chunks = chunks

    @property
    def Result(self) -> R:
        """The answer merged from the chunks so far; complete once the stream has ended."""
        answer: R = self._chunks.collector.result
        facts = self._chunks.facts()
        if facts is not None and isinstance(answer, Result):
            answer._reply = facts
        return answer

    def Close(self) -> None:
        """Close the connection, so that the server stops, and end the iteration. Callable from any thread."""
        self._chunks.abort()

    def __iter__(self) -> Iterator[C]:
        try:
            while batch := self._chunks.batch_blocking():
                yield from batch
        finally:
            # An abandoned iterator may be finalized on any thread.
            self._chunks.abort()

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


class CancelToken(BothSpellings):
    """The ``cancel`` argument of a stream's event: ``cancel.set()`` stops the stream, from any thread."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._set = threading.Event()
        self._stop = stop

    def set(self) -> None:
        """Stop the stream."""
        self._set.set()
        self._stop()

    def is_set(self) -> bool:
        """Return whether ``set`` was called."""
        return self._set.is_set()

    __bool__ = is_set


class StreamEngine(Protocol):
    """The ``StreamEvents`` argument of a stream: receives its events in addition to the record.

    A program may pass an object of its own with these two methods.
    """

    def AggregateStreamEvents(self, Chunk: Any, Buffer: Any, /) -> Any:
        """Add an event to the data collected so far, and call its handler."""

    def GetStreamEventDispatcher(self) -> Any:
        """Return the object that calls the handlers, or None."""


class AttachedEngine(Protocol):
    """An engine and the data of one stream."""

    def attach(self, record: CallBackRecord) -> CallBackRecord:
        """Return the program's record with the engine's own handlers called first."""

    def outcome(self) -> Any:
        """Return the value that fulfils a promise of the stream."""
