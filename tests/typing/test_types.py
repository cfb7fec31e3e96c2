"""The package's types, as type checkers see them: ``right.py`` has no error, ``wrong.py`` one in every marked line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = [HERE / "right.py", HERE / "wrong.py"]

# Shows that a mark on a line without an error is found, so that every mark in wrong.py is one on an error.
PROOF = """
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
right: int = 5  # type: ignore[assignment]
wrong: int = "5"  # type: ignore[assignment]
"""
NEEDLESS = 3


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    path = tmp_path / "proof.py"
    path.write_text(PROOF)
    return path


def run(*arguments: str | Path) -> str:
    # pyright's starter would otherwise ask the network for newer versions.
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=HERE.parent.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_pyright_agrees(proof: Path) -> None:
    output = run("pyright", "--outputjson", "--pythonpath", sys.executable, *FILES, proof)
    said = json.loads(output)
    errors = [
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in said["generalDiagnostics"]
    ]
    assert errors == [("proof.py", NEEDLESS)], output
    assert said["summary"]["filesAnalyzed"] == 3


def test_mypy_agrees(proof: Path) -> None:
    output = run("mypy", "--strict", "--no-error-summary", *FILES, proof)
    errors = re.findall(r"(\w+\.py):(\d+): error:", output)
    assert errors == [("proof.py", str(NEEDLESS))], output
