"""The bytes of a streamed reply as typed chunks, and what its end means. Sans-I/O.

A reply is whole when its collector says so: nothing that comes afterwards can fail it. Until then, what is not
understood is kept, so that the error can quote it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from ..building.urls import without_query
from ..errors import GenAIException, GenAIInvalidResponseError, error_from_object, error_in, excerpt
from ..redaction import Redactor
from ..results.base import loads
from ..results.decoding import ErrorBody, decoder
from ..wire.event_stream import EventStreamDecoder
from ..wire.transport import HttpRequest

C = TypeVar("C")
Taken = TypeVar("Taken", contravariant=True)
_SHOWN = 65536
"""How many bytes of what came an error carries."""
_DONE = b"[DONE]"
_FIELDS = (b"data", b"event", b"id", b"retry")
_BROKEN = (ValueError, TypeError, RecursionError)


class Collector(Protocol[Taken]):
    """Puts the chunks of a stream together, and knows when the answer is whole."""

    failure: GenAIException | None
    """The error that a chunk reports."""

    def add(self, chunk: Taken) -> None:
        """Take the next chunk. The program has not seen it yet."""

    def is_complete(self) -> bool:
        """Whether the chunks so far are a whole answer, which nothing can fail any more."""

    def is_settled(self) -> bool:
        """Whether a whole answer is all that was asked for, so that a connection that stays open may be closed."""

    def is_usable(self) -> bool:
        """Whether the chunks so far are an answer where the server ends the stream in order, but not the answer."""

    @property
    def result(self) -> Any:
        """The whole answer."""

    @property
    def resolution(self) -> Any:
        """What a promise of the stream is fulfilled with."""


class ReplyHead(Protocol):
    """What an error shows of a reply."""

    status: int
    headers: Mapping[str, str]


class ChunkReader(Generic[C]):
    """Decodes the events of one reply: ``feed`` for each read, ``end`` at its end.

    event_limit: how many bytes one event may have. redactor: masks the client's secrets in errors. ``ended``: the
    reply has said that nothing more is to come.
    """

    def __init__(
        self,
        kind: type[C],
        collector: Collector[C],
        request: HttpRequest,
        reply: ReplyHead,
        event_limit: int,
        redactor: Redactor,
    ) -> None:
        self._collector = collector
        self._request = request
        self._reply = reply
        self._redactor = redactor
        self._decode = decoder(kind, parts=True)
        self._events = EventStreamDecoder(event_limit)
        # Whether the lines of an event that has not ended may be read one by one.
        self._takes_lines = True
        self._first = b""
        self._unread = b""
        self.ended = False

    @property
    def is_whole(self) -> bool:
        """Whether the answer is whole, so that nothing can fail it."""
        return self._collector.is_complete()

    @property
    def is_settled(self) -> bool:
        """Whether the answer is whole, and all that was asked for."""
        return self._collector.is_settled()

    def feed(self, data: bytes) -> Iterator[C]:
        """The chunks that more bytes complete, decoded as they are asked for; use it up before the next call.

        It raises GenAIException, after the chunks before that, for an error that the server reports and for what is
        no chunk, unless the answer is whole.
        """
        self._first = self._first or data[:_SHOWN]
        return self._read(self._blocks(data), "an event of the stream is no JSON object")

    def end(self) -> Iterator[C]:
        """The chunks that were waiting for more; raises GenAIException if the answer is not whole."""
        self.ended = True
        try:
            blocks = self._events.last_blocks()
        except GenAIInvalidResponseError as error:
            self._fail(error)
            blocks = []
        yield from self._read(blocks, "the stream ended inside an event")
        if not self.is_whole:
            raise self._incomplete()

    def _blocks(self, data: bytes) -> list[bytes]:
        try:
            blocks = self._events.blocks(data)
        except GenAIInvalidResponseError as error:
            self._fail(error)
            self.ended = True
            return []
        if blocks or not self._takes_lines or data[-1:] != b"\n":
            return blocks
        # Some servers part events by one line feed: what came is not kept waiting for a blank line.
        lines = self._events.pending_lines()
        self._takes_lines = all(map(_stands_alone, lines))
        if not self._takes_lines or not any(line.startswith(b"data") for line in lines):
            return []
        self._events.drop_pending()
        return lines

    def _read(self, blocks: Iterable[bytes], broken: str) -> Iterator[C]:
        # Run for each chunk of each stream: what is looked up once stands before the loop.
        decode, payload, collector = self._decode, self._request.payload, self._collector
        add = collector.add
        for block in blocks:
            # The two forms that nearly all blocks have.
            if block[:6] == b"data: " and b"\n" not in block:
                text = block[6:]
            elif (
                block[:7] == b"event: "
                and block[7:12] != b"error"
                and (at := block.find(b"\ndata: ")) > 0
                and block.find(b"\n", at + 1) < 0
            ):
                text = block[at + 7 :]
            else:
                yield from self._read_unusual(block, broken)
                if self._said_done:
                    return
                continue
            try:
                chunk: Any = decode(text, payload)
            except (ErrorBody, *_BROKEN) as error:
                yield from self._read_refused(text, broken, error)
                if self._said_done:
                    return
                continue
            add(chunk)
            yield chunk
            if collector.failure is not None:
                raise self._redactor.error(collector.failure)

    _said_done = False

    def _read_unusual(self, block: bytes, broken: str) -> Iterator[C]:
        """The chunks of a block of any form; lines that are none of an event's are kept."""
        event = self._events.interpret(block)
        strange = [line for line in block.split(b"\n") if line and not line.startswith(b":") and not _is_field(line)]
        if strange:
            self._unread = (self._unread + b"\n".join(strange) + b"\n\n")[:_SHOWN]
        if event is None or not event.data:
            return
        if event.event == "error":
            yield from self._read_error(event.data)
            return
        try:
            chunk: Any = self._decode(event.data, self._request.payload)
        except (ErrorBody, *_BROKEN) as error:
            yield from self._read_refused(event.data, broken, error)
        else:
            yield from self._taken(chunk)

    def _taken(self, chunk: Any) -> Iterator[C]:
        self._collector.add(chunk)
        yield chunk
        if self._collector.failure is not None:
            raise self._redactor.error(self._collector.failure)

    def _read_refused(self, text: bytes, broken: str, error: Exception) -> Iterator[C]:
        """What the data of an event is that is no chunk: the end, several events, or an error."""
        if isinstance(error, ErrorBody):
            self._fail(self._reported(error.error, text))
            return
        word, *more = text.split(b"\n")
        if more:
            # Without blank lines, events run together.
            for line in filter(None, map(bytes.strip, (word, *more))):
                yield from self._read([b"data: " + line], broken)
                if self._said_done:
                    return
        elif word.strip() == _DONE:
            self.ended = self._said_done = True
            if not self.is_whole and (not self._collector.is_usable() or self._error_among_unread() is not None):
                raise self._incomplete()
        elif word.strip():
            self._fail(self._error(f"{broken} ({error})", text), error)

    def _read_error(self, data: bytes) -> Iterator[C]:
        """Raise what an event called ``error`` says, whatever its data are; a typed one is a chunk before that."""
        value: Any = data.decode("utf-8", "replace")
        with contextlib.suppress(*_BROKEN):
            value = loads(data)
        if isinstance(value, dict) and value.get("type") and not self.is_whole:
            with contextlib.suppress(ErrorBody, *_BROKEN):
                yield from self._taken(self._decode(data, self._request.payload))
        told = error_in(value) if isinstance(value, dict) else None
        self._fail(self._reported(value if told is None else told, data))

    def _fail(self, error: GenAIException, cause: Exception | None = None) -> None:
        """Raise an error, unless the answer is whole all the same."""
        if not self.is_whole:
            raise self._redactor.error(error) from cause

    def _incomplete(self) -> GenAIException:
        """The error of a stream that ended before its chunks were a whole answer."""
        unread = self._unread.strip()
        error = self._error_among_unread()
        if error is not None:
            return self._redactor.error(self._reported(error, unread))
        with contextlib.suppress(*_BROKEN):
            if isinstance(loads(unread), dict):
                said = "the server sent its answer in one piece and not as a stream; ask for it without streaming"
                return self._redactor.error(self._error(said, unread))
        came = b"" if self._collector.is_usable() else self._first
        said = "the stream ended before the answer was complete"
        return self._redactor.error(self._error(said, unread or came.strip()))

    def _error_among_unread(self) -> Any:
        """The error that a server reported beside the events of its stream; None where it did not."""
        unread = self._unread.strip()
        for text in (unread, *unread.split(b"\n")):
            field, _, rest = text.partition(b":")
            is_named = field.strip().lower() == b"error"
            try:
                value = loads(rest if is_named else text)
            except _BROKEN:
                if is_named:
                    return rest.strip().decode("utf-8", "replace")
                continue
            error = error_in(value, may_hold_error=True) if isinstance(value, dict) else None
            if error is not None or is_named:
                return value if error is None else error
        return None

    def _reported(self, error: Any, text: bytes) -> GenAIException:
        return error_from_object(200, self._redactor.value(error), where=self._where(), **self._details(text))

    def _error(self, message: str, text: bytes = b"") -> GenAIInvalidResponseError:
        details = self._details(text)
        said = excerpt(details["body"])
        return GenAIInvalidResponseError(
            self._reply.status, f"{self._where()}: {message}" + (f"; it said: {said}" if said else ""), **details
        )

    def _where(self) -> str:
        return f"{self._request.method} {without_query(self._request.url)}"

    def _details(self, text: bytes) -> dict[str, Any]:
        headers = self._reply.headers
        shown = self._redactor.text(text[:_SHOWN].decode("utf-8", "replace"))
        return {"request_id": headers.get("x-request-id", ""), "headers": dict(headers), "body": shown}


