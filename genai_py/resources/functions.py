"""Functions of the program that a model may call.

Source: https://platform.openai.com/docs/guides/function-calling
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ..core.building.params import JsonParam
from ..core.results.base import Result, always, result
from ..core.spelling import BothSpellings, fold, names_of
from .schema import SchemaParams
from .types import SchemaType


class _Property:
    """A property of a function: an attribute that the program sets, or else the result of its ``Get...`` method."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._getter = "Get" + name.title()

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self if instance is None else getattr(instance, self._getter)()


class FunctionCore(ABC, BothSpellings):
    """A function that the model can call: its definition and implementation.

    A subclass sets its ``name``, ``description`` and ``parameters`` and overrides ``Execute``::

        class Clock(FunctionCore):
            name = "get_time"
            description = "The time of day in a city."
            parameters = SchemaParams.New().Type("object").Properties("city", SchemaParams.New().Type("string"))

            def Execute(self, Arguments: str) -> str:
                return time_in(json.loads(Arguments)["city"])

    As in the original it may override ``GetName``, ``GetDescription`` and ``GetParameters`` instead.
    IsStrict: whether arguments must conform to the schema exactly; stored as ``strict``.
    """

    if TYPE_CHECKING:
        name: str
        description: str
        parameters: str | Mapping[str, Any] | JsonParam
        type: str
    else:
        name = _Property("The name of the function.")
        description = _Property("The description, by which the model decides whether to call.")
        parameters = _Property("The JSON schema of its arguments.")
        type = _Property("The type of tool.")
    strict: bool = False

    def __init__(self, IsStrict: bool = False) -> None:
        self.strict = IsStrict

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in list(vars(cls).items()):
            if name != (real := _own_name(name)):
                setattr(cls, real, member)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(_own_name(name), value)

    def GetName(self) -> str:
        """Return the name. Raises TypeError if the function does not define it."""
        raise self._undefined("name")

    def GetDescription(self) -> str:
        """Return the description, by which the model decides whether to call. Raises TypeError if it is not defined."""
        raise self._undefined("description")

    def GetParameters(self) -> str | Mapping[str, Any] | JsonParam:
        """Return the JSON schema of its arguments, as text, dict or ``SchemaParams``. Raises TypeError without one."""
        raise self._undefined("parameters")

    def _undefined(self, part: str) -> TypeError:
        return TypeError(f"{type(self).__name__} does not define its {part}: set {part} or override Get{part.title()}")

    def GetType(self) -> str:
        """Return the type of tool."""
        return "function"

    @abstractmethod
    def Execute(self, Arguments: str) -> str:
        """Run the function and return its result for the model. Arguments: JSON text, maybe malformed."""

    def Parts(self) -> dict[str, Any]:
        """Return the definition: ``name``, ``description``, ``parameters`` and, if set, ``strict``.

        Raises TypeError or ValueError for an invalid name, description or schema.
        """
        name, description = self.name, self.description
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"{type(self).__name__}: the name of a function must be a non-empty string, got {name!r}")
        if not isinstance(description, str):
            raise TypeError(f"{type(self).__name__}: the description must be a string, got {description!r}")
        parts = {"name": name, "description": description, "parameters": self._schema()}
        return {**parts, "strict": True} if self.strict else parts

    def _schema(self) -> dict[str, Any]:
        schema: Any = self.parameters
        if isinstance(schema, str):
            try:
                schema = json.loads(schema or '{"type":"object","properties":{}}')
            except ValueError as error:
                raise ValueError(f"{type(self).__name__}: parameters is not valid JSON: {error}") from None
        elif isinstance(schema, JsonParam):
            schema = schema.ToJson()
        if not isinstance(schema, Mapping):
            raise TypeError(f"{type(self).__name__}: parameters must be a JSON schema, got {schema!r:.60}")
        return dict(schema)

    def ToJson(self) -> dict[str, Any]:
        """Return the tool as a JSON object for chat completions; responses require the parts beside ``type``."""
        return {"type": self.type, "function": self.Parts()}

    def ToString(self) -> str:
        """Return the definition as JSON text."""
        return json.dumps(self.Parts(), ensure_ascii=False)


def function_of(where: str, value: Any) -> FunctionCore | None:
    """Return the function of the program that a tool is: a ``FunctionCore``, or one made of a Python function.

    where: the method, for the error. None for anything else. Raises TypeError or ValueError for a Python function that
    cannot be described.
    """
    if isinstance(value, FunctionCore):
        return value
    if not callable(value) or isinstance(value, (type, JsonParam, Mapping)):
        return None
    # Imported when it is needed: most programs have no tools.
    from .function_tools import FunctionTool

    try:
        return FunctionTool(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{where}: {error}") from None


def _own_name(name: str) -> str:
    """Return the spelling of a name in ``FunctionCore``; any other name unchanged."""
    return name if name.startswith("_") else names_of(FunctionCore).get(fold(name), name)


@attrs.frozen
class ChatMessageTool(BothSpellings):
    """A function in the list of tools of a chat."""

    function: FunctionCore

    @classmethod
    def Add(cls, AFunction: FunctionCore) -> ChatMessageTool:
        """Return the tool of a function."""
        return cls(AFunction)

    def ToJson(self) -> dict[str, Any]:
        """Return the tool as a JSON object for chat completions."""
        return self.function.ToJson()


@result
class CalledFunctionSpecifics(Result):
    """The function and its arguments."""

    name: str = ""
    arguments: str = ""


@result
class CalledFunction(Result):
    """A tool call of the model."""

    id: str = ""
    type: str = ""
    function: CalledFunctionSpecifics = always()


_REPORTS: Mapping[str, Mapping[str, Any]] = {
    "paris": {"temperature": 14, "forecast": ["rainy", "low visibility"]},
    "marseille": {"temperature": 29, "forecast": ["sunny", "windy"]},
}


class WeatherReportFunction(FunctionCore):
    """An example: the invented weather of two French cities."""

    @classmethod
    def CreateInstance(cls, IsStrict: bool = False) -> WeatherReportFunction:
        """Return the function, for ``Params.Tools([...])``."""
        return cls(IsStrict)

    def GetName(self) -> str:
        """``get_weather``"""
        return "get_weather"

    def GetDescription(self) -> str:
        """Return the description for the model."""
        return "Get the current weather in a given location."

    def GetParameters(self) -> SchemaParams:
        """Return the schema of the arguments: location and unit."""
        location = SchemaParams.New().Type(SchemaType.string).Description("A city and its region: Marseille, 13")
        unit = SchemaParams.New().Type(SchemaType.string).Enum(["celsius", "fahrenheit"])
        return (
            SchemaParams.New()
            .Type(SchemaType.object)
            .Properties("location", location)
            .Properties("unit", unit)
            .Required(["location", "unit"])
            .AdditionalProperties(False)
        )

    def Execute(self, Arguments: str) -> str:
        """Return the report as JSON text; "" without a location."""
        try:
            asked = json.loads(Arguments)
        except ValueError:
            return ""
        location = asked.get("location") if isinstance(asked, dict) else None
        if not isinstance(location, str) or not location:
            return ""
        report = next((report for city, report in _REPORTS.items() if city in location.lower()), {})
        return json.dumps({"location": location, "unit": asked.get("unit", ""), **report}, ensure_ascii=False)
