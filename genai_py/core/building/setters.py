"""``setter``: one line for each method of a builder, typed for type checkers and checked at run time."""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, Protocol, TypeVar, Union, cast, get_args, get_origin, overload

from .params import JsonParam, NoBuilder, Params, build, excerpt_of, materialized, wrong_type

P = TypeVar("P")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E", bound=Enum)
N = TypeVar("N", bound=JsonParam)
V = TypeVar("V", contravariant=True)
R = TypeVar("R", covariant=True)


class _Bound(Protocol[V, R]):
    def __call__(self, Value: V, /) -> R: ...


class _BoundPreset(Protocol[V, R]):
    def __call__(self, Value: V = ..., /) -> R: ...


class _BoundFlag(Protocol[R]):
    def __call__(self, Value: bool = True, /) -> R: ...


class Setter(Protocol[V]):
    """A setter to type checkers: called on an instance, it takes a value and returns that instance."""

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


class _InvalidValue:
    """Returned by a checker for a value that is not valid.

    reason: why, where "takes <kind>" is not enough. error: the whole message, where there is one already.
    It is no exception: one that is kept holds its traceback, and through it the frames of the whole call.
    """

    __slots__ = ("error", "reason", "unknown_word", "value")

    def __init__(self, value: Any, reason: str = "", *, error: str = "", unknown_word: bool = False) -> None:
        self.value = value
        self.reason = reason
        self.error = error
        self.unknown_word = unknown_word


_Checker = Callable[[Any], Any]
"""Returns the value as it is sent, or an ``_InvalidValue``."""


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
    """Return a method that sets ``key`` and returns its builder.

    kind: the type of valid values, or a tuple of types. An Enum takes its members or their wire strings, in
    upper or lower case; a builder class takes a builder or a function that fills one; ``list[X]`` takes any sequence
    of X, an iterator, or an array or series with ``tolist``.
    default: the value of a call without one; None where a call needs one.
    The method raises TypeError naming itself, what it takes and what it got; ValueError for an unknown wire string
    or a number that JSON cannot hold.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    check = _checker(kinds)

    def set_value(self: Params, Value: Any) -> Params:
        sent = check(Value)
        if type(sent) is _InvalidValue:
            hint = ""
            if self._sends_any and sent.unknown_word:
                hint = f"; {self._sends_any}({key!r}, ...) sends any other"
            raise _bad_value(f"{type(self).__name__}.{set_value.__name__}", kinds, sent, hint)
        self._fields[key] = sent
        return self

    if default is not None:
        set_value.__defaults__ = (default,)
    set_value.__doc__ = doc or f"Set ``{key}``."
    set_value.json_key = key  # type: ignore[attr-defined]
    return set_value


def flag(key: str, *, doc: str = "") -> Flag:
    """Return a setter of a boolean, which is true when called without a value: ``Params.Stream()``."""

    def set_flag(self: Params, Value: bool = True) -> Params:
        if Value is not True and Value is not False:
            raise _bad_value(f"{type(self).__name__}.{set_flag.__name__}", (bool,), _InvalidValue(Value))
        self._fields[key] = Value
        return self

    set_flag.__doc__ = doc or f"Set ``{key}``; true when called without a value."
    set_flag.json_key = key  # type: ignore[attr-defined]
    return cast(Flag, set_flag)


def checked(where: str, kind: Any, value: Any) -> Any:
    """Return a value as a setter of this kind sets it, for methods that do more. Raises what the setter would.

    where: the method, for the error. kind: as ``setter`` takes it.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    sent = _checker(kinds)(value)
    if type(sent) is _InvalidValue:
        raise _bad_value(where, kinds, sent)
    return sent


def amount(where: str, value: Any) -> int:
    """Return a setting that must be an integer, 0 or more. Raises TypeError or ValueError naming ``where``."""
    if checked(where, int, value) < 0:
        raise ValueError(f"{where} must be 0 or more, got {value}")
    return value  # type: ignore[no-any-return]


def _bad_value(where: str, kinds: Sequence[Any], invalid: _InvalidValue, hint: str = "") -> Exception:
    if invalid.error:
        return TypeError(f"{where}: {invalid.error}")
    if invalid.reason:
        return ValueError(f"{where}: {invalid.reason}, got {excerpt_of(invalid.value)}{hint}")
    return wrong_type(where, " or ".join(_kind_name(kind) for kind in kinds), invalid.value)


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
        # An iterator can be read once only.
        value = materialized(value)
        invalid: _InvalidValue | None = None
        for check in checks:
            sent = check(value)
            if type(sent) is not _InvalidValue:
                return sent
            # A reason says more than the type does.
            if invalid is None or sent.error or (sent.reason and not invalid.reason) or sent.value is not value:
                invalid = sent
            # This member represents unknown values from servers and is never sent.
            if isinstance(value, Enum) and value.name == "sdk_unknown":
                break
        return invalid

    return check_any


def _checker_of(kind: Any, *, any_text: bool = False) -> _Checker:
    if kind is float:
        return _check_float
    if kind is int:
        return _check_int
    if kind is object or kind is Any:
        return materialized
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
        return _InvalidValue(value)

    return check


def _check_int(value: Any) -> Any:
    if isinstance(value, int) and value is not True and value is not False:
        return value
    return _InvalidValue(value)


def _check_float(value: Any) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            return _InvalidValue(value, "takes a number that JSON can hold")
        return value
    return _check_int(value)


def _object_checker() -> _Checker:
    def check(value: Any) -> Any:
        if isinstance(value, (Mapping, JsonParam)):
            return value
        return _InvalidValue(value)

    return check


def _wire_values(kind: type[Enum]) -> dict[str, str]:
    """The wire strings of an Enum's members, without ``sdk_unknown``, which is never sent."""
    return {member.value: member.value for member in kind if member.name != "sdk_unknown"}


def _enum_checker(kind: type[Enum], any_text: bool) -> _Checker:
    words = _wire_values(kind)
    # As in the original, upper and lower case are the same, and surrounding blanks are ignored, unless any text is
    # valid: it is sent as it is.
    in_any_case = {} if any_text else {word.lower(): word for word in words}

    def check(value: Any) -> Any:
        if isinstance(value, (kind, str)):
            sent: Any = value.value if isinstance(value, kind) else value
            wire = words.get(sent) or in_any_case.get(sent.strip().lower())
            if wire is not None:
                return wire
            return _InvalidValue(value, f"takes one of {', '.join(map(repr, words))}", unknown_word=True)
        return _InvalidValue(value)

    return check


def _builder_checker(kind: type[Params]) -> _Checker:
    def check(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if callable(value) and not isinstance(value, type):
            try:
                return build(kind, value)
            except NoBuilder as error:
                return _InvalidValue(value, error=str(error))
        return _InvalidValue(value)

    return check


def _as_sequence(value: Any) -> Any:
    """Return a sequence of items, also for iterators and for arrays and series, which have ``tolist``."""
    if isinstance(value, (str, bytes, Mapping)):
        return _InvalidValue(value)
    if isinstance(value, Sequence):
        return value
    if isinstance(value, Iterator):
        return list(value)
    items = value.tolist() if hasattr(value, "tolist") else None
    return items if isinstance(items, list) else _InvalidValue(value)


def _list_checker(item: Any) -> _Checker:
    check_item = _checker_of(item)

    def check(value: Any) -> Any:
        if type(value) is not list:
            value = _as_sequence(value)
            if type(value) is _InvalidValue:
                return value
        items = [check_item(inner) for inner in value]
        return next((item for item in items if type(item) is _InvalidValue), items)

    return check
