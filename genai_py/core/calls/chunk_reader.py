"""Decodes the bytes of a streamed reply to typed chunks, and detects incomplete replies. Sans-I/O.

A reply is complete when its collector reports it as complete; nothing afterwards raises an error. Until then, lines
that are not understood are kept, so that the error can quote them.
"""

from __future__ import annotations

import contextlib
import copy
import json
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
Added = TypeVar("Added", contravariant=True)
_SHOWN = 65536
"""The number of bytes of a reply that an error carries."""
_DONE = b"[DONE]"
_ENDS = frozenset({b"[done]", b"done"})
_KEEP_ALIVE = frozenset({b"", b"heartbeat", b"keep-alive", b"keepalive", b"null", b"ping", b"pong"})
_SILENT_EVENTS = frozenset({"close", "done", "end", "heartbeat", "keep-alive", "keepalive", "open", "ping"})
"""Events without a part of an answer, whatever their data is."""
_FIELDS = (b"data", b"event", b"id", b"retry")
_BROKEN = (ValueError, TypeError, RecursionError)
_JSON = json.JSONDecoder(strict=False)


class Collector(Protocol[Added]):
    """Merges the chunks of a stream, and detects when the answer is complete."""

    failure: GenAIException | None
    """The error that a chunk reports."""

    def add(self, chunk: Added) -> None:
        """Add the next chunk, before the program receives it."""

    def is_complete(self) -> bool:
        """Return whether the answer is complete, so that later errors are ignored."""

    def is_settled(self) -> bool:
        """Return whether the answer is complete and nothing else is expected, so that the connection may be closed."""

    def is_usable(self) -> bool:
        """Return whether an answer without an end of its own may be used if the server ends the stream regularly."""

    @property
    def result(self) -> Any:
        """The answer merged from the chunks."""

    @property
    def resolution(self) -> Any:
        """The value that fulfils a promise of the stream."""


class ReplyHead(Protocol):
    """The parts of a reply that an error contains."""

    status: int
    headers: Mapping[str, str]


