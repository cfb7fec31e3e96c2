"""The commands that ask models, on the packaged model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from genai_py import Conversation, GenAI, GenAIFactory, _version
from genai_py.cli.app import app
from genai_py.embedded import EmbeddedServer


@pytest.fixture
def run(embedded_server: EmbeddedServer) -> Any:
    def command(*words: object, **options: Any) -> Result:
        arguments = [*map(str, words), "--base-url", embedded_server.BaseURL]
        return CliRunner().invoke(app, arguments, catch_exceptions=False, **options)

    return command


def test_the_version() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert (shown.exit_code, shown.output) == (0, f"{_version.__version__}\n")


def test_ask_shows_the_answer(run: Any) -> None:
    asked = run("ask", "What is the capital of France?", "--temperature", 0)
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert asked.output.startswith("Paris") and asked.output.endswith("\n")


def test_ask_as_json_with_what_is_piped_in(run: Any) -> None:
    asked = run("ask", "What is its capital?", "--json", "--max-tokens", 20, input="A text about France.\n")
    found = json.loads(asked.output)
    assert found["model"] == "gemma-3-270m" and found["answer"]
    assert found["usage"]["output_tokens"] == found["statistics"]["output_tokens"] > 0


def test_ask_for_an_answer_by_a_schema(run: Any, tmp_path: Path) -> None:
    fields = {"name": {"type": "string", "maxLength": 20}}
    schema = {"type": "object", "properties": fields, "required": ["name"], "additionalProperties": False}
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    asked = run("ask", "Name a city.", "--schema", file, "--temperature", 0)
    assert set(json.loads(asked.output)) == {"name"}


def test_ask_with_a_function_and_a_file(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weather.py").write_text(
        'def get_weather(city: str) -> str:\n    """Get the weather in a city."""\n    return "rain"\n', "utf-8"
    )
    (tmp_path / "notes.txt").write_text("Paris is a city.", "utf-8")
    monkeypatch.chdir(tmp_path)
    asked = run("ask", "Say yes.", "--tool", "weather:get_weather", "-f", "notes.txt", "--max-tokens", 10, "--json")
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.output)["calls"] is not None


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["ask"], "there is nothing to ask"),
        (["ask", "x", "--tool", "weather"], "--tool takes module:function"),
        (["ask", "x", "--tool", "json:none"], "has no function none"),
        (["ask", "x", "--tool", "no_such_module:f"], "no_such_module"),
        (["ask", "x", "--schema", "{"], "--schema is not JSON"),
        (["ask", "x", "--file", "missing.txt"], "missing.txt"),
        (["ask", "x", "--model", "no-such-model", "--file", "missing.txt"], "missing.txt"),
        (["embed"], "there is nothing to embed"),
        (["parallel", "missing.txt"], "missing.txt"),
    ],
)
def test_what_is_wrong_is_said(run: Any, words: list[str], error: str) -> None:
    failed = run(*words, input="")
    assert failed.exit_code == 1
    assert error in failed.stderr
    assert "Traceback" not in failed.output


def test_embed(run: Any) -> None:
    shown = run("embed", "one", "two")
    assert [line.partition(", [")[0] for line in shown.output.splitlines()] == ["one: 640 numbers", "two: 640 numbers"]
    rows = json.loads(run("embed", "--json", input="one\n\ntwo\n").output)
    assert [(row["text"], len(row["embedding"])) for row in rows] == [("one", 640), ("two", 640)]


def test_parallel(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "prompts.txt"
    file.write_text("What is the capital of France?\n\nWhat is the capital of Japan?\n", encoding="utf-8")
    shown = run("parallel", file, "-n", 2)
    assert shown.exit_code == 0
    assert "Paris" in shown.stdout and "Tokyo" in shown.stdout and "2 of 2" in shown.stderr
    rows = [json.loads(line) for line in run("parallel", "-", "--json", input=file.read_text()).stdout.splitlines()]
    assert [row["prompt"] for row in rows] == ["What is the capital of France?", "What is the capital of Japan?"]
    assert all(row["answer"] for row in rows)


def test_chat_remembers_saves_and_continues(run: Any, tmp_path: Path, embedded_server: EmbeddedServer) -> None:
    file = tmp_path / "talk.json"
    typed = "What is the capital of France?\n/again\n/help\n/nonsense\n/system Be short.\nAnd of Japan?\n/undo\n/quit\n"
    shown = run("chat", file, "--temperature", 0, "--max-tokens", 20, input=typed)
    assert shown.exit_code == 0
    for expected in ("Paris", "per second", "/again repeats", "no command /nonsense", "removed: And of Japan?"):
        assert expected in shown.output
    with GenAIFactory.CreateLMSInstance(embedded_server.BaseURL) as client:
        assert isinstance(client, GenAI)
        saved = Conversation.Load(file, client)
    assert [each["role"] for each in saved.messages] == ["user", "assistant", "user", "assistant"]
    assert saved.system == "Be short."
    again = run("chat", file, input="Thanks.\n")
    assert "4 messages of" in again.output
