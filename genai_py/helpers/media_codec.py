"""Base64, data URIs and MIME types of files, texts, streams and what is at a URL."""

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
    """Encodes and decodes media. All functions are called on the class.

    A ``Try...`` function never raises. It gives what the original gives in its ``out`` parameters, or None where the
    original gives False: ``found = MediaCodec.TryToBytes(path)``, then ``data, mime_type = found``. One without
    ``out`` parameters gives True or False. The others raise ValueError for what cannot be decoded, OSError for a
    file that cannot be read or written, LookupError for an unknown encoding.

    Encodings are Python's names of them, such as ``"utf-8"``, which None stands for.
    """

    @staticmethod
    def IsUri(Value: str) -> bool:
        """Whether it is an http or https URL."""
        return Value.strip().lower().startswith(("http://", "https://"))

    @staticmethod
    def IsDataUri(Value: str) -> bool:
        """Whether it begins as a data URI."""
        return is_data_uri(Value)

    @staticmethod
    def NormalizeBase64(Value: str, CrLfDeletion: bool = True) -> str:
        """The text without its line breaks; as it is when ``CrLfDeletion`` is false."""
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
        """Base64 of a file, of bytes, or of what a binary stream has from its position on, which it keeps.

        With an encoding, also None, a string is the text itself and no path. CrLfDeletion: all on one line; false
        breaks it after 76 letters. One line is the default of files too, other than in the original: servers do not
        take line breaks.
        """
        if isinstance(Encoding, bool):
            Encoding, CrLfDeletion = _NO_TEXT, Encoding
        encoded = base64.b64encode(_bytes_of("MediaCodec.EncodeBase64", Value, Encoding)).decode("ascii")
        if CrLfDeletion:
            return encoded
        return "\r\n".join(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))

    @staticmethod
    def DecodeBase64ToString(Base64: str, Encoding: str | None = None) -> str:
        """The text that base64 stands for."""
        return decode_base64(Base64).decode(Encoding or "utf-8")

    @staticmethod
    def DecodeBase64ToBytes(Base64: str) -> bytes:
        """The bytes that base64 stands for."""
        return decode_base64(Base64)

    @staticmethod
    def DecodeBase64ToStream(Base64: str, AStream: BinaryIO) -> bool:
        """Put the bytes into a binary stream, in place of what it had. True; fails with an exception."""
        return _fill(AStream, decode_base64(Base64))

    @staticmethod
    def DecodeBase64ToFile(Base64: str, FilePath: FilePath) -> bool:
        """Write the bytes to a file. True; fails with an exception, and then leaves the file as it was."""
        return _save(FilePath, decode_base64(Base64))

    @staticmethod
    def TryDecodeBase64ToString(Base64: str, Encoding: str | None = None) -> str | None:
        """``DecodeBase64ToString``, or None."""
        return _tried(lambda: MediaCodec.DecodeBase64ToString(Base64, Encoding))

    @staticmethod
    def TryDecodeBase64ToBytes(Base64: str) -> bytes | None:
        """``DecodeBase64ToBytes``, or None."""
        return _tried(lambda: decode_base64(Base64))

    @staticmethod
    def TryDecodeBase64ToStream(Base64: str, AStream: BinaryIO) -> bool:
        """``DecodeBase64ToStream``, or False."""
        return bool(_tried(lambda: MediaCodec.DecodeBase64ToStream(Base64, AStream)))

    @staticmethod
    def TryDecodeBase64ToFile(Base64: str, FilePath: FilePath) -> bool:
        """``DecodeBase64ToFile``, or False."""
        return bool(_tried(lambda: MediaCodec.DecodeBase64ToFile(Base64, FilePath)))

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
        """``data:<type>;base64,...`` of what ``EncodeBase64`` takes. MimeType: used without its parameters.

        Raises ValueError where it is empty.
        """
        mime_type = _type_said(MimeType)
        if not mime_type:
            raise ValueError("MediaCodec.EncodeDataUri: MimeType is empty")
        return f"data:{mime_type};base64,{MediaCodec.EncodeBase64(Value, Encoding, CrLfDeletion)}"

    @staticmethod
    def TryDecodeDataUriToBytes(DataUri: str) -> tuple[bytes, str] | None:
        """The bytes in a data URI and their type."""
        return _tried(lambda: (decode_data_uri(DataUri), _type_of_uri(DataUri)))

    @staticmethod
    def TryDecodeDataUriToStream(DataUri: str, AStream: BinaryIO) -> str | None:
        """Put the bytes into a binary stream, in place of what it had; gives their type."""
        return _tried(lambda: _fill(AStream, decode_data_uri(DataUri)) and _type_of_uri(DataUri)) or None

    @staticmethod
    def TryDecodeDataUriToString(DataUri: str, Encoding: str | None = None) -> tuple[str, str] | None:
        """The text in a data URI and its type. Encoding: for one that does not say its charset."""

        def decode() -> tuple[str, str]:
            charset = _charset_of(split_data_uri(DataUri)[1]) or Encoding or "utf-8"
            return decode_data_uri(DataUri).decode(charset), _type_of_uri(DataUri)

        return _tried(decode)

    @staticmethod
    def TryDecodeDataUriToFile(DataUri: str, FilePath: FilePath) -> str | None:
        """Write the bytes to a file; gives their type. When it fails, the file stays as it was."""
        return _tried(lambda: _save(FilePath, decode_data_uri(DataUri)) and _type_of_uri(DataUri)) or None

    @staticmethod
    def TryGetDataUriMimeType(Value: str) -> str | None:
        """The type that a data URI says; ``text/plain`` where it says none."""
        return _tried(lambda: _type_of_uri(Value))

    @staticmethod
    def GetMimeType(FileLocation: FilePath) -> str:
        """The type of a data URI, of what is at a URL, or of a file.

        A URL is asked with HEAD, which blocks; "" where neither the reply nor the URL tells. A file tells by its
        ending or its first bytes, and is ``application/octet-stream`` otherwise. Raises FileNotFoundError.
        """
        text = FileLocation.strip() if isinstance(FileLocation, str) else ""
        if MediaCodec.IsDataUri(text):
            return _type_of_uri(text)
        if MediaCodec.IsUri(text):
            said = _tried(lambda: fetch(text, "HEAD").headers.get("Content-Type", "")) or ""
            return normal_type(said) or type_of_name(text.partition("?")[0].partition("#")[0]) or _type_said(said)
        with open(FileLocation, "rb") as file:
            return type_of_name(os.fspath(FileLocation)) or type_of_bytes(file.read(_HEAD)) or _UNKNOWN

    @staticmethod
    def GetFileSize(FilePath: FilePath) -> int:
        """How many bytes a file has. Raises FileNotFoundError."""
        return os.path.getsize(FilePath)

    @staticmethod
    def TryToBytes(FileLocation: FilePath) -> tuple[bytes, str] | None:
        """The bytes of a data URI, of what is at a URL, or of a file, and their type."""
        if isinstance(FileLocation, str):
            text = FileLocation.strip()
            if MediaCodec.IsDataUri(text):
                return MediaCodec.TryDecodeDataUriToBytes(text)
            if MediaCodec.IsUri(text):
                return MediaCodec.TryUrlToBytes(text)
        return _tried(lambda: (Path(FileLocation).read_bytes(), MediaCodec.GetMimeType(FileLocation)))

    @staticmethod
    def TryToDataUri(FileLocation: FilePath) -> tuple[str, str] | None:
        """The same as a data URI, and the type. A data URI stays as it is."""
        found = MediaCodec.TryToBytes(FileLocation)
        if found is None:
            return None
        data, mime_type = found
        if isinstance(FileLocation, str) and MediaCodec.IsDataUri(FileLocation):
            return FileLocation.strip(), mime_type
        return MediaCodec.EncodeDataUri(data, mime_type or _UNKNOWN), mime_type

    @staticmethod
    def TryUrlToBytes(AUrl: str) -> tuple[bytes, str] | None:
        """Fetch what is at a URL; blocks. The bytes and their type, which is "" where the server does not say it."""

        def download() -> tuple[bytes, str]:
            reply = fetch(AUrl.strip())
            return reply.body, _type_said(reply.headers.get("Content-Type", ""))

        return _tried(download)

    @staticmethod
    def TryUrlToStream(AUrl: str, AStream: BinaryIO) -> str | None:
        """Fetch what is at a URL into a binary stream, in place of what it had; blocks. The type, maybe ""."""
        found = MediaCodec.TryUrlToBytes(AUrl)
        if found is None or not _tried(lambda: _fill(AStream, found[0])):
            return None
        return found[1]


