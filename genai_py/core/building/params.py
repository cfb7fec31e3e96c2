"""Fluent request builders, and ``setter``, which makes one line of each of their methods."""

from __future__ import annotations

import inspect
import json
import math
import types
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Protocol,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    overload,
)

import orjson

from ..results.exact import without_halves
from ..spelling import BothSpellings

if TYPE_CHECKING:
    from typing_extensions import Self

P = TypeVar("P")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E", bound=Enum)
N = TypeVar("N", bound="JsonParam")
V = TypeVar("V", contravariant=True)
R = TypeVar("R", covariant=True)

_ROOM_OF_ORJSON = 2048

JsonObject = dict[str, Any]
JsonArray = list[Any]


class Params(BothSpellings):
    """What every builder is: keys with values, set by methods that return the builder."""

    __slots__ = ("_fields",)
    _sends_any: ClassVar[str] = ""
    """The method that sends any key with any value, where there is one."""

    def __init__(self) -> None:
        self._fields: JsonObject = {}

    @classmethod
    def Create(cls) -> Self:
        """A new builder; the same as calling the class."""
        return cls()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in vars(cls).items():
            if getattr(member, "json_key", None) is not None:
                member.__name__ = name
                member.__qualname__ = f"{cls.__qualname__}.{name}"

    @property
    def Count(self) -> int:
        """How many keys are set."""
        return len(self._fields)

    def Clear(self) -> None:
        """Forget all keys."""
        self._fields.clear()

    def Delete(self, Key: str) -> None:
        """Forget one key; nothing happens when it is not set."""
        self._fields.pop(Key, None)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._fields!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._fields == self._fields

    __hash__ = None  # type: ignore[assignment]


class JsonParam(Params):
    """A builder whose keys become a JSON object."""

    __slots__ = ()
    _sends_any = "Add"

    def Add(self, Key: str, Value: Any) -> Self:
        """Set a key that has no method of its own; the value may be anything that JSON can hold, or a builder."""
        if not isinstance(Key, str) or not Key:
            raise TypeError(f"{type(self).__name__}.Add: the key must be a non-empty string, got {Key!r}")
        self._fields[Key] = _as_it_comes(Value)
        return self

    def ToJson(self) -> JsonObject:
        """The object as plain dicts and lists, independent of the builder."""
        return cast(JsonObject, orjson.loads(self.to_bytes()))

    @property
    def JSON(self) -> JsonObject:
        """The same as ``ToJson()``."""
        return self.ToJson()

    def ToJsonString(self, FreeObject: bool = False) -> str:
        """The object as compact JSON text. ``FreeObject`` is taken for the original's sake and does nothing."""
        return self.to_bytes().decode()

    def ToFormat(self, FreeObject: bool = False) -> str:
        """The object as indented JSON text. ``FreeObject`` is taken for the original's sake and does nothing."""
        return self._dump(orjson.OPT_INDENT_2).decode()

    def to_bytes(self, also: JsonObject | None = None) -> bytes:
        """The object as it is sent, with keys that the operation adds.

        Raises TypeError or ValueError naming what JSON cannot hold.
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
                # What a model wrote may hold half of a character, and has to go back with the next turn all the same.
                parsed = json.loads(json.dumps(fields, default=plain))
                text = orjson.dumps(without_halves(parsed), option=option)
        except (TypeError, ValueError) as error:
            where = _first_part(self._fields, type(self).__name__, _is_unwritable)
            raise TypeError(f"{where or type(self).__name__} cannot be written as JSON: {error}") from error
        # orjson writes a number that JSON does not have as null.
        if b"null" in text and (where := _first_part(self._fields, type(self).__name__, _is_no_number)):
            raise ValueError(f"{where} cannot be written as JSON: it is no number there")
        # A result keeps its request's text, and orjson's bytes the room of the 4 KB that they were written in.
        return bytes(memoryview(text)) if len(text) < _ROOM_OF_ORJSON else text


def plain(value: Any) -> Any:
    """What JSON is written for values that are not JSON themselves."""
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
# orjson writes no deeper than this.
_DEEPEST = 254


def _as_it_comes(value: Any) -> Any:
    """What an iterator gives, since it gives it once only; anything else as it is."""
    return list(value) if isinstance(value, Iterator) else value


def _first_part(value: Any, path: str, is_bad: Callable[[Any], bool], within: tuple[int, ...] = ()) -> str | None:
    """Where in a nested value the first part stands that is bad, or that no JSON object can have."""
    if isinstance(value, Params):
        value = value._fields
    if id(value) in within:
        return f"{path}: a value that holds itself"
    if len(within) > _DEEPEST:
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
        return f"{path}: {_short(value)}" if is_bad(value) else None
    found = (_first_part(inner, inner_path, is_bad, (*within, id(value))) for inner_path, inner in inner_values)
    return next(filter(None, found), None)


def _is_unwritable(value: Any) -> bool:
    try:
        orjson.dumps(value, default=plain)
    except TypeError:
        return True
    return False


def _is_no_number(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


class UrlParam(Params):
    """A builder whose keys become the query of the URL; a list becomes repeated ``name[]`` where the API wants it."""

    __slots__ = ()
    _sends_any = "Add"

    def Add(self, Name: str, Value: str | int | bool | float | Sequence[str]) -> Self:
        """Set one parameter of the query."""
        if not isinstance(Name, str) or not Name:
            raise TypeError(f"{type(self).__name__}.Add: the name must be a non-empty string, got {Name!r}")
        values = Value if isinstance(Value, (list, tuple)) else (Value,)
        if not all(isinstance(each, (str, int, float)) for each in values):
            raise TypeError(
                f"{type(self).__name__}.Add: {Name!r} takes a string, a number, a boolean or a list of these, "
                f"got {type(Value).__name__} {_short(Value)}"
            )
        self._fields[Name] = Value
        return self

    @property
    def Value(self) -> str:
        """The query as it is appended to the URL: empty, or beginning with ``?``."""
        from .urls import encode_query

        return encode_query(self._fields)


ParamProc: TypeAlias = Callable[[P], Any] | P
"""What an operation takes: a function that fills the builder it is given, or a builder that is ready."""


def build(kind: type[P], proc: ParamProc[P] | None) -> P:
    """The builder that ``proc`` is or fills. Raises TypeError when it is neither."""
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
        raise _no_builder(kind, f"got a function that takes other arguments: {_short(proc)}") from None
    # A lambda gives back its last setter's builder; a function may as well return a builder of its own.
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
    """A builder of one kind, what a function fills, or an object of another type where that fits.

    where, takes: the method and what it takes, for the error. others: types that fit as they are; beside them, a
    bare ``JsonParam`` does, which is filled with ``Add`` alone. Raises TypeError for anything else.
    """
    if isinstance(value, (kind, *others)) or (others and type(value) is JsonParam):
        return value
    if not callable(value) or isinstance(value, type):
        raise wrong_type(where, takes or _kind_name(kind), value)
    try:
        return build(kind, value)
    except NoBuilder as error:
        raise TypeError(f"{where}: {error}") from None


class NoBuilder(TypeError):
    """Something else was given where a builder is needed, or a function that fills one."""


def _no_builder(kind: type[Any], got: str) -> NoBuilder:
    return NoBuilder(f"expected {kind.__name__} or a function that fills one; {got}")


def can_take(function: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a function can be called with these arguments, as far as can be known."""
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


