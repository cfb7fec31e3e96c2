"""The files of batches: requests written, results read, and nothing that is broken overlooked."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    BatchBuilder,
    BatchJSONBuilder,
    BatchOutput,
    BatchResponse,
    BatchResponseError,
    BatchUrl,
    Chat,
    ChatParams,
    Embeddings,
    Error,
    FileContent,
    FromUser,
    GenAIAuthError,
    GenAIException,
    GenAIInvalidResponseError,
    JSONLChatReader,
    JSONLEmbeddingReader,
    JSONLError,
    JSONLLineError,
    JSONLReader,
    Response,
)

BODY = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "What is 2+2?"}]}
TEXT = json.dumps(BODY)


def lines_of(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def request(number: int, url: str = "/v1/chat/completions") -> dict[str, Any]:
    return {"custom_id": f"request-{number}", "method": "POST", "url": url, "body": BODY}


def test_a_line_is_written_for_each_request_of_a_list() -> None:
    text = BatchBuilder.GenerateBatchString([TEXT, TEXT], BatchUrl.chat_completions)
    assert lines_of(text) == [request(1), request(2)]
    assert text.startswith('{"custom_id": "request-1", "method": "POST", "url": "/v1/chat/completions", "body": {')
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        json.dumps(BODY, indent=2),
        json.dumps(BODY, indent=2).replace("\n", "\r\n"),
        BODY,
        ChatParams().Model("gpt-5-mini").Messages([FromUser("What is 2+2?")]),
    ],
)
def test_a_request_is_text_a_mapping_or_a_builder(body: Any) -> None:
    text = BatchJSONBuilder().GenerateBatchString([body], "/v1/chat/completions")
    assert lines_of(text) == [request(1)]


def test_a_text_has_a_request_a_line() -> None:
    for text in (f"{TEXT}\n{TEXT}", f"\n{TEXT}\r\n\r\n{TEXT}\r\n"):
        written = BatchBuilder.GenerateBatchString(text, BatchUrl.chat_completions)
        assert lines_of(written) == [request(1), request(2)]


def test_only_a_line_feed_ends_a_line() -> None:
    body = '{"input": "one\u2028two\u0085three"}'
    written = BatchBuilder.GenerateBatchString(body, BatchUrl.embeddings)
    assert json.loads(written)["body"] == {"input": "one\u2028two\u0085three"}


def test_other_urls_than_the_listed_ones_are_paths() -> None:
    assert lines_of(BatchBuilder.GenerateBatchString(TEXT, "/v1/videos")) == [request(1, "/v1/videos")]
    with pytest.raises(ValueError, match="Url must be a path such as '/v1/chat/completions', .*got 'v1/chat'"):
        BatchBuilder.GenerateBatchString(TEXT, "v1/chat")
    with pytest.raises(TypeError, match="GenerateBatchString takes a BatchUrl or a path as Url, got int 3"):
        BatchBuilder.GenerateBatchString(TEXT, 3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ([TEXT, "{"], ValueError, "entry 2: invalid JSON"),
        (["[]"], ValueError, r"entry 1: not a JSON object: \[\]"),
        ([3], TypeError, "entry 1: expected a builder, JSON text or a mapping, got int"),
        ([{"temperature": float("nan")}], ValueError, "entry 1: .*temperature"),
        ([{"stop": object()}], TypeError, "entry 1: .*stop"),
        (BODY, TypeError, "takes requests, each a builder, JSON text or a mapping, got dict"),
        (3, TypeError, "takes requests, each a builder, JSON text or a mapping, got int"),
    ],
)
def test_what_is_no_request_is_refused(value: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=f"^BatchJSONBuilder.GenerateBatchString:? .*{message}|{message}"):
        BatchBuilder.GenerateBatchString(value, BatchUrl.embeddings)


def test_a_batch_is_written_to_a_file_from_a_file(tmp_path: Path) -> None:
    source, destination = tmp_path / "bodies.jsonl", tmp_path / "batch.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + f"{TEXT}\r\n\n{TEXT}".encode())
    for given in (source, str(source)):
        assert BatchBuilder.WriteBatchToFile(given, destination, BatchUrl.chat_completions) == str(destination)
        assert lines_of(destination.read_text("utf-8")) == [request(1), request(2)]
    assert sorted(os.listdir(tmp_path)) == ["batch.jsonl", "bodies.jsonl"]


def test_a_batch_is_written_to_a_file_from_a_generator(tmp_path: Path) -> None:
    bodies = ({"input": f"text {number} é"} for number in range(3))
    path = BatchBuilder.WriteBatchToFile(bodies, tmp_path / "batch.jsonl", BatchUrl.embeddings)
    written = lines_of(Path(path).read_text("utf-8"))
    assert [line["body"]["input"] for line in written] == ["text 0 é", "text 1 é", "text 2 é"]


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text("before")
    with pytest.raises(ValueError, match="WriteBatchToFile: entry 2"):
        BatchBuilder.WriteBatchToFile([TEXT, "{"], path, BatchUrl.embeddings)
    with pytest.raises(FileNotFoundError, match="missing.jsonl"):
        BatchBuilder.WriteBatchToFile(tmp_path / "missing.jsonl", path, BatchUrl.embeddings)
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["batch.jsonl"]


ANSWERED = """{"id": "batch_req_1", "custom_id": "request-1", "response": {"status_code": 200, "request_id": "req_1",
 "body": {"id": "chatcmpl-1", "object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop",
 "message": {"role": "assistant", "content": "4"}}]}}, "error": null}""".replace("\n", "")
REFUSED = """{"id": "batch_req_2", "custom_id": "request-2", "response": {"status_code": 401, "request_id": "req_2",
 "body": {"error": {"message": "no such key", "type": "invalid_request_error", "param": null,
 "code": "invalid_api_key"}}}, "error": null}""".replace("\n", "")
EXPIRED = """{"id": "batch_req_3", "custom_id": "request-3", "response": null,
 "error": {"code": "batch_expired", "message": "This request could not be executed in time."}}""".replace("\n", "")
BROKEN = ANSWERED[:60]
FILE = "\n".join([ANSWERED, REFUSED, BROKEN, "", EXPIRED, "[1]"]) + "\n"


def test_a_result_has_the_reply_of_its_request() -> None:
    (output,) = JSONLChatReader.Deserialize(ANSWERED)
    assert type(output) is BatchOutput and type(output.response) is BatchResponse
    assert (output.id, output.custom_id, output.error) == ("batch_req_1", "request-1", None)
    assert (output.response.status_code, output.response.request_id) == (200, "req_1")
    assert type(output.response.body) is Chat
    assert output.response.body.choices[0].message.content == "4"
    assert output.Failure() is None


def test_a_request_that_the_server_refused_has_its_error() -> None:
    (output,) = JSONLChatReader.Deserialize(REFUSED)
    body: Any = output.response.body
    assert isinstance(body, Error) and body.error
    assert (body.error.code, body.error.type, body.error.message) == (
        "invalid_api_key",
        "invalid_request_error",
        "no such key",
    )
    failure = output.Failure()
    assert isinstance(failure, GenAIAuthError)
    assert (failure.code, failure.request_id) == (401, "req_2")
    assert "no such key" in str(failure)


def test_a_request_that_was_not_sent_has_its_reason() -> None:
    (output,) = JSONLChatReader.Deserialize(EXPIRED)
    assert output.response is None
    assert output.error == BatchResponseError(
        code="batch_expired", message="This request could not be executed in time."
    )
    assert isinstance(output.Failure(), GenAIException)
    assert "batch_expired" in str(output.Failure())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "b", "response": {"status_code": 500, "body": "out of memory"}}', "error 500: out of memory"),
        ('{"id": "b", "response": {"status_code": 500, "body": null}}', "error 500"),
        ('{"id": "b", "response": {"status_code": 400, "body": {"detail": "no"}}}', "no"),
        ('{"id": "b", "response": null, "error": "gone"}', "gone"),
        ('{"id": "b", "response": null, "error": null}', "neither a response nor an error"),
    ],
)
def test_a_failure_is_told_whatever_its_shape(line: str, said: str) -> None:
    (output,) = JSONLChatReader.Deserialize(line)
    assert said in str(output.Failure())


def test_replies_are_read_like_those_of_a_call() -> None:
    """Large numbers stay whole, and vectors are numbers in the order of their texts."""
    line = '{"id": "b", "response": {"status_code": 200, "body": %s}}'
    (chat,) = JSONLChatReader.Deserialize([line % '{"seed": 1180591620717411303425}'])
    assert chat.response is not None and chat.response.body.extra == {"seed": 2**70 + 1}
    vectors = '{"data": [{"index": 1, "embedding": "AACAPw=="}, {"index": 0, "embedding": [2.0]}]}'
    (embedded,) = JSONLEmbeddingReader.Deserialize([line % vectors])
    assert embedded.response is not None
    assert [each.embedding for each in embedded.response.body.data] == [[2.0], [1.0]]


def test_results_are_written_back_as_they_came() -> None:
    for line in (ANSWERED, REFUSED, EXPIRED, ANSWERED.replace('"id"', '"new": {"a": null}, "id"', 1)):
        (output,) = JSONLChatReader.Deserialize(line)
        assert output.ToJson() == json.loads(line)
        assert output.JSONResponse == line


def test_readers_are_made_for_the_class_of_the_replies() -> None:
    assert JSONLReader[Chat] is JSONLReader[Chat]
    for reader in (
        JSONLReader(Response),
        JSONLReader[Response](),
        JSONLReader[Response].CreateInstance(),
        JSONLReader.CreateInstance(Response),
    ):
        assert isinstance(reader, JSONLReader)
        (output,) = reader.Deserialize(ANSWERED)
        assert type(output.response.body) is Response
    (embedded,) = JSONLEmbeddingReader.Deserialize(
        '{"id": "b", "response": {"status_code": 200, "body": {"data": [{"index": 0, "embedding": [0.5]}]}}}'
    )
    assert type(embedded.response.body) is Embeddings
    assert embedded.response.body.data[0].embedding == [0.5]
    mistaken: Any
    for mistaken in (None, "Chat", int):
        with pytest.raises(TypeError, match="JSONLReader takes the class of the replies, such as Chat"):
            JSONLReader(mistaken)


def test_what_is_read_may_come_from_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "output.jsonl"
    path.write_text(f"\ufeff{ANSWERED}\r\n\r\n{EXPIRED}", encoding="utf-8", newline="")
    text = path.read_text("utf-8")
    with path.open("rb") as raw, path.open(encoding="utf-8") as decoded:
        lines = iter([ANSWERED, EXPIRED])
        for source in (path, str(path), raw, decoded, text, text.encode(), io.StringIO(text), lines):
            found = [output.id for output in JSONLChatReader.Read(source)]
            assert found == ["batch_req_1", "batch_req_3"], source
    assert len(JSONLChatReader.Deserialize(FileContent(body=text.encode()))) == 2
    assert JSONLChatReader.Deserialize("") == JSONLChatReader.Deserialize(b"") == []


def test_lines_are_read_when_their_results_are_wanted() -> None:
    read: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(1, 4):
            read.append(number)
            yield ANSWERED

    results = JSONLChatReader.Read(lines())
    assert read == []
    next(results)
    assert read == [1]


def test_only_a_line_feed_ends_a_result() -> None:
    line = ANSWERED.replace('"4"', '"four\u2028and\u0085so"')
    for source in (line, line.encode()):
        (output,) = JSONLChatReader.Deserialize(source)
        assert output.response.body.choices[0].message.content == "four\u2028and\u0085so"


def test_after_the_last_line_those_that_were_broken_are_raised() -> None:
    seen = []
    with pytest.raises(JSONLError) as caught:
        for output in JSONLChatReader.Read(FILE):
            seen.append(output.custom_id)
    assert seen == ["request-1", "request-2", "request-3"]
    error = caught.value
    assert isinstance(error, GenAIInvalidResponseError)
    assert error.count == 2
    assert [each.line for each in error.errors] == [3, 6]
    assert str(error).startswith("2 lines cannot be read: line 3: invalid JSON (")
    assert '{"id": "batch_req_1"' in str(error)
    assert error.errors[1].reason == "expected a JSON object, the reply is a list: [1]"


def test_deserialize_gives_what_it_could_read_with_the_error() -> None:
    with pytest.raises(JSONLError) as caught:
        JSONLChatReader.Deserialize(FILE)
    assert [output.custom_id for output in caught.value.results] == ["request-1", "request-2", "request-3"]


def test_on_error_hears_of_broken_lines_and_nothing_is_raised() -> None:
    errors: list[JSONLLineError] = []
    results = JSONLChatReader.Deserialize(FILE, errors.append)
    assert len(results) == 3
    assert [str(error).partition(" (")[0] for error in errors] == [
        "line 3: invalid JSON",
        "line 6: expected a JSON object, the reply is a list: [1]",
    ]


def test_of_many_broken_lines_the_first_are_kept() -> None:
    with pytest.raises(JSONLError, match="^1000 lines cannot be read: line 1: ") as caught:
        JSONLChatReader.Deserialize("{\n" * 1000)
    assert (caught.value.count, len(caught.value.errors)) == (1000, 100)


def test_the_input_of_a_batch_is_not_taken_for_its_output() -> None:
    with pytest.raises(JSONLError, match="line 1: contains neither a response nor an error; is this the output"):
        JSONLChatReader.Deserialize(BatchBuilder.GenerateBatchString(TEXT, BatchUrl.chat_completions))


def test_what_cannot_be_read_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such file to read: .*missing.jsonl"):
        JSONLChatReader.Read(tmp_path / "missing.jsonl")
    with pytest.raises(FileNotFoundError, match="Internal Server Error"):
        JSONLChatReader.Read("Internal Server Error")
    for mistaken in (None, 3, {"id": "b"}):
        with pytest.raises(TypeError, match="JSONLReader.Read takes a path, an open file, bytes, text or lines"):
            JSONLChatReader.Read(mistaken)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="JSONLReader.Read takes lines that are text or bytes, got int 3"):
        JSONLChatReader.Deserialize([ANSWERED, 3])  # type: ignore[arg-type]
