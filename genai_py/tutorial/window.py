"""A Tk window like the original's form: the answer, the request, the reply, a picture and a cancel button.

Imported on first use, as some Python builds lack tkinter.
"""

from __future__ import annotations

import contextlib
import time
import tkinter as tk
from tkinter.scrolledtext import ScrolledText
from typing import Literal

from ..core.running.dispatchers import Dispatcher, ManualDispatcher, PumpingDispatcher
from ..core.spelling import BothSpellings
from ..gui.tk import TkDispatcher
from .hub import TutorialHub

_SLICE = 0.01


class TutorialWindow(BothSpellings):
    """The window. Once created, it is the hub's output until it is closed.

    root: the window or frame to build it in; by default, a new window. dispatcher: a dispatcher that runs handlers on
    the calling thread, which becomes the window's; by default, a ``TkDispatcher``. Create clients afterwards, with
    ``dispatcher=TutorialHub.Dispatcher``. Closing the window cancels the running operations.
    Raises tkinter.TclError if there is no display.
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
        """Handle the window's events until it is closed. Returns at once if it is closed already."""
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
        """Handle events for some seconds, and return the number of handlers pumped."""
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
    """Build the form: the answer on the left, the picture above request and reply on the right, the button below."""
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
