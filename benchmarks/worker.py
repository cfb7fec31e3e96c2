"""One side's process: `python -m benchmarks.worker SIDE ADDRESS`, told over stdin what to measure.

Commands and answers are one JSON object a line. The process stays alive over the rounds, so imports and
clients are made once, and it holds one side only, so neither the heap nor the threads of another weigh on it.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, TextIO

from . import memory, sides

OPTIONAL = {"genai_py", "openai"}
"""Packages whose absence leaves a side out without failing the run."""


class WrongValue(Exception):
    """A side read something else from a reply than it holds."""


def _check(value: object, expected: object) -> None:
    if value != expected:
        raise WrongValue(f"read {str(value)[:200]!r}, expected {str(expected)[:200]!r}")


async def _run_async(
    operation: Callable[[], Awaitable[object]], count: int, at_once: int, expected: object
) -> None:
    """`count` operations by `at_once` tasks, so that there are always that many under way."""
    left = count

    async def work() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            _check(await operation(), expected)

    if at_once == 1:
        await work()
    else:
        await asyncio.gather(*(work() for _ in range(at_once)))


class Worker:
    """A side and the loop it lives on."""

    def __init__(self, name: str, address: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.side = self.loop.run_until_complete(sides.make(name, address))

    def _run(self, name: str, count: int, at_once: int, expected: object) -> tuple[float, float]:
        operation: Any = self.side.operations[name]
        gc.collect()
        if inspect.iscoroutinefunction(operation):
            work = _run_async(operation, count, at_once, expected)
            cpu, wall = time.process_time(), time.perf_counter()
            self.loop.run_until_complete(work)
        else:
            # A blocking operation, called as a plain program calls it: no loop runs in this thread.
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(count):
                _check(operation(), expected)
        return (time.process_time() - cpu) / count, (time.perf_counter() - wall) / count

    def operations(
        self, names: list[str], count: int, at_once: int, samples: int, expected: object
    ) -> dict[str, Any]:
        """CPU and wall seconds an operation, by name; the samples of several names take turns."""
        cpu: dict[str, list[float]] = {name: [] for name in names}
        wall: dict[str, list[float]] = {name: [] for name in names}
        for name in names:
            # Opens the connections and fills the caches, which belong to no operation.
            self._run(name, min(count, 2 * at_once), at_once, expected)
        for _ in range(samples):
            for name in names:
                used, took = self._run(name, count, at_once, expected)
                cpu[name].append(used)
                wall[name].append(took)
        return {"cpu": cpu, "wall": wall}

    def parallel(self, count: int, at_once: int, expected: object) -> dict[str, Any]:
        """CPU seconds, wall seconds and growth of memory in bytes for `count` prompts."""
        prompts = [f"{sides.PROMPT} Number {i}." for i in range(count)]
        self.loop.run_until_complete(self.side.parallel(prompts[:8], 4))
        gc.collect()
        before = memory.reset_peak()
        cpu, wall = time.process_time(), time.perf_counter()
        held, texts = self.loop.run_until_complete(self.side.parallel(prompts, at_once))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        grown = memory.peak() - before
        _check([len(texts), set(texts)], [count, {expected}])
        del held
        return {"cpu": cpu, "wall": wall, "memory": grown}

    def close(self) -> None:
        """End the side and its loop."""
        self.loop.run_until_complete(self.side.close())
        self.loop.close()


def _answers_only() -> TextIO:
    """Keeps the pipe for answers, and sends whatever a library prints to stderr."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    return answers


def main(name: str, address: str) -> None:
    """Answer commands until stdin ends."""
    # ctrl-C goes to the parent, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _answers_only()

    def answer(value: dict[str, Any]) -> None:
        answers.write(json.dumps(value) + "\n")

    try:
        worker = Worker(name, address)
    except Exception as error:
        absent = isinstance(error, ModuleNotFoundError) and error.name in OPTIONAL
        answer({"absent": absent, "error": f"{type(error).__name__}: {error}"})
        return
    answer({"ready": True})
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer(getattr(worker, command.pop("do"))(**command))
        except Exception as error:
            traceback.print_exc()
            answer({"error": f"{type(error).__name__}: {error}"})
    worker.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
