"""Builders for the contents of input messages.

Source: https://platform.openai.com/docs/api-reference/responses/create#responses-create-input
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ...core.building.params import JsonParam
from ...core.building.setters import setter
from ...core.calls.media import Media, MediaSource, loaded
from ..types import AudioFormat, ImageDetail, InputItemType
from .array_builder import ArrayBuilder
from .builders import PartParams, TypedParams, parts

if TYPE_CHECKING:
    from typing_extensions import Self

_DETAIL = re.compile(r"\s+detail=(\w+)\s*$", re.IGNORECASE)
_FILE_ID = re.compile(r"file[-_][A-Za-z0-9]+")
_AUDIO_FORMATS = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/flac": "flac", "audio/opus": "opus"}


class ItemAudioContent(PartParams):
    """Audio: its data as base64 and its format."""

    __slots__ = ()

    Data = setter(str, "data", doc="The audio as base64, without ``data:``.")
    Format = setter(AudioFormat, "format", doc="``mp3`` or ``wav``.")

    @classmethod
    def NewMp3(cls, Value: str = "") -> Self:
        """Set MP3 audio. Value: base64."""
        return cls._new(Value, AudioFormat.mp3)

    @classmethod
    def NewWav(cls, Value: str = "") -> Self:
        """Set WAV audio. Value: base64."""
        return cls._new(Value, AudioFormat.wav)

    @classmethod
    def _new(cls, data: str, audio_format: AudioFormat) -> Self:
        made = cls().Format(audio_format)
        return made.Data(data) if data else made


class ItemContent(TypedParams, words=InputItemType):
    """A part of a message: text, an image, a file or audio.

    Media are given as a path, an http(s) URL, a data URI, bytes or a ``Media``. A URL or path of an image may end in
    `` detail=low`` or `` detail=high``. Raises the same errors as ``Media.load``.
    Source: https://platform.openai.com/docs/api-reference/responses/create#responses-create-input
    """

    __slots__ = ()

    Text = setter(str, "text", doc="The text.")
    Detail = setter(
        ImageDetail, "detail", doc="The detail level of an image: ``low``, ``high``, ``auto``."
    )
    FileId = setter(str, "file_id", doc="The id of an uploaded file.")
    FileData = setter(str, "file_data", doc="A file as data URI.")
    FileUrl = setter(str, "file_url", doc="The URL from which the server downloads a file.")
    FileName = setter(str, "filename", doc="The name of a file.")
    InputAudio = setter(ItemAudioContent, "input_audio", doc="Sound.")

    def ImageUrl(self, Value: MediaSource) -> Self:
        """An image; a URL is sent unchanged, any other source as a data URI."""
        source, detail = _with_detail(Value)
        uri = loaded(f"{type(self).__name__}.ImageUrl", source).uri
        if detail:
            self.Detail(detail)
        self._fields["image_url"] = uri
        return self

    @classmethod
    def NewText(cls, Value: str | None = None) -> Self:
        """A text."""
        made = cls().Type(InputItemType.input_text)
        return made if Value is None else made.Text(Value)

    @classmethod
    def NewImage(cls, Value: MediaSource | None = None, Detail: ImageDetail | str = "auto") -> Self:
        """Return an image; a string such as ``file-abc123`` is the id of an uploaded one."""
        made = cls().Type(InputItemType.input_image)
        if Value is None:
            return made
        made.Detail(Detail)
        if isinstance(Value, str) and _is_file_id(Value):
            return made.FileId(Value)
        return made.ImageUrl(Value)

    @classmethod
    def NewFile(cls) -> Self:
        """Return a file part; set one of ``FileId``, ``FileUrl`` and ``FileData``."""
        return cls().Type(InputItemType.input_file)

    @classmethod
    def NewFileData(cls, FileLocation: MediaSource) -> Self:
        """Return a file part with the file's data. A URL is downloaded, which blocks."""
        return cls._file(loaded(f"{cls.__name__}.NewFileData", FileLocation, download=True))

    @classmethod
    def NewAudio(cls, FileLocation: MediaSource | None = None) -> Self:
        """Return an audio part. A URL is downloaded, which blocks. Raises ValueError for other types."""
        made = cls().Type(InputItemType.input_audio)
        if FileLocation is None:
            return made
        return made._audio(loaded(f"{cls.__name__}.NewAudio", FileLocation, download=True))

    @classmethod
    def Of(cls, Doc: MediaSource) -> Self:
        """Return a part for a medium; a string such as ``file-abc123`` is the id of an uploaded file.

        A URL without a known file extension is sent as an image.
        """
        return cls._of(Doc, f"{cls.__name__}.Of")

    @classmethod
    def _of(cls, Doc: MediaSource, where: str) -> Self:
        if isinstance(Doc, str) and _is_file_id(Doc):
            return cls.NewFile().FileId(Doc.strip())
        source, detail = _with_detail(Doc)
        media = loaded(where, source)
        if media.is_audio:
            return cls.NewAudio(media)
        if media.is_image or not media.mime_type:
            made = cls().Type(InputItemType.input_image).ImageUrl(media)
            return made.Detail(detail) if detail else made
        return cls.NewFile().FileUrl(media.url) if media.url else cls._file(media)

    @classmethod
    def _file(cls, media: Media) -> Self:
        return cls.NewFile().FileName(media.name).FileData(media.data_uri)

    def _audio(self, media: Media) -> Self:
        audio_format = _AUDIO_FORMATS.get(media.mime_type)
        if audio_format is None:
            raise ValueError(
                f"{media.name} is {media.mime_type}, expected audio: {', '.join(_AUDIO_FORMATS)}"
            )
        return self.InputAudio(ItemAudioContent().Data(media.base64).Format(audio_format))


