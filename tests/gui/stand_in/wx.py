"""As much of wxPython as the tests need, for machines without it: the same names, and the same rules for events.

What ``CallAfter`` was given runs before all other events, as in wx, for as long as there is any.
"""

from __future__ import annotations

import heapq
import itertools
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

TE_MULTILINE = 0x20
_number = itertools.count(1)
_windows: list[TopLevelWindow] = []
_app: App | None = None
_owner = threading.current_thread()


class _Kind:
    def __init__(self) -> None:
        self.typeId = next(_number)


EVT_BUTTON, EVT_CLOSE, EVT_WINDOW_DESTROY = _Kind(), _Kind(), _Kind()


class Event:
    def __init__(self, kind: int, of: Any) -> None:
        self.kind = kind
        self.vetoed = self.skipped = False
        self._of = of

    def GetEventObject(self) -> Any:
        return self._of

    def Skip(self) -> None:
        self.skipped = True

    def Veto(self) -> None:
        self.vetoed = True


def CommandEvent(kind: int, identity: int) -> Event:
    return Event(kind, identity)


class EvtHandler:
    def __init__(self) -> None:
        self._handlers: dict[int, Callable[[Event], object]] = {}

    def Bind(self, kind: _Kind, handler: Callable[[Event], object]) -> None:
        self._handlers[kind.typeId] = handler

    def ProcessEvent(self, event: Event) -> bool:
        handler = self._handlers.get(event.kind)
        if handler is not None:
            handler(event)
        return handler is not None and not event.skipped


class App(EvtHandler):
    def __init__(self) -> None:
        global _app
        super().__init__()
        _app = self
        self.after: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self.timers: list[tuple[float, int, Callable[[], object]]] = []

    def MainLoop(self) -> None:
        self.run_while(lambda: bool(_windows))

    def run_while(self, goes_on: Callable[[], bool]) -> None:
        while goes_on():
            wait = self.timers[0][0] - time.monotonic() if self.timers else None
            try:
                function = self.after.get(timeout=wait) if wait is None or wait > 0 else self.after.get_nowait()
            except queue.Empty:
                function = heapq.heappop(self.timers)[2]
            if function is not None:
                function()


def GetApp() -> App | None:
    return _app


def IsMainThread() -> bool:
    return threading.current_thread() is _owner


def CallAfter(function: Callable[..., object], *args: object) -> None:
    assert _app is not None, "No wx.App created yet"
    _app.after.put(lambda: function(*args))


def CallLater(milliseconds: int, function: Callable[..., object], *args: object) -> None:
    assert IsMainThread() and _app is not None
    due = time.monotonic() + milliseconds / 1000
    heapq.heappush(_app.timers, (due, next(_number), lambda: function(*args)))


def GetTopLevelWindows() -> list[TopLevelWindow]:
    return list(_windows)


class Window(EvtHandler):
    def __init__(self, parent: Any, **_: Any) -> None:
        super().__init__()
        self._id = next(_number)

    def GetId(self) -> int:
        return self._id


class Button(Window):
    pass


class TextCtrl(Window):
    _text = ""

    def AppendText(self, text: str) -> None:
        assert IsMainThread()
        self._text += text

    def GetValue(self) -> str:
        return self._text


class TopLevelWindow(Window):
    def __init__(self, parent: Any, **_: Any) -> None:
        super().__init__(parent)
        _windows.append(self)

    def Show(self) -> None:
        pass

    def Close(self) -> None:
        event = Event(EVT_CLOSE.typeId, self)
        if not self.ProcessEvent(event) and not event.vetoed:
            self.Destroy()

    def Destroy(self) -> None:
        if self in _windows:
            assert _app is not None
            event = Event(EVT_WINDOW_DESTROY.typeId, self)
            if not self.ProcessEvent(event):
                _app.ProcessEvent(event)
            _windows.remove(self)
            _app.after.put(None)


class Frame(TopLevelWindow):
    pass


class Dialog(TopLevelWindow):
    _shown = False

    def ShowModal(self) -> None:
        assert _app is not None
        self._shown = True
        _app.run_while(lambda: self._shown)

    def EndModal(self, _: int) -> None:
        self._shown = False
