"""What the bytes of a stream amount to: chunks, a whole answer, or an error that quotes what came. No socket."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from genai_py import (
    Chat,
    Completion,
    GenAIException,
    GenAIInvalidResponseError,
    GenAINotFoundError,
    ResponseStream,
)
from genai_py.core.calls.chunk_reader import ChunkReader
from genai_py.core.redaction import Redactor
from genai_py.core.wire.transport import HttpReply, HttpRequest
from genai_py.resources.chat.collector import ChatCollector
from genai_py.resources.completions import CompletionCollector
from genai_py.resources.responses.collector import ResponseCollector

KINDS: dict[str, tuple[type[Any], Callable[[], Any]]] = {
    "chat": (Chat, ChatCollector),
    "completions": (Completion, CompletionCollector),
    "responses": (ResponseStream, ResponseCollector),
}


class Played:
    """A stream that was fed to a reader: what a program sees of it."""

    def __init__(
        self, kind: str, *reads: bytes, ends: bool = True, payload: bytes = b"{}", limit: int = 1 << 25
    ) -> None:
        chunk, collector = KINDS[kind]
        request = HttpRequest("POST", "http://user:secret@server/v1/path", {}, payload)
        reply = HttpReply(200, "OK", {"x-request-id": "r1"}, b"")
        self.reader: Any = ChunkReader(chunk, collector(), request, reply, limit, Redactor(frozenset()))
        self.chunks: list[Any] = []
        self.error: GenAIException | None = None
        try:
            for data in reads:
                self.chunks.extend(self.reader.feed(data))
                if self.reader.ended:
                    return
            if ends:
                self.chunks.extend(self.reader.end())
        except GenAIException as error:
            self.error = error

    @property
    def text(self) -> str:
        """The text of the result."""
        result = self.reader._collector.result
        if isinstance(self.reader._collector, ResponseCollector):
            return str(result.output_text)
        choice = result.choices[0]
        return str(choice.text if isinstance(self.reader._collector, CompletionCollector) else choice.message.content)


def data(value: Any, end: str = "\n\n") -> bytes:
    return f"data: {json.dumps(value)}{end}".encode()


def piece(text: str, reason: str | None = None, index: int = 0) -> dict[str, Any]:
    return {"id": "c", "choices": [{"index": index, "delta": {"content": text}, "finish_reason": reason}]}


HEL, LO, STOP = data(piece("Hel")), data(piece("lo")), data(piece("", "stop"))
DONE = b"data: [DONE]\n\n"
AFTERWARDS = {
    "nothing": b"",
    "[DONE]": DONE,
    "[DONE] with a blank": b"data: [DONE] \n\n",
    "[DONE] with a CR": b"data: [DONE]\r\r\n\r\n",
    "[DONE] with a tab before": b"data:\t[DONE]\n\n",
    "[DONE] without its lines' ends": b"data: [DONE]",
    "[DONE] unframed": b"[DONE]",
    "half of [DONE]": b"data: [DO",
    "half of an event": b'data: {"choices": [{"index"',
    "an event that is no JSON": b"data: <p>bye</p>\n\n",
    "an array": b"data: [1]\n\n",
    "unframed JSON": b'{"error": "late"}',
    "an error": data({"error": {"message": "late", "code": 500}}),
    "an error by name": b'event: error\ndata: "late"\n\n',
    "an error field": b'error: {"message": "late"}\n\n' + DONE,
    "a page": b"<html>\n\n<p>bye</p></html>",
    "bytes": b"\x00\xff\xfe\n\n",
    "too large an event": b"data: " + b"x" * 2000,
    "several": b"data: {\n\n" + DONE,
}


@pytest.mark.parametrize("afterwards", AFTERWARDS.values(), ids=AFTERWARDS)
def test_nothing_fails_an_answer_that_is_whole(afterwards: bytes) -> None:
    played = Played("chat", HEL + LO + STOP, afterwards, limit=1000)
    assert (played.error, played.text) == (None, "Hello")


@pytest.mark.parametrize("afterwards", AFTERWARDS.values(), ids=AFTERWARDS)
def test_nothing_fails_a_response_that_is_completed(afterwards: bytes) -> None:
    events = [
        {"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": "Hello"},
        {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": []}},
        {"type": "error", "message": "late"},
    ]
    played = Played("responses", b"".join(map(data, events)) + afterwards, limit=1000)
    assert (played.error, played.text) == (None, "Hello")


@pytest.mark.parametrize(
    "late",
    [
        {"usage": {"total_tokens": 5}},
        {"choices": [], "usage": {"total_tokens": 5}},
        {"choices": None, "usage": {"total_tokens": 5}},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": None}], "usage": {"total_tokens": 5}},
        {"choices": [{"index": 0, "delta": {"content": None}}], "usage": {"total_tokens": 5}},
        {"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}], "usage": {"total_tokens": 5}},
    ],
)
def test_what_comes_after_the_answer_adds_to_it(late: dict[str, Any]) -> None:
    played = Played("chat", HEL + LO + STOP, data({**late, "timings": {"n": 1}, "service_tier": "flex"}), DONE)
    result = played.reader._collector.result
    assert (played.error, played.text, result.choices[0].finish_reason) == (None, "Hello", "stop")
    assert (result.usage.total_tokens, result.service_tier) == (5, "flex")
    assert result.extra == {"timings": {"n": 1}}


INTERRUPTED = {
    "nothing": (b"", "before the answer was complete"),
    "an unframed error": (b'{"error": {"message": "boom"}}', "boom"),
    "an error on several lines": (b'{\n  "error": {\n    "message": "boom"\n  }\n}\n', "boom"),
    "an error on lines with blanks": (b'{"error":\n\n{"message": "boom"}}', "boom"),
    "detail": (b'{"detail": "boom"}', "boom"),
    "detail in parts": (b'{"detail": [{"loc": ["body"], "msg": "boom"}]}', "boom"),
    "object error": (b'{"object": "error", "message": "boom", "code": 404}', "boom"),
    "a page": (b"<html><p>502</p></html>", "<html><p>502</p></html>"),
    "a word": (b"overloaded", "overloaded"),
    "an error field": (b'error: {"code": 400, "message": "boom"}\n\n', "boom"),
    "an error field of text": (b"error: boom\n\n", "boom"),
    "an error field, then [DONE]": (b'error: {"message": "boom"}\n\n' + DONE, "boom"),
    "an error field beside [DONE]": (b'error: {"message": "boom"}\ndata: [DONE]\n\n', "boom"),
    "an error field in quotes": (b'error: "boom"\n\n', "boom"),
    "an error event": (b'event: error\ndata: {"message": "boom"}\n\n', "boom"),
    "an error event in JSON": (b'event: error\ndata: {"error": {"message": "boom"}}\n\n', "boom"),
    "an error event of a text": (b'event: error\ndata: "boom"\n\n', "boom"),
    "an error event of words": (b"event: error\ndata: boom went it\n\n", "boom went it"),
    "an error event of lines": (b"event: error\ndata: boom\ndata: went it\n\n", "boom went it"),
    "an error event backwards": (b'data: {"message": "boom"}\nevent: error\n\n', "boom"),
    "an error event without blanks": (b'event:error\ndata:{"message":"boom"}\n\n', "boom"),
    "an error event with a type": (b'event: error\ndata: {"type": "error", "message": "boom"}\n\n', "boom"),
    "an error event of nothing": (b"event: error\ndata: {}\n\n", "{}"),
    "error_type and error_message": (data({"error_type": "t", "error_message": "boom"}), "boom"),
    "error_type alone": (data({"error_type": "boom"}), "boom"),
    "an error object": (data({"object": "error", "message": "boom"}), "boom"),
    "an error text": (data({"error": "boom"}), "boom"),
    "an error that is true": (data({"error": True, "message": "boom"}), "boom"),
    "an error list": (data([{"error": {"message": "boom"}}]), "boom"),
    "detail in an event": (data({"detail": "boom"}), "boom"),
    "a message and a code": (data({"code": "x", "message": "boom"}), "boom"),
    "an error beside a choice": (data({**piece("", "error"), "error": {"message": "boom", "code": 502}}), "boom"),
    "an error between lines": (b'data: {"error": {"message": "boom"}}\ndata: [DONE]\n', "boom"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("came", "quoted"), INTERRUPTED.values(), ids=INTERRUPTED)
@pytest.mark.parametrize("begun", [b"", b": ping\n\n", b"event: ping\n\n"], ids=["alone", "comment", "event"])
def test_what_comes_in_the_place_of_an_answer_is_said(came: bytes, quoted: str, begun: bytes, kind: str) -> None:
    for reads in ([begun + came], [begun, came], [bytes([byte]) for byte in begun + came]):
        played = Played(kind, *reads)
        assert played.error is not None
        assert quoted in str(played.error)
        assert "secret" not in str(played.error) and len(str(played.error)) < 1000


@pytest.mark.parametrize(("came", "quoted"), INTERRUPTED.values(), ids=INTERRUPTED)
def test_what_breaks_an_answer_off_is_said(came: bytes, quoted: str) -> None:
    played = Played("chat", HEL + LO + came)
    assert played.error is not None and quoted in str(played.error)
    assert played.text == "Hello"
    assert [chunk.choices[0].delta.content for chunk in played.chunks[:2]] == ["Hel", "lo"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "came",
    [DONE, b"data: [DONE]", data({"status": "queued"}) + DONE, data({"choices": []}) + DONE, b"event: x\n\n" + DONE],
)
def test_a_stream_without_an_answer_is_an_error_that_quotes_it(came: bytes, kind: str) -> None:
    played = Played(kind, came)
    assert isinstance(played.error, GenAIInvalidResponseError)
    said = "POST http://***@server/v1/path: the stream ended before the answer was complete; received: "
    assert said in str(played.error)
    assert played.error.request_id == "r1"
    assert "queued" in str(played.error) or b"queued" not in came


def test_an_answer_in_one_piece_is_not_taken_for_a_stream() -> None:
    whole = {"id": "c", "choices": [{"index": 0, "message": {"content": "Hi"}, "finish_reason": "stop"}]}
    assert "in one piece and not as a stream" in str(Played("chat", json.dumps(whole).encode()).error)
    assert "in one piece and not as a stream" in str(Played("chat", json.dumps(whole, indent=1).encode()).error)
    framed = Played("chat", data(whole) + DONE)
    assert (framed.error, framed.text) == (None, "Hi")


def test_done_ends_an_answer_whose_end_was_not_said() -> None:
    assert Played("chat", HEL + LO + DONE).text == "Hello"
    assert Played("chat", HEL + LO + DONE).error is None
    assert Played("chat", HEL + LO).error is not None


def test_a_number_in_an_error_is_its_status() -> None:
    error = Played("chat", data({"object": "error", "message": "no such model", "code": 404})).error
    assert isinstance(error, GenAINotFoundError)
    assert (error.code, error.error_code) == (404, "404")
    assert "no such model (POST http://***@server/v1/path)" in str(error)


EVENTS = [piece("Hel"), piece("lo\n😀"), piece("", "stop"), {"choices": [], "usage": {"total_tokens": 5}}]
FRAMES: dict[str, str] = {
    "blank lines": "\n\n", "CRLF": "\r\n\r\n", "CR": "\r\r", "one line feed": "\n", "one CRLF": "\r\n",
    "many": "\n\n\n\n", "comments between": "\n: ping\n", "names between": "\nevent: chunk\n",
    "ids between": "\nid: 1\n",
}  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("done", ["", "data: [DONE]", "data: [DONE]\n", "data: [DONE]\n\n"])
def test_events_are_read_however_they_are_parted(frame: str, done: str) -> None:
    body = "".join(f"data: {json.dumps(event)}{frame}" for event in EVENTS) + done
    for size in (1, 3, 50, len(body)):
        played = Played("chat", *(body.encode()[at : at + size] for at in range(0, len(body), size)))
        assert (played.error, played.text, len(played.chunks)) == (None, "Hello\n😀", 4)
        assert played.reader._collector.result.usage.total_tokens == 5


def test_an_event_parted_by_one_line_feed_is_not_kept_waiting() -> None:
    reads = [data(piece(text), "\n") for text in ("a", "b", "c")]
    played = Played("chat", *reads, ends=False)
    assert [chunk.choices[0].delta.content for chunk in played.chunks] == ["a", "b", "c"]
    # One whose lines are one JSON text is read when it is whole.
    lines = json.dumps(piece("d", "stop"), indent=1).encode().split(b"\n")
    played = Played("chat", *(b"data: " + line + b"\n" for line in lines), b"\n")
    assert (played.error, played.text, len(played.chunks)) == (None, "d", 1)


def test_an_event_is_not_read_before_its_name() -> None:
    played = Played("chat", b"event: error\n", b'data: {"message": "boom"}\n', b"\n")
    assert "boom" in str(played.error)


def test_a_choice_without_a_delta_is_read() -> None:
    played = Played("chat", data({"choices": [{"index": 0, "finish_reason": None}]}) + HEL + LO + STOP)
    assert [chunk.choices[0].delta.content for chunk in played.chunks] == ["", "Hel", "lo", ""]
    assert played.text == "Hello"


def test_a_choice_with_a_message_has_an_empty_delta_too() -> None:
    events = [
        {"choices": [{"index": 0, "message": {"content": text}, "finish_reason": reason}]}
        for text, reason in (("Hel", None), ("l", None), ("o", "stop"))
    ]
    played = Played("chat", b"".join(map(data, events)))
    assert [chunk.choices[0].delta.content for chunk in played.chunks] == ["", "", ""]
    assert [chunk.choices[0].message.content for chunk in played.chunks] == ["Hel", "l", "o"]
    assert (played.error, played.text) == (None, "Hello")


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["hi \\ud83d", "\\ude00"], "hi 😀"),
        (["\\ud83d", "\\ude00", "!"], "😀!"),
        (["hi \\ud83d", "!"], "hi \ufffd!"),
        (["hi \\ud83d"], "hi \ufffd"),
        (["\\ude00"], "\ufffd"),
        (["a\tb", "\x01c\x7f"], "a\tb\x01c\x7f"),
        (["a\\", "n"], None),
        (["\\\\", "n"], "\\n"),
        (["\\u00e9", "é"], "éé"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["chat", "completions", "responses"])
def test_texts_are_joined_whatever_is_in_them(pieces: list[str], text: str | None, kind: str) -> None:
    form = {
        "chat": '{"choices":[{"index":0,"delta":{"content":"%s"}}]}',
        "completions": '{"choices":[{"index":0,"text":"%s"}]}',
        "responses": '{"type":"response.output_text.delta","item_id":"m","content_index":0,"delta":"%s"}',
    }[kind]
    last = data({"type": "response.completed", "response": {}} if kind == "responses" else piece("", "stop"))
    body = "".join(f"data: {form % each}\n\n" for each in ["Hi ", *pieces])
    played = Played(kind, body.encode() + last)
    if text is None:
        assert isinstance(played.error, GenAIInvalidResponseError)
    else:
        assert (played.error, played.text) == (None, "Hi " + text)
        played.text.encode()


@pytest.mark.parametrize("value", [None, 7, {"a": 1}, ["b"], 'x","role":"user', ""])
def test_what_else_may_stand_in_the_place_of_a_text(value: Any) -> None:
    odd = json.dumps(piece("HERE")).replace('"HERE"', json.dumps(value)).encode()
    played = Played("chat", HEL + HEL + b"data: " + odd + b"\n\n" + LO + STOP)
    assert played.error is None
    added = value if isinstance(value, str) else "b" if isinstance(value, list) else ""
    assert played.text == f"HelHel{added}lo"


def test_a_stream_is_settled_once_all_that_was_asked_for_is_there() -> None:
    def settled(*events: dict[str, Any], payload: bytes = b"{}", kind: str = "chat") -> bool:
        return bool(Played(kind, b"".join(map(data, events)), ends=False, payload=payload).reader.is_settled)

    assert not settled(piece("a"))
    assert settled(piece("a"), piece("", "stop"))
    # Another choice was asked for, and may only begin when the first one has ended.
    assert not settled(piece("a"), piece("", "stop"), payload=b'{"n":2}')
    assert settled(piece("a", "stop"), piece("b", "stop", 1), payload=b'{"n":2}')
    assert not settled(piece("a", "stop"), piece("b", None, 1))
    prompts = b'{"prompt":["a","b"]}'
    text = {"index": 0, "text": "a", "finish_reason": "stop"}
    assert not settled({"choices": [text]}, payload=prompts, kind="completions")
    assert settled({"choices": [text]}, {"choices": [{**text, "index": 1}]}, payload=prompts, kind="completions")
    assert settled({"choices": [text]}, payload=b'{"prompt":[1,2]}', kind="completions")
    # A server that says with each piece that it is the last one is not believed.
    assert not settled(piece("a", "stop"), piece("b", "stop"))
    # Nor is one that says so with the first piece, before the model begins.
    assert not settled(piece("", "stop"))
    begun = {"role": "assistant", "content": ""}
    assert not settled({"choices": [{"index": 0, "delta": begun, "finish_reason": "stop"}]})
    assert settled({**piece("", "stop"), "usage": {"total_tokens": 5}})
    assert settled(piece("", "content_filter"))
    assert settled({"choices": [{"index": 0, "delta": {"reasoning": "a"}, "finish_reason": "stop"}]})
    assert Played("chat", data(piece("a", "stop")), data(piece("b", "stop"))).text == "ab"


ENDS_OF_EVENTS = st.sampled_from(
    ["\n\n", "\r\n\r\n", "\r\r", "\n\r\n", "\r\n\n", "\r\r\n", "\n\n\r", "\n", "\r\n", "\r"]
)
USAGE: dict[str, Any] = {"choices": [], "usage": {"total_tokens": 5}}


@given(
    st.lists(st.tuples(ENDS_OF_EVENTS, st.sampled_from(["data: ", "data:"])), min_size=4, max_size=4),
    st.sampled_from(["", ": ping", "event: chunk", "id: 7"]),
    st.sampled_from(["", "data: [DONE]", "data: [DONE]\r", "data: [DONE]\n\n", "\n\nevent: error\ndata: late\n\n"]),
)
@settings(max_examples=30, deadline=None)
def test_a_stream_that_is_cut_anywhere_is_the_same(
    frames: list[tuple[str, str]], between: str, done: str
) -> None:
    events = [piece("Hel"), piece("l\u00f6 \U0001f600"), piece("", "stop"), USAGE]
    body = "".join(
        f"{between}{end[:1] if between else ''}{field}{json.dumps(event, ensure_ascii=False)}{end}"
        for event, (end, field) in zip(events, frames, strict=True)
    )
    received = (body + done).encode()
    for at in range(len(received)):
        played = Played("chat", received[:at], received[at:])
        assert (played.error, played.text, len(played.chunks)) == (None, "Hell\u00f6 \U0001f600", 4), received[:at]
        assert played.reader._collector.result.usage.total_tokens == 5


@given(st.text(min_size=1), st.data(), st.sampled_from(["chat", "completions", "responses"]), st.booleans())
@settings(deadline=None)
def test_a_text_that_is_cut_within_its_characters_is_joined(
    text: str, data_: st.DataObject, kind: str, escaped: bool
) -> None:
    form = {
        "chat": b'{"choices":[{"index":0,"delta":{"content":"%s"}}]}',
        "completions": b'{"choices":[{"index":0,"text":"%s"}]}',
        "responses": b'{"type":"response.output_text.delta","item_id":"m","content_index":0,"delta":"%s"}',
    }[kind]
    if escaped:
        units = text.encode("utf-16-be", "surrogatepass")
        atoms = [b"\\u" + units[at : at + 2].hex().encode() for at in range(0, len(units), 2)]
    else:
        plain = json.dumps(text, ensure_ascii=False)[1:-1].encode()
        whole_escape = re.compile(rb'\\u[0-9a-f]{4}|\\.|.', re.DOTALL)
        atoms = whole_escape.findall(plain)
    places = sorted(data_.draw(st.lists(st.integers(0, len(atoms)), max_size=5)))
    pieces = [b"".join(atoms[begin:end]) for begin, end in zip([0, *places], [*places, len(atoms)], strict=True)]
    last = data({"type": "response.completed", "response": {}} if kind == "responses" else piece("", "stop"))
    played = Played(kind, b"".join(b"data: " + form % each + b"\n\n" for each in pieces) + last)
    assert (played.error, played.text) == (None, text)


some_bytes = st.lists(
    st.sampled_from([
        HEL, LO, STOP, DONE, b"\n", b"\n\n", b": ping\n\n", b"data: ", b"{", b"}", b'"', b"\\", b"\xff",
        b"event: error\n", b"error: x\n", data({"error": "boom"}), data({"choices": [{}]}), data([]),
        data({"type": "response.completed"}),
        data({"choices": [{"delta": {"tool_calls": [{"function": {"arguments": {"n": 1e300}}}]}}]}),
    ]) | st.binary(max_size=5),
    max_size=12,
)  # fmt: skip


@given(some_bytes, st.sampled_from(sorted(KINDS)))
def test_any_bytes_are_chunks_or_an_error_of_the_package(reads: list[bytes], kind: str) -> None:
    played = Played(kind, *reads)
    assert played.error is not None or played.reader.is_whole or played.reader._collector.is_usable()
    whole = Played(kind, b"".join(reads))
    assert (played.error is None) == (whole.error is None)
    result = played.reader._collector.result
    assert json.loads(result.ToJsonString()) is not None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([
            "id", "index", "choices", "delta", "message", "content", "text", "tool_calls", "function", "arguments",
            "type", "logprobs", "finish_reason", "item", "item_id", "output_index", "content_index", "part", "response",
            "output", "annotation", "summary", "error", "role", "audio", "object", "status",
        ]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip
TYPES = st.sampled_from([
    "response.created", "response.output_item.added", "response.output_item.done", "response.output_text.delta",
    "response.output_text.done", "response.content_part.added", "response.completed", "response.refusal.delta",
    "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.failed", "error",
    "response.output_text.annotation.added", "response.reasoning_summary_part.added", None, 5,
])  # fmt: skip


@given(st.lists(st.dictionaries(
    st.sampled_from(["choices", "item", "delta", "part", "response", "output_index", "item_id", "content_index",
                     "usage", "annotation", "logprobs", "text", "arguments", "summary_index"]), json_values),
    max_size=5), st.lists(TYPES, min_size=5, max_size=5), st.sampled_from(sorted(KINDS)))  # fmt: skip
def test_chunks_of_any_shape_do_no_harm(events: list[dict[str, Any]], types: list[Any], kind: str) -> None:
    body = b"".join(data({"type": type_, **event}) for event, type_ in zip(events, types, strict=False))
    played = Played(kind, body)
    assert json.loads(played.reader._collector.result.ToJsonString()) is not None
    assert played.reader._collector.resolution is not None
