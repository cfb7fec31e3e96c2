"""The results of messages: replies, and the events of their streams.

Source: https://platform.claude.com/docs/en/api/messages
"""

from __future__ import annotations

import json
from typing import Any

from ...core.results.base import Result, items, result
from ..statistics import WithStatistics
from ..types import MessageBlockType, MessageDeltaType, MessageStopReason, MessageStreamType, Role


@result
class MessageCitation(Result):
    """The source of a part of a text: a range of a document's characters, pages or blocks, or a web page."""

    type: str = ""
    cited_text: str = ""
    document_index: int | None = None
    document_title: str = ""
    start_char_index: int | None = None
    end_char_index: int | None = None
    start_page_number: int | None = None
    end_page_number: int | None = None
    start_block_index: int | None = None
    end_block_index: int | None = None
    search_result_index: int | None = None
    source: str = ""
    file_id: str = ""
    url: str = ""
    title: str = ""
    encrypted_index: str = ""


@result
class MessageBlock(Result):
    """A content block of any type; the fields of other types are empty.

    ``text``: text, citations. ``thinking``: thinking, signature. ``redacted_thinking``: data. ``tool_use`` and
    ``server_tool_use``: id, name, input, the arguments of the call as an object; a text if the model wrote no valid
    JSON. Results of the server's tools: tool_use_id, content, is_error.
    """

    type: MessageBlockType | str | None = None
    text: str = ""
    citations: list[MessageCitation] = items()
    thinking: str = ""
    signature: str = ""
    data: str = ""
    id: str = ""
    name: str = ""
    server_name: str = ""
    input: Any = None
    tool_use_id: str = ""
    content: Any = None
    is_error: bool | None = None

    @property
    def arguments(self) -> str:
        """``input`` as JSON text, as ``FunctionCore.Execute`` takes it; "{}" without one."""
        if isinstance(self.input, str):
            return self.input
        return "{}" if self.input is None else json.dumps(self.input, ensure_ascii=False)


@result
class MessageCacheCreation(Result):
    """The tokens written to the cache, by how long they stay there."""

    ephemeral_5m_input_tokens: int | None = None
    ephemeral_1h_input_tokens: int | None = None


@result
class MessageServerToolUsage(Result):
    """How often tools of the server were used."""

    web_search_requests: int | None = None
    web_fetch_requests: int | None = None


@result
class MessageUsage(Result):
    """The tokens of a request. ``input_tokens`` leaves out those read from the cache or written to it."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation: MessageCacheCreation | None = None
    server_tool_use: MessageServerToolUsage | None = None
    service_tier: str = ""
    inference_geo: str = ""

    @property
    def total_tokens(self) -> int:
        """All tokens: input, cached or not, and output."""
        counts = (
            self.input_tokens,
            self.cache_creation_input_tokens,
            self.cache_read_input_tokens,
            self.output_tokens,
        )
        return sum(count for count in counts if isinstance(count, int))

    def _tokens(self) -> tuple[int, int]:
        output = self.output_tokens if isinstance(self.output_tokens, int) else 0
        return self.total_tokens - output, output


@result
class MessageReply(WithStatistics):
    """The model's message.

    ``stop_sequence``: the stop sequence that ended it, "" for any other end. ``Params.Messages`` takes a reply as the
    assistant's turn.
    Source: https://platform.claude.com/docs/en/api/messages/create
    """

    id: str = ""
    type: str = ""
    role: Role | str | None = None
    content: list[MessageBlock] = items()
    model: str = ""
    stop_reason: MessageStopReason | str | None = None
    stop_sequence: str = ""
    usage: MessageUsage | None = None

    def _repr_markdown_(self) -> str | None:
        return self.text or None

    @property
    def text(self) -> str:
        """The texts of all text blocks, joined."""
        content: Any = self.content
        if isinstance(content, str):
            return content
        return "".join(block.text for block in self._blocks() if isinstance(block.text, str))

    @property
    def thinking(self) -> str:
        """The model's thoughts, joined; "" without any."""
        return "".join(block.thinking for block in self._blocks() if isinstance(block.thinking, str))

    @property
    def tool_uses(self) -> list[MessageBlock]:
        """The calls of the program's tools."""
        return [block for block in self._blocks() if block.type == MessageBlockType.tool_use]

    def _blocks(self) -> list[MessageBlock]:
        content: Any = self.content
        return [block for block in content if isinstance(block, MessageBlock)] if isinstance(content, list) else []


@result
class MessageDelta(Result):
    """What an event adds: to a content block, or to the message as a whole.

    ``partial_json``: the next piece of a tool's arguments. ``stop_reason``, ``stop_sequence``: those of the message.
    """

    type: MessageDeltaType | str | None = None
    text: str = ""
    partial_json: str = ""
    thinking: str = ""
    signature: str = ""
    citation: MessageCitation | None = None
    stop_reason: MessageStopReason | str | None = None
    stop_sequence: str = ""


@result
class MessageError(Result):
    """An error that ends a stream. The stream raises it as an exception."""

    type: str = ""
    message: str = ""


@result
class MessageStream(Result):
    """An event of a stream.

    ``message_start``: message, still without content. ``content_block_start``: index, content_block.
    ``content_block_delta``: index, delta. ``content_block_stop``: index. ``message_delta``: delta with the stop reason,
    and usage. ``error``: error. ``message_stop`` and ``ping`` have only their type.
    Source: https://platform.claude.com/docs/en/build-with-claude/streaming
    """

    type: MessageStreamType | str | None = None
    message: MessageReply | None = None
    index: int | None = None
    content_block: MessageBlock | None = None
    delta: MessageDelta | None = None
    usage: MessageUsage | None = None
    error: MessageError | None = None

    @property
    def text(self) -> str:
        """The next piece of the answer's text; "" for other events."""
        return self.delta.text if isinstance(self.delta, MessageDelta) else ""

    @property
    def thinking(self) -> str:
        """The next piece of the model's thoughts; "" for other events."""
        return self.delta.thinking if isinstance(self.delta, MessageDelta) else ""
