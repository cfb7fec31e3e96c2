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
from lmstudio.chat_handlers import PNG
from lmstudio.model_handlers import CHAT
from lmstudio.server import LMStudioServer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "samples" / "lmstudio_api"
SHOWN = {
    "models.py": ("acme/embedded-chat: llm, ? parameters, on the disk", "acme/tiny has room for 4096 tokens"),
    "load.py": ("acme/embedded-chat is loaded, with room for 4096", "loaded now: acme/vectors, acme/embedded-chat"),
    "load_with_settings.py": ("acme/embedded-chat: 2048 tokens", "acme/embedded-chat is unloaded"),
    "choose_models.py": ("llm: acme/embedded-chat", "embedding: acme/vectors"),
    "download.py": ("downloading: 50%, 2.0 s left", "downloaded"),
    "chat.py": (
        "You said: What is the capital of France?\n64.0 tokens/s, the first after 0.125 s",
        "You said: What is the capital of France? / And of Italy?",
    ),
    "chat_progress.py": ("the model: 50%", "the prompt: 100%", "You said: Tell me a story.", "8 tokens"),
    "chat_events.py": ("[50% loaded]\nYou said: Why is the sky blue?\nresponse: resp_",),
    "chat_image.py": ("You said: Which colour is it? <image>",),
    "chat_tools.py": ("model_search({'word': 'hello'}): a greeting\nYou said: Which small model is popular?",),
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
    if name == "chat_image.py":
        server.models.models.append({**CHAT, "key": "acme/seeing", "capabilities": {"vision": True}})
    monkeypatch.setattr(sys, "argv", [name, "--base-url", server.url])
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        runpy.run_path(str(FOLDER / name), run_name="__main__")
    for text in SHOWN[name]:
        assert text in output.getvalue()


PAGE = (ROOT / "docs" / "lmstudio.md").read_text("utf-8")


def output_of(text: str, server: LMStudioServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the programs of a part of the page print, one after the other."""
    program = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    monkeypatch.setattr(genai_py.GenAIAPI, "LocalUrlBase", f"{server.url}/v1")
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "docs/lmstudio.md", "exec"), {})
    return output.getvalue()


def test_the_programs_of_the_page_about_models_run(server: LMStudioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    output = output_of(PAGE.partition("\n## Chat")[0], server, monkeypatch)
    assert "acme/embedded-chat 4096" in output
    assert "already_downloaded" in output


def test_those_about_the_chat_run(server: LMStudioServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("photo.png").write_bytes(PNG)
    client = "```python\nfrom genai_py import GenAIFactory\nclient = GenAIFactory.CreateLMSInstance()\n```\n"
    output = output_of(client + PAGE.partition("\n## Chat")[2], server, monkeypatch)
    assert "You said: What is the capital of France? / And of Italy?" in output
    assert "browser_navigate {'word': 'hello'} a greeting" in output
    assert "reading: 50%\nreading: 100%\nYou said: Tell me a story.8\n" in output
    assert "chat.end \nresp_" in output


def test_the_page_names_every_class_of_the_chat_and_every_handler() -> None:
    names = {name for name in genai_py.__all__ if name.startswith(("LMChat", "AsynLMChat", "PromiseLMChat"))}
    names |= {f"`{name}(" for name in genai_py.AsynLMChatStream.__slots__}
    # The route, parts of results, and the records of one result, which are as all others.
    beside = {"LMChatRoute", "LMChatPart", "LMChatStats", "AsynLMChat", "PromiseLMChat"}
    assert {name for name in names - beside if name not in PAGE} == set()
