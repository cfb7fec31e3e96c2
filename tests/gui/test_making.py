"""What a program hears that makes a dispatcher too early, on the wrong thread, or without the toolkit."""

from __future__ import annotations

import os

import pytest
from machine import need_toolkit
from processes import ROOT, python

from .program import HERE

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
WX = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, HERE / "stand_in")))}
ELSEWHERE = """
import threading
def make():
    try:
        {make}
    except RuntimeError as error:
        print(error)
thread = threading.Thread(target=make)
thread.start()
thread.join()
"""


def output(program: str, **more: str) -> str:
    """What a program prints; it must end well."""
    done = python("-c", program, **more)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.strip()


def test_tk_on_another_thread(display: str) -> None:
    need_toolkit("tk")
    made = "import tkinter, genai_py\nroot = tkinter.Tk()\ngenai_py.TkDispatcher"
    said = output(made + ELSEWHERE.format(make="genai_py.TkDispatcher(root)"), DISPLAY=display)
    assert said == "create the TkDispatcher on the thread of the Tk window"


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_qt_on_another_thread(binding: str) -> None:
    need_toolkit(binding)
    made = f"from {binding}.QtCore import QCoreApplication\nimport genai_py\napp = QCoreApplication([])"
    said = output(made + ELSEWHERE.format(make="genai_py.QtDispatcher()"), **OFFSCREEN)
    assert said == "create the QtDispatcher on the thread of the QApplication"


def test_wx_on_another_thread() -> None:
    made = "import wx, genai_py\napp = wx.App()"
    said = output(made + ELSEWHERE.format(make="genai_py.WxDispatcher()"), **WX)
    assert said == "create the WxDispatcher on the thread of the wx.App"


FAILING = """
import genai_py
{before}
try:
    genai_py.{dispatcher}()
except {error} as error:
    print(error)
"""


def test_before_the_application() -> None:
    need_toolkit("PySide6")
    before = FAILING.format(before="", dispatcher="QtDispatcher", error="RuntimeError")
    assert output(before, **OFFSCREEN) == "create the QApplication before the QtDispatcher"
    before = FAILING.format(before="", dispatcher="WxDispatcher", error="RuntimeError")
    assert output(before, **WX) == "create the wx.App before the WxDispatcher"


def test_without_the_toolkit() -> None:
    hidden = "import sys, importlib.util\nfor name in ('wx', 'PySide6', 'PyQt6'): sys.modules[name] = None\n"
    hidden += "importlib.util.find_spec = lambda name: None"
    without = FAILING.format(before=hidden, dispatcher="QtDispatcher", error="ImportError")
    assert output(without) == "QtDispatcher needs PySide6 or PyQt6: pip install PySide6-Essentials"
    without = FAILING.format(before=hidden, dispatcher="WxDispatcher", error="ImportError")
    assert output(without) == "WxDispatcher needs wxPython: pip install wxPython"


def test_no_toolkit_is_imported_before_a_dispatcher_is_made() -> None:
    program = """
import sys
from genai_py import AsyncioDispatcher, QtDispatcher, TkDispatcher, WxDispatcher
print([name for name in ("tkinter", "PySide6", "PyQt6", "wx") if name in sys.modules])
"""
    assert output(program) == "[]"


def test_the_binding_is_the_one_that_has_the_application() -> None:
    need_toolkit("PySide6")
    need_toolkit("PyQt6")
    program = """
import PySide6.QtCore
from PyQt6.QtCore import QCoreApplication, QTimer
from genai_py import QtDispatcher
app = QCoreApplication([])
dispatcher = QtDispatcher()
dispatcher.post(app.quit)
QTimer.singleShot(5000, lambda: app.exit(1))
print(app.exec())
"""
    assert output(program, **OFFSCREEN) == "0"


def test_tk_looks_at_times_where_it_cannot_watch_a_socket(display: str) -> None:
    """As on Windows. A dialog's dispatcher ends with the dialog, and leaves the others alone."""
    need_toolkit("tk")
    program = """
import threading, tkinter
from genai_py import GenAICancelledError, TkDispatcher

root = tkinter.Tk()
class Unwatched:
    def __init__(self, tk): self._tk = tk
    def __getattr__(self, name):
        if name in ("createfilehandler", "deletefilehandler"): raise AttributeError(name)
        return getattr(self._tk, name)
root.tk = Unwatched(root.tk)
dialog = tkinter.Toplevel(root)
inner, outer = TkDispatcher(dialog), TkDispatcher(root)
calls = []
def close():
    dialog.destroy()
    try:
        inner.post(print)
    except GenAICancelledError as error:
        calls.append(str(error))
    root.after(50, outer.post, lambda: (calls.append("outer"), root.destroy()))
threading.Timer(0.05, inner.post, [close]).start()
root.mainloop()
print(calls)
"""
    assert output(program, DISPLAY=display) == "['the window has been destroyed', 'outer']"
