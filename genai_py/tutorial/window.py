"""The Tk face: a form like the original's, with the answer, the request, the reply, a picture and a cancel button.

It is imported when a window is asked for: not every Python has tkinter.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
import tkinter as tk
from collections.abc import Callable
from tkinter.scrolledtext import ScrolledText
from typing import Any, Literal

from .. import GenAICancelledError
from ..core.dispatchers import Dispatcher, ManualDispatcher, PumpingDispatcher
from ..core.spelling import BothSpellings
from ..gui.tk import TkDispatcher
from . import parts
from .hub import TutorialHub
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
# Tk takes long over a great many colours.
_LONGEST_COLOURED = 50_000
_REDRAWN_EVERY = 0.03
_LARGEST_PICTURE = 320
_SLICE = 0.01

Post = Callable[[Callable[[], object]], None]


class _OnItsThread:
    """What may be called from any thread and works on a widget, on the thread that it is made on."""

    def __init__(self, widget: tk.Misc, post: Post) -> None:
        self._widget = widget
        self._post = post
        self._thread = threading.get_ident()

    def do(self, work: Callable[[], None]) -> None:
        """Work on the widget, now or soon. Nothing happens when it is gone."""

        def unless_gone() -> None:
            with contextlib.suppress(tk.TclError):
                work()

        if threading.get_ident() == self._thread:
            unless_gone()
        else:
            with contextlib.suppress(GenAICancelledError):
                self._post(unless_gone)


class TkMemo(Memo):
    """Text in a widget of tkinter. Make it on the widget's thread.

    post: runs a function on that thread, for what is called from others; ``post`` of a dispatcher.
    """

    def __init__(self, widget: tk.Text, post: Post) -> None:
        self._widget = widget
        self._on_its_thread = _OnItsThread(widget, post)
        self._style: parts.Style | None = None
        self._redrawn = 0.0
        for name, colour in _COLOURS.items():
            widget.tag_configure(name, foreground=colour)

    @property
    def Text(self) -> str:
        """All that it has. Call it on the widget's thread."""
        return self._widget.get("1.0", "end-1c")

    def Show(self, Value: parts.Drawn) -> None:
        """Add a part on lines of its own."""

        def show() -> None:
            self._end_line()
            if isinstance(Value, parts.Json):
                self._add_json(Value)
            else:
                style = Value.style if isinstance(Value, parts.Text) else ""
                self._add(f"{parts.plain(Value)}\n", style)

        self._on_its_thread.do(show)

    def Write(self, Value: parts.Text) -> None:
        """Go on where the text before ended. A text of another style begins a line."""

        def write() -> None:
            if self._style not in (None, Value.style):
                self._end_line()
            self._add(Value.text, Value.style)
            self._style = Value.style

        self._on_its_thread.do(write)

    def EndLine(self) -> None:
        """Begin a new line, unless the last one is empty."""
        self._on_its_thread.do(self._end_line)

    def Clear(self) -> None:
        """Forget what it has."""

        def clear() -> None:
            self._style = None
            self._widget.delete("1.0", "end")

        self._on_its_thread.do(clear)

    def _end_line(self) -> None:
        self._style = None
        if self._widget.compare("end-1c", "!=", "end-1c linestart"):
            self._add("\n", "")

    def _add(self, text: str, *tags: str) -> None:
        # Who has scrolled up to read is left there.
        follows = self._widget.yview()[1] >= 1.0
        self._widget.insert("end", parts.without_controls(text), tags)
        if follows:
            self._widget.see("end")
        now = time.monotonic()
        if now - self._redrawn > _REDRAWN_EVERY:
            # A program that blocks does not come to its main loop.
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
        # Of chunks the last is looked at, of anything else the beginning.
        self._widget.see("end" if value.on_one_line else "1.0")


class TkImage(Image):
    """A picture on a label of tkinter: PNG and GIF, and, with Pillow installed, the other kinds.

    post: as for ``TkMemo``.
    """

    def __init__(self, widget: tk.Label, post: Post) -> None:
        self._widget = widget
        self._on_its_thread = _OnItsThread(widget, post)
        # A picture that nobody keeps vanishes from its label.
        self._picture: Any = None

    def LoadFromFile(self, FileName: str | os.PathLike[str]) -> None:
        """Show a picture; one that Tk cannot show, by the path of its file."""

        def load() -> None:
            try:
                self._picture = _picture(self._widget, FileName)
            except (tk.TclError, OSError, ImportError):
                self._widget.configure(image="", text=os.fspath(FileName))
            else:
                self._widget.configure(image=self._picture, text="")

        self._on_its_thread.do(load)


