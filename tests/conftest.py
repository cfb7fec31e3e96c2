"""What several test folders share."""

import gc
import signal
from collections.abc import Iterator

import pytest

from genai_py.core.running import background, dispatchers
from genai_py.embedded import EmbeddedServer

# What a shell starts in the background ignores Ctrl-C, and so would the programs that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="module")
def nothing_of_the_library_runs_on() -> Iterator[None]:
    """Ends the threads and loops that the tests of a file leave, so that those of the next begin with none."""
    yield
    gc.collect()
    dispatchers.close_thread_dispatchers(5)
    # Clients that a file's tests keep for all of them are never closed, and would keep the loop for ever.
    background.stop_background_loops(5)


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[EmbeddedServer]:
    """A running local server with the packaged model."""
    with EmbeddedServer() as server:
        yield server
