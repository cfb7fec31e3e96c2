"""Base of the dispatchers for GUI toolkits: waking the GUI's thread, and limiting how long callbacks occupy it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from ..core.errors import GenAICancelledError
from ..core.running import loops
from ..core.running.dispatchers import SLICE, QueueDispatcher, own_this_thread, run_safely


class GuiDispatcher(QueueDispatcher):
    """Runs callbacks on the thread of a GUI, interleaved with its other events.

    Posted functions are queued. The first one wakes the GUI's thread, which runs queued functions for about 8 ms and
    continues a millisecond later, so that it can handle its own events, timers and redrawing in between. When the
    window is destroyed, operations that use the dispatcher are cancelled.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owner = threading.current_thread()
        self._wake_pending = False
        self._paused = False
        self._closed = False
        own_this_thread(self)

    def _wake(self) -> None:
        """Schedule ``_on_wake`` on the GUI's thread. Called from any thread; must not block."""
        raise NotImplementedError

    def _later(self) -> None:
        """Schedule ``_run_slice`` in a millisecond. Called on the GUI's thread."""
        raise NotImplementedError

    def is_current(self) -> bool:
        """Return whether the caller is on the GUI's thread."""
        return threading.current_thread() is self._owner

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function for the GUI's thread. Raises GenAICancelledError after the window was destroyed."""
        if self._closed:
            raise GenAICancelledError(0, "the window has been destroyed")
        self._queue.put(function)
        self._request_wake()
        if self._closed:
            self._drop_all()

    def _request_wake(self) -> None:
        if not self._wake_pending:
            self._wake_pending = True
            self._wake()

    def _on_wake(self) -> None:
        # During a pause, the next slice runs what was posted.
        if not self._paused and not self._closed:
            self._run_slice()

    def _run_slice(self) -> None:
        """Run queued functions until the time is up, then pause so that other events are handled."""
        self._paused = self._wake_pending = False
        until = time.perf_counter() + SLICE
        ran = False
        try:
            while (function := self._next()) is not None:
                ran = True
                if not self._queue.empty():
                    # A handler may open a dialog, whose event loop then runs the remaining functions.
                    self._request_wake()
                run_safely(function)
                if time.perf_counter() > until:
                    break
        finally:
            if ran and not self._closed:
                self._paused = True
                self._later()

    def _next(self) -> Callable[[], object] | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def Close(self) -> None:
        """Cancel the operations whose handlers run here, and discard queued functions.

        Called when the window is destroyed; a program may call it earlier, on the GUI's thread. Operations that are
        started with this dispatcher afterwards are cancelled.
        """
        self._closed = True
        for call in loops.calls_in_flight():
            if call.dispatcher is self:
                call.Cancel()
        self._drop_all()

    def _drop_all(self) -> None:
        while (function := self._next()) is not None:
            drop = getattr(function, "drop", None)
            if drop is not None:
                run_safely(drop)
