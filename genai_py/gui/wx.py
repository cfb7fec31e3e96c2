"""A dispatcher for wxPython's main loop."""

from __future__ import annotations

import contextlib
import importlib
from typing import Any

from .base import GuiDispatcher


class WxDispatcher(GuiDispatcher):
    """Runs callbacks in wxPython's main loop.

    Create the dispatcher on the GUI's thread, after the ``wx.App``. When the last window is destroyed, the operations
    that use the dispatcher are cancelled.
    """

    def __init__(self) -> None:
        super().__init__()
        try:
            self._wx: Any = importlib.import_module("wx")
        except ImportError as error:
            raise ImportError("WxDispatcher needs wxPython: pip install wxPython") from error
        app = self._wx.GetApp()
        if app is None:
            raise RuntimeError("create the wx.App before the WxDispatcher")
        if not self._wx.IsMainThread():
            raise RuntimeError("create the WxDispatcher on the thread of the wx.App")
        app.Bind(self._wx.EVT_WINDOW_DESTROY, self._destroyed)

    def _wake(self) -> None:
        # The application may have been destroyed.
        with contextlib.suppress(AssertionError, RuntimeError):
            self._wx.CallAfter(self._on_wake)

    def _later(self) -> None:
        # CallAfter alone would take precedence over all other events. A timer alone would take precedence over other
        # CallAfter functions whenever a slice and redrawing take longer than its interval.
        self._wx.CallLater(1, self._wx.CallAfter, self._run_slice)

    def _destroyed(self, event: Any) -> None:
        event.Skip()
        gone = event.GetEventObject()
        if all(window is gone for window in self._wx.GetTopLevelWindows()):
            self.Close()
