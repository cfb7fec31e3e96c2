"""Merges the events of a message stream into the reply that would have come unstreamed.

Source: https://platform.claude.com/docs/en/build-with-claude/streaming
"""

from __future__ import annotations

from typing import Any

import orjson

from ...core.errors import GenAIException, error_from_object
from ...core.results.base import loads
from ...core.results.decoding import decode
from ...core.results.merging import Text, merge, settled, update
from .results import MessageDelta, MessageReply, MessageStream

# The statuses of errors that a stream reports after its own status, 200.
# Source: https://platform.claude.com/docs/en/api/errors
STATUSES: dict[Any, int] = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}

_GROWING: dict[Any, str] = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature"}
_OF_DELTA = {"text": "text", "thinking": "thinking", "signature": "thinking", "partial_json": "tool_use"}


class MessageCollector:
    """Merges the events of a stream. The reply is whole with ``message_stop``, or with its stop reason and all blocks
    ended."""

    __slots__ = ("_blocks", "_inputs", "_last", "_message", "_open", "_payload", "_stopped", "failure")

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._message: dict[str, Any] = {}
        self._blocks: dict[int, dict[str, Any]] = {}
        # The pieces of the arguments of tool calls.
        self._inputs: dict[int, list[str]] = {}
        self._open: set[int] = set()
        self._last = 0
        self._stopped = False
        self._payload: bytes | None = None

    def add(self, chunk: MessageStream) -> None:
        """Add an event."""
        kind: Any = chunk.type
        if kind == "content_block_delta":
            index = self._index(chunk)
            name = _growing_text(chunk.delta)
            if name is None:
                self._add_delta(index, loads(chunk._text).get("delta"))
                return
            grown = self._block(index, name).get(name)
            if type(grown) is not Text:
                grown = self._blocks[index][name] = Text([grown] if isinstance(grown, str) else [])
            grown.append(getattr(chunk.delta, name))
        elif kind == "content_block_start":
            index = self._last = chunk.index if type(chunk.index) is int else len(self._blocks)
            block = loads(chunk._text).get("content_block")
            self._blocks[index] = {}
            self._open.add(index)
            if type(block) is dict:
                merge(self._blocks[index], block)
        elif kind == "content_block_stop":
            self._open.discard(self._index(chunk))
        elif kind == "message_start":
            self._payload = chunk._payload
            message = loads(chunk._text).get("message")
            if type(message) is dict:
                update(self._message, message)
        elif kind == "message_delta":
            self._add_to_message(loads(chunk._text))
        elif kind == "message_stop":
            self._stopped = True
        elif kind == "error" and not self.is_complete():
            error: Any = loads(chunk._text).get("error")
            status = STATUSES.get(error.get("type"), 200) if type(error) is dict else 200
            self.failure = error_from_object(status, error or "the server reports an error without saying which")

    def _index(self, event: MessageStream) -> int:
        return event.index if type(event.index) is int else self._last

    def _block(self, index: int, part: str) -> dict[str, Any]:
        """Return the block of a delta. A server that does not start it leaves its type to its first delta."""
        block = self._blocks.get(index)
        if block is None:
            block = self._blocks[index] = {"type": _OF_DELTA.get(part, "text")}
            self._open.add(index)
        return block

    def _add_delta(self, index: int, delta: Any) -> None:
        """Add a delta that is not the next piece of a text alone."""
        if type(delta) is not dict:
            return
        delta.pop("type", None)
        block = self._block(index, next((key for key in _OF_DELTA if key in delta), ""))
        piece = delta.pop("partial_json", None)
        if type(piece) is str:
            self._inputs.setdefault(index, []).append(piece)
        elif type(piece) is dict:
            # The arguments in one piece, and not as text.
            block["input"] = piece
        citation = delta.pop("citation", None)
        if citation is not None:
            known = block.get("citations")
            block["citations"] = [*(known if type(known) is list else ()), citation]
        merge(block, delta)

    def _add_to_message(self, event: dict[str, Any]) -> None:
        delta, usage = event.pop("delta", None), event.pop("usage", None)
        event.pop("type", None)
        update(self._message, event)
        if type(delta) is dict:
            update(self._message, delta)
        if type(usage) is dict:
            known = self._message.get("usage")
            known = self._message["usage"] = known if type(known) is dict else {}
            update(known, usage)

    def is_complete(self) -> bool:
        """Return whether the reply is whole."""
        return self._stopped or (bool(self._message.get("stop_reason")) and not self._open)

    def is_settled(self) -> bool:
        """Return whether the last event has come."""
        return self._stopped

    def is_usable(self) -> bool:
        """Return whether all blocks that were started have ended."""
        return bool(self._blocks) and not self._open

    @property
    def result(self) -> MessageReply:
        """The reply, as it would have come unstreamed."""
        whole: dict[str, Any] = {"type": "message", "role": "assistant", **settled(self._message)}
        if self._blocks or type(whole.get("content")) is not list:
            whole["content"] = [self._whole_block(index) for index in sorted(self._blocks)]
        return decode(MessageReply, orjson.dumps(whole), self._payload)

    def _whole_block(self, index: int) -> Any:
        block = settled(self._blocks[index])
        if "".join(pieces := self._inputs.get(index, [])).strip():
            text = settled(Text(pieces))
            try:
                block["input"] = loads(text.encode())
            except ValueError:
                # Cut off by max_tokens, or not written as JSON.
                block["input"] = text
        return block

    @property
    def resolution(self) -> str:
        """The text of the reply."""
        return self.result.text


def _growing_text(delta: Any) -> str | None:
    """Return the field of the block that a delta adds to; None for a delta that is more than the next piece of it."""
    if not isinstance(delta, MessageDelta) or delta.extra:
        return None
    kind: Any = delta.type
    name = _GROWING.get(kind)
    return name if name is not None and isinstance(getattr(delta, name), str) else None
