"""The rules by which parts of a streamed reply are merged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from genai_py.core.results.base import loads
from genai_py.core.results.merging import around, merge, settled, update

Json = dict[str, Any]


def merged(*parts: Json) -> Json:
    known: Json = {}
    for part in parts:
        merge(known, part)
    whole: Json = settled(known)
    return whole


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([{"text": "Hel"}, {"text": "lo"}], {"text": "Hello"}),
        ([{"text": "Hello"}, {"text": None}, {}], {"text": "Hello"}),
        ([{"text": None}, {"text": ""}], {"text": ""}),
        ([{"text": "Hel"}, {"text": 7}, {"text": {}}, {"text": "lo"}], {"text": "Hello"}),
        ([{"text": "hi \ud83d"}, {"text": "\ude00"}], {"text": "hi 😀"}),
        ([{"text": "hi \ud83d"}, {"text": "!"}], {"text": "hi \ufffd!"}),
        ([{"id": "a", "role": "assistant"}, {"id": "a", "role": "assistant"}], {"id": "a", "role": "assistant"}),
        ([{"id": "a"}, {"id": ""}], {"id": "a"}),
        ([{"n": 1}, {"n": 2.5}, {"n": None}], {"n": 2.5}),
        ([{"flag": False}, {"flag": True}], {"flag": True}),
        ([{"audio": {"id": "a", "data": "AA"}}, {"audio": {"data": "BB", "at": 9}}],
         {"audio": {"id": "a", "data": "AABB", "at": 9}}),
        ([{"list": [1]}, {"list": [2, None]}, {"list": []}], {"list": [1, 2, None]}),
        ([{"list": [{"index": 0, "text": "a"}]}, {"list": [{"index": 1, "text": "b"}, {"index": 0, "text": "c"}]}],
         {"list": [{"index": 0, "text": "ac"}, {"index": 1, "text": "b"}]}),
        ([{"list": [{"index": 0, "text": "a"}, {"index": 0, "text": "b"}]}], {"list": [{"index": 0, "text": "ab"}]}),
        ([{"list": [{"id": "x", "text": "a"}]}, {"list": [{"id": "x", "text": "b"}]}],
         {"list": [{"id": "x", "text": "ab"}]}),
        ([{"notes": [{"url": "a"}]}, {"notes": [{"url": "a"}]}], {"notes": [{"url": "a"}, {"url": "a"}]}),
        ([{"content": [{"type": "text", "text": "Hel"}]}, {"content": [{"type": "text", "text": "lo"}]}],
         {"content": [{"type": "text", "text": "Hello"}]}),
        ([{"content": [{"type": "image_url", "image_url": {"url": "a"}}]}] * 2,
         {"content": [{"type": "image_url", "image_url": {"url": "a"}}] * 2}),
        ([{"content": "Hel"}, {"content": [{"type": "text", "text": "lo"}]}, {"content": "!"}],
         {"content": [{"type": "text", "text": "Hello!"}]}),
        ([{"content": ""}, {"content": [{"type": "thinking", "thinking": []}]}],
         {"content": [{"type": "thinking", "thinking": []}]}),
    ],
    ids=lambda value: json.dumps(value)[:60],
)  # fmt: skip
def test_parts_are_put_together(parts: list[Json], whole: Json) -> None:
    assert merged(*parts) == whole


def test_parts_stay_as_they_are() -> None:
    part = {"audio": {"data": "AA"}, "list": [{"index": 0, "text": "a"}]}
    before = json.dumps(part)
    merged(part, part)
    assert json.dumps(part) == before


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([{"id": "a"}, {"id": "b"}], {"id": "b"}),
        ([{"id": "a", "created": 5}, {"id": "", "created": 0}], {"id": "a", "created": 5}),
        ([{"usage": None}, {"usage": {"total": 1}}, {"usage": None}], {"usage": {"total": 1}}),
        ([{"usage": {"a": 1, "b": 2}}, {"usage": {"b": 0, "a": None}}], {"usage": {"a": 1, "b": 0}}),
        ([{"citations": ["a"]}, {"citations": ["a", "b"]}], {"citations": ["a", "b"]}),
        ([{"provider": "p"}] * 3, {"provider": "p"}),
    ],
    ids=json.dumps,
)
def test_what_all_parts_repeat_is_the_last(parts: list[Json], whole: Json) -> None:
    known: Json = {}
    for part in parts:
        update(known, part)
    assert known == whole


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["index", "id", "type", "text", "content", "a"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
objects = st.dictionaries(st.sampled_from(["text", "id", "index", "content", "a"]), json_values, max_size=4)


@given(st.lists(objects, max_size=4))
def test_anything_can_be_merged_and_is_plain_json_then(parts: list[Json]) -> None:
    whole = merged(*parts)
    assert json.loads(json.dumps(whole)) == whole
    known: Json = {}
    for part in parts:
        update(known, part)


@given(st.text(min_size=1), st.lists(st.text(max_size=8), min_size=2, max_size=9))
def test_texts_are_joined_in_order(first: str, more: list[str]) -> None:
    pieces = [first, *more]
    joined = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert merged(*({"text": piece} for piece in pieces)) == {"text": joined}


@given(objects, st.text(max_size=6), st.booleans())
def test_the_frame_of_a_text_is_found_where_all_else_is_the_same(other: Json, value: str, escaped: bool) -> None:
    data = {**other, "delta": {"content": value}}
    found = around(json.dumps(data, ensure_ascii=escaped).encode("utf-8", "surrogatepass"), value)
    if found is not None:
        head, tail = found
        assert loads(head + b'"other"' + tail) == {**other, "delta": {"content": "other"}}


def test_there_is_no_frame_of_a_text_that_stands_twice_or_is_escaped() -> None:
    assert around(b'{"a":"x","b":"y"}', "x") == (b'{"a":', b',"b":"y"}')
    assert around(b'{"a":"x","b":"x"}', "x") is None
    assert around(b'{"a":"x\\n"}', "x\n") is None
    assert around(b'{"a":"\\u00e9","b":"\xc3\xa9"}', "é") is None
