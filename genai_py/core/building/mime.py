"""MIME types, detected from names and bytes, and data URIs. Pure functions.

Source: RFC 2397 for data URIs.
"""

from __future__ import annotations

import base64
import mimetypes
import os
import re
from urllib.parse import unquote, unquote_to_bytes

# Types that the platform's table lacks, or has by another name.
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
    # Servers use these for any content.
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
    """Return the MIME type of a file name's suffix; "" for an unknown one."""
    known = _BY_EXTENSION.get(os.path.splitext(name)[1].lower())
    guessed, compression = mimetypes.guess_type(os.path.basename(name), strict=False)
    return known or (_COMPRESSED.get(compression, "") if compression else normal_type(guessed or ""))


def type_of_bytes(data: bytes) -> str:
    """Return the MIME type that the first bytes of a file have as a signature; "" for unknown ones."""
    return next((mime_type for signature, mime_type in _SIGNATURES if signature.match(data)), "")


def normal_type(mime_type: str) -> str:
    """Return a MIME type in lower case and without parameters; "" for one that is used for any content."""
    bare = mime_type.partition(";")[0].strip().lower()
    return _SAME.get(bare, bare)


def ending_of_type(mime_type: str) -> str:
    """Return the suffix of file names of this type; "" for an unknown type."""
    ending = next((ending for ending, known in _BY_EXTENSION.items() if known == mime_type), None)
    return ending or mimetypes.guess_extension(mime_type) or ""


def is_data_uri(text: str) -> bool:
    """Whether a text begins as a data URI."""
    return text.lstrip()[:5].lower() == "data:"


def split_data_uri(text: str) -> tuple[str, str, str]:
    """Return the type of a data URI, its parameters and its data, as written. Raises ValueError for other texts."""
    found = _DATA_URI.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text[:60]!r} is not a valid data URI; expected 'data:<type>;base64,<data>'")
    return found[1].strip(), found[2], found[3]


def is_base64(parameters: str) -> bool:
    """Whether the parameters of a data URI say that its data is base64."""
    return parameters.lower().endswith(";base64")


def decode_data_uri(text: str) -> bytes:
    """Return the bytes of a data URI. Raises ValueError for other texts and for invalid base64."""
    _, parameters, body = split_data_uri(text)
    if not is_base64(parameters):
        return unquote_to_bytes(body)
    try:
        return decode_base64(unquote(body) if "%" in body else body)
    except ValueError as error:
        raise ValueError(f"{text[:60]!r}... is not a valid data URI: its {error}") from None


def decode_either(text: str) -> bytes:
    """Return the bytes of base64 or a data URI. Raises ValueError for other texts."""
    return decode_data_uri(text) if is_data_uri(text) else decode_base64(text)


def decode_base64(text: str) -> bytes:
    """Return the bytes of base64, which may have line breaks. Raises ValueError for invalid base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise ValueError(f"base64 is invalid ({error})") from None
