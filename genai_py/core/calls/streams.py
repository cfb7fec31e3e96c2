"""Streams of typed chunks: read in batches, collected into a result, iterated by programs."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from ..errors import (
    GenAICancelledError,
    GenAIException,
    GenAIInvalidResponseError,
    error_from_object,
    excerpt,
)
from ..results.base import loads
from ..results.decoding import ToldError, decoder
from ..running import loops
from ..running.background import LoopThread, hold_running
from ..running.callbacks import CallBackRecord
from ..spelling import BothSpellings
from ..wire.event_stream import EventStreamDecoder
from ..wire.transport import HttpRequest, HttpStream
from .api import EVENT_STREAM, GenAIAPI
from .in_flight import CLOSED, run_blocking

C = TypeVar("C")
Taken = TypeVar("Taken", contravariant=True)
R = TypeVar("R")
_END_COMES_WITHIN = 0.02
"""Seconds between a stream's ``[DONE]`` and its end, after which the connection is closed."""
_SHOWN = 65536
"""How many bytes of what came an error carries."""


class Collector(Protocol[Taken]):
    """Puts the chunks of a stream together, and knows when the stream is whole."""

    failure: GenAIException | None
    """The error that a chunk told of."""

    def add(self, chunk: Taken) -> None:
        """Take the next chunk. The program has not seen it yet."""

    def is_complete(self) -> bool:
        """Whether the chunks so far are a whole answer."""

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
        self._scope: loops.LoopScope | None = None
        # Keeps the loop from one batch to the next.
        self._held: LoopThread | None = None
        self._opening: asyncio.Task[HttpStream] | None = None
        self._stream: HttpStream | None = None
        self._decoder = EventStreamDecoder(api.HttpClient.EventLimit)
        # What came before a first event, in case that there is none.
        self._preamble: bytes | None = b""
        self._said_done = False
        self._saw_end = False
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
        """Send the request; returns once the reply has begun."""
        self._loop = asyncio.get_running_loop()
        self._held = hold_running()
        # The loop may come to its end, or the client be closed, before the program ends the stream.
        self._scope = loops.scope_of(self._loop)
        self._scope.resources.add(self)
        self._api.state.calls.add(self)
        # A task of its own, so that abort() can end the wait for a server that does not answer.
        opening = self._opening = self._loop.create_task(self._api.open(self._request))
        try:
            self._has_begun(await opening)
        except asyncio.CancelledError:
            # It may come at the very moment at which the reply does.
            if opening.done() and not opening.cancelled() and opening.exception() is None:
                self._has_begun(opening.result())
            raise
        finally:
            self._opening = None
            # The traceback of its error holds this frame.
            del opening
        if self._ended:
            self.close()

    def _has_begun(self, stream: HttpStream) -> None:
        self._stream = stream
        self._open = True

    async def batch(self) -> Iterator[C] | None:
        """Wait for more of the stream; an iterator over the chunks that are there, None once the stream has ended.

        The iterator decodes as it goes and must be used up before the next call; it raises what a chunk tells of, or
        that the stream ended too early, after the chunks before that. Whoever gives up on it calls ``close``.
        """
        try:
            if self._stream is None and not self._ended:
                await self.open()
            if self._is_closed():
                return None
            assert self._stream is not None
            if self._said_done:
                await self._read_to_end(self._stream)
                await self.aclose()
                self._finished = True
                return None
            data = await self._stream.read()
            if not data:
                return self._last_chunks()
            return self._chunks(data)
        except BaseException:
            self.close()
            if self._closed_by_client:
                raise GenAICancelledError(0, CLOSED) from None
            if self._aborted:
                await asyncio.sleep(0)
                return None
            raise

    def batch_blocking(self) -> Iterator[C] | None:
        """``batch`` for a thread that waits for it."""
        # A client that is closed needs its loop no more.
        return None if self._is_closed() else run_blocking(self._api.state, self.batch)

    def _is_closed(self) -> bool:
        """Whether the program closed the stream. Raises GenAICancelledError when the client was closed."""
        if self._closed_by_client:
            raise GenAICancelledError(0, CLOSED)
        return self._ended

    async def _read_to_end(self, stream: HttpStream) -> None:
        """A connection whose body is read to its end is used again; a server ends the body after its last word."""
        timer = asyncio.get_running_loop().call_later(_END_COMES_WITHIN, stream.close)
        try:
            while await stream.read():
                pass
        except GenAIException:
            # Closed by the timer, or broken: the stream is whole all the same.
            pass
        finally:
            timer.cancel()

    def _chunks(self, data: bytes) -> Iterator[C]:
        blocks = self._decoder.blocks(data)
        if self._preamble is not None:
            self._preamble = None if blocks else (self._preamble + data)[:_SHOWN]
        return self._decoded(blocks, "an event of the stream is no JSON object")

    def _last_chunks(self) -> Iterator[C]:
        self._said_done = True
        yield from self._decoded(self._decoder.last_blocks(), "the stream ended inside an event")
        if not self._saw_end and not self.collector.is_complete():
            raise self._incomplete()

    def _decoded(self, blocks: Iterable[bytes], broken: str) -> Iterator[C]:
        # Run for each chunk of each stream: what is looked up once stands before the loop.
        decode, payload, collector = decoder(self._kind), self._request.payload, self.collector
        add, data_of = collector.add, self._decoder.data_of
        for block in blocks:
            # The one form that nearly all blocks have; data_of knows them all.
            text = block[6:] if block[:6] == b"data: " and b"\n" not in block else data_of(block)
            if not text:
                continue
            try:
                chunk: Any = decode(text, payload)
            except ToldError as told:
                raise self._told(told.error, text) from None
            except (ValueError, TypeError, RecursionError) as error:
                if text == b"[DONE]":
                    self._said_done = self._saw_end = True
                    return
                raise self._error(f"{broken} ({error})", text) from error
            add(chunk)
            yield chunk
            if collector.failure is not None:
                raise self._api.without_key_in(collector.failure)

    def _incomplete(self) -> GenAIException:
        """The error of a stream that ended without ``[DONE]`` before its chunks were a whole answer."""
        preamble = self._preamble or b""
        with contextlib.suppress(ValueError, RecursionError):
            value = loads(preamble)
            if isinstance(value, dict) and value.get("error"):
                return self._told(value["error"], preamble)
            if isinstance(value, dict):
                said = "the server sent its answer in one piece and not as a stream; ask for it without streaming"
                return self._error(said, preamble)
        return self._error("the stream ended before the answer was complete", preamble)

    def _told(self, error: Any, text: bytes) -> GenAIException:
        return self._api.without_key_in(error_from_object(200, error, **self._details(text)))

    def _error(self, message: str, text: bytes = b"") -> GenAIInvalidResponseError:
        assert self._stream is not None
        details = self._details(text)
        said = excerpt(details["body"])
        return GenAIInvalidResponseError(
            self._stream.status,
            f"{self._request.method} {self._request.url}: {message}" + (f"; it said: {said}" if said else ""),
            **details,
        )

    def _details(self, text: bytes) -> dict[str, Any]:
        assert self._stream is not None
        return {
            "request_id": self._stream.headers.get("x-request-id", ""),
            "headers": dict(self._stream.headers),
            "body": self._api.without_key(text[:_SHOWN]).decode("utf-8", "replace"),
        }

    def close(self) -> None:
        """Close the connection, on the loop that opened it. Nothing happens the second time."""
        self._forget()
        if self._open and self._stream is not None:
            self._open = False
            self._stream.close()
            self._api.opened_ends()

    def _forget(self) -> None:
        self._ended = True
        self._api.state.calls.discard(self)
        if self._scope is not None:
            self._scope.resources.discard(self)
        held, self._held = self._held, None
        if held is not None:
            held.release()

    async def aclose(self) -> None:
        """``close`` for those who have to run it on the loop."""
        self.close()
        # Only the loop's next turn closes the socket.
        await asyncio.sleep(0)

    def close_blocking(self) -> None:
        """``aclose`` for a thread that waits for it."""
        if self._open:
            run_blocking(self._api.state, self.aclose)

    def abandon(self) -> None:
        """``close`` for a loop that will not run again."""
        self._ended = True
        self._api.state.calls.discard(self)
        if self._open and self._stream is not None:
            self._open = False
            # A transport may know of a way that does without the loop.
            getattr(self._stream, "abandon", self._stream.close)()
            self._api.opened_ends()

    def abort(self) -> None:
        """Close the connection from any thread, also while a ``batch`` waits; that one then returns None."""
        self._aborted = self._ended = True
        if self._loop is not None and not self._finished:
            loops.call_soon_anywhere(self._loop, self._abort)

    def Cancel(self) -> bool:
        """The same for a client that is closed: ``batch`` then raises GenAICancelledError."""
        self._closed_by_client = True
        self.abort()
        return True

    def _abort(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        self.close()


class ContentStream(ChunkStream[C]):
    """A streaming request whose reply may be a file instead of an event stream: each piece is a chunk then."""

    def _is_event_stream(self) -> bool:
        assert self._stream is not None
        return self._stream.headers.get("Content-Type", "").lower().startswith(EVENT_STREAM)

    def _chunks(self, data: bytes) -> Iterator[C]:
        return super()._chunks(data) if self._is_event_stream() else self._piece(data)

    def _last_chunks(self) -> Iterator[C]:
        if self._is_event_stream():
            yield from super()._last_chunks()
        self._said_done = True

    def _piece(self, data: bytes) -> Iterator[C]:
        chunk: Any = self._kind
        made = chunk.of_bytes(data)
        self.collector.add(made)
        yield made
        if self.collector.failure is not None:
            raise self._api.without_key_in(self.collector.failure)


class Stream(BothSpellings, Generic[C, R]):
    """A stream to be iterated: ``for chunk in stream`` or ``async for chunk in stream``.

    As a context manager (``with`` or ``async with``) it closes the connection when it is left early; so does
    ``break`` once the iterator is gone. ``Result`` is the whole answer put together, after the end.
    """

    def __init__(self, chunks: ChunkStream[C]) -> None:
        self._chunks = chunks

    @property
    def Result(self) -> R:
        """What the chunks so far amount to; the whole answer once the stream has ended."""
        answer: R = self._chunks.collector.result
        return answer

    def Close(self) -> None:
        """Close the connection, so that the server stops. Callable from any thread; the iteration then ends."""
        self._chunks.abort()

    def __iter__(self) -> Iterator[C]:
        try:
            while batch := self._chunks.batch_blocking():
                yield from batch
        finally:
            # An iterator that is dropped may end on any thread.
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
    """The ``cancel`` of a stream's event: ``cancel.set()`` stops the stream, from any thread, also a silent one."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._set = threading.Event()
        self._stop = stop

    def set(self) -> None:
        """Stop the stream."""
        self._set.set()
        self._stop()

    def is_set(self) -> bool:
        """Whether the stream is to stop."""
        return self._set.is_set()

    __bool__ = is_set


class StreamEngine(Protocol):
    """What may listen to a stream beside its record, and give its promise another outcome."""

    def attach(self, record: CallBackRecord) -> CallBackRecord:
        """The record that the stream gets: the program's, with the engine's own handlers before."""

    def outcome(self) -> Any:
        """What a promise of the stream is fulfilled with."""
