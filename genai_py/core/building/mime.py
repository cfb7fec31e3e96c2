"""MIME types: what names and bytes show of them, and data URIs. Pure functions.

Source: RFC 2397 for data URIs.
"""

from __future__ import annotations

import base64
import mimetypes
import os
import re
from urllib.parse import unquote, unquote_to_bytes

# What the platform's table of types lacks, or names in its own way.
_BY_EXTENSION = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".opus": "audio/opus",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".weba": "audio/webm",
    ".pdf": "application/pdf",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_SAME = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/x-flac": "audio/flac",
    "image/jpg": "image/jpeg",
    "image/x-png": "image/png",
    "application/x-pdf": "application/pdf",
    # Servers say these of anything.
    "application/octet-stream": "",
    "binary/octet-stream": "",
}
# By the platform's names for compression: the type of a ``.tar.gz`` is not that of its tar.
_COMPRESSED = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}
_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"ID3|\xff[\xf2\xf3\xfa\xfb]"), "audio/mpeg"),
    (re.compile(rb"fLaC"), "audio/flac"),
    (re.compile(rb"OggS"), "audio/ogg"),
    (re.compile(rb"%PDF-"), "application/pdf"),
)
_DATA_URI = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)


def type_of_name(name: str) -> str:
    """The MIME type that a file name's ending stands for; "" when it stands for none."""
    known = _BY_EXTENSION.get(os.path.splitext(name)[1].lower())
    guessed, compression = mimetypes.guess_type(os.path.basename(name), strict=False)
    return known or (_COMPRESSED.get(compression, "") if compression else normal_type(guessed or ""))


def type_of_bytes(data: bytes) -> str:
    """The MIME type that the first bytes of a file show; "" when they show none."""
    return next((mime_type for signature, mime_type in _SIGNATURES if signature.match(data)), "")


def normal_type(mime_type: str) -> str:
    """A MIME type in lower case and without parameters; "" for one that says nothing."""
    bare = mime_type.partition(";")[0].strip().lower()
    return _SAME.get(bare, bare)


def ending_of_type(mime_type: str) -> str:
    """How the name of a file of this type ends; "" where that is not known."""
    ending = next((ending for ending, known in _BY_EXTENSION.items() if known == mime_type), None)
    return ending or mimetypes.guess_extension(mime_type) or ""


def is_data_uri(text: str) -> bool:
    """Whether a text begins as a data URI."""
    return text.lstrip()[:5].lower() == "data:"


def split_data_uri(text: str) -> tuple[str, str, str]:
    """The type of a data URI, the type's parameters and the data, all as written. Raises ValueError if it is none."""
    found = _DATA_URI.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text[:60]!r} is no data URI; expected 'data:<type>;base64,<data>'")
    return found[1].strip(), found[2], found[3]


def is_base64(parameters: str) -> bool:
    """Whether the parameters of a data URI say that its data is base64."""
    return parameters.lower().endswith(";base64")


def decode_data_uri(text: str) -> bytes:
    """The bytes in a data URI. Raises ValueError if it is none or its base64 is broken."""
    _, parameters, body = split_data_uri(text)
    if not is_base64(parameters):
        return unquote_to_bytes(body)
    try:
        return decode_base64(unquote(body) if "%" in body else body)
    except ValueError as error:
        raise ValueError(f"{text[:60]!r}... is no data URI: its {error}") from None


def decode_either(text: str) -> bytes:
    """The bytes that base64 or a data URI stands for. Raises ValueError where it is neither."""
    return decode_data_uri(text) if is_data_uri(text) else decode_base64(text)


def decode_base64(text: str) -> bytes:
    """The bytes that base64 stands for, which may be broken over lines. Raises ValueError where it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise ValueError(f"base64 is broken ({error})") from None
