"""Results from JSON.

The converter is cattrs'; what stands here is its hook for attrs classes, which takes what servers really send: a
missing field gets its default, an unknown field goes to ``extra``, and a value of another type than declared stays
as it came. Like cattrs' own, the hook is a function written for its class when the class is first decoded.
"""

from __future__ import annotations

import functools
import os
import threading
import types
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import orjson

from .base import Result, json_key, loads

if TYPE_CHECKING:
    import cattrs

T = TypeVar("T")
Hook = Callable[[Any], Any]

_hooks: dict[Any, Hook] = {}
_decoders: dict[Any, Callable[[bytes, bytes | None], Any]] = {}
# Hooks being written, for classes that hold themselves; seen only by the thread that has the lock.
_unfinished: dict[Any, Hook] = {}
_writing = threading.RLock()
# What makes the hooks of classes that choose among others, by class.
_choosers: dict[Any, Callable[[Any], Any]] = {}


@functools.cache
def converter() -> cattrs.Converter:
    """cattrs' converter, with the hooks for results."""
    # A program that has only made a client does not wait for it.
    import cattrs

    made = cattrs.Converter(detailed_validation=False)
    made.register_structure_hook_factory(attrs.has, lambda cls: _with_direct(_attrs_hook(cls)))
    made.register_structure_hook_factory(_is_list, _list_factory)
    made.register_structure_hook_factory(_choosers.__contains__, lambda kind: _choosers[kind](kind))
    return made


class ToldError(Exception):
    """The text is not what was asked for: it says, under ``error``, what went wrong."""

    def __init__(self, error: Any) -> None:
        super().__init__("an error object")
        self.error = error


def decode(kind: type[T], text: bytes, payload: bytes | None = None) -> T:
    """A result from a reply's text. Never fails on a well-formed JSON object.

    Raises ValueError when the text is no JSON, TypeError when it is no object, ToldError when it is an error object.
    """
    return decoder(kind)(text, payload)


def decoder(kind: type[T]) -> Callable[[bytes, bytes | None], T]:
    """``decode`` for one class, for those who decode many."""
    made = _decoders.get(kind)
    if made is None:
        made = _decoders[kind] = _decoder(hook_for(kind))
    return made


def _decoder(hook: Hook, parse: Callable[[bytes], Any] = orjson.loads) -> Callable[[bytes, bytes | None], Any]:
    def decode(text: bytes, payload: bytes | None) -> Any:
        try:
            data = parse(text)
        except ValueError:
            data = loads(text)
        if type(data) is not dict:
            raise TypeError(f"a JSON object was expected, the reply is a {type(data).__name__}")
        value = hook(data)
        # What the hook left is what the class does not know.
        if data and data.get("error"):
            raise ToldError(data["error"])
        value._text = text
        value._payload = payload
        return value

    return decode


def hook_for(kind: Any) -> Hook:
    """The function that makes a ``kind`` from parsed JSON. It takes the dicts it is given apart.

    For a generic class it is that of the class: what stands for its type variables stays plain.
    """
    if not _is_list(kind):
        kind = get_origin(kind) or kind
    with _writing:
        hook = _hooks.get(kind) or _unfinished.get(kind)
        if hook is None:
            if _is_enum(kind):
                # By class: to cattrs' dispatch on base classes, an enum of strings is a str.
                converter().register_structure_hook(kind, _enum_hook(kind))
            found: Any = converter().get_structure_hook(kind)
            hook = _hooks[kind] = getattr(found, "direct", None) or (lambda value: found(value, kind))
            _unfinished.pop(kind, None)
        return hook


if hasattr(os, "register_at_fork"):
    # A fork waits for the hook that another thread writes: its child would have half a hook, and for ever the locks of
    # the modules that the thread imports.
    os.register_at_fork(
        before=_writing.acquire, after_in_parent=_writing.release, after_in_child=_writing.release
    )


class _Kinds:
    """The hooks for parts that are of one of several classes, by what their ``key`` says; ``other`` is for all else."""

    def __init__(self, key: str) -> None:
        self.key = _as_parsed(key)
        self.hooks: dict[Any, Hook] = {}
        self.other: Hook

    def direct(self, value: Any) -> Any:
        """The hook for a part of any of these classes."""
        try:
            hook = self.hooks[value[self.key]]
        except (KeyError, TypeError):
            # No dict, or one of a kind that is not known: the base's hook sees to both.
            hook = self.other
        return hook(value)

    def written_when_used(self, name: str, kind: type[Any]) -> Hook:
        """A hook that takes its own place with the real one: of many kinds, a program meets few."""

        def first(value: Any) -> Any:
            hook = self.hooks[name] = hook_for(kind)
            return hook(value)

        return first


def register_kinds(base: type[Any], key: str, kinds: Mapping[str, type[Any]]) -> None:
    """Make parts declared as ``base`` come out as the class that fits their ``key``; unknown ones as ``base``."""
    for kind in kinds.values():
        if not issubclass(kind, base):
            raise TypeError(f"{kind.__name__} is no {base.__name__}")

    def factory(_: Any) -> Any:
        parts = _Kinds(key)
        # Parts of a part are of the same kinds.
        _unfinished[base] = parts.direct
        parts.other = _attrs_hook(base)
        for name, kind in kinds.items():
            parts.hooks[name] = parts.other if kind is base else parts.written_when_used(name, kind)
        return _with_direct(parts.direct)

    _choosers[base] = factory