def _with_detail(source: MediaSource) -> tuple[MediaSource, str]:
    """A medium, and the ``detail=`` at the end of its string."""
    if isinstance(source, str) and (found := _DETAIL.search(source)):
        return source[: found.start()], found[1].lower()
    return source, ""


def _is_file_id(text: str) -> bool:
    return _FILE_ID.fullmatch(text.strip()) is not None and not os.path.exists(text)


class Content(ArrayBuilder[ItemContent], of=ItemContent):
    """The parts of a message, added one by one: ``Content().AddPrompt("What is it?").AddImage("photo.png")``.

    ``ItemContent`` documents the errors.
    """

    __slots__ = ()

    def AddPrompt(self, AText: str) -> Self:
        """Add a text."""
        return self.Add(ItemContent.NewText(AText))

    def AddText(self, AText: str) -> Self:
        """Add a text."""
        return self.AddPrompt(AText)

    def AddImage(self, APathOrUrl: MediaSource) -> Self:
        """Add an image."""
        return self.Add(ItemContent.NewImage(APathOrUrl))

    def AddFile(self, AFilePath: MediaSource) -> Self:
        """Add a file."""
        return self.Add(ItemContent.NewFileData(AFilePath))

    def AddAudio(self, AAudioPath: MediaSource) -> Self:
        """Add audio."""
        return self.Add(ItemContent.NewAudio(AAudioPath))


class OutputTopLogprobs(JsonParam):
    """An alternative token."""

    __slots__ = ()

    Token = setter(str, "token", doc="The token.")
    Bytes = setter(list[int], "bytes", doc="Its bytes in UTF-8.")
    Logprob = setter(float, "logprob", doc="Its log probability.")

    @classmethod
    def New(cls, AToken: str) -> Self:
        """A token."""
        return cls().Token(AToken)


class OutputLogprobs(OutputTopLogprobs):
    """A token of an answer, with its log probability."""

    __slots__ = ()

    TopLogprobs = setter(list[OutputTopLogprobs], "top_logprobs", doc="The most likely tokens at this position.")


class OutputNotation(TypedParams):
    """An annotation of an earlier answer."""

    __slots__ = ()

    FileId = setter(str, "file_id", doc="The id of the file.")
    Index = setter(int, "index", doc="The position of the file in the list of files.")
    StartIndex = setter(int, "start_index", doc="The first annotated character.")
    EndIndex = setter(int, "end_index", doc="The last annotated character.")
    Title = setter(str, "title", doc="The title of the page.")
    Url = setter(str, "url", doc="The URL of the page.")

    @classmethod
    def NewFileCitation(cls) -> Self:
        """The citation of a file."""
        return cls().Type("file_citation")

    @classmethod
    def NewFilePath(cls) -> Self:
        """The path of a file."""
        return cls().Type("file_path")

    @classmethod
    def NewUrlCitation(cls) -> Self:
        """The citation of a web page."""
        return cls().Type("url_citation")


class OutputMessageContent(TypedParams):
    """A content part of an earlier answer."""

    __slots__ = ()

    Text = setter(str, "text", doc="The text of the model.")
    Refusal = setter(str, "refusal", doc="The model's refusal.")
    Annotations = parts(OutputNotation, "annotations", doc="The annotations of the text.")
    Logprobs = parts(OutputLogprobs, "logprobs", doc="The log probabilities of its tokens.")

    @classmethod
    def NewOutputText(cls) -> Self:
        """A text of the model."""
        return cls().Type("output_text")

    @classmethod
    def NewRefusal(cls) -> Self:
        """A refusal of the model."""
        return cls().Type("refusal")


class FunctionOutput(TypedParams):
    """A part of a function's result."""

    __slots__ = ()


class FunctionInputText(FunctionOutput, type="input_text"):
    """A text in a function's result."""

    __slots__ = ()

    Text = setter(str, "text", doc="The text.")


class FunctionInputImage(FunctionOutput, type="input_image"):
    """An image in a function's result."""

    __slots__ = ()

    Detail = setter(ImageDetail, "detail", doc="The detail level: ``low``, ``high``, ``auto``.")
    FileId = setter(str, "file_id", doc="The id of an uploaded image.")
    ImageUrl = setter(str, "image_url", doc="Its URL, or data URI.")


class FunctionInputFile(FunctionOutput, type="input_file"):
    """A file in a function's result."""

    __slots__ = ()

    FileData = setter(str, "file_data", doc="The file as data URI.")
    FileId = setter(str, "file_id", doc="The id of an uploaded file.")
    FileUrl = setter(str, "file_url", doc="The URL from which the server downloads it.")
    Filename = setter(str, "filename", doc="Its name.")


class ReasoningTextContent(TypedParams, type="summary_text"):
    """A part of a reasoning's summary."""

    __slots__ = ()

    Text = setter(str, "text", doc="The text.")
