"""`python -m benchmarks`: measure, print one table, and say what missed."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from . import report
from .measure import Bench, Figures
from .replies import make_replies, write_replies
from .rows import ROWS
from .server import serve, server_folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", metavar="A,B", help=f"only these rows, of: {', '.join(ROWS)}")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="rounds of each row (default: 7)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round's figures here as well")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a row misses what is wanted")
    arguments = parser.parse_args()
    arguments.rows = [name.strip() for name in arguments.rows.split(",")] if arguments.rows else list(ROWS)
    unknown = [name for name in arguments.rows if name not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; there are: {', '.join(ROWS)}")
    if arguments.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return arguments


def _stop(number: int, frame: FrameType | None) -> None:
    # As an exception, so that the server and its folder are cleared away on SIGTERM too.
    raise SystemExit(128 + number)


def main() -> int:
    """Run the rows asked for; the exit code."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, _stop)
    # The children are started as `-m benchmarks...` and import genai_py from beside it.
    if arguments.json is not None:
        arguments.json = arguments.json.resolve()
    os.chdir(Path(__file__).resolve().parent.parent)
    replies = make_replies()
    results: list[Figures] = []
    with server_folder() as folder:
        write_replies(replies, folder / "root")
        with serve(folder) as (address, server), Bench(address, replies, arguments.rounds) as bench:
            facts = report.machine(server, arguments.rounds)
            for name in arguments.rows:
                results += bench.run(ROWS[name])
    print(report.machine_text(facts))
    print()
    print(report.table(results))
    for name, reason in bench.absent.items():
        print(f"left out: {name} ({reason})")
    for failure in bench.failures:
        print(f"FAILED {failure}")
    if arguments.json is not None:
        text = json.dumps(report.as_json(facts, results, bench.failures), indent=2)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    missed = any(report.verdict(figures) == "MISS" for figures in results)
    return 1 if bench.failures or (arguments.strict and missed) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
