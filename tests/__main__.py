"""Every check of the project in one command, on any system: ``python -m tests``.

    python -m tests                  all of it: lint and the whole suite, in two processes as far as possible
    python -m tests lint             the checks that run no test: ruff, imports, mypy, pyright
    python -m tests pytest -k chat   the suite alone, with pytest's own arguments
    python -m tests short            the suite without what needs a model, a browser, a window, a process or much time
    python -m tests pure             the suite with aiohttp's parser in Python (AIOHTTP_NO_EXTENSIONS=1)
    python -m tests oldest           the suite with the oldest releases that setup.cfg allows, in a temporary folder
    python -m tests newest           the same with the newest releases
    python -m tests coverage         which branches of genai_py/core the suite misses; fails below 95 %
    python -m tests api              write genai_py/_names.py, genai_py/delphi.pyi and tests/public_api.txt

The forms that run the suite take pytest's arguments too. Needs ``pip install -e ".[embedded,cli,test]"``, and for the
tests of windows Xvfb and a Python with tkinter. A check that fails does not keep the others from running.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LINT: dict[str, list[str]] = {
    "ruff": ["-m", "ruff", "check", "."],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "mypy": ["-m", "mypy"],
    "pyright": ["-m", "pyright", "--pythonpath", sys.executable],
}
PYTEST = ["-m", "pytest"]
SHORT = "not (embedded or browser or gui or process or timing or large)"
ALONE = "embedded or browser or gui or timing or large"
"""Tests that need the whole machine."""
IN_TWO_PROCESSES = ["-n", "2", "--dist", "loadfile"]
OF_THE_ENGINE = "not (embedded or browser or gui or timing or large)"
COVERED = 95.0
"""Percent of the branches of genai_py/core that the suite has to reach."""
_LOWER_BOUND = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?>=([\w.]+)")


def run(
    checks: Mapping[str, Sequence[str]], more: Mapping[str, str] | None = None, python: str = sys.executable
) -> int:
    """Run the checks one after the other and print how each went; return the exit code."""
    # pyright's starter would otherwise ask the network for newer versions.
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", **(more or {})}
    outcomes: list[str] = []
    failed = False
    for name, arguments in checks.items():
        print(f"--- {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(
            [python, *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
        ).returncode
        failed = failed or code != 0
        outcomes.append(
            f"{name:8} {'ok' if code == 0 else f'FAILED ({code})':12} {time.monotonic() - started:6.1f} s"
        )
    print("---", *outcomes, sep="\n", flush=True)
    return 1 if failed else 0


def lower_bounds() -> list[str]:
    """The oldest releases that setup.cfg allows of what genai_py needs at run time, as pip's constraints."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    required = config["options"]["install_requires"].split("\n")
    return [f"{match[1]}=={match[2]}" for line in required if (match := _LOWER_BOUND.match(line.strip()))]


def run_with_releases(oldest: bool, arguments: Sequence[str]) -> int:
    """Run the suite in a temporary virtual environment; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="genai_py-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder, "Scripts" if os.name == "nt" else "bin", "python"))
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[embedded,cli,test]"]
        if oldest:
            constraints = Path(folder, "constraints.txt")
            constraints.write_text("\n".join(lower_bounds()), encoding="utf-8")
            install += ["--constraint", str(constraints)]
            print("---", *lower_bounds(), flush=True)
        else:
            install += ["--upgrade", "--upgrade-strategy", "eager"]
        return run({"install": install}, python=python) or run(
            {"oldest" if oldest else "newest": [*PYTEST, *arguments]}, python=python
        )


def run_with_coverage(arguments: Sequence[str]) -> int:
    """Run the suite and report which branches of the engine it misses; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="genai_py-") as folder:
        data = {"COVERAGE_FILE": str(Path(folder, "coverage"))}
        report = Path(folder, "coverage.json")
        failed = run(
            {
                "suite": ["-m", "coverage", "run", *PYTEST, "-m", OF_THE_ENGINE, *arguments],
                "combine": ["-m", "coverage", "combine", "--quiet"],
                "coverage": ["-m", "coverage", "report"],
                "json": ["-m", "coverage", "json", "--quiet", "-o", str(report)],
            },
            data,
        )
        if not report.exists():
            return 1
        percent = covered_branches(json.loads(report.read_text(encoding="utf-8")))
        print(f"{percent:.1f} % of the branches, {COVERED} % are wanted", flush=True)
        return 1 if failed or percent < COVERED else 0


def covered_branches(report: Mapping[str, Any]) -> float:
    """Percent of the branches that were taken, of coverage's report in JSON; its own figure has the lines in it."""
    totals = report["totals"]
    return 100.0 * float(totals["covered_branches"]) / float(totals["num_branches"])


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; return the exit code."""
    form, more = (arguments[0], arguments[1:]) if arguments else ("", [])
    if not form:
        parts = {"parallel": [*IN_TWO_PROCESSES, "-m", f"not ({ALONE})"], "alone": ["-m", ALONE]}
        return run({**LINT, **{name: [*PYTEST, *options] for name, options in parts.items()}})
    if form == "lint" and not more:
        return run(LINT)
    if form == "pytest":
        return run({"pytest": [*PYTEST, *more]})
    if form == "short":
        return run({"short": [*PYTEST, *IN_TWO_PROCESSES, "-m", SHORT, *more]})
    if form == "pure":
        return run({"pure": [*PYTEST, *more]}, {"AIOHTTP_NO_EXTENSIONS": "1"})
    if form in ("oldest", "newest"):
        return run_with_releases(form == "oldest", more)
    if form == "coverage":
        return run_with_coverage(more)
    if form == "api" and not more:
        files = {"names": "public_names.py", "delphi": "delphi_names.py", "api": "public_api.py"}
        checks = {name: [str(ROOT / "tests" / file)] for name, file in files.items()}
        return run(checks, {"PYTHONPATH": str(ROOT)})
    print(__doc__)
    return 0 if form in ("-h", "--help") else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
