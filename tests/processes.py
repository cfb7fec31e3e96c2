"""Programs in processes of their own, as users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What would make output look otherwise than into a plain pipe, or the interpreter otherwise than by default.
_MISLEADING = ("FORCE_COLOR", "TTY_COMPATIBLE", "PYTHONWARNINGS", "PYTHONPATH", "COLUMNS")


def environment(**more: str) -> dict[str, str]:
    """The environment of a program that is run from somewhere else, in UTF-8."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


def python(*arguments: str | Path, cwd: str | Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python to its end, with every warning an error; what it wrote, as text."""
    return subprocess.run(
        [sys.executable, "-W", "error", *map(str, arguments)],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


def begin(*arguments: str | Path, **more: str) -> subprocess.Popen[str]:
    """Start Python; what it writes comes through pipes, as text."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", *map(str, arguments)],
        cwd=ROOT,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
