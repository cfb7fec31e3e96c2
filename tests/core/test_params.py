"""Builders: what their setters take, what they refuse, and what they write."""

from __future__ import annotations

import functools
import json
import uuid
from collections import ChainMap, namedtuple
from datetime import datetime, timezone
from enum import Enum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from genai_py import (
    CompletionParams,
    EmbeddingsParams,
    JsonParam,
    Model,
    TranscriptionParams,
    UrlAdvancedParams,
    UrlParam,
)
from genai_py.core.building.keywords import builder_of
from genai_py.core.building.params import build, part_of
from genai_py.core.building.setters import checked, flag, setter


class Size(str, Enum):
    small = "small"
    extra_large = "x-large"
    sdk_unknown = "sdk_unknown"


class Part(JsonParam):
    Text = setter(str, "text")
    Deep = setter(dict, "deep")


class Order(JsonParam):
    """One setter of each kind."""

    Name = setter(str, "name")
    Copies = setter(int, "copies")
    Price = setter(float, "price")
    Urgent = flag("urgent")
    Sure = setter(bool, "sure")
    Format = setter(Size, "format")
    Formats = setter(list[Size], "formats")
    Tags = setter(list[str], "tags")
    NameOrTags = setter((str, list[str]), "name_or_tags")
    FormatOrCopies = setter((Size, int), "format_or_copies")
    FormatOrText = setter((Size, str), "format_or_text")
    Meta = setter(dict, "meta")
    First = setter(Part, "first")
    Parts = setter(list[Part], "parts")
    TextOrPart = setter((str, Part), "text_or_part")
    Anything = setter(object, "anything")


class Search(UrlParam):
    Limit = setter(int, "limit")
    Include = setter(list[str], "include")
    Deep = flag("deep")
    Size = setter(Size, "size")


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        (Order().Name("n"), {"name": "n"}),
        (Order().Copies(3), {"copies": 3}),
        (Order().Price(0.5), {"price": 0.5}),
        (Order().Price(2), {"price": 2}),
        (Order().Urgent(), {"urgent": True}),
        (Order().Urgent(False), {"urgent": False}),
        (Order().Sure(False), {"sure": False}),
        (Order().Format(Size.extra_large), {"format": "x-large"}),
        (Order().Format("x-large"), {"format": "x-large"}),
        (Order().Formats([Size.small, "x-large"]), {"formats": ["small", "x-large"]}),
        (Order().Tags(["a", "b"]), {"tags": ["a", "b"]}),
        (Order().Tags(("a", "b")), {"tags": ["a", "b"]}),
        (Order().Tags([]), {"tags": []}),
        (Order().NameOrTags("a"), {"name_or_tags": "a"}),
        (Order().NameOrTags(["a"]), {"name_or_tags": ["a"]}),
        (Order().FormatOrCopies("small"), {"format_or_copies": "small"}),
        (Order().FormatOrCopies(3), {"format_or_copies": 3}),
        (Order().Meta({"a": [1, None]}), {"meta": {"a": [1, None]}}),
        (Order().Meta(MappingProxyType({"a": 1})), {"meta": {"a": 1}}),
        (Order().Meta(Part().Text("t")), {"meta": {"text": "t"}}),
        (Order().First(Part().Text("t")), {"first": {"text": "t"}}),
        (Order().First(lambda part: part.Text("t")), {"first": {"text": "t"}}),
        (
            Order().Parts([Part().Text("t"), lambda part: part.Text("u")]),
            {"parts": [{"text": "t"}, {"text": "u"}]},
        ),
        (Order().TextOrPart("t"), {"text_or_part": "t"}),
        (Order().TextOrPart(lambda part: part.Text("t")), {"text_or_part": {"text": "t"}}),
        (Order().Anything(None), {"anything": None}),
        (Order().Name("first").Name("last"), {"name": "last"}),
    ],
)
def test_a_setter_writes_its_key(filled: Order, expected: dict[str, Any]) -> None:
    assert filled.ToJson() == filled.JSON == json.loads(filled.ToJsonString()) == expected


