"""The stream of a chat: a server without the API, an ``error`` event before the end, and a stream without its end.

Source: https://lmstudio.ai/docs/developer/rest/streaming-events
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..core.calls.chunk_reader import ChunkReader
from ..core.calls.streams import ChunkStream
from ..core.errors import GenAIException
from ..core.results.base import loads
from ..core.results.decoding import ErrorBody, hook_for
from ..core.wire.transport import HttpStream
from .chat_collector import LMChatCollector
from .chat_events import LMChatEvent
from .common import lacks_api, without_api

# Events without a type at the beginning of their JSON.
_NAMED = re.compile(rb'event: ?([^\n]+)\ndata: ?\{\s*(?!\s*"type")')


class LMChatReader(ChunkReader[LMChatEvent]):
    """Decodes the events of a chat.

    After an error event, the stream is read to its end, so that the error has what was generated.
    """

    _collector: LMChatCollector

    def end(self) -> Iterator[LMChatEvent]:
        """Yield the remaining events. Raises GenAIException if the answer is incomplete, or an event was an error."""
        yield from super().end()
        self._raise_pending()

    def _is_cut(self) -> bool:
        return super()._is_cut() and (not self._collector.is_usable() or self._error_among_unread() is not None)

    def _read(self, blocks: Iterable[bytes], broken: str) -> Iterator[LMChatEvent]:
        return super()._read(map(_typed, blocks), broken)

    def _read_undecodable(
        self, text: bytes, broken: str, error: Exception, block: bytes
    ) -> Iterator[LMChatEvent]:
        if isinstance(error, ErrorBody):
            value = loads(text)
            if isinstance(value, dict) and isinstance(value.get("type"), str) and value["type"] not in ("", "error"):
                # An event of a type that is not known, with fields that an error has.
                yield from self._take(value, text)
            else:
                yield from self._take(_error_event(value), text)
            return
        yield from super()._read_undecodable(text, broken, error, block)
        if self._done_received:
            self._raise_pending()

    def _read_error(self, data: bytes) -> Iterator[LMChatEvent]:
        try:
            value: Any = loads(data)
        except (ValueError, RecursionError):
            value = data.decode("utf-8", "replace")
        yield from self._take(_error_event(value), data)

    def _take(self, fields: dict[str, Any], text: bytes) -> Iterator[LMChatEvent]:
        event: LMChatEvent = hook_for(LMChatEvent)(fields)
        event._text, event._payload = text, self._request.payload
        self._collector.add(event)
        return self._added(event)

    def _raise_pending(self) -> None:
        error = self._collector.pending_error
        if error is not None:
            try:
                raise self._redactor.error(copy.copy(error))
            finally:
                # The traceback of the error holds this frame.
                del error

    def _reported(self, error: Any, text: bytes) -> GenAIException:
        made = super()._reported(error, text)
        return without_api(made) if lacks_api(made) else made


def _typed(block: bytes) -> bytes:
    """Return the block of an event with the event's name as its type, if its JSON has none."""
    found = _NAMED.match(block)
    if found is None:
        return block
    rest = block[found.end() :]
    if b'"type"' in rest:
        try:
            if "type" in loads(b"{" + rest):
                return block
        except (ValueError, RecursionError):
            return block
    kind = json.dumps(found[1].decode("utf-8", "replace").strip()).encode()
    return b"".join((found[0], b'"type":', kind, b"" if rest.startswith(b"}") else b",", rest))


def _error_event(value: Any) -> dict[str, Any]:
    """Return the fields of an error event, given its JSON in any form."""
    if not isinstance(value, dict):
        return {"type": "error", "error": value if isinstance(value, str) else {"message": json.dumps(value)}}
    if value.get("error"):
        return {**value, "type": "error"}
    if value.get("type") == "error":
        value = {key: inner for key, inner in value.items() if key != "type"}
    return {"type": "error", "error": value}


class LMChatStream(ChunkStream[LMChatEvent]):
    """A streaming request for a chat."""

    async def open(self) -> None:
        """Send the request. Raises LMStudioMissingError if the server does not have the API."""
        try:
            await super().open()
        except GenAIException as error:
            if not lacks_api(error):
                raise
            raise without_api(error) from error

    def _reader_of(self, stream: HttpStream) -> ChunkReader[LMChatEvent]:
        limit = self._api.HttpClient.EventLimit
        return LMChatReader(self._kind, self.collector, self._request, stream, limit, self._api.redactor)
