"""Fluent request builders: keys with values, set by methods that return the builder."""

from __future__ import annotations

import copy
import inspect
import json
import math
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, cast

import orjson

from ..results.exact import without_halves
from ..spelling import BothSpellings

if TYPE_CHECKING:
    from typing_extensions import Self

P = TypeVar("P")

# orjson allocates 4 KB, which shorter texts keep.
_SHORT_TEXT = 2048
_COMMON_TYPES = frozenset({str, int, float, bool, list, dict, type(None)})

JsonObject = dict[str, Any]
JsonArray = list[Any]


class Params(BothSpellings):
    """Base of all builders: keys with values, set by methods that return the builder."""

    __slots__ = ("_fields",)
    _sends_any: ClassVar[str] = ""
    """The name of the method that sets any key to any value, where there is one."""

    def __init__(self) -> None:
        self._fields: JsonObject = {}

    @classmethod
    def Create(cls) -> Self:
        """Return a new builder; the same as calling the class."""
        return cls()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in vars(cls).items():
            if getattr(member, "json_key", None) is not None:
                member.__name__ = name
                member.__qualname__ = f"{cls.__qualname__}.{name}"

    @property
    def Count(self) -> int:
        """The number of keys that are set."""
        return len(self._fields)

    def Clear(self) -> None:
        """Remove all keys."""
        self._fields.clear()

    def Delete(self, Key: str) -> None:
        """Remove a key; do nothing when it is not set."""
        self._fields.pop(Key, None)

    def __copy__(self) -> Self:
        """Return a builder with the same values whose keys can be changed independently, as ``dict.copy`` does."""
        make, arguments, (own, slots), *_ = cast("tuple[Any, ...]", self.__reduce_ex__(2))
        made: Self = make(*arguments)
        for name, value in {**(own or {}), **slots, "_fields": dict(self._fields)}.items():
            object.__setattr__(made, name, value)
        return made

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return a builder whose values are copied too; a handler is not."""
        made = copy.copy(self)
        memo[id(self)] = made
        made._fields = copy.deepcopy(self._fields, memo)
        return made

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._fields!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._fields == self._fields

    __hash__ = None  # type: ignore[assignment]


class JsonParam(Params):
    """A builder whose keys become a JSON object."""

    __slots__ = ()
    _sends_any = "Add"
    _local_names: ClassVar[Mapping[str, str]] = {}
    """Other names of keys, under which local servers get their values too."""

    def Add(self, Key: str, Value: Any) -> Self:
        """Set a key that has no method of its own; the value may be anything that JSON can hold, or a builder."""
        if not isinstance(Key, str) or not Key:
            raise TypeError(f"{type(self).__name__}.Add: the key must be a non-empty string, got {Key!r}")
        self._fields[Key] = materialized(Value)
        return self

    def _local_fields(self) -> JsonObject:
        """Return what a local server gets in addition: values under the names that such servers know."""
        fields = self._fields
        return {
            other: fields[name]
            for name, other in self._local_names.items()
            if name in fields and other not in fields
        }

    def ToJson(self) -> JsonObject:
        """Return the object as plain dicts and lists, independent of the builder."""
        return cast(JsonObject, orjson.loads(self.to_bytes()))

    @property
    def JSON(self) -> JsonObject:
        """The same as ``ToJson()``."""
        return self.ToJson()

    def ToJsonString(self, FreeObject: bool = False) -> str:
        """Return the object as compact JSON text. ``FreeObject`` is for Delphi programs and has no effect."""
        return self.to_bytes().decode()

    def ToFormat(self, FreeObject: bool = False) -> str:
        """Return the object as indented JSON text. ``FreeObject`` is for Delphi programs and has no effect."""
        return self._dump(orjson.OPT_INDENT_2).decode()

    def to_bytes(self, also: JsonObject | None = None) -> bytes:
        """Return the object as it is sent, with keys that the operation adds.

        Raises TypeError or ValueError naming the value that cannot be written as JSON.
        """
        return self._dump(0, also)

    def _dump(self, option: int, also: JsonObject | None = None) -> bytes:
        fields = {**self._fields, **also} if also else self._fields
        try:
            try:
                text = orjson.dumps(fields, default=plain, option=option)
            except TypeError as error:
                if "surrogates" not in str(error):
                    raise
                # A model's text may contain a lone surrogate, and has to be sent with the next turn nevertheless.
                parsed = json.loads(json.dumps(fields, default=plain))
                text = orjson.dumps(without_halves(parsed), option=option)
        except (TypeError, ValueError) as error:
            where = _first_part(self._fields, type(self).__name__, _is_unwritable)
            raise TypeError(f"{where or type(self).__name__} cannot be written as JSON: {error}") from error
        # orjson writes a number that JSON does not have as null.
        if b"null" in text and (where := _first_part(self._fields, type(self).__name__, _is_not_finite)):
            raise ValueError(f"{where} cannot be written as JSON, which has no such number")
        # A copy is as large as the text, which a result keeps.
        return bytes(memoryview(text)) if len(text) < _SHORT_TEXT else text


def plain(value: Any) -> Any:
    """Convert a value that orjson cannot write. Raises TypeError when JSON cannot hold it."""
    if isinstance(value, Params):
        return value._fields
    to_json = getattr(value, "ToJson", None)
    if to_json is not None:
        return to_json()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (Sequence, set, frozenset, Iterator)) and not isinstance(value, _RAW):
        return list(value)
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")


_RAW = (bytes, bytearray, memoryview)
# orjson does not write objects that are nested deeper.
_MAX_DEPTH = 254


def materialized(value: Any) -> Any:
    """Return an iterator as a list, since it can be read only once, and any other value unchanged."""
    if type(value) in _COMMON_TYPES:
        # isinstance() with an abstract base class is slow.
        return value
    return list(value) if isinstance(value, Iterator) else value


def _first_part(value: Any, path: str, is_bad: Callable[[Any], bool], within: tuple[int, ...] = ()) -> str | None:
    """The path of the first part of a nested value that is bad, or that a JSON object cannot hold; None without one."""
    if isinstance(value, Params):
        value = value._fields
    if id(value) in within:
        return f"{path}: a value that contains itself"
    if len(within) > _MAX_DEPTH:
        return None
    inner_values: Any
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                return f"{path}: the key {key!r}"
        inner_values = ((f"{path}.{key}", inner) for key, inner in value.items())
    elif isinstance(value, (list, tuple)):
        inner_values = ((f"{path}[{index}]", inner) for index, inner in enumerate(value))
    else:
        return f"{path}: {excerpt_of(value)}" if is_bad(value) else None
    found = (_first_part(inner, inner_path, is_bad, (*within, id(value))) for inner_path, inner in inner_values)
    return next(filter(None, found), None)


def _is_unwritable(value: Any) -> bool:
    try:
        orjson.dumps(value, default=plain)
    except TypeError:
        return True
    return False


def _is_not_finite(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


class UrlParam(Params):
    """A builder whose keys become the query of the URL; a list becomes repeated ``name[]`` parameters."""

    __slots__ = ()
    _sends_any = "Add"

    def Add(self, Name: str, Value: str | int | bool | float | Sequence[str]) -> Self:
        """Set one parameter of the query. Raises TypeError for a value that a query cannot hold."""
        if not isinstance(Name, str) or not Name:
            raise TypeError(f"{type(self).__name__}.Add: the name must be a non-empty string, got {Name!r}")
        values = Value if isinstance(Value, (list, tuple)) else (Value,)
        if not all(isinstance(each, (str, int, float)) for each in values):
            raise TypeError(
                f"{type(self).__name__}.Add: {Name!r} takes a string, a number, a boolean or a list of these, "
                f"got {type(Value).__name__} {excerpt_of(Value)}"
            )
        self._fields[Name] = Value
        return self

    @property
    def Value(self) -> str:
        """The query as it is appended to the URL: empty, or with a ``?`` at its beginning."""
        from .urls import encode_query

        return encode_query(self._fields)


ParamProc: TypeAlias = Callable[[P], Any] | P
"""What an operation takes: a function that fills the builder it is passed, or a ready builder."""


def build(kind: type[P], proc: ParamProc[P] | None) -> P:
    """Return the builder that ``proc`` is, or a new one that it fills. Raises NoBuilder when it is neither."""
    if isinstance(proc, kind):
        return proc
    made = kind()
    if proc is None:
        return made
    if isinstance(proc, type):
        raise _no_builder(kind, f"got the class {proc.__name__}")
    if not callable(proc):
        raise _no_builder(kind, f"got {type(proc).__name__}")
    try:
        returned = proc(made)
    except TypeError:
        if can_take(proc, made):
            raise
        raise _no_builder(kind, f"got a function that takes other arguments: {excerpt_of(proc)}") from None
    # A lambda returns its last setter's builder; a function may also return a builder of its own.
    if returned is made or returned is None:
        return made
    if isinstance(returned, kind):
        return returned
    if isinstance(returned, Params):
        raise _no_builder(kind, f"the function returned {type(returned).__name__}")
    if isinstance(returned, Coroutine):
        returned.close()
        raise _no_builder(kind, "the function is asynchronous")
    return made


def part_of(where: str, kind: type[P], value: Any, others: tuple[type, ...] = (), *, takes: str = "") -> Any:
    """Return the builder of one kind that ``value`` is or fills, or ``value`` where it is of another valid type.

    where, takes: the method and what it takes, for the error. others: the other valid types; with them, a plain
    ``JsonParam`` is valid too, which is filled with ``Add`` alone. Raises TypeError for anything else.
    """
    if isinstance(value, (kind, *others)) or (others and type(value) is JsonParam):
        return value
    if not callable(value) or isinstance(value, type):
        raise wrong_type(where, takes or f"{kind.__name__} (or a function that fills one)", value)
    try:
        return build(kind, value)
    except NoBuilder as error:
        raise TypeError(f"{where}: {error}") from None


class NoBuilder(TypeError):
    """Raised where a builder is needed, or a function that fills one, and something else was given."""


def _no_builder(kind: type[Any], got: str) -> NoBuilder:
    return NoBuilder(f"expected {kind.__name__} or a function that fills one; {got}")


def can_take(function: Callable[..., Any], *arguments: Any) -> bool:
    """Return whether a function accepts these arguments; True if its signature is unknown."""
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def wrong_type(where: str, takes: str, value: Any) -> TypeError:
    """Return the error of a method that was given a value of the wrong type. takes: what it takes, in words."""
    return TypeError(f"{where} takes {takes}, got {type(value).__name__} {excerpt_of(value)}")


def excerpt_of(value: Any) -> str:
    """Return the beginning of a value's repr, for errors."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
