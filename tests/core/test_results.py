"""Results: what is made of JSON that is as it should be, and of JSON that servers really send."""

from __future__ import annotations

import copy
import json
import math
import pickle
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, strategies as st
from scripted_http import replying

import genai_py
from genai_py import Completion, Deletion, Embeddings, GenAIInvalidResponseError, Model, Models, Result
from genai_py.core.errors import error_in
from genai_py.core.results.base import Content, items, json_field, result
from genai_py.core.results.decoding import ErrorBody, decode


class Mood(str, Enum):
    good = "good"
    very_good = "very-good"


@result
class Part(Result):
    """A part that may hold parts."""

    text: str = ""
    score: float | None = None
    parts: list[Part] = items()


@result
class Whole(Result):
    """A field of each kind."""

    name: str = ""
    count: int | None = None
    mood: Mood | None = None
    moods: list[Mood] = items()
    part: Part | None = None
    parts: list[Part] = items()
    tags: list[str] = items()
    either: str | list[Part] | None = None
    anything: Any = None
    from_: str = ""
    other: str = json_field("another name", "")

    @property
    def called(self) -> str:
        """What a program asks for most."""
        return self.name


def whole(**fields: Any) -> Whole:
    return decode(Whole, json.dumps(fields).encode())


def test_fields_are_read_by_their_keys() -> None:
    value = whole(
        name="n", count=3, mood="very-good", moods=["good"], part={"text": "p", "score": 0.5}, tags=["a"],
        parts=[{"text": "a"}, {"text": "b", "parts": [{"text": "c"}]}], anything={"x": [1]},
    )  # fmt: skip
    assert (value.name, value.count, value.tags, value.anything) == ("n", 3, ["a"], {"x": [1]})
    assert value.mood is Mood.very_good
    assert value.moods == [Mood.good]
    assert value.part == Part(text="p", score=0.5)
    assert [part.text for part in value.parts] == ["a", "b"]
    assert value.parts[1].parts[0].text == "c"


def test_keys_that_are_no_python_names() -> None:
    value = whole(**{"from": "f", "another name": "o"})
    assert (value.from_, value.other) == ("f", "o")


def test_a_field_that_may_be_text_or_parts_is_what_came() -> None:
    assert whole(either="text").either == "text"
    assert whole(either=[{"text": "a"}]).either == [Part(text="a")]
    assert whole(either=None).either is None


def test_both_spellings() -> None:
    value = whole(name="n", mood="good", **{"from": "f"})
    assert (value.Name, value.Mood, value.From, value.Called) == ("n", Mood.good, "f", "n")  # type: ignore[attr-defined]
    assert value.ToJsonString() == value.to_json_string()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "fields", [{}, dict.fromkeys(["name", "count", "mood", "moods", "part", "tags", "anything"])]
)
def test_what_is_missing_or_null_is_empty_or_none(fields: dict[str, None]) -> None:
    value = whole(**fields)
    assert (value.name, value.from_, value.moods, value.parts, value.tags) == ("", "", [], [], [])
    assert (value.count, value.mood, value.part, value.either, value.anything) == (None,) * 5
    assert value == Whole()


def test_lists_of_two_results_are_two_lists() -> None:
    first, second = whole(), whole()
    first.tags.append("a")
    assert second.tags == []


def test_what_is_unknown_is_kept() -> None:
    value = whole(name="n", timings={"ms": 5}, part={"text": "p", "logits": [1]})
    assert dict(value.extra) == {"timings": {"ms": 5}}
    assert value.part is not None
    assert dict(value.part.extra) == {"logits": [1]}
    assert dict(whole(name="n").extra) == {}
    with pytest.raises(TypeError):
        whole().extra["new"] = 1  # type: ignore[index]


def test_an_unknown_enum_value_stays_as_its_string() -> None:
    value = whole(mood="splendid", moods=["good", "splendid", None])
    assert value.mood == "splendid"
    assert value.moods == [Mood.good, "splendid", None]


@pytest.mark.parametrize("wrong", [5, 0, False, True, 1.5, "text", "", [1, "a", None], {"a": 1}, [], {}])
def test_a_value_of_another_type_stays_as_it_came(wrong: Any) -> None:
    names = ("name", "count", "mood", "moods", "parts", "tags", "from")
    value = whole(**dict.fromkeys(names, wrong))
    for name in ("name", "count", "mood", "tags", "from_"):
        assert getattr(value, name) == wrong
    if not isinstance(wrong, list):
        assert value.parts == value.moods == wrong


