"""``Messages.Act``: its builder, and the form of its requests and replies.

Source: https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ...core.building.params import JsonParam
from ...toolkit.definitions import Executable, ToolDefinition
from ...toolkit.loop import ActCall, ActSettings, Dialogue, MadeCall
from .blocks import MessageBlockParams
from .collector import MessageCollector
from .params import MessagesParams, message_tool
from .results import MessageReply, MessageStream
from .turns import MessageTurnParams


class MessagesActParams(ActSettings, MessagesParams):
    """The request of a message whose functions are run, and the limits of that."""

    __slots__ = ()


class MessagesDialogue(Dialogue[MessageReply]):
    """The requests and replies of ``messages``."""

    path = "messages"
    params: ClassVar[type[JsonParam]] = MessagesActParams
    base = MessagesParams
    reply = MessageReply
    chunk = MessageStream

    def define(self, tool: Executable) -> ToolDefinition:
        """Return the definition of a tool."""
        return message_tool(tool)

    def new_collector(self) -> MessageCollector:
        """Return what merges the events of a stream."""
        return MessageCollector()

    def piece_of(self, chunk: MessageStream) -> tuple[str, str]:
        """Return the pieces of text and of thoughts in an event."""
        return chunk.text, chunk.thinking

    def calls_of(self, reply: MessageReply) -> list[MadeCall]:
        """Return the calls of the program's tools."""
        return [MadeCall(block.id, block.name, block.arguments) for block in reply.tool_uses]

    def answer_of(self, reply: MessageReply) -> str:
        """Return the text of the reply."""
        return reply.text

    def usage_of(self, reply: MessageReply) -> tuple[int | None, int | None, int | None]:
        """Return the tokens of input, of output and in total."""
        used = reply.usage
        return (used.input_tokens, used.output_tokens, used.total_tokens) if used else (None, None, None)

    def add_reply(self, reply: MessageReply, calls: Sequence[ActCall]) -> None:
        """Add the reply as the model's turn, with the ids that the results name."""
        turn = MessageTurnParams.Assistant(reply)
        made = iter(calls)
        content = turn._fields["content"]
        for block in content if isinstance(content, list) else ():
            if isinstance(block, dict) and block.get("type") == "tool_use":
                block["id"] = next(made).id
        if content:
            self._add(turn)

    def add_results(self, calls: Sequence[ActCall]) -> None:
        """Add one turn of the user with the results of all calls."""
        results = [MessageBlockParams.NewToolResult(call.id, call.result, call.error is not None) for call in calls]
        self._add(MessageTurnParams.User(results))

    def messages(self) -> list[dict[str, Any]]:
        """Return the turns as ``Params.Messages`` takes them."""
        return JsonParam().Add("messages", self.request._fields.get("messages", [])).ToJson()["messages"]  # type: ignore[no-any-return]

    def let_answer(self) -> None:
        """Let the model answer after it was made to call a tool."""
        fields = self.request._fields
        choice = fields.get("tool_choice")
        known = dict(choice._fields if isinstance(choice, JsonParam) else choice or {})
        if known.get("type") in ("any", "tool"):
            known.pop("name", None)
            fields["tool_choice"] = {**known, "type": "auto"}

    def _add(self, turn: MessageTurnParams) -> None:
        # A new list: the one before may be the program's own builder's too.
        fields = self.request._fields
        fields["messages"] = [*fields.get("messages", ()), turn]
