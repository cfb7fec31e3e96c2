"""Merges the chunks of a chat stream into a chat completion.

Source: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from __future__ import annotations

from typing import Any, ClassVar

from ...core.results.exact import exact_loads
from ...core.results.merging import Text, settled
from ..choices import ChoiceCollector
from .results import Chat, text_of_parts
from .tool_calls import ToolCallPieces, whole_call


class ChatCollector(ChoiceCollector[Chat]):
    """Merges the chunks of a stream."""

    __slots__ = ("_calls",)
    _kind = Chat
    _object = "chat.completion"
    # A server may send a whole message instead of a delta.
    _grows: ClassVar[dict[str, str]] = {"delta": "message", "message": "message", "logprobs": "logprobs"}

    def __init__(self) -> None:
        super().__init__()
        self._calls: dict[int, ToolCallPieces] = {}

    def _parsed(self, text: bytes) -> Any:
        # Arguments sent as an object may contain numbers that the fast parser would round.
        return exact_loads(text) if b'"tool_calls"' in text else super()._parsed(text)

    def _take_part(self, answer: dict[str, Any], name: str, part: dict[str, Any]) -> list[Text | None]:
        pieces = part.pop("tool_calls", None)
        grown = super()._take_part(answer, name, part)
        if type(pieces) is list and pieces:
            calls = self._calls.get(id(answer))
            if calls is None:
                calls = self._calls[id(answer)] = ToolCallPieces()
            calls.take(pieces)
            answer[name]["tool_calls"] = calls.calls
            grown.append(None)
        return grown

    def _choice(self, index: int, answer: dict[str, Any]) -> dict[str, Any]:
        message = answer.get("message")
        whole = {"role": "assistant", **message} if type(message) is dict else {"role": "assistant"}
        whole["role"] = whole["role"] or "assistant"
        if type(calls := whole.get("tool_calls")) is list:
            whole["tool_calls"] = [whole_call(call) for call in calls]
        return super()._choice(index, {**answer, "message": whole})

    @property
    def resolution(self) -> str:
        """The text of the first choice, as in the original's promise."""
        message = self._answers.get(0, {}).get("message")
        return text_of_parts(settled(message.get("content"))) if type(message) is dict else ""
