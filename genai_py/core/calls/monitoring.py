"""How many requests are under way, for a program that wants to know before it closes."""

from __future__ import annotations

import threading

from ..running.process import after_fork
from ..spelling import BothSpellings


class RequestMonitor(BothSpellings):
    """Counts the requests in flight. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._renew()

    def _renew(self) -> None:
        # On a plain lock: it is taken twice for every request.
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._count = 0

    def Inc(self) -> int:
        """A request began; returns how many are under way."""
        with self._lock:
            self._count += 1
            return self._count

    def Dec(self) -> int:
        """A request ended; returns how many are under way."""
        with self._lock:
            if self._count:
                self._count -= 1
            if not self._count:
                self._changed.notify_all()
            return self._count

    @property
    def Count(self) -> int:
        """How many requests are under way."""
        return self._count

    @property
    def IsBusy(self) -> bool:
        """Whether a request is under way."""
        return self._count > 0

    def WaitIdle(self, timeout: float | None = None) -> bool:
        """Block until no request is under way, ``timeout`` seconds at most; whether that came true."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, timeout)


monitoring = RequestMonitor()
# The child of a fork has none of its parent's requests.
after_fork(monitoring._renew)


def HttpMonitoring() -> RequestMonitor:
    """The monitor of all clients of this process."""
    return monitoring
