"""The content blocks of messages: text, images, documents, tool calls and their results, thoughts.

Source: https://platform.claude.com/docs/en/api/messages/create
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.building.params import JsonParam, part_of
from ...core.building.setters import checked, setter
from ...core.calls.media import MediaSource, loaded
from ..types import MessageBlockType, MessageSourceType
from .results import MessageBlock

if TYPE_CHECKING:
    from typing_extensions import Self

_IMAGES = ("image/gif", "image/jpeg", "image/png", "image/webp")
# Fields that a block has to have, with what a model that gave none is taken to have given.
_REQUIRED: Mapping[str, Mapping[str, Any]] = {
    "text": {"text": ""},
    "thinking": {"thinking": "", "signature": ""},
    "tool_use": {"input": {}},
}


class MessageSourceParams(JsonParam):
    """Where an image or a document comes from."""

    __slots__ = ()

    Type = setter(MessageSourceType, "type", doc="The type: ``base64``, ``url``, ``text``, ``content`` or ``file``.")
    MediaType = setter(str, "media_type", doc="The MIME type of ``data``.")
    Data = setter(str, "data", doc="The bytes as base64; for the type ``text``, the text.")
    Url = setter(str, "url", doc="An http(s) URL.")
    FileId = setter(str, "file_id", doc="The id of an uploaded file.")

    @classmethod
    def New(cls, Source: MediaSource) -> MessageSourceParams:
        """Return a source of a path, an http(s) URL (which is passed on), a data URI or bytes.

        Raises FileNotFoundError for a missing file, ValueError if its type cannot be determined.
        """
        media = loaded(f"{cls.__name__}.New", Source)
        if media.url:
            return cls().Type(MessageSourceType.url).Url(media.url)
        if media.mime_type.startswith("text/"):
            text = media.data.decode("utf-8", "replace")
            return cls().Type(MessageSourceType.text).MediaType("text/plain").Data(text)
        return cls().Type(MessageSourceType.base64).MediaType(media.mime_type).Data(media.base64)


class MessageBlockParams(JsonParam):
    """A content block. The class methods return complete ones: ``MessageBlockParams.NewImage("cat.png")``."""

    __slots__ = ()

    Type = setter(MessageBlockType, "type", doc="The type of the block.")
    Text = setter(str, "text", doc="The text.")
    Source = setter(MessageSourceParams, "source", doc="The image or the document.")
    Title = setter(str, "title", doc="The title of a document.")
    Context = setter(str, "context", doc="What the model should know about a document, not to be quoted.")
    Id = setter(str, "id", doc="The id of a tool call.")
    Name = setter(str, "name", doc="The name of the called tool.")
    Input = setter(dict, "input", doc="The arguments of a tool call, as an object.")
    ToolUseId = setter(str, "tool_use_id", doc="The id of the call that a result answers.")
    IsError = setter(bool, "is_error", doc="Whether the tool failed, and the result describes the error.")
    Thinking = setter(str, "thinking", doc="The model's thoughts, as they came.")
    Signature = setter(str, "signature", doc="The signature of the thoughts, as it came.")
    Data = setter(str, "data", doc="Encrypted thoughts, as they came.")
    CacheControl = setter(
        dict, "cache_control", doc='Keep the prompt up to here in the cache: ``{"type": "ephemeral"}``.'
    )

    def Content(self, Value: Block | Sequence[Block]) -> Self:
        """The result of a tool: a text, or blocks."""
        return self.Add("content", content_of(f"{type(self).__name__}.Content", Value))

    def Citations(self, Value: bool = True) -> Self:
        """Whether the answer may cite the document; true when called without a value."""
        return self.Add("citations", {"enabled": checked(f"{type(self).__name__}.Citations", bool, Value)})

    @classmethod
    def NewText(cls, Text: str) -> MessageBlockParams:
        """Return a text."""
        return cls().Type(MessageBlockType.text).Text(Text)

    @classmethod
    def NewImage(cls, Source: MediaSource) -> MessageBlockParams:
        """Return an image from a path, an http(s) URL (which is passed on), a data URI or bytes.

        Raises FileNotFoundError for a missing file, ValueError for a type other than JPEG, PNG, GIF and WebP.
        """
        media = loaded(f"{cls.__name__}.NewImage", Source)
        if not media.url and media.mime_type not in _IMAGES:
            raise ValueError(
                f"{cls.__name__}.NewImage: {media.name} is {media.mime_type}; the API takes {', '.join(_IMAGES)}"
            )
        return cls().Type(MessageBlockType.image).Source(MessageSourceParams.New(media))

    @classmethod
    def NewDocument(cls, Source: MediaSource, Title: str = "") -> MessageBlockParams:
        """Return a PDF or a text from a path, an http(s) URL (which is passed on), a data URI or bytes.

        Title: how the model knows it. Raises FileNotFoundError for a missing file, ValueError for other types.
        """
        media = loaded(f"{cls.__name__}.NewDocument", Source)
        if not media.url and media.mime_type != "application/pdf" and not media.mime_type.startswith("text/"):
            raise ValueError(
                f"{cls.__name__}.NewDocument: {media.name} is {media.mime_type}; the API takes PDF and text"
            )
        made = cls().Type(MessageBlockType.document).Source(MessageSourceParams.New(media))
        return made.Title(Title) if Title else made

    @classmethod
    def NewFile(cls, Source: MediaSource) -> MessageBlockParams:
        """Return an image or a document, by the type of the file. An http(s) URL that names neither is an image."""
        media = loaded(f"{cls.__name__}.NewFile", Source)
        is_image = media.is_image or (media.url and not media.mime_type)
        return cls.NewImage(media) if is_image else cls.NewDocument(media)

    @classmethod
    def NewToolUse(cls, Id: str, Name: str, Input: Mapping[str, Any]) -> MessageBlockParams:
        """Return a call of a tool, as the model made it."""
        return cls().Type(MessageBlockType.tool_use).Id(Id).Name(Name).Input(Input)

    @classmethod
    def NewToolResult(
        cls, ToolUseId: str, Content: Block | Sequence[Block], IsError: bool = False
    ) -> MessageBlockParams:
        """Return the result of a call. ToolUseId: the call's id. IsError: whether the tool failed."""
        made = cls().Type(MessageBlockType.tool_result).ToolUseId(ToolUseId).Content(Content)
        return made.IsError(True) if IsError else made

    @classmethod
    def NewThinking(cls, Thinking: str, Signature: str = "") -> MessageBlockParams:
        """Return thoughts of the model, to be sent back as they came."""
        return cls().Type(MessageBlockType.thinking).Thinking(Thinking).Signature(Signature)

    @classmethod
    def NewRedactedThinking(cls, Data: str) -> MessageBlockParams:
        """Return encrypted thoughts of the model, to be sent back as they came."""
        return cls().Type(MessageBlockType.redacted_thinking).Data(Data)


