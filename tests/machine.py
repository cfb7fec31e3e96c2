"""What some tests need of the machine beside Python packages: X servers, GUI toolkits' libraries, a browser.

Where it is missing, these tests are skipped, and a line at the end of the run says what to install. In CI, which sets
the environment variable ``CI``, they fail.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from typing import NoReturn

import pytest

_SKIPPED = "missing on this machine: "
_QT_LIBRARIES = ("libEGL.so.1", "libGL.so.1", "libdbus-1.so.3", "libfontconfig.so.1", "libglib-2.0.so.0")
_MODULES = {
    "tk": ("tkinter", "a Python with tkinter (Debian: apt-get install python3-tk)"),
    "PySide6": ("PySide6", "PySide6 (pip install PySide6-Essentials)"),
    "PyQt6": ("PyQt6", "PyQt6 (pip install PyQt6)"),
}


def lacking(what: str) -> NoReturn:
    """Skip the test for want of ``what``, which says how to install it; fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"this test needs {what}", pytrace=False)
    pytest.skip(_SKIPPED + what)


def need_x_server() -> None:
    """Skip the test where there is no X server without a screen."""
    if shutil.which("Xvfb") is None:
        lacking("Xvfb (Debian: apt-get install xvfb)")


def need_browser_driver() -> None:
    """Skip the test where the program that drives the browser lacks a library."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libatomic.so.1")
        except OSError:
            lacking("libatomic (Debian: apt-get install libatomic1)")


def need_toolkit(name: str) -> None:
    """Skip the test where a GUI toolkit, or a library that it needs, is missing."""
    module, install = _MODULES.get(name, ("sys", ""))
    if importlib.util.find_spec(module) is None or (name == "tk" and importlib.util.find_spec("_tkinter") is None):
        lacking(install)
    if name in ("PySide6", "PyQt6") and sys.platform == "linux":
        for library in _QT_LIBRARIES:
            try:
                ctypes.CDLL(library)
            except OSError:
                lacking(
                    "the libraries of Qt "
                    "(Debian: apt-get install libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0)"
                )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write one line, after pytest's own last one, with what skipped tests need."""
    reporter: pytest.TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    wanted: list[str] = []
    for report in reporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        _, found, what = reason.partition(_SKIPPED)
        if found:
            wanted.append(what)
    if wanted:
        reporter.write_line(f"skipped tests: {len(wanted)}; to run them, install {', '.join(dict.fromkeys(wanted))}")
