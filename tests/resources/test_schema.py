"""SchemaParams: JSON schemas, for functions and for answers of a given form."""

from __future__ import annotations

from typing import Any

import pytest

from genai_py import PropertyItem, SchemaParams
from genai_py.resources.types import SchemaType

WEATHER = {
    "type": "object",
    "properties": {
        "location": {"type": "string", "description": "A city"},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
    },
    "required": ["location", "unit"],
    "additionalProperties": False,
}


def location() -> SchemaParams:
    return SchemaParams.New().Type(SchemaType.string).Description("A city")


def unit() -> SchemaParams:
    return SchemaParams.New().Type("string").Enum(["celsius", "fahrenheit"])


def test_one_schema_is_built_of_others() -> None:
    schema = (
        SchemaParams.New()
        .Type("object")
        .Properties("location", location())
        .Properties("unit", unit())
        .Required(["location", "unit"])
        .AdditionalProperties(False)
    )
    assert schema.ToJson() == WEATHER


def test_functions_fill_the_inner_schemas() -> None:
    def fill(Params: SchemaParams) -> None:
        Params.Type(SchemaType.object)
        Params.Properties("location", lambda p: p.Type("string").Description("A city"))
        Params.Properties("unit", lambda p: p.Type("string").Enum(["celsius", "fahrenheit"]))
        Params.Required(["location", "unit"])
        Params.Add("additionalProperties", False)

    assert SchemaParams.New(fill).ToJson() == WEATHER


def test_a_program_for_the_original_names_the_properties_object_itself() -> None:
    schema = (
        SchemaParams()
        .Type(SchemaType.object)
        .Properties("properties", SchemaParams().Properties("location", location()).Properties("unit", unit()))
        .Required(["location", "unit"])
        .Add("additionalProperties", False)
    )
    assert schema.ToJson() == WEATHER
    added = SchemaParams().Properties("properties", SchemaParams().Add("location", location()))
    assert added.ToJson() == {"properties": {"location": {"type": "string", "description": "A city"}}}


def test_a_property_may_be_called_properties() -> None:
    inner = SchemaParams.New().Type("object").Properties("a", SchemaParams.New().Type("string"))
    assert SchemaParams.New().Properties("properties", inner).ToJson() == {
        "properties": {"properties": {"type": "object", "properties": {"a": {"type": "string"}}}}
    }


@pytest.mark.parametrize(
    "key", ["$defs", "definitions", "additionalProperties", "anyOf", "oneOf", "not", "if", "patternProperties"]
)
def test_a_keyword_describes_the_schema_itself_as_in_the_original(key: str) -> None:
    inner = SchemaParams.New().Type("string")
    schema = SchemaParams.New().Type("object").Properties(key, inner)
    assert schema.ToJson() == {"type": "object", key: {"type": "string"}}
    schema = SchemaParams.New().Type("object").Properties({key: inner})
    assert schema.ToJson() == {"type": "object", "properties": {key: {"type": "string"}}}


def test_the_items_of_an_array_are_described_as_in_the_original() -> None:
    text = SchemaParams.New().Type("string")
    tags = SchemaParams.New().Type("array").Properties("items", text)
    assert tags.ToJson() == {"type": "array", "items": {"type": "string"}}
    for names in (SchemaParams.New().Properties("tags", tags), SchemaParams.New().Add("tags", tags)):
        assert SchemaParams.New().Type("object").Properties("properties", names).ToJson() == {
            "type": "object",
            "properties": {"tags": {"type": "array", "items": {"type": "string"}}},
        }


def test_an_object_may_have_a_property_called_items() -> None:
    items = SchemaParams.New().Type("array").Items({"type": "string"})
    wanted = {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "string"}}}}
    assert SchemaParams.New().Type("object").Properties("items", items).ToJson() == wanted
    wrapped = SchemaParams.New().Properties("items", items)
    assert SchemaParams.New().Type(SchemaType.object).Properties("properties", wrapped).ToJson() == wanted


def test_many_properties_at_once() -> None:
    wanted = {"properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "tags": {"type": "array"}}}
    items: list[Any] = [
        PropertyItem.Add("name", SchemaType.string),
        PropertyItem.Add("age", "integer"),
        PropertyItem.Add("tags", lambda p: p.Type("array")),
    ]
    assert SchemaParams.New().Properties(items).ToJson() == wanted
    assert SchemaParams.New().Properties([("name", {"type": "string"}), *items[1:]]).ToJson() == wanted
    assert SchemaParams.New().Properties(dict(wanted["properties"])).ToJson() == wanted


@pytest.mark.parametrize(
    "items",
    [SchemaParams.New().Type("integer"), lambda p: p.Type("integer"), {"type": "integer"}],
    ids=["builder", "function", "dict"],
)
def test_an_array_says_what_its_items_are(items: Any) -> None:
    schema = SchemaParams.New().Type("array").Items(items).MinItems(1).MaxItems("3")
    assert schema.ToJson() == {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}


def test_the_other_keywords() -> None:
    schema = SchemaParams.New().Format("date-time").Nullable().Enum(["a", 1, None])
    assert schema.ToJson() == {"format": "date-time", "nullable": True, "enum": ["a", 1, None]}
    assert SchemaParams.New().Nullable(False).AdditionalProperties().ToJson() == {
        "nullable": False,
        "additionalProperties": True,
    }


def test_a_schema_refers_to_itself() -> None:
    tree = SchemaParams.New().Type("object").Properties("children", lambda p: p.Type("array").Items({"$ref": "#"}))
    assert tree.ToJson()["properties"]["children"]["items"] == {"$ref": "#"}
    assert SchemaParams.New().Properties("properties", {"$ref": "#"}).ToJson() == {
        "properties": {"properties": {"$ref": "#"}}
    }


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda s: s.Type("text"), ValueError, "SchemaParams.Type: takes one of .*'object'"),
        (lambda s: s.Required("location"), TypeError, "SchemaParams.Required takes list of str, got str"),
        (lambda s: s.Enum("celsius"), TypeError, "SchemaParams.Enum takes list"),
        (lambda s: s.MaxItems(1.5), TypeError, "SchemaParams.MaxItems takes int or str, got float 1.5"),
        (lambda s: s.MinItems(True), TypeError, "SchemaParams.MinItems takes int or str, got bool"),
        (lambda s: s.Items(3), TypeError, "SchemaParams.Items takes SchemaParams, a function"),
        (lambda s: s.Properties("a", 3), TypeError, "SchemaParams.Properties takes SchemaParams, a function"),
        (lambda s: s.Properties(3, {}), TypeError, "takes the name of a property, got int 3"),
        (lambda s: s.Properties("a"), TypeError, "takes a name and a schema, a list of PropertyItem or dict"),
        (lambda s: s.Properties(["a"]), TypeError, "takes a name and a schema, a list of PropertyItem or dict"),
    ],
)
def test_what_is_no_schema_is_refused(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call(SchemaParams.New())
