"""What the tests of misbehaving servers start from."""

from __future__ import annotations

import faulthandler
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.wire import retry
from genai_py.factory import GenAIFactory

from .tcp_server import TcpServer
from .ways import STREAM_WAYS, WHOLE_WAYS, Way


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    """A test that hangs says where, and ends the run."""
    faulthandler.dump_traceback_later(60, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a client waits before it tries again is tested where it matters, and short elsewhere."""
    monkeypatch.setattr(retry, "FIRST_DELAY", 0.002)


@pytest.fixture
def server() -> Iterator[TcpServer]:
    """A server that does as it is told."""
    with TcpServer() as server:
        yield server


@pytest.fixture
def client(server: TcpServer) -> Iterator[GenAI]:
    """A client of the server. Once it is closed, nothing of it is left."""
    client = client_of(server.url)
    yield client
    client.Close()
    assert_nothing_is_left(server)


def client_of(url: str, **settings: Any) -> GenAI:
    """A client that gives up soon."""
    given: dict[str, Any] = {"connection_timeout": 5000, "send_timeout": 5000, "response_timeout": 5000, **settings}
    return GenAIFactory.CreateLMSInstance(url, **given)


def library_threads() -> list[str]:
    """The names of the library's threads that run."""
    return [each.name for each in threading.enumerate() if each.name.startswith("genai_py")]


def assert_nothing_is_left(server: TcpServer | None = None) -> None:
    """No thread of the library runs, and no connection to the server is open."""
    until = time.monotonic() + 1
    while library_threads() and time.monotonic() < until:
        time.sleep(0.005)
    assert library_threads() == []
    if server is not None:
        assert server.wait_for(lambda: not server.open_connections, 1), (
            f"still open: {server.open_connections}"
        )


@pytest.fixture(params=WHOLE_WAYS, ids=str)
def whole_way(request: pytest.FixtureRequest) -> Way:
    """Each way to ask for a whole reply."""
    way: Way = request.param
    return way


@pytest.fixture(params=STREAM_WAYS, ids=str)
def stream_way(request: pytest.FixtureRequest) -> Way:
    """Each way to ask for a stream."""
    way: Way = request.param
    return way


@pytest.fixture(params=WHOLE_WAYS + STREAM_WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """Each way to ask for anything."""
    way: Way = request.param
    return way
