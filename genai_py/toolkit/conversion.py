"""Conversion of JSON values to Python types and back, without loss. Errors are worded for the model to mend."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import math
import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

import attrs
import orjson

from ..core.building.params import excerpt_of
from .schemas import is_pydantic


class UnfitValue(ValueError):
    """A value that does not fit its type. The message has a line for each place: ``$.age: expected an integer``."""


def convert(value: Any, kind: Any) -> Any:
    """Return a JSON value as a type: a class of attrs or dataclasses, a TypedDict, a pydantic model, or of these.

    Raises UnfitValue naming each place that does not fit.
    """
    import cattrs

    try:
        return _converter().structure(value, kind)
    except UnfitValue as error:
        raise UnfitValue(f"$: {error}") from None
    except (cattrs.BaseValidationError, cattrs.StructureHandlerNotFoundError, ValueError, TypeError) as error:
        lines = cattrs.transform_error(error, format_exception=_explained)
        raise UnfitValue("\n".join(map(_place_first, lines))) from None


def _place_first(line: str) -> str:
    text, _, place = line.rpartition(" @ ")
    return f"{place}: {text}"


def _explained(error: BaseException, kind: type | None) -> str:
    if isinstance(error, UnfitValue):
        return str(error)
    if isinstance(error, KeyError):
        return "is missing"
    extra = getattr(error, "extra_fields", None)
    if extra:
        return f"unknown {', '.join(sorted(map(repr, extra)))}"
    return str(error) or type(error).__name__


@cache
def _converter() -> Any:
    from cattrs.preconf.orjson import make_converter

    converter = make_converter(forbid_extra_keys=True)
    for kind, hook in _HOOKS.items():
        converter.register_structure_hook(kind, hook)
    for predicate, hook in (
        (_is_path, lambda value, kind: kind(_str(value, str))),
        (_is_literal, _literal),
        (_is_enum, _enum),
        (_is_named_tuple, _named_tuple),
        (is_pydantic, _pydantic),
        (_is_union, _first_fitting),
    ):
        converter.register_structure_hook_func(predicate, hook)
    # The hooks of cattrs for these take what they can iterate over: the letters of a text, the keys of an object.
    _check_before(converter, _is_object, Mapping, "an object")
    _check_before(converter, _is_collection, list, "a list")
    return converter


def _check_before(converter: Any, predicate: Callable[[Any], bool], accepted: type, wanted: str) -> None:
    """Check the type of a value before the hook of cattrs itself converts it."""
    finding: set[Any] = set()

    def factory(kind: Any) -> Callable[[Any, Any], Any]:
        finding.add(kind)
        try:
            inner = converter.get_structure_hook(kind, cache_result=False)
        finally:
            finding.discard(kind)

        def structure(value: Any, kind: Any) -> Any:
            if not isinstance(value, accepted):
                raise _unfit(wanted, value)
            return inner(value, kind)

        return structure

    converter.register_structure_hook_factory(lambda kind: kind not in finding and predicate(kind), factory)


def _unfit(wanted: str, value: Any) -> UnfitValue:
    return UnfitValue(f"expected {wanted}, got {excerpt_of(value)}")


def _bool(value: Any, _: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in ("true", "false"):
        return word == "true"
    raise _unfit("true or false", value)


def _int(value: Any, _: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _unfit("an integer", value)


def _float(value: Any, _: Any) -> float:
    number = math.nan
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        with contextlib.suppress(ValueError, OverflowError):
            number = float(value)
    if math.isfinite(number):
        return number
    raise _unfit("a number", value)


def _str(value: Any, _: Any) -> str:
    if isinstance(value, str):
        return value
    # A model that writes a postal code as a number has not lost anything.
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise _unfit("a string", value)


def _bytes(value: Any, _: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (ValueError, TypeError):
        raise _unfit("bytes as base64", value) from None


def _datetime(value: Any, _: Any) -> datetime:
    try:
        # Python 3.10 does not know the Z.
        return datetime.fromisoformat(re.sub("[Zz]$", "+00:00", value))
    except (ValueError, TypeError):
        raise _unfit("a date and time such as 2026-01-31T12:00:00Z", value) from None


def _by_text(kind: Callable[[str], Any], wanted: str) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        try:
            return kind(_str(value, str))
        except (ValueError, ArithmeticError):
            raise _unfit(wanted, value) from None

    return structure


_INTEGER = re.compile(r"[+-]?\d{1,4000}")
_HOOKS: Mapping[type, Callable[[Any, Any], Any]] = {
    bool: _bool,
    int: _int,
    float: _float,
    str: _str,
    bytes: _bytes,
    datetime: _datetime,
    date: _by_text(date.fromisoformat, "a date such as 2026-01-31"),
    time: _by_text(time.fromisoformat, "a time such as 12:00:00"),
    Decimal: _by_text(Decimal, "a decimal number"),
    UUID: _by_text(UUID, "a UUID"),
}


def _is_path(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, PurePath)


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _literal(value: Any, kind: Any) -> Any:
    words = get_args(kind)
    for word in words:
        if word == value and type(word) is type(value):
            return word
    raise _unfit(f"one of {', '.join(map(repr, words))}", value)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _enum(value: Any, kind: type[Enum]) -> Enum:
    for member in kind:
        if member.value == value and not isinstance(value, bool) | isinstance(member.value, bool):
            return member
    raise _unfit(f"one of {', '.join(repr(member.value) for member in kind)}", value)


def _is_named_tuple(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")


def _named_tuple(value: Any, kind: Any) -> Any:
    # The hook of cattrs does not resolve annotations that are text.
    if not isinstance(value, list) or len(value) > len(kind._fields):
        raise _unfit(f"a list of at most {len(kind._fields)} values", value)
    hints = get_type_hints(kind)
    values = [_converter().structure(each, hints[name]) for name, each in zip(kind._fields, value, strict=False)]
    missing = [name for name in kind._fields[len(values) :] if name not in kind._field_defaults]
    if missing:
        raise UnfitValue(f"{', '.join(missing)}: missing at the end of the list")
    return kind(*values)


def _pydantic(value: Any, kind: Any) -> Any:
    try:
        return kind.model_validate(value)
    except ValueError as error:
        raise UnfitValue(_pydantic_problems(error)) from None


def _pydantic_problems(error: Any) -> str:
    try:
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}".lstrip(": ") for each in error.errors())
    except (AttributeError, KeyError, TypeError):
        return str(error)


def _is_union(kind: Any) -> bool:
    return bool(_members(kind))


def _members(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else ()


def _first_fitting(value: Any, kind: Any) -> Any:
    """Return a value as the member of a union that it is already, else as the first that it can be converted to."""
    members = _members(kind)
    if value is None and type(None) in members:
        return None
    members = tuple(each for each in members if each is not type(None))
    if len(members) == 1:
        return _converter().structure(value, members[0])
    for each in sorted(members, key=lambda member: member is not type(value)):
        # Classes have no unknown fields, so that they tell themselves apart.
        with contextlib.suppress(Exception):
            return _converter().structure(value, each)
    raise _unfit(f"one of the types {', '.join(getattr(each, '__name__', str(each)) for each in members)}", value)


def _is_object(kind: Any) -> bool:
    kind = get_origin(kind) or kind
    if not isinstance(kind, type):
        return False
    return attrs.has(kind) or dataclasses.is_dataclass(kind) or is_typeddict(kind) or issubclass(kind, Mapping)


def _is_collection(kind: Any) -> bool:
    kind = get_origin(kind) or kind
    return isinstance(kind, type) and issubclass(kind, (Sequence, Set)) and not issubclass(kind, (str, bytes))


def to_text(value: Any) -> str:
    """Return the result of a function as text for the model: a string as it is, anything else as JSON.

    What JSON cannot hold is written by its ``str``.
    """
    if isinstance(value, str):
        return str(value.value) if isinstance(value, Enum) else value
    try:
        text = orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        # Integers of more than 64 bits, half of a surrogate pair, objects that are nested deeply.
        return json.dumps(value, default=_plain)
    return text.decode()


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "ToJson"):
        return value.ToJson()
    if attrs.has(type(value)):
        return {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, (Set, Sequence, Iterator)):
        return list(value)
    return str(value)
