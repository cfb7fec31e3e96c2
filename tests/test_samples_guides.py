"""The guides of the original as programs: all are run, and none is missing from the table."""

from __future__ import annotations

import re

import pytest
from processes import ROOT, python

FOLDER = ROOT / "samples" / "guides"
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.py") if not path.name.startswith("_"))
_ROW = re.compile(r"^\| \[.+\]\((\S+)\) \| `(\S+\.py)` \| (local|recorded) \|$", re.M)
ROWS = _ROW.findall((FOLDER / "README.md").read_text("utf-8"))
_LINE = re.compile(r"^(ok  |FAIL) +[\d.]+ s +(?:embedded|recorded) +(\S+): (.*)$", re.M)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[bool, str]]:
    """Whether each sample came to a good end, and what was said of it."""
    run = python("-m", "samples.guides")
    return {name.replace(".", "/") + ".py": (word == "ok  ", said) for word, name, said in _LINE.findall(run.stdout)}


@pytest.mark.timeout(1000)
@pytest.mark.parametrize("file", FILES)
def test_a_sample_runs(file: str, outcomes: dict[str, tuple[bool, str]]) -> None:
    assert outcomes.get(file, (False, "it did not run")) == (True, outcomes[file][1])


def test_the_table_has_each_sample_and_where_it_runs() -> None:
    assert sorted(file for _, file, _ in ROWS) == FILES
    for link, file, server in ROWS:
        source = (FOLDER / file).read_text("utf-8")
        assert ("Runs on a local model." in source) == (server == "local"), file
        assert link in source, file
