"""Calls of tools in streams: how their pieces are told apart, and what they amount to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from genai_py import Chat, FromAssistant
from genai_py.core.results.decoding import decode, decoder
from genai_py.resources.chat.collector import ChatCollector

Piece = dict[str, Any]


def call(name: str | None = None, arguments: Any = None, **more: Any) -> Piece:
    function = {"name": name, "arguments": arguments}
    return {**more, "function": {key: value for key, value in function.items() if value is not None}}


def message_of(*deltas: list[Piece]) -> Any:
    collector = ChatCollector()
    for pieces in deltas:
        chunk = {"choices": [{"index": 0, "delta": {"tool_calls": pieces}}]}
        collector.add(decoder(Chat, parts=True)(json.dumps(chunk).encode(), b"{}"))
    return collector.result.choices[0].message


def calls_of(*deltas: list[Piece]) -> list[tuple[str, str, str]]:
    calls = message_of(*deltas).tool_calls
    return [(each.id, each.function.name, each.function.arguments) for each in calls]


@pytest.mark.parametrize(
    ("deltas", "calls"),
    [
        # By index, as the API's documents say.
        ([[call("f", "", id="x", index=0)], [call(None, '{"a"', index=0)], [call(None, ":1}", index=0)],
          [call("g", "{}", id="y", index=1)]], [("x", "f", '{"a":1}'), ("y", "g", "{}")]),
        ([[call("f", "{", id="x", index=0), call("g", "[", id="y", index=1)],
          [call(None, "]", index=1), call(None, "}", index=0)]], [("x", "f", "{}"), ("y", "g", "[]")]),
        # Name and arguments of one call in two entries of one chunk.
        ([[call("f", None, id="x", index=0), call(None, '{"a":1}', index=0)]], [("x", "f", '{"a":1}')]),
        ([[call("f", "{", id="x", index="0")], [call(None, "}", index="0")]], [("x", "f", "{}")]),
        # By id, wherever the pieces come.
        ([[call("f", '{"a"', id="x")], [call("g", '{"b"', id="y")], [call(None, ":1}", id="x")],
          [call(None, ":2}", id="y")]], [("x", "f", '{"a":1}'), ("y", "g", '{"b":2}')]),
        ([[call("f", "{", id="x", index=0)], [call("f", "}", id="x", index=0)]], [("x", "f", "{}")]),
        # All calls have one index, or one id.
        ([[call("f", '{"a":1}', id="x", index=0)], [call("g", '{"b":2}', id="y", index=0)]],
         [("x", "f", '{"a":1}'), ("y", "g", '{"b":2}')]),
        ([[call("f", '{"a":1}', index=0)], [call("g", '{"b":2}', index=0)]],
         [("", "f", '{"a":1}'), ("", "g", '{"b":2}')]),
        ([[call("f", '{"a":1}', id="x", index=0)], [call("g", '{"b":2}', id="x", index=1)]],
         [("x", "f", '{"a":1}'), ("x", "g", '{"b":2}')]),
        # Another id with each piece.
        ([[call("f", "{", id="x", index=0)], [call(None, "}", id="y", index=0)]], [("x", "f", "{}")]),
        # Neither index nor id: a further place, or a name after complete arguments, begins a call.
        ([[call("f", '{"p":1}'), call("g", '{"p":2}')]], [("", "f", '{"p":1}'), ("", "g", '{"p":2}')]),
        ([[call("f", '{"p":1}'), call("f", '{"p":2}')]], [("", "f", '{"p":1}'), ("", "f", '{"p":2}')]),
        ([[call("f", '{"p":1}')], [call("g", '{"p":2}')]], [("", "f", '{"p":1}'), ("", "g", '{"p":2}')]),
        ([[call("f", '{"p":1}')], [call("f", '{"p":2}')]], [("", "f", '{"p":1}'), ("", "f", '{"p":2}')]),
        ([[call("f", '{"p"')], [call(None, ":1}")], [call("g", "{}")]], [("", "f", '{"p":1}'), ("", "g", "{}")]),
        ([[call("f", '{"p"')], [call("f", ":1}")]], [("", "f", '{"p":1}')]),
        ([[call("f", '{"p"'), call("g", '{"q"')], [call(None, ":1}"), call(None, ":2}")]],
         [("", "f", '{"p":1}'), ("", "g", '{"q":2}')]),
        ([[call("f", "")], [call("g", "")]], [("", "f", ""), ("", "g", "")]),
        ([[call("f", None)], [call(None, '{"p":1}')]], [("", "f", '{"p":1}')]),
        # {} stands for arguments that come later, and a whole text for one that came in pieces.
        ([[call("f", "{}", id="x", index=0)], [call(None, '{"p"', index=0)], [call(None, ":1}", index=0)]],
         [("x", "f", '{"p":1}')]),
        ([[call("f", {}, id="x", index=0)], [call(None, '{"p":1}', index=0)]], [("x", "f", '{"p":1}')]),
        ([[call("f", "{}", index=0)], [call("f", '{"p":1}', index=0)]], [("", "f", '{"p":1}')]),
        ([[call("f", '{"p":1}', id="x", index=0)], [call(None, '{"p":1}', id="x", index=0)]], [("x", "f", '{"p":1}')]),
        ([[call("f", '{"p":1}', id="x", index=0)], [call(None, "\n", index=0)]], [("x", "f", '{"p":1}\n')]),
        # Arguments as an object.
        ([[call("f", {"city": "Zürich", "n": 10**29}, id="x", index=0)]],
         [("x", "f", '{"city":"Zürich","n":100000000000000000000000000000}')]),
        ([[call("f", {"x": 1.5e300}, id="x", index=0)]], [("x", "f", '{"x":1.5e+300}')]),
        # The id comes late.
        ([[call("f", "{", index=0)], [call(None, "}", index=0, id="x")]], [("x", "f", "{}")]),
    ],
    ids=lambda value: json.dumps(value)[:70],
)  # fmt: skip
def test_pieces_are_put_to_their_calls(deltas: list[list[Piece]], calls: list[tuple[str, str, str]]) -> None:
    assert calls_of(*deltas) == calls


def test_a_custom_call_in_pieces_is_sent_back_whole() -> None:
    message = message_of(
        [{"index": 0, "id": "x", "type": "custom", "custom": {"name": "run", "input": "pri"}}],
        [{"index": 0, "custom": {"input": "nt"}}],
        [{"index": 1, "id": "y", "function": {"name": "f", "arguments": {"n": 10**20}}}],
    )
    assert (message.tool_calls[0].custom.input, message.tool_calls[0].function) == ("print", None)
    assert FromAssistant(message).ToJson() == {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "x", "type": "custom", "custom": {"name": "run", "input": "print"}},
            {"id": "y", "type": "function", "function": {"name": "f", "arguments": '{"n":100000000000000000000}'}},
        ],
    }


@pytest.mark.parametrize("arguments", ['{"a": 1}', "", '{"a": "\\ud83d"}'])
def test_arguments_that_came_as_text_are_sent_back_as_that_text(arguments: str) -> None:
    reply = {"choices": [{"message": {"tool_calls": [call("f", arguments, id="x", type="function")]}}]}
    message = decode(Chat, json.dumps(reply).encode()).choices[0].message
    sent = FromAssistant(message).ToJson()["tool_calls"][0]["function"]
    assert sent == {"name": "f", "arguments": arguments}


def test_a_whole_reply_has_its_arguments_as_text_and_shows_what_came() -> None:
    reply = {"choices": [{"message": {"tool_calls": [call("f", {"n": 10**29, "x": 0.5}, id="x")]}}]}
    chat = decode(Chat, json.dumps(reply).encode())
    function = chat.choices[0].message.tool_calls[0].function
    assert function.arguments == '{"n":100000000000000000000000000000,"x":0.5}'
    assert json.loads(chat.JSONResponse) == reply


entries: Any = st.fixed_dictionaries(
    {},
    optional={
        "index": st.sampled_from([0, 1, None, "0", [], -1]),
        "id": st.sampled_from(["x", "y", "", None, 3]),
        "type": st.sampled_from(["function", "custom", None, 5]),
        "function": st.sampled_from([None, "f", {}, {"name": "f"}, {"arguments": "{}"}, {"name": 3, "arguments": [1]}]),
        "custom": st.sampled_from([None, {}, {"name": "run", "input": "a"}, {"input": {"a": 1e300}}]),
    },
)


@given(st.lists(st.lists(entries | st.none() | st.integers(), max_size=3), min_size=1, max_size=5))
def test_pieces_of_any_shape_make_calls_that_can_be_sent_back(deltas: list[list[Any]]) -> None:
    message = message_of(*deltas)
    assert len(message.tool_calls) <= sum(map(len, deltas))
    assert FromAssistant(message).to_bytes()


WAYS: dict[str, Any] = {
    # What names the call in its first piece and in the others: number of the call and of the piece.
    "index and id": lambda n, m: {"index": n, "id": f"x{n}"},
    "index, the id first": lambda n, m: {"index": n, **({"id": f"x{n}"} if m == 0 else {})},
    "index, then the id": lambda n, m: {"index": n, **({} if m == 0 else {"id": f"x{n}"})},
    "index as text": lambda n, m: {"index": str(n), **({"id": f"x{n}"} if m == 0 else {"id": ""})},
    "index from 5": lambda n, m: {"index": n + 5, "id": f"x{n}"},
    "index 0 for all, ids": lambda n, m: {"index": 0, "id": f"x{n}"},
    "ids alone": lambda n, m: {"id": f"x{n}"},
    "the id first": lambda n, m: {"id": f"x{n}"} if m == 0 else {},
    "another id in each piece": lambda n, m: {"index": n, "id": f"x{n}" if m == 0 else f"z{n}{m}"},
    "index alone": lambda n, m: {"index": n},
    "index 0 for all": lambda n, m: {"index": 0},
    "nothing": lambda n, m: {},
}
values: Any = st.none() | st.text(max_size=5) | st.integers() | st.just({"k": []})
arguments_of_calls = st.lists(st.dictionaries(st.text(max_size=5), values, max_size=3), min_size=1, max_size=3)


@pytest.mark.parametrize("way", WAYS)
@given(values=arguments_of_calls, data=st.data())
def test_calls_in_any_pieces_are_put_together(way: str, values: list[Any], data: st.DataObject) -> None:
    streams: list[list[Piece]] = []
    for number, value in enumerate(values):
        text = json.dumps(value, ensure_ascii=data.draw(st.booleans()))
        # A placeholder before the arguments, which may be cut anywhere.
        begun = data.draw(st.sampled_from(["", "{}"])) if value else ""
        places = sorted(data.draw(st.lists(st.integers(1, len(text)), max_size=3)))
        cut = [text[begin:end] for begin, end in zip([0, *places], [*places, len(text)], strict=True)]
        pieces = [begun, *cut] if data.draw(st.booleans()) or begun else cut
        names = [f"f{number}", *[None] * len(pieces)]
        marks = [WAYS[way](number, at) for at in range(len(pieces))]
        streams.append([call(name, each, **mark) for name, each, mark in zip(names, pieces, marks, strict=False)])
    names_each = {"index and id", "ids alone", "index 0 for all, ids", "index from 5"}
    deltas: list[list[Piece]] = []
    if way in names_each:
        # Calls may be streamed at the same time, and several pieces may come in one chunk.
        while any(streams):
            turn = [stream.pop(0) for stream in streams if stream and (len(deltas) == 0 or data.draw(st.booleans()))]
            deltas += [turn] if turn else []
    else:
        deltas = [[piece] for stream in streams for piece in stream]
    calls = calls_of(*deltas)
    assert [(name, json.loads(text)) for _, name, text in calls] == [(f"f{n}", value) for n, value in enumerate(values)]
    assert [identity for identity, _, _ in calls] in ([f"x{n}" for n in range(len(values))], identities(deltas, calls))


def identities(deltas: list[list[Piece]], calls: list[Any]) -> list[str]:
    """The ids of calls of which some have none."""
    given = {each.get("id") for delta in deltas for each in delta}
    return [identity if identity in given else "" for identity, _, _ in calls]
