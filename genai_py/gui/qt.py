"""A dispatcher for Qt's event loop."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Callable
from typing import Any

from .base import GuiDispatcher

_BINDINGS = ("PySide6", "PyQt6")


class QtDispatcher(GuiDispatcher):
    """Runs callbacks in Qt's event loop, with PySide6 or PyQt6, whichever the program uses.

    Create the dispatcher on the GUI's thread, after the QApplication. When the application quits, which it does when
    its last window is closed, the operations that use the dispatcher are cancelled.
    """

    def __init__(self) -> None:
        super().__init__()
        core, app = _used()
        if core.QThread.currentThread() != app.thread():
            raise RuntimeError("create the QtDispatcher on the thread of the QApplication")
        self._single_shot = core.QTimer.singleShot
        self._waker = _waker(core, self._on_wake)
        app.aboutToQuit.connect(self.Close)

    def _wake(self) -> None:
        # The object may have been destroyed with the application.
        with contextlib.suppress(RuntimeError):
            self._waker.woken.emit()

    def _later(self) -> None:
        self._single_shot(1, self._run_slice)


def _used() -> tuple[Any, Any]:
    """Return the QtCore module of the binding that the program uses, and its application."""
    for name in _BINDINGS:
        core = sys.modules.get(f"{name}.QtCore")
        app = None if core is None else core.QCoreApplication.instance()
        if app is not None:
            return core, app
    if not any(importlib.util.find_spec(name) for name in _BINDINGS):
        raise ImportError("QtDispatcher needs PySide6 or PyQt6: pip install PySide6-Essentials")
    raise RuntimeError("create the QApplication before the QtDispatcher")


def _waker(core: Any, woken: Callable[[], None]) -> Any:
    """Return an object whose signal ``woken``, emitted from any thread, calls ``woken()`` on the GUI's thread."""

    class Waker(core.QObject):  # type: ignore[misc]
        woken = core.Signal() if hasattr(core, "Signal") else core.pyqtSignal()

        def on_woken(self) -> None:
            woken()

    waker = Waker()
    # The slot is a method of the object, so that Qt knows its thread.
    waker.woken.connect(waker.on_woken, core.Qt.ConnectionType.QueuedConnection)
    return waker
