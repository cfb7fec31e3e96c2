"""The parts of a message: text, images, audio and files.

Source: https://platform.openai.com/docs/api-reference/chat/create#chat_create-messages
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...core.building.params import JsonParam
from ...core.building.setters import setter
from ...core.calls.media import MediaSource, loaded
from ..types import AudioFormat, ImageDetail

_WITH_DETAIL = re.compile(r"(.*\S)\s+detail\s*=\s*(\w+)\s*", re.DOTALL | re.IGNORECASE)
_AUDIO_FORMATS = {
    "audio/wav": AudioFormat.wav,
    "audio/mpeg": AudioFormat.mp3,
    "audio/flac": AudioFormat.flac,
    "audio/opus": AudioFormat.opus,
}


class ImageUrl(JsonParam):
    """An image, as a URL or a data URI."""

    __slots__ = ()

    Url = setter(str, "url", doc="An http(s) URL, or a data URI.")
    Detail = setter(ImageDetail, "detail", doc="The detail level: ``low``, ``high``, or ``auto``, the default.")

    @classmethod
    def New(
        cls, PathLocation: MediaSource | None = None, Detail: ImageDetail | str = ImageDetail.auto
    ) -> ImageUrl:
        """Return an image from a path, an http(s) URL (which is passed on), a data URI or bytes; empty without any.

        Raises FileNotFoundError for a missing file, ValueError for a type that servers do not accept.
        """
        made = cls()
        if PathLocation is None:
            return made
        media = loaded(f"{cls.__name__}.New", PathLocation)
        if not (media.url or media.is_image or media.is_audio or media.mime_type == "application/pdf"):
            raise ValueError(f"{cls.__name__}.New: {media.name} is {media.mime_type}, not an image")
        made.Url(media.uri)
        return made if Detail == ImageDetail.auto else made.Detail(Detail)


class InputAudio(JsonParam):
    """Audio as base64."""

    __slots__ = ()

    Data = setter(str, "data", doc="The audio as base64.")
    Format = setter(AudioFormat, "format", doc="The format; the API accepts ``wav`` and ``mp3``.")

    @classmethod
    def New(cls, PathLocation: MediaSource) -> InputAudio:
        """Return audio from a path, an http(s) URL (which is downloaded), a data URI or bytes.

        Raises FileNotFoundError for a missing file, ValueError for other types, GenAIException if the
        download fails.
        """
        media = loaded(f"{cls.__name__}.New", PathLocation, download=True)
        if media.mime_type not in _AUDIO_FORMATS:
            raise ValueError(f"{cls.__name__}.New: {media.name} is {media.mime_type}; the API takes wav and mp3")
        return cls().Data(media.base64).Format(_AUDIO_FORMATS[media.mime_type])


class InputFile(JsonParam):
    """A file, as a data URI or the id of an uploaded file."""

    __slots__ = ()

    FileData = setter(str, "file_data", doc="The file as a data URI.")
    FileId = setter(str, "file_id", doc="The id of an uploaded file.")
    Filename = setter(str, "filename", doc="The name of the file in ``file_data``.")

    @classmethod
    def New(cls, PathLocation: MediaSource) -> InputFile:
        """Return a file from a path, an http(s) URL (which is downloaded), a data URI or bytes.

        Raises FileNotFoundError for a missing file, ValueError if its type cannot be determined, GenAIException if
        the download fails.
        """
        media = loaded(f"{cls.__name__}.New", PathLocation, download=True)
        return cls().Filename(media.name).FileData(media.data_uri)


class ContentParams(JsonParam):
    """A part of a user message."""

    __slots__ = ()

    Type = setter(str, "type", doc="The type of the part: ``text``, ``image_url``, ``input_audio`` or ``file``.")
    Text = setter(str, "text", doc="The text.")
    ImageUrl = setter(ImageUrl, "image_url", doc="The image.")
    InputAudio = setter(InputAudio, "input_audio", doc="The audio.")
    File = setter(InputFile, "file", doc="The file.")

    @classmethod
    def AddFile(cls, FileLocation: MediaSource) -> ContentParams:
        """Return a part for a path, an http(s) URL, a data URI or bytes: an image, audio or another file.

        ``"photo.png detail=low"`` sets the detail level of an image. URLs of images, and URLs without a known file
        extension, are passed on; other URLs are downloaded.
        Raises the same errors as ``ImageUrl.New``, ``InputAudio.New`` and ``InputFile.New``.
        """
        detail = "auto"
        if isinstance(FileLocation, str) and (found := _WITH_DETAIL.fullmatch(FileLocation)):
            FileLocation, detail = found.groups()
        media = loaded(f"{cls.__name__}.AddFile", FileLocation)
        if media.is_image or not media.mime_type:
            return cls().Type("image_url").ImageUrl(ImageUrl.New(media, detail))
        if media.is_audio:
            return cls().Type("input_audio").InputAudio(InputAudio.New(media))
        return cls().Type("file").File(InputFile.New(media))


class ContentPart(JsonParam):
    """A text part."""

    __slots__ = ()

    Type = setter(str, "type", default="text", doc="The type of the part; ``text`` when called without a value.")
    Text = setter(str, "text", doc="The text.")

    @classmethod
    def New(cls, Value: str | None = None) -> ContentPart:
        """Return a part with this text; without one, set it later."""
        made = cls().Type()
        return made if Value is None else made.Text(Value)


class AssistantContentParams(JsonParam):
    """A part of an assistant message: text, or a refusal."""

    __slots__ = ()

    Type = setter(str, "type", doc="The type of the part: ``text`` or ``refusal``.")
    Text = setter(str, "text", doc="The text.")
    Refusal = setter(str, "refusal", doc="The model's refusal.")

    @classmethod
    def AddText(cls, AType: str, Value: str) -> AssistantContentParams:
        """Return a part of type ``AType`` with this text."""
        return cls().Type(AType).Text(Value)

    @classmethod
    def AddRefusal(cls, AType: str, Value: str) -> AssistantContentParams:
        """Return a part of type ``AType`` with this refusal."""
        return cls().Type(AType).Refusal(Value)


class PredictionPartParams(JsonParam):
    """A part of a predicted text. ``PredictionPart(...)`` is a shorthand."""

    __slots__ = ()

    Type = setter(str, "type", doc="The type of the part; ``text``.")
    Text = setter(str, "text", doc="The text.")

    @classmethod
    def New(cls, AType: str, Text: str) -> PredictionPartParams:
        """Return a part of type ``AType`` with this text."""
        return cls().Type(AType).Text(Text)


class PredictionParams(JsonParam):
    """A text that the answer will mostly repeat, which speeds up the answer."""

    __slots__ = ()

    Type = setter(str, "type", doc="The type of prediction; ``content``.")
    Content = setter((str, list[PredictionPartParams]), "content", doc="The text, or its parts.")

    @classmethod
    def New(cls, Value: str | Sequence[PredictionPartParams]) -> PredictionParams:
        """Return a prediction of a text, or of text parts."""
        return cls().Type("content").Content(Value)


PredictionPart = PredictionPartParams.New
