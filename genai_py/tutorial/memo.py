"""The interfaces of output widgets: the counterparts of the original's memos and its image."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod

from ..core.spelling import BothSpellings
from . import parts


class Memo(BothSpellings, ABC):
    """A text widget. All methods may be called from any thread."""

    __slots__ = ()

    @abstractmethod
    def Show(self, Value: parts.Drawn) -> None:
        """Append a part, starting on a new line."""

    @abstractmethod
    def Write(self, Value: parts.Text) -> None:
        """Append text to the current line. A text of another style starts a new line."""

    @abstractmethod
    def EndLine(self) -> None:
        """Start a new line, unless the current one is empty."""

    @abstractmethod
    def Clear(self) -> None:
        """Remove all text."""


class Image(BothSpellings, ABC):
    """A widget for a picture."""

    __slots__ = ()

    @abstractmethod
    def LoadFromFile(self, FileName: str | os.PathLike[str]) -> None:
        """Show the picture in a file; its path if the format is not supported."""