class ChunkReader(Generic[C]):
    """Decodes the events of one reply: ``feed`` for each read, ``end`` at its end.

    event_limit: how many bytes one event may have. redactor: masks the client's secrets in errors. ``ended``: whether
    the reply has announced its end.
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
        # Whether the lines of an unfinished event may be read one by one.
        self._reads_lines = True
        self._first = b""
        self._last = b""
        self._unread = b""
        self.ended = False

    @property
    def is_whole(self) -> bool:
        """Whether the answer is complete, so that later errors are ignored."""
        return self._collector.is_complete()

    @property
    def is_settled(self) -> bool:
        """Whether the answer is complete and nothing else is expected."""
        return self._collector.is_settled()

    def feed(self, data: bytes) -> Iterator[C]:
        """Return an iterator over the chunks that the bytes complete; exhaust it before the next call.

        The iterator decodes lazily. Unless the answer is complete, it raises GenAIException, after the chunks before,
        for an error that the server reports and for data that is not a chunk.
        """
        self._first = self._first or data[:_SHOWN]
        return self._read(self._blocks(data), "an event of the stream is not a JSON object")

    def end(self) -> Iterator[C]:
        """Yield the remaining chunks. Raises GenAIException if the answer is incomplete."""
        self.ended = True
        try:
            blocks = self._events.last_blocks()
        except GenAIInvalidResponseError as error:
            self._fail(error)
            blocks = []
        yield from self._read(blocks, "the stream ended inside an event")
        if self._is_cut():
            raise self._incomplete()

    def _is_cut(self) -> bool:
        """Whether a stream that has ended regularly lacks a part of its answer."""
        return not self.is_whole and not self._done_received

    def _blocks(self, data: bytes) -> list[bytes]:
        try:
            blocks = self._events.blocks(data)
        except GenAIInvalidResponseError as error:
            self._fail(error)
            self.ended = True
            return []
        if blocks or not self._reads_lines or data[-1:] != b"\n":
            return blocks
        # Some servers separate events by a single line feed: do not wait for a blank line.
        lines = self._events.pending_lines()
        self._reads_lines = all(map(_is_readable_alone, lines))
        if not self._reads_lines or not any(line.startswith(b"data") for line in lines):
            return []
        self._events.drop_pending()
        return lines

    def _read(self, blocks: Iterable[bytes], broken: str) -> Iterator[C]:
        # Runs for each chunk of each stream: attributes are looked up before the loop.
        decode, payload, collector = self._decode, self._request.payload, self._collector
        add = collector.add
        text = self._last
        for block in blocks:
            # The two most common forms.
            if block[:6] == b"data: " and b"\n" not in block:
                text = block[6:]
            elif (
                block[:7] == b"event: "
                and block[7:12] != b"error"
                and block.startswith(b"data: ", at := block.find(b"\n") + 1)
                and block.find(b"\n", at) < 0
            ):
                text = block[at + 6 :]
            else:
                yield from self._read_unusual(block, broken)
                if self._done_received:
                    return
                continue
            try:
                chunk: Any = decode(text, payload)
                add(chunk)
            except (ErrorBody, *_BROKEN) as error:
                yield from self._read_undecodable(text, broken, error, block)
                if self._done_received:
                    return
                continue
            yield chunk
            if collector.failure is not None:
                # A copy: the traceback of the error holds the collector.
                raise self._redactor.error(copy.copy(collector.failure))
        self._last = text

    _done_received = False

    def _read_unusual(self, block: bytes, broken: str) -> Iterator[C]:
        """Yield the chunks of a block of any form. Keeps lines that are not part of an event."""
        event = self._events.interpret(block)
        unknown = [line for line in block.split(b"\n") if line and not line.startswith(b":") and not _is_field(line)]
        data = b"" if event is None else event.data
        # Line feeds within a JSON text leave lines without a field.
        texts = _json_texts(_without_fields(block)) if unknown and data else []
        if len(texts) > 1:
            for text in texts:
                yield from self._read([b"data: " + text], broken)
                if self._done_received:
                    break
            return
        if texts:
            data, unknown = texts[0], []
        if unknown:
            self._keep(b"\n".join(unknown))
        if not data and [line.strip() for line in unknown] == [_DONE]:
            self._end_of_answer()
            return
        if event is None or not data:
            return
        if event.event == "error":
            yield from self._read_error(data)
            return
        try:
            chunk: Any = self._decode(data, self._request.payload)
            self._collector.add(chunk)
        except (ErrorBody, *_BROKEN) as error:
            yield from self._read_undecodable(data, broken, error, block)
        else:
            self._last = data
            yield from self._added(chunk)

    def _added(self, chunk: Any) -> Iterator[C]:
        yield chunk
        if self._collector.failure is not None:
            raise self._redactor.error(copy.copy(self._collector.failure))

    def _read_undecodable(self, text: bytes, broken: str, error: Exception, block: bytes) -> Iterator[C]:
        """Handle data that is not a chunk: the end marker, several events, or an error."""
        if isinstance(error, ErrorBody):
            self._fail(self._reported(error.error, text))
            return
        said = text.strip().strip(b'"').lower()
        if said in _ENDS:
            self._end_of_answer()
            return
        if said in _KEEP_ALIVE or said.startswith(b":") or self._events.name_of(block) in _SILENT_EVENTS:
            self._keep(text)
            return
        texts = text.split(b"\n")
        if len(texts) == 1 and len(found := _json_texts(text)) > 0 and found != [text.strip()]:
            # Events without a line feed between them, or with their field repeated, form one line.
            texts = [*found, b""]
        if len(texts) > 1:
            # Events without blank lines between them form one block.
            lines = list(filter(None, map(bytes.strip, texts)))
            self._fail_for_error_in(lines)
            for line in lines:
                yield from self._read([b"data: " + line], broken)
                if self._done_received:
                    return
        else:
            self._fail(self._error(f"{broken} ({error})", text), error)

    def _end_of_answer(self) -> None:
        """Handle the end marker. Raises GenAIException if the answer cannot be complete."""
        self.ended = self._done_received = True
        if not self.is_whole and (not self._collector.is_usable() or self._error_among_unread() is not None):
            raise self._incomplete()

    def _fail_for_error_in(self, lines: list[bytes]) -> None:
        """Raise the error that a server reports in the middle of an event that it did not finish."""
        values = []
        for line in lines:
            with contextlib.suppress(*_BROKEN):
                values.append((line, loads(line)))
        if len(values) < len(lines):
            for line, value in values:
                if (error := error_in(value)) is not None:
                    self._fail(self._reported(error, line))

    def _keep(self, text: bytes) -> None:
        """Keep text that is not a part of the answer, for the message of an error."""
        self._unread = (self._unread + text + b"\n\n")[:_SHOWN]

    def _read_error(self, data: bytes) -> Iterator[C]:
        """Raise the error that an ``error`` event reports. Yields the event first if its data has a type."""
        value: Any = data.decode("utf-8", "replace")
        with contextlib.suppress(*_BROKEN):
            value = loads(data)
        if isinstance(value, dict) and value.get("type") and not self.is_whole:
            with contextlib.suppress(ErrorBody, *_BROKEN):
                chunk: Any = self._decode(data, self._request.payload)
                self._collector.add(chunk)
                yield from self._added(chunk)
        error = error_in(value)
        self._fail(self._reported(value if error is None else error, data))

    def _fail(self, error: GenAIException, cause: Exception | None = None) -> None:
        """Raise an error, unless the answer is complete."""
        try:
            if not self.is_whole:
                raise self._redactor.error(error) from cause
        finally:
            # The traceback of the error holds this frame.
            del error, cause

    def _incomplete(self) -> GenAIException:
        """Return the error for a stream that ended before its answer was complete."""
        unread = self._unread.strip()
        error = self._error_among_unread()
        if error is not None:
            return self._redactor.error(self._reported(error, unread))
        with contextlib.suppress(*_BROKEN):
            if isinstance(loads(unread), dict) and not self._last:
                said = "the server sent its answer in one piece and not as a stream; request it without streaming"
                return self._redactor.error(self._error(said, unread))
        said = "the stream ended before the answer was complete"
        return self._redactor.error(self._error(said, unread or self._unexpected()))

    def _unexpected(self) -> bytes:
        """Return the event that may tell why the stream ended: the last one, unless it is a part of an answer."""
        if not self._last:
            return self._first.strip()
        last: Any = None
        with contextlib.suppress(*_BROKEN):
            last = loads(self._last)
        is_known = isinstance(last, dict) and str(last.get("type")).startswith("response.")
        is_known = is_known or (isinstance(last, dict) and bool(last.get("choices")) and self._collector.is_usable())
        return b"" if is_known else self._last

    def _error_among_unread(self) -> Any:
        """Return an error that the server sent outside the events of its stream; None without one."""
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
            error = error_in(value, may_hold_error=True)
            if error is not None or is_named:
                return value if error is None else error
        return None

    def _reported(self, error: Any, text: bytes) -> GenAIException:
        return error_from_object(200, self._redactor.value(error), where=self._where(), **self._details(text))

    def _error(self, message: str, text: bytes = b"") -> GenAIInvalidResponseError:
        details = self._details(text)
        if received := excerpt(details["body"]):
            message += f"; received: {received}"
        return GenAIInvalidResponseError(self._reply.status, f"{self._where()}: {message}", **details)

    def _where(self) -> str:
        return f"{self._request.method} {without_query(self._request.url)}"

    def _details(self, text: bytes) -> dict[str, Any]:
        headers = self._reply.headers
        shown = self._redactor.text(text[:_SHOWN].decode("utf-8", "replace"))
        return {"request_id": headers.get("x-request-id", ""), "headers": dict(headers), "body": shown}


def _is_field(line: bytes) -> bool:
    return line.partition(b":")[0] in _FIELDS


def _without_fields(block: bytes) -> bytes:
    """Return the lines of a block without the names of their fields, and without fields other than ``data``."""
    lines = []
    for line in block.split(b"\n"):
        if not _is_field(line):
            lines.append(line)
        elif line.startswith(b"data"):
            lines.append(line[5:])
    return b"\n".join(lines)


def _json_texts(text: bytes) -> list[bytes]:
    """Split a text that consists of JSON objects and ``[DONE]``, each with or without ``data:``; [] for any other."""
    rest = text.decode("utf-8", "surrogateescape").strip()
    found: list[bytes] = []
    while rest:
        rest = rest.removeprefix("data:").lstrip()
        if rest.startswith("[DONE]"):
            end = len(_DONE)
        elif rest.startswith("{"):
            try:
                _, end = _JSON.raw_decode(rest)
            except _BROKEN:
                return []
        else:
            return []
        found.append(rest[:end].encode("utf-8", "surrogateescape"))
        rest = rest[end:].lstrip()
    return found


def _is_readable_alone(line: bytes) -> bool:
    """Return whether a line can be read before its event is complete."""
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
