"""Builders from keyword arguments and dicts, whose names are the JSON keys of the request."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from ..spelling import nearest_name, snake_case
from .params import JsonParam, Params, build, wrong_type

P = TypeVar("P", bound=Params)
_BODY = "extra_body"
# What other SDKs take beside the fields of the request, and what does the same here.
_OPTIONS = {
    "timeout": "client.WithOptions(response_timeout=milliseconds)",
    "max_retries": "client.WithOptions(max_retries=n)",
    "extra_headers": "client.API.CustomHeaders",
    "extra_query": "a query in the base URL",
}


def builder_of(kind: type[P], proc: Any) -> P:
    """Return the builder of a request: a ready one, or a new one that a function or a dict fills.

    Raises NoBuilder when ``proc`` is none of these, and what ``filled`` and the function raise.
    """
    return filled(kind, proc, kind.__name__) if isinstance(proc, Mapping) else build(kind, proc)


def filled(kind: type[P], fields: Mapping[str, Any], where: str) -> P:
    """Return a builder with fields by their JSON keys.

    A value that the field's method accepts is set by the method; a list or dict that it does not accept is sent
    unchanged. None leaves a field out. ``extra_body``: a dict of more fields, which the builder need not know.
    where: what takes the fields, for errors. Raises TypeError for an unknown field, naming the most similar one, and
    TypeError or ValueError for an invalid value.
    """
    made = kind()
    methods = _methods(cast(Any, kind))
    for name, value in fields.items():
        if name == _BODY and isinstance(made, JsonParam):
            if not isinstance(value, Mapping):
                raise wrong_type(f"{where}: {_BODY}", "a dict", value)
            for key, more in value.items():
                made.Add(key, more)
        elif name not in methods:
            raise _unknown(where, name, methods)
        elif value is not None:
            _set(made, name, methods[name], value)
    return made


def _set(made: Params, name: str, method: str, value: Any) -> None:
    try:
        getattr(made, method)(value)
    except TypeError:
        if not isinstance(made, JsonParam) or not isinstance(value, (dict, list)):
            raise
        made.Add(name, value)


@functools.cache
def _methods(kind: Any) -> dict[str, str]:
    """Return the methods that set a field, by the field's JSON key."""
    named: dict[str, str] = {}
    keyed: dict[str, str] = {}
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if name[:1].isupper() and not hasattr(Params, name) and not hasattr(JsonParam, name):
            named[snake_case(name)] = name
            keyed.setdefault(getattr(method, "json_key", ""), name)
    keyed.pop("", None)
    return {**named, **keyed}


def _unknown(where: str, name: str, methods: Mapping[str, str]) -> TypeError:
    if name in _OPTIONS:
        return TypeError(f"{where} takes fields of the request, not {name!r}; use {_OPTIONS[name]}")
    nearest = nearest_name(name, methods)
    hint = f"did you mean {nearest!r}? " if nearest else ""
    return TypeError(f"{where}: the request has no field {name!r}; {hint}{_BODY}={{...}} sends any other field")
