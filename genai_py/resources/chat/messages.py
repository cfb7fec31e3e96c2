"""The messages of a conversation, and functions that create them: ``FromUser("Hello")``.

Source: https://platform.openai.com/docs/api-reference/chat/create#chat_create-messages
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from ...core.building.params import JsonParam, part_of, wrong_type
from ...core.building.setters import checked, setter
from ...core.calls.media import MediaSource
from .. import types
from .content import AssistantContentParams, ContentParams, ContentPart
from .results import ChatMessage, ToolCall
from .tools import ToolCallsParams

if TYPE_CHECKING:
    from typing_extensions import Self

Part = ContentParams | ContentPart | AssistantContentParams | JsonParam | Mapping[str, Any]
"""A part of a message: a builder, a ``JsonParam`` filled with ``Add``, or a dict."""

_PARTS = (ContentParams, ContentPart, AssistantContentParams, Mapping)

Call = ToolCallsParams | ToolCall | Mapping[str, Any] | Callable[[ToolCallsParams], Any]
"""A tool call: a builder, a function that fills one, a call of a result, or a dict."""

Documents = Sequence[MediaSource | Part]
"""Documents: paths, http(s) URLs, data URIs and bytes, which are converted to parts; or parts."""


class MessagePayload(JsonParam):
    """One message of a conversation."""

    __slots__ = ()

    Role = setter(types.Role, "role", doc="The role of the author.")
    Name = setter(str, "name", doc="A name that distinguishes authors of the same role.")
    Refusal = setter(str, "refusal", doc="The model's refusal.")
    ToolCallId = setter(str, "tool_call_id", doc="For tool messages: the id of the answered call.")

    def Content(self, Value: str | Part | Sequence[Part] | None) -> Self:
        """The content: a text, or parts; None for a message that has only tool calls."""
        if Value is None or isinstance(Value, str):
            return self.Add("content", Value)
        parts = [Value] if _is_part(Value) else Value
        if not isinstance(parts, Sequence) or not all(map(_is_part, parts)):
            raise wrong_type(f"{type(self).__name__}.Content", "a text or a list of parts", parts)
        return self.Add("content", list(parts))

    def Audio(self, Value: str) -> Self:
        """The id of an earlier audio answer of the model, instead of its text."""
        return self.Add("audio", {"id": checked(f"{type(self).__name__}.Audio", str, Value)})

    def ToolCalls(self, Value: Sequence[Call]) -> Self:
        """The tool calls of the model: as received, or created with ``ToolCall(Id, Name, Arguments)``."""
        where = f"{type(self).__name__}.ToolCalls"
        if not isinstance(Value, Sequence) or isinstance(Value, (str, bytes)):
            raise wrong_type(where, "a list of tool calls", Value)
        return self.Add("tool_calls", [_call(where, call) for call in Value])

    @classmethod
    def New(cls, Role: types.Role | str, Content: str | Sequence[Part], Name: str = "") -> MessagePayload:
        """Return a message of any role."""
        made = cls().Role(Role).Content(Content)
        return made.Name(Name) if Name else made

    @classmethod
    def Developer(cls, Content: str | Sequence[Part], Name: str = "") -> MessagePayload:
        """Return a developer message: instructions that take precedence over users' messages."""
        return cls.New(types.Role.developer, Content, Name)

    @classmethod
    def System(cls, Content: str | Sequence[Part], Name: str = "") -> MessagePayload:
        """Return a system message: instructions, for servers and models without developer messages."""
        return cls.New(types.Role.system, Content, Name)

    @overload
    @classmethod
    def User(cls, Content: str, Name: str = ...) -> MessagePayload: ...
    @overload
    @classmethod
    def User(cls, Content: str, Docs: Documents, Name: str = ...) -> MessagePayload: ...
    @overload
    @classmethod
    def User(cls, Docs: Documents, Name: str = ...) -> MessagePayload: ...
    @classmethod
    def User(cls, *args: Any, **named: Any) -> MessagePayload:
        """Return a user message: a text, documents, or both.

        Content: the text. Docs: images, audio and files, as paths, http(s) URLs, data URIs or bytes;
        ``"photo.png detail=low"`` sets the detail level. Name: the user's name. Audio and files at a URL are
        downloaded. Raises FileNotFoundError naming a missing file, ValueError for a document whose type cannot be
        determined or is not accepted, GenAIException if a download fails.
        """
        text, documents, name = _said_by_user(args, named)
        if documents is None:
            return cls.New(types.Role.user, text or "", name)
        parts: list[Part] = [] if text is None else [ContentParams().Type("text").Text(text)]
        parts += [each if _is_part(each) else ContentParams.AddFile(each) for each in documents]
        return cls.New(types.Role.user, parts, name)

    @classmethod
    def Assistant(cls, Value: str | ChatMessage | MessagePayload | Callable[[MessagePayload], Any]) -> MessagePayload:
        """Return an assistant message: a text, a message of a result, or one that a function fills.

        A message of a result keeps its tool calls, so that ``FromTool`` messages can answer them. Its reasoning is sent
        back only with tool calls, as servers that return reasoning require.
        """
        if isinstance(Value, ChatMessage):
            return _sent_back(Value)
        if isinstance(Value, str):
            return cls.New(types.Role.assistant, Value)
        if isinstance(Value, MessagePayload):
            return Value
        takes = "a text, a message or a function that fills one"
        made: MessagePayload = part_of(f"{cls.__name__}.Assistant", MessagePayload, Value, takes=takes)
        made._fields.setdefault("role", types.Role.assistant.value)
        return made

    @classmethod
    def AssistantAudioId(cls, Value: str) -> MessagePayload:
        """Return an assistant message that refers to an audio answer by its id."""
        return cls().Role(types.Role.assistant).Audio(Value)

    @classmethod
    def Tool(cls, Content: str, ToolCallId: str) -> MessagePayload:
        """Return a tool message with the result of a call, as text. ToolCallId: the id of the call."""
        return cls.New(types.Role.tool, checked(f"{cls.__name__}.Tool", str, Content)).ToolCallId(ToolCallId)