class _Bound(Protocol[V, R]):
    def __call__(self, Value: V, /) -> R: ...


class _BoundPreset(Protocol[V, R]):
    def __call__(self, Value: V = ..., /) -> R: ...


class _BoundFlag(Protocol[R]):
    def __call__(self, Value: bool = True, /) -> R: ...


class Setter(Protocol[V]):
    """How type checkers see a setter: called on an instance it takes a value and returns that instance."""

    json_key: str

    @overload
    def __get__(self, instance: None, owner: Any, /) -> Setter[V]: ...
    @overload
    def __get__(self, instance: P, owner: Any, /) -> _Bound[V, P]: ...


class Preset(Protocol[V]):
    """A setter that writes a value of its own when called without one."""

    json_key: str

    @overload
    def __get__(self, instance: None, owner: Any, /) -> Preset[V]: ...
    @overload
    def __get__(self, instance: P, owner: Any, /) -> _BoundPreset[V, P]: ...


class Flag(Protocol):
    """A setter of a boolean that is true when called without a value."""

    json_key: str

    @overload
    def __get__(self, instance: None, owner: Any, /) -> Flag: ...
    @overload
    def __get__(self, instance: P, owner: Any, /) -> _BoundFlag[P]: ...


class _Refused(Exception):
    """A checker's word that a value is not of its kind, and why, where there is more to say."""

    def __init__(self, value: Any, reason: str = "") -> None:
        self.value = value
        self.reason = reason


class _UnknownWord(_Refused):
    """The word that an enumeration does not have."""


_Checker = Callable[[Any], Any]


