"""A decoder of server-sent events according to the WHATWG rules. Sans-I/O.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

from typing import NamedTuple

from ..errors import GenAIInvalidResponseError

DEFAULT_EVENT_LIMIT = 32 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
# Longer numbers are not sensible delays, and int() rejects very long ones.
_RETRY_DIGITS = 18


class ServerSentEvent(NamedTuple):
    """One event. ``data`` holds the received bytes; ``text`` decodes them, replacing invalid UTF-8."""

    data: bytes
    event: str = "message"
    id: str = ""
    retry: int | None = None

    @property
    def text(self) -> str:
        """The data as text."""
        return self.data.decode("utf-8", "replace")


class EventStreamDecoder:
    """Decodes an event stream that arrives in pieces of any size.

    limit: the maximum size of an event in bytes, so that a server that never ends a line cannot exhaust the memory. A
    larger event raises GenAIInvalidResponseError, after the events before it have been returned.
    """

    __slots__ = ("_buffer", "_limit", "_overflowed", "_skip_line_feed", "_started", "last_event_id", "retry")

    def __init__(self, limit: int = DEFAULT_EVENT_LIMIT) -> None:
        self._buffer = bytearray()
        self._limit = limit
        self._started = False
        self._skip_line_feed = False
        self._overflowed = False
        self.last_event_id = ""
        self.retry: int | None = None

    def feed(self, data: bytes) -> list[ServerSentEvent]:
        """Decode more bytes; return the events that they complete, in order."""
        return [event for block in self.blocks(data) if (event := self.interpret(block)) is not None]

    def blocks(self, data: bytes) -> list[bytes]:
        """Decode more bytes; return the blocks of lines that they complete, for ``interpret`` or ``data_of``.

        Faster than ``feed``, which creates an object for each event. Raises GenAIInvalidResponseError for an event
        that is larger than the limit.
        """
        if self._overflowed:
            raise self._too_large()
        if self._skip_line_feed and data:
            self._skip_line_feed = False
            if data[:1] == b"\n":
                data = data[1:]
        if b"\r" in data:
            self._skip_line_feed = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        buffer = self._buffer
        if not self._started:
            head = bytes(buffer) + data
            if len(head) < 3 and _BOM.startswith(head):
                buffer += data
                return []
            self._started = True
            buffer.clear()
            data = head[3:] if head.startswith(_BOM) else head
        if buffer:
            searched = len(buffer)
            buffer += data
            # The blank line may straddle the two reads.
            end = buffer.rfind(b"\n\n", searched - 1)
            if end < 0:
                # The last byte may belong to the blank line, which does not count.
                if len(buffer) > self._limit + 1:
                    return self._overflow([])
                return []
            data = bytes(buffer)
            buffer.clear()
        blocks = data.split(b"\n\n")
        rest = blocks.pop()
        # A block can be too large only together with buffered data, or if the limit is small.
        if len(data) > self._limit:
            for position, block in enumerate(blocks):
                if len(block) > self._limit:
                    return self._overflow(blocks[:position])
        if len(rest) > self._limit + 1:
            return self._overflow(blocks)
        buffer += rest
        return blocks

    def flush(self) -> ServerSentEvent | None:
        """Return the event at the end of the stream that has no blank line after it, or None.

        The WHATWG rules discard it; some local servers omit the last blank line, so the caller decides.
        """
        for block in self.last_blocks():
            return self.interpret(block)
        return None

    def last_blocks(self) -> list[bytes]:
        """Return the block that ``flush`` interprets, if any. Raises the same errors as ``blocks``."""
        if self._overflowed:
            raise self._too_large()
        rest = bytes(self._buffer).removesuffix(b"\n")
        self._buffer.clear()
        if len(rest) > self._limit:
            raise self._too_large()
        return [rest] if rest else []

    def pending_lines(self) -> list[bytes]:
        """Return the lines of the incomplete event; empty while its last line is incomplete."""
        return [line for line in bytes(self._buffer).split(b"\n") if line] if self._buffer.endswith(b"\n") else []

    def drop_pending(self) -> None:
        """Discard the incomplete event, whose lines the caller has read."""
        self._buffer.clear()

    def data_of(self, block: bytes) -> bytes | None:
        """Return the data of a block's event; None without data."""
        if block.startswith(b"data: "):
            if b"\n" not in block:
                return block[6:]
        elif block.startswith(b"event: "):
            start = block.find(b"\n") + 1
            if start and block.startswith(b"data: ", start) and block.find(b"\n", start) < 0:
                return block[start + 6 :]
        event = self.interpret(block)
        return None if event is None else event.data

    @staticmethod
    def name_of(block: bytes) -> str:
        """Return the name of a block's event; "message" without one."""
        names = [line[6:].strip() for line in block.split(b"\n") if line.startswith(b"event:")]
        return (names[-1] if names else b"").decode("utf-8", "replace") or "message"

    def interpret(self, block: bytes) -> ServerSentEvent | None:
        """Return the event of a block; None without data. Its id and retry time also apply to later events."""
        data: list[bytes] = []
        name = ""
        for line in block.split(b"\n"):
            if line.startswith(b"data: "):
                data.append(line[6:])
                continue
            field, _, value = line.partition(b":")
            if value[:1] == b" ":
                value = value[1:]
            if field == b"event":
                name = value.decode("utf-8", "replace")
            elif field == b"data":
                data.append(value)
            elif field == b"id":
                if b"\0" not in value:
                    self.last_event_id = value.decode("utf-8", "replace")
            elif field == b"retry" and value.isdigit() and len(value) <= _RETRY_DIGITS:
                self.retry = int(value)
        if not data:
            return None
        return ServerSentEvent(b"\n".join(data), name or "message", self.last_event_id, self.retry)

    def _overflow(self, before: list[bytes]) -> list[bytes]:
        """Return the blocks before one that is too large; the next call raises the error. Without any, raise it now."""
        self._overflowed = True
        self._buffer.clear()
        if not before:
            raise self._too_large()
        return before

    def _too_large(self) -> GenAIInvalidResponseError:
        return GenAIInvalidResponseError(
            0,
            f"an event of the stream is larger than {self._limit} bytes; is this an event stream? "
            "(the limit is HttpClient.EventLimit)",
        )
