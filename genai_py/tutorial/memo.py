"""What a face offers to be written to: the counterparts of the original's memos and its image."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod

from ..core.spelling import BothSpellings
from . import parts


class Memo(BothSpellings, ABC):
    """A place for text. All functions may be called from any thread."""

    __slots__ = ()

    @abstractmethod
    def Show(self, Value: parts.Drawn) -> None:
        """Add a part on lines of its own."""

    @abstractmethod
    def Write(self, Value: parts.Text) -> None:
        """Go on where the text before ended. A text of another style begins a line."""

    @abstractmethod
    def EndLine(self) -> None:
        """Begin a new line, unless the last one is empty."""

    @abstractmethod
    def Clear(self) -> None:
        """Forget what it has."""


class Image(BothSpellings, ABC):
    """A place for a picture."""

    __slots__ = ()

    @abstractmethod
    def LoadFromFile(self, FileName: str | os.PathLike[str]) -> None:
        """Show the picture that is in a file, as well as the place can."""
