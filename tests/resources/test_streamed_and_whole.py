"""A reply that is streamed amounts to what it would have been unstreamed, field by field, however it is cut."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from genai_py import Chat, Completion, Response, ResponseStream
from genai_py.core.calls.chunk_reader import ChunkReader
from genai_py.core.redaction import Redactor
from genai_py.core.results.base import Result
from genai_py.core.results.decoding import decode
from genai_py.core.wire.transport import HttpReply, HttpRequest
from genai_py.resources.chat.collector import ChatCollector
from genai_py.resources.completions import CompletionCollector
from genai_py.resources.responses.collector import ResponseCollector

RECORDED = Path(__file__).resolve().parent.parent / "recorded"
Json = dict[str, Any]
COLLECTORS: dict[type[Any], tuple[type[Any], type[Any]]] = {
    Chat: (Chat, ChatCollector),
    Completion: (Completion, CompletionCollector),
    Response: (ResponseStream, ResponseCollector),
}
# Texts that stand for something, and come whole.
NAMES = {"call_id", "format", "id", "name", "object", "role", "status", "type"}


def streamed(kind: type[Any], body: bytes, places: list[int] = (), payload: bytes = b"{}") -> Any:  # type: ignore[assignment]
    """What a program has at the end of a stream of these bytes, read in pieces that end at the places."""
    chunk, collector = COLLECTORS[kind]
    reply = HttpReply(200, "OK", {}, b"")
    request = HttpRequest("POST", "http://server/v1/path", {}, payload)
    reader: Any = ChunkReader(chunk, collector(), request, reply, 1 << 25, Redactor(frozenset()))
    cuts = sorted({place % (len(body) + 1) for place in places})
    for begin, end in zip([0, *cuts], [*cuts, len(body)], strict=True):
        for _ in reader.feed(body[begin:end]):
            pass
        if reader.ended:
            break
    else:
        for _ in reader.end():
            pass
    return reader._collector.result


def same(left: Any, right: Any, path: str = "") -> None:
    """Two results are equal, all that the server added to them included."""
    if isinstance(right, Result):
        assert type(left) is type(right), path
        for field in attrs.fields(cast(Any, type(right))):
            same(getattr(left, field.name), getattr(right, field.name), f"{path}.{field.name}")
        assert dict(left.extra) == dict(right.extra), path
    elif isinstance(right, list):
        assert isinstance(left, list) and len(left) == len(right), (path, left, right)
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            same(one, other, f"{path}[{at}]")
    else:
        assert left == right, path


class Cut:
    """Cuts what a whole reply has into what a stream sends, at places that Hypothesis draws."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw

    def text(self, text: str) -> list[str]:
        """The pieces of a text; there is at least one."""
        places = sorted(self.draw(st.lists(st.integers(0, len(text)), max_size=4)))
        return [text[begin:end] for begin, end in zip([0, *places], [*places, len(text)], strict=True)]

    def value(self, key: str, value: Any) -> list[Any]:
        """The pieces of a field's value."""
        if isinstance(value, str) and key not in NAMES:
            return self.text(value)
        if isinstance(value, dict):
            return [{name: piece} for name, inner in value.items() for piece in self.value(name, inner)] or [{}]
        if isinstance(value, list) and value and not all(isinstance(each, dict) and "index" in each for each in value):
            return [[each] for each in value]
        if isinstance(value, list) and value:
            return [
                [{**piece, "index": each["index"]}]
                for each in value
                for piece in self.value(key, {name: inner for name, inner in each.items() if name != "index"})
            ]
        return [value]

    def calls(self, calls: list[Json]) -> list[list[Json]]:
        """The pieces of tool calls, told apart as servers do it."""
        way = self.draw(st.sampled_from(["index", "id", "index and id", "names alone"]))
        pieces: list[list[Json]] = []
        for index, call in enumerate(calls):
            key = "custom" if "custom" in call else "function"
            tool = dict(call[key])
            grows = "input" if key == "custom" else "arguments"
            texts = self.text(tool.pop(grows))
            mark: Json = {"index": index} if "index" in way else {}
            again = {**mark, "id": call["id"]} if "id" in way.split() else mark
            pieces.append([{**call, **mark, key: {**tool, grows: texts[0]}}])
            pieces += [[{**again, key: {grows: text}}] for text in texts[1:]]
        return pieces

    def choice(self, choice: Json) -> Iterator[Json]:
        """The pieces of a choice of a chat or a completion."""
        whole = dict(choice)
        index = {"index": whole.pop("index")}
        reason = whole.pop("finish_reason")
        logprobs = whole.pop("logprobs", None)
        message = whole.pop("message", None)
        parts: list[Json] = []
        if message is None:
            parts += [{**index, "text": text} for text in self.text(whole.pop("text"))]
        else:
            fields = dict(message)
            calls = fields.pop("tool_calls", None)
            parts.append({**index, "delta": {"role": fields.pop("role")}})
            deltas = [{key: piece} for key, value in fields.items() for piece in self.value(key, value)]
            deltas += [{"tool_calls": piece} for piece in (self.calls(calls) if calls else [])]
            parts += [{**index, "delta": delta} for delta in deltas]
        if isinstance(logprobs, dict):
            parts += [{**index, "logprobs": piece} for piece in self.value("logprobs", logprobs)]
        elif logprobs is None and "logprobs" in choice:
            parts = [{**part, "logprobs": None} for part in parts]
        yield from ({**part, "finish_reason": None} for part in parts)
        yield {**index, **({} if message is None else {"delta": {}}), "finish_reason": reason, **whole}

    def choices(self, whole: Json) -> list[Json]:
        """The chunks of a chat or a completion."""
        head = {key: value for key, value in whole.items() if key not in ("choices", "usage", "timings", "object")}
        head["object"] = "chat.completion.chunk" if whole["object"] == "chat.completion" else whole["object"]
        chunks = [{**head, "choices": [piece]} for choice in whole["choices"] for piece in self.choice(choice)]
        late: Json = {key: whole[key] for key in ("usage", "timings") if key in whole}
        if late and self.draw(st.booleans()):
            chunks[-1].update(late)
        elif late:
            chunks.append({**head, "choices": [], **late})
        return chunks

    def response(self, whole: Json, *, thin: bool, ends_items: bool) -> list[Json]:
        """The events of a response. thin: the last one has no output. ends_items: each item is said to be done."""
        begun = {**whole, "status": "in_progress", "output": [], "usage": None}
        events: list[Json] = [{"type": "response.created", "response": begun}]
        for index, item in enumerate(whole["output"]):
            where = {"output_index": index, "item_id": item.get("id", "")}
            pieces, rest = self.item(copy.deepcopy(item))
            events.append({"type": "response.output_item.added", "output_index": index, "item": rest})
            events += [{**where, **piece} for piece in pieces]
            if ends_items or rest == item:
                events.append({"type": "response.output_item.done", "output_index": index, "item": item})
        last = {**whole, "output": []} if thin else whole
        return [*events, {"type": f"response.{whole['status']}", "response": last}]

    def item(self, item: Json) -> tuple[list[Json], Json]:
        """The events of an item's texts, and the item without them."""
        events: list[Json] = []

        def grow(event: str, holder: Json, key: str, ended_by: str, **where: int) -> None:
            text = holder[key]
            holder[key] = ""
            if self.draw(st.booleans()):
                events.extend({"type": f"response.{event}.delta", "delta": each, **where} for each in self.text(text))
            events.append({"type": f"response.{event}.done", ended_by: text, **where})

        kind = item.get("type")
        for name, number in (("content", "content_index"), ("summary", "summary_index")):
            parts = item.get(name)
            if kind not in ("message", "reasoning") or not isinstance(parts, list):
                continue
            for at, part in enumerate(parts):
                where = {number: at}
                event = {"output_text": "output_text", "refusal": "refusal", "reasoning_text": "reasoning_text"}
                event["summary_text"] = "reasoning_summary_text"
                if part.get("type") in event:
                    grow(event[part["type"]], part, "refusal" if part["type"] == "refusal" else "text",
                         "refusal" if part["type"] == "refusal" else "text", **where)  # fmt: skip
                    begun = {**part, "annotations": []} if "annotations" in part else part
                    added = "content_part" if name == "content" else "reasoning_summary_part"
                    events.insert(0, {"type": f"response.{added}.added", "part": begun, **where})
                    for note in part.get("annotations") or []:
                        events.append({"type": "response.output_text.annotation.added", "annotation": note, **where})
            if parts:
                item[name] = []
        for of, key, grown in (
            ("function_call", "arguments", "function_call_arguments"),
            ("custom_tool_call", "input", "custom_tool_call_input"),
            ("mcp_call", "arguments", "mcp_call_arguments"),
        ):
            if kind == of and item.get(key):
                grow(grown, item, key, key)
        return events, item


