"""Images: generation, edits and variations.

Source: https://platform.openai.com/docs/api-reference/images
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from ..core.building.form_params import MultiFormDataParams, add_parts, file_part, file_setter
from ..core.building.mime import decode_data_uri, decode_either, is_data_uri
from ..core.building.multipart import FileSource, Multipart
from ..core.building.params import JsonParam, wrong_type
from ..core.building.setters import setter
from ..core.calls.media import fetch
from ..core.calls.operations import POST, Route, operation
from ..core.files import atomic_write
from ..core.results.base import Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .types import (
    BackGroundType,
    ImageInputFidelity,
    ImageModerationType,
    ImageQualityType,
    ImageSize,
    ImageStyle,
    OutputFormatType,
    ResponseFormat,
)

if TYPE_CHECKING:
    from typing_extensions import Self


class ImageCreateParams(JsonParam):
    """A new image. Source: https://platform.openai.com/docs/api-reference/images/create"""

    __slots__ = ()

    Prompt = setter(str, "prompt", doc="A description of the image; its maximum length depends on the model.")
    BackGround = setter(BackGroundType, "background", doc="``transparent``, for PNG and WebP, ``opaque`` or ``auto``.")
    Model = setter(str, "model", doc="The id of an image model.")
    Moderation = setter(ImageModerationType, "moderation", doc="``low`` or ``auto``.")
    N = setter(int, "n", doc="The number of images, 1 to 10; 1 by default.")
    OutputCompression = setter(int, "output_compression", doc="0 to 100, 100 by default; for JPEG and WebP.")
    OutputFormat = setter(OutputFormatType, "output_format", doc="``png``, the default, ``jpeg`` or ``webp``.")
    Quality = setter(
        (ImageQualityType, str), "quality", doc="``low``, ``medium``, ``high`` or ``auto``; depends on the model."
    )
    ResponseFormat = setter(
        ResponseFormat, "response_format", doc="``url`` or ``b64_json``, for models that support both."
    )
    Size = setter((ImageSize, str), "size", doc="``auto`` or ``<width>x<height>`` in pixels; depends on the model.")
    Style = setter(ImageStyle, "style", doc="``vivid`` or ``natural``, for models that support styles.")
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")


class ImageEditParams(MultiFormDataParams):
    """An edit of images. Source: https://platform.openai.com/docs/api-reference/images/createEdit"""

    __slots__ = ()

    def Image(
        self, Value: FileSource | Sequence[FileSource], /, FileName: str | Sequence[str] = "", MimeType: str = ""
    ) -> Self:
        """Add an image, or each of a list: a path, an open binary file, bytes or a data URI.

        FileName: the name sent to the server; a list for a list of images. PNG, WebP or JPEG below 50 MB each, 16 of
        them at most. The form calls one image ``image``, several ``image[]``.
        """
        where = f"{type(self).__name__}.Image"
        images = Value if isinstance(Value, (list, tuple)) else [Value]
        names = [FileName] * len(images) if isinstance(FileName, str) else FileName
        if not isinstance(names, Sequence) or (names is FileName and images is not Value):
            raise wrong_type(where, "a name for an image, a list of names for a list", FileName)
        if len(images) != len(names):
            raise ValueError(f"{where} got {len(images)} images and {len(names)} names for them")
        parts = [file_part(where, image, name, MimeType) for image, name in zip(images, names, strict=True)]
        add_parts(self, "image", parts)
        return self

    BackGround = setter(BackGroundType, "background", doc="``transparent``, for PNG and WebP, ``opaque`` or ``auto``.")
    InputFidelity = setter(
        ImageInputFidelity, "input_fidelity", doc="How closely to match style and faces: ``high`` or ``low``."
    )
    Moderation = setter(ImageModerationType, "moderation", doc="``low`` or ``auto``.")
    OutputFormat = setter(OutputFormatType, "output_format", doc="``png``, the default, ``jpeg`` or ``webp``.")
    OutputCompression = setter(int, "output_compression", doc="0 to 100, 100 by default; for JPEG and WebP.")
    Prompt = setter(str, "prompt", doc="A description of the edited image.")
    Mask = file_setter(
        "mask",
        doc="A PNG of the first image's size whose transparent areas are replaced: a path, an open binary file, "
        "bytes or a data URI.",
    )
    Model = setter(str, "model", doc="The id of an image model.")
    N = setter(int, "n", doc="The number of images, 1 to 10; 1 by default.")
    Quality = setter(
        (ImageQualityType, str), "quality", doc="``low``, ``medium``, ``high`` or ``auto``; depends on the model."
    )
    Size = setter((ImageSize, str), "size", doc="``auto`` or ``<width>x<height>`` in pixels; depends on the model.")
    ResponseFormat = setter(
        ResponseFormat, "response_format", doc="``url`` or ``b64_json``, for models that support both."
    )
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")

    def to_multipart(self, also: Mapping[str, Any] | None = None) -> Multipart:
        """Return the form to send. also: additional fields of the operation."""
        form = super().to_multipart(also)
        if [name for name, _ in form.fields].count("image") < 2:
            return form
        renamed = (("image[]" if name == "image" else name, value) for name, value in form.fields)
        return attrs.evolve(form, fields=tuple(renamed))


