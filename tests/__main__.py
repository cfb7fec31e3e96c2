"""Every check of the project in one command, on any system: ``python -m tests``.

    python -m tests                  all of it
    python -m tests lint             the checks that run nothing: ruff, imports, mypy, pyright
    python -m tests pytest -k chat   the tests alone, with pytest's own arguments

Needs ``pip install -e ".[embedded,cli,test]"``, and for the tests of windows Xvfb and a Python with tkinter. A check
that fails does not keep the others from running.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINT: dict[str, list[str]] = {
    "ruff": ["-m", "ruff", "check", "."],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "mypy": ["-m", "mypy"],
    "pyright": ["-m", "pyright", "--pythonpath", sys.executable],
}
PYTEST: dict[str, list[str]] = {"pytest": ["-m", "pytest"]}


def run(checks: dict[str, list[str]]) -> int:
    """Run the checks one after the other and say at the end how each went; the exit code."""
    # pyright's starter would otherwise ask the network for newer versions.
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    outcomes: list[str] = []
    failed = False
    for name, arguments in checks.items():
        print(f"--- {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
        ).returncode
        failed = failed or code != 0
        outcomes.append(
            f"{name:8} {'ok' if code == 0 else f'FAILED ({code})':12} {time.monotonic() - started:6.1f} s"
        )
    print("---", *outcomes, sep="\n", flush=True)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """What the command line asks for; the exit code."""
    if not arguments:
        return run({**LINT, **PYTEST})
    if arguments == ["lint"]:
        return run(LINT)
    if arguments[0] == "pytest":
        return run({"pytest": [*PYTEST["pytest"], *arguments[1:]]})
    print(__doc__)
    return 0 if arguments[0] in ("-h", "--help") else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