def on_the_wire(events: list[Json], draw: Callable[[Any], Any], *, typed: bool = False) -> bytes:
    """Events as some server or other writes them."""
    end = draw(st.sampled_from(["\n\n", "\r\n\r\n", "\r\r", "\n"]))
    lines = []
    for event in events:
        data = json.dumps(event, ensure_ascii=draw(st.booleans()))
        name = f"event: {event['type']}{end[: len(end) // 2] or end}" if typed and len(end) > 1 else ""
        lines.append(f"{name}data:{draw(st.sampled_from([' ', '']))}{data}{end}")
    done = draw(st.sampled_from(["", "data: [DONE]" + end, "data: [DONE] " + end, "data: [DONE]", ": bye" + end, "{x"]))
    return str("".join(lines) + done).encode()


def recorded(folder: str, kind: str) -> list[Any]:
    """The recorded replies of a kind of object."""
    found = [(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted((RECORDED / folder).glob("*.json"))]
    return [
        pytest.param(reply, id=name) for name, reply in found if reply.get("object") == kind and "created" in str(reply)
    ]


MORE: Json = {
    "id": "c_1", "object": "chat.completion", "created": 5, "model": "m", "provider": "p", "service_tier": "flex",
    "choices": [
        {
            "index": 0, "finish_reason": "tool_calls", "logprobs": None, "native_finish_reason": "end",
            "message": {
                "role": "assistant", "content": "Grüße 😀, \"you\"\n", "reasoning": "so it is", "refusal": None,
                "reasoning_details": [
                    {"index": 0, "type": "reasoning.text", "text": "so it is", "format": "f", "signature": "s"}
                ],
                "audio": {"id": "a", "data": "AAAABBBB", "transcript": "Hello", "expires_at": 9},
                "annotations": [
                    {"type": "url_citation", "url_citation": {"url": "https://a", "start_index": 1}},
                    {"type": "url_citation", "url_citation": {"url": "https://b", "start_index": 2}},
                ],
                "tool_calls": [
                    {"id": "x", "type": "function", "function": {"name": "f", "arguments": '{"n": 1}'}, "k": {"v": 1}},
                    {"id": "y", "type": "custom", "custom": {"name": "run", "input": "print"}},
                ],
            },
        },
        {
            "index": 1, "finish_reason": "stop",
            "message": {"role": "assistant", "content": "Salut", "mood": "good"},
            "logprobs": {"content": [{"token": "Sa", "logprob": -0.5, "bytes": [83]}, {"token": "lut", "bytes": []}]},
        },
    ],
    "timings": {"predicted_per_second": 90.5},
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5, "cost": 0.5},
}  # fmt: skip
COMPLETION: Json = {
    "id": "c", "object": "text_completion", "created": 5, "model": "m", "stats": {"ttft": 0.5},
    "choices": [
        {
            "index": 0, "text": "Hello, Grüße", "finish_reason": "stop", "prompt_logprobs": None,
            "logprobs": {"tokens": ["Hel", "lo"], "token_logprobs": [-0.5, None], "top_logprobs": [{"Hel": -0.5}, None],
                         "text_offset": [0, 3]},
        },
        {"index": 1, "text": "Salut", "finish_reason": "length", "logprobs": None},
    ],
}  # fmt: skip