Block = MessageBlockParams | MessageBlock | Mapping[str, Any] | str
"""A content block: a builder, one of a result, a dict, or a text."""


def content_of(where: str, value: Any) -> Any:
    """Return a content as it is sent: a text, or a list of blocks. Raises TypeError naming ``where``."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [block_of(where, each) for each in value]
    return [block_of(where, value)]


def block_of(where: str, value: Any) -> Any:
    """Return a block as it is sent: of a builder, a function that fills one, a result, a text or a dict."""
    if isinstance(value, str):
        return MessageBlockParams.NewText(value)
    if isinstance(value, MessageBlock):
        return sent_back(value.ToJson())
    takes = "a text, MessageBlockParams (or a function that fills one), blocks of a result or dict"
    return part_of(where, MessageBlockParams, value, (Mapping,), takes=takes)


def sent_back(block: Any) -> Any:
    """Return a block of a reply, as JSON, in the form that a request has to have."""
    if not isinstance(block, dict):
        return block
    fields = {key: value for key, value in block.items() if value is not None}
    fields = {**_REQUIRED.get(str(fields.get("type")), {}), **fields}
    if fields.get("type") == "tool_use" and not isinstance(fields["input"], dict):
        # The model wrote no JSON object, and servers refuse anything else.
        fields["input"] = {}
    if fields.get("citations") == []:
        del fields["citations"]
    return fields
