"""Runs every sample of the guides: ``python -m samples.guides [part of a name] [-v]``, with a line for each outcome.

What a local model can answer runs against the embedded server; all else against the recorded server of the tests,
whose replies are those of the API's documents. The exit code is 1 if one of them failed.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import runpy
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genai_py import AiohttpClient, GenAI, GenAIFactory, ManualDispatcher
from genai_py.embedded import EmbeddedServer
from genai_py.tutorial import TutorialHub

from . import is_local, use

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
_TAKES_AT_MOST = 120.0
"""Seconds."""


@dataclass
class Outcome:
    """What became of a sample."""

    name: str
    server: str
    statuses: list[int] = field(default_factory=list)
    error: str = ""
    printed: str = ""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """It came to its end, asked the server for something, and every reply was a good one."""
        return not self.error and bool(self.statuses) and all(200 <= status < 300 for status in self.statuses)

    def __str__(self) -> str:
        requests = f"{len(self.statuses)} request{'' if len(self.statuses) == 1 else 's'}"
        bad = [status for status in self.statuses if not 200 <= status < 300]
        what = self.error or (f"statuses {bad}" if bad else "no request left" if not self.statuses else requests)
        return f"{'ok  ' if self.is_good else 'FAIL'} {self.seconds:5.1f} s  {self.server:8}  {self.name}: {what}"


class _Complaints(logging.Handler):
    """What the library logs as an error: handlers that failed, rejections that nobody handled."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.first = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.first = self.first or record.getMessage()


class _Watched(AiohttpClient):
    """Notes the status of each reply."""

    def __init__(self, statuses: list[int]) -> None:
        super().__init__()
        self._statuses = statuses

    async def request(self, request: Any) -> Any:
        try:
            reply = await super().request(request)
        except Exception:
            self._statuses.append(0)
            raise
        self._statuses.append(reply.status)
        return reply

    async def stream(self, request: Any) -> Any:
        try:
            reply = await super().stream(request)
        except Exception:
            self._statuses.append(0)
            raise
        self._statuses.append(reply.status)
        return reply


def samples(part: str = "") -> list[Path]:
    """The files of the samples whose name holds ``part``."""
    found = sorted(FOLDER.glob("*/*.py"))
    return [path for path in found if not path.name.startswith("_") and part in name_of(path)]


def name_of(path: Path) -> str:
    """``responses.non_streamed``."""
    return ".".join(path.relative_to(FOLDER).with_suffix("").parts)


def run(path: Path, servers: dict[str, str]) -> Outcome:
    """Run one sample, in a folder of its own. ``servers``: the base URLs of ``embedded`` and ``recorded``."""
    server = "embedded" if is_local(path.read_text(encoding="utf-8")) else "recorded"
    outcome = Outcome(name_of(path), server)
    client = GenAIFactory.CreateExternalInstance(
        servers[server], "a-key", http_client=_Watched(outcome.statuses), dispatcher=TutorialHub.Dispatcher
    )
    use(client)
    began = time.monotonic()
    printed = io.StringIO()
    complaints = _Complaints()
    logging.getLogger("genai_py").addHandler(complaints)
    # A sample that waits for ever must not keep the others from running.
    watch = threading.Timer(_TAKES_AT_MOST, _give_up, [outcome.name])
    watch.daemon = True
    watch.start()
    try:
        with tempfile.TemporaryDirectory() as folder, _inside(folder), contextlib.redirect_stdout(printed):
            TutorialHub.Cancel = False
            runpy.run_module(f"samples.guides.{outcome.name}", run_name="__main__")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        outcome.error = f"{type(error).__name__}: {error}"
        printed.write(traceback.format_exc())
    finally:
        watch.cancel()
        _close(client)
        gc.collect()
        logging.getLogger("genai_py").removeHandler(complaints)
    outcome.error = outcome.error or complaints.first
    outcome.printed = printed.getvalue()
    outcome.seconds = time.monotonic() - began
    return outcome


def _give_up(name: str) -> None:
    # What samples print is caught; this is not.
    print(f"FAIL {name}: it did not come to its end within {_TAKES_AT_MOST:.0f} s", file=sys.__stdout__, flush=True)
    os._exit(1)


def _close(client: GenAI) -> None:
    client.Close()
    dispatcher = TutorialHub.Dispatcher
    while isinstance(dispatcher, ManualDispatcher) and dispatcher.Pump(0):
        pass


@contextlib.contextmanager
def _inside(folder: str) -> Any:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def main(part: str = "") -> int:
    """Run the samples whose name holds ``part``; 1 if one failed, else 0."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    from recorded_server import RecordedServer  # pyright: ignore[reportMissingImports]

    outcomes: list[Outcome] = []
    # Answers of a few lines are enough to see that a sample works.
    with EmbeddedServer(max_tokens=64) as embedded, RecordedServer() as recorded:
        for path in samples(part):
            outcome = run(path, {"embedded": embedded.BaseURL, "recorded": recorded.url})
            outcomes.append(outcome)
            print(outcome, flush=True)
            if not outcome.is_good or "-v" in sys.argv:
                print("".join(f"       {line}\n" for line in outcome.printed.splitlines()), end="")
    failed = sum(not outcome.is_good for outcome in outcomes)
    print(f"{len(outcomes)} samples, {failed} failed")
    return 1 if failed or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(next((each for each in sys.argv[1:] if not each.startswith("-")), "")))