def _picture(widget: tk.Misc, path: str | os.PathLike[str]) -> Any:
    try:
        picture = tk.PhotoImage(master=widget, file=os.fspath(path))
    except tk.TclError:
        # Pillow is no dependency: where it is installed, more kinds of pictures can be shown.
        from importlib import import_module

        opened = import_module("PIL.Image").open(path)
        opened.thumbnail((_LARGEST_PICTURE, _LARGEST_PICTURE))
        return import_module("PIL.ImageTk").PhotoImage(opened, master=widget)
    times = -(-max(picture.width(), picture.height()) // _LARGEST_PICTURE)
    return picture.subsample(times) if times > 1 else picture


class TutorialWindow(BothSpellings):
    """The form. Made, it is where the hub shows things, until it is closed.

    root: a window or frame to build it in; by default a window of its own. dispatcher: one that runs handlers on the
    thread of the window, for which the caller makes the window; by default a ``TkDispatcher``. Make clients with
    ``dispatcher=TutorialHub.Dispatcher`` afterwards. Closing the window cancels what goes on.
    Raises tkinter.TclError where there is no display.
    """

    def __init__(
        self,
        root: tk.Tk | tk.Toplevel | tk.Frame | None = None,
        *,
        dispatcher: Dispatcher | None = None,
        title: str = "",
    ) -> None:
        self.root = tk.Tk() if root is None else root
        if isinstance(self.root, (tk.Tk, tk.Toplevel)):
            self.root.title(title or "genai_py")
        answer, request, reply, image, button = _form(self.root)
        self.dispatcher = TkDispatcher(self.root) if dispatcher is None else dispatcher
        TutorialHub.Dispatcher = self.dispatcher
        TutorialHub.Create(None, answer, request, reply, image, button, TutorialHub.MediaPlayer)
        TutorialHub.Idle = self._idle
        self._gone = False
        answer.bind("<Destroy>", lambda _: self._leave(), add=True)
        self.root.update()

    def Run(self) -> None:
        """Handle the window's events until the user closes it; returns at once where that has happened."""
        with contextlib.suppress(tk.TclError):
            self.root.wait_window(self.root)

    def Close(self) -> None:
        """Close the window."""
        with contextlib.suppress(tk.TclError):
            self.root.destroy()

    def _leave(self) -> None:
        if not self._gone:
            self._gone = True
            TutorialHub.Cancel = True
            TutorialHub.ToTerminal()
            TutorialHub.Dispatcher = ManualDispatcher()

    def _idle(self, seconds: float) -> int:
        """Handle events for a while; how many handlers are known to have run."""
        ran = 0
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._gone:
            with contextlib.suppress(tk.TclError):
                self.root.update()
            if isinstance(self.dispatcher, PumpingDispatcher) and self.dispatcher.is_current():
                ran += self.dispatcher.Pump(_SLICE)
            else:
                time.sleep(_SLICE)
        return ran


def _form(root: tk.Misc) -> tuple[tk.Text, tk.Text, tk.Text, tk.Label, tk.Button]:
    """The answer on the left; on the right the picture over request and reply; the button below."""
    button = tk.Button(root)
    button.pack(side="bottom", anchor="e", padx=6, pady=6)
    halves = tk.PanedWindow(root, orient="horizontal", sashwidth=6)
    halves.pack(fill="both", expand=True)
    right = tk.Frame(halves)
    image = tk.Label(right)
    image.pack(side="top")
    json = tk.PanedWindow(right, orient="vertical", sashwidth=6)
    json.pack(side="bottom", fill="both", expand=True)
    answers, answer = _titled_text(halves, "Answer", wrap="word")
    requests, request = _titled_text(json, "JSON request", wrap="none")
    replies, reply = _titled_text(json, "JSON response", wrap="none")
    halves.add(answers, stretch="always", minsize=200)
    halves.add(right, stretch="always", minsize=200)
    json.add(requests, stretch="always", minsize=60)
    json.add(replies, stretch="always", minsize=60)
    return answer, request, reply, image, button


def _titled_text(parent: tk.Misc, title: str, wrap: Literal["none", "word"]) -> tuple[tk.LabelFrame, tk.Text]:
    frame = tk.LabelFrame(parent, text=title)
    text = ScrolledText(frame, wrap=wrap, width=60, height=12, font="TkFixedFont")
    text.pack(fill="both", expand=True)
    return frame, text
