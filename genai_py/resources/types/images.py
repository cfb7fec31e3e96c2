"""Images. Source: https://platform.openai.com/docs/api-reference/images"""

from __future__ import annotations

from enum import Enum


class ResponseFormat(str, Enum):
    """How images are returned: as a URL, valid for an hour, or as base64."""

    url = "url"
    b64_json = "b64_json"
    sdk_unknown = "sdk_unknown"


class ImageSize(str, Enum):
    """Width and height of an image in pixels; each model supports some of them."""

    r256x256 = "256x256"
    r512x512 = "512x512"
    r1024x1024 = "1024x1024"
    r1792x1024 = "1792x1024"
    r1024x1792 = "1024x1792"
    r1536x1024 = "1536x1024"
    r1024x1536 = "1024x1536"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ImageStyle(str, Enum):
    """The style of an image: hyper-real and dramatic, or natural."""

    vivid = "vivid"
    natural = "natural"
    sdk_unknown = "sdk_unknown"


class BackGroundType(str, Enum):
    """The background of an image; ``transparent`` needs PNG or WebP."""

    transparent = "transparent"
    opaque = "opaque"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ImageModerationType(str, Enum):
    """How strictly images are moderated."""

    low = "low"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class OutputFormatType(str, Enum):
    """The formats of image files."""

    png = "png"
    jpeg = "jpeg"
    webp = "webp"
    sdk_unknown = "sdk_unknown"


class ImageQualityType(str, Enum):
    """The quality of an image; ``standard`` and ``hd`` are those of ``dall-e-3``."""

    high = "high"
    medium = "medium"
    low = "low"
    standard = "standard"
    hd = "hd"
    auto = "auto"
    sdk_unknown = "sdk_unknown"


class ImageInputFidelity(str, Enum):
    """How closely an edit matches the style and faces of the input images."""

    high = "high"
    low = "low"
    sdk_unknown = "sdk_unknown"
