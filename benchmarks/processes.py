"""The child processes: one that stays alive for each side, and short ones whose start is measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from types import TracebackType
from typing import Any


class SideFailed(Exception):
    """A side could not be made, failed in a row, or read a wrong value."""

    def __init__(self, message: str, absent: bool = False) -> None:
        super().__init__(message)
        self.absent = absent


def environment() -> dict[str, str]:
    """The children's environment: bytecode is cached, else every start would compile the package anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class WorkerProcess:
    """The process of one side, and the pipe to it."""

    def __init__(self, name: str, address: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", name, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        try:
            self._read()
        except BaseException:
            self.kill()
            raise

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SideFailed(f"the process ended with code {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise SideFailed(answer["error"], answer.get("absent", False))
        return answer

    def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        """Have the worker do something, and wait for its answer."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise SideFailed("the process is gone") from None
        return self._read()

    def close(self) -> None:
        """Let the process end in its own way, which for a library's exit handlers is part of the test."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            print(f"{self._process.args!r} did not end by itself", file=sys.stderr)
        self.kill()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.kill()


def run_code(code: str) -> tuple[float, float]:
    """CPU and wall seconds of `python -c code`, from start to end."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stderr is not None
    with process.stderr:
        said = process.stderr.read().decode(errors="replace").strip()
    # wait4 gives this one child's usage; getrusage(RUSAGE_CHILDREN) would add up all of them.
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or said:
        last = said.splitlines()[-1] if said else f"exit code {process.returncode}"
        raise SideFailed(
            last, absent="No module named 'genai_py'" in last or "No module named 'openai'" in last
        )
    return usage.ru_utime + usage.ru_stime, took
