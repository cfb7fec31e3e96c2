"""The signature of a function as a model sees it, and the arguments of a call as the function takes them."""

from __future__ import annotations

import functools
import inspect
import json
import re
import threading
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Optional, get_args, get_origin, get_type_hints

import attrs

from ..core.building.params import excerpt_of
from ..core.results.base import loads
from .conversion import UnfitValue, convert
from .documentation import annotation_text, documentation_of
from .schemas import Schema, is_optional, schema_of_type, strict_schema

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class ToolArgumentsError(ValueError):
    """The arguments of a call do not fit the function. The message is written for the model, which can mend them."""


@attrs.frozen
class Signature:
    """A function for a model.

    name, description, parameters: as they are sent. kinds: the types of the parameters by name. cancelled: the name of
    the parameter that gets the ``threading.Event`` of the call, "" without one.
    """

    name: str
    description: str
    parameters: Schema
    signature: inspect.Signature = attrs.field(repr=False)
    kinds: Mapping[str, Any] = attrs.field(repr=False)
    cancelled: str = ""

    def bind(self, arguments: Mapping[str, Any], cancelled: threading.Event) -> inspect.BoundArguments:
        """Convert the arguments of a call to the types of the parameters.

        Raises ToolArgumentsError naming everything that does not fit.
        """
        problems = []
        values: dict[str, Any] = {}
        for name, value in arguments.items():
            if name not in self.kinds:
                takes = ", ".join(self.kinds) or "no arguments"
                problems.append(f"there is no argument {name!r}; {self.name} takes {takes}")
                continue
            try:
                values[name] = convert(value, self.kinds[name])
            except UnfitValue as error:
                problems += [f"{name}{line.removeprefix('$')}" for line in str(error).splitlines()]
        for name, parameter in self.signature.parameters.items():
            if name in self.kinds and name not in arguments and parameter.default is parameter.empty:
                problems.append(f"{name}: is missing")
        if problems:
            raise ToolArgumentsError(f"the arguments do not fit {self.name}: {'; '.join(problems)}")
        if self.cancelled:
            values[self.cancelled] = cancelled
        return _bound(self.signature, values)


def parsed_arguments(name: str, text: str) -> dict[str, Any]:
    """Return the arguments in the JSON text of a call. Raises ToolArgumentsError for text that is no JSON object.

    No text and ``null`` stand for no arguments: some models send them.
    """
    try:
        found = loads(text.encode("utf-8", "surrogatepass")) if text.strip() else {}
        if isinstance(found, str):
            # Some models write JSON text as a JSON string.
            found = json.loads(found)
    except (ValueError, RecursionError) as error:
        raise ToolArgumentsError(f"the arguments of {name} are not valid JSON ({error}): {excerpt_of(text)}") from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ToolArgumentsError(f"the arguments of {name} must be a JSON object, got {excerpt_of(found)}")
    return found


def signature_of(
    function: Callable[..., Any], name: str = "", description: str = "", *, is_strict: bool = False
) -> Signature:
    """Describe a function. name, description: in place of its own. The function is not called.

    Raises TypeError or ValueError naming the function for a name or a parameter that a model cannot use.
    """
    inner = inspect.unwrap(function)
    while isinstance(inner, functools.partial):
        inner = inspect.unwrap(inner.func)
    called = inner if inspect.isroutine(inner) else type(inner).__call__
    own_name = getattr(inner, "__name__", type(inner).__name__)
    name = name or own_name
    where = f"the tool {own_name}"
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{where}: a name has 1 to 64 letters, digits, '_' or '-', got {name!r}; "
            'give one with FunctionTool(function, Name="...")'
        )
    hints = _hints(called, where)
    documentation = documentation_of(inner if inner is called else called if called.__doc__ else inner)
    properties: dict[str, Schema] = {}
    required: list[str] = []
    kinds: dict[str, Any] = {}
    cancelled = ""
    signature = inspect.signature(function)
    for parameter in signature.parameters.values():
        kind = hints.get(parameter.name, Any)
        if _is_event(kind):
            cancelled = parameter.name
            continue
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
            raise TypeError(f"{where}: {stars}{parameter.name} cannot be described to a model; name the parameters")
        if parameter.default is None and not is_optional(kind):
            kind = Optional[kind]  # noqa: UP045
        if kind is Any and isinstance(parameter.default, (bool, int, float, str)):
            kind = type(parameter.default)
        kinds[parameter.name] = kind
        properties[parameter.name] = _property(parameter, kind, f"{where}: {parameter.name}", documentation.parameters)
        if parameter.default is parameter.empty:
            required.append(parameter.name)
    definitions: Schema = {}
    for each in properties.values():
        definitions |= each.pop("$defs", {})
    parameters: Schema = {
        "type": "object", "properties": properties, "required": required, "additionalProperties": False,
    }  # fmt: skip
    if definitions:
        parameters["$defs"] = definitions
    if is_strict:
        parameters = strict_schema(parameters)
    return Signature(name, description or documentation.description, parameters, signature, kinds, cancelled)


def _property(parameter: inspect.Parameter, kind: Any, where: str, documented: Mapping[str, str]) -> Schema:
    schema = schema_of_type(kind, where)
    text = annotation_text(kind) or _text_in_optional(kind) or documented.get(parameter.name)
    if text:
        schema["description"] = text
    if parameter.default is not parameter.empty and isinstance(parameter.default, (bool, int, float, str)):
        schema["default"] = getattr(parameter.default, "value", parameter.default)
    return schema


def _text_in_optional(kind: Any) -> str:
    return next((text for each in get_args(kind) if (text := annotation_text(each))), "")


def _is_event(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind is threading.Event


def _hints(function: Any, where: str) -> dict[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise TypeError(
            f"{where}: its annotations cannot be read: {error}; the name must be known in the function's module, "
            "and not only where TYPE_CHECKING is true"
        ) from None
    except TypeError:
        # A function in C has no annotations.
        return {}


def _bound(signature: inspect.Signature, values: Mapping[str, Any]) -> inspect.BoundArguments:
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.POSITIONAL_ONLY:
            if name in values:
                args.append(values[name])
            elif parameter.default is not parameter.empty:
                args.append(parameter.default)
        elif name in values:
            kwargs[name] = values[name]
    return signature.bind(*args, **kwargs)
