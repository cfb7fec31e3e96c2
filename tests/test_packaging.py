"""What users install: the wheel, made the long way round from the source archive, and what the README says of it."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from processes import ROOT, python

import genai_py
from genai_py.testing import MockTransport

README = (ROOT / "README.md").read_text(encoding="utf-8")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def setup_cfg() -> configparser.ConfigParser:
    """The package's metadata as it is written."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def names(requirements: str) -> set[str]:
    """The packages that a list of requirements names."""
    found = (_NAME.match(line) for line in requirements.split("\n"))
    return {match[0] for match in found if match}


def build(what: str, source: Path, target: Path) -> Path:
    """Build a ``wheel`` or an ``sdist`` as pip does; the file."""
    target.mkdir(exist_ok=True)
    program = f"from setuptools import build_meta; build_meta.build_{what}({str(target)!r})"
    done = subprocess.run([sys.executable, "-c", program], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive, built from a copy of what a clone holds."""
    folder = tmp_path_factory.mktemp("package")
    clone = folder / "clone"
    shutil.copytree(ROOT / "genai_py", clone / "genai_py", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, clone)
    with tarfile.open(build("sdist", clone, folder / "sdist")) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(folder / "source", filter="data")
        else:
            archive.extractall(folder / "source")
    (source,) = (folder / "source").iterdir()
    return build("wheel", source, folder / "wheel")


def test_the_package_can_be_imported_from_a_zip(wheel: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import genai_py; "
        "print(genai_py.__file__, genai_py.GenAIFactory.CreateLMSInstance().Chat); "
        "print(genai_py.ChatParams().Model('m').JSON)"
    )
    done = python("-c", program, wheel)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(wheel)) and done.stdout.endswith("{'model': 'm'}\n")


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    kept = {".py", ".pyi", ".typed", ".jinja"}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "genai_py").rglob("*")
        if path.suffix in kept or path.name == "py.typed"
    }
    assert {"genai_py/py.typed", "genai_py/__init__.pyi", "genai_py/embedded/chat_template.jinja"} <= wanted
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert held == wanted
        assert any(name.endswith("/LICENSE") for name in archive.namelist())


def test_the_metadata_says_what_is_needed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(name))
    assert metadata["Requires-Python"] == ">=3.10"
    assert set(metadata.get_all("Provides-Extra", [])) == {"embedded", "cli", "tools", "mcp", "bench", "test"}
    # A URL as a requirement would keep the package off the index.
    assert not any("@" in requirement for requirement in metadata.get_all("Requires-Dist", []))


def test_the_installed_wheel_works_away_from_the_clone(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    program = (
        "import genai_py, genai_py.delphi\n"
        "for name in genai_py.__all__: getattr(genai_py, name)\n"
        "with genai_py.GenAIFactory.CreateLMSInstance() as client: print(client, genai_py.__file__)\n"
    )
    run = python("-c", program, cwd=tmp_path, PYTHONPATH=str(target))
    assert run.returncode == 0, run.stderr
    assert str(target) in run.stdout
    run = python("-m", "genai_py", "demo", "--embedded", cwd=tmp_path, PYTHONPATH=str(target))
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_dependency_is_in_the_readme_with_its_reason() -> None:
    config = setup_cfg()
    table = README.partition("## Dependencies")[2].partition("\n## ")[0]
    named = names(config["options"]["install_requires"])
    for requirements in config["options.extras_require"].values():
        named |= names(requirements)
    assert named <= set(_NAME.findall(table))


def test_the_readme_installs_extras_that_there_are() -> None:
    known = set(setup_cfg()["options.extras_require"])
    asked = {extra for extras in re.findall(r"pip install .*\[([\w,]+)\]", README) for extra in extras.split(",")}
    assert asked <= known
    assert "embedded" in asked


def test_readme_makefile_and_ci_run_the_same_tests() -> None:
    command = "-m tests"
    assert f"python {command}`" in README
    assert re.search(rf"^test: .*\n\t.*\n\t\$\(BIN\) {command}$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.search(r'^make .*VENV="\$folder/venv" test$', (ROOT / ".ci" / "run").read_text(), re.MULTILINE)


def test_readme_and_makefile_install_the_same_for_it() -> None:
    for text in (README, (ROOT / "Makefile").read_text()):
        assert '".[embedded,cli,test]"' in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_ci_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", ["demo", "test", "check", "bench", "lint", "serve", "clean"])
def test_make_knows_the_targets(target: str) -> None:
    run = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_version_is_written_once(wheel: Path) -> None:
    assert f"-{genai_py.__version__}-" in wheel.name
    written = [path for path in (ROOT / "genai_py").rglob("*.py*") if re.search(r"^__version__ = ", _text(path), re.M)]
    assert [path.name for path in written] == ["_version.py"]


def test_the_server_gets_the_version() -> None:
    transport = MockTransport({"GET models": {"data": []}})
    with genai_py.GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        client.Models.List()
    assert transport.requests[0].headers["User-Agent"] == f"genai_py/{genai_py.__version__}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.suffix in (".py", ".pyi") else ""
