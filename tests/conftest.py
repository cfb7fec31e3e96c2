"""What several test folders share."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine import pytest_unconfigure as pytest_unconfigure

from genai_py.core.running import background, dispatchers
from genai_py.embedded import EmbeddedServer

# What a shell starts in the background ignores Ctrl-C, and so would the programs that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HERE = Path(__file__).resolve().parent
# What a test needs, by the fixture that provides it and by the folder or file that it is in.
MARKED_BY_FIXTURE = {"embedded_server": "embedded", "browser": "browser", "display": "gui", "opened": "gui"}
MARKED_BY_PLACE = {
    "embedded": "embedded",
    "end_to_end": "embedded",
    "gui": "gui",
    "tutorial/test_window.py": "gui",
    "web": "browser",
    "faults/test_cancelling.py": "timing",
    "faults/test_programs.py": "process",
    "faults/test_servers_that_stall.py": "timing",
    "test_cli.py": "process",
    "test_demo.py": "process",
    "test_docs.py": "process",
    "test_notebooks.py": "process",
    "test_packaging.py": "process",
    "test_parser_in_python.py": "process",
    "test_samples.py": "process",
    "test_samples_guides.py": "process",
    "test_samples_resources.py": "process",
    "typing": "process",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, so that ``-m "not browser and not gui"`` leaves it out."""
    for item in items:
        place = item.path.relative_to(HERE)
        marks = {MARKED_BY_PLACE.get(part.as_posix()) for part in (place, *place.parents)}
        marks |= {MARKED_BY_FIXTURE.get(name) for name in getattr(item, "fixturenames", ())}
        for mark in marks - {None}:
            item.add_marker(str(mark))


@pytest.fixture(autouse=True, scope="module")
def nothing_of_the_library_runs_on() -> Iterator[None]:
    """Ends the threads and loops that the tests of a file leave, so that those of the next begin with none."""
    yield
    gc.collect()
    # What is left belongs to pytest, which keeps some for each test: the next collection need not look at it again.
    gc.freeze()
    dispatchers.close_thread_dispatchers(5)
    # Clients that a file's tests keep for all of them are never closed, and would keep the loop for ever.
    background.stop_background_loops(5)


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[EmbeddedServer]:
    """A running local server with the packaged model."""
    with EmbeddedServer() as server:
        yield server
