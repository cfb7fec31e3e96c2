"""Base64, data URIs and MIME types of files, texts, streams and URLs."""

from __future__ import annotations

import base64
import codecs
import os
from collections.abc import Callable
from email.charset import ALIASES
from email.message import Message
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, overload

from ..core.building.mime import (
    decode_base64,
    decode_data_uri,
    is_data_uri,
    normal_type,
    split_data_uri,
    type_of_bytes,
    type_of_name,
)
from ..core.building.params import wrong_type
from ..core.calls.media import fetch
from ..core.files import atomic_write
from ..core.spelling import CallableInBothSpellings

T = TypeVar("T")
FilePath = str | os.PathLike[str]
_Bytes = (bytes, bytearray, memoryview)

_UNKNOWN = "application/octet-stream"
_NO_TEXT: Any = object()
_LINE = 76
_HEAD = 64
_BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


class MediaCodec(metaclass=CallableInBothSpellings):
    """Encodes and decodes media. All methods are static.

    The ``Try...`` methods never raise. They return the original's ``out`` parameters, or None where the original
    returns False: ``found = MediaCodec.TryToBytes(path)``, then ``data, mime_type = found``. Those without ``out``
    parameters return True or False. The other methods raise ValueError for invalid base64 or data URIs, OSError for
    files that cannot be read or written, LookupError for unknown encodings.

    Encodings are named as in Python, such as ``"utf-8"``, the default. Methods that read a URL block.
    """

    @staticmethod
    def IsUri(Value: str) -> bool:
        """Whether the text is an http or https URL."""
        return Value.strip().lower().startswith(("http://", "https://"))

    @staticmethod
    def IsDataUri(Value: str) -> bool:
        """Whether the text begins like a data URI."""
        return is_data_uri(Value)

    @staticmethod
    def NormalizeBase64(Value: str, CrLfDeletion: bool = True) -> str:
        """Return the text without line breaks; unchanged if ``CrLfDeletion`` is false."""
        return Value.replace("\r", "").replace("\n", "") if CrLfDeletion else Value

    @overload
    @staticmethod
    def EncodeBase64(Value: FilePath | bytes | BinaryIO, *, CrLfDeletion: bool = True) -> str: ...
    @overload
    @staticmethod
    def EncodeBase64(Value: FilePath | bytes | BinaryIO, CrLfDeletion: bool, /) -> str: ...
    @overload
    @staticmethod
    def EncodeBase64(Value: str, Encoding: str | None, CrLfDeletion: bool = True) -> str: ...
    @staticmethod
    def EncodeBase64(Value: Any, Encoding: Any = _NO_TEXT, CrLfDeletion: bool = True) -> str:
        """Return the base64 of a file, of bytes, or of a binary stream from its position, which is then restored.

        With an encoding, also None, a string is the text to encode, not a path. CrLfDeletion: if true, the result is
        one line, else lines of 76 characters. Unlike in the original, the default is one line for files too, as
        servers reject line breaks.
        """
        if isinstance(Encoding, bool):
            Encoding, CrLfDeletion = _NO_TEXT, Encoding
        encoded = base64.b64encode(_bytes_of("MediaCodec.EncodeBase64", Value, Encoding)).decode("ascii")
        if CrLfDeletion:
            return encoded
        return "\r\n".join(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))

    @staticmethod
    def DecodeBase64ToString(Base64: str, Encoding: str | None = None) -> str:
        """Decode base64 to text."""
        return decode_base64(Base64).decode(Encoding or "utf-8")

    @staticmethod
    def DecodeBase64ToBytes(Base64: str) -> bytes:
        """Decode base64 to bytes."""
        return decode_base64(Base64)

    @staticmethod
    def DecodeBase64ToStream(Base64: str, AStream: BinaryIO) -> bool:
        """Decode base64 into a binary stream, replacing its content. Returns True."""
        return _fill(AStream, decode_base64(Base64))

    @staticmethod
    def DecodeBase64ToFile(Base64: str, FilePath: FilePath) -> bool:
        """Decode base64 to a file, atomically. Returns True."""
        return _save(FilePath, decode_base64(Base64))

    @staticmethod
    def TryDecodeBase64ToString(Base64: str, Encoding: str | None = None) -> str | None:
        """Like ``DecodeBase64ToString``, but return None on failure."""
        return _or_none(lambda: MediaCodec.DecodeBase64ToString(Base64, Encoding))

    @staticmethod
    def TryDecodeBase64ToBytes(Base64: str) -> bytes | None:
        """Like ``DecodeBase64ToBytes``, but return None on failure."""
        return _or_none(lambda: decode_base64(Base64))

    @staticmethod
    def TryDecodeBase64ToStream(Base64: str, AStream: BinaryIO) -> bool:
        """Like ``DecodeBase64ToStream``, but return False on failure."""
        return bool(_or_none(lambda: MediaCodec.DecodeBase64ToStream(Base64, AStream)))

    @staticmethod
    def TryDecodeBase64ToFile(Base64: str, FilePath: FilePath) -> bool:
        """Like ``DecodeBase64ToFile``, but return False on failure."""
        return bool(_or_none(lambda: MediaCodec.DecodeBase64ToFile(Base64, FilePath)))

    @overload
    @staticmethod
    def EncodeDataUri(
        Value: FilePath | bytes | BinaryIO, MimeType: str, *, CrLfDeletion: bool = True
    ) -> str: ...
    @overload
    @staticmethod
    def EncodeDataUri(Value: FilePath | bytes | BinaryIO, MimeType: str, CrLfDeletion: bool, /) -> str: ...
    @overload
    @staticmethod
    def EncodeDataUri(Value: str, MimeType: str, Encoding: str | None, CrLfDeletion: bool = True) -> str: ...
    @staticmethod
    def EncodeDataUri(Value: Any, MimeType: str, Encoding: Any = _NO_TEXT, CrLfDeletion: bool = True) -> str:
        """Return ``data:<type>;base64,...`` for any value that ``EncodeBase64`` accepts.

        MimeType: its parameters are dropped. Raises ValueError if it is empty.
        """
        mime_type = _without_parameters(MimeType)
        if not mime_type:
            raise ValueError("MediaCodec.EncodeDataUri: MimeType is empty")
        return f"data:{mime_type};base64,{MediaCodec.EncodeBase64(Value, Encoding, CrLfDeletion)}"

    @staticmethod
    def TryDecodeDataUriToBytes(DataUri: str) -> tuple[bytes, str] | None:
        """Return the bytes in a data URI and their MIME type."""
        return _or_none(lambda: (decode_data_uri(DataUri), _type_of_uri(DataUri)))

    @staticmethod
    def TryDecodeDataUriToStream(DataUri: str, AStream: BinaryIO) -> str | None:
        """Decode a data URI into a binary stream, replacing its content. Returns the MIME type."""
        return _or_none(lambda: _fill(AStream, decode_data_uri(DataUri)) and _type_of_uri(DataUri)) or None

    @staticmethod
    def TryDecodeDataUriToString(DataUri: str, Encoding: str | None = None) -> tuple[str, str] | None:
        """Return the text in a data URI and its MIME type. Encoding: used if the data URI names no charset."""

        def decode() -> tuple[str, str]:
            charset = _charset_of(split_data_uri(DataUri)[1]) or Encoding or "utf-8"
            return decode_data_uri(DataUri).decode(charset), _type_of_uri(DataUri)

        return _or_none(decode)

    @staticmethod
    def TryDecodeDataUriToFile(DataUri: str, FilePath: FilePath) -> str | None:
        """Decode a data URI to a file, atomically. Returns the MIME type."""
        return _or_none(lambda: _save(FilePath, decode_data_uri(DataUri)) and _type_of_uri(DataUri)) or None

    @staticmethod
    def TryGetDataUriMimeType(Value: str) -> str | None:
        """Return the MIME type of a data URI, by default ``text/plain``."""
        return _or_none(lambda: _type_of_uri(Value))

    @staticmethod
    def GetMimeType(FileLocation: FilePath) -> str:
        """Return the MIME type of a data URI, a URL or a file.

        For a URL, a HEAD request is sent; the type is that of the reply, else that of the URL's file name extension,
        else "". A file's type follows from its extension, else from its first bytes, else it is
        ``application/octet-stream``. Raises FileNotFoundError for a missing file.
        """
        text = FileLocation.strip() if isinstance(FileLocation, str) else ""
        if MediaCodec.IsDataUri(text):
            return _type_of_uri(text)
        if MediaCodec.IsUri(text):
            header = _or_none(lambda: fetch(text, "HEAD").headers.get("Content-Type", "")) or ""
            name = text.partition("?")[0].partition("#")[0]
            return normal_type(header) or type_of_name(name) or _without_parameters(header)
        with open(FileLocation, "rb") as file:
            return type_of_name(os.fspath(FileLocation)) or type_of_bytes(file.read(_HEAD)) or _UNKNOWN

    @staticmethod
    def GetFileSize(FilePath: FilePath) -> int:
        """Return the size of a file, in bytes. Raises FileNotFoundError."""
        return os.path.getsize(FilePath)

    @staticmethod
    def TryToBytes(FileLocation: FilePath) -> tuple[bytes, str] | None:
        """Return the bytes of a data URI, a URL or a file, and their MIME type."""
        if isinstance(FileLocation, str):
            text = FileLocation.strip()
            if MediaCodec.IsDataUri(text):
                return MediaCodec.TryDecodeDataUriToBytes(text)
            if MediaCodec.IsUri(text):
                return MediaCodec.TryUrlToBytes(text)
        return _or_none(lambda: (Path(FileLocation).read_bytes(), MediaCodec.GetMimeType(FileLocation)))

    @staticmethod
    def TryToDataUri(FileLocation: FilePath) -> tuple[str, str] | None:
        """Return a URL or a file as a data URI, and its MIME type. A data URI is returned unchanged."""
        found = MediaCodec.TryToBytes(FileLocation)
        if found is None:
            return None
        data, mime_type = found
        if isinstance(FileLocation, str) and MediaCodec.IsDataUri(FileLocation):
            return FileLocation.strip(), mime_type
        return MediaCodec.EncodeDataUri(data, mime_type or _UNKNOWN), mime_type

    @staticmethod
    def TryUrlToBytes(AUrl: str) -> tuple[bytes, str] | None:
        """Download a URL. Returns its bytes and their MIME type, "" if the server sends none."""

        def download() -> tuple[bytes, str]:
            reply = fetch(AUrl.strip())
            return reply.body, _without_parameters(reply.headers.get("Content-Type", ""))

        return _or_none(download)

    @staticmethod
    def TryUrlToStream(AUrl: str, AStream: BinaryIO) -> str | None:
        """Download a URL into a binary stream, replacing its content. Returns the MIME type, or ""."""
        found = MediaCodec.TryUrlToBytes(AUrl)
        if found is None or not _or_none(lambda: _fill(AStream, found[0])):
            return None
        return found[1]


