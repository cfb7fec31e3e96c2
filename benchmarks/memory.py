"""The peak of this process's memory since a moment of one's choice."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")


def _status(field: str) -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


def _max_rss() -> int:
    # Kilobytes everywhere but on macOS. On Linux it starts at the parent's size, hence /proc where it is.
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def reset_peak() -> int:
    """Forget the peak so far where the system can; returns the memory in use now, in bytes."""
    try:
        _CLEAR_REFS.write_text("5")
        return _status("VmRSS:")
    except OSError:
        return peak()


def peak() -> int:
    """The most memory in use, in bytes, since `reset_peak`."""
    return _status("VmHWM:") if _STATUS.exists() else _max_rss()