class ImageVariationParams(MultiFormDataParams):
    """A variation of an image. Source: https://platform.openai.com/docs/api-reference/images/createVariation"""

    __slots__ = ()

    Image = file_setter(
        "image", doc="A square PNG below 4 MB: a path, an open binary file, bytes or a data URI."
    )
    Model = setter(str, "model", doc="The id of an image model.")
    N = setter(int, "n", doc="The number of images, 1 to 10; 1 by default.")
    ResponseFormat = setter(ResponseFormat, "response_format", doc="``url`` or ``b64_json``.")
    Size = setter((ImageSize, str), "size", doc="``256x256``, ``512x512`` or ``1024x1024``.")
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")


@result
class ImageCreateData(Result):
    """An image, as base64 in ``b64_json`` or at ``url``. revised_prompt: the prompt that was used."""

    b64_json: str = ""
    url: str = ""
    revised_prompt: str = ""


class _Fetched(ImageCreateData):
    # Not fields, as neither is part of the JSON.
    __slots__ = ("_body", "_file_name")

    if TYPE_CHECKING:
        _body: bytes
        _file_name: str


@result
class ImagePart(_Fetched):
    """A generated image. An image at a URL is downloaded once, on first use, without the client's key."""

    @property
    def file_name(self) -> str:
        """The path of the last file written, or ""."""
        try:
            return self._file_name
        except AttributeError:
            return ""

    def GetStream(self) -> io.BytesIO:
        """Return the image as a binary stream; blocks while it is downloaded.

        Raises ValueError for a missing image or invalid base64, GenAIException if the download fails.
        """
        return io.BytesIO(self._bytes())

    def Download(self, FileName: str | os.PathLike[str]) -> None:
        """Write the image to a file; the same as ``SaveToFile``."""
        self.SaveToFile(FileName)

    def SaveToFile(self, FileName: str | os.PathLike[str], RaiseError: bool = True) -> None:
        """Write the image to a file, atomically; blocks while it is downloaded.

        Raises the same errors as ``GetStream``, ValueError for an empty file name, and FileNotFoundError for a missing
        folder; with ``RaiseError=False``, an empty file name is ignored and nothing is written.
        """
        if not os.fspath(FileName):
            if RaiseError:
                raise ValueError(f"{type(self).__name__}.SaveToFile needs the name of a file")
            return
        data = self._bytes()
        with atomic_write(FileName) as file:
            file.write(data)
        self._file_name = os.fspath(FileName)

    def _bytes(self) -> bytes:
        if self.b64_json:
            # Some servers send a data URI in place of base64, or of a URL.
            return decode_either(self.b64_json)
        if not self.url:
            raise ValueError("the server sent no image, neither as base64 nor as a URL")
        if is_data_uri(self.url):
            return decode_data_uri(self.url)
        try:
            return self._body
        except AttributeError:
            if not self.url.lower().startswith(("http://", "https://")):
                raise ValueError(f"{self.url[:80]!r}: only http and https URLs can be fetched") from None
            self._body = fetch(self.url).body
            return self._body


@result
class ImageInputTokensDetails(Result):
    """The details of the input tokens."""

    image_tokens: int | None = None
    text_tokens: int | None = None


@result
class ImageOutputTokensDetails(Result):
    """The details of the output tokens."""

    image_tokens: int | None = None
    text_tokens: int | None = None


@result
class GenerateImageUsage(Result):
    """The token usage of a request; only some models report it."""

    input_tokens: int | None = None
    input_tokens_details: ImageInputTokensDetails | None = None
    output_tokens: int | None = None
    output_tokens_details: ImageOutputTokensDetails | None = None
    total_tokens: int | None = None


@result
class GeneratedImages(Result):
    """The generated images. created: Unix time in seconds.

    Source: https://platform.openai.com/docs/api-reference/images/object
    """

    background: str = ""
    created: int | None = None
    data: list[ImagePart] = items()
    output_format: str = ""
    quality: str = ""
    size: str = ""
    usage: GenerateImageUsage | None = None

    created_as_string = TimeText("created")


AsynGeneratedImages = AsynCallBack[GeneratedImages]
PromiseGeneratedImages = PromiseCallBack[GeneratedImages]


class ImagesRoute(Route):
    """Images: ``images/generations``, ``images/edits``, ``images/variations``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "images/generations", params=ImageCreateParams, result=GeneratedImages
    )
    Edit, AsynEdit, AsyncAwaitEdit = operation(
        POST, "images/edits", params=ImageEditParams, result=GeneratedImages
    )
    Variation, AsynVariation, AsyncAwaitVariation = operation(
        POST, "images/variations", params=ImageVariationParams, result=GeneratedImages
    )
