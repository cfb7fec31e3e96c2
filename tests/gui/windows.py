"""The same small window in four toolkits: a text, two buttons, and a main loop.

Run inside the programs of the tests, one toolkit a process. Clicks come from the test: with Tk they are real events of
the X server; the others read them from stdin and do what the toolkit offers for tests.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol


def tell(event: str, **values: Any) -> None:
    """Let the test know of something."""
    print(json.dumps({"event": event, **values}), flush=True)


class Window(Protocol):
    """What a program of the tests needs of a toolkit."""

    dispatcher: Any

    def show(self, send: Callable[[], Any], cancel: Callable[[], Any], may_close: Callable[[], bool]) -> None:
        """Make it visible, and say where its buttons are."""

    def append(self, text: str) -> None:
        """Put text at the end of the widget."""

    def text(self) -> str:
        """What the widget shows."""

    def after(self, milliseconds: int, function: Callable[[], Any]) -> None:
        """Call a function later."""

    def dialog(self, seconds: float) -> None:
        """Run a loop of a dialog's own for a while."""

    def run(self) -> None:
        """The main loop, until the window is closed."""


class TkWindow:
    def __init__(self) -> None:
        import tkinter

        from genai_py import TkDispatcher

        self._tkinter = tkinter
        self._root = tkinter.Tk()
        self._text = tkinter.Text(self._root, width=60, height=20)
        self.dispatcher = TkDispatcher(self._root)

    def show(self, send: Callable[[], Any], cancel: Callable[[], Any], may_close: Callable[[], bool]) -> None:
        def close() -> None:
            if may_close():
                self._root.destroy()

        self._text.pack()
        buttons = {
            name: self._tkinter.Button(self._root, text=name, command=command)
            for name, command in (("send", send), ("cancel", cancel))
        }
        for button in buttons.values():
            button.pack()
        self._root.protocol("WM_DELETE_WINDOW", close)
        self._root.wait_visibility()
        self._root.update()
        places = {
            name: (button.winfo_rootx() + button.winfo_width() // 2, button.winfo_rooty() + button.winfo_height() // 2)
            for name, button in buttons.items()
        }
        tell("shown", places=places, window=self._root.winfo_id())

    def append(self, text: str) -> None:
        self._text.insert("end", text)
        self._text.see("end")

    def text(self) -> str:
        return self._text.get("1.0", "end-1c")

    def after(self, milliseconds: int, function: Callable[[], Any]) -> None:
        # When Tk is idle: only then has it redrawn what changed.
        self._root.after(milliseconds, self._root.after_idle, function)

    def dialog(self, seconds: float) -> None:
        window = self._tkinter.Toplevel(self._root)
        self._root.after(int(seconds * 1000), window.destroy)
        self._root.wait_window(window)

    def run(self) -> None:
        self._root.mainloop()


class QtWindow:
    def __init__(self, binding: str) -> None:
        from importlib import import_module

        self._core: Any = import_module(f"{binding}.QtCore")
        self._widgets: Any = import_module(f"{binding}.QtWidgets")
        self._test: Any = import_module(f"{binding}.QtTest").QTest

        from genai_py import QtDispatcher

        self._app = self._widgets.QApplication(["form"])
        self._text = self._widgets.QPlainTextEdit()
        self.dispatcher = QtDispatcher()

    def show(self, send: Callable[[], Any], cancel: Callable[[], Any], may_close: Callable[[], bool]) -> None:
        class Form(self._widgets.QWidget):  # type: ignore[name-defined,misc]
            def closeEvent(self, event: Any) -> None:
                event.setAccepted(may_close())

        self._form = Form()
        layout = self._widgets.QVBoxLayout(self._form)
        layout.addWidget(self._text)
        self._buttons = {}
        for name, command in (("send", send), ("cancel", cancel)):
            self._buttons[name] = button = self._widgets.QPushButton(name)
            button.clicked.connect(lambda _, command=command: command())
            layout.addWidget(button)
        self._form.show()
        self._input = self._core.QSocketNotifier(0, self._core.QSocketNotifier.Type.Read)
        self._input.activated.connect(self._told)
        tell("shown")

    def _told(self, *_: object) -> None:
        name = sys.stdin.readline().strip()
        if name in self._buttons:
            self._test.mouseClick(self._buttons[name], self._core.Qt.MouseButton.LeftButton)
        elif name == "close":
            self._form.close()
        else:
            self._input.setEnabled(False)

    def append(self, text: str) -> None:
        cursor = self._text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(text)
        self._text.ensureCursorVisible()

    def text(self) -> str:
        return str(self._text.toPlainText())

    def after(self, milliseconds: int, function: Callable[[], Any]) -> None:
        self._core.QTimer.singleShot(milliseconds, function)

    def dialog(self, seconds: float) -> None:
        dialog = self._widgets.QDialog(self._form)
        self._core.QTimer.singleShot(int(seconds * 1000), dialog.accept)
        dialog.exec()

    def run(self) -> None:
        self._app.exec()


class WxWindow:
    def __init__(self) -> None:
        import wx

        from genai_py import WxDispatcher

        self._wx: Any = wx
        self._app = wx.App()
        self._frame = wx.Frame(None, title="form")
        self._text = wx.TextCtrl(self._frame, style=wx.TE_MULTILINE, pos=(0, 0), size=(300, 100))
        self.dispatcher = WxDispatcher()

    def show(self, send: Callable[[], Any], cancel: Callable[[], Any], may_close: Callable[[], bool]) -> None:
        wx = self._wx

        def close(event: Any) -> None:
            if may_close():
                self._frame.Destroy()
            else:
                event.Veto()

        self._buttons = {}
        for number, (name, command) in enumerate((("send", send), ("cancel", cancel))):
            self._buttons[name] = button = wx.Button(self._frame, label=name, pos=(0, 100 + 30 * number))
            button.Bind(wx.EVT_BUTTON, lambda _, command=command: command())
        self._frame.Bind(wx.EVT_CLOSE, close)
        self._frame.Show()
        threading.Thread(target=self._listen, name="input", daemon=True).start()
        tell("shown")

    def _listen(self) -> None:
        for line in sys.stdin:
            self._wx.CallAfter(self._told, line.strip())

    def _told(self, name: str) -> None:
        if name == "close":
            self._frame.Close()
        else:
            button = self._buttons[name]
            button.ProcessEvent(self._wx.CommandEvent(self._wx.EVT_BUTTON.typeId, button.GetId()))

    def append(self, text: str) -> None:
        self._text.AppendText(text)

    def text(self) -> str:
        return str(self._text.GetValue())

    def after(self, milliseconds: int, function: Callable[[], Any]) -> None:
        self._wx.CallLater(milliseconds, function)

    def dialog(self, seconds: float) -> None:
        dialog = self._wx.Dialog(self._frame, title="dialog")
        self._wx.CallLater(int(seconds * 1000), dialog.EndModal, 0)
        dialog.ShowModal()
        dialog.Destroy()

    def run(self) -> None:
        self._app.MainLoop()


WINDOWS: dict[str, Callable[[], Window]] = {
    "tk": TkWindow,
    "PySide6": lambda: QtWindow("PySide6"),
    "PyQt6": lambda: QtWindow("PyQt6"),
    "wx": WxWindow,
}