def register_chooser(base: type[Any], choose: Callable[[Any], type[Any]]) -> None:
    """Make parts declared as ``base`` come out as the class that ``choose`` gives for what came."""
    _choosers[base] = lambda _: _with_direct(lambda value: hook_for(choose(value))(value))


def _with_direct(direct: Hook) -> Any:
    """A hook as cattrs wants it, which keeps the one that takes the value alone."""

    def structure(value: Any, _: Any) -> Any:
        return direct(value)

    structure.direct = direct  # type: ignore[attr-defined]
    return structure


def _attrs_hook(cls: type[Any]) -> Hook:
    """Write the function that makes a ``cls`` from a dict: each known key is popped, what is left is ``extra``."""
    names: dict[str, Any] = {"make": cls.__new__, "cls": cls}
    lines = [
        "def direct(value):",
        "    if type(value) is not dict:",
        "        return value",
        "    made = make(cls)",
        "    pop = value.pop",
    ]
    _unfinished.setdefault(cls, lambda value: names["direct"](value))
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
        if hook is None and missing == "None":
            lines.append(f"    made.{field.name} = pop(key_{field.name}, None)")
            continue
        lines.append(f"    inner = pop(key_{field.name}, None)")
        if hook is not None and _is_list(declared):
            lines += [
                "    if type(inner) is list:",
                "        came = inner",
                "        inner = []",
                "        for each in came:",
                *_hooked(field.name, hook_for(get_args(declared)[0]), "each", names, " " * 12),
                "            inner.append(each)",
            ]
        elif hook is not None and (enum := _only_enum(declared)) is not None:
            names[f"members_{field.name}"] = {member.value: member for member in enum}
            lines += ["    if type(inner) is str:", f"        inner = members_{field.name}.get(inner, inner)"]
        elif hook is not None:
            lines += ["    if inner is not None:", *_hooked(field.name, hook, "inner", names, " " * 8)]
        given = "inner" if missing == "None" else f"{missing} if inner is None else inner"
        lines.append(f"    made.{field.name} = {given}")
    # Copied, because a dict keeps the room of all the keys that it once had.
    lines += ["    if value:", "        made._extra = {**value}", "    return made"]
    exec(compile("\n".join(lines), f"<decoder of {cls.__qualname__}>", "exec"), names)
    return cast(Hook, names["direct"])


def _as_parsed(key: str) -> str:
    """A key as orjson gives it, nearly always the same object: with that, a dict compares no letters."""
    parsed: dict[str, None] = orjson.loads(orjson.dumps({key: None}))
    return next(iter(parsed))


def _hooked(field: str, hook: Hook, variable: str, names: dict[str, Any], indent: str) -> list[str]:
    """The lines that put a variable through a hook; the choice among several classes stands among them, uncalled."""
    kinds = getattr(hook, "__self__", None)
    if not isinstance(kinds, _Kinds):
        names[f"hook_{field}"] = hook
        return [f"{indent}{variable} = hook_{field}({variable})"]
    names.update({f"kinds_{field}": kinds, f"kind_{field}": kinds.key, f"hooks_{field}": kinds.hooks})
    return [
        f"{indent}try:",
        f"{indent}    hook = hooks_{field}[{variable}[kind_{field}]]",
        f"{indent}except (KeyError, TypeError):",
        f"{indent}    hook = kinds_{field}.other",
        f"{indent}{variable} = hook({variable})",
    ]


def _field_hook(declared: Any) -> Hook | None:
    """What a field's value goes through when it is not null; None where it stays as it is."""
    if get_origin(declared) in (Union, types.UnionType):
        parts = [kind for kind in get_args(declared) if _needs_hook(kind)]
        return _by_shape(parts) if len(parts) > 1 else hook_for(parts[0]) if parts else None
    return hook_for(declared) if _needs_hook(declared) else None


def _only_enum(declared: Any) -> Any:
    """The enum of a field that holds one, or text, and no object."""
    kinds = get_args(declared) if get_origin(declared) in (Union, types.UnionType) else (declared,)
    found = [kind for kind in kinds if _needs_hook(kind)]
    return found[0] if len(found) == 1 and _is_enum(found[0]) else None


def _needs_hook(kind: Any) -> bool:
    if _is_list(kind):
        return _needs_hook(get_args(kind)[0])
    kind = get_origin(kind) or kind
    return isinstance(kind, type) and issubclass(kind, (Enum, Result))


def _by_shape(parts: list[Any]) -> Hook:
    """For a field that may hold a list, an object or a plain value: chosen by what came."""
    of_list = next((hook_for(kind) for kind in parts if _is_list(kind)), None)
    # Of a word that several enums have, the first one's member is taken.
    members = {member.value: member for kind in reversed(parts) if _is_enum(kind) for member in kind}
    of_dict = next((hook_for(kind) for kind in parts if not _is_list(kind) and not _is_enum(kind)), None)

    def choose(value: Any) -> Any:
        if type(value) is str:
            return members.get(value, value)
        hook = of_dict if type(value) is dict else of_list if type(value) is list else None
        return value if hook is None else hook(value)

    return choose


def _is_list(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is list


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _list_factory(kind: Any) -> Any:
    hook = hook_for(get_args(kind)[0])
    return _with_direct(lambda value: [hook(inner) for inner in value] if type(value) is list else value)


def _enum_hook(kind: Any) -> Any:
    members = {member.value: member for member in kind}
    return _with_direct(lambda value: members.get(value, value) if isinstance(value, str) else value)
