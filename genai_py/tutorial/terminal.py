"""Terminal output: answers on standard output, JSON on standard error.

On a terminal, with rich installed, it has colours and drawn tables. Otherwise it is plain text without control codes.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TextIO

from . import parts
from .memo import Memo

if TYPE_CHECKING:
    from rich.console import Console

_STYLES: dict[parts.Style, str] = {"": "", "title": "bold cyan", "note": "dim", "error": "bold red"}

# Streamed text and JSON share a screen; the lock keeps lines of several threads from mixing.
_lock = threading.RLock()


class TerminalMemo(Memo):
    """Text on standard output, or standard error."""

    def __init__(self, name: Literal["stdout", "stderr"] = "stdout") -> None:
        self._name = name
        self._screen: _Screen | None = None

    def Show(self, Value: parts.Drawn) -> None:
        """Write a part, starting on a new line."""
        with _lock:
            self.EndLine()
            self._now().draw(Value)

    def Write(self, Value: parts.Text) -> None:
        """Write a piece of text, and flush the stream."""
        if Value.text:
            with _lock:
                self._now().append(Value)

    def EndLine(self) -> None:
        """End the unfinished line on this screen, also if another memo wrote it."""
        with _lock:
            screen = self._now()
            for each in _open_screens():
                if each is screen or (each.is_terminal and screen.is_terminal):
                    each.end_line()

    def Clear(self) -> None:
        """Do nothing: output on a terminal is not removed."""

    def _now(self) -> _Screen:
        """Return the screen of the current ``sys.stdout`` or ``sys.stderr``, which programs may replace."""
        stream: TextIO = getattr(sys, self._name)
        if self._screen is None or self._screen.stream is not stream:
            self._screen = _screens.get(self._name)
            if self._screen is None or self._screen.stream is not stream:
                self._screen = _screens[self._name] = _Screen(stream)
        return self._screen


class TerminalJSONMemo(TerminalMemo):
    """Writes JSON to standard error if enabled, and all other parts to standard output.

    enabled: called for each JSON part.
    """

    def __init__(self, enabled: Callable[[], bool]) -> None:
        super().__init__()
        self._enabled = enabled
        self._stderr = TerminalMemo("stderr")

    def Show(self, Value: parts.Drawn) -> None:
        """Write a part, starting on a new line; JSON only if enabled."""
        if not isinstance(Value, parts.Json):
            super().Show(Value)
        elif self._enabled():
            self._stderr.Show(Value)


class _Screen:
    """A stream, and whether its last line is unfinished."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self._open: parts.Style | None = None
        # Characters that the encoding lacks are written as "?", instead of raising.
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")
        self._console = _console(stream) if self.is_terminal else None

    def draw(self, part: parts.Drawn) -> None:
        """Write a part. The caller has ended the previous line."""
        if self._console is None:
            self._put(parts.plain(part) + "\n")
        elif isinstance(part, parts.Text):
            self._styled(part, "\n")
        else:
            if isinstance(part, parts.Json) and part.label:
                self._styled(parts.Text(f"--- {part.label}", "note"), "\n")
            self._console.print(_drawn(part), soft_wrap=isinstance(part, parts.Json))

    def append(self, text: parts.Text) -> None:
        """Append a piece of text to the current line."""
        if self._open not in (None, text.style):
            self.end_line()
        self._styled(text, "")
        self._open = None if text.text.endswith("\n") else text.style

    def end_line(self) -> None:
        """End the line, if it is unfinished."""
        if self._open is not None:
            self._open = None
            self._put("\n")

    @property
    def is_open(self) -> bool:
        """Whether the last line is unfinished."""
        return self._open is not None

    def _styled(self, text: parts.Text, end: str) -> None:
        if self._console is None or not text.style:
            self._put(text.text + end)
        else:
            from rich.text import Text

            clean = Text(parts.without_controls(text.text), _STYLES[text.style])
            self._console.print(clean, end=end, soft_wrap=True)
            self.stream.flush()

    def _put(self, text: str) -> None:
        self.stream.write(parts.without_controls(text))
        self.stream.flush()


_screens: dict[str, _Screen] = {}


def _open_screens() -> list[_Screen]:
    return [screen for screen in _screens.values() if screen.is_open]


def _console(stream: TextIO) -> Console | None:
    """Return a console of rich; None if rich is not installed."""
    try:
        from rich.console import Console
    except ImportError:
        return None
    return Console(file=stream, highlight=False)


def _drawn(part: parts.Table | parts.Json) -> Any:
    from rich import box
    from rich.highlighter import JSONHighlighter
    from rich.table import Table
    from rich.text import Text

    if isinstance(part, parts.Json):
        return JSONHighlighter()(Text(parts.without_controls(part.readable)))
    table = Table(box=box.SIMPLE_HEAD)
    for column in part.columns:
        table.add_column(Text(column), overflow="fold")
    for row in part.rows:
        table.add_row(*map(Text, row))
    return table
