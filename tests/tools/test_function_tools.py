"""Python functions as tools: what is sent of them, and how the arguments of a call are converted."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import enum
import functools
import subprocess
import sys
import threading
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Optional, TypedDict, Union

import attrs
import pydantic
import pytest

from genai_py import ChatMessageTool, ChatParams, FunctionTool, ResponsesParams


class Unit(enum.Enum):
    celsius = "c"
    fahrenheit = "f"


@dataclasses.dataclass
class Place:
    """A place.

    Args:
        city: Its city.
    """

    city: str
    country: Annotated[str, "two letters"] = "FR"


@attrs.define
class Trip:
    stops: list[Place]
    days: int = 1


class Options(TypedDict, total=False):
    retries: int


class Span(NamedTuple):
    first: int
    last: int


class Order(pydantic.BaseModel):
    item: str
    count: int = pydantic.Field(gt=0)


@dataclasses.dataclass
class Tree:
    name: str
    children: list[Tree] = dataclasses.field(default_factory=list)


def get_weather(city: Annotated[str, "A city."], unit: Literal["c", "f"] = "c", days: int = 1) -> str:
    """The weather in a city.

    Now, or in the next days.

    Args:
        days: How many days ahead.
    """
    return f"{city} {unit} {days}"


WEATHER = {
    "name": "get_weather",
    "description": "The weather in a city.\n\nNow, or in the next days.",
    "parameters": {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "A city."},
            "unit": {"type": "string", "enum": ["c", "f"], "default": "c"},
            "days": {"type": "integer", "description": "How many days ahead.", "default": 1},
        },
        "required": ["city"],
        "additionalProperties": False,
    },
}


def test_a_function_is_described_by_its_signature_and_docstring() -> None:
    assert ChatParams().Tools([get_weather]).ToJson()["tools"] == [{"type": "function", "function": WEATHER}]
    tool = {"type": "function", **WEATHER, "strict": False}
    assert ResponsesParams().Tools([get_weather]).ToJson()["tools"] == [tool]
    assert ChatParams().Tools(ChatMessageTool.Add(FunctionTool(get_weather))) == ChatParams().Tools(get_weather)


def schema(kind: Any) -> Any:
    def f(value: Any) -> None: ...

    f.__annotations__["value"] = kind
    found = FunctionTool(f).Parts()["parameters"]
    assert found["required"] == ["value"]
    return found["properties"]["value"]


PLACE = {
    "type": "object",
    "description": "A place.",
    "properties": {
        "city": {"type": "string", "description": "Its city."},
        "country": {"type": "string", "description": "two letters", "default": "FR"},
    },
    "required": ["city"],
}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (bool, {"type": "boolean"}),
        (Unit, {"type": "string", "enum": ["c", "f"]}),
        (Optional[int], {"anyOf": [{"type": "integer"}, {"type": "null"}]}),  # noqa: UP045
        (Optional[Annotated[int, "how many"]], {"anyOf": [{"type": "integer", "description": "how many"}, {"type": "null"}], "description": "how many"}),  # noqa: E501, UP045
        (Union[Place, int], {"anyOf": [PLACE, {"type": "integer"}]}),  # noqa: UP007
        (list[float], {"type": "array", "items": {"type": "number"}}),
        (dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (Place, PLACE),
        (Trip, {"type": "object", "properties": {"stops": {"type": "array", "items": PLACE}, "days": {"type": "integer", "default": 1}}, "required": ["stops"]}),  # noqa: E501
        (Options, {"type": "object", "properties": {"retries": {"type": "integer"}}, "required": []}),
        (Order, {"type": "object", "properties": {"item": {"type": "string"}, "count": {"type": "integer", "exclusiveMinimum": 0}}, "required": ["item", "count"]}),  # noqa: E501
        (datetime.date, {"type": "string", "format": "date"}),
        (Path, {"type": "string"}),
        (Any, {}),
    ],
)  # fmt: skip
def test_the_schema_of_a_type(kind: Any, expected: Any) -> None:
    assert schema(kind) == expected


def test_a_class_that_contains_itself_is_referred_to() -> None:
    def plant(tree: Tree) -> None: ...

    parameters = FunctionTool(plant).Parts()["parameters"]
    assert parameters["$defs"].keys() == {"Tree"}
    assert parameters["properties"]["tree"]["properties"]["children"]["items"] == {"$ref": "#/$defs/Tree"}


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (int, "3", 3),
        (float, 3, 3.0),
        (str, 75001, "75001"),
        (bool, "false", False),
        (bytes, "aGk=", b"hi"),
        (Unit, "f", Unit.fahrenheit),
        (Optional[Unit], None, None),  # noqa: UP045
        (Union[int, str], "3", "3"),  # noqa: UP007
        (Trip, {"stops": [{"city": "Reims"}]}, Trip([Place("Reims")])),
        (Union[Place, Trip], {"stops": []}, Trip([])),  # noqa: UP007
        (Options, {"retries": 2}, {"retries": 2}),
        (Span, [1, 2], Span(1, 2)),
        (set[int], [1, 1], {1}),
        (tuple[int, str], [1, "a"], (1, "a")),
        (Order, {"item": "tea", "count": 2}, Order(item="tea", count=2)),
        (datetime.datetime, "2026-01-31T12:00:00Z", datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.timezone.utc)),
        (Path, "a/b", Path("a/b")),
        (Tree, {"name": "a", "children": [{"name": "b"}]}, Tree("a", [Tree("b")])),
    ],
)
def test_arguments_are_converted(kind: Any, given: Any, expected: Any) -> None:
    received: list[Any] = []

    def f(value: Any) -> None:
        received.append(value)

    f.__annotations__["value"] = kind
    call = FunctionTool(f)._prepared({"value": given}, threading.Event())
    call()
    assert received == [expected] and type(received[0]) is type(expected)


@pytest.mark.parametrize(
    ("kind", "given", "problem"),
    [
        (int, 1.5, "value: expected an integer, got 1.5"),
        (int, True, "value: expected an integer, got True"),
        (bool, "no", "value: expected true or false, got 'no'"),
        (str, None, "value: expected a string, got None"),
        (Unit, "k", "value: expected one of 'c', 'f', got 'k'"),
        (Literal["a"], "b", "value: expected one of 'a', got 'b'"),
        (list[str], "abc", "value: expected a list, got 'abc'"),
        (Place, "Reims", "value: expected an object, got 'Reims'"),
        (Place, {}, "value.city: is missing"),
        (Trip, {"stops": [{"city": []}]}, "value.stops[0].city: expected a string, got []"),
        (Place, {"city": "Reims", "zip": 1}, "value: unknown 'zip'"),
        (Order, {"item": "tea", "count": 0}, "value: count: Input should be greater than 0"),
        (datetime.date, "soon", "value: expected a date such as 2026-01-31, got 'soon'"),
    ],
)
def test_arguments_that_do_not_fit_are_an_error_for_the_model(kind: Any, given: Any, problem: str) -> None:
    def f(value: Any) -> None:
        raise AssertionError("called")

    f.__annotations__["value"] = kind
    with pytest.raises(ValueError) as raised:
        FunctionTool(f)._prepared({"value": given}, threading.Event())
    assert str(raised.value) == f"the arguments do not fit f: {problem}"


@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        ('{"city": "Reims", "days": "2"}', "Reims c 2"),
        ('"{\\"city\\": \\"Reims\\"}"', "Reims c 1"),
        ("", "Error: the arguments do not fit get_weather: city: is missing"),
        ('{"city": "Reims", "when": 1}', "Error: the arguments do not fit get_weather: there is no argument 'when'; get_weather takes city, unit, days"),  # noqa: E501
        ("[1]", "Error: the arguments of get_weather must be a JSON object, got [1]"),
        ('{"city"', "Error: the arguments of get_weather are not valid JSON (Expecting ':' delimiter: line 1 column 8 (char 7)): '{\"city\"'"),  # noqa: E501
    ],
)  # fmt: skip
def test_execute_answers_with_the_result_or_an_error_that_can_be_mended(arguments: str, result: str) -> None:
    assert FunctionTool(get_weather).Execute(arguments) == result


def test_asynchronous_functions_and_events() -> None:
    async def look(place: Place, cancelled: threading.Event) -> Place:
        assert not cancelled.is_set()
        return place

    tool = FunctionTool(look, Name="see", Description="Looks.")
    assert list(tool.Parts()["parameters"]["properties"]) == ["place"]
    assert tool.Execute('{"place": {"city": "Reims"}}') == '{"city":"Reims","country":"FR"}'
    assert asyncio.run(tool.ExecuteAsync("{}")) == "Error: the arguments do not fit see: place: is missing"


class Thermometer:
    """Measures."""

    def read(self, room: str) -> float:
        """The temperature of a room."""
        return 20.5

    def __call__(self, room: str = "hall") -> float:
        return 20.5


def test_methods_partials_and_callable_objects_are_functions_too() -> None:
    read = FunctionTool(Thermometer().read)
    assert read.Parts()["name"] == "read" and read.Execute('{"room": "hall"}') == "20.5"
    assert list(read.Parts()["parameters"]["properties"]) == ["room"]
    weather = FunctionTool(functools.partial(get_weather, unit="f"))
    assert weather.Parts()["parameters"]["properties"]["unit"]["default"] == "f"
    assert FunctionTool(Thermometer()).Parts()["description"] == "Measures."


def test_a_strict_function_requires_every_argument() -> None:
    parts = FunctionTool(get_weather, IsStrict=True).Parts()
    assert parts["strict"] is True and parts["parameters"]["required"] == ["city", "unit", "days"]
    assert "default" not in parts["parameters"]["properties"]["days"]


def unknown_name(value: "Missing") -> None: ...  # type: ignore[name-defined] # noqa: F821, UP037


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (lambda: None, r"the tool <lambda>: a name has 1 to 64 letters.*FunctionTool\(function, Name=\"...\"\)"),
        (print, r"the tool print: \*args cannot be described"),
        (unknown_name, "the tool unknown_name: its annotations cannot be read: name 'Missing' is not defined"),
        (Place, "takes functions, FunctionCore, ChatMessageTool, McpTools or dict, got type"),
    ],
)
def test_a_function_that_cannot_be_described_is_an_error_that_names_it(function: Any, problem: str) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        ChatParams().Tools([function])


def test_a_type_that_json_cannot_hold_is_named() -> None:
    def f(value: threading.Lock) -> None: ...  # type: ignore[valid-type]

    f.__annotations__["value"] = threading.Thread
    with pytest.raises(TypeError, match="the tool f: value: JSON cannot hold Thread"):
        FunctionTool(f)


@pytest.mark.process
def test_without_the_extra_the_error_names_it() -> None:
    program = """
import sys
sys.modules["msgspec"] = None
from genai_py import ChatParams
def f(a: int): ...
try: ChatParams().Tools([f])
except ImportError as error: print(error)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == 'a JSON schema of a Python type needs the package msgspec: pip install "genai_py[tools]"\n'
