"""What the dispatchers of all toolkits have in common: when a GUI's thread is woken, and for how long it is kept."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from ..core.errors import GenAICancelledError
from ..core.running import loops
from ..core.running.dispatchers import SLICE, QueueDispatcher, run_safely, runs_this_thread


class GuiDispatcher(QueueDispatcher):
    """Callbacks run on the thread of a GUI, as events among its other events.

    Functions that are posted wait in a queue. The first one wakes the GUI's thread, which then runs what waits for
    about 8 ms at most, and goes on a millisecond later: the window's own events, timers and redrawing get their turn
    in between. When the window is gone, operations that report to it are cancelled.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owner = threading.current_thread()
        self._told = False
        self._rests = False
        self._closed = False
        runs_this_thread(self)

    def _wake(self) -> None:
        """Have ``_woken`` called on the GUI's thread. Called from any thread; must not block."""
        raise NotImplementedError

    def _later(self) -> None:
        """Have ``_turn`` called after a millisecond. Called on the GUI's thread."""
        raise NotImplementedError

    def is_current(self) -> bool:
        """Whether the caller is on the GUI's thread."""
        return threading.current_thread() is self._owner

    def post(self, function: Callable[[], object]) -> None:
        """Queue a function for the GUI's thread. Raises GenAICancelledError when the window is gone."""
        if self._closed:
            raise GenAICancelledError(0, "the window is gone")
        self._queue.put(function)
        self._tell()
        if self._closed:
            self._drop_all()

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self._wake()

    def _woken(self) -> None:
        # While it rests, the turn after the rest sees to what was posted.
        if not self._rests and not self._closed:
            self._turn()

    def _turn(self) -> None:
        """Run what waits until time is up, then let other events have their turn."""
        self._rests = self._told = False
        until = time.perf_counter() + SLICE
        ran = False
        try:
            while (function := self._next()) is not None:
                ran = True
                if not self._queue.empty():
                    # A handler may open a dialog, whose own loop then runs the functions after it.
                    self._tell()
                run_safely(function)
                if time.perf_counter() > until:
                    break
        finally:
            if ran and not self._closed:
                self._rests = True
                self._later()

    def _next(self) -> Callable[[], object] | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def Close(self) -> None:
        """Cancel the operations whose handlers run here, and drop what waits. Called when the window is gone.

        Nothing can be posted afterwards: operations that are begun with this dispatcher are cancelled. A program may
        call it, on the GUI's thread, before the window is gone.
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