@overload
def setter(kind: type[A], key: str, *, default: A, doc: str = ...) -> Preset[A]: ...
@overload
def setter(
    kind: tuple[type[A], type[N]], key: str, *, default: A, doc: str = ...
) -> Preset[A | N | Callable[[N], Any]]: ...
@overload
def setter(  # type: ignore[overload-overlap]
    kind: type[N], key: str, *, doc: str = ...
) -> Setter[N | Callable[[N], Any]]: ...
@overload
def setter(kind: type[E], key: str, *, doc: str = ...) -> Setter[E | str]: ...  # type: ignore[overload-overlap]
@overload
def setter(  # type: ignore[overload-overlap]
    kind: type[list[E]], key: str, *, doc: str = ...
) -> Setter[Sequence[E | str]]: ...
@overload
def setter(  # type: ignore[overload-overlap]
    kind: type[list[A]], key: str, *, doc: str = ...
) -> Setter[Sequence[A]]: ...
@overload
def setter(  # type: ignore[overload-overlap]
    kind: type[dict[str, Any]], key: str, *, doc: str = ...
) -> Setter[Mapping[str, Any] | JsonParam]: ...
@overload
def setter(kind: type[A], key: str, *, doc: str = ...) -> Setter[A]: ...
@overload
def setter(kind: tuple[type[A], type[list[B]]], key: str, *, doc: str = ...) -> Setter[A | Sequence[B]]: ...
@overload
def setter(kind: tuple[type[E], type[B]], key: str, *, doc: str = ...) -> Setter[E | B | str]: ...
@overload
def setter(
    kind: tuple[type[N], type[B]], key: str, *, doc: str = ...
) -> Setter[N | Callable[[N], Any] | B]: ...
@overload
def setter(kind: tuple[type[A], type[B]], key: str, *, doc: str = ...) -> Setter[A | B]: ...
@overload
def setter(kind: tuple[type[A], type[B], type[C]], key: str, *, doc: str = ...) -> Setter[A | B | C]: ...
@overload
def setter(
    kind: tuple[type[A], type[B], type[C], type[D]], key: str, *, doc: str = ...
) -> Setter[A | B | C | D]: ...
def setter(kind: Any, key: str, *, default: Any = None, doc: str = "") -> Any:
    """A method that writes ``key`` and returns its builder.

    kind: the type the value must have, or a tuple of types. An Enum takes its members or their wire strings, in
    upper or lower case; a builder class takes a builder or a function that fills one; ``list[X]`` takes any sequence
    of X.
    default: what a call without a value writes; None where a call needs one.
    The method raises TypeError naming itself, what it takes and what it got; ValueError for an unknown wire string
    or a number that JSON cannot hold.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    check = _checker(kinds)

    def set_value(self: Params, Value: Any) -> Params:
        try:
            self._fields[key] = check(Value)
        except (_Refused, NoBuilder) as refused:
            hint = ""
            if self._sends_any and isinstance(refused, _UnknownWord):
                hint = f"; {self._sends_any}({key!r}, ...) sends any other"
            raise _bad_value(f"{type(self).__name__}.{set_value.__name__}", kinds, refused, hint) from None
        return self

    if default is not None:
        set_value.__defaults__ = (default,)
    set_value.__doc__ = doc or f"Set ``{key}``."
    set_value.json_key = key  # type: ignore[attr-defined]
    return set_value


def flag(key: str, *, doc: str = "") -> Flag:
    """A setter of a boolean, true when called without a value: ``Params.Stream()``."""

    def set_flag(self: Params, Value: bool = True) -> Params:
        if Value is not True and Value is not False:
            raise _bad_value(f"{type(self).__name__}.{set_flag.__name__}", (bool,), _Refused(Value))
        self._fields[key] = Value
        return self

    set_flag.__doc__ = doc or f"Set ``{key}``; true when called without a value."
    set_flag.json_key = key  # type: ignore[attr-defined]
    return cast(Flag, set_flag)


def checked(where: str, kind: Any, value: Any) -> Any:
    """A value as a setter of this kind writes it, for methods that do more. Raises what the setter would.

    where: the method, for the error. kind: as ``setter`` takes it.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    try:
        return _checker(kinds)(value)
    except (_Refused, NoBuilder) as refused:
        raise _bad_value(where, kinds, refused) from None


def amount(where: str, value: Any) -> int:
    """A setting that is a whole number, 0 or more. Raises TypeError or ValueError naming ``where`` for another."""
    if checked(where, int, value) < 0:
        raise ValueError(f"{where} is 0 or more, got {value}")
    return value  # type: ignore[no-any-return]


