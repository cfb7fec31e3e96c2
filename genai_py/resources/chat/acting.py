"""``Chat.Act``: its builder, and the form of its requests and replies.

Source: https://platform.openai.com/docs/guides/function-calling
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ...core.building.params import JsonParam
from ...toolkit.definitions import Executable, ToolDefinition
from ...toolkit.loop import ActCall, ActSettings, Dialogue, MadeCall, echoed_arguments
from .collector import ChatCollector
from .messages import FromAssistant, FromTool
from .params import ChatParams, chat_tool
from .results import Chat, ChatMessage, ToolCall


class ChatActParams(ActSettings, ChatParams):
    """The request of a chat whose functions are run, and the limits of that."""

    __slots__ = ()


class ChatDialogue(Dialogue[Chat]):
    """The requests and replies of ``chat/completions``."""

    path = "chat/completions"
    params: ClassVar[type[JsonParam]] = ChatActParams
    base = ChatParams
    reply = Chat
    chunk = Chat

    def prepare_stream(self) -> None:
        """Ask for the usage, which streams lack otherwise."""
        self.request._fields.setdefault("stream_options", {"include_usage": True})

    def define(self, tool: Executable) -> ToolDefinition:
        """Return the definition of a tool."""
        return chat_tool(tool)

    def new_collector(self) -> ChatCollector:
        """Return what merges the chunks of a stream."""
        return ChatCollector()

    def piece_of(self, chunk: Chat) -> tuple[str, str]:
        """Return the pieces of text and of reasoning of the first choice."""
        delta = next((choice.delta or choice.message for choice in chunk.choices if not choice.index), None)
        if delta is None:
            return "", ""
        return delta.content, delta.reasoning_content or delta.reasoning

    def calls_of(self, reply: Chat) -> list[MadeCall]:
        """Return the calls of functions of the first choice."""
        message = _message(reply)
        functions = [] if message is None else _functions(message)
        return [MadeCall(call.id, call.function.name, call.function.arguments) for call in functions]

    def answer_of(self, reply: Chat) -> str:
        """Return the text of the first choice."""
        message = _message(reply)
        return "" if message is None else message.content

    def usage_of(self, reply: Chat) -> tuple[int | None, int | None, int | None]:
        """Return the tokens of the prompt, of the completion and in total."""
        used = reply.usage
        return (used.prompt_tokens, used.completion_tokens, used.total_tokens) if used else (None, None, None)

    def add_reply(self, reply: Chat, calls: Sequence[ActCall]) -> None:
        """Add the message of the first choice, with the ids that the results name."""
        message = _message(reply)
        if message is None:
            return
        sent = FromAssistant(message)
        if calls:
            made = zip(_functions(message), calls, strict=True)
            sent.ToolCalls([_sent_back(each.ToJson(), call) for each, call in made])
        self._add(sent)

    def add_results(self, calls: Sequence[ActCall]) -> None:
        """Add a message for each result."""
        for call in calls:
            self._add(FromTool(call.result, call.id))

    def messages(self) -> list[dict[str, Any]]:
        """Return the messages as ``Params.Messages`` takes them."""
        return JsonParam().Add("messages", self.request._fields.get("messages", [])).ToJson()["messages"]  # type: ignore[no-any-return]

    def _add(self, message: Any) -> None:
        # A new list: the one before may be the program's own builder's too.
        fields = self.request._fields
        fields["messages"] = [*fields.get("messages", ()), message]


def _message(reply: Chat) -> ChatMessage | None:
    return reply.choices[0].message if reply.choices else None


def _functions(message: ChatMessage) -> list[ToolCall]:
    return [call for call in message.tool_calls if call.function is not None]


def _sent_back(fields: dict[str, Any], call: ActCall) -> dict[str, Any]:
    fields.pop("index", None)
    function = {**fields["function"], "arguments": echoed_arguments(call)}
    return {**fields, "id": call.id, "type": "function", "function": function}