@pytest.mark.parametrize("wrong", [5, "text", True, [1], [{"text": "a"}]])
def test_a_part_that_is_no_object_stays_as_it_came(wrong: Any) -> None:
    assert whole(part=wrong).part == wrong
    assert whole(parts=[wrong]).parts == [wrong]


def test_numbers_that_json_does_not_have() -> None:
    value = decode(Whole, b'{"count": NaN, "anything": [Infinity, -Infinity], "extra_one": NaN}')
    assert math.isnan(value.count)  # type: ignore[arg-type]
    assert value.anything == [math.inf, -math.inf]
    assert math.isnan(value.extra["extra_one"])


def test_numbers_beyond_64_bits() -> None:
    assert decode(Whole, b'{"count": 123456789012345678901234567890}').count == pytest.approx(
        1.2345678901234568e29
    )


def test_invalid_utf8_and_a_byte_order_mark() -> None:
    assert decode(Whole, b'{"name": "caf\xe9"}').name == "caf\ufffd"
    assert decode(Whole, b'\xef\xbb\xbf{"name": "n"}').name == "n"


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    assert decode(Whole, b'{"name": "a", "name": "b"}').name == "b"


@pytest.mark.parametrize("text", [b"", b"{", b"<html>", b'{"name": }', b"nul", b"\xff"])
def test_what_is_no_json_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):
        decode(Whole, text)


@pytest.mark.parametrize("text", [b"[]", b"5", b"null", b'"text"', b"true"])
def test_what_is_no_object_is_a_type_error(text: bytes) -> None:
    with pytest.raises(TypeError, match="expected a JSON object, the reply is a"):
        decode(Whole, text)


def test_an_error_object_is_told_apart() -> None:
    with pytest.raises(ErrorBody) as caught:
        decode(Whole, b'{"error": {"message": "m"}}')
    assert caught.value.error == {"message": "m"}
    assert decode(Whole, b'{"name": "n", "error": null}').name == "n"


