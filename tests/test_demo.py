"""The demo: on the real embedded server, and on servers that lack something."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
import stand_in
from processes import begin, environment, python
from stand_in import StandIn

from genai_py.cli.demo import STEPS
from genai_py.embedded import EmbeddedServer

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
DEAD = "http://127.0.0.1:9"


def rows(output: str) -> dict[str, str]:
    """The table at the end: outcome by step."""
    found = re.findall(r"^\| ([^|]+?) +\| ([^|]*?) *\| +[\d.]+ \|$", output, re.MULTILINE)
    return dict(found)


def test_every_step_succeeds_and_the_output_is_plain(embedded_server: EmbeddedServer) -> None:
    run = python("-m", "genai_py", "demo", "--base-url", embedded_server.BaseURL)
    assert run.stderr == ""
    assert run.returncode == 0, run.stdout
    assert not CONTROLS.search(run.stdout)
    assert set(rows(run.stdout)) == {*(step.title for step in STEPS), "All"}
    assert "FAILED" not in run.stdout
    for shown in ("gemma", "mathematician", "Paris is the capital of ... France", "get_weather(", "8 of 8"):
        assert shown in run.stdout


def test_it_starts_the_embedded_server_itself() -> None:
    run = python("-m", "genai_py", "demo", "--embedded")
    assert run.stderr == ""
    assert run.returncode == 0, run.stdout
    assert "Start the server" in rows(run.stdout)


def test_without_a_server_it_says_so_and_ends_with_1() -> None:
    run = python("-m", "genai_py", "demo", "--base-url", DEAD)
    assert run.returncode == 1
    assert run.stderr == ""
    assert DEAD in run.stdout
    assert "lms server start" in run.stdout
    assert "FAILED" in rows(run.stdout)["List the models"]


def test_a_failed_step_says_so_and_the_others_still_run() -> None:
    with StandIn(missing=("/v1/embeddings", "/v1/completions")) as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url)
    assert run.returncode == 1
    outcome = rows(run.stdout)
    failed = {step for step, text in outcome.items() if text.startswith("FAILED")}
    assert failed == {"Embed texts", "Chain promises"}
    assert "Unexpected endpoint: /v1/embeddings" in run.stdout
    assert "2 of 8 steps failed." in run.stdout


def test_a_server_that_lists_no_models_is_asked_all_the_same() -> None:
    with StandIn(missing=("/v1/models",)) as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url)
    assert run.returncode == 1
    assert {step for step, text in rows(run.stdout).items() if text.startswith("FAILED")} == {"List the models"}
    assert "'local-model'" in run.stdout


def test_a_server_without_a_model_is_told_of() -> None:
    with StandIn(models=["text-embedding-x"]) as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url)
    assert run.returncode == 1
    assert "no model that answers questions" in run.stdout


def test_it_takes_the_first_model_that_is_not_for_embeddings() -> None:
    with StandIn(models=["text-embedding-x", "good", "other"]) as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url)
        assert run.returncode == 0, run.stdout
        asked = dict(server.asked)
    assert b'"good"' in asked["/v1/responses"]
    assert b'"text-embedding-x"' in asked["/v1/embeddings"]


def test_another_model_can_be_chosen() -> None:
    with StandIn(models=["good", "other"]) as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url, "--model", "other")
        assert run.returncode == 0, run.stdout
        asked = [body for path, body in server.asked if path == "/v1/chat/completions"]
    assert asked
    assert all(b'"other"' in body for body in asked)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({"choices": []}, "there is no message in the reply"),
        ({"choices": [{"message": {"content": "no"}}]}, "the model called no tool"),
    ],
)
def test_a_model_that_does_not_do_what_it_shall_fails_the_step(
    reply: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = stand_in.made_up
    monkeypatch.setattr(
        stand_in, "made_up", lambda path, asked: reply if "tools" in asked else real(path, asked)
    )
    with StandIn() as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url)
    assert run.returncode == 1
    assert f"failed: {said}" in run.stdout
    assert "1 of 8 steps failed." in run.stdout


def test_what_a_model_says_cannot_control_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    real = stand_in.made_up
    text = [{"text": " France\x1b[2J\x07", "finish_reason": "stop"}]
    monkeypatch.setattr(
        stand_in, "made_up", lambda path, asked: {"choices": text} if "prompt" in asked else real(path, asked)
    )
    with StandIn() as server:
        run = python("-m", "genai_py", "demo", "--base-url", server.url)
    assert "France[2J" in run.stdout
    assert not CONTROLS.search(run.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="a single process cannot be sent ctrl-C there")
@pytest.mark.parametrize("hang", [{"silent": ("/v1/responses",)}, {"endless": ("/v1/responses",)},
                                  {"silent": ("/v1/chat/completions",)}, {"silent": ("/v1/models",)}],
                         ids=["callbacks", "streaming", "chat", "models"])  # fmt: skip
def test_ctrl_c_ends_it_with_130(hang: dict[str, Any]) -> None:
    with (
        StandIn(**hang) as server,
        begin("-m", "genai_py", "demo", "--base-url", server.url) as run,
    ):
        assert server.under_way.wait(60)
        # Long enough for the program to wait, or to read, in earnest.
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        output, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    assert errors == ""
    assert "stopped" in output


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_it_is_in_colour() -> None:
    import pty

    ours, theirs = pty.openpty()
    output = bytearray()

    def read() -> None:
        try:
            while piece := os.read(ours, 65536):
                output.extend(piece)
        except OSError:
            pass  # how Linux says that the other side is closed

    reader = threading.Thread(target=read)
    with StandIn() as server:
        run = subprocess.Popen(
            [sys.executable, "-m", "genai_py", "demo", "--base-url", server.url],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            env=environment(TERM="xterm-256color"),
        )
        os.close(theirs)
        reader.start()
        assert run.wait(120) == 0, output.decode()
    reader.join(10)
    os.close(ours)
    assert b"\x1b[" in output