def test_any_callable_may_fill_a_part() -> None:
    def fill(text: str, part: Part) -> None:
        part.Text(text)

    class Filler:
        def __call__(self, part: Part) -> None:
            part.Text("object")

        def method(self, part: Part) -> None:
            part.Text("method")

    for filler, text in (
        (functools.partial(fill, "partial"), "partial"),
        (Filler(), "object"),
        (Filler().method, "method"),
    ):
        assert Order().First(filler).ToJson() == {"first": {"text": text}}


def test_what_a_list_was_made_of_may_change_afterwards() -> None:
    tags = ["a"]
    order = Order().Tags(tags)
    tags.append("b")
    assert order.ToJson() == {"tags": ["a"]}


@pytest.mark.parametrize(
    ("setter_name", "value", "message"),
    [
        ("Name", 3, "Order.Name takes str, got int 3"),
        ("Name", None, "Order.Name takes str, got NoneType None"),
        ("Name", b"n", "Order.Name takes str, got bytes b'n'"),
        ("Copies", "3", "Order.Copies takes int, got str '3'"),
        ("Copies", True, "Order.Copies takes int, got bool True"),
        ("Copies", 3.0, "Order.Copies takes int, got float 3.0"),
        ("Price", "0.5", "Order.Price takes float, got str '0.5'"),
        ("Price", False, "Order.Price takes float, got bool False"),
        ("Urgent", 1, "Order.Urgent takes bool, got int 1"),
        ("Urgent", "yes", "Order.Urgent takes bool, got str 'yes'"),
        ("Sure", 0, "Order.Sure takes bool, got int 0"),
        ("Format", 3, "Order.Format takes Size ('small', 'x-large'), got int 3"),
        ("Tags", "a", "Order.Tags takes list of str, got str 'a'"),
        ("Tags", {"a": "b"}, "Order.Tags takes list of str, got dict {'a': 'b'}"),
        ("Tags", {"a"}, "Order.Tags takes list of str, got set {'a'}"),
        ("Tags", ["a", 3], "Order.Tags takes list of str, got int 3"),
        ("NameOrTags", 3, "Order.NameOrTags takes str or list of str, got int 3"),
        ("NameOrTags", ["a", None], "Order.NameOrTags takes str or list of str, got NoneType None"),
        ("Meta", [("a", 1)], "Order.Meta takes dict, got list [('a', 1)]"),
        (
            "First",
            {"text": "t"},
            "Order.First takes Part (or a function that fills one), got dict {'text': 't'}",
        ),
        ("First", Order(), "Order.First takes Part (or a function that fills one), got Order Order({})"),
        ("TextOrPart", 3, "Order.TextOrPart takes str or Part (or a function that fills one), got int 3"),
    ],
)
def test_a_wrong_type_is_told_with_the_setter_what_it_takes_and_what_it_got(
    setter_name: str, value: Any, message: str
) -> None:
    order = Order()
    with pytest.raises(TypeError) as caught:
        getattr(order, setter_name)(value)
    assert str(caught.value) == message
    assert order.Count == 0


def test_a_class_in_place_of_a_builder_is_refused() -> None:
    with pytest.raises(
        TypeError, match=r"Order\.First takes Part \(or a function that fills one\), got type"
    ):
        Order().First(Part)


@pytest.mark.parametrize(
    ("filler", "message"),
    [
        (lambda: None, r"got a function that takes other arguments: <function .*>"),
        (lambda one, two: None, r"got a function that takes other arguments: <function .*>"),
        (lambda part: Order(), r"the function returned Order"),
    ],
)
def test_a_function_that_cannot_fill_a_part_is_told_with_the_setter(filler: Any, message: str) -> None:
    for fill in (Order().First, Order().TextOrPart, lambda value: Order().Parts([value])):
        with pytest.raises(TypeError, match=rf"^Order\.\w+: expected Part or a function that fills one; {message}$"):
            fill(filler)


def test_what_a_function_raises_while_it_fills_a_part_is_raised_as_it_is() -> None:
    with pytest.raises(TypeError, match=r"^Part\.Text takes str, got int 5$"):
        Order().First(lambda part: part.Text(5))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="^its own$"):
        Order().First(raises_a_type_error)


