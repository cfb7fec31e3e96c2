"""Server-sent events from bytes, by the WHATWG rules. Sans-I/O.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

from typing import NamedTuple

from ..errors import GenAIInvalidResponseError

DEFAULT_EVENT_LIMIT = 32 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
# More digits are no time that anybody waits, and Python refuses to read very many.
_RETRY_DIGITS = 18


class ServerSentEvent(NamedTuple):
    """One event. ``data`` is bytes as they came; ``text`` decodes them, invalid UTF-8 replaced."""

    data: bytes
    event: str = "message"
    id: str = ""
    retry: int | None = None

    @property
    def text(self) -> str:
        """The data as text."""
        return self.data.decode("utf-8", "replace")


class EventStreamDecoder:
    """Feed it what the socket gives, in pieces of any size; it gives back the events that are complete.

    limit: how many bytes one event may have; a larger one raises GenAIInvalidResponseError, after the events before
    it were given back, so that a server that never ends a line cannot fill the memory.
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
        """Take more bytes; return the events they complete, in order."""
        return [event for block in self.blocks(data) if (event := self.interpret(block)) is not None]

    def blocks(self, data: bytes) -> list[bytes]:
        """Take more bytes; return the blocks of lines they complete, each to be given to ``interpret`` or ``data_of``.

        For callers that cannot afford an object for each event. Raises GenAIInvalidResponseError for an event that
        is longer than the limit.
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
                # Its last byte may be half of the blank line, which does not count.
                if len(buffer) > self._limit + 1:
                    return self._overflow([])
                return []
            data = bytes(buffer)
            buffer.clear()
        blocks = data.split(b"\n\n")
        rest = blocks.pop()
        # Blocks from one read can only be too large together with what came before, or when the limit is small.
        if len(data) > self._limit:
            for position, block in enumerate(blocks):
                if len(block) > self._limit:
                    return self._overflow(blocks[:position])
        if len(rest) > self._limit + 1:
            return self._overflow(blocks)
        buffer += rest
        return blocks

    def flush(self) -> ServerSentEvent | None:
        """The event at the end of the stream that no blank line completed, if its last line did end it or not.

        The WHATWG rules drop it; some local servers leave the last blank line out, so the caller decides.
        """
        for block in self.last_blocks():
            return self.interpret(block)
        return None

    def last_blocks(self) -> list[bytes]:
        """What ``flush`` interprets: one block, or none. Raises as ``blocks``."""
        if self._overflowed:
            raise self._too_large()
        rest = bytes(self._buffer).removesuffix(b"\n")
        self._buffer.clear()
        if len(rest) > self._limit:
            raise self._too_large()
        return [rest] if rest else []

    def pending_lines(self) -> list[bytes]:
        """The lines of the event that no blank line has completed so far; empty while its last one is not whole."""
        return [line for line in bytes(self._buffer).split(b"\n") if line] if self._buffer.endswith(b"\n") else []

    def drop_pending(self) -> None:
        """Forget the event that is not complete: its lines were read by other means."""
        self._buffer.clear()

    def data_of(self, block: bytes) -> bytes | None:
        """The data of a block's event; None where it has none."""
        if block.startswith(b"data: "):
            if b"\n" not in block:
                return block[6:]
        elif block.startswith(b"event: "):
            start = block.find(b"\n") + 1
            if start and block.startswith(b"data: ", start) and block.find(b"\n", start) < 0:
                return block[start + 6 :]
        event = self.interpret(block)
        return None if event is None else event.data

    def interpret(self, block: bytes) -> ServerSentEvent | None:
        """The event of a block; None where it has no data. Ids and retry times stay for the events after it."""
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
        """The blocks before one that is too large; the error comes now if there are none, else with the next call."""
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
