"""Incremental decompression of reply bodies. No socket.

aiohttp's own decompression takes a truncated gzip body as complete.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Mapping

ACCEPTED = "gzip, deflate"
"""The ``Accept-Encoding`` of requests."""

_LARGEST_PIECE = 256 * 1024
_GZIP = frozenset({"gzip", "x-gzip"})
_NOT_ACCEPTED = frozenset({"br", "zstd", "compress"})
_GZIP_MAGIC = b"\x1f\x8b"


class CompressionError(Exception):
    """The body is truncated, or not compressed as its header says."""


class Decompressor:
    """Decompresses gzip or deflate: ``feed`` it what was received, and ``read`` until that returns b""."""

    __slots__ = ("_encoding", "_failure", "_inflater", "_is_gzip", "_may_have_more", "_waiting")

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._is_gzip = encoding in _GZIP
        self._inflater: zlib._Decompress | None = None
        self._waiting = b""
        self._failure = ""
        # Whether the last piece had the maximum size.
        self._may_have_more = False

    def feed(self, data: bytes) -> None:
        """Add bytes of the body."""
        self._waiting += data

    def read(self) -> bytes:
        """Return the next piece of the content, or b"" if more bytes are needed. Raises CompressionError."""
        if self._failure:
            raise CompressionError(self._failure)
        while self._waiting or self._may_have_more:
            inflater = self._inflater
            if inflater is None:
                inflater = self._inflater = zlib.decompressobj(self._window())
            elif inflater.eof:
                if not (self._is_gzip and _GZIP_MAGIC.startswith(self._waiting[:2])):
                    # Bytes after the content are padding.
                    self._waiting = b""
                elif len(self._waiting) >= 2:
                    self._inflater = None
                    continue
                return b""
            before = inflater.copy()
            try:
                piece = inflater.decompress(self._waiting, _LARGEST_PIECE)
            except zlib.error as error:
                self._failure = f"the body is not {self._encoding}, as its Content-Encoding says: {error}"
                if piece := self._read_before_error(before):
                    return piece
                raise CompressionError(self._failure) from error
            self._waiting = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            self._may_have_more = len(piece) == _LARGEST_PIECE and not inflater.eof
            if piece:
                return piece
        return b""

    def _read_before_error(self, inflater: zlib._Decompress) -> bytes:
        """Return the content before the byte that is invalid, at most a piece of it."""
        piece = b""
        with contextlib.suppress(zlib.error):
            for byte in self._waiting:
                if len(piece) >= _LARGEST_PIECE:
                    break
                piece += inflater.decompress(bytes([byte]))
        return piece

    def end(self) -> None:
        """End the body. Raises CompressionError if it is truncated."""
        if self._inflater is not None and not self._inflater.eof:
            raise CompressionError(f"the {self._encoding} body is cut off")

    def _window(self) -> int:
        if self._is_gzip:
            return 16 + zlib.MAX_WBITS
        # Some servers send deflate without the zlib header that the standard asks for.
        return zlib.MAX_WBITS if self._waiting[0] & 0x0F == 8 else -zlib.MAX_WBITS


def decompressor_of(headers: Mapping[str, str]) -> Decompressor | None:
    """Return the decompressor of a reply's body, or None if it is not compressed. headers: a mapping that ignores case.

    Raises CompressionError for a compression that requests do not accept.
    """
    encoding = headers.get("Content-Encoding", "").strip().lower()
    if encoding in _NOT_ACCEPTED:
        raise CompressionError(f"the body is compressed with {encoding!r}; the request accepts {ACCEPTED} only")
    return Decompressor(encoding) if encoding in _GZIP or encoding == "deflate" else None