def raises_a_type_error(part: Part) -> None:
    raise TypeError("its own")


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (str, "a", "a"),
        (float, 1, 1),
        (Size, "x-large", "x-large"),
        (Size, Size.small, "small"),
        (list[Size], [Size.small, "x-large"], ["small", "x-large"]),
        ((str, Part), Part().Text("t"), Part().Text("t")),
        (Part, lambda part: part.Text("t"), Part().Text("t")),
    ],
)
def test_methods_that_do_more_check_their_values_as_setters_do(kind: Any, value: Any, written: Any) -> None:
    assert checked("Order.Method", kind, value) == written


@pytest.mark.parametrize(
    ("kind", "value", "error", "message"),
    [
        (str, 5, TypeError, r"Order\.Method takes str, got int 5"),
        (Size, "huge", ValueError, r"Order\.Method: takes one of 'small', 'x-large', got 'huge'"),
        ((str, Part), Order(), TypeError, r"Order\.Method takes str or Part .*, got Order Order\(\{\}\)"),
        (Part, lambda: None, TypeError, r"Order\.Method: expected Part or a function that fills one; got a .*"),
    ],
)
def test_and_refuse_what_setters_do_in_their_own_name(
    kind: Any, value: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{message}$"):
        checked("Order.Method", kind, value)


def test_a_part_may_be_an_object_of_no_kind_where_others_fit() -> None:
    for value in (Part().Text("t"), {"text": "t"}, JsonParam().Add("text", "t")):
        assert part_of("Order.Method", Part, value, (dict,)) is value
    assert part_of("Order.Method", Part, lambda part: part.Text("t")) == Part().Text("t")
    wrong: list[Any] = [Order(), Part, None, "t"]
    for value in wrong:
        with pytest.raises(TypeError, match=r"^Order\.Method takes a part, got "):
            part_of("Order.Method", Part, value, (dict,), takes="a part")
    with pytest.raises(TypeError, match=r"^Order\.Method takes Part \(or a function that fills one\), got dict"):
        part_of("Order.Method", Part, {"text": "t"})


@pytest.mark.parametrize(
    ("setter_name", "value", "message"),
    [
        ("Price", float("nan"), "Order.Price: takes a number that JSON can hold, got nan"),
        ("Price", float("-inf"), "Order.Price: takes a number that JSON can hold, got -inf"),
    ],
)
def test_a_wrong_value_of_the_right_type_is_told_too(setter_name: str, value: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        getattr(Order(), setter_name)(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("setter_name", "value", "key", "word"),
    [
        ("Format", "huge", "format", "huge"),
        ("Format", "extra_large", "format", "extra_large"),
        ("Formats", ["small", "huge"], "formats", "huge"),
        ("FormatOrCopies", "huge", "format_or_copies", "huge"),
    ],
)
def test_an_unknown_word_is_refused_with_the_known_ones(setter_name: str, value: Any, key: str, word: str) -> None:
    """Servers learn new words sooner than a package does: the error says how one is sent all the same."""
    with pytest.raises(ValueError) as caught:
        getattr(Order(), setter_name)(value)
    assert str(caught.value) == (
        f"Order.{setter_name}: takes one of 'small', 'x-large', got {word!r}; Add({key!r}, ...) sends any other"
    )
    assert json.loads(Order().Add(key, value).ToJsonString()) == {key: value}


def test_so_it_is_in_a_query_and_in_a_form() -> None:
    with pytest.raises(ValueError, match=r"Search\.Size: .*; Add\('size', \.\.\.\) sends any other$"):
        Search().Size("huge")
    assert Search().Add("size", "huge").Value == "?size=huge"
    with pytest.raises(ValueError, match=r"; AddField\('response_format', \.\.\.\) sends any other$"):
        TranscriptionParams().ResponseFormat("huge")
    assert "huge" in repr(TranscriptionParams().AddField("response_format", "huge"))


@pytest.mark.parametrize("unknown", [Size.sdk_unknown, "sdk_unknown"])
def test_the_stand_in_for_unknown_values_is_never_sent(unknown: Any) -> None:
    with pytest.raises(ValueError, match="takes one of 'small', 'x-large'"):
        Order().Format(unknown)


@pytest.mark.parametrize("written", ["X-LARGE", " x-large\n", "X-Large"])
def test_wire_strings_are_taken_in_any_case_as_in_the_original(written: str) -> None:
    assert Order().Format(written).ToJson() == {"format": "x-large"}
    assert Order().Formats([written]).ToJson() == {"formats": ["x-large"]}
    # Where any text may stand beside them, it may be another word.
    assert Order().FormatOrText(written).ToJson() == {"format_or_text": written}


def test_nor_is_it_where_any_text_is_taken_beside_the_members() -> None:
    with pytest.raises(ValueError, match="takes one of 'small', 'x-large'"):
        Order().FormatOrText(Size.sdk_unknown)
    assert Order().FormatOrText("any").FormatOrText(Size.small).ToJson() == {"format_or_text": "small"}


def test_an_error_shows_the_beginning_of_a_long_value() -> None:
    with pytest.raises(TypeError) as caught:
        Order().Copies("x" * 10_000)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 150


def test_a_setter_takes_exactly_one_value() -> None:
    with pytest.raises(TypeError, match=r"Order\.Name\(\) missing 1 required positional argument: 'Value'"):
        Order().Name()  # type: ignore[call-arg]


def test_an_assignment_in_place_of_a_call_is_refused() -> None:
    with pytest.raises(AttributeError):
        CompletionParams().Model = "m"  # type: ignore[method-assign, assignment, misc]


def test_add_count_delete_clear() -> None:
    order = Order().Name("n").Add("extra", {"a": [1, 2.5, None]})
    assert order.Count == 2
    assert order.Add("name", "over").ToJson() == {"name": "over", "extra": {"a": [1, 2.5, None]}}
    order.Delete("name")
    order.Delete("name")
    assert order.ToJson() == {"extra": {"a": [1, 2.5, None]}}
    order.Clear()
    assert order.Count == 0
    assert order.ToJsonString() == "{}"


@pytest.mark.parametrize("key", ["", 3, None])
def test_add_wants_a_name(key: Any) -> None:
    with pytest.raises(TypeError, match=r"Order\.Add: the key must be a non-empty string"):
        Order().Add(key, 1)


def test_json_as_text_compact_and_indented() -> None:
    order = Order().Name("é").Tags(["a"])
    assert order.ToJsonString() == order.ToJsonString(True) == '{"name":"é","tags":["a"]}'
    assert order.ToFormat() == '{\n  "name": "é",\n  "tags": [\n    "a"\n  ]\n}'
    assert order.to_bytes() == order.ToJsonString().encode()


def test_the_json_is_independent_of_the_builder() -> None:
    order = Order().Meta({"a": 1})
    order.ToJson()["meta"]["a"] = 2
    assert order.ToJson() == {"meta": {"a": 1}}


def test_equal_builders_and_what_repr_shows() -> None:
    assert Order().Name("n") == Order().Name("n") != Order().Name("m")
    assert CompletionParams().Model("m") != EmbeddingsParams().Model("m")
    assert repr(Order().Name("n").Urgent()) == "Order({'name': 'n', 'urgent': True})"


def test_create_makes_a_builder_as_the_original_spells_it() -> None:
    assert CompletionParams.Create().Model("m") == CompletionParams().Model("m")


def test_a_setter_tells_its_name_and_what_it_does() -> None:
    assert CompletionParams.MaxTokens.__name__ == "MaxTokens"
    assert CompletionParams.MaxTokens.__qualname__ == "CompletionParams.MaxTokens"
    assert "tokens" in (CompletionParams.MaxTokens.__doc__ or "")
    assert Order.Name.__doc__ == "Set ``name``."


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((1, 2), [1, 2]),
        (Point(1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        (frozenset({1}), [1]),
        (iter([1, 2]), [1, 2]),
        (ChainMap({"a": 1}), {"a": 1}),
        (Size.extra_large, "x-large"),
        (datetime(2025, 1, 31, tzinfo=timezone.utc), "2025-01-31T00:00:00+00:00"),
        (uuid.UUID(int=1), str(uuid.UUID(int=1))),
        (type("Float32", (float,), {})(0.5), 0.5),
        (Model(id="m"), {"id": "m"}),
        ([Part().Text("t"), {"deep": Part().Text("u")}], [{"text": "t"}, {"deep": {"text": "u"}}]),
        (functools.reduce(lambda inner, _: Part().Deep(inner), range(200), Part()), None),
    ],
)
def test_what_can_be_written_beside_plain_json(value: Any, expected: Any) -> None:
    order = Order().Anything(value)
    once, again = order.ToJson(), order.ToJson()
    assert once == again
    if expected is not None:
        assert once == {"anything": expected}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (object, "Order.anything: <class 'object'>"),
        ({"a": [0, {"b": b"raw"}]}, "Order.anything.a[1].b: b'raw'"),
        ([Part().Add("c", {1, object})], r"Order.anything[0].c"),
        ({"a": {3: "x"}}, "Order.anything.a: the key 3"),
        (2**64, "Order.anything: 18446744073709551616"),
        ({"a": (1, [3j])}, "Order.anything.a[1][0]: 3j"),
    ],
)
def test_what_json_cannot_hold_is_named_with_its_path(value: Any, where: str) -> None:
    with pytest.raises(TypeError) as caught:
        Order().Anything(value).to_bytes()
    assert str(caught.value).startswith(where)
    assert "cannot be written as JSON" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sent"),
    [("hi \ud83d\ude00", "hi 😀"), ("hi \ud83d", "hi \ufffd"), ("\ude00\ud83d", "\ufffd\ufffd"), ("é", "é")],
    ids=ascii,
)
def test_halves_of_characters_are_joined_or_replaced_when_they_are_sent(text: str, sent: str) -> None:
    assert json.loads(Order().Anything({"a": [text]}).to_bytes()) == {"anything": {"a": [sent]}}
    assert Order().Anything(text).ToJson() == {"anything": sent}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (float("nan"), "Order.anything: nan"),
        ({"a": [None, float("inf")]}, "Order.anything.a[1]: inf"),
        ([Part().Add("c", float("-inf"))], "Order.anything[0].c: -inf"),
    ],
)
def test_a_number_that_json_cannot_hold_is_never_sent_as_null(value: Any, where: str) -> None:
    with pytest.raises(ValueError) as caught:
        Order().Anything(value).to_bytes()
    assert str(caught.value).startswith(where)


