"""Merges the chunks of a chat stream into a chat completion.

Source: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from ...core.results.merging import Text, settled
from ..base64_pieces import rejoined
from ..choices import ChoiceCollector
from .results import Chat, Choice, Delta, arguments_as_text, text_of_parts
from .tool_calls import ToolCallPieces, whole_call


class ChatCollector(ChoiceCollector[Chat]):
    """Merges the chunks of a stream."""

    __slots__ = ("_calls", "_snapshots", "_streamed")
    _kind = Chat
    _object = "chat.completion"
    # A server may send a whole message instead of a delta.
    _grows: ClassVar[dict[str, str]] = {
        "delta": "message", "message": "message", "logprobs": "logprobs", "text": "text",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._calls: dict[int, ToolCallPieces] = {}
        # The choices that are streamed in deltas, and the whole messages that come beside them.
        self._streamed: set[int] = set()
        self._snapshots: dict[int, dict[str, Any]] = {}

    def _take_choice(self, choice: dict[str, Any]) -> list[Text]:
        message, index = choice.get("message"), choice.get("index")
        index = index if type(index) is int else 0
        if choice.get("delta"):
            self._streamed.add(index)
        if type(message) is dict and index in self._streamed:
            # Perplexity sends the message so far with each delta, others the whole one at the end.
            self._snapshots[index] = choice.pop("message")
        elif type(message) is dict:
            self._restart(index, message, bool(choice.get("finish_reason")))
        is_piece = "delta" in choice
        grown = super()._take_choice(choice)
        # Chunks without a delta get one, each.
        return grown if is_piece else []

    def _restart(self, index: int, message: dict[str, Any], is_last: bool) -> None:
        """Discard what is known of a message if a server without deltas sends all of it so far again."""
        answer = self._answers.get(index, {})
        known = answer.get("message")
        text = text_of_parts(settled(known.get("content"))) if type(known) is dict else ""
        new = text_of_parts(message.get("content"))
        if text and new.startswith(text) and (len(new) > len(text) or is_last):
            del answer["message"]
            self._calls.pop(id(answer), None)

    def _complete(self, chunk: Chat) -> None:
        for choice in chunk.choices if type(chunk.choices) is list else ():
            if type(choice) is Choice and choice.delta is None:
                choice.delta = Delta()

    def _take_part(self, answer: dict[str, Any], name: str, part: dict[str, Any]) -> list[Text | None]:
        pieces = part.pop("tool_calls", None)
        if type(call := part.get("function_call")) is dict:
            part["function_call"] = arguments_as_text(call)
        grown = super()._take_part(answer, name, part)
        if type(pieces) is dict:
            pieces = [pieces]
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
        if index in self._snapshots:
            parts = {key: value for key, value in whole.items() if value not in (None, "", [])}
            whole = {**whole, **copy.deepcopy(self._snapshots[index]), **parts}
        whole["role"] = whole["role"] or "assistant"
        if type(calls := whole.get("tool_calls")) is list:
            whole["tool_calls"] = [whole_call(call) for call in calls]
        audio = whole.get("audio")
        if type(audio) is dict and type(audio.get("data")) is str:
            audio["data"] = rejoined(audio["data"])
        return super()._choice(index, {**answer, "message": whole})

    @property
    def resolution(self) -> str:
        """The text of the first choice, as in the original's promise."""
        index = min(self._answers, default=0)
        for message in (self._answers.get(index, {}).get("message"), self._snapshots.get(index)):
            if type(message) is dict and (text := text_of_parts(settled(message.get("content")))):
                return text
        return ""
