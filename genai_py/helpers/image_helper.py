"""Images as the base64 in which replies bring them."""

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
    """An image given as base64 or as a data URI: ``ImageHelper.Create(item.result).SaveAs("cat.png")``."""

    def __init__(self, AImageB64: str = "") -> None:
        if not isinstance(AImageB64, str):
            raise wrong_type("ImageHelper", "an image as base64", AImageB64)
        self._base64 = AImageB64.strip()
        self._file_name = ""

    @classmethod
    def Create(cls, AImageB64: str = "") -> Self:
        """The helper of an image; of none, until ``LoadFromBase64``."""
        return cls(AImageB64)

    @property
    def file_name(self) -> str:
        """The file that was last read or written; "" before."""
        return self._file_name

    def GetStream(self) -> io.BytesIO:
        """The image's bytes as a stream, an empty one for no image. Raises ValueError when it is no base64."""
        return io.BytesIO(decode_either(self._base64))

    def SaveAs(self, FileName: FilePath, RaiseError: bool = True) -> Self:
        """Write the image to a file, in a folder that is made where it is missing.

        Raises ValueError when the image is no base64, or when there is no name; with ``RaiseError=False`` nothing is
        written then for want of a name.
        """
        if self._is_named("SaveAs", FileName, RaiseError):
            self._write(FileName, decode_either(self._base64))
        return self

    def SaveAsBase64(self, FileName: FilePath, RaiseError: bool = True) -> Self:
        """Write the base64 to a text file, for ``LoadFromBase64``; else the same as ``SaveAs``."""
        if self._is_named("SaveAsBase64", FileName, RaiseError):
            self._write(FileName, self._base64.encode())
        return self

    def LoadFromBase64(self, FileName: FilePath) -> Self:
        """Take the image from a text file that has its base64. Raises FileNotFoundError naming a missing file."""
        self._base64 = Path(FileName).read_text(encoding="utf-8-sig").strip()
        self._file_name = os.fspath(FileName)
        return self

    def _is_named(self, method: str, name: FilePath, raises: bool) -> bool:
        named = bool(os.fspath(name).strip())
        if raises and not named:
            raise ValueError(f"ImageHelper.{method} needs the name of a file")
        return named

    def _write(self, name: FilePath, data: bytes) -> None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(name) as file:
            file.write(data)
        self._file_name = os.fspath(name)