class DataURI(metaclass=CallableInBothSpellings):
    """Creates data URIs. Both methods are static."""

    @staticmethod
    def Create(Data: bytes | BinaryIO, MimeType: str) -> str:
        """Return ``data:<type>;base64,...`` for bytes, or for a binary stream from its position."""
        data = _bytes_of("DataURI.Create", Data, _NO_TEXT, files=False)
        return f"data:{MimeType.lower()};base64,{base64.b64encode(data).decode('ascii')}"

    @staticmethod
    def CreateText(
        Text: str, MimeType: str = "text/plain", Encoding: str | None = None, IncludeBOM: bool = False
    ) -> str:
        """Return ``data:<type>;charset=<encoding>;base64,...`` for a text. IncludeBOM: add a byte order mark."""
        charset = (Encoding or "utf-8").lower()
        data = Text.encode(charset)
        if IncludeBOM:
            data = _BOMS.get(codecs.lookup(charset).name, b"") + data
        encoded = base64.b64encode(data).decode("ascii")
        return f"data:{MimeType.lower()};charset={ALIASES.get(charset, charset)};base64,{encoded}"


def _or_none(function: Callable[[], T]) -> T | None:
    try:
        return function()
    except Exception:
        return None


def _bytes_of(where: str, value: Any, encoding: Any, *, files: bool = True) -> bytes:
    if encoding is not _NO_TEXT:
        if not isinstance(value, str):
            raise wrong_type(where, "a text where an encoding is given", value)
        return value.encode(encoding or "utf-8")
    if isinstance(value, _Bytes):
        return bytes(value)
    if files and isinstance(value, (str, os.PathLike)):
        return Path(value).read_bytes()
    data = _rest(value) if hasattr(value, "read") else None
    if not isinstance(data, bytes):
        raise wrong_type(where, "a path, bytes or a binary stream" if files else "bytes or a binary stream", value)
    return data


