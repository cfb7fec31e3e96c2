"""Each sample of a resource is run as a user runs it.

Those that a local model can answer run against the real embedded server, all others against the recorded one, which
refuses what the API would refuse.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from processes import ROOT, python
from recorded_server import RecordedServer

from genai_py.client import _ROUTES
from genai_py.embedded import EmbeddedServer

FOLDER = ROOT / "samples" / "resources"

# What of a sample's output shows that it did what it is for.
LOCAL: dict[str, tuple[str, ...]] = {
    "models.py": ("Models: 1", "gemma"),
    "responses.py": ("Paris", "status: completed", "the stream's response is: completed", "pieces: "),
    "chat.py": ("Paris", "And of Italy?", "ended by: stop"),
    "messages.py": ("tokens of the question: ", "Paris", "ended by: end_turn", "answer is whole: end_turn"),
    "completions.py": ("Wednesday",),
    "embeddings.py": ("vectors: 4", "numbers: ", "The garage is under the house."),
}
RECORDED: dict[str, tuple[str, ...]] = {
    "audio.py": ("spoken: morning.mp3", "1.1 to 2.4 s: Shall we begin?", "B: Shall we begin?", "in English: Good"),
    "batch.py": ("status: validating", "status: completed", "question-2: Rome", "invalid_json_line"),
    "container_files.py": ("put to: /mnt/data/prices.csv", "milk,1.45", "bytes on disk: 32", "deleted: True"),
    "containers.py": ("made: cntr_", "name: Sandbox", "deleted: True"),
    "conversations.py": ("begun: conv_", "Paris", "the user said: What is", "read again: msg_", "deleted: True"),
    "files.py": ("sent: file-", "notes.txt", "more entries", "files in all: 3", "Paris", "deleted: True"),
    "fine_tuning.py": ("created: ftjob-", "status: cancelled", "training loss=0.31", "ckpt-step-20"),
    "images.py": ("painted: blue.png", "tokens: 293", "edited: red.png", "varied: varied-2.png"),
    "moderation.py": ("violence: 0.92", "flagged: True"),
    "skill_versions.py": ("version: 2", "invoice-reader/SKILL.md", "deleted version: 1"),
    "skills.py": ("made: skill_", "invoice-reader", "bytes of the archive: ", "deleted: True"),
    "uploads.py": ("begun: upload_", "cancelled: cancelled", "23000 of 23000 bytes", "whole: completed"),
    "vector_store.py": ("name: Handbooks of the house", "25 days of leave", "deleted: True"),
    "vector_store_batch.py": ("files read: 0 of 2", "files read: 2 of 2", "completed"),
    "vector_store_files.py": ("tokens in a chunk: 400", "two weeks ahead", "taken out: True"),
    "voice_contents.py": ("id: voice_", "name: My voice", "spoken: hello.mp3"),
}
# They need a decision model.
DECIDED: dict[str, tuple[str, ...]] = {
    "decisions.py": ("angry: 0.12", "topic: parcel", "urgency high: 0.2"),
    "system_one.py": ("angry: 0.12", "topic: parcel", "urgency: 1.2"),
}
TABLE = re.findall(r"^\| `([\w.]+)` \| `(\w+\.py)` \| .* \| (\w+) \|$", (FOLDER / "README.md").read_text("utf-8"), re.M)


def test_the_table_has_each_resource_of_the_client_and_each_sample() -> None:
    # LM Studio's own API has the folder samples/lmstudio_api.
    assert {resource for resource, _, _ in TABLE} == {*_ROUTES, "Skills.Versions"} - {"LMStudio"}
    servers = {
        **dict.fromkeys(LOCAL, "local"), **dict.fromkeys(RECORDED, "OpenAI"), **dict.fromkeys(DECIDED, "LMStudio"),
    }  # fmt: skip
    assert {file: server for _, file, server in TABLE} == servers
    assert {path.name for path in FOLDER.glob("*.py")} == {*LOCAL, *RECORDED, *DECIDED, "account.py"}


@pytest.mark.parametrize(("resource", "file"), [row[:2] for row in TABLE], ids=[row[1] for row in TABLE])
def test_a_sample_is_about_its_resource(resource: str, file: str) -> None:
    assert f"Client.{resource}." in (FOLDER / file).read_text("utf-8")


@pytest.mark.parametrize("sample", LOCAL)
def test_a_local_sample_runs(sample: str, embedded_server: EmbeddedServer, tmp_path: Path) -> None:
    shows(sample, embedded_server.BaseURL, tmp_path, LOCAL[sample])


@pytest.mark.parametrize("sample", RECORDED)
def test_a_sample_of_the_whole_api_runs(sample: str, tmp_path: Path) -> None:
    tmp_path.joinpath("my_voice.wav").write_bytes(b"RIFF----WAVE")
    with RecordedServer() as server:
        shows(sample, server.url, tmp_path, RECORDED[sample])
        # What is made is ended or deleted again.
        made = {each.operation for each in server.asked}
        for what in ("files", "containers", "vector_stores", "skills", "conversations"):
            if f"POST /{what}" in made and sample != "batch.py":
                assert f"DELETE /{what}/{{id}}" in made


@pytest.mark.parametrize("sample", DECIDED)
def test_a_sample_of_a_decision_model_runs(sample: str, tmp_path: Path) -> None:
    with RecordedServer() as server:
        shows(sample, server.url, tmp_path, DECIDED[sample])


def shows(sample: str, url: str, folder: Path, texts: tuple[str, ...]) -> None:
    run = python(FOLDER / sample, "--base-url", url, cwd=folder)
    assert run.stderr == ""
    assert run.returncode == 0
    for text in texts:
        assert text in run.stdout


def test_a_sample_shows_requests_and_replies() -> None:
    with RecordedServer() as server:
        run = python(FOLDER / "moderation.py", "--base-url", server.url, "--json")
    assert run.returncode == 0
    assert '"omni-moderation-latest"' in run.stderr
    assert '"category_scores"' in run.stderr


def test_a_sample_without_a_server_says_what_it_needs() -> None:
    run = python(FOLDER / "moderation.py", OPENAI_API_KEY="")
    assert run.returncode == 1
    assert "OPENAI_API_KEY" in run.stderr and "--base-url" in run.stderr
    assert "Traceback" not in run.stderr
