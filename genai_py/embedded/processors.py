"""How many threads the server computes with."""

import contextlib
import os
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
# Up to this many processors, one is left to the program that uses the server, and to the rest of the machine.
_FEW = 4


def default_threads(cgroups: Path = _CGROUPS) -> int | None:
    """Return the number of threads to compute with; None leaves it to llama.cpp, which takes one for each core.

    llama.cpp's threads wait for each other without sleeping. A thread without a processor of its own, on a busy
    machine or in a container with a limit, holds up all others, and answers take many times as long.
    """
    usable = usable_processors(cgroups)
    if usable <= _FEW:
        return max(1, usable - 1)
    return None if usable >= (os.cpu_count() or 1) else usable


def usable_processors(cgroups: Path = _CGROUPS) -> int:
    """Return how many processors this process may use: those of its affinity, at most the quota of its container."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = _quota(cgroups)
    return usable if quota is None else max(1, min(usable, round(quota)))


def _quota(cgroups: Path) -> float | None:
    """The processors of a container's quota, by either version of cgroups; None without a quota."""
    with contextlib.suppress(OSError, ValueError):
        quota, period = (cgroups / "cpu.max").read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    with contextlib.suppress(OSError, ValueError):
        limit = int((cgroups / "cpu" / "cpu.cfs_quota_us").read_text())
        return None if limit <= 0 else limit / int((cgroups / "cpu" / "cpu.cfs_period_us").read_text())
    return None
