"""What the tests of GUI dispatchers start from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from faults.tcp_server import TcpServer
from machine import need_x_server

from .program import PATIENCE, Program, running

TOOLKITS = ("tk", "PySide6", "PyQt6", "wx")


@contextmanager
def x_server(size: str = "800x600") -> Iterator[str]:
    """The name of the display of an X server without a screen."""
    need_x_server()
    reads, writes = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writes],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writes)
        try:
            with open(reads, encoding="ascii") as pipe:
                number = pipe.readline().strip()
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A display for all tests of windows."""
    with x_server() as name:
        yield name


Opening = Callable[[str, str], AbstractContextManager[Program]]


@pytest.fixture(params=TOOLKITS)
def opened(request: pytest.FixtureRequest) -> Opening:
    """Opens a program's window in each toolkit: ``with opened(scenario, base_url) as program``."""
    display = request.getfixturevalue("display") if request.param == "tk" else None
    return lambda scenario, url: running(request.param, scenario, url, display)


@pytest.fixture
def server() -> Iterator[TcpServer]:
    """A server that does as it is told."""
    with TcpServer() as server:
        yield server