def _rest(stream: Any) -> Any:
    """Read a stream from its position to its end, and restore the position if it is seekable."""
    position = stream.tell() if stream.seekable() else None
    try:
        return stream.read()
    finally:
        if position is not None:
            stream.seek(position)


def _fill(stream: BinaryIO, data: bytes) -> bool:
    if stream.seekable():
        stream.seek(0)
        stream.truncate()
    stream.write(data)
    if stream.seekable():
        stream.seek(0)
    return True


def _save(path: FilePath, data: bytes) -> bool:
    if not os.fspath(path).strip():
        raise ValueError("the path of the file to write is empty")
    with atomic_write(path) as file:
        file.write(data)
    return True


def _without_parameters(mime_type: str) -> str:
    """Return a MIME type in lower case, without its parameters."""
    return normal_type(mime_type) or mime_type.partition(";")[0].strip().lower()


def _type_of_uri(text: str) -> str:
    stated = split_data_uri(text)[0]
    return _without_parameters(stated) if "/" in stated else "text/plain"


def _charset_of(parameters: str) -> str:
    """Return the charset in the parameters of a data URI; "" for none and for an unknown one."""
    header = Message()
    header["Content-Type"] = "text/plain" + parameters
    charset = str(header.get_content_charset(""))
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return ""
