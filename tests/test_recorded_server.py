"""The recorded server: what it refuses, what it repeats, and how many entries it gives."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from recorded_server import OPERATIONS, RECORDED, RecordedServer

from genai_py import FromUser, GenAI, GenAIException, GenAIFactory

hello = [FromUser("Hello")]


@pytest.fixture(scope="module")
def server() -> Iterator[RecordedServer]:
    with RecordedServer() as running:
        yield running


@pytest.fixture(scope="module")
def client(server: RecordedServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url, max_retries=0) as connected:
        yield connected


def ask(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, Any]:
    """The status and the parsed body of a request made by hand."""
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_every_file_is_a_reply_to_something() -> None:
    replies = {file for each in OPERATIONS.values() for file in (each["reply"], *each.get("when", {}).values())}
    files = {path.relative_to(RECORDED).as_posix() for path in RECORDED.glob("*/*")}
    assert files - replies == {"images/picture.png", "responses/every_event.sse"}
    assert replies <= files


REFUSED: dict[str, tuple[Callable[[GenAI], Any], str]] = {
    "a field that must be there": (lambda c: c.Chat.Create(lambda p: p.Model("m")), "'messages'"),
    "an empty one": (lambda c: c.Embeddings.Create(lambda p: p.Model("m").Input("")), "'input'"),
    "one of several": (lambda c: c.Responses.Create(lambda p: p.Model("m")), "'input', 'prompt'"),
    "a body": (lambda c: c.Batch.Create(lambda p: p), "'completion_window'"),
    "an unknown field": (lambda c: c.Containers.Create(lambda p: p.Name("n").Add("nonsense", 1)), "'nonsense'"),
    "a wrong type": (lambda c: c.Moderation.Evaluate(lambda p: p.Input("x").Add("model", 3)), "'model'"),
    "an unknown query": (lambda c: c.Skills.List(lambda p: p.Add("nonsense", "1")), "'nonsense'"),
    "a file": (lambda c: c.Files.Upload(lambda p: p.Purpose("user_data")), "'file'"),
    "an empty file": (lambda c: c.Files.Upload(lambda p: p.File(b"", "a.txt").Purpose("user_data")), "'a.txt'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_api_would_refuse_is_refused(client: GenAI, what: str) -> None:
    call, named = REFUSED[what]
    with pytest.raises(GenAIException) as refusal:
        call(client)
    assert refusal.value.code == 400
    assert named in str(refusal.value)


def test_unknown_paths_and_methods_are_errors_with_an_error_object(server: RecordedServer) -> None:
    status, reply = ask(f"{server.url}/nonsense")
    assert status == 404
    assert reply["error"] == {
        "message": "Invalid URL (GET /v1/nonsense)",
        "type": "invalid_request_error",
        "param": None,
        "code": "unknown_url",
    }
    assert ask(f"{server.url}/models", "DELETE")[0] == 405


def test_bodies_that_are_not_what_they_say_are_refused(server: RecordedServer) -> None:
    url = f"{server.url}/embeddings"
    assert ask(url, "POST", b"{", **{"Content-Type": "application/json"})[0] == 400
    assert ask(url, "POST", b"[1]", **{"Content-Type": "application/json"})[0] == 400
    assert ask(url, "POST", b"{}", **{"Content-Type": "text/plain"})[0] == 400
    form = b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nm\r\n--x--\r\n'
    assert ask(url, "POST", form, **{"Content-Type": "multipart/form-data; boundary=x"})[0] == 400


def test_a_reply_repeats_the_ids_of_the_path_and_what_it_can_of_the_request(client: GenAI) -> None:
    assert client.Files.Retrieve("file-mine").id == "file-mine"
    file = client.VectorStoreFiles.Retrieve("vs_mine", "file-mine")
    assert (file.vector_store_id, file.id) == ("vs_mine", "file-mine")
    assert client.Containers.Create(lambda p: p.Name("Mine")).name == "Mine"
    sent = client.Files.Upload(lambda p: p.File(b"12345", "mine.txt").Purpose("vision"))
    assert (sent.filename, sent.bytes, sent.purpose) == ("mine.txt", 5, "vision")
    answer = client.Responses.Create(lambda p: p.Model("mine").Input("Hello").Conversation("conv_mine"))
    assert answer.model == "mine" and answer.conversation is not None and answer.conversation.id == "conv_mine"


def test_a_request_with_functions_is_answered_by_a_call_of_the_first(client: GenAI) -> None:
    tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
    chat = client.Chat.Create(lambda p: p.Model("m").Messages(hello).Tools([tool]))
    assert chat.choices[0].message.tool_calls[0].function.name == "add"
    with client.Chat.Stream(lambda p: p.Model("m").Messages(hello).Tools([tool])) as stream:
        list(stream)
    assert stream.Result.choices[0].message.tool_calls[0].function.name == "add"
    told: list[Any] = [*hello, {"role": "tool", "tool_call_id": "call_1", "content": "3"}]
    chat = client.Chat.Create(lambda p: p.Model("m").Messages(told).Tools([tool]))
    assert chat.choices[0].message.content


def test_there_are_as_many_entries_as_were_asked_for(client: GenAI) -> None:
    vectors = client.Embeddings.Create(lambda p: p.Model("m").Input(["a", "b", "c"]).Dimensions(12))
    assert [len(each.embedding) for each in vectors.data] == [12, 12, 12]
    assert len(client.Images.Create(lambda p: p.Prompt("x").N(3)).data) == 3
    assert len(client.Moderation.Evaluate(lambda p: p.Add("input", ["a", "b"])).results) == 2
    assert len(client.Chat.Create(lambda p: p.Model("m").Messages(hello).N(2)).choices) == 2


def test_lists_have_pages(client: GenAI) -> None:
    page = client.Batch.List(lambda p: p.Limit(3))
    assert len(page.data) == 3 and page.has_more and page.last_id == page.data[-1].id
    rest = client.Batch.List(lambda p: p.Limit(3).After(page.last_id))
    assert len(rest.data) == 1 and not rest.has_more
    assert len(list(client.Batch.ListAll(lambda p: p.Limit(1)))) == 4
    assert [each.purpose for each in client.Files.List(lambda p: p.Purpose("batch")).data] == ["batch"]
    (first, *_), (last, *_) = client.Skills.List().data, client.Skills.List(lambda p: p.Order("asc")).data
    assert first.id != last.id


def test_pictures_can_be_fetched(client: GenAI, tmp_path: Path) -> None:
    made = client.Images.Create(lambda p: p.Prompt("x").ResponseFormat("url"))
    made.data[0].Download(tmp_path / "made.png")
    assert (tmp_path / "made.png").read_bytes() == (RECORDED / "images" / "picture.png").read_bytes()


def test_a_test_may_choose_the_replies_and_sees_what_was_asked() -> None:
    with (
        RecordedServer({"GET /batches/{id}": "batches/cancelling.json"}) as server,
        GenAIFactory.CreateLMSInstance(server.url) as client,
    ):
        assert client.Batch.Retrieve("batch_1").status == "cancelling"
        client.Files.List(lambda p: p.Limit(2))
    assert [asked.operation for asked in server.asked] == ["GET /batches/{id}", "GET /files"]
    assert server.asked[0].ids == {"id": "batch_1"} and server.asked[1].query == {"limit": "2"}