def test_a_value_that_holds_itself_is_told() -> None:
    loop: dict[str, Any] = {}
    loop["again"] = [loop]
    with pytest.raises(
        TypeError, match=r"Order\.meta\.again\[0\]: a value that contains itself cannot be written as JSON"
    ):
        Order().Meta(loop).to_bytes()


texts = st.text(st.characters(codec="utf-8"))
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=15,
)


@given(st.text(st.characters(codec="utf-8"), min_size=1), json_values)
def test_any_json_value_is_written_and_read_back(key: str, value: Any) -> None:
    order = Order().Add(key, value)
    assert order.ToJson() == json.loads(order.ToJsonString()) == json.loads(order.ToFormat()) == {key: value}


@pytest.mark.parametrize(
    ("params", "query"),
    [
        (UrlParam(), ""),
        (Search().Limit(3), "?limit=3"),
        (Search().Limit(3).Deep(), "?limit=3&deep=true"),
        (Search().Deep(False), "?deep=false"),
        (Search().Include(["a", "b c"]), "?include[]=a&include[]=b%20c"),
        (Search().Size(Size.extra_large), "?size=x-large"),
        (UrlParam().Add("q", "a&b=c/d?#é+"), "?q=a%26b%3Dc%2Fd%3F%23%C3%A9%2B"),
        (UrlParam().Add("a b", 1.5), "?a%20b=1.5"),
        (UrlParam().Add("on", True).Add("off", False), "?on=true&off=false"),
        (UrlParam().Add("list", ("a", 2, True)), "?list[]=a&list[]=2&list[]=true"),
        (UrlParam().Add("list[]", ["a"]), "?list[]=a"),
        (UrlParam().Add("none", []), ""),
        (UrlParam().Add("size", Size.extra_large), "?size=x-large"),
        (
            UrlAdvancedParams().Limit(2).After("x").Order("asc").Before("y"),
            "?limit=2&after=x&order=asc&before=y",
        ),
    ],
)
def test_a_query(params: UrlParam, query: str) -> None:
    assert params.Value == query


