"""What README and docs show is run: programs against the embedded server, tests by pytest."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from processes import ROOT, python
from recorded_server import RecordedServer

from genai_py.embedded import EmbeddedServer

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
README = ROOT / "README.md"
TESTING = ROOT / "docs" / "testing.md"
# What a program of the README prints when all goes well; in the order of the programs.
SHOWN = ("Paris", "Rome", "Tokyo", "completed", "weather", "France", "Oslo")


def blocks(file: Path) -> list[str]:
    """The Python code that a page shows."""
    return _BLOCK.findall(file.read_text(encoding="utf-8"))


def run(program: str, server: EmbeddedServer, tmp_path: Path) -> str:
    """What a program prints that finds the embedded server where LM Studio would be."""
    file = tmp_path / "program.py"
    file.write_text(
        f"import genai_py\ngenai_py.GenAIAPI.LocalUrlBase = {server.BaseURL!r}\n{program}", encoding="utf-8"
    )
    done = python(file, cwd=tmp_path)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_the_programs_of_the_readme_run(number: int, embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    programs = blocks(README)
    assert len(programs) == len(SHOWN)
    program = "\n".join(programs[each] for each in sorted({0, number}))
    output = run(program, embedded_server, tmp_path)
    assert SHOWN[number].lower() in output.lower()
    assert "failed" not in output


def test_the_programs_about_threads_run(embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    program = "\n".join([blocks(README)[0], *blocks(ROOT / "docs" / "threads.md")])
    output = run(program, embedded_server, tmp_path)
    assert "Oslo" in output
    assert "GenAICancelledError" in output


def test_the_programs_about_messages_run(embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    output = run("\n".join(blocks(ROOT / "docs" / "messages.md")), embedded_server, tmp_path)
    for shown in ("Paris", "Rome", "end_turn", "get_weather It is sunny in Paris."):
        assert shown in output


def test_the_programs_about_functions_and_classes_run(embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    output = run("\n".join(blocks(ROOT / "docs" / "tools.md")), embedded_server, tmp_path)
    for shown in ("get_weather {'city': 'Paris'", "may it call get_weather ?", "round 2", "France", "City(name='"):
        assert shown in output


def test_the_programs_about_the_whole_api_run(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text("\n".join(blocks(ROOT / "docs" / "resources.md")), encoding="utf-8")
    with RecordedServer() as server:
        done = python(file, cwd=tmp_path, OPENAI_API_KEY="a-key", OPENAI_BASE_URL=server.url)
    assert done.stderr == ""
    assert done.returncode == 0
    for shown in ("notes.txt", "completed", "list"):
        assert shown in done.stdout
    assert {"morning.mp3", "cow.png", "requests.jsonl"} <= {path.name for path in tmp_path.iterdir()}


def test_the_settings_about_servers_are_accepted(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text("\n".join(blocks(ROOT / "docs" / "servers.md")), encoding="utf-8")
    done = python("-W", "error", file, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_idioms_of_the_porting_page_run(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "porting.md").read_text(encoding="utf-8")
    section = page[page.index("\n## Idioms with examples\n") : page.index("\n## A stream that fails\n")]
    titles, programs = re.findall("^### (.+)$", section, re.MULTILINE), _BLOCK.findall(section)
    assert len(programs) == len(titles) + 1 == 20
    file = tmp_path / "program.py"
    file.write_text("\n".join(programs), encoding="utf-8")
    done = python("-W", "error", file, cwd=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


CONFTESTS = [block for block in blocks(TESTING) if block.startswith("# conftest.py\n")]


@pytest.mark.parametrize("example", [block for block in blocks(TESTING) if block not in CONFTESTS],
                         ids=lambda block: re.findall(r"def (test_\w+)", block)[0])  # fmt: skip
def test_the_tests_about_testing_pass(example: str, tmp_path: Path) -> None:
    (conftest,) = CONFTESTS
    if "aioresponses" in example:
        (tmp_path / "conftest.py").write_text(conftest, encoding="utf-8")
    (tmp_path / "test_example.py").write_text(example, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:asyncio -p no:cacheprovider\n", encoding="utf-8")
    done = python("-m", "pytest", "-q", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


PAGES = [page for pattern in ("*.md", "docs/*.md", "samples/*/README.md") for page in sorted(ROOT.glob(pattern))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        if anchor:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}, link


def test_the_endpoint_of_the_contributing_page_works(monkeypatch: pytest.MonkeyPatch) -> None:
    source, test = blocks(ROOT / "CONTRIBUTING.md")
    module = ModuleType("genai_py.resources.rerank")
    module.__package__ = "genai_py.resources"
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(source, module.__dict__)
    names: dict[str, Any] = {}
    exec(test, names)
    names["test_documents_are_ranked"]()


def test_the_contributing_page_has_every_marker_and_form() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    markers = re.findall(r'^    "(\w+): ', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(markers) == 6
    assert [name for name in markers if f"\n| `{name}` |" not in page] == []
    forms = re.findall(r"^    python -m tests (\w+)", help_of_the_tests(), re.MULTILINE)
    assert [form for form in forms if not re.search(rf"`(?:python -m tests )?{form}\b", page)] == []


def help_of_the_tests() -> str:
    """What ``python -m tests --help`` prints."""
    return python("-m", "tests", "--help").stdout
