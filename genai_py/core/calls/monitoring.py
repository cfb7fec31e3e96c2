"""The number of requests in flight, for example to check before a program closes."""

from __future__ import annotations

import threading

from ..running.process import after_fork
from ..spelling import BothSpellings


class RequestMonitor(BothSpellings):
    """Counts the requests in flight. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._renew()

    def _renew(self) -> None:
        # A plain lock, which is faster: each request acquires it twice.
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._count = 0
        self._waiting = 0

    def Inc(self) -> int:
        """Count a request that starts; return how many are in flight."""
        with self._lock:
            self._count += 1
            return self._count

    def Dec(self) -> int:
        """Count a request that has ended; return how many are in flight."""
        with self._lock:
            if self._count:
                self._count -= 1
            if not self._count and self._waiting:
                self._changed.notify_all()
            return self._count

    @property
    def Count(self) -> int:
        """The number of requests in flight."""
        return self._count

    @property
    def IsBusy(self) -> bool:
        """Whether any request is in flight."""
        return self._count > 0

    def WaitIdle(self, timeout: float | None = None) -> bool:
        """Block until no request is in flight, for up to ``timeout`` seconds; return whether that is so."""
        with self._changed:
            self._waiting += 1
            try:
                return self._changed.wait_for(lambda: self._count == 0, timeout)
            finally:
                self._waiting -= 1


monitoring = RequestMonitor()
# The requests of the parent do not exist in the child of a fork.
after_fork(monitoring._renew)


def HttpMonitoring() -> RequestMonitor:
    """Return the monitor of all clients in this process."""
    return monitoring