@pytest.mark.parametrize("value", [None, {"a": 1}, b"a", object(), [None], [["a"]], ["a", {}]])
def test_what_a_query_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(
        TypeError, match=r"UrlParam\.Add: 'name' takes a string, a number, a boolean or a list of these"
    ):
        UrlParam().Add("name", value)
    with pytest.raises(TypeError, match=r"UrlParam\.Add: the name must be a non-empty string, got 5"):
        UrlParam().Add(5, "value")  # type: ignore[arg-type]


def fill(Params: Order) -> None:
    Params.Name("n")


def fill_and_say_so(Params: Order) -> str:
    Params.Name("n")
    return "done"


ready = Order().Name("n")


@pytest.mark.parametrize(
    "proc",
    [
        fill,
        fill_and_say_so,
        lambda Params: Params.Name("n"),
        lambda Params: [Params.Name("n"), 1],
        lambda Params: Order().Name("n"),
        functools.partial(lambda name, Params: Params.Name(name), "n"),
        ready,
    ],
)
def test_a_builder_is_filled_or_given(proc: Any) -> None:
    assert build(Order, proc).ToJson() == {"name": "n"}


def test_a_ready_builder_is_taken_as_it_is() -> None:
    assert build(Order, ready) is ready
    assert build(Order, None).Count == 0

    class Special(Order):
        pass

    special = Special()
    assert build(Order, special) is special


