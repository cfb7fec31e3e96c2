"""Results from JSON.

A hook makes a value of one class from parsed JSON. That of an attrs class is a function written for the class when it
is first decoded. It is lenient, since servers deviate: a missing field gets its default, an unknown field goes to
``extra``, and a value of another type than declared stays as it is.
"""

from __future__ import annotations

import os
import threading
import types
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import orjson

from ..errors import error_in
from .base import Result, json_key, loads
from .exact import InexactNumber, as_json_text, check_numbers, exact_loads, without_halves

T = TypeVar("T")
Hook = Callable[[Any], Any]

_hooks: dict[Any, Hook] = {}
_decoders: dict[Any, Callable[[bytes, bytes | None], Any]] = {}
# Writers of hooks for unions, by their base class.
_unions: dict[Any, Callable[[], Hook]] = {}
# Hooks of classes that are being written, for classes that contain themselves. Guarded by the lock, as ``_hooks`` is.
_unfinished: dict[Any, Hook] = {}
_lock = threading.RLock()


class ErrorBody(Exception):
    """The JSON object is not the result that was asked for: it reports an error under ``error``."""

    def __init__(self, error: Any) -> None:
        super().__init__("an error object")
        self.error = error


def decode(kind: type[T], text: bytes, payload: bytes | None = None) -> T:
    """Return a result made from a reply's text. Accepts every well-formed JSON object.

    kind: the class of the result. payload: the request's text, which the result keeps.
    Raises ValueError when the text is not JSON, TypeError when it is not an object, ErrorBody when it is an error
    object.
    """
    return decoder(kind)(text, payload)


def decoder(kind: type[T], *, parts: bool = False) -> Callable[[bytes, bytes | None], T]:
    """Return ``decode`` for one class, for callers that decode many.

    parts: whether the texts are parts of a stream, in which a character may be split.
    """
    made = _decoders.get((kind, parts))
    if made is None:
        made = _decoders[kind, parts] = _decoder(kind, parts)
    return made


def _whole_loads(text: bytes) -> Any:
    return without_halves(loads(text))


# Unknown keys that may mean that the reply is an error.
_SUSPICIOUS = frozenset(
    {
        "Message", "base_resp", "detail", "err", "error", "errorMessage", "errorMsg", "error_message", "error_msg",
        "error_type", "errors", "fault", "message", "msg", "title",
    }
)  # fmt: skip


def _decoder(kind: Any, parts: bool) -> Callable[[bytes, bytes | None], Any]:
    fallback = loads if parts else _whole_loads
    hook = hook_for(kind)
    parse = orjson.loads
    keys = {json_key(field) for field in attrs.fields(get_origin(kind) or kind)}
    holds_error = "error" in keys and not keys.isdisjoint({"id", "object", "status"})
    is_list = "data" in keys and not parts
    finish = None if parts else getattr(kind, "_decoded", None)

    def decode(text: bytes, payload: bytes | None) -> Any:
        try:
            data = parse(text)
        except ValueError:
            data = fallback(text)
        if type(data) is not dict:
            if (found := error_in(data)) is not None:
                raise ErrorBody(found)
            if type(data) is list and is_list and all(type(each) is dict for each in data):
                # Some servers send the entries without the object around them.
                data = {"data": data}
        if type(data) is not dict:
            raise TypeError(f"expected a JSON object, the reply is a {type(data).__name__}")
        try:
            value = hook(data)
        except InexactNumber:
            data = exact_loads(text) if parts else without_halves(exact_loads(text))
            value = hook({"data": data} if type(data) is list else data)
        # The hook has popped the fields that the class has.
        if data and not _SUSPICIOUS.isdisjoint(data):
            found = error_in(loads(text), may_hold_error=holds_error, is_whole=not parts)
            # A class without fields may hold anything, including a field called ``message``.
            if found is not None and (keys or "error" in data):
                raise ErrorBody(found)
        value._text = text
        value._payload = payload
        return value

    def decode_whole(text: bytes, payload: bytes | None) -> Any:
        value = decode(text, payload)
        if holds_error and value.error is not None:
            found = error_in(loads(text), may_hold_error=True, is_whole=True)
            if found is not None:
                raise ErrorBody(found)
        if finish is not None:
            finish(value)
        return value

    return decode_whole if holds_error or finish is not None else decode


def hook_for(kind: Any) -> Hook:
    """Return the function that makes a ``kind`` from parsed JSON. It empties the dicts that it is given.

    For a generic class, values of its type variables stay plain JSON. Raises TypeError for a class that is neither
    an attrs class nor an Enum.
    """
    if not _is_list(kind):
        kind = get_origin(kind) or kind
    with _lock:
        hook = _hooks.get(kind) or _unfinished.get(kind)
        if hook is None:
            try:
                hook = _hooks[kind] = _write_hook(kind)
                _unfinished.pop(kind, None)
            except BaseException:
                _drop_unfinished()
                raise
        return hook


