"""The child process of a server: starting it, waiting until it is ready, ending it."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO

from .errors import EmbeddedServerError
from .settings import ServerSettings

_LOG_TAIL = 4096
_END_GRACE = 2.0


class ServerProcess:
    """The server's process. It ends when `stop` closes its standard input, or when this process ends.

    `log_path` is the path of its log file; `None` keeps the log only while it runs. Raises
    `EmbeddedServerError` if the process cannot be started.
    """

    def __init__(self, log_path: str | os.PathLike[str] | None) -> None:
        try:
            # A temporary file without a name is deleted with its last open handle, even if both processes are killed.
            self._log = _open_log(log_path)
        except OSError as error:
            raise EmbeddedServerError(f"cannot write the server's log: {error}") from error
        try:
            self._popen = _launch(self._log)
        except OSError as error:
            self._log.close()
            raise EmbeddedServerError(f"cannot start {sys.executable}: {error}") from error
        assert self._popen.stdin is not None and self._popen.stdout is not None
        self._input, self._output = self._popen.stdin, self._popen.stdout

    @property
    def alive(self) -> bool:
        """Whether the process is running."""
        return self._popen.poll() is None

    def start(self, settings: ServerSettings, timeout: float) -> tuple[int, int]:
        """Start the server and return its port and process id once it is ready.

        If it is not ready within `timeout` seconds, ends the process and raises `EmbeddedServerError`.
        """
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # A thread, because no portable call reads from a pipe with a timeout.
        reader = threading.Thread(target=lambda: lines.put(self._output.readline()), daemon=True)
        reader.start()
        try:
            # If the process has already ended, its output ends, too.
            with suppress(OSError):
                self._input.write(settings.to_json().encode() + b"\n")
            line = lines.get(timeout=timeout)
            report = json.loads(line) if line else {}
            if "port" not in report:
                raise self._failure(settings, report.get("error"))
            return report["port"], report["pid"]
        except queue.Empty:
            self._kill()
            message = f"the server was not ready within {timeout:g} s{self._tail()}"
            raise EmbeddedServerError(message) from None
        except BaseException:
            self._kill()
            raise
        finally:
            if not self.alive:
                reader.join()

    def stop(self) -> None:
        """End the process and wait until it has ended."""
        self._input.close()
        try:
            self._popen.wait(_END_GRACE)
        except subprocess.TimeoutExpired:
            self._kill()
        self._output.close()
        self._log.close()

    def disown(self) -> None:
        """In the child of a fork: release the handles without ending the parent's server."""
        self._input.close()
        self._output.close()
        # It is not a child of this process: avoids the warning of subprocess about a running child.
        self._popen.returncode = 0

    def _failure(self, settings: ServerSettings, error: str | None) -> EmbeddedServerError:
        try:
            cause = f"exit code {self._popen.wait(_END_GRACE)}"
        except subprocess.TimeoutExpired:
            self._kill()
            cause = "no exit"
        tail = self._tail()
        if "couldn't bind" in tail:
            return EmbeddedServerError(f"port {settings.port} is in use")
        if error and "libgomp" in error:
            return EmbeddedServerError(
                "the server needs the system's library libgomp: install it (Debian and Ubuntu: apt-get install "
                f"libgomp1; Fedora: dnf install libgomp; Alpine: apk add libgomp). {error}"
            )
        if error:
            cause = f"{error} ({cause})"
        return EmbeddedServerError(f"the server of {settings.model} could not start: {cause}{tail}")

    def _kill(self) -> None:
        self._popen.kill()
        self._popen.wait()

    def _tail(self) -> str:
        # Both processes share the file's position, which may be moved only after the other one has ended.
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - _LOG_TAIL))
        text = self._log.read().decode("utf-8", "replace").strip()
        return f"\n{text}" if text else ""


def _open_log(path: str | os.PathLike[str] | None) -> IO[bytes]:
    # `stop` closes the file.
    return tempfile.TemporaryFile() if path is None else open(path, "w+b")


def _launch(log: IO[bytes]) -> subprocess.Popen[bytes]:
    # The child imports from the same paths as this process, not from the current folder.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONSAFEPATH": "1"}
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        [sys.executable, "-m", f"{__package__}._child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        # Unbuffered, because the child of a fork closes the pipes, and must not wait for the lock of a buffer that
        # another thread held.
        bufsize=0,
        env=environment,
        # Shields the child from ctrl-C in the terminal even before it has set a handler.
        start_new_session=True,
        creationflags=flags,
    )