class DataURI(metaclass=CallableInBothSpellings):
    """Makes data URIs. Both functions are called on the class."""

    @staticmethod
    def Create(Data: bytes | BinaryIO, MimeType: str) -> str:
        """``data:<type>;base64,...`` of bytes, or of what a binary stream has from its position on."""
        data = _bytes_of("DataURI.Create", Data, _NO_TEXT, files=False)
        return f"data:{MimeType.lower()};base64,{base64.b64encode(data).decode('ascii')}"

    @staticmethod
    def CreateText(
        Text: str, MimeType: str = "text/plain", Encoding: str | None = None, IncludeBOM: bool = False
    ) -> str:
        """``data:<type>;charset=<encoding>;base64,...`` of a text. IncludeBOM: with the mark of its encoding."""
        charset = (Encoding or "utf-8").lower()
        data = Text.encode(charset)
        if IncludeBOM:
            data = _BOMS.get(codecs.lookup(charset).name, b"") + data
        encoded = base64.b64encode(data).decode("ascii")
        return f"data:{MimeType.lower()};charset={ALIASES.get(charset, charset)};base64,{encoded}"


def _tried(function: Callable[[], T]) -> T | None:
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
    """What a stream has from its position on, at which it is again afterwards if it can."""
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


def _type_said(mime_type: str) -> str:
    """A type as it is said, also one that says nothing, without its parameters."""
    return normal_type(mime_type) or mime_type.partition(";")[0].strip().lower()


def _type_of_uri(text: str) -> str:
    stated = split_data_uri(text)[0]
    return _type_said(stated) if "/" in stated else "text/plain"


def _charset_of(parameters: str) -> str:
    """The charset among the parameters of a data URI, where it is one that is known."""
    header = Message()
    header["Content-Type"] = "text/plain" + parameters
    charset = str(header.get_content_charset(""))
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return ""
