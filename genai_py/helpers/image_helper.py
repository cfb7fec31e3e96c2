"""Images as base64, the encoding used in replies."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.building.mime import decode_either
from ..core.building.params import wrong_type
from ..core.files import atomic_write
from ..core.spelling import BothSpellings

if TYPE_CHECKING:
    from typing_extensions import Self

FilePath = str | os.PathLike[str]


class ImageHelper(BothSpellings):
    """An image, as base64 or as a data URI: ``ImageHelper.Create(item.result).SaveAs("cat.png")``."""

    def __init__(self, AImageB64: str = "") -> None:
        if not isinstance(AImageB64, str):
            raise wrong_type("ImageHelper", "an image as base64", AImageB64)
        self._base64 = AImageB64.strip()
        self._file_name = ""

    @classmethod
    def Create(cls, AImageB64: str = "") -> Self:
        """Return a helper for an image; without one, call ``LoadFromBase64``."""
        return cls(AImageB64)

    @property
    def file_name(self) -> str:
        """The path of the last file read or written, or ""."""
        return self._file_name

    def GetStream(self) -> io.BytesIO:
        """Return the image's bytes as a stream, empty without an image. Raises ValueError for invalid base64."""
        return io.BytesIO(decode_either(self._base64))

    def SaveAs(self, FileName: FilePath, RaiseError: bool = True) -> Self:
        """Write the image to a file, creating its folder if missing. Returns the helper.

        Raises ValueError for invalid base64, and for an empty file name; with ``RaiseError=False``, an empty file name
        is ignored and nothing is written.
        """
        if self._has_name("SaveAs", FileName, RaiseError):
            self._write(FileName, decode_either(self._base64))
        return self

    def SaveAsBase64(self, FileName: FilePath, RaiseError: bool = True) -> Self:
        """Write the base64 to a text file, for ``LoadFromBase64``. The arguments are those of ``SaveAs``."""
        if self._has_name("SaveAsBase64", FileName, RaiseError):
            self._write(FileName, self._base64.encode())
        return self

    def LoadFromBase64(self, FileName: FilePath) -> Self:
        """Read the image from a text file of base64. Raises FileNotFoundError."""
        self._base64 = Path(FileName).read_text(encoding="utf-8-sig").strip()
        self._file_name = os.fspath(FileName)
        return self

    def _has_name(self, method: str, name: FilePath, raises: bool) -> bool:
        valid = bool(os.fspath(name).strip())
        if raises and not valid:
            raise ValueError(f"ImageHelper.{method} needs the name of a file")
        return valid

    def _write(self, name: FilePath, data: bytes) -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(name) as file:
            file.write(data)
        self._file_name = os.fspath(name)