@pytest.mark.parametrize("whole", [*recorded("chat", "chat.completion"), pytest.param(MORE, id="more")])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_chat(whole: Json, data: st.DataObject) -> None:
    body = on_the_wire(Cut(data.draw).choices(whole), data.draw)
    places = data.draw(st.lists(st.integers(0, 10_000), max_size=8))
    same(streamed(Chat, body, places), decode(Chat, json.dumps(whole).encode()))


some_text = st.text(max_size=8)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
additions: Any = st.recursive(
    some_text | numbers | st.none(),
    lambda inner: (
        st.lists(numbers | some_text, max_size=3) | st.dictionaries(st.sampled_from("kmn"), inner, max_size=3)
    ),
    max_leaves=6,
)
more_fields = st.dictionaries(st.sampled_from(["vendor", "score", "thinking", "citations"]), additions, max_size=3)
call_of_a_function = st.builds(
    lambda name, arguments: {"type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}},
    st.sampled_from(["f", "g"]),
    st.dictionaries(some_text, numbers | some_text, max_size=2),
)
custom_call = st.builds(
    lambda text: {"type": "custom", "custom": {"name": "run", "input": text}}, st.text(min_size=1, max_size=8)
)
messages = st.builds(
    lambda more, calls: {
        "role": "assistant",
        **more,
        **({"tool_calls": [{"id": f"x{n}", **each} for n, each in enumerate(calls)]} if calls else {}),
    },
    st.fixed_dictionaries(
        {"content": some_text | st.none()},
        optional={
            "reasoning_content": some_text, "reasoning": some_text, "refusal": some_text | st.none(),
            "audio": st.fixed_dictionaries({"id": st.just("a"), "transcript": some_text, "expires_at": st.integers()}),
        },
    ).flatmap(lambda known: more_fields.map(lambda more: {**more, **known})),
    st.lists(call_of_a_function | custom_call, max_size=3),
)  # fmt: skip
any_chat = st.builds(
    lambda made, more, usage, deep: {
        "id": "c", "object": "chat.completion", "created": 5, "model": "m", **more, **usage,
        "choices": [
            {"index": n, "message": each, "finish_reason": "stop", "logprobs": None, **(deep if n == 0 else {})}
            for n, each in enumerate(made)
        ],
    },
    st.lists(messages, min_size=1, max_size=2),
    more_fields,
    st.sampled_from([{}, {"usage": {"total_tokens": 5}}, {"usage": {"total_tokens": 2**70}, "timings": {"n": 0.5}}]),
    more_fields,
)  # fmt: skip


@given(whole=any_chat, data=st.data())
@settings(max_examples=50, deadline=None)
def test_any_chat(whole: Json, data: st.DataObject) -> None:
    body = on_the_wire(Cut(data.draw).choices(whole), data.draw)
    places = data.draw(st.lists(st.integers(0, 10_000), max_size=8))
    same(streamed(Chat, body, places), decode(Chat, json.dumps(whole).encode()))


@pytest.mark.parametrize(
    "whole", [*recorded("completions", "text_completion"), pytest.param(COMPLETION, id="more")]
)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_completion(whole: Json, data: st.DataObject) -> None:
    body = on_the_wire(Cut(data.draw).choices(whole), data.draw)
    places = data.draw(st.lists(st.integers(0, 10_000), max_size=8))
    same(streamed(Completion, body, places), decode(Completion, json.dumps(whole).encode()))


@pytest.mark.parametrize("whole", recorded("responses", "response"))
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_response(whole: Json, data: st.DataObject) -> None:
    if whole["status"] not in ("completed", "incomplete"):
        whole = {**whole, "status": "completed"}
    events = Cut(data.draw).response(whole, thin=data.draw(st.booleans()), ends_items=data.draw(st.booleans()))
    body = on_the_wire(events, data.draw, typed=True)
    places = data.draw(st.lists(st.integers(0, 10_000), max_size=8))
    same(streamed(Response, body, places), decode(Response, json.dumps(whole).encode()))


@pytest.mark.parametrize("name", ["deep_research", "file_search", "function_call", "reasoning", "stream", "web_search"])
@pytest.mark.parametrize("thin", [False, True])
def test_a_recorded_stream_of_a_response(name: str, thin: bool) -> None:
    text = (RECORDED / "responses" / f"{name}.sse").read_text("utf-8")
    events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
    last = next(event for event in reversed(events) if event["type"] == "response.completed")
    done = [event["item"] for event in events if event["type"] == "response.output_item.done"]
    whole = {**last["response"], "output": last["response"].get("output") or done}
    assert len(whole["output"]) >= len(done) > 0
    if thin:
        whole["output"] = done
        last["response"] = {**whole, "output": []}
    events = events[: events.index(last) + 1]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()
    same(streamed(Response, body), decode(Response, json.dumps(whole).encode()))


@pytest.mark.parametrize("name", ["stream", "tool_calls"])
def test_a_recorded_stream_of_a_chat(name: str) -> None:
    body = (RECORDED / "chat" / f"{name}.sse").read_bytes()
    chunks = [json.loads(line[6:]) for line in body.decode().splitlines() if line.startswith("data: {")]
    result = streamed(Chat, body)
    texts = [choice["delta"].get("content") or "" for each in chunks for choice in each["choices"]]
    message = result.choices[0].message
    assert message.content == "".join(texts)
    assert result.usage.total_tokens == chunks[-1]["usage"]["total_tokens"]
    assert (result.id, result.object, result.extra) == (chunks[0]["id"], "chat.completion", {})
    if name == "tool_calls":
        call = message.tool_calls[0]
        assert (call.id, call.type, call.function.name) == ("call_7Qm2Xk9P", "function", "get_weather")
        assert json.loads(call.function.arguments) == {"location": "Paris"}
