"""The commands for the models of a server, on LM Studio and on servers without its API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from stand_in import StandIn
from typer.testing import CliRunner, Result

import genai_py
from genai_py.cli import servers
from genai_py.cli.app import app
from genai_py.cli.terminal import Terminal, size_text
from genai_py.lmstudio import downloads
from lmstudio.server import Habits, LMStudioServer

TOKEN = "sk-lm-abcdefgh:abcdefghijklmnopqrst"


@pytest.fixture
def server() -> Iterator[LMStudioServer]:
    with LMStudioServer() as running:
        yield running


def run(server: LMStudioServer | StandIn, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--base-url", server.url], catch_exceptions=False)


def test_a_model_is_loaded_listed_and_unloaded(server: LMStudioServer) -> None:
    assert "no model is loaded" in run(server, "ps").stdout
    assert run(server, "load", "acme/tiny", "--context", "8192").stdout.splitlines() == [
        "loading acme/tiny", "acme/tiny loaded in 0.2 s, room for 8192 tokens",
    ]  # fmt: skip
    assert "was loaded already" in run(server, "load", "acme/tiny").stdout
    assert "| acme/tiny" in run(server, "ps").stdout
    status = run(server, "status").stdout
    assert "(LM Studio)" in status
    assert "3 on its disk, 1 loaded" in status
    assert run(server, "unload", "acme/tiny").stdout == "acme/tiny unloaded\n"
    assert "no model is loaded" in run(server, "models", "--loaded").stdout


def test_all_instances_of_a_model_or_one_or_everything(server: LMStudioServer) -> None:
    for key in ("acme/tiny", "acme/tiny", "acme/tiny", "acme/vectors"):
        server.models.load(key)
    assert run(server, "unload", "acme/tiny:2").stdout == "acme/tiny:2 unloaded\n"
    assert run(server, "unload", "acme/tiny@q4_k_m").stdout.splitlines() == [
        "acme/tiny unloaded", "acme/tiny:3 unloaded",
    ]  # fmt: skip
    assert run(server, "unload", "--all").stdout == "acme/vectors unloaded\n"
    assert run(server, "unload", "--all").stdout == "no model is loaded\n"
    assert run(server, "unload").exit_code == 2


def test_models_as_a_table_and_as_json(server: LMStudioServer) -> None:
    server.models.load("acme/vectors")
    table = run(server, "models").stdout
    for shown in ("acme/embedded-chat", "embedding", "Q4_K_M", "123.5 MB", "32768"):
        assert shown in table
    listed = json.loads(run(server, "models", "--json", "--loaded").stdout)["models"]
    assert [each["key"] for each in listed] == ["acme/vectors"]
    assert listed[0]["loaded_instances"] == [{"id": "acme/vectors", "config": {"context_length": 4096}}]


def test_a_download_shows_its_progress(server: LMStudioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "POLL_INTERVAL", 0.001)
    server.models.catalogue["acme/big"] = {"job_id": "job_1", "status": "downloading", "total_size_bytes": 5e9}
    step = {"status": "downloading", "total_size_bytes": 5e9, "downloaded_bytes": 2.5e9, "bytes_per_second": 1e8}
    server.models.jobs["job_1"] = [step, {**step, "status": "completed"}]
    result = run(server, "get", "acme/big")
    assert "completed, 5.0 GB of 5.0 GB" in result.stdout
    assert result.stdout.splitlines()[-1] == "acme/big is downloaded"
    assert "was there already" in run(server, "get", "acme/tiny").stdout
    server.models.jobs["job_1"] = [{"status": "failed", "error": "no space left"}]
    assert "no space left" in run(server, "get", "acme/big").stderr


def test_the_progress_of_a_transfer_is_a_line_for_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal().transfer("big") as show:
        for done in (0, 1, 2, 499, 500, 1000):
            show(done, 1000, 4, "downloading")
        show(None, None, None, "paused")
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        "downloading, 0 bytes of 1.0 kB, 4 bytes/s, 4:10 left",
        "downloading, 499 bytes of 1.0 kB, 4 bytes/s, 2:05 left",
        "downloading, 500 bytes of 1.0 kB, 4 bytes/s, 2:05 left",
        "downloading, 1.0 kB of 1.0 kB, 4 bytes/s, 0:00 left",
        "paused",
    ]
    assert [size_text(size) for size in (None, 999, 4.7e9, 2e12)] == ["", "999 bytes", "4.7 GB", "2.0 TB"]


@pytest.mark.parametrize("unauthorized", [401, 200])
def test_a_missing_token_is_told_from_a_missing_server(unauthorized: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with LMStudioServer(token=TOKEN, habits=Habits(unauthorized=unauthorized)) as server:
        for command in ("status", "models", "ps"):
            result = run(server, command)
            assert result.exit_code == 1
            assert "pass it as --api-key" in result.stderr
            assert "Manage Tokens" in result.stderr
            assert run(server, command, "--api-key", TOKEN).exit_code == 0
        refused = run(server, "load", "acme/tiny", "--api-key", "sk-lm-wrong123:x")
        assert refused.exit_code == 1
        assert "wrong123" not in refused.stderr + refused.stdout
        monkeypatch.setattr(genai_py.GenAIAPI, "LocalUrlBase", f"{server.url}/v1")
        assert not servers.connect().embedded
        demo = CliRunner().invoke(app, ["demo", "--base-url", server.url])
        assert demo.exit_code == 1
        assert "Manage Tokens" in demo.stdout


def test_errors_are_in_the_servers_words(server: LMStudioServer) -> None:
    server.models.broken["acme/tiny"] = "insufficient memory"
    cases: dict[tuple[str, ...], str] = {
        ("load", "acme/tiny"): "insufficient memory",
        ("load", "acme/none"): "acme/vectors, acme/embedded-chat, acme/tiny",
        ("load", "acme/tiny", "--context", "99999"): "at most 32768",
        ("unload", "acme/none"): "No instance acme/none is loaded",
        ("get", "acme/none"): "acme/none is not in the catalogue",
    }
    for words, said in cases.items():
        result = run(server, *words)
        assert (result.exit_code, result.stdout.replace(f"loading {words[1]}\n", "")) == (1, "")
        assert said in result.stderr


@pytest.mark.parametrize("words", [("ps",), ("load", "m"), ("unload", "m"), ("get", "m"), ("models", "--loaded")])
def test_a_server_without_the_api_says_what_still_works(words: tuple[str, ...]) -> None:
    with LMStudioServer(habits=Habits(before_0_4=True)) as server:
        result = run(server, *words)
        assert result.exit_code == 1
        assert "since version 0.4. What still works: genai_py models" in result.stderr
        assert "acme/tiny" in run(server, "models").stdout
        status = run(server, "status")
        assert status.exit_code == 0
        assert "What still works" in status.stdout


def test_another_server_lists_its_names() -> None:
    with StandIn(models=["a", "b"], missing=("/api/v1/models", "/lmstudio-greeting")) as server:
        status: Any = run(server, "status")
        assert "(OpenAI-compatible)" in status.stdout
        assert [each["key"] for each in json.loads(run(server, "models", "--json").stdout)["models"]] == ["a", "b"]


def test_models_are_chosen_by_type_where_the_server_has_types(server: LMStudioServer) -> None:
    server.models.load("acme/tiny")
    with genai_py.GenAIFactory.CreateLMSInstance(server.url) as client:
        assert servers.choose_models(client, []) == ("acme/tiny", "acme/vectors")
        server.habits.before_0_4 = True
        assert servers.choose_models(client, ["embed-x", "chat"]) == ("chat", "embed-x")