def _bad_value(where: str, kinds: Sequence[Any], refused: _Refused | NoBuilder, hint: str = "") -> Exception:
    if isinstance(refused, NoBuilder):
        return TypeError(f"{where}: {refused}")
    if refused.reason:
        return ValueError(f"{where}: {refused.reason}, got {_short(refused.value)}{hint}")
    return wrong_type(where, " or ".join(_kind_name(kind) for kind in kinds), refused.value)


def wrong_type(where: str, takes: str, value: Any) -> TypeError:
    """What a method raises that does more than write its key, in a setter's words."""
    return TypeError(f"{where} takes {takes}, got {type(value).__name__} {_short(value)}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _kind_name(kind: Any) -> str:
    if get_origin(kind) is list:
        return f"list of {_kind_name(get_args(kind)[0])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"{kind.__name__} ({', '.join(map(repr, _wire_values(kind)))})"
    if isinstance(kind, type) and issubclass(kind, Params):
        return f"{kind.__name__} (or a function that fills one)"
    return getattr(kind, "__name__", str(kind))


@cache
def _checker(kinds: tuple[Any, ...]) -> _Checker:
    checks = [_checker_of(kind, any_text=str in kinds) for kind in kinds]
    if len(checks) == 1:
        return checks[0]

    def check_any(value: Any) -> Any:
        refusal: _Refused | None = None
        for check in checks:
            try:
                return check(value)
            except _Refused as refused:
                # A refusal with a reason tells more than a plain "not of this type".
                if refusal is None or (refused.reason and not refusal.reason) or refused.value is not value:
                    refusal = refused
                # A member that is never sent is no plain text either, though it is a str.
                if isinstance(value, Enum) and value.name == "sdk_unknown":
                    break
        raise refusal or _Refused(value)

    return check_any


def _checker_of(kind: Any, *, any_text: bool = False) -> _Checker:
    if kind is float:
        return _check_float
    if kind is int:
        return _check_int
    if kind is object or kind is Any:
        return _as_it_comes
    if get_origin(kind) is list:
        return _list_checker(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return _checker(get_args(kind))
    if get_origin(kind) is dict or kind is dict:
        return _object_checker()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_checker(kind, any_text)
    if isinstance(kind, type) and issubclass(kind, Params):
        return _builder_checker(kind)
    return _instance_checker(kind)


def _instance_checker(kind: Any) -> _Checker:
    def check(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        raise _Refused(value)

    return check


def _check_int(value: Any) -> Any:
    if isinstance(value, int) and value is not True and value is not False:
        return value
    raise _Refused(value)


def _check_float(value: Any) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _Refused(value, "takes a number that JSON can hold")
        return value
    return _check_int(value)


def _object_checker() -> _Checker:
    def check(value: Any) -> Any:
        if isinstance(value, (Mapping, JsonParam)):
            return value
        raise _Refused(value)

    return check


def _wire_values(kind: type[Enum]) -> dict[str, str]:
    """What is sent for the members. ``sdk_unknown`` stands for what a server sent, and is never sent."""
    return {member.value: member.value for member in kind if member.name != "sdk_unknown"}


def _enum_checker(kind: type[Enum], any_text: bool) -> _Checker:
    words = _wire_values(kind)
    # As in the original, upper and lower case are one, and blanks around do not matter; where any text may stand
    # beside the words, it is sent as it is.
    in_any_case = {} if any_text else {word.lower(): word for word in words}

    def check(value: Any) -> Any:
        if isinstance(value, (kind, str)):
            sent: Any = value.value if isinstance(value, kind) else value
            wire = words.get(sent) or in_any_case.get(sent.strip().lower())
            if wire is not None:
                return wire
            raise _UnknownWord(value, f"takes one of {', '.join(map(repr, words))}")
        raise _Refused(value)

    return check


def _builder_checker(kind: type[Params]) -> _Checker:
    def check(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if callable(value) and not isinstance(value, type):
            return build(kind, value)
        raise _Refused(value)

    return check


def _list_checker(item: Any) -> _Checker:
    check_item = _checker_of(item)

    def check(value: Any) -> Any:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Sequence):
            raise _Refused(value)
        return [check_item(inner) for inner in value]

    return check


class UrlPaginationParams(UrlParam):
    """``limit`` and ``after`` of the API's lists."""

    __slots__ = ()

    Limit = setter(int, "limit", doc="How many entries a page has.")
    After = setter(str, "after", doc="The id of the last entry of the page before.")


class UrlAdvancedParams(UrlPaginationParams):
    """``order`` and ``before`` beside ``limit`` and ``after``."""

    __slots__ = ()

    Order = setter(str, "order", doc="``asc`` or ``desc``, by time of creation.")
    Before = setter(str, "before", doc="The id of the first entry of the page after.")
