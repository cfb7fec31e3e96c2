"""A dispatcher for tkinter's main loop."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

from .base import GuiDispatcher

if TYPE_CHECKING:
    import tkinter

_POLL_EVERY = 10
"""Milliseconds between polls of the queue where Tk cannot watch a socket, as on Windows."""


class TkDispatcher(GuiDispatcher):
    """Runs callbacks in tkinter's main loop.

    root: the window, or any widget. Create the dispatcher on its thread. When the widget is destroyed, the operations
    that use the dispatcher are cancelled.
    """

    def __init__(self, root: tkinter.Misc) -> None:
        super().__init__()
        from tkinter import READABLE

        self._widget = root
        # Timers belong to the root: those of a destroyed widget would raise an error.
        self._root = root.nametowidget(".")
        # Tk must not be called from other threads: they write to a socket that Tk watches.
        self._receiver, self._sender = socket.socketpair()
        self._receiver.setblocking(False)
        self._sender.setblocking(False)
        self._watches = hasattr(root.tk, "createfilehandler")
        if self._watches:
            try:
                root.tk.createfilehandler(self._receiver, READABLE, self._on_readable)
            except RuntimeError as error:
                self._close_sockets()
                raise RuntimeError("create the TkDispatcher on the thread of the Tk window") from error
        else:
            self._poll()
        # A separate bind tag ignores child widgets, and a program's own <Destroy> binding does not replace it.
        self._tag = f"genai_py-{id(self)}"
        root.bindtags((*root.bindtags(), self._tag))
        self._command = root.bind_class(self._tag, "<Destroy>", lambda _: self.Close())

    def _wake(self) -> None:
        # The socket is full, so that Tk is woken anyway, or closed.
        with contextlib.suppress(OSError):
            self._sender.send(b"\0")

    def _on_readable(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._receiver.recv(4096)
        self._on_wake()

    def _poll(self) -> None:
        if not self._closed:
            self._root.after(_POLL_EVERY, self._poll)
            self._on_readable()

    def _later(self) -> None:
        # Not after 0 ms, nor after_idle: Tk redraws when it is idle.
        self._root.after(1, self._run_slice)

    def Close(self) -> None:
        """Cancel the operations whose handlers run here, and discard queued functions.

        Called when the widget is destroyed.
        """
        if self._closed:
            return
        super().Close()
        if self._watches:
            self._widget.tk.deletefilehandler(self._receiver)
        self._close_sockets()
        self._widget.unbind_class(self._tag, "<Destroy>")
        self._root.deletecommand(self._command)

    def _close_sockets(self) -> None:
        self._receiver.close()
        self._sender.close()
