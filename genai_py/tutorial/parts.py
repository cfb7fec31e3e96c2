"""The parts of a displayed result, and their plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from ..core.results.base import loads

Style = Literal["", "title", "note", "error"]
"""The style of a text where colours are available: normal, a heading, secondary information, an error."""

# Long base64 texts and vectors would push everything else out of view.
_LONGEST_TEXT = 1000
_LONGEST_LIST = 50
_SHOWN_NUMBERS = 4
_WIDEST_CELL = 80
_DEEPEST = 30

# All but line breaks and tabs: a model's text must not move the cursor or set the window's title.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@attrs.frozen
class Text:
    """Lines of text."""

    text: str
    style: Style = ""


@attrs.frozen
class Table:
    """Rows under the names of their columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@attrs.frozen
class Json:
    """JSON text, shown indented. label: a heading above it. on_one_line: do not indent."""

    text: str
    label: str = ""
    on_one_line: bool = False

    @property
    def readable(self) -> str:
        """The text indented, or on one line, with very long texts and lists shortened; unchanged if not valid JSON."""
        try:
            value = _shortened(loads(self.text.encode("utf-8", "surrogatepass")))
        except (ValueError, RecursionError):
            return self.text
        return json.dumps(value, indent=None if self.on_one_line else 2, ensure_ascii=False)


@attrs.frozen
class Saved:
    """A picture, a sound or a file to be saved.

    kind: ``image``, ``audio`` or ``file``. read: returns its bytes, or raises. name: the server's suggestion, or "".
    ending: the file name extension, such as ``.mp3``, used if the bytes do not determine it.
    """

    kind: Literal["image", "audio", "file"]
    read: Callable[[], bytes]
    name: str = ""
    ending: str = ""


@attrs.frozen
class Call:
    """A function call by the model. arguments: JSON text."""

    name: str
    arguments: str


Drawn = Text | Table | Json
"""The parts that a memo can draw."""

Part = Drawn | Saved | Call
"""All parts of a displayed result."""


def without_controls(text: str) -> str:
    """Return the text without control characters, except line breaks and tabs."""
    return _CONTROLS.sub("", text)


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return short(value, _LONGEST_TEXT)
    if isinstance(value, dict):
        return {key: _shortened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        numbers = len(value) > _SHOWN_NUMBERS * 2 and all(isinstance(each, (int, float)) for each in value)
        kept = _SHOWN_NUMBERS if numbers else _LONGEST_LIST
        more = [] if len(value) <= kept else [f"... {len(value) - kept} more"]
        return [*map(_shortened, value[:kept]), *more]
    return value


def short(text: str, longest: int) -> str:
    """Return the text; if it has more than ``longest`` characters, its first half of them and its length."""
    if len(text) <= longest:
        return text
    return f"{text[: longest // 2]}... ({len(text):,} characters)"


def tree(value: Any, deep: int = 0) -> Iterator[str]:
    """Yield parsed JSON as indented lines, ``name: value``."""
    if not isinstance(value, (Mapping, list)) or deep > _DEEPEST:
        yield "  " * deep + _scalar(value)
        return
    pairs = value.items() if isinstance(value, Mapping) else (("-", inner) for inner in value)
    for name, inner in pairs:
        start = f"{'  ' * deep}{name}" + ("" if name == "-" else ":")
        if isinstance(inner, (Mapping, list)) and inner and deep < _DEEPEST:
            yield start
            yield from tree(inner, deep + 1)
        else:
            lines = _scalar(inner).split("\n")
            yield f"{start} {lines[0]}".rstrip()
            yield from ("  " * (deep + 1) + line for line in lines[1:])


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return short(value, _LONGEST_TEXT)
    return "" if value is None else short(json.dumps(value, ensure_ascii=False, default=str), _LONGEST_TEXT)


def cell(text: str) -> str:
    """Return the text for a table cell: on one line, shortened to fit."""
    line = " ".join(without_controls(text).split())
    return line if len(line) <= _WIDEST_CELL else f"{line[: _WIDEST_CELL - 3]}..."


def table_lines(table: Table) -> list[str]:
    """Return a table as plain text: aligned columns, with a rule below their names."""
    rows = [table.columns, *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_row(row, widths) for row in rows]
    return [lines[0], _row(["-" * width for width in widths], widths), *lines[1:]]


def _row(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(cells, widths, strict=True)).rstrip()


def plain(part: Drawn) -> str:
    """Return a part as plain text."""
    if isinstance(part, Table):
        return "\n".join(table_lines(part))
    if isinstance(part, Json):
        return f"--- {part.label}\n{part.readable}" if part.label else part.readable
    return part.text


def json_text(value: Any) -> str:
    """Serialize plain data as JSON."""
    return json.dumps(value, ensure_ascii=False)
