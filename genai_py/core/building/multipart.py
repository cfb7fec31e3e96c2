"""The content of a multipart/form-data body. The transport writes it.

Source: RFC 7578.
"""

from __future__ import annotations

import asyncio
import errno
import functools
import io
import os
import re
import stat
import threading
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Union

import attrs

from ..files import secure_filename
from .mime import decode_data_uri, ending_of_type, is_data_uri, normal_type, split_data_uri, type_of_name
from .params import wrong_type

CHUNK_SIZE = 64 * 1024
"""Bytes read from a file, and handed to the socket, at a time."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# Forms have an escape for the ends of lines.
_CONTROLS_BUT_LINES = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


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
"""Called with the progress of a transfer: bytes transferred, and bytes in all, None where that is not known."""


class SourceError(Exception):
    """A file that is being sent cannot be read."""


def _sendable(name: str) -> str:
    """Return a name as valid UTF-8; invalid bytes, which paths may contain, are replaced."""
    return _SURROGATES.sub("\ufffd", name)


@attrs.frozen(eq=False)
class FilePart:
    """A file of a form, read in chunks as it is sent.

    name: as the server gets it. mime_type: its type. size: in bytes, None where that is not known before.
    repeatable: whether it can be read a second time, for a second attempt.
    """

    name: str = attrs.field(converter=_sendable)
    mime_type: str
    size: int | None
    repeatable: bool
    _open: Callable[[], BinaryIO] = attrs.field(repr=False)
    _keeps_open: bool = attrs.field(default=False, repr=False)

    @classmethod
    def of(cls, source: FileSource, name: str = "", mime_type: str = "") -> FilePart:
        """Return a part made from a path, bytes, a data URI, loaded media or a binary stream.

        name, mime_type: where the source has none, or to use others. A stream is read from its position on, and stays
        open. Raises FileNotFoundError, IsADirectoryError or PermissionError naming the path; ValueError for a URL, a
        broken data URI, a path of a pipe or device, or a stream at its end; TypeError for anything else.
        """
        if _CONTROLS.search(name):
            raise ValueError(f"{name!r} is not a valid file name")
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
                    "Media.load(url, download=True) loads one that can be sent"
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
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "a directory cannot be sent", str(path))
            if not stat.S_ISREG(mode):
                raise ValueError(
                    f"{str(path)!r} is a pipe or a device, which may never end; to send what can be read from it, "
                    "open it and give the stream: open(path, 'rb')"
                )
            # Opened now, so that an unreadable file raises here and not during the upload.
            with open(path, "rb") as file:
                # Files in /proc report a size of 0.
                size = os.fstat(file.fileno()).st_size or (None if file.read(1) else 0)
        except FileNotFoundError:
            raise FileNotFoundError(errno.ENOENT, "no such file to send", str(path)) from None
        name = name or _CONTROLS_BUT_LINES.sub("_", path.name)
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
            raise TypeError("the stream is a text stream; open the file with 'rb'")
        own_name = getattr(stream, "name", "")
        name = name or (secure_filename(own_name) if isinstance(own_name, str) else "") or "file"
        if not _is_seekable(stream):
            return cls(name, _kind(mime_type, name), None, False, _Once(stream), True)
        start = stream.tell()
        size: int | None
        try:
            size = stream.seek(0, os.SEEK_END) - start
        except OSError:
            size = None
        stream.seek(start)
        if size is None or size <= 0:
            # Devices and files in /proc report 0, or no size.
            size = None if stream.read(1) else 0
            stream.seek(start)
            if size == 0 and start > 0:
                raise ValueError(f"the stream is at its end, position {start}; seek(0) rewinds it")
        return cls(name, _kind(mime_type, name), size, True, functools.partial(_seeked, stream, start), True)

    def __deepcopy__(self, _: dict[int, Any]) -> FilePart:
        """Return the part itself: it is immutable, and its stream cannot be copied."""
        return self

    @property
    def is_shared(self) -> bool:
        """Whether it reads a stream of the program, which two parts cannot read at once."""
        return self._keeps_open

    def cut(self, start: int, size: int) -> FilePart:
        """Return a part with ``size`` bytes from ``start`` on, or fewer at the end of the file."""
        assert self.size is not None
        opened = functools.partial(_opened_from, self._open, start)
        return attrs.evolve(self, size=max(0, min(size, self.size - start)), open=opened)

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """Read the file in chunks, on a thread of the loop's executor.

        Raises SourceError when that fails, or when the file became shorter than its size.
        """
        loop = asyncio.get_running_loop()
        left = self.size
        reader = _Reader(self)
        try:
            while left is None or left > 0:
                wanted = CHUNK_SIZE if left is None else min(CHUNK_SIZE, left)
                piece = await loop.run_in_executor(None, reader.read, wanted)
                if not piece:
                    break
                if left is not None:
                    left -= len(piece)
                yield piece
        finally:
            reader.close()
        if left:
            raise SourceError(f"{self.name} became shorter while it was sent: {left} of {self.size} bytes are missing")


class _Reader:
    """Opens and reads a file on threads of an executor.

    A coroutine that is cancelled cannot stop the thread that works for it, so that whichever of the two ends last
    closes the file.
    """

    def __init__(self, part: FilePart) -> None:
        self._part = part
        self._file: BinaryIO | None = None
        self._closed = False
        self._in_use = threading.Lock()

    def read(self, size: int) -> bytes:
        """Read a chunk; b"" at the end. Raises SourceError when the file cannot be opened or read."""
        try:
            with self._in_use:
                if self._closed:
                    return b""
                if self._file is None:
                    self._file = self._part._open()
                piece = self._file.read(size)
                if not isinstance(piece, (bytes, bytearray, memoryview)):
                    raise ValueError(f"its read() returned {type(piece).__name__}, expected bytes")
                return piece
        # A program's stream may raise anything; a future cannot hold a StopIteration.
        except Exception as error:
            raise SourceError(f"{self._part.name} cannot be read: {error}") from error
        finally:
            if self._closed:
                self.close()

    def close(self) -> None:
        """Close the file, or let the thread that is reading it close it. Does not block."""
        self._closed = True
        if self._in_use.acquire(blocking=False):
            try:
                if self._file is not None and not self._part._keeps_open:
                    self._file.close()
            finally:
                self._in_use.release()


@attrs.frozen
class Multipart:
    """A form: its fields in order, each with a text or a file. report: called as the form is sent."""

    fields: tuple[tuple[str, str | FilePart], ...]
    report: Report | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def repeatable(self) -> bool:
        """Whether the form can be sent again."""
        return all(not isinstance(value, FilePart) or value.repeatable for _, value in self.fields)


class _Once:
    """Opens a stream that cannot be rewound."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._used = False

    def __call__(self) -> BinaryIO:
        if self._used:
            raise ValueError("the stream was read before and cannot be rewound")
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
