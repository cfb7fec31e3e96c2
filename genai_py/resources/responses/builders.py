"""Base classes of the builders of a response's request, and setters for nested objects.

Source: https://platform.openai.com/docs/api-reference/responses/create
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

import orjson

from ...core.building.params import JsonParam, Params, excerpt_of, part_of, wrong_type
from ...core.building.setters import Setter, checked
from ...core.results.base import Result

if TYPE_CHECKING:
    from typing_extensions import Self

N = TypeVar("N", bound=JsonParam)

# Parts of a result can be sent back.
_OBJECTS = (Mapping, Result)


class PartParams(JsonParam):
    """A part of a request."""

    __slots__ = ()

    @classmethod
    def New(cls) -> Self:
        """Return a new builder; the same as calling the class."""
        return cls()


class TypedParams(PartParams):
    """A part with a ``type``, which is set initially if the class names one.

    A subclass may name that ``type``, and its valid ``words``; without them, any text is valid.
    instead_of_function: names the expected argument, for parts that a function cannot fill; a function is rejected.
    """

    __slots__ = ()
    _type: ClassVar[str] = ""
    _words: ClassVar[Any] = str
    _preset: ClassVar[bool] = True
    _instead_of_function: ClassVar[str] = ""

    def __init_subclass__(
        cls,
        *,
        type: str = "",
        words: type[Enum] | None = None,
        preset: bool = True,
        instead_of_function: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls._instead_of_function = instead_of_function
        cls._type = type or cls._type
        cls._words = words or cls._words
        cls._preset = preset and cls._preset

    def __init__(self) -> None:
        super().__init__()
        if self._type and self._preset:
            self._fields["type"] = self._type

    @classmethod
    def New(cls) -> Self:
        """Return a new builder with its ``type`` set, if the class names one."""
        return cls().Type() if cls._type else cls()

    def Type(self, Value: str = "") -> Self:
        """Set the type; without a value, the default one."""
        where = f"{type(self).__name__}.Type"
        kind = self._type if isinstance(Value, str) and not Value else Value
        if kind == "" or kind == "sdk_unknown":
            raise wrong_type(where, "str", Value)
        kind = checked(where, self._words, kind)
        self._fields["type"] = kind.value if isinstance(kind, Enum) else kind
        return self


def part(kind: type[N], key: str, *, doc: str) -> Setter[N | Callable[[N], Any] | Mapping[str, Any] | str]:
    """Return a setter of an object: a builder, a function that fills one, a dict, or JSON text of an object.

    The setter raises TypeError for anything else, ValueError for a text that is not a JSON object.
    """

    def set_part(self: Params, Value: Any) -> Params:
        self._fields[key] = object_of(f"{type(self).__name__}.{set_part.__name__}", kind, Value)
        return self

    return _described(set_part, key, doc)  # type: ignore[no-any-return]


def parts(
    kind: type[N], key: str, *, doc: str
) -> Setter[Sequence[N | Callable[[N], Any] | Mapping[str, Any]] | str]:
    """Return a setter of a list of objects: builders, functions that fill one or dicts, or JSON text of an array.

    The setter raises TypeError for anything else, ValueError for a text that is not a JSON array.
    """

    def set_parts(self: Params, Value: Any) -> Params:
        self._fields[key] = list_of(f"{type(self).__name__}.{set_parts.__name__}", kind, Value)
        return self

    return _described(set_parts, key, doc)  # type: ignore[no-any-return]


def _described(method: Any, key: str, doc: str) -> Any:
    method.__doc__ = doc
    method.json_key = key
    return method


def object_of(where: str, kind: type[N], value: Any) -> Any:
    """Return the object that a builder, a function that fills one, a dict or JSON text represents.

    where: the name of the method, for errors.
    """
    if isinstance(value, str):
        return _parsed(where, dict, "object", value)
    fills = "" if _instead_of_function(kind) else " (or a function that fills one)"
    return _part_of(where, kind, value, f"{kind.__name__}{fills}, dict or JSON text")


def list_of(where: str, kind: type[N], value: Any) -> list[Any]:
    """Return the objects that a sequence of builders, functions and dicts, or JSON text of an array, represents."""
    if isinstance(value, str):
        return cast(list[Any], _parsed(where, list, "array", value))
    fills = "" if _instead_of_function(kind) else " (or of functions that fill one)"
    takes = f"list of {kind.__name__} or dict{fills}, or JSON text"
    if not isinstance(value, Sequence) or isinstance(value, (bytes, bytearray)):
        raise wrong_type(where, takes, value)
    return [_part_of(where, kind, each, takes) for each in value]


def _part_of(where: str, kind: type[N], value: Any, takes: str) -> Any:
    instead = _instead_of_function(kind)
    if instead and callable(value) and not isinstance(value, (JsonParam, *_OBJECTS)):
        raise TypeError(f"{wrong_type(where, takes, value)}; {instead}")
    return part_of(where, kind, value, _OBJECTS, takes=takes)


def _instead_of_function(kind: type[JsonParam]) -> str:
    return kind._instead_of_function if issubclass(kind, TypedParams) else ""


def text_or_list(where: str, kind: type[N], value: Any) -> Any:
    """Return a text unchanged, even if it looks like JSON, or a list of parts."""
    return value if isinstance(value, str) else list_of(where, kind, value)


def list_of_json(where: str, text: Any, keys: frozenset[str]) -> list[Any]:
    """Return the list of objects in a JSON text, each of which has one of these keys.

    Raises TypeError for another type than str, ValueError for another text.
    """
    found = _parsed(where, list, "array", checked(where, str, text))
    for place, each in enumerate(found):
        if not isinstance(each, dict) or keys.isdisjoint(each):
            wanted = " or ".join(map(repr, sorted(keys)))
            raise ValueError(f"{where}: entry {place} is not an object with {wanted}: {excerpt_of(each)}")
    return cast(list[Any], found)


def _parsed(where: str, kind: type, name: str, text: str) -> Any:
    try:
        value = orjson.loads(text)
    except ValueError as error:
        problem = str(error)
    else:
        if isinstance(value, kind):
            return value
        problem = f"it is a JSON {type(value).__name__}"
    raise ValueError(f"{where} takes JSON text of an {name}, got {text[:80]!r}: {problem}")