def _write_hook(kind: Any) -> Hook:
    if kind in _unions:
        return _unions[kind]()
    if _is_list(kind):
        return _list_hook(get_args(kind)[0])
    if _is_enum(kind):
        return _enum_hook(kind)
    if attrs.has(kind):
        return _attrs_hook(kind)
    raise TypeError(f"{kind!r} cannot be decoded: it is not a class of results")


def _drop_unfinished() -> None:
    """Discard hooks that may call an unfinished one."""
    if _unfinished:
        _unfinished.clear()
        _hooks.clear()


if hasattr(os, "register_at_fork"):
    # A fork waits until another thread has written a hook: the child would inherit an unfinished hook, and held import
    # locks.
    os.register_at_fork(
        before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
    )


class _TaggedUnion:
    """The hooks of a union's classes by the value of the tag ``key``; ``fallback`` is for all other values."""

    def __init__(self, key: str) -> None:
        self.key = _as_parsed(key)
        self.hooks: dict[Any, Hook] = {}
        self.fallback: Hook

    def decode(self, value: Any) -> Any:
        """The hook for a value of any of the classes."""
        try:
            hook = self.hooks[value[self.key]]
        except (KeyError, TypeError):
            # No dict, or an unknown tag: the base's hook takes both.
            hook = self.fallback
        return hook(value)

    def written_when_used(self, tag: str, kind: type[Any]) -> Hook:
        """Return a hook that is replaced by the real one on first use, since a program uses few of the classes."""

        def first(value: Any) -> Any:
            hook = self.hooks[tag] = hook_for(kind)
            return hook(value)

        return first


def register_tagged_union(base: type[Any], key: str, kinds: Mapping[str, type[Any]]) -> None:
    """Decode values declared as ``base`` as the class that ``kinds`` has for their ``key``; others as ``base``.

    Raises TypeError for a class that does not derive from ``base``.
    """
    for kind in kinds.values():
        if not issubclass(kind, base):
            raise TypeError(f"{kind.__name__} does not derive from {base.__name__}")

    def write() -> Hook:
        union = _TaggedUnion(key)
        # Fields of the base may be of the same union.
        _unfinished[base] = union.decode
        union.fallback = _attrs_hook(base)
        for tag, kind in kinds.items():
            union.hooks[tag] = union.fallback if kind is base else union.written_when_used(tag, kind)
        return union.decode

    _unions[base] = write


def register_union(base: type[Any], choose: Callable[[Any], type[Any]]) -> None:
    """Decode values declared as ``base`` as the class that ``choose`` returns for the parsed JSON."""
    _unions[base] = lambda: lambda value: hook_for(choose(value))(value)


def _attrs_hook(cls: type[Any]) -> Hook:
    """Write the function that makes a ``cls`` from a dict: known keys are popped, the rest is ``extra``."""
    names: dict[str, Any] = {"make": cls.__new__, "cls": cls}
    lines = [
        "def decode(value):",
        "    if type(value) is not dict:",
        "        return value",
        "    made = make(cls)",
        "    pop = value.pop",
    ]
    _unfinished.setdefault(cls, lambda value: names["decode"](value))
    hints = get_type_hints(cls)
    for field in attrs.fields(cls):
        declared = hints[field.name]
        hook = _field_hook(declared)
        if declared is str:
            missing = "''"
        elif _is_list(declared):
            missing = "[]"
        else:
            missing = "None"
        names[f"key_{field.name}"] = _as_parsed(json_key(field))
        if field.metadata.get("json_text"):
            names["as_json_text"] = as_json_text
            lines += [
                f"    inner = pop(key_{field.name}, None)",
                "    if inner is not None and type(inner) is not str:",
                "        inner = as_json_text(inner)",
                f"    made.{field.name} = '' if inner is None else inner",
            ]
            continue
        if hook is None and missing == "None":
            if _is_number(declared) and not field.name.endswith(("index", "sequence_number")):
                lines += [
                    f"    inner = pop(key_{field.name}, None)",
                    "    if type(inner) is float:",
                    "        check_numbers(inner)",
                    f"    made.{field.name} = inner",
                ]
            else:
                lines.append(f"    made.{field.name} = pop(key_{field.name}, None)")
            continue
        lines.append(f"    inner = pop(key_{field.name}, None)")
        if hook is not None and _is_list(declared):
            lines += [
                "    if type(inner) is list:",
                "        values = inner",
                "        inner = []",
                "        for each in values:",
                *_hooked(field.name, hook_for(get_args(declared)[0]), "each", names, " " * 12),
                "            inner.append(each)",
            ]
        elif hook is not None and (enum := _only_enum(declared)) is not None:
            names[f"members_{field.name}"] = {member.value: member for member in enum}
            lines += ["    if type(inner) is str:", f"        inner = members_{field.name}.get(inner, inner)"]
        elif hook is not None:
            lines += ["    if inner is not None:", *_hooked(field.name, hook, "inner", names, " " * 8)]
            if (stand_in := field.metadata.get("missing")) is not None:
                names[f"missing_{field.name}"] = stand_in
                lines += ["    else:", f"        inner = missing_{field.name}(made)"]
        given = "inner" if missing == "None" else f"{missing} if inner is None else inner"
        lines.append(f"    made.{field.name} = {given}")
    # A copy, since a dict never gives back the memory of keys that were popped.
    names["check_numbers"] = check_numbers
    lines += [
        "    if value:",
        "        made._extra = {**value}",
        "        check_numbers(value)",
        "    return made",
    ]
    exec(compile("\n".join(lines), f"<decoder of {cls.__qualname__}>", "exec"), names)
    return cast(Hook, names["decode"])


