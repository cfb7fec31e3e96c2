"""Values of which only the beginning has arrived."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import attrs

from .conversion import UnfitValue, convert
from .extras import extra_module
from .schemas import is_pydantic

_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')
_NUMBER_AT_END = re.compile(r"[-+.\deE]+$")


def partial_json(text: str) -> Any:
    """Return the JSON value that begins a text, as far as it has arrived; None where nothing has."""
    start = re.search(r"[{\[]", text)
    if start is None:
        return None
    arrived = text[start.start() :]
    if len(_QUOTE.findall(arrived)) % 2 == 0:
        # More digits of a number may follow.
        arrived = _NUMBER_AT_END.sub("", arrived)
    jiter = extra_module("jiter", "tools", "ParseStream")
    try:
        return jiter.from_json(arrived.encode("utf-8", "replace"), partial_mode="trailing-strings")
    except ValueError:
        # Text follows the value: a fence, or a remark.
        return None


def partial_value(value: Any, kind: Any) -> Any:
    """Return a part of a JSON value as a type. Fields that have not arrived, or do not fit yet, are None."""
    if value is None:
        return None
    origin = get_origin(kind)
    if origin is Annotated:
        return partial_value(value, get_args(kind)[0])
    if origin in (Union, types.UnionType):
        members = [each for each in get_args(kind) if each is not type(None)]
        fitting = [each for each in members if _has_fields(each) == isinstance(value, Mapping)]
        # Between two classes, only the whole value decides.
        return partial_value(value, fitting[0]) if len(fitting) == 1 else _converted(value, kind)
    if _has_fields(kind) and isinstance(value, Mapping):
        return _partial_object(value, kind)
    if isinstance(value, list) and origin in (list, tuple, set, frozenset):
        inner = get_args(kind)[0] if get_args(kind) else Any
        made = [partial_value(each, inner) for each in value]
        return made if origin is list else origin(made)
    return _converted(value, kind)


def _converted(value: Any, kind: Any) -> Any:
    try:
        return convert(value, kind)
    except UnfitValue:
        return None


def _has_fields(kind: Any) -> bool:
    return isinstance(kind, type) and (
        attrs.has(kind) or dataclasses.is_dataclass(kind) or is_typeddict(kind) or is_pydantic(kind)
    )


def _partial_object(value: Mapping[str, Any], kind: Any) -> Any:
    hints = get_type_hints(kind, include_extras=True)
    given = {name: partial_value(value[name], hints[name]) for name in hints if name in value}
    if is_typeddict(kind):
        return given
    if is_pydantic(kind):
        return kind.model_construct(**{name: given.get(name) for name in kind.model_fields})
    # Without __init__, which takes whole values.
    made = object.__new__(kind)
    fields = attrs.fields(kind) if attrs.has(kind) else dataclasses.fields(kind)
    for field in fields:
        object.__setattr__(made, field.name, given.get(field.name))
    return made