class PieceReader(Generic[C]):
    """Makes chunks of the pieces of a file, for an operation whose reply may as well be a stream of events."""

    is_whole = is_settled = False
    """Only the end of the reply says that a file is whole."""

    def __init__(self, kind: Any, collector: Collector[C], redactor: Redactor) -> None:
        self._kind = kind
        self._collector = collector
        self._redactor = redactor
        self.ended = False

    def feed(self, data: bytes) -> Iterator[C]:
        """The piece as a chunk; raises GenAIException where it is an error in the place of a file."""
        chunk: C = self._kind.of_bytes(data)
        self._collector.add(chunk)
        yield chunk
        if self._collector.failure is not None:
            raise self._redactor.error(self._collector.failure)

    def end(self) -> Iterator[C]:
        """Nothing is waiting for more."""
        self.ended = True
        return iter(())


def _is_field(line: bytes) -> bool:
    return line.partition(b":")[0] in _FIELDS


def _stands_alone(line: bytes) -> bool:
    """Whether a line of an event can be read before its event has ended."""
    field, _, value = line.partition(b":")
    value = value.strip()
    if field != b"data":
        return not field or (field in _FIELDS and value != b"error")
    if value == _DONE:
        return True
    try:
        return isinstance(loads(value), dict)
    except _BROKEN:
        return False