KEYS = (
    "name",
    "count",
    "mood",
    "moods",
    "part",
    "parts",
    "text",
    "score",
    "tags",
    "either",
    "anything",
    "from",
)
texts = st.text(st.characters(codec="utf-8"), max_size=8)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
keys = st.sampled_from(KEYS) | texts
json_values = st.recursive(
    st.none() | st.booleans() | numbers | texts | st.sampled_from(["good", "very-good"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=25,
)
objects = st.dictionaries(keys, json_values, max_size=8).filter(lambda value: error_in(value, is_whole=True) is None)


@given(objects)
def test_any_object_is_decoded_and_written_as_it_came(value: dict[str, Any]) -> None:
    text = json.dumps(value).encode()
    made = decode(Whole, text)
    assert made.ToJson() == json.loads(made.ToJsonString()) == value
    assert made.JSONResponse == text.decode()
    assert made == decode(Whole, text)
    assert repr(made).startswith("Whole(")


RESULTS = [
    made
    for name, made in ((name, getattr(genai_py, name)) for name in genai_py.__all__)
    # Contents are never read from JSON.
    if isinstance(made, type) and issubclass(made, Result) and made is not Result and not issubclass(made, Content)
]


@pytest.mark.parametrize("kind", RESULTS)
def test_every_result_of_the_package_takes_any_object(kind: type[Result]) -> None:
    fields = [field for field in dir(kind()) if not field.startswith("_")]
    for wrong in (
        None,
        5,
        "text",
        [],
        [5],
        {},
        {"type": "unknown", "a": [{}]},
        [{"type": "unknown"}, None],
        True,
    ):
        sent = dict.fromkeys(fields, wrong)
        sent.pop("error", None)
        made = decode(kind, json.dumps(sent).encode())
        assert made.ToJson() == sent
        assert repr(made)


def test_the_reply_and_the_request_are_kept_as_text(client_of: Any) -> None:
    text = b'{"object":"list", "data": [{"id": "m"}],\n"timings":1}'
    client = client_of(replying(text))
    models = client.Models.List()
    assert models.JSONResponse == models.json_response == text.decode()
    assert models.JSONPayload == ""
    assert models.data[0].JSONResponse == '{"id":"m"}'
    vectors = client.Embeddings.Create(lambda Params: Params.Model("m").Input("é"))
    assert vectors.JSONPayload == '{"model":"m","input":"é"}'


def test_a_reply_that_is_no_json_says_what_came(client_of: Any) -> None:
    with pytest.raises(GenAIInvalidResponseError) as caught:
        client_of(replying(b"<html>hello</html>", x_request_id="r1")).Models.List()
    message = str(caught.value)
    assert "GET http://127.0.0.1:9/v1/models did not answer with JSON" in message
    assert "the body is: <html>hello</html>" in message
    assert (caught.value.code, caught.value.request_id, caught.value.body) == (
        200,
        "r1",
        "<html>hello</html>",
    )


@pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_copies_keep_all_that_came(twin_of: Any) -> None:
    text, payload = b'{"data": [{"id": "m", "meta": {"a": 1}}], "timings": 5}', b'{"q": 1}'
    twin = twin_of(decode(Models, text, payload))
    assert twin == decode(Models, text)
    assert (twin.JSONResponse, twin.JSONPayload) == (text.decode(), payload.decode())
    assert (twin.extra["timings"], twin.data[0].extra["meta"]) == (5, {"a": 1})


def test_a_result_made_by_a_program() -> None:
    made = Whole(name="n", part=Part(text="p"), mood=Mood.good)
    assert made.ToJson() == {"name": "n", "part": {"text": "p"}, "mood": "good"}
    assert made.JSONResponse == made.ToJsonString()
    assert made.JSONPayload == ""


def test_what_a_program_changed_is_written() -> None:
    value = whole(name="n", count=None, parts=[{"text": "a", "score": None}, {"text": "b"}], new=1)
    value.name, value.tags, value.count = "changed", ["t"], 2
    value.parts.pop(0)
    assert value.ToJson() == {
        "name": "changed",
        "count": 2,
        "parts": [{"text": "b"}],
        "tags": ["t"],
        "new": 1,
    }


def test_equal_results() -> None:
    assert whole(name="n", new=1) == whole(new=1, name="n")
    assert whole(name="n") != whole(name="m")
    assert whole(name="n", new=1) != whole(name="n", new=2)
    assert Part(text="a") != Deletion()
    assert Model(id="m") == decode(Model, b'{"id": "m"}')
    with pytest.raises(TypeError):
        hash(Model())


def test_repr_shows_what_came() -> None:
    assert repr(whole(name="n", tags=[], count=0, part={"text": "p"}, new=1)) == (
        "Whole(name='n', count=0, part=Part(text='p'), extra={'new': 1})"
    )
    assert repr(Whole()) == "Whole()"


def test_a_misspelt_field_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Model().ide = "m"  # type: ignore[attr-defined]


def test_what_lm_studio_and_llama_cpp_list() -> None:
    lm_studio = decode(
        Models, b'{"object": "list", "data": [{"id": "m", "object": "model", "owned_by": "o"}]}'
    )
    assert (lm_studio.data[0].created, lm_studio.data[0].created_as_string) == (None, "")
    llama_cpp = decode(
        Models, b'{"models": [{"name": "m"}], "data": [{"id": "m", "created": 5, "meta": {"n": 1}}]}'
    )
    assert llama_cpp.extra["models"] == [{"name": "m"}]
    assert llama_cpp.data[0].extra["meta"] == {"n": 1}


@pytest.mark.parametrize("kind", [Model, Completion])
@pytest.mark.parametrize(
    ("created", "text"),
    [
        (1738324800, "2025-01-31T12:00:00Z"),
        (1738324800.5, "2025-01-31T12:00:00Z"),
        # None, not set, no number, and what is no second of any calendar.
        (None, ""),
        (0, ""),
        ("soon", ""),
        (float("nan"), ""),
        (-1e18, ""),
        (1e30, ""),
        (1738324800000, ""),
    ],
)
def test_a_time_as_text_is_utc(kind: Any, created: Any, text: str) -> None:
    made = kind(created=created)
    assert made.created_as_string == made.CreatedAsString == text


def test_vectors_as_numbers_and_as_text() -> None:
    made = decode(
        Embeddings,
        b'{"data": [{"embedding": [0.5, 1]}, {"embedding": "AAAA"}, {}], "usage": {"total_tokens": 2}}',
    )
    assert [each.embedding for each in made.data] == [[0.5, 1], "AAAA", []]
    assert made.usage is not None
    assert made.usage.total_tokens == 2


def test_raw_control_characters_in_texts_are_taken() -> None:
    assert decode(Whole, b'{"name": "a\tb\nc"}').name == "a\tb\nc"
