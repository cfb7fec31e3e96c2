"""Each sample is run as a user runs it, against the real embedded server."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest
from processes import ROOT, begin, python
from stand_in import StandIn

from genai_py.embedded import EmbeddedServer

FOLDER = ROOT / "samples" / "lmstudio"
SAMPLES = sorted(FOLDER.glob("*.py"))

# What of a sample's output shows that the model answered, and that the program made of it what it should.
SHOWN: dict[str, tuple[str, ...]] = {
    "blocking.py": ("Paris",),
    "callbacks.py": ("the call has returned", "sent", "Paris"),
    "chat.py": ("What is the capital of France?", "Paris", "And of Italy?"),
    "completions.py": ("Wednesday",),
    "embeddings.py": ("numbers:", "A kitten naps"),
    "initialize.py": ("http://127.0.0.1:1234/v1", "http://192.168.1.10:1234/v1", "gemma"),
    "json_mode.py": ("name: ", "country: France"),
    "manual_dispatcher.py": ("all in MainThread",),
    "models_list.py": ("gemma",),
    "models_list_blocking.py": ("gemma",),
    "parallel_prompts.py": ("Index : 3", "FinishIndex : 3", "Paris", "Rome", "Tokyo", "Oslo"),
    "promises.py": ("nothing has come yet", "The country is France.", "Paris"),
    "responses_create.py": ("Please wait...", "mathematician"),
    "responses_stream.py": ("Please wait...", "mathematician"),
    "select_model.py": ("gemma", "Paris"),
    "streaming.py": ("mathematician", "words"),
    "tools.py": ("get_weather(", '"temperature": 14', "The weather in Paris"),
    "tools_responses.py": ('"location"', '"temperature": 14'),
}


def test_every_sample_is_known_here() -> None:
    assert {sample.name for sample in SAMPLES} == set(SHOWN)


def test_the_table_of_the_samples_names_each() -> None:
    named = re.findall(r"`(\w+\.py)`", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert set(named) == set(SHOWN)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_runs_and_shows_the_answer(sample: Path, embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    run = python(sample, "--base-url", embedded_server.BaseURL, cwd=tmp_path)
    assert run.stderr == ""
    assert run.returncode == 0
    for text in SHOWN[sample.name]:
        assert text in run.stdout


def test_a_sample_shows_request_and_reply(embedded_server: EmbeddedServer) -> None:
    run = python(FOLDER / "responses_create.py", "--base-url", embedded_server.BaseURL, "--json")
    assert run.returncode == 0
    assert '"store": false' in run.stderr
    assert "--- reply" in run.stderr


def test_a_sample_takes_the_model_that_the_guide_names_if_it_is_there(embedded_server: EmbeddedServer) -> None:
    with StandIn(embedded_server.BaseURL, models=["text-embedding-x", "other", "openai/gpt-oss-20b"]) as server:
        run = python(FOLDER / "blocking.py", "--base-url", server.url)
        assert run.returncode == 0, run.stderr
        assert b'"openai/gpt-oss-20b"' in server.asked[-1][1]


def test_a_sample_takes_another_model_where_that_one_is_not(embedded_server: EmbeddedServer) -> None:
    with StandIn(embedded_server.BaseURL, models=["text-embedding-x", "other"]) as server:
        run = python(FOLDER / "blocking.py", "--base-url", server.url)
        assert run.returncode == 0, run.stderr
        assert b'"other"' in server.asked[-1][1]
        run = python(FOLDER / "embeddings.py", "--base-url", server.url)
        assert run.returncode == 0, run.stderr
        assert b'"text-embedding-x"' in server.asked[-1][1]


@pytest.mark.skipif(sys.platform == "win32", reason="a single process cannot be sent ctrl-C there")
def test_ctrl_c_cancels_the_streaming_sample(embedded_server: EmbeddedServer) -> None:
    with (
        StandIn(embedded_server.BaseURL, endless=("/v1/responses",)) as server,
        begin(FOLDER / "responses_stream.py", "--base-url", server.url) as run,
    ):
        assert server.under_way.wait(30)
        run.send_signal(signal.SIGINT)
        output, errors = run.communicate(timeout=30)
    assert run.returncode == 0
    assert errors == ""
    assert "The operation was cancelled" in output
