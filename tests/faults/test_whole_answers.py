"""Answers that are whole although their connection ends badly or not at all, and errors in the place of answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_py import BundleError, FromUser, GenAINotFoundError
from genai_py.client import GenAI
from genai_py.core.errors import GenAIConnectionError, GenAIException, GenAIInvalidResponseError

from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Endless,
    TcpServer,
    chunk,
    event,
    head,
    json_reply,
    piece,
    reply,
)
from .ways import Operation, Way

GRACE = 50
"""Milliseconds. All of an answer is there before it begins, so that it may be short."""
USAGE = {"choices": [], "usage": {"total_tokens": 5}}


@pytest.fixture
def patient(client: GenAI) -> Iterator[GenAI]:
    """A client that waits a little for what comes late."""
    client.HttpClient.StreamGrace = GRACE  # type: ignore[attr-defined]
    yield client


ENDINGS: dict[str, list[Any]] = {
    "silence": [Do.STALL],
    "comments": [Endless(chunk(b": ping\n\n"))],
    "chunks of nothing": [Endless(chunk(b'data: {"choices": []}\n\n'))],
    "half an event": [chunk(b'data: {"choi'), Do.STALL],
    "half a chunk": [b"ffff\r\ndata: {", Do.CLOSE],
    "a close": [Do.CLOSE],
    "a reset": [Do.RESET],
    "an error": [event({"error": "late"}), STREAM_END],
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_a_whole_answer_ends_well(
    ending: list[Any], stream_way: Way, server: TcpServer, patient: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), piece("lo", "stop"), *ending])
    outcome = stream_way.run(patient)
    assert (outcome.error, outcome.text, outcome.value) == (None, "Hello", "Hello")
    if Do.STALL in ending or isinstance(ending[0], Endless):
        server.wait_until_left(1)


@pytest.mark.parametrize("ending", [[Do.CLOSE], [Do.RESET]], ids=["close", "reset"])
def test_an_answer_that_is_not_whole_fails(
    ending: list[Any], stream_way: Way, server: TcpServer, patient: GenAI
) -> None:
    server.plays([STREAM_HEAD, piece("Hel"), piece("lo"), *ending])
    outcome = stream_way.run(patient)
    assert outcome.text == "Hello"
    assert isinstance(outcome.failure, (GenAIConnectionError, GenAIInvalidResponseError))


def test_usage_that_comes_late_is_waited_for(server: TcpServer, patient: GenAI) -> None:
    patient.HttpClient.StreamGrace = 60_000  # type: ignore[attr-defined]
    server.plays([STREAM_HEAD, piece("Hello", "stop"), chunk(b": ping\n\n"), event(USAGE), DONE, STREAM_END])
    with patient.Completions.Stream(lambda p: p.Model("m").Prompt("p")) as stream:
        list(stream)
    assert stream.Result.usage is not None and stream.Result.usage.total_tokens == 5


def test_no_grace_is_no_wait(stream_way: Way, server: TcpServer, patient: GenAI) -> None:
    patient.HttpClient.StreamGrace = 0  # type: ignore[attr-defined]
    server.plays([STREAM_HEAD, piece("Hello", "stop"), Do.STALL])
    assert stream_way.run(patient).text == "Hello"
    server.wait_until_left(1)


def test_the_grace_is_a_setting_that_is_checked(patient: GenAI) -> None:
    with pytest.raises(ValueError, match="StreamGrace"):
        patient.HttpClient.StreamGrace = -1  # type: ignore[attr-defined]


ERRORS: dict[str, Any] = {
    "a text": {"error": "Unexpected endpoint or method. (POST /v1/responses)"},
    "an object": {"error": {"message": "Unexpected endpoint", "code": "nope"}},
    "an error object": {"object": "error", "message": "Unexpected endpoint", "code": 404},
    "error_type": {"error_type": "t", "error_message": "Unexpected endpoint"},
    "detail": {"detail": "Unexpected endpoint"},
    "a message": {"message": "Unexpected endpoint", "code": 5},
    "a status": {"error": "Unexpected endpoint", "status": "error"},
}
WITH_AN_ERROR_FIELD = [
    Operation("Responses", "Create", (lambda p: p.Model("m").Input("hi"),)),
    Operation("Responses", "Retrieve", ("r",)),
    Operation("FineTuning", "Retrieve", ("j",)),
    Operation("Chat", "Create", (lambda p: p.Model("m").Messages([FromUser("hi")]),)),
    Operation("Embeddings", "Create", (lambda p: p.Model("m").Input("hi"),)),
    Operation("Models", "List"),
    Operation("Files", "Delete", ("f",)),
    Operation("Files", "RetrieveContent", ("f",)),
    Operation("Audio", "Speech", (lambda p: p.Model("m").Input("hi").Voice("alloy"),)),
]


@pytest.mark.parametrize("operation", WITH_AN_ERROR_FIELD, ids=lambda each: f"{each.route}-{each.name}")
@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_an_error_of_200_is_an_error_for_every_class(
    error: Any, operation: Operation, server: TcpServer, client: GenAI
) -> None:
    server.plays([json_reply(error)])
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        operation.form(client, "")()
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        operation.form(client, "AsyncAwait")().result(10)


@pytest.mark.parametrize(
    "response",
    [
        {"id": "r", "object": "response", "status": "failed", "error": {"code": "c", "message": "m"}},
        {"object": "response", "error": {"code": "c", "message": "m"}},
        {"status": "failed", "error": {"code": "c", "message": "m"}},
        {"id": "r", "error": "m"},
        {"id": "r", "object": "response", "status": "completed", "error": None},
    ],
)
def test_a_response_that_failed_stays_one(response: Any, server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply(response)])
    assert client.Responses.Retrieve("r").ToJson() == response


def test_a_parallel_run_has_the_error(server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({"error": "Unexpected endpoint"})])
    with pytest.raises(BundleError, match="Unexpected endpoint"):
        client.Responses.AsyncAwaitCreateParallel(lambda p: p.Model("m").Prompts(["a", "b"])).result(10)


def test_an_error_is_not_downloaded(server: TcpServer, client: GenAI, tmp_path: Path) -> None:
    server.plays([json_reply({"error": "Unexpected endpoint"})])
    with pytest.raises(GenAIException, match="Unexpected endpoint"):
        client.Files.Download("f", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/octet-stream"}, b'{"error": "part of a file"}'),
        ({"Content-Type": "application/json", "Content-Disposition": "attachment"}, b'{"error": "part of a file"}'),
        ({"Content-Type": "application/json"}, b'{"custom_id": "1", "error": "a line of a batch"}'),
        ({"Content-Type": "application/json"}, b'{"custom_id": "1"}\n{"error": "x"}'),
        ({"Content-Type": "application/json"}, b'{"rows": [' + b"1," * 100_000 + b"1]}"),
        ({"Content-Type": "application/json"}, b""),
    ],
    ids=["bytes", "a file of JSON", "a line", "lines", "much", "nothing"],
)
def test_a_file_of_json_is_downloaded(
    headers: dict[str, str], body: bytes, server: TcpServer, client: GenAI, tmp_path: Path
) -> None:
    server.plays([reply(body, **{name.replace("-", "_"): value for name, value in headers.items()})])
    client.Files.Download("f", tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == body
    assert client.Files.RetrieveContent("f").body == body


@pytest.mark.parametrize("said", [head(204), reply(b""), reply(b" \n")], ids=["204", "empty", "blank"])
def test_a_deletion_may_be_confirmed_with_nothing(said: bytes, server: TcpServer, client: GenAI) -> None:
    server.plays([said])
    kinds = {"Models": "Deletion", "Files": "Deletion", "Responses": "ResponseDelete", "Chat": "ChatDelete"}
    for route, kind in kinds.items():
        assert type(getattr(client, route).Delete("x")).__name__ == kind


def test_a_missing_path_is_named(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([reply(b"", 404)])
    failure = way.run(client).failure
    assert isinstance(failure, GenAINotFoundError)
    assert f"(POST {server.url}/completions)" in str(failure)


@pytest.mark.parametrize(
    "said", ["null", "5", '"text"', "[]", '{"choices": 5}', '{"choices": [5, null, {}]}', "{", "\x00"]
)
def test_whatever_comes_is_a_result_or_an_error_of_the_package(
    said: str, way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays([reply(said.encode(), Content_Type="application/json")])
    outcome = way.run(client)
    assert outcome.error is None or isinstance(outcome.error, GenAIException)
