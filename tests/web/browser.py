"""The web chat's program, and a browser without a window to look at it with."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from processes import ROOT, begin

SERVER = ROOT / "samples" / "web_chat" / "server.py"
_ADDRESS = re.compile(r"The chat is at (\S+)")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_MISSING = (
    "Chromium (Debian: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium) "
    "or Google Chrome"
)


def executable() -> str:
    """The path of a Chromium or Chrome. Raises RuntimeError, which says what to install, where there is none."""
    found = [path for name in _NAMES if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).is_file()]
    if not found:
        raise RuntimeError(_MISSING)
    return found[0]


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A browser with a profile of its own, gone with all that belongs to it when the block ends.

    Playwright keeps a loop of its own in this thread meanwhile.
    """
    path = executable()
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    alone = ["--no-sandbox", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*quiet, *alone])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def running_web_chat(*arguments: str) -> Iterator[str]:
    """The address of the web chat, run as a user runs it. Ctrl-C ends it; it must have had nothing to complain of."""
    with begin(SERVER, "--port", "0", *arguments) as run:
        try:
            assert run.stdout is not None
            lines = iter(run.stdout.readline, "")
            address = next((found[1] for line in lines if (found := _ADDRESS.match(line))), "")
            assert address, run.communicate(timeout=30)
            yield address
        finally:
            if sys.platform == "win32":
                run.terminate()
            else:
                run.send_signal(signal.SIGINT)
            _, errors = run.communicate(timeout=30)
    assert errors == ""
    # A single process cannot be sent Ctrl-C there.
    assert run.returncode == 0 or sys.platform == "win32"
