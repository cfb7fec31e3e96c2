"""Callbacks in tkinter's main loop."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

from .base import GuiDispatcher

if TYPE_CHECKING:
    import tkinter

_POLL_EVERY = 10
"""Milliseconds between two looks at the queue where Tk cannot watch a socket, as on Windows."""


class TkDispatcher(GuiDispatcher):
    """Callbacks run in tkinter's main loop.

    root: the window, or any widget. Make the dispatcher on its thread. When the widget is destroyed, the operations
    that report to it are cancelled.
    """

    def __init__(self, root: tkinter.Misc) -> None:
        super().__init__()
        from tkinter import READABLE

        self._widget = root
        # Timers of a widget that is destroyed would leave an error.
        self._root = root.nametowidget(".")
        # Tk must not be called from other threads: they write to a socket that it watches.
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)
        self._watches = hasattr(root.tk, "createfilehandler")
        if self._watches:
            try:
                root.tk.createfilehandler(self._here, READABLE, self._heard)
            except RuntimeError as error:
                self._close_sockets()
                raise RuntimeError("make the TkDispatcher on the thread of the Tk window") from error
        else:
            self._poll()
        # A tag of its own hears nothing of the widgets inside, and is not replaced where a program binds <Destroy>.
        self._tag = f"genai_py-{id(self)}"
        root.bindtags((*root.bindtags(), self._tag))
        self._command = root.bind_class(self._tag, "<Destroy>", lambda _: self.Close())

    def _wake(self) -> None:
        # Full or closed: then the word has been given, or is needed no more.
        with contextlib.suppress(OSError):
            self._there.send(b"\0")

    def _heard(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._here.recv(4096)
        self._woken()

    def _poll(self) -> None:
        if not self._closed:
            self._root.after(_POLL_EVERY, self._poll)
            self._heard()

    def _later(self) -> None:
        # Not after 0 ms, nor after_idle: Tk redraws when it is idle.
        self._root.after(1, self._turn)

    def Close(self) -> None:
        """Cancel the operations whose handlers run here, and drop what waits. Called when the widget is destroyed."""
        if self._closed:
            return
        super().Close()
        if self._watches:
            self._widget.tk.deletefilehandler(self._here)
        self._close_sockets()
        self._widget.unbind_class(self._tag, "<Destroy>")
        self._root.deletecommand(self._command)

    def _close_sockets(self) -> None:
        self._here.close()
        self._there.close()
