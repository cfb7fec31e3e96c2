"""The samples and the page about LM Studio's own API run, on a server that has it."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import genai_py
from genai_py.lmstudio import downloads
from lmstudio.server import LMStudioServer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "samples" / "lmstudio_api"
SHOWN = {
    "models.py": ("acme/embedded-chat: llm, ? parameters, on the disk", "acme/tiny has room for 4096 tokens"),
    "load.py": ("acme/embedded-chat is loaded, with room for 4096", "loaded now: acme/vectors, acme/embedded-chat"),
    "load_with_settings.py": ("acme/embedded-chat: 2048 tokens", "acme/embedded-chat is unloaded"),
    "choose_models.py": ("llm: acme/embedded-chat", "embedding: acme/vectors"),
    "download.py": ("downloading: 50%, 2.0 s left", "downloaded"),
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LMStudioServer]:
    monkeypatch.setattr(downloads, "POLL_INTERVAL", 0.001)
    with LMStudioServer() as running:
        running.models.catalogue["ibm/granite-4-micro"] = {"job_id": "job_1", "status": "downloading"}
        step = {"status": "downloading", "total_size_bytes": 4, "downloaded_bytes": 2, "bytes_per_second": 1}
        running.models.jobs["job_1"] = [step, {"status": "completed"}]
        yield running


def test_every_sample_is_known_and_in_the_table() -> None:
    named = re.findall(r"`(\w+\.py)`", (FOLDER / "README.md").read_text("utf-8"))
    assert {path.name for path in FOLDER.glob("*.py")} == set(named)
    assert set(SHOWN) <= set(named)


@pytest.mark.parametrize("name", SHOWN)
def test_a_sample_runs(name: str, server: LMStudioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.models.load("acme/vectors")
    if name == "models.py":
        server.models.load("acme/tiny")
    monkeypatch.setattr(sys, "argv", [name, "--base-url", server.url])
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        runpy.run_path(str(FOLDER / name), run_name="__main__")
    for text in SHOWN[name]:
        assert text in output.getvalue()


def test_the_programs_of_the_page_about_models_run(server: LMStudioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "lmstudio.md").read_text("utf-8").partition("\n## Chat")[0]
    program = "\n".join(re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))
    monkeypatch.setattr(genai_py.GenAIAPI, "LocalUrlBase", f"{server.url}/v1")
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "docs/lmstudio.md", "exec"), {})
    assert "acme/embedded-chat 4096" in output.getvalue()
    assert "already_downloaded" in output.getvalue()