@pytest.mark.parametrize(
    ("proc", "got"),
    [
        ("n", "got str"),
        (["n"], "got list"),
        (CompletionParams(), "got CompletionParams"),
        (Order, "got the class Order"),
        (lambda Params: CompletionParams(), "the function returned CompletionParams"),
    ],
)
def test_what_is_neither_a_function_nor_the_right_builder_is_refused(proc: Any, got: str) -> None:
    with pytest.raises(TypeError) as caught:
        build(Order, proc)
    assert str(caught.value) == f"expected Order or a function that fills one; {got}"


def test_a_dict_fills_a_builder_by_the_keys_of_the_request() -> None:
    assert builder_of(Order, {"name": "n", "copies": 2, "tags": None}) == Order().Name("n").Copies(2)
    with pytest.raises(TypeError, match="Order: the request has no field 'nmae'; did you mean 'name'"):
        builder_of(Order, {"nmae": "n"})
    with pytest.raises(TypeError, match=r"Order\.Copies takes int, got str '2'"):
        builder_of(Order, {"copies": "2"})


def test_an_asynchronous_function_cannot_fill_a_builder() -> None:
    async def fill(Params: Order) -> None:
        Params.Name("n")

    with pytest.raises(TypeError, match="the function is asynchronous"):
        build(Order, fill)


def test_what_the_function_raises_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        build(Order, lambda Params: Params.Copies(1 // 0))


class Series:
    """As pandas has it: no sequence, but it knows its list."""

    def tolist(self) -> list[str]:
        return ["a", "b"]


@pytest.mark.parametrize("value", [("a", "b"), iter(["a", "b"]), (each for each in "ab"), Series()])
def test_a_list_may_come_from_a_sequence_an_iterator_or_a_series(value: Any) -> None:
    assert Order().Tags(value).ToJson() == {"tags": ["a", "b"]}


def test_a_value_of_several_kinds_may_be_an_iterator() -> None:
    assert Order().NameOrTags(each for each in "ab").ToJson() == Order().NameOrTags(["a", "b"]).ToJson()


def test_what_is_wrong_in_an_iterator_is_named() -> None:
    wrong: Any = iter(["a", 3])
    with pytest.raises(TypeError, match=r"Order\.Tags takes list of str, got int 3"):
        Order().Tags(wrong)
