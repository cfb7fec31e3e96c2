"""What comes back: chat completions, the chunks of their streams, and stored ones.

Source: https://platform.openai.com/docs/api-reference/chat/object
"""

from __future__ import annotations

import base64
import io
import os
from enum import Enum
from typing import Any, overload

import attrs

from ...core.files import atomic_write
from ...core.results.base import Result, TimeText, always, items, json_text, kept_text, result
from ..logprobs import Logprobs
from ..moderation_outcomes import ModerationOutcomes
from ..prompt_cache import PromptCacheBreakpoint
from ..types import FinishReason, ImageDetail, Role, ToolCalls
from ..usage import Usage


class ChatContentKind(str, Enum):
    """What the ``content`` of a message was. A missing one counts as null."""

    Missing = "Missing"
    Null = "Null"
    Text = "Text"
    Json = "Json"


@result
class Function(Result):
    """Which function the model asks for; ``arguments`` is JSON text, in a stream the next piece of it."""

    name: str = kept_text()
    arguments: str = json_text()


@result
class CustomCall(Result):
    """Which tool without a schema the model asks for, and the text that it gets."""

    name: str = kept_text()
    input: str = kept_text()


@result
class ToolCall(Result):
    """A call that the model asks for. ``index`` comes in streams, where it tells the calls apart.

    ``custom`` is there in place of ``function`` where the ``type`` is ``custom``.
    ``ToolCall("id", "name", "{}")`` is the call of a function, as programs for the original write one to send it.
    """

    id: str = ""
    type: ToolCalls | str | None = None
    function: Function = always()
    custom: CustomCall | None = None
    index: int | None = None

    @overload
    def __init__(self, Id: str, Name: str, Arguments: str, /) -> None: ...
    @overload
    def __init__(
        self,
        *,
        id: str = ...,
        type: ToolCalls | str | None = ...,
        function: Function = ...,
        custom: CustomCall | None = ...,
        index: int | None = ...,
    ) -> None: ...
    def __init__(self, *call: str, **fields: Any) -> None:
        if call:
            if fields or len(call) != 3 or not all(isinstance(part, str) for part in call):
                raise TypeError(f"ToolCall takes the strings (Id, Name, Arguments), got {(*call, *fields)!r:.80}")
            function = Function(name=call[1], arguments=call[2])
            fields = {"id": call[0], "type": ToolCalls.function, "function": function}
        self.__attrs_init__(**fields)  # type: ignore[attr-defined]


@result
class AudioData(Result):
    """Sound that the model made. ``expires_at``: Unix seconds until which its ``id`` can be named in a request."""

    id: str = ""
    expires_at: int | None = None
    data: str = ""
    transcript: str = ""

    expires_at_as_string = TimeText("expires_at")


@result
class Audio(AudioData):
    """Sound that the model made, and the file it was saved to."""

    file_name: str = ""

    def GetStream(self) -> io.BytesIO:
        """The sound as a stream; empty where none came. Raises ValueError for broken base64."""
        return io.BytesIO(base64.b64decode("".join(self.data.split()), validate=True))

    def SaveToFile(self, FileName: str | os.PathLike[str], RaiseError: bool = True) -> None:
        """Write the sound to a file, whole or not at all; its name is ``file_name`` afterwards.

        Raises ValueError for an empty name and where there is no sound, OSError when it cannot be written; nothing of
        that with ``RaiseError=False``.
        """
        try:
            if not os.fspath(FileName).strip():
                raise ValueError("Audio.SaveToFile needs the name of a file")
            sound = self.GetStream().getvalue()
            if not sound:
                raise ValueError(f"Audio.SaveToFile: no sound came to write to {os.fspath(FileName)!r}")
            with atomic_write(FileName) as file:
                file.write(sound)
        except (ValueError, OSError):
            if RaiseError:
                raise
            return
        self.file_name = os.fspath(FileName)


@result
class UrlCitation(Result):
    """Where on the web a part of the text comes from; the indexes count the text's characters."""

    end_index: int | None = None
    start_index: int | None = None
    title: str = ""
    url: str = ""


