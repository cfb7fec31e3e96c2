"""The answer of LM Studio's own chat. Source: https://lmstudio.ai/docs/developer/rest/chat"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from ..core.results.base import Result, items, loads, result
from ..core.results.decoding import register_tagged_union
from ..resources.statistics import WithStatistics, counted


@result
class LMProviderInfo(Result):
    """Where a tool is from: a ``plugin``, with its ``plugin_id``, or an ``ephemeral_mcp``, with its label."""

    type: str = ""
    plugin_id: str = ""
    server_label: str = ""


@result
class LMInvalidCall(Result):
    """What is wrong with a call. type: ``invalid_name`` or ``invalid_arguments``; only the latter has arguments."""

    type: str = ""
    tool_name: str = ""
    arguments: Any = None
    provider_info: LMProviderInfo | None = None


class _OutputView(Result):
    """All fields of the items; those that an item does not have are empty."""

    __slots__ = ()

    content: str = ""
    tool: str = ""
    arguments: Any = None
    output: str = ""
    provider_info: LMProviderInfo | None = None
    reason: str = ""
    metadata: LMInvalidCall | None = None

    @property
    def output_text(self) -> str:
        """The texts of a tool's output, which is JSON of a list of MCP parts; any other output as it is."""
        parts: Any = self.output
        if isinstance(parts, str):
            try:
                parts = loads(parts.encode("utf-8", "surrogatepass"))
            except (ValueError, RecursionError):
                return self.output
        if isinstance(parts, dict):
            parts = parts.get("content", [parts])
        return text_of(parts, "\n") or (self.output if isinstance(self.output, str) else "")


@result
class LMChatOutput(_OutputView):
    """An item of an answer. Its class says what it is; an unknown type has this class, and its fields in ``extra``."""

    type: str = ""


@result
class LMChatMessage(LMChatOutput):
    """A text for the user."""

    content: str = ""


@result
class LMChatReasoning(LMChatOutput):
    """What the model thought."""

    content: str = ""


@result
class LMChatToolCall(LMChatOutput):
    """A call of a tool, which LM Studio has run. output: usually JSON of a list of MCP parts, see ``output_text``."""

    tool: str = ""
    arguments: Any = None
    output: str = ""
    provider_info: LMProviderInfo | None = None


@result
class LMChatInvalidToolCall(LMChatOutput):
    """A call that was not run, because the tool is unknown or its arguments are invalid. reason: the server's words."""

    reason: str = ""
    metadata: LMInvalidCall | None = None

    @property
    def tool(self) -> str:  # type: ignore[override]
        """The name that the model called."""
        return self.metadata.tool_name if isinstance(self.metadata, LMInvalidCall) else ""

    @property
    def arguments(self) -> Any:
        """The arguments that the model gave, None if the server does not send them."""
        return self.metadata.arguments if isinstance(self.metadata, LMInvalidCall) else None


register_tagged_union(
    LMChatOutput,
    "type",
    {
        "message": LMChatMessage,
        "reasoning": LMChatReasoning,
        "tool_call": LMChatToolCall,
        "invalid_tool_call": LMChatInvalidToolCall,
    },
)


@result
class LMChatStats(Result):
    """How much was generated, and how quickly.

    reasoning_output_tokens: part of ``total_output_tokens``. model_load_time_seconds: None unless this request loaded
    the model.
    """

    input_tokens: int | None = None
    total_output_tokens: int | None = None
    reasoning_output_tokens: int | None = None
    tokens_per_second: float | None = None
    time_to_first_token_seconds: float | None = None
    model_load_time_seconds: float | None = None


@result
class LMChat(WithStatistics):
    """An answer.

    model_instance_id: the model that answered. output: in the order of generation. stats: empty if the server sends
    none. response_id: for ``PreviousResponseId``; "" if the chat is not stored.
    """

    model_instance_id: str = ""
    output: list[LMChatOutput] = items()
    stats: LMChatStats = attrs.field(default=None, metadata={"missing": lambda _: LMChatStats()})
    response_id: str = ""

    def _repr_markdown_(self) -> str | None:
        return self.output_text or None

    @property
    def output_text(self) -> str:
        """The joined texts of all messages."""
        return "".join(text_of(each.content) for each in self._items() if isinstance(each, LMChatMessage))

    @property
    def reasoning_text(self) -> str:
        """The joined texts of the reasoning."""
        return "".join(text_of(each.content) for each in self._items() if isinstance(each, LMChatReasoning))

    @property
    def tool_calls(self) -> list[LMChatToolCall]:
        """The calls of tools that were run."""
        return [each for each in self._items() if isinstance(each, LMChatToolCall)]

    def _tokens(self) -> tuple[int, int] | None:
        stats = self.stats
        if not isinstance(stats, LMChatStats) or stats == LMChatStats():
            return None
        return counted(stats.input_tokens, stats.total_output_tokens)

    def _items(self) -> Iterator[Any]:
        output: Any = self.output
        return iter(output if isinstance(output, list) else ())


def text_of(content: Any, separator: str = "") -> str:
    """Return a text; of a list of parts, their joined texts; "" for anything else."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    found = (
        each if isinstance(each, str) else (each.get("text") or each.get("content")) if isinstance(each, dict) else None
        for each in parts
    )
    return separator.join(text for text in found if isinstance(text, str))
