"""Each result that the original's ``Display`` takes, and what is shown of it in plain text."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import genai_py
from genai_py import (
    Batch,
    Batches,
    BundleItem,
    BundleList,
    Chat,
    ChatCompletion,
    ChatDelete,
    ChatMessages,
    ChatParams,
    Completion,
    Container,
    ContainerFile,
    ContainerFileContent,
    ContainerFileList,
    ContainerFilesDelete,
    ContainerList,
    ContainersDelete,
    Conversations,
    Deletion,
    Embedding,
    Embeddings,
    ErrorText,
    File,
    FileContent,
    Files,
    FineTuningJob,
    FineTuningJobs,
    FinishReason,
    GenAIException,
    JobCheckpoints,
    JobEvents,
    Model,
    Models,
    Moderation,
    Response,
    ResponseDelete,
    Responses,
    ResponsesEventData,
    Skill,
    SkillContent,
    Skills,
    SkillVersions,
    SpeechResult,
    SpeechStreamResult,
    Transcription,
    TranscriptionStreamResult,
    Translation,
    Upload,
    UploadPart,
    VectorStore,
    VectorStoreBatch,
    VectorStoreBatches,
    VectorStoreFile,
    VectorStoreFileContent,
    VectorStoreFiles,
    VectorStores,
    VectorStoreSearchResult,
    VoiceContent,
)
from genai_py.core.calls.pages import Pages
from genai_py.core.results.base import Result
from genai_py.tutorial.parts import Call, Json, Saved, Table, Text, table_lines
from genai_py.tutorial.shown import parts_of

from .conftest import reply

Displayed = Callable[[Any], str]
AT = 1700000000
DATE = "2023-11-14T22:13:20Z"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()

PLAIN: list[tuple[Result, str]] = [
    (
        reply(Model, id="gemma", object="model", owned_by="me", created=AT),
        f"id: gemma\nobject: model\nowned_by: me\ncreated: {DATE}\n",
    ),
    (
        reply(Models, data=[{"id": "gemma", "owned_by": "me", "created": AT}, {"id": "other"}]),
        "Models: 2\n"
        "id     owned_by  created\n"
        "-----  --------  --------------------\n"
        f"gemma  me        {DATE}\n"
        "other\n",
    ),
    (reply(Models, data=[]), "Models: 0\n"),
    (reply(Deletion, id="d", object="model", deleted=True), "id: d\nobject: model\ndeleted: True\n"),
    (reply(ResponseDelete, id="d", deleted=True), "id: d\ndeleted: True\n"),
    (reply(ContainersDelete, id="d", deleted=True), "id: d\ndeleted: True\n"),
    (reply(ContainerFilesDelete, id="d", deleted=False), "id: d\ndeleted: False\n"),
    (reply(Embedding, embedding=[0.5, 0.25]), "2 numbers: 0.5000, 0.2500\n"),
    (reply(Embedding, embedding="AAAA"), "base64, 4 characters\n"),
    (
        reply(Embeddings, data=[{"embedding": [1, 2, 3, 4, 5]}, {"embedding": [1]}]),
        "Embeddings: 2\n5 numbers: 1.0000, 2.0000, 3.0000, 4.0000, ...\n1 numbers: 1.0000\n",
    ),
    (reply(Transcription, text="said"), "said\n"),
    (
        reply(Transcription, segments=[{"speaker": "A", "text": " hi"}, {"speaker": "B", "text": " ho"}]),
        "A: hi\nB: ho\n",
    ),
    (reply(Translation, text="said"), "said\n"),
    (TranscriptionStreamResult(text="said"), "said\n"),
    (
        reply(
            Moderation,
            results=[
                {
                    "flagged": True,
                    "categories": {"hate": True, "self-harm": False},
                    "category_scores": {"hate": 0.98765},
                },
                {"flagged": False},
            ],
        ),
        "input 1\ncategory  score\n--------  -----\nhate      0.988\ninput 2\nnothing was flagged\n",
    ),
    (
        reply(File, id="f", filename="a.txt", purpose="batch", bytes=3, created_at=AT),
        f"id: f\nfilename: a.txt\npurpose: batch\nbytes: 3\ncreated_at: {DATE}\n",
    ),
    (
        reply(Files, data=[{"id": "f", "filename": "a.txt"}], has_more=True, last_id="f"),
        "Files: 1\nid  filename\n--  --------\nf   a.txt\nmore entries after f\n",
    ),
    (FileContent(body='{"a": "ä"}\n'.encode()), '{"a": "ä"}\n\n'),
    (ContainerFileContent(body=b"x,y", content_type="text/csv"), "x,y\n"),
    (
        reply(Upload, id="u", status="completed", file={"id": "file-1", "filename": "a"}),
        "id: u\nstatus: completed\nfile: file-1\n",
    ),
    (reply(UploadPart, id="p", upload_id="u"), "id: p\nupload_id: u\n"),
    (
        reply(Batch, id="b", status="completed", request_counts={"total": 2, "failed": 0}, metadata={"a": "b"}),
        "id: b\nstatus: completed\nrequest_counts: total=2, failed=0\nmetadata: a=b\n",
    ),
    (reply(Batches, data=[{"id": "b"}]), "Batches: 1\nid\n--\nb\n"),
    (reply(Completion, choices=[{"text": "one"}, {"text": "two"}]), "one\ntwo\n"),
    (reply(VectorStore, id="v", name="n"), "id: v\nname: n\n"),
    (reply(VectorStores, data=[{"id": "v"}]), "VectorStores: 1\nid\n--\nv\n"),
    (
        reply(VectorStoreFile, id="f", usage_bytes=9, status="failed", last_error={"code": "c", "message": "m"}),
        "id: f\nusage_bytes: 9\nstatus: failed\nlast_error: code=c, message=m\n",
    ),
    (reply(VectorStoreFiles, data=[{"id": "f"}]), "VectorStoreFiles: 1\nid\n--\nf\n"),
    (reply(VectorStoreBatch, id="b", vector_store_id="v"), "id: b\nvector_store_id: v\n"),
    (reply(VectorStoreBatches, data=[{"id": "f"}]), "VectorStoreBatches: 1\nid\n--\nf\n"),
    (reply(VectorStoreFileContent, data=[{"type": "text", "text": "t"}]), "t\n"),
    (
        reply(
            VectorStoreSearchResult,
            data=[{"filename": "a", "score": 0.5, "content": [{"type": "text", "text": "t"}]}],
        ),
        "VectorStoreSearchResult: 1\na (0.5)\nt\n",
    ),
    (reply(ChatDelete, id="c", object="o", deleted=True), "ChatDelete\nid: c\nobject: o\ndeleted: true\n"),
    (reply(Chat, choices=[{"message": {"content": "Paris"}}]), "Paris\n"),
    (
        reply(Chat, choices=[{"message": {"content": "P", "reasoning": "hm"}, "finish_reason": "length"}]),
        "hm\nP\nincomplete: length\n",
    ),
    (reply(Chat, choices=[{"message": {"refusal": "no"}}]), "no\n"),
    (
        reply(ChatMessages, data=[{"id": "m1", "role": "user", "content": "hi"}, {"id": "m2", "content": "ho"}]),
        "ChatMessages: 2\nm1\nuser:\nhi\nm2\nho\n",
    ),
    (
        reply(ChatCompletion, data=[{"id": "c1", "choices": [{"message": {"content": "Paris"}}]}]),
        "ChatCompletion: 1\nc1\nParis\n",
    ),
    (
        reply(
            Responses,
            data=[{"id": "i", "type": "message", "role": "user", "content": [{"type": "input_text", "text": "q"}]}],
        ),
        "Responses: 1\ni\nq\n",
    ),
    (reply(Conversations, id="c", metadata={"a": 1}), "id: c\nmetadata: a=1\n"),
    (
        reply(Container, id="c", name="n", expires_after={"anchor": "last_active_at", "minutes": 20}),
        "id: c\nname: n\nexpires_after: anchor=last_active_at, minutes=20\n",
    ),
    (reply(ContainerList, data=[{"id": "c"}]), "ContainerList: 1\nid\n--\nc\n"),
    (reply(ContainerFile, id="f", bytes=1, path="/p"), "id: f\nbytes: 1\npath: /p\n"),
    (reply(ContainerFileList, data=[{"id": "f"}]), "ContainerFileList: 1\nid\n--\nf\n"),
    (reply(FineTuningJob, id="j", status="running"), "id: j\nstatus: running\n"),
    (reply(FineTuningJobs, data=[{"id": "j"}], has_more=True), "FineTuningJobs: 1\nid\n--\nj\nmore entries\n"),
    (
        reply(JobEvents, data=[{"created_at": AT, "level": "info", "message": "m"}]),
        "JobEvents: 1\n"
        "created_at            level  message\n"
        "--------------------  -----  -------\n"
        f"{DATE}  info   m\n",
    ),
    (
        reply(JobCheckpoints, data=[{"id": "c", "step_number": 1, "metrics": {"train_loss": 0.5}}]),
        "JobCheckpoints: 1\n"
        "id  step_number  metrics\n"
        "--  -----------  --------------\n"
        "c   1            train_loss=0.5\n",
    ),
    (reply(Skill, id="s", name="n"), "id: s\nname: n\n"),
    (reply(Skills, data=[{"id": "s"}]), "Skills: 1\nid\n--\ns\n"),
    (reply(SkillVersions, data=[{"id": "s", "version": "2"}]), "SkillVersions: 1\nid  version\n--  -------\ns   2\n"),
    (reply(VoiceContent, id="v", name="n"), "id: v\nname: n\n"),
]


@pytest.mark.parametrize("value, text", PLAIN, ids=lambda value: type(value).__name__)
def test_a_result_is_shown(displayed: Displayed, value: Any, text: str) -> None:
    assert displayed(value) == text


def test_a_response_is_shown_item_by_item(displayed: Displayed) -> None:
    response = reply(
        Response,
        instructions=[{"type": "message", "role": "system", "content": [{"type": "input_text", "text": "Be kind."}]}],
        output=[
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "thinking"}]},
            {"type": "web_search_call", "action": {"type": "search", "query": "q"}},
            {"type": "file_search_call", "queries": ["q"], "results": [{"score": 0.5, "filename": "f", "text": "t"}]},
            {"type": "code_interpreter_call", "code": "1+1", "outputs": [{"type": "logs", "logs": "2"}]},
            {"type": "mcp_list_tools", "server_label": "s", "tools": [{"name": "roll", "description": "dice"}]},
            {"type": "mcp_call", "server_label": "s", "name": "roll", "arguments": "{}", "output": "4"},
            {"type": "mcp_call", "server_label": "s", "name": "roll", "arguments": "{}", "error": "broken"},
            {
                "type": "message",
                "role": "assistant",
                "content": [
                    {
                        "type": "output_text",
                        "text": "Paris",
                        "annotations": [{"type": "url_citation", "url": "http://x", "title": "X"}],
                    },
                    {"type": "refusal", "refusal": "no more"},
                    {"type": "input_image", "file_id": "f"},
                ],
            },
            {"type": "shell_call", "status": "completed", "action": {"commands": ["ls", "pwd"]}},
            {"type": "message", "content": "in one text"},
        ],
        incomplete_details={"reason": "max_output_tokens"},
    )
    assert displayed(response).split("\n") == [
        "* system: Be kind.",
        "thinking",
        "web search, search: query=q",
        "file search: q",
        "score  filename  text",
        "-----  --------  ----",
        "0.5    f         t",
        "1+1",
        "2",
        "tools of s",
        "name  description",
        "----  -----------",
        "roll  dice",
        "s: roll({})",
        "4",
        "s: roll({})",
        "broken",
        "Paris",
        "url_citation: X http://x",
        "no more",
        "input_image: file_id=f",
        "shell_call completed",
        "action:",
        "  commands:",
        "    - ls",
        "    - pwd",
        "in one text",
        "incomplete: max_output_tokens",
        "",
    ]


def test_a_response_without_output_shows_how_it_stands(displayed: Displayed) -> None:
    assert displayed(reply(Response, id="r", status="queued")) == "r queued\n"
    failed = reply(Response, id="r", status="failed", output=[])
    failed.error = genai_py.ResponseError(code="c", message="m")
    assert displayed(failed) == "c: m\nr failed\n"


def test_what_a_stream_came_to_is_shown(displayed: Displayed) -> None:
    data = ResponsesEventData.Empty()
    data.thought, data.text = "hm", "Paris"
    assert displayed(data) == "hm\nParis\n"


def test_pictures_sounds_and_files_are_saved_and_their_paths_shown(displayed: Displayed, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    images = reply(genai_py.GeneratedImages, data=[{"b64_json": PNG, "revised_prompt": "a cat"}, {"b64_json": PNG}])
    assert displayed(images) == f"a cat\nimage: {folder / 'image.png'}\nimage: {folder / 'image-2.png'}\n"
    assert (folder / "image-2.png").read_bytes() == base64.b64decode(PNG)
    picture = reply(Response, output=[{"type": "image_generation_call", "result": PNG, "revised_prompt": "a dog"}])
    assert displayed(picture) == f"a dog\nimage: {folder / 'image-3.png'}\n"
    assert displayed(SpeechResult(body=b"ID3...")) == f"audio: {folder / 'audio.mp3'}\n"
    assert displayed(SpeechStreamResult(body=b"fLaC...")) == f"audio: {folder / 'audio.flac'}\n"
    archive = SkillContent(body=b"PK\0\xff", file_name="../../skill.zip")
    assert displayed(archive) == f"file: {folder / 'skill.zip'}\n"
    spoken = reply(Chat, choices=[{"message": {"audio": {"data": "SUQz", "transcript": "hello"}}}])
    assert displayed(spoken) == f"hello\naudio: {folder / 'audio-2.mp3'}\n"


def test_what_cannot_be_saved_is_told(displayed: Displayed, tmp_path: Path) -> None:
    assert displayed(reply(genai_py.GeneratedImages, data=[{}])).startswith("image: the server sent no image")
    broken = reply(genai_py.GeneratedImages, data=[{"b64_json": "%"}])
    assert displayed(broken).startswith("image: ")
    assert not (tmp_path / "saved").exists() or not list((tmp_path / "saved").iterdir())


def test_a_picture_at_a_url_is_fetched_with_nothing_else_to_go_by(displayed: Displayed) -> None:
    unreachable = reply(genai_py.GeneratedImages, data=[{"url": "ftp://x/y.png"}])
    assert "only http and https" in displayed(unreachable)


def test_a_result_of_a_class_unknown_here_is_shown_with_all_it_has(displayed: Displayed) -> None:
    error = reply(genai_py.Hyperparameters, beta=0.5, more={"a": [1, {"b": "two\nlines"}], "c": None}, long="x" * 5000)
    assert displayed(error).split("\n") == [
        "Hyperparameters",
        "beta: 0.5",
        "more:",
        "  a:",
        "    - 1",
        "    -",
        "      b: two",
        "        lines",
        "  c:",
        f"long: {'x' * 500}... (5,000 characters)",
        "",
    ]


def test_a_list_of_a_class_unknown_here_is_a_table_of_what_its_entries_have(displayed: Displayed) -> None:
    page = reply(genai_py.BatchErrors, object="list", data=[{"code": "c", "line": 3}, {"code": "d", "message": "m"}])
    assert displayed(page) == "BatchErrors: 2\ncode  line  message\n----  ----  -------\nc     3\nd           m\n"


@pytest.mark.parametrize(
    "value",
    [
        reply(Chat, choices=3),
        reply(Chat, choices=["x"]),
        reply(Response, output="text"),
        reply(Embedding, embedding=["x"]),
        reply(Moderation, results=[1]),
        reply(Models, data={"id": "m"}),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_result_that_is_not_what_its_class_says_is_shown_all_the_same(displayed: Displayed, value: Any) -> None:
    assert displayed(value).strip()


NAMED = {name: getattr(genai_py, name) for name in genai_py.__all__}
KINDS = {each.__name__: each for each in NAMED.values() if isinstance(each, type)}


@pytest.mark.parametrize(
    "kind",
    [kind for _, kind in sorted(KINDS.items()) if issubclass(kind, Result) and kind is not Result],
    ids=lambda kind: kind.__name__,
)
def test_a_result_of_which_nothing_came_is_shown_without_harm(kind: type[Any]) -> None:
    assert all(isinstance(part, (Text, Table, Json, Saved, Call)) for part in parts_of(kind()))


def test_texts_lists_and_errors_are_shown(displayed: Displayed) -> None:
    assert displayed("text") == "text\n"
    assert displayed("") == "\n"
    assert displayed(None) == ""
    assert displayed(42) == "42\n"
    assert displayed(FinishReason.stop) == "stop\n"
    assert displayed(["first", "second", "", "third"]) == "first\n    second\n    third\n"
    assert displayed([1, 2]) == "1\n2\n"
    assert displayed([]) == ""
    assert displayed({"a": [1, {"b": True}]}) == "a:\n  - 1\n  -\n    b: true\n"
    assert displayed(ErrorText(GenAIException(400, "bad"))) == displayed(GenAIException(400, "bad"))
    assert "bad" in displayed(GenAIException(400, "bad"))
    assert displayed(ChatParams().Model("m")) == '{\n  "model": "m"\n}\n'


def test_entries_of_several_pages_and_lists_of_results_are_tables(displayed: Displayed) -> None:
    models = [reply(Model, id="a"), reply(Model, id="b")]
    assert displayed(models) == "id\n--\na\nb\n"
    page = reply(Files, data=[{"id": "a"}])
    assert displayed(Pages(lambda _: page, lambda _: genai_py.Promise.Resolved(page))) == "id\n--\na\n"


def test_the_items_of_a_parallel_run_are_shown_with_their_prompts(displayed: Displayed) -> None:
    bundle = BundleList()
    good, bad = bundle.Add(0), bundle.Add(1)
    good.prompt, good.response = "2 + 2?", "4"
    bad.prompt, bad.error = "3 + 3?", GenAIException(500, "down")
    shown = displayed(bundle)
    assert shown.startswith("0: 2 + 2?\n4\n1: 3 + 3?\n")
    assert "down" in shown
    assert displayed(BundleItem(2, "p")) == "2: p\n\n"


def test_a_cell_holds_one_line_that_is_not_too_long() -> None:
    (title, table) = parts_of(reply(JobEvents, data=[{"message": f"a\nb {'x' * 200}"}]))
    assert title == Text("JobEvents: 1", "title")
    assert isinstance(table, Table)
    assert table.rows[0][0].startswith("a b xxx")
    assert max(map(len, table_lines(table))) == 80
