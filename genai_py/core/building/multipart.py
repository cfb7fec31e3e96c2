"""What a multipart/form-data body holds. How it is written is the transport's affair.

Source: RFC 7578.
"""

from __future__ import annotations

import asyncio
import errno
import functools
import io
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Union

import attrs

from ..files import bare_name
from .mime import decode_data_uri, ending_of_type, is_data_uri, normal_type, split_data_uri, type_of_name
from .params import wrong_type

PIECE = 64 * 1024
"""Bytes read from a file, and handed to the socket, at a time."""

class Loaded(Protocol):
    """Bytes with their type and a name, such as ``Media``."""

    @property
    def name(self) -> str: ...
    @property
    def mime_type(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def url(self) -> str: ...


FileSource = Union[str, bytes, "os.PathLike[str]", BinaryIO, Loaded, "FilePart"]
"""A path, an open binary file or stream, bytes, a data URI, or media loaded before."""


Report = Callable[[int, "int | None"], None]
"""Is told how far a transfer is: bytes that have gone over, and bytes in all, None where that is not known."""


class SourceError(Exception):
    """A file that is being sent cannot be read."""


@attrs.frozen(eq=False)
class FilePart:
    """A file on its way into a form, read piece by piece as it is sent.

    name: as the server gets it. mime_type: its type. size: bytes, None where that is not known before.
    repeatable: whether it can be read a second time, for a second attempt.
    """

    name: str
    mime_type: str
    size: int | None
    repeatable: bool
    _open: Callable[[], BinaryIO] = attrs.field(repr=False)
    _keeps_open: bool = attrs.field(default=False, repr=False)

    @classmethod
    def of(cls, source: FileSource, name: str = "", mime_type: str = "") -> FilePart:
        """What ``source`` stands for. name, mime_type: where the source does not tell them, or to say otherwise.

        A stream is read from where it stands, and stays open. Raises FileNotFoundError, IsADirectoryError or
        PermissionError naming the path; ValueError for a URL or a broken data URI; TypeError for anything else.
        """
        if any(letter in name for letter in "\r\n\0"):
            raise ValueError(f"{name!r} is no file name")
        if isinstance(source, FilePart):
            kind = mime_type or (type_of_name(name) if name else "") or source.mime_type
            return attrs.evolve(source, name=name or source.name, mime_type=kind)
        if isinstance(source, str):
            text = source.strip()
            if is_data_uri(text):
                kind = mime_type or normal_type(split_data_uri(text)[0]) or "text/plain"
                return cls._of_bytes(decode_data_uri(text), name or f"file{ending_of_type(kind)}", kind)
            if "://" in text:
                raise ValueError(
                    f"{text[:80]!r} is a URL, and a file is needed; "
                    "Media.load(url, download=True) gives what can be sent"
                )
        if isinstance(source, (str, os.PathLike)):
            return cls._of_path(Path(source), name, mime_type)
        if isinstance(source, (bytes, bytearray, memoryview)):
            return cls._of_bytes(bytes(source), name or "file", _kind(mime_type, name))
        if isinstance(getattr(source, "data", None), bytes):
            return cls._of_loaded(source, name, mime_type)
        if callable(getattr(source, "read", None)):
            return cls._of_stream(source, name, mime_type)
        raise wrong_type("FilePart.of", "a path, bytes, a data URI, media or an open binary file", source)

    @classmethod
    def _of_path(cls, path: Path, name: str, mime_type: str) -> FilePart:
        try:
            # Opened to learn of what would stop the sending later.
            with open(path, "rb") as file:
                size = os.fstat(file.fileno()).st_size
        except FileNotFoundError:
            raise FileNotFoundError(errno.ENOENT, "no such file to send", str(path)) from None
        name = name or path.name
        return cls(name, _kind(mime_type, name), size, True, functools.partial(_opened, path))

    @classmethod
    def _of_bytes(cls, data: bytes, name: str, mime_type: str) -> FilePart:
        return cls(name, mime_type, len(data), True, functools.partial(io.BytesIO, data))

    @classmethod
    def _of_loaded(cls, loaded: Any, name: str, mime_type: str) -> FilePart:
        if loaded.url and not loaded.data:
            raise ValueError(f"{loaded.url} was not downloaded: Media.load(url, download=True)")
        return cls._of_bytes(loaded.data, name or loaded.name, mime_type or loaded.mime_type)

    @classmethod
    def _of_stream(cls, stream: Any, name: str, mime_type: str) -> FilePart:
        if isinstance(stream, io.TextIOBase):
            raise TypeError("the stream gives text; open the file with 'rb'")
        own_name = getattr(stream, "name", "")
        name = name or (bare_name(own_name) if isinstance(own_name, str) else "") or "file"
        if not _is_seekable(stream):
            return cls(name, _kind(mime_type, name), None, False, _Once(stream), True)
        start = stream.tell()
        size = stream.seek(0, os.SEEK_END) - start
        stream.seek(start)
        return cls(name, _kind(mime_type, name), size, True, functools.partial(_seeked, stream, start), True)

    def __deepcopy__(self, _: dict[int, Any]) -> FilePart:
        """Itself: it does not change, and there is but one stream behind it."""
        return self

    @property
    def is_shared(self) -> bool:
        """Whether it is a stream of the program's, of which two parts cannot be read at once."""
        return self._keeps_open

    def cut(self, start: int, size: int) -> FilePart:
        """A part of a file whose size is known: ``size`` bytes from ``start`` on, fewer at its end."""
        assert self.size is not None
        opened = functools.partial(_opened_from, self._open, start)
        return attrs.evolve(self, size=max(0, min(size, self.size - start)), open=opened)

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """What the file holds, read apart from the loop. Raises SourceError when that fails, or it was cut short."""
        loop = asyncio.get_running_loop()
        left = self.size
        try:
            file = await loop.run_in_executor(None, self._open)
            try:
                while left is None or left > 0:
                    piece = await loop.run_in_executor(None, file.read, PIECE if left is None else min(PIECE, left))
                    if not piece:
                        break
                    if left is not None:
                        left -= len(piece)
                    yield piece
            finally:
                if not self._keeps_open:
                    file.close()
        except (OSError, ValueError) as error:
            raise SourceError(f"{self.name} cannot be read: {error}") from error
        if left:
            raise SourceError(f"{self.name} became shorter while it was sent: {left} of {self.size} bytes are missing")


@attrs.frozen
class Multipart:
    """A form: its fields in order, each with a text or a file. report: gets bytes sent and bytes in all, or None."""

    fields: tuple[tuple[str, str | FilePart], ...]
    report: Report | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def repeatable(self) -> bool:
        """Whether the form can be sent a second time."""
        return all(not isinstance(value, FilePart) or value.repeatable for _, value in self.fields)


class _Once:
    """Opens a stream that cannot be rewound."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._used = False

    def __call__(self) -> BinaryIO:
        if self._used:
            raise ValueError("the stream was sent before and cannot be rewound")
        self._used = True
        return self._stream  # type: ignore[no-any-return]


# Functions and not lambdas, so that a part that names a path can be pickled.
def _opened(path: Path) -> BinaryIO:
    return open(path, "rb")


def _seeked(stream: Any, position: int) -> BinaryIO:
    stream.seek(position)
    return stream  # type: ignore[no-any-return]


def _opened_from(open_it: Callable[[], BinaryIO], start: int) -> BinaryIO:
    file = open_it()
    file.seek(start, os.SEEK_CUR)
    return file


def _is_seekable(stream: Any) -> bool:
    seekable = getattr(stream, "seekable", None)
    return bool(seekable()) if seekable is not None else hasattr(stream, "seek") and hasattr(stream, "tell")


def _kind(mime_type: str, name: str) -> str:
    return mime_type or type_of_name(name) or "application/octet-stream"
