"""Runs the rows: rounds in which the sides take turns, so that all see the same state of the machine."""

from __future__ import annotations

import contextlib
import statistics
import sys
from dataclasses import dataclass, field

from . import sides
from .processes import SideFailed, WorkerProcess, run_code
from .replies import Reply
from .rows import Line, OperationRow, ParallelRow, PromiseRow, Row, StartRow

# Exit happens inside the measured time, as it does for a user.
START_CODE = {
    "raw": (
        "import asyncio, aiohttp, orjson\n"
        "async def main():\n"
        "    session = aiohttp.ClientSession()\n"
        "    await session.close()\n"
        "asyncio.run(main())"
    ),
    "genai": "import genai_py; client = genai_py.GenAIFactory.CreateLMSInstance()",
    "openai-httpx": "import openai; openai.OpenAI(api_key='x')",
}
BARE_CODE = {"raw": "pass", "genai": "import genai_py"}


@dataclass
class Figures:
    """One figure a round for each side of a line, in seconds or bytes."""

    line: Line
    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, side: str, value: float) -> None:
        self.rounds.setdefault(side, []).append(value)


class Bench:
    """One run: the sides' processes, what was measured, and what failed."""

    def __init__(self, address: str, replies: dict[str, Reply], rounds: int) -> None:
        self.address = address
        self.replies = replies
        self.rounds = rounds
        self.failures: list[str] = []
        self.absent: dict[str, str] = {}
        self._workers: dict[str, WorkerProcess] = {}
        self._exits = contextlib.ExitStack()

    def __enter__(self) -> Bench:
        for name in sides.NAMES:
            try:
                self._workers[name] = self._exits.enter_context(WorkerProcess(name, self.address))
            except SideFailed as error:
                self._fail(name, error)
        return self

    def __exit__(self, *error: object) -> None:
        self._exits.__exit__(*error)  # type: ignore[arg-type]

    def _fail(self, name: str, error: SideFailed, row: str = "") -> None:
        if error.absent:
            self.absent[name] = str(error)
        else:
            self.failures.append(f"{row + ', ' if row else ''}{name}: {error}")

    def run(self, row: Row) -> list[Figures]:
        """All rounds of one row: figures for each of its lines."""
        figures = [Figures(line) for line in row.lines]
        out: set[str] = set()
        for number in range(self.rounds):
            print(f"{row.lines[0].key}: round {number + 1} of {self.rounds}", file=sys.stderr, flush=True)
            for name in sides.NAMES:
                if name in out:
                    continue
                try:
                    if isinstance(row, OperationRow):
                        self._operations(row, name, figures[0])
                    elif isinstance(row, PromiseRow):
                        self._promise(row, name, figures[0])
                    elif isinstance(row, ParallelRow):
                        self._parallel(row, name, number, figures)
                    else:
                        self._start(row, name, figures)
                except SideFailed as error:
                    out.add(name)
                    self._fail(name, error, row.lines[0].key)
        return figures

    def _operations(self, row: OperationRow, name: str, figures: Figures) -> None:
        if name not in row.operations or name not in self._workers:
            return
        slow = name.startswith("openai")
        operation = row.operations[name]
        answer = self._workers[name].ask(
            "operations",
            names=[operation],
            count=row.slow_count or row.count if slow else row.count,
            at_once=row.at_once,
            samples=row.slow_samples if slow else row.samples,
            expected=self.replies[row.reply].expected,
        )
        figures.add(name, statistics.median(answer["cpu"][operation]) / row.per)

    def _promise(self, row: PromiseRow, name: str, figures: Figures) -> None:
        if name != "genai" or name not in self._workers:
            return
        answer = self._workers[name].ask(
            "operations",
            names=[row.bare, row.promised],
            count=row.count,
            at_once=1,
            samples=row.samples,
            expected=self.replies[row.reply].expected,
        )
        figures.add("raw", statistics.median(answer["cpu"][row.bare]))
        figures.add("genai", statistics.median(answer["cpu"][row.promised]))

    def _parallel(self, row: ParallelRow, name: str, number: int, figures: list[Figures]) -> None:
        if name not in self._workers or (name.startswith("openai") and number >= row.slow_rounds):
            return
        with WorkerProcess(name, self.address) as worker:
            expected = self.replies[row.reply].expected
            answer = worker.ask("parallel", count=row.count, at_once=row.at_once, expected=expected)
        figures[0].add(name, answer["cpu"])
        figures[1].add(name, answer["memory"])

    def _start(self, row: StartRow, name: str, figures: list[Figures]) -> None:
        cpu, wall, bare = figures
        if name in START_CODE and name not in self.absent:
            used = self._several(row, START_CODE[name])
            cpu.add(name, used[0])
            wall.add(name, used[1])
        if name in BARE_CODE and name not in self.absent:
            bare.add(name, self._several(row, BARE_CODE[name])[0])

    def _several(self, row: StartRow, code: str) -> tuple[float, float]:
        samples = [run_code(code) for _ in range(row.samples)]
        return statistics.median(cpu for cpu, _ in samples), statistics.median(wall for _, wall in samples)