def _as_parsed(key: str) -> str:
    """Return the key object of orjson's cache, with which dictionary lookups need not compare text."""
    parsed: dict[str, None] = orjson.loads(orjson.dumps({key: None}))
    return next(iter(parsed))


def _hooked(field: str, hook: Hook, variable: str, names: dict[str, Any], indent: str) -> list[str]:
    """The lines that pass a variable through a hook; a tagged union's lookup is written inline, without a call."""
    union = getattr(hook, "__self__", None)
    if not isinstance(union, _TaggedUnion):
        names[f"hook_{field}"] = hook
        return [f"{indent}{variable} = hook_{field}({variable})"]
    names.update({f"union_{field}": union, f"tag_{field}": union.key, f"hooks_{field}": union.hooks})
    return [
        f"{indent}try:",
        f"{indent}    hook = hooks_{field}[{variable}[tag_{field}]]",
        f"{indent}except (KeyError, TypeError):",
        f"{indent}    hook = union_{field}.fallback",
        f"{indent}{variable} = hook({variable})",
    ]


def _field_hook(declared: Any) -> Hook | None:
    """The hook for a field's values other than null; None where they stay as they are."""
    if get_origin(declared) in (Union, types.UnionType):
        parts = [kind for kind in get_args(declared) if _needs_hook(kind)]
        return _by_shape(parts) if len(parts) > 1 else hook_for(parts[0]) if parts else None
    return hook_for(declared) if _needs_hook(declared) else None


def _only_enum(declared: Any) -> Any:
    """The enum of a field that holds its members or text, and no object; None for other fields."""
    kinds = get_args(declared) if get_origin(declared) in (Union, types.UnionType) else (declared,)
    found = [kind for kind in kinds if _needs_hook(kind)]
    return found[0] if len(found) == 1 and _is_enum(found[0]) else None


def _needs_hook(kind: Any) -> bool:
    if _is_list(kind):
        return _needs_hook(get_args(kind)[0])
    kind = get_origin(kind) or kind
    return isinstance(kind, type) and issubclass(kind, (Enum, Result))


def _by_shape(parts: list[Any]) -> Hook:
    """The hook for a field that may hold a list, an object or a plain value: chosen by the JSON type."""
    of_list = next((hook_for(kind) for kind in parts if _is_list(kind)), None)
    # The first enum wins where several have the same word.
    members = {member.value: member for kind in reversed(parts) if _is_enum(kind) for member in kind}
    of_dict = next((hook_for(kind) for kind in parts if not _is_list(kind) and not _is_enum(kind)), None)

    def choose(value: Any) -> Any:
        if type(value) is str:
            return members.get(value, value)
        hook = of_dict if type(value) is dict else of_list if type(value) is list else None
        return value if hook is None else hook(value)

    return choose


def _is_number(declared: Any) -> bool:
    """Return whether a field may hold an integer."""
    return declared is int or (get_origin(declared) in (Union, types.UnionType) and int in get_args(declared))


def _is_list(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is list


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _list_hook(item: Any) -> Hook:
    hook = hook_for(item)
    return lambda value: [hook(inner) for inner in value] if type(value) is list else value


def _enum_hook(kind: type[Enum]) -> Hook:
    members = {member.value: member for member in kind}
    return lambda value: members.get(value, value) if isinstance(value, str) else value