def _is_part(value: Any) -> bool:
    return isinstance(value, _PARTS) or type(value) is JsonParam


def _call(where: str, call: Any) -> Any:
    """Return a tool call without its index, which only streams have."""
    if not isinstance(call, ToolCall):
        takes = "ToolCallsParams (or functions that fill one), tool calls of a result or dict in its list"
        return part_of(where, ToolCallsParams, call, (Mapping,), takes=takes)
    fields = {"id": call.id, "type": "function", **call.ToJson()}
    fields.pop("index", None)
    return fields


def _said_by_user(args: Sequence[Any], named: dict[str, Any]) -> tuple[str | None, Sequence[Any] | None, str]:
    """Return text, documents and name of a user message, as their positions determine them."""
    wanted = "MessagePayload.User takes (Content, [Docs], [Name]) or (Docs, [Name])"
    given = dict(named)
    for place, value in enumerate(args):
        key = ("Content", "Name", "Name")[min(place, 2)] if isinstance(value, str) else "Docs"
        if key in given:
            raise TypeError(f"{wanted}; got {key} twice")
        given[key] = value
    text, documents, name = given.pop("Content", None), given.pop("Docs", None), given.pop("Name", "")
    if given or (text is None and documents is None):
        raise TypeError(f"{wanted}; got {', '.join(given) or 'neither text nor documents'}")
    if documents is not None and (isinstance(documents, (str, bytes)) or not isinstance(documents, Sequence)):
        raise TypeError(f"{wanted}; Docs is a list, got {type(documents).__name__} {documents!r:.60}")
    return text, documents, name


def _sent_back(message: ChatMessage) -> MessagePayload:
    fields: dict[str, Any] = {
        "role": getattr(message.role, "value", message.role) or "assistant",
        "content": message.raw_content,
    }
    if message.refusal:
        fields["refusal"] = message.refusal
    # Some servers send "" without audio.
    if audio_id := getattr(message.audio, "id", ""):
        fields["audio"] = {"id": audio_id}
    if message.tool_calls:
        fields["tool_calls"] = [_call("MessagePayload.Assistant", call) for call in message.tool_calls]
        for key in ("reasoning_content", "reasoning"):
            if reasoning := getattr(message, key):
                fields[key] = reasoning
        if details := message.extra.get("reasoning_details"):
            fields["reasoning_details"] = details
    elif (call := message.function_call) is not None and call.name:
        fields["function_call"] = call.ToJson()
    made = MessagePayload()
    made._fields = fields
    return made


FromDeveloper = MessagePayload.Developer
FromSystem = MessagePayload.System
FromUser = MessagePayload.User
FromAssistant = MessagePayload.Assistant
FromAssistantAudioId = MessagePayload.AssistantAudioId
FromTool = MessagePayload.Tool
