"""``Chat.Parse``: its builder, and the form of its requests and replies.

Source: https://platform.openai.com/docs/guides/structured-outputs
"""

from __future__ import annotations

from ...toolkit.parsing import Answer, ParseSettings, Parsing
from ...toolkit.schemas import Schema
from .acting import ChatDialogue
from .messages import FromUser
from .params import ChatParams
from .results import Chat

ASK_AGAIN = "That cannot be used: {}. Answer again, with JSON that fits the schema and nothing else."


class ChatParseParams(ParseSettings, ChatParams):
    """The request of a chat whose answer is parsed."""

    __slots__ = ()


class ChatParsing(ChatDialogue, Parsing[Chat]):
    """The requests and replies of ``chat/completions``."""

    params = ChatParseParams

    def set_format(self, name: str, schema: Schema, strict: bool) -> None:
        """Ask for answers that conform to a schema."""
        fields = self.request._fields
        if "response_format" in fields:
            raise ValueError("Parse sets ResponseFormat itself, by the class of the answer")
        named = {"name": name, "schema": schema, **({"strict": True} if strict else {})}
        fields["response_format"] = {"type": "json_schema", "json_schema": named}

    def read(self, reply: Chat) -> Answer:
        """Return the answer of the first choice."""
        choice = reply.choices[0] if reply.choices else None
        if choice is None or choice.message is None:
            return Answer("")
        cut_short = {"length": "the limit of tokens", "content_filter": "a content filter"}
        reason = str(getattr(choice.finish_reason, "value", choice.finish_reason))
        calls = ", ".join(call.name for call in self.calls_of(reply))
        return Answer(choice.message.content, choice.message.refusal, cut_short.get(reason, ""), calls)

    def ask_again(self, reply: Chat, problem: str) -> None:
        """Add the answer, and what is wrong with it."""
        self.add_reply(reply, [])
        self._add(FromUser(ASK_AGAIN.format(problem)))

