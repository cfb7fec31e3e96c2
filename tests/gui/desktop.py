"""A user of a program with a Tk window: looks at what is shown, points and types."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from machine import need_toolkit
from processes import ROOT, environment

from .program import PATIENCE, Pointer

HERE = Path(__file__).resolve().parent
_NAMES = {
    " ": "space",
    "\n": "Return",
    "?": "question",
    ".": "period",
    "/": "slash",
    "_": "underscore",
    "-": "minus",
}


class User(Pointer):
    """A mouse and a keyboard on an X display."""

    def press(self, *names: str) -> None:
        """Press keys together, and let go: ``press("Shift_L", "Return")``."""
        from Xlib import XK, X
        from Xlib.ext import xtest

        codes = [self._display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
        for code in codes:
            xtest.fake_input(self._display, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def type(self, text: str) -> None:
        """Type letters, digits and what else is in ``_NAMES``."""
        for letter in text:
            shifted = letter.isupper() or letter in "?_"
            self.press(*(["Shift_L"] if shifted else []), _NAMES.get(letter, letter))

    def picture(self) -> tuple[int, int, bytes]:
        """The screen: width, height, and its pixels as RGB."""
        from Xlib import X

        screen = self._display.screen()
        width, height = screen.width_in_pixels, screen.height_in_pixels
        pixels = screen.root.get_image(0, 0, width, height, X.ZPixmap, 0xFFFFFFFF).data
        rgb = bytearray(width * height * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        return width, height, bytes(rgb)


class Desktop:
    """A program that runs, and its user."""

    def __init__(self, process: subprocess.Popen[str], user: User) -> None:
        self._process = process
        self.user = user

    def look(self) -> list[dict[str, Any]]:
        """The visible widgets, as ``watched.py`` tells of them."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.communicate(timeout=PATIENCE)
        return json.loads(line)  # type: ignore[no-any-return]

    def find(self, wanted: str) -> dict[str, Any] | None:
        """The last visible widget that has this name, or this word in its text if it is a button."""
        found = [
            each
            for each in self.look()
            if each["path"].endswith(f".{wanted}") or (each["kind"] == "TButton" and wanted in each["text"])
        ]
        return found[-1] if found else None

    def widget(self, wanted: str) -> dict[str, Any]:
        """The same; waits until it is there."""
        found: list[dict[str, Any] | None] = []

        def there() -> bool:
            found[:] = [self.find(wanted)]
            return found != [None]

        self.waits(there, f"no {wanted!r}")
        assert found[0] is not None
        return found[0]

    def text(self, name: str = "text") -> str:
        """What a widget shows; by default, the conversation."""
        return str(self.widget(name)["text"])

    def click(self, wanted: str) -> None:
        """Click a widget."""
        self.user.click(*self.widget(wanted)["place"])

    def ask(self, question: str) -> None:
        """Type a question and send it with the button."""
        self.click("entry")
        self.user.type(question)
        self.waits(lambda: self.text("entry") == question, "it was not typed")
        self.click("Send")

    def waits(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail(f"{otherwise}: {self.look()}")
            time.sleep(0.03)

    def waits_for(self, text: str) -> None:
        """Wait until the conversation shows a text."""
        self.waits(lambda: text in self.text(), f"{text!r} was not shown")

    def close(self) -> None:
        """Close the window, as its user does, and see the program end."""
        self.user.close_window(self.look()[0]["window"])
        self._ends()

    def interrupt(self) -> None:
        """Press Ctrl-C in its terminal, and see the program end."""
        self._process.send_signal(signal.SIGINT)
        self._ends()

    def _ends(self) -> None:
        """It comes to its end by itself, with nothing left running and without a complaint."""
        output, errors = self._process.communicate(timeout=PATIENCE)
        assert errors == ""
        assert json.loads(output.splitlines()[-1]) == [], "threads were left"
        assert self._process.returncode == 0


@contextlib.contextmanager
def running(display: str, module: str, *arguments: str) -> Iterator[Desktop]:
    """A program with its window shown."""
    need_toolkit("tk")
    with contextlib.ExitStack() as stack:
        user = User(display)
        stack.callback(user.close)
        process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-W", "error", HERE / "watched.py", module, *arguments],
                cwd=ROOT,
                env=environment(DISPLAY=display),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
        )
        stack.callback(process.kill)
        yield Desktop(process, user)
