"""The programs of docs/gui.md and docs/porting.md, with their first button pressed."""

from __future__ import annotations

import re
from pathlib import Path

from machine import need_toolkit
from processes import ROOT, python

from genai_py.embedded import EmbeddedServer

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TK, QT, QT_PROMISES = _BLOCK.findall((ROOT / "docs" / "gui.md").read_text(encoding="utf-8"))

PORTED = _BLOCK.findall((ROOT / "docs" / "porting.md").read_text(encoding="utf-8"))[0]

WITH_PORTED = """
import tkinter
def mainloop(form, loop=tkinter.Tk.mainloop):
    form.EditQuestion.insert(0, "What is the capital of France?")
    def look():
        if "Paris" in form.MemoAnswer.get("1.0", "end"):
            print(form.MemoAnswer.get("1.0", "end"))
            # It refuses while the stream has not ended.
            form.tk.call(form.protocol("WM_DELETE_WINDOW"))
        form.after(20, look)
    form.ButtonAsk.invoke()
    look()
    loop(form)
tkinter.Tk.mainloop = mainloop
"""
WITH_TK = """
import tkinter
def mainloop(root, loop=tkinter.Tk.mainloop):
    text, button, _ = root.winfo_children()
    def look():
        shown = text.get("1.0", "end")
        if "Paris" in shown:
            print(shown)
            # It refuses while the stream has not ended.
            root.tk.call(root.protocol("WM_DELETE_WINDOW"))
        root.after(20, look)
    button.invoke()
    look()
    loop(root)
tkinter.Tk.mainloop = mainloop
"""
WITH_QT = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
def run(app, loop=QApplication.exec):
    (window,) = app.topLevelWidgets()
    text, button = window.findChild(QPlainTextEdit), window.findChild(QPushButton)
    def look():
        if "Paris" in text.toPlainText() and button.isEnabled():
            print(text.toPlainText())
            window.close()
    timer = QTimer(interval=20, timeout=look)
    timer.start()
    button.click()
    loop()
QApplication.exec = run
"""


def output(prelude: str, program: str, server: EmbeddedServer, folder: Path, **more: str) -> str:
    file = folder / "program.py"
    found = f"import genai_py\ngenai_py.GenAIAPI.LocalUrlBase = {server.BaseURL!r}\n"
    file.write_text(prelude + found + program, encoding="utf-8")
    done = python(file, cwd=folder, **more)
    errors = done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    assert (errors, done.returncode) == ("", 0)
    return done.stdout


def test_with_tk(display: str, embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    need_toolkit("tk")
    assert "Paris" in output(WITH_TK, TK, embedded_server, tmp_path, DISPLAY=display)


def test_a_form_that_was_ported(display: str, embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    need_toolkit("tk")
    assert "Paris" in output(WITH_PORTED, PORTED, embedded_server, tmp_path, DISPLAY=display)


def test_with_qt_and_promises_of_the_program(embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    need_toolkit("PySide6")
    shown = output(WITH_QT, QT_PROMISES, embedded_server, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert shown.index("Rome") < shown.index("Paris")


def test_with_qt(embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    need_toolkit("PySide6")
    assert "Paris" in output(WITH_QT, QT, embedded_server, tmp_path, QT_QPA_PLATFORM="offscreen")
