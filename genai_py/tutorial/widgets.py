"""The memo and the image for tkinter widgets. Imported on first use, as some Python builds lack tkinter."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
import tkinter as tk
from collections.abc import Callable
from typing import Any

from .. import GenAICancelledError
from . import parts
from .memo import Image, Memo

_COLOURS = {
    "title": "#00688b",
    "note": "#707070",
    "error": "#b00020",
    "key": "#00688b",
    "string": "#2e7d32",
    "number": "#8b4500",
    "word": "#7b1fa2",
}
_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<word>true|false|null)"
)
# Colouring longer texts makes Tk slow.
_LONGEST_COLOURED = 50_000
_REDRAWN_EVERY = 0.03
_LARGEST_PICTURE = 320

Post = Callable[[Callable[[], object]], None]


class _WidgetThread:
    """Runs functions that use a widget on the thread that created this object."""

    def __init__(self, widget: tk.Misc, post: Post) -> None:
        self._widget = widget
        self._post = post
        self._thread = threading.get_ident()

    def do(self, work: Callable[[], None]) -> None:
        """Call ``work``, at once on the widget's thread, else through ``post``. Ignored if the widget is destroyed."""

        def unless_destroyed() -> None:
            with contextlib.suppress(tk.TclError):
                work()

        if threading.get_ident() == self._thread:
            unless_destroyed()
        else:
            with contextlib.suppress(GenAICancelledError):
                self._post(unless_destroyed)


class TkMemo(Memo):
    """A memo that writes to a tkinter text widget. Create it on the widget's thread.

    post: runs a function on that thread, such as a dispatcher's ``post``. Used for calls from other threads.
    """

    def __init__(self, widget: tk.Text, post: Post) -> None:
        self._widget = widget
        self._widget_thread = _WidgetThread(widget, post)
        self._style: parts.Style | None = None
        self._redrawn = 0.0
        for name, colour in _COLOURS.items():
            widget.tag_configure(name, foreground=colour)

    @property
    def Text(self) -> str:
        """The widget's text. Read it on the widget's thread."""
        return self._widget.get("1.0", "end-1c")

    def Show(self, Value: parts.Drawn) -> None:
        """Append a part, starting on a new line."""

        def show() -> None:
            self._end_line()
            if isinstance(Value, parts.Json):
                self._add_json(Value)
            else:
                style = Value.style if isinstance(Value, parts.Text) else ""
                self._add(f"{parts.plain(Value)}\n", style)

        self._widget_thread.do(show)

    def Write(self, Value: parts.Text) -> None:
        """Append text to the current line. A text of another style starts a new line."""

        def write() -> None:
            if self._style not in (None, Value.style):
                self._end_line()
            self._add(Value.text, Value.style)
            self._style = Value.style

        self._widget_thread.do(write)

    def EndLine(self) -> None:
        """Start a new line, unless the current one is empty."""
        self._widget_thread.do(self._end_line)

    def Clear(self) -> None:
        """Remove all text."""

        def clear() -> None:
            self._style = None
            self._widget.delete("1.0", "end")

        self._widget_thread.do(clear)

    def _end_line(self) -> None:
        self._style = None
        if self._widget.compare("end-1c", "!=", "end-1c linestart"):
            self._add("\n", "")

    def _add(self, text: str, *tags: str) -> None:
        # Scroll along only if the end is visible, not if the user has scrolled up.
        follows = self._widget.yview()[1] >= 1.0
        self._widget.insert("end", parts.without_controls(text), tags)
        if follows:
            self._widget.see("end")
        now = time.monotonic()
        if now - self._redrawn > _REDRAWN_EVERY:
            # Redraw also while a blocking call keeps the program from its main loop.
            self._redrawn = now
            self._widget.update_idletasks()

    def _add_json(self, value: parts.Json) -> None:
        text = f"{parts.without_controls(value.readable)}\n"
        pieces: list[Any] = []
        end = 0
        for found in _JSON.finditer(text) if len(text) < _LONGEST_COLOURED else ():
            pieces += [text[end : found.start()], "", found[0], found.lastgroup]
            end = found.end()
        self._widget.insert("end", *(pieces or ("", "")), text[end:], "")
        # Scroll to the last chunk of a stream, else to the beginning.
        self._widget.see("end" if value.on_one_line else "1.0")


class TkImage(Image):
    """An image on a tkinter label: PNG and GIF, and other formats if Pillow is installed.

    post: as for ``TkMemo``.
    """

    def __init__(self, widget: tk.Label, post: Post) -> None:
        self._widget = widget
        self._widget_thread = _WidgetThread(widget, post)
        # Tk does not keep a reference to the picture of a label.
        self._picture: Any = None

    def LoadFromFile(self, FileName: str | os.PathLike[str]) -> None:
        """Show the picture in a file; its path if the format is not supported."""

        def load() -> None:
            try:
                self._picture = _picture(self._widget, FileName)
            except (tk.TclError, OSError, ImportError):
                self._widget.configure(image="", text=os.fspath(FileName))
            else:
                self._widget.configure(image=self._picture, text="")

        self._widget_thread.do(load)


def _picture(widget: tk.Misc, path: str | os.PathLike[str]) -> Any:
    try:
        picture = tk.PhotoImage(master=widget, file=os.fspath(path))
    except tk.TclError:
        # Pillow is optional; it reads more formats than Tk.
        from importlib import import_module

        opened = import_module("PIL.Image").open(path)
        opened.thumbnail((_LARGEST_PICTURE, _LARGEST_PICTURE))
        return import_module("PIL.ImageTk").PhotoImage(opened, master=widget)
    times = -(-max(picture.width(), picture.height()) // _LARGEST_PICTURE)
    return picture.subsample(times) if times > 1 else picture
