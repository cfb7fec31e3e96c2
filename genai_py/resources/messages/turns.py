"""The turns of a conversation, as messages have them.

Source: https://platform.claude.com/docs/en/api/messages/create
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.building.params import JsonParam, part_of, wrong_type
from ...core.building.setters import setter
from ...core.calls.media import MediaSource
from ..chat.messages import MessagePayload
from ..types import Role
from .blocks import Block, MessageBlockParams, content_of, sent_back
from .results import MessageReply

if TYPE_CHECKING:
    from typing_extensions import Self


class MessageTurnParams(JsonParam):
    """A turn of the user or of the model: ``MessageTurnParams.User("Hello")``."""

    __slots__ = ()

    Role = setter(Role, "role", doc="``user`` or ``assistant``; newer servers take ``system``, too.")

    def Content(self, Value: Block | Callable[[MessageBlockParams], Any] | Sequence[Block]) -> Self:
        """The content: a text, or blocks."""
        return self.Add("content", content_of(f"{type(self).__name__}.Content", Value))

    @classmethod
    def User(cls, Content: Block | Sequence[Block], Docs: Sequence[MediaSource] = ()) -> MessageTurnParams:
        """Return a turn of the user: a text or blocks, after documents.

        Docs: images, PDFs and texts, as paths, http(s) URLs, data URIs and bytes. Raises FileNotFoundError naming a
        missing file, ValueError for one of another type.
        """
        where = f"{cls.__name__}.User"
        if isinstance(Docs, (str, bytes)) or not isinstance(Docs, Sequence):
            raise wrong_type(where, "a list as Docs", Docs)
        if not Docs:
            return cls().Role("user").Add("content", content_of(where, Content))
        files: list[Any] = [MessageBlockParams.NewFile(each) for each in Docs]
        said = content_of(where, Content)
        blocks = [MessageBlockParams.NewText(said)] if isinstance(said, str) else said
        return cls().Role("user").Add("content", [*files, *blocks])

    @classmethod
    def Assistant(cls, Content: MessageReply | Block | Sequence[Block]) -> MessageTurnParams:
        """Return a turn of the model: a reply with all its blocks, a text, or blocks.

        As the last turn, a text is the beginning of the answer, which the model continues.
        """
        if isinstance(Content, MessageReply):
            content = Content.ToJson().get("content")
            blocks = [sent_back(block) for block in content] if isinstance(content, list) else content or ""
            return cls().Role("assistant").Add("content", blocks)
        return cls().Role("assistant").Add("content", content_of(f"{cls.__name__}.Assistant", Content))

    @classmethod
    def ToolResult(cls, ToolUseId: str, Content: Block | Sequence[Block], IsError: bool = False) -> MessageTurnParams:
        """Return a turn of the user with the result of one call; several calls need their results in one turn.

        ``User([MessageBlockParams.NewToolResult(...), ...])`` has several.
        """
        return cls.User(MessageBlockParams.NewToolResult(ToolUseId, Content, IsError))


def turn_of(where: str, value: Any) -> Any:
    """Return a turn as it is sent. A text is one of the user."""
    if isinstance(value, str):
        return MessageTurnParams.User(value)
    if isinstance(value, MessageReply):
        return MessageTurnParams.Assistant(value)
    if isinstance(value, MessagePayload):
        content = value._fields.get("content")
        if not isinstance(content, str) or set(value._fields) != {"role", "content"}:
            raise wrong_type(where, "MessageTurnParams, or messages of chat that are only text", value)
        return MessageTurnParams().Add("role", value._fields["role"]).Add("content", content)
    takes = "MessageTurnParams (or a function that fills one), a reply, a text or dict"
    return part_of(where, MessageTurnParams, value, (Mapping,), takes=takes)