@result
class Annotation(Result):
    """A note on a part of the text."""

    type: str = ""
    url_citation: UrlCitation = always()


@result
class MessageBase(Result):
    """What a message and the pieces of one have in common.

    ``content`` is text whatever the server sent; ``raw_content`` is what it sent: a string, a list of parts or None.
    Servers that show a model's reasoning send it under ``reasoning_content`` or under ``reasoning``.
    """

    raw_content: str | list[Any] | None = attrs.field(default=None, alias="content", metadata={"json": "content"})
    reasoning_content: str = ""
    reasoning: str = ""
    refusal: str = ""
    role: Role | str | None = None
    tool_calls: list[ToolCall] = items()

    @property
    def content(self) -> str:
        """The text; the texts of the parts joined where a list of parts came; "" where none came."""
        content: Any = self.raw_content
        return content if type(content) is str else text_of_parts(content)

    @property
    def content_kind(self) -> ChatContentKind:
        """What ``raw_content`` is."""
        if self.raw_content is None:
            return ChatContentKind.Null
        return ChatContentKind.Text if isinstance(self.raw_content, str) else ChatContentKind.Json


def text_of_parts(content: Any) -> str:
    """The text of a content that is no string: of its parts, one after the other."""
    parts = content if isinstance(content, list) else [content]
    texts = (part.get("text") if isinstance(part, dict) else part for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


@result
class Delta(MessageBase):
    """The next piece of a message, in a stream."""


@result
class ChatMessage(MessageBase):
    """A message of the model's. ``FromAssistant(message)`` sends it back with the next request."""

    annotations: list[Annotation] = items()
    audio: Audio | None = None


def _empty_delta(choice: Choice) -> Delta | None:
    """A choice of which nothing came is read as an empty piece, or as an empty message."""
    if choice.message is not None:
        return None
    choice.message = ChatMessage()
    return Delta()


@result
class Choice(Result):
    """One answer, which has a ``message``; in a stream the next piece of it, which has a ``delta`` instead.

    A choice that came with neither has an empty one of both.
    """

    finish_reason: FinishReason | str | None = None
    index: int | None = None
    message: ChatMessage = always()
    logprobs: Logprobs | None = None
    delta: Delta = attrs.field(default=None, metadata={"missing": _empty_delta})


@result
class Chat(Result):
    """The answers to a conversation, or a chunk of their stream. ``created``: Unix seconds.

    Source: https://platform.openai.com/docs/api-reference/chat/object
    """

    id: str = ""
    choices: list[Choice] = items()
    created: int | None = None
    model: str = ""
    service_tier: str = ""
    system_fingerprint: str = ""
    metadata: dict[str, Any] | None = None
    object: str = ""
    usage: Usage | None = None
    obfuscation: str = ""
    moderation: ModerationOutcomes | None = None

    created_as_string = TimeText("created")


@result
class ChatImageUrl(Result):
    """A picture, by its URL or as a data URI."""

    url: str = ""
    detail: ImageDetail | str | None = None


@result
class ChatContentPart(Result):
    """A part of a message that was sent: ``text``, or ``image_url``."""

    type: str = ""
    text: str = ""
    image_url: ChatImageUrl | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@result
class ChatCompletionMessage(ChatMessage):
    """A message of a stored conversation. ``content_parts`` are there where it was sent in parts."""

    id: str = ""
    content_parts: list[ChatContentPart] = items()


@result
class ChatMessages(Result):
    """A page of the messages of a stored conversation."""

    data: list[ChatCompletionMessage] = items()
    first_id: str = ""
    has_more: bool | None = None
    last_id: str = ""
    object: str = ""


@result
class ChatCompletion(Result):
    """A page of stored chat completions."""

    data: list[Chat] = items()
    first_id: str = ""
    has_more: bool | None = None
    last_id: str = ""
    object: str = ""


@result
class ChatDelete(Result):
    """The chat completion that was deleted."""

    id: str = ""
    object: str = ""
    deleted: bool | None = None

