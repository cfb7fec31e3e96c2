"""The results of chat: completions, the chunks of their streams, and stored completions.

Source: https://platform.openai.com/docs/api-reference/chat/object
"""

from __future__ import annotations

import base64
import io
import os
from enum import Enum
from typing import Any, cast, overload

import attrs

from ...core.files import atomic_write
from ...core.results.base import Result, TimeText, always, items, json_text, kept_text, result
from ...core.results.decoding import hook_for
from ...core.results.exact import as_json_text
from ..choices import raise_error_of_answer, take_nested
from ..logprobs import Logprobs
from ..moderation_outcomes import ModerationOutcomes
from ..prompt_cache import PromptCacheBreakpoint
from ..statistics import WithStatistics
from ..types import FinishReason, ImageDetail, Role, ToolCalls
from ..usage import Usage


class ChatContentKind(str, Enum):
    """The JSON type of a message's ``content``. Null if missing."""

    Missing = "Missing"
    Null = "Null"
    Text = "Text"
    Json = "Json"


@result
class Function(Result):
    """The function to call; ``arguments`` is JSON text, in a stream the next piece of it."""

    name: str = kept_text()
    arguments: str = json_text()


def arguments_as_text(call: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of a call, with arguments that are not text written as JSON text."""
    arguments = call.get("arguments")
    return call if arguments is None or type(arguments) is str else {**call, "arguments": as_json_text(arguments)}


@result
class CustomCall(Result):
    """The custom tool to call, and its text input."""

    name: str = kept_text()
    input: str = kept_text()


@result
class ToolCall(Result):
    """A tool call of the model. ``index`` identifies a call within a stream.

    If the ``type`` is ``custom``, ``custom`` is set instead of ``function``.
    ``ToolCall("id", "name", "{}")`` creates a function call to send, as in programs for the original.
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
    """An audio answer. ``expires_at``: Unix seconds until which requests may refer to its ``id``."""

    id: str = ""
    expires_at: int | None = None
    data: str = ""
    transcript: str = ""

    expires_at_as_string = TimeText("expires_at")


@result
class Audio(AudioData):
    """An audio answer, and the file that it was saved to."""

    file_name: str = ""

    def GetStream(self) -> io.BytesIO:
        """The audio as a binary stream, empty without audio. Raises ValueError for invalid base64."""
        return io.BytesIO(base64.b64decode("".join(self.data.split()), validate=True))

    def SaveToFile(self, FileName: str | os.PathLike[str], RaiseError: bool = True) -> None:
        """Write the audio to a file, atomically, and set ``file_name``.

        Raises ValueError for an empty name or missing audio, and OSError if the file cannot be written; with
        ``RaiseError=False``, it does not raise.
        """
        try:
            if not os.fspath(FileName).strip():
                raise ValueError("Audio.SaveToFile needs the name of a file")
            sound = self.GetStream().getvalue()
            if not sound:
                raise ValueError(f"Audio.SaveToFile: the answer has no audio to write to {os.fspath(FileName)!r}")
            with atomic_write(FileName) as file:
                file.write(sound)
        except (ValueError, OSError):
            if RaiseError:
                raise
            return
        self.file_name = os.fspath(FileName)


@result
class UrlCitation(Result):
    """The web source of a part of the text; the indexes count characters."""

    end_index: int | None = None
    start_index: int | None = None
    title: str = ""
    url: str = ""


@result
class Annotation(Result):
    """An annotation of a part of the text."""

    type: str = ""
    url_citation: UrlCitation = always()


@result
class MessageBase(Result):
    """The common fields of messages and deltas.

    ``content`` is always text; ``raw_content`` is the value that the server sent: a string, a list of parts or None.
    Servers that return the model's reasoning send it as ``reasoning_content`` or ``reasoning``.
    """

    raw_content: str | list[Any] | None = attrs.field(default=None, alias="content", metadata={"json": "content"})
    reasoning_content: str = ""
    reasoning: str = ""
    refusal: str = ""
    role: Role | str | None = None
    tool_calls: list[ToolCall] = items()

    @property
    def content(self) -> str:
        """The text; of a list of parts, their joined texts; "" without content."""
        content: Any = self.raw_content
        return content if type(content) is str else text_of_parts(content)

    @property
    def content_kind(self) -> ChatContentKind:
        """The JSON type of ``raw_content``."""
        if self.raw_content is None:
            return ChatContentKind.Null
        return ChatContentKind.Text if isinstance(self.raw_content, str) else ChatContentKind.Json

    @property
    def function_call(self) -> Function | None:
        """The call of a server with the former API of functions, which sends it instead of ``tool_calls``."""
        call = self.extra.get("function_call")
        return cast(Function, hook_for(Function)({**call})) if isinstance(call, dict) else None

    def _normalize_calls(self) -> None:
        """Make the arguments of a ``function_call`` JSON text, and give each tool call its ``function``."""
        call = self.extra.get("function_call")
        if isinstance(call, dict) and (text := arguments_as_text(call)) is not call:
            self._extra["function_call"] = text
        for each in self.tool_calls if type(self.tool_calls) is list else ():
            if type(each) is ToolCall and each.function is None and each.custom is None and "name" in each.extra:
                fields = {"name": each._extra.pop("name"), "arguments": each._extra.pop("arguments", "")}
                each.function = hook_for(Function)(fields)


def text_of_parts(content: Any) -> str:
    """Return the joined texts of a content that is not a string."""
    parts = content if isinstance(content, list) else [content]
    texts = (part.get("text") if isinstance(part, dict) else part for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


@result
class Delta(MessageBase):
    """The next piece of a message in a stream."""


@result
class ChatMessage(MessageBase):
    """A message of the model. ``FromAssistant(message)`` sends it back with the next request."""

    annotations: list[Annotation] = items()
    audio: Audio | None = None


def _empty_delta(choice: Choice) -> Delta | None:
    """Decode a missing delta or message as an empty one."""
    if choice.message is not None:
        return None
    choice.message = ChatMessage()
    return Delta()


@result
class Choice(Result):
    """An answer, with its ``message``; in a stream the next piece of it, with a ``delta`` instead.

    A choice that lacks both has an empty ``message`` and an empty ``delta``.
    """

    finish_reason: FinishReason | str | None = None
    index: int | None = None
    message: ChatMessage = always()
    logprobs: Logprobs | None = None
    delta: Delta = attrs.field(default=None, metadata={"missing": _empty_delta})


@result
class ChatPromptProgress(Result):
    """How much of the prompt is processed, in tokens. cache: those that the server still knew. time_ms: milliseconds.

    Source: https://github.com/ggml-org/llama.cpp/tree/master/tools/server
    """

    total: int | None = None
    cache: int | None = None
    processed: int | None = None
    time_ms: float | None = None

    @property
    def fraction(self) -> float | None:
        """``processed`` as a part of ``total``, from 0.0 to 1.0; None if that is unknown."""
        done, total = self.processed, self.total
        if not isinstance(done, (int, float)) or not isinstance(total, (int, float)) or total <= 0:
            return None
        return max(0.0, min(1.0, done / total))


@result
class Chat(WithStatistics):
    """The answers to a conversation, or a chunk of a stream. ``created``: Unix time in seconds.

    prompt_progress: in the chunks of servers that take ``ReturnProgress``.
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
    prompt_progress: ChatPromptProgress | None = None

    created_as_string = TimeText("created")

    def _repr_markdown_(self) -> str | None:
        messages = (choice.message for choice in self.choices if isinstance(choice, Choice))
        texts = [message.content for message in messages if message is not None and message.content]
        return "\n\n---\n\n".join(texts) or None

    def _decoded(self) -> None:
        if not self.choices:
            # OpenRouter sometimes puts the answer into this field.
            take_nested(self, "provider")
        raise_error_of_answer(self)
        for choice in self.choices if type(self.choices) is list else ():
            message = choice.message if type(choice) is Choice else None
            if type(message) is ChatMessage and (message.tool_calls or not message.raw_content):
                message._normalize_calls()


@result
class ChatImageUrl(Result):
    """An image, as a URL or a data URI."""

    url: str = ""
    detail: ImageDetail | str | None = None


@result
class ChatContentPart(Result):
    """A part of a stored message: ``text``, or ``image_url``."""

    type: str = ""
    text: str = ""
    image_url: ChatImageUrl | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@result
class ChatCompletionMessage(ChatMessage):
    """A message of a stored conversation. ``content_parts`` is set if it was sent in parts."""

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
    """The deleted chat completion."""

    id: str = ""
    object: str = ""
    deleted: bool | None = None

