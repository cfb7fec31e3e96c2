"""The output of the commands: formatted on a terminal, plain text without control codes in a pipe or a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import Protocol

from rich import box
from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

# All but line breaks and tabs: a model's text must not move the cursor or set the title of the window.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


_WIDEST = 1000


class Counter(Protocol):
    """Counts the parts that are done."""

    def __call__(self, what: str) -> None:
        """Count one more part as done. what: its description."""


class Meter(Protocol):
    """Shows how much of something has been transferred."""

    def __call__(self, done: float | None, total: float | None, speed: float | None, state: str) -> None:
        """Show the bytes transferred, the total, the bytes per second and a state; None for an unknown number."""


class Terminal:
    """Lines, live text, progress and tables, on a terminal or in plain text. stderr: they go to standard error."""

    def __init__(self, *, stderr: bool = False) -> None:
        # Characters that the encoding lacks are written as "?", instead of raising.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        self._console = Console(highlight=False, stderr=stderr)
        if not self._console.is_terminal:
            # In a pipe or a file, each row of a table is one line.
            self._console.width = _WIDEST
        self._line_is_open = False

    def _print(self, text: str, style: str, end: str) -> None:
        clean = Text(_CONTROLS.sub("", text), style)
        self._console.print(clean, end=end, soft_wrap=True)

    def line(self, text: str = "", style: str = "") -> None:
        """Write a line."""
        self.end_live()
        self._print(text, style, "\n")

    def title(self, text: str) -> None:
        """Write a heading."""
        self.line()
        self.line(text, "bold cyan")

    def note(self, text: str) -> None:
        """Write a line of secondary information."""
        self.line(text, "dim")

    def error(self, text: str) -> None:
        """Write a line that reports a failure."""
        self.line(text, "bold red")

    def live(self, text: str) -> None:
        """Write a piece of text without a line break."""
        if text:
            self._print(text, "", "")
            self._console.file.flush()
            self._line_is_open = not text.endswith("\n")

    def end_live(self) -> None:
        """End the line of live text, if one is open."""
        if self._line_is_open:
            self._line_is_open = False
            self._console.print()

    def ask(self, prompt: str) -> str:
        """Read a line from the user. Raises EOFError at the end of the input, KeyboardInterrupt on Ctrl-C."""
        self.end_live()
        # Gives input() editing and a history, where the system has it.
        with suppress(ImportError):
            import readline  # noqa: F401
        return input(prompt if self._console.is_terminal else "")

    @contextmanager
    def markdown(self) -> Iterator[MarkdownText]:
        """Show text that grows: as Markdown on a terminal, plain elsewhere."""
        self.end_live()
        if not self._console.is_terminal:
            yield MarkdownText(self.live)
            self.end_live()
            return
        with Live(console=self._console, refresh_per_second=10, vertical_overflow="visible") as live:
            yield MarkdownText(lambda _: None, live)

    @contextmanager
    def progress(self, total: int) -> Iterator[Counter]:
        """Count parts: one line that is redrawn on a terminal, otherwise a line for each part."""
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

    @contextmanager
    def busy(self, text: str) -> Iterator[None]:
        """Show a text while something is awaited; on a terminal, with a spinner."""
        self.end_live()
        if self._console.is_terminal:
            with self._console.status(Text(_CONTROLS.sub("", text))):
                yield
        else:
            self.line(text)
            yield

    @contextmanager
    def transfer(self, what: str) -> Iterator[Meter]:
        """Show a transfer: a bar with bytes, speed and time left on a terminal, a line for each tenth elsewhere."""
        self.end_live()
        if not self._console.is_terminal:
            yield _TransferLines(self.line)
            return
        columns = (
            TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(),
            TextColumn("{task.fields[speed]}", markup=False), TextColumn("{task.fields[left]}", markup=False),
            TextColumn("{task.fields[state]}", markup=False),
        )  # fmt: skip
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task(_CONTROLS.sub(" ", what), total=None, speed="", left="", state="")

            def show(done: float | None, total: float | None, speed: float | None, state: str) -> None:
                left = "" if None in (done, total) or not speed else _duration(((total or 0) - (done or 0)) / speed)
                bar.update(
                    task, completed=done or 0, total=total, speed=f"{size_text(speed)}/s" if speed else "", left=left,
                    state=_CONTROLS.sub(" ", state),
                )  # fmt: skip

            yield show

    def table(
        self, columns: Sequence[str], rows: Iterable[tuple[Sequence[str], str]], *, numbers: Sequence[int] = (-1,)
    ) -> None:
        """Show a table; each row with its style. numbers: the columns that are aligned to the right."""
        self.end_live()
        table = Table(box=box.SIMPLE_HEAD if self._console.is_terminal else box.ASCII2)
        right = {number % len(columns) for number in numbers}
        for index, column in enumerate(columns):
            table.add_column(column, justify="right" if index in right else "left", overflow="fold")
        for cells, style in rows:
            table.add_row(*(Text(_CONTROLS.sub("", cell)) for cell in cells), style=style)
        self._console.print(table)


class MarkdownText:
    """A text that grows while it is shown."""

    def __init__(self, write: Callable[[str], None], live: Live | None = None) -> None:
        self._write = write
        self._live = live
        self._text = ""

    def __call__(self, piece: str) -> None:
        """Add a piece of the text."""
        # Models begin with a blank that is not part of the answer.
        piece = _CONTROLS.sub("", piece if self._text else piece.lstrip())
        self._text += piece
        if self._live is None:
            self._write(piece)
        else:
            self._live.update(Markdown(self._text))

    def stop(self, note: str) -> None:
        """End the text with a note."""
        self(f"\n\n*{note}*" if self._live is not None else f"\n{note}")


class _TransferLines:
    """The progress of a transfer as lines, one for each tenth and each change of its state."""

    def __init__(self, line: Callable[[str], None]) -> None:
        self._line = line
        self._last: tuple[int, str] = (-1, "")

    def __call__(self, done: float | None, total: float | None, speed: float | None, state: str) -> None:
        tenth = int(10 * done / total) if done is not None and total else 0
        if (tenth, state) == self._last:
            return
        self._last = (tenth, state)
        parts = [state, f"{size_text(done)} of {size_text(total)}" if done is not None and total else ""]
        if speed:
            parts.append(f"{size_text(speed)}/s")
            if done is not None and total:
                parts.append(f"{_duration((total - done) / speed)} left")
        self._line("  " + ", ".join(part for part in parts if part))


def size_text(size: float | None) -> str:
    """Return a number of bytes in a readable unit, such as ``4.7 GB``; "" for None."""
    if size is None:
        return ""
    if size < 1000:
        return f"{size:.0f} bytes"
    power = next((power for power in (1, 2, 3) if size < 1000 ** (power + 1)), 4)
    return f"{size / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
