"""FunctionCore: functions that a model may call, as the model sees them and as the program runs them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genai_py import (
    CalledFunction,
    ChatMessageTool,
    ChatParams,
    FunctionCore,
    SchemaParams,
    WeatherReportFunction,
)
from genai_py.core.results.decoding import decode

CITY = {"type": "object", "properties": {"city": {"type": "string"}}}


class Clock(FunctionCore):
    """As a Python program writes one."""

    name = "get_time"
    description = "The time of day in a city."
    parameters = CITY

    def Execute(self, Arguments: str) -> str:
        return f"12:00 in {json.loads(Arguments)['city']}"


class DelphiClock(FunctionCore):
    """As the original has it."""

    def GetName(self) -> str:
        return "get_time"

    def GetDescription(self) -> str:
        return "The time of day in a city."

    def GetParameters(self) -> str:
        return json.dumps(CITY)

    def Execute(self, Arguments: str) -> str:
        return "12:00"


class Echo(FunctionCore):
    """One whose instances differ."""

    parameters = SchemaParams.New().Type("object").Properties("city", SchemaParams.New().Type("string"))

    def __init__(self, name: str) -> None:
        super().__init__(IsStrict=True)
        self.name = name
        self.description = f"Echoes to {name}."

    def Execute(self, Arguments: str) -> str:
        return Arguments


@pytest.mark.parametrize("kind", [Clock, DelphiClock])
def test_both_ways_to_write_a_function(kind: type[FunctionCore]) -> None:
    function = kind()
    assert function.ToJson() == {
        "type": "function",
        "function": {"name": "get_time", "description": "The time of day in a city.", "parameters": CITY},
    }
    assert json.loads(function.ToString()) == function.Parts() == function.ToJson()["function"]
    assert function.Execute('{"city": "Reims"}').startswith("12:00")


def test_strict_is_said_only_where_it_is_set() -> None:
    strict = Clock(IsStrict=True)
    assert strict.strict
    assert strict.Parts()["strict"] is True
    strict.strict = False
    assert "strict" not in strict.Parts()


def test_instances_may_say_what_they_are() -> None:
    parts = Echo("north").Parts()
    assert parts == {"name": "north", "description": "Echoes to north.", "parameters": CITY, "strict": True}


def test_the_other_spelling() -> None:
    function: Any = Clock()
    assert (function.Name, function.Description, function.Type) == ("get_time", Clock.description, "function")
    assert function.Parameters == CITY
    function.Strict = True
    assert function.strict
    assert function.to_json() == function.ToJson()
    assert function.execute('{"city": "Reims"}') == "12:00 in Reims"

    class Snake(FunctionCore):
        Name, Description, Parameters = "snake", "Hisses.", "{}"

        def execute(self, arguments: str) -> str:
            return "sss"

    # To a type checker the class is abstract: it knows the names that are written here only at run time.
    snake = Snake()  # type: ignore[abstract]
    assert snake.Parts() == {"name": "snake", "description": "Hisses.", "parameters": {}}
    assert snake.Execute("") == "sss"
    with pytest.raises(AttributeError, match="did you mean 'description'"):
        _ = function.descripton


def test_a_function_without_parameters() -> None:
    class Now(Clock):
        parameters = ""  # type: ignore[assignment]

    assert Now().Parts()["parameters"] == {"type": "object", "properties": {}}


def test_a_function_must_be_whole() -> None:
    with pytest.raises(TypeError, match="abstract"):
        FunctionCore()  # type: ignore[abstract]

    class Nameless(FunctionCore):
        def Execute(self, Arguments: str) -> str:
            return ""

    with pytest.raises(TypeError, match="Nameless does not define its name: set name or override GetName"):
        Nameless().ToJson()


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("name", "", "the name of a function must be a non-empty string, got ''"),
        ("name", None, "the name of a function must be a non-empty string, got None"),
        ("description", 3, "the description must be a string, got 3"),
        ("parameters", '{"type": ', "Clock: parameters is not valid JSON"),
        ("parameters", "[1]", r"parameters must be a JSON schema, got \[1\]"),
        ("parameters", 3, "parameters must be a JSON schema, got 3"),
    ],
)
def test_a_broken_definition_says_what_is_broken(part: str, value: Any, said: str) -> None:
    function = Clock()
    setattr(function, part, value)
    with pytest.raises((TypeError, ValueError), match=said):
        ChatParams().Tools([function])


def test_tools_of_a_chat() -> None:
    weather = WeatherReportFunction.CreateInstance()
    tool = ChatMessageTool.Add(weather)
    assert tool.function is weather
    assert tool.ToJson() == weather.ToJson()
    own = {"type": "custom", "custom": {"name": "x"}}
    assert ChatParams().Tools([tool, Clock(), own]).ToJson()["tools"] == [weather.ToJson(), Clock().ToJson(), own]
    for single in (tool, Clock(), own):
        assert len(ChatParams().Tools(single).ToJson()["tools"]) == 1
    for bad in ("get_time", [Clock], [3], 3):
        with pytest.raises(TypeError, match=r"ChatParams\.Tools takes"):
            ChatParams().Tools(bad)  # type: ignore[arg-type]


def test_the_example() -> None:
    weather = WeatherReportFunction.CreateInstance(True)
    parts = weather.Parts()
    assert (parts["name"], parts["strict"]) == ("get_weather", True)
    assert parts["parameters"]["required"] == list(parts["parameters"]["properties"]) == ["location", "unit"]
    assert json.loads(weather.Execute('{"location": "Paris, 75", "unit": "celsius"}')) == {
        "location": "Paris, 75",
        "unit": "celsius",
        "temperature": 14,
        "forecast": ["rainy", "low visibility"],
    }
    assert json.loads(weather.Execute('{"location": "Marseille"}'))["temperature"] == 29
    assert json.loads(weather.Execute('{"location": "Reims"}')) == {"location": "Reims", "unit": ""}
    for broken in ("", '{"location":', "[]", "null", '{"location": ""}', '{"location": 3}'):
        assert weather.Execute(broken) == ""


def test_a_called_function() -> None:
    called = decode(
        CalledFunction, b'{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"},"more":1}'
    )
    assert (called.id, called.type) == ("call_1", "function")
    assert (called.function.name, called.function.arguments) == ("f", "{}")
    assert called.extra == {"more": 1}
    assert decode(CalledFunction, b"{}").function is None
