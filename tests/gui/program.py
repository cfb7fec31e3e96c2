"""The tests' side of a GUI program in a process of its own."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from machine import need_toolkit
from processes import ROOT, environment

HERE = Path(__file__).resolve().parent
PATIENCE = 90.0


class Pointer:
    """A mouse on an X display: what it does comes to programs as real events."""

    def __init__(self, display: str) -> None:
        from Xlib.display import Display

        self._display = Display(display)

    def click(self, x: int, y: int) -> None:
        """Move there, press the left button and let go."""
        from Xlib import X
        from Xlib.ext import xtest

        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        xtest.fake_input(self._display, X.ButtonPress, 1)
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()

    def close_window(self, number: int) -> None:
        """Do what a window manager does when the user closes a window; ``number`` is one inside of it."""
        from Xlib import X
        from Xlib.protocol.event import ClientMessage

        window = self._display.create_resource_object("window", number)
        protocols, delete = map(self._display.intern_atom, ("WM_PROTOCOLS", "WM_DELETE_WINDOW"))
        while delete not in (window.get_wm_protocols() or ()):
            window = window.query_tree().parent
        data = (32, [delete, X.CurrentTime, 0, 0, 0])
        window.send_event(ClientMessage(window=window, client_type=protocols, data=data))
        self._display.sync()

    def close(self) -> None:
        """Leave the display."""
        self._display.close()


class Program:
    """A running ``form.py``."""

    def __init__(self, process: subprocess.Popen[str], pointer: Pointer | None) -> None:
        self._process = process
        self._pointer = pointer
        self._told: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._shown: dict[str, Any] = {}

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._told.put(json.loads(line))
        self._told.put({"event": None})

    def wait_until_shown(self) -> None:
        """Wait for the window."""
        self._shown = self.wait_for("shown")

    def wait_for(self, event: str) -> dict[str, Any]:
        """Wait until the program tells of an event; what it says of it. Other events before it are passed over."""
        while True:
            try:
                told = self._told.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"the program did not tell of {event!r}")
            if told["event"] == event:
                return told
            if told["event"] is None:
                pytest.fail(f"the program ended before it told of {event!r}: {self._errors()}")

    def _errors(self) -> str:
        assert self._process.stderr is not None
        return self._process.stderr.read()

    def click(self, name: str) -> None:
        """Click a button."""
        if self._pointer is None:
            self._say(name)
        else:
            self._pointer.click(*self._shown["places"][name])

    def close(self) -> None:
        """Close the window, as its user does."""
        if self._pointer is None:
            self._say("close")
        else:
            self._pointer.close_window(self._shown["window"])

    def _say(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def ends(self) -> None:
        """The program comes to its end by itself, with nothing left running and without a complaint."""
        assert self.wait_for("left")["busy"] is False
        assert self.wait_for("over")["threads"] == []
        code = self._process.wait(PATIENCE)
        # Qt says this of every window on this platform.
        errors = self._errors().replace("This plugin does not support propagateSizeHints()\n", "")
        assert errors == "", errors
        assert code == 0, code

    def stop(self) -> None:
        """End it in any case."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


@contextlib.contextmanager
def running(toolkit: str, scenario: str, url: str, display: str | None) -> Iterator[Program]:
    """A program with its window shown."""
    need_toolkit(toolkit)
    path = [ROOT, *([HERE / "stand_in"] if toolkit == "wx" else [])]
    more = {"PYTHONPATH": ":".join(map(str, path)), "QT_QPA_PLATFORM": "offscreen"}
    if display is not None:
        more["DISPLAY"] = display
    process = subprocess.Popen(
        [sys.executable, "-W", "error", HERE / "form.py", toolkit, scenario, url],
        cwd=ROOT,
        env=environment(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with contextlib.ExitStack() as stack:
        pointer = None
        if display is not None:
            pointer = Pointer(display)
            stack.callback(pointer.close)
        program = Program(process, pointer)
        stack.callback(program.stop)
        program.wait_until_shown()
        yield program
