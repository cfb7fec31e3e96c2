"""What the commands write: readable on a terminal; plain, with no control codes, when it goes into a pipe or file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Protocol

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

# Line breaks and tabs apart: a model's text shall not be able to move the cursor or set the window's title.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Counter(Protocol):
    """Told of each part that is done."""

    def __call__(self, what: str) -> None:
        """One more is done: ``what``."""


class Terminal:
    """Lines, live text, a progress line and a table, on a terminal or in plain text."""

    def __init__(self) -> None:
        # What a console's or a pipe's code page cannot show becomes "?", instead of an exception.
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        self._console = Console(highlight=False)
        self._line_is_open = False

    def _print(self, text: str, style: str, end: str) -> None:
        clean = Text(_CONTROLS.sub("", text), style)
        self._console.print(clean, end=end, soft_wrap=True)

    def line(self, text: str = "", style: str = "") -> None:
        """A line of its own."""
        self.end_live()
        self._print(text, style, "\n")

    def title(self, text: str) -> None:
        """The heading of a part."""
        self.line()
        self.line(text, "bold cyan")

    def note(self, text: str) -> None:
        """A line in the background."""
        self.line(text, "dim")

    def error(self, text: str) -> None:
        """A line that tells of a failure."""
        self.line(text, "bold red")

    def live(self, text: str) -> None:
        """A piece of text that goes on where the one before ended."""
        if text:
            self._print(text, "", "")
            self._console.file.flush()
            self._line_is_open = not text.endswith("\n")

    def end_live(self) -> None:
        """End the line of live text, if one is open."""
        if self._line_is_open:
            self._line_is_open = False
            self._console.print()

    @contextmanager
    def progress(self, total: int) -> Iterator[Counter]:
        """Count parts: one line that is redrawn on a terminal, a line a part elsewhere."""
        self.end_live()
        if not self._console.is_terminal:
            done = 0

            def count(what: str) -> None:
                nonlocal done
                done += 1
                self.line(f"  {done} of {total}: {what}")

            yield count
            return
        columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[last]}", markup=False))
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task("", total=total, last="")
            yield lambda what: bar.update(task, advance=1, last=_CONTROLS.sub(" ", what))

    def table(self, columns: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]) -> None:
        """A table; each row with its style. The last column is one of numbers."""
        self.end_live()
        table = Table(box=box.SIMPLE_HEAD if self._console.is_terminal else box.ASCII2)
        for index, column in enumerate(columns):
            table.add_column(column, justify="right" if index == len(columns) - 1 else "left")
        for cells, style in rows:
            table.add_row(*(Text(_CONTROLS.sub("", cell)) for cell in cells), style=style)
        self._console.print(table)
