"""Results: slotted attrs classes, and how they are made from JSON.

The converter is cattrs'; what stands here is the hook for attrs classes, which takes what servers really send: a
missing field gets its default, an unknown field goes to ``extra``, and a value of another type than declared stays
as it came.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import cattrs
import orjson

from .spelling import BothSpellings

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda decorated: decorated


T = TypeVar("T")
Hook = Callable[[Any], Any]
_NO_EXTRA: Mapping[str, Any] = types.MappingProxyType({})


class Result(BothSpellings):
    """Base of all results.

    ``extra``: the fields the server sent that the class does not model. On the outermost object of a reply,
    ``JSONResponse`` is the reply's text and ``JSONPayload`` the request's.
    """

    __slots__ = ("__weakref__", "_extra", "_payload", "_text")

    if TYPE_CHECKING:
        _extra: dict[str, Any]
        _text: bytes
        _payload: bytes | None

    @property
    def extra(self) -> Mapping[str, Any]:
        """Fields that came and are not modelled; empty where there were none."""
        try:
            return self._extra
        except AttributeError:
            return _NO_EXTRA

    @property
    def JSONResponse(self) -> str:
        """The reply's text as it came; for a part of a reply, the part written as JSON."""
        try:
            return self._text.decode("utf-8", "replace")
        except AttributeError:
            return self.ToJsonString()

    @property
    def JSONPayload(self) -> str:
        """The request's JSON text; empty where there was none."""
        try:
            return (self._payload or b"").decode("utf-8", "replace")
        except AttributeError:
            return ""

    def ToJson(self) -> dict[str, Any]:
        """The result as plain dicts and lists. Fields that did not come are left out."""
        try:
            came: Any = loads(self._text)
        except AttributeError:
            came = None
        return cast(dict[str, Any], _dump(self, came))

    def ToJsonString(self) -> str:
        """The result as compact JSON text."""
        return orjson.dumps(self.ToJson()).decode()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.extra == other.extra and all(
            getattr(self, field.name) == getattr(other, field.name) for field in attrs.fields(cast(Any, type(self)))
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        set_fields = [
            f"{field.name}={value!r}"
            for field in attrs.fields(cast(Any, type(self)))
            if (value := getattr(self, field.name)) not in (None, "", [])
        ]
        if self.extra:
            set_fields.append(f"extra={dict(self.extra)!r}")
        return f"{type(self).__name__}({', '.join(set_fields)})"


@dataclass_transform(kw_only_default=True, field_specifiers=(attrs.field,))
def result(cls: type[T]) -> type[T]:
    """Class decorator: a slotted attrs class. ``Result`` has ``==`` and ``repr`` for all, so none is made for each."""
    return attrs.define(cls, slots=True, eq=False, repr=False)


def json_field(key: str, default: Any = None) -> Any:
    """A field whose JSON key is not its name."""
    return attrs.field(default=default, metadata={"json": key})


def items() -> Any:
    """A list field, empty by default."""
    return attrs.field(factory=list)


def timestamp_text(seconds: Any) -> str:
    """Unix seconds as ``2025-01-31 12:00:00`` in local time, as the original's ``...AsString`` fields; "" if none."""
    if not isinstance(seconds, (int, float)):
        return ""
    return datetime.fromtimestamp(seconds, timezone.utc).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def loads(text: bytes) -> Any:
    """JSON from bytes. Takes what strict parsers refuse and servers send: NaN, Infinity, invalid UTF-8, a BOM.

    Raises ValueError when it is no JSON at all.
    """
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text.decode("utf-8-sig", "replace"))


def decode(kind: type[T], text: bytes, payload: bytes | None = None) -> T:
    """A result from a reply's text. Never fails on a well-formed JSON object.

    Raises ValueError when the text is no JSON, TypeError when it is no object.
    """
    hook = _hooks.get(kind)
    if hook is None:
        hook = hook_for(kind)
    data = loads(text)
    if type(data) is not dict:
        raise TypeError(f"a JSON object was expected, the reply is a {type(data).__name__}")
    value: Any = hook(data)
    value._text = text
    value._payload = payload
    return cast(T, value)


def hook_for(kind: Any) -> Hook:
    """The function that makes a ``kind`` from parsed JSON. It takes the dicts it is given apart."""
    hook = _hooks.get(kind)
    if hook is None:
        if _is_enum(kind):
            # By class: to cattrs' dispatch on base classes, an enum of strings is a str.
            converter.register_structure_hook(kind, _enum_hook(kind))
        found: Any = converter.get_structure_hook(kind)
        hook = _hooks[kind] = getattr(found, "direct", None) or (lambda value: found(value, kind))
    return hook


_hooks: dict[Any, Hook] = {}
converter = cattrs.Converter(detailed_validation=False)
_NONE = iter(lambda: None, 0)


def register_kinds(base: type[Any], key: str, kinds: Mapping[str, type[Any]]) -> None:
    """Make parts declared as ``base`` come out as the class that fits their ``key``; unknown ones as ``base``."""
    for kind in kinds.values():
        if not issubclass(kind, base):
            raise TypeError(f"{kind.__name__} is no {base.__name__}")

    def factory(_: Any) -> Any:
        by_value = {value: hook_for(kind) for value, kind in kinds.items()}
        other = _attrs_hook(base)

        def direct(value: Any) -> Any:
            if type(value) is not dict:
                return value
            return by_value.get(value.get(key, ""), other)(value)

        return _with_direct(direct)

    converter.register_structure_hook_factory(lambda kind: kind is base, factory)


def _with_direct(direct: Hook) -> Any:
    def structure(value: Any, _: Any) -> Any:
        return direct(value)

    structure.direct = direct  # type: ignore[attr-defined]
    return structure


def _attrs_hook(cls: type[Any]) -> Hook:
    hints = get_type_hints(cls)
    fields = attrs.fields(cls)
    keys = [field.metadata.get("json", field.name.rstrip("_")) for field in fields]
    texts: list[int] = []
    hooks: list[tuple[int, Hook]] = []

    def direct(value: Any) -> Any:
        if type(value) is not dict:
            return value
        values = list(map(value.pop, keys, _NONE))
        for index in texts:
            if values[index] is None:
                values[index] = ""
        for index, hook in hooks:
            values[index] = hook(values[index])
        made = cls(*values)
        if value:
            made._extra = value
        return made

    # Known before its fields are looked at: a class may hold itself.
    _hooks[cls] = direct
    for index, field in enumerate(fields):
        declared = hints[field.name]
        if declared is str:
            texts.append(index)
        else:
            hook = _field_hook(declared)
            if hook is not None:
                hooks.append((index, hook))
    return direct


def _field_hook(declared: Any) -> Hook | None:
    """What a field's value goes through; None where it stays as it is."""
    inner = [kind for kind in get_args(declared) if kind is not type(None)]
    if get_origin(declared) in (Union, types.UnionType):
        parts = [kind for kind in inner if _needs_hook(kind)]
        if not parts:
            return None
        if len(parts) > 1:
            return _by_shape(parts)
        return hook_for(parts[0])
    if get_origin(declared) is list:
        return hook_for(declared)
    return hook_for(declared) if _needs_hook(declared) else None


def _needs_hook(kind: Any) -> bool:
    return get_origin(kind) is list or (isinstance(kind, type) and (attrs.has(kind) or issubclass(kind, (Enum, Result))))


def _by_shape(parts: list[Any]) -> Hook:
    """For a field that may hold a list, an object or a plain value: chosen by what came."""
    of_list = next((hook_for(kind) for kind in parts if get_origin(kind) is list), None)
    of_dict = next((hook_for(kind) for kind in parts if get_origin(kind) is not list and not _is_enum(kind)), None)
    of_text = next((hook_for(kind) for kind in parts if _is_enum(kind)), None)

    def choose(value: Any) -> Any:
        hook = of_dict if type(value) is dict else of_list if type(value) is list else of_text
        return value if hook is None or value is None else hook(value)

    return choose


def _is_list(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is list


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _list_factory(kind: Any) -> Any:
    item = get_args(kind)[0]
    hook = hook_for(item) if _needs_hook(item) else None

    def direct(value: Any) -> Any:
        if value is None:
            return []
        if hook is None or type(value) is not list:
            return value
        return [hook(inner) for inner in value]

    return _with_direct(direct)


def _enum_hook(kind: Any) -> Any:
    members = {member.value: member for member in kind}

    def direct(value: Any) -> Any:
        return members.get(value, value) if isinstance(value, str) else value

    return _with_direct(direct)


converter.register_structure_hook_factory(attrs.has, lambda cls: _with_direct(_attrs_hook(cls)))
converter.register_structure_hook_factory(_is_list, _list_factory)


def _dump(value: Any, came: Any) -> Any:
    """Plain JSON of a result. ``came`` is the JSON it was made from, where known: it tells null from missing."""
    if isinstance(value, Result):
        known = came if isinstance(came, dict) else None
        out: dict[str, Any] = {}
        for field in attrs.fields(cast(Any, type(value))):
            key = field.metadata.get("json", field.name.rstrip("_"))
            inner = getattr(value, field.name)
            if known is None:
                if inner is None or inner == "" or inner == []:
                    continue
            elif key not in known and (inner is None or inner == "" or inner == []):
                continue
            elif known.get(key, key) is None and (inner == "" or inner == []):
                inner = None
            out[key] = _dump(inner, None if known is None else known.get(key))
        for key, inner in value.extra.items():
            out[key] = inner
        return out
    if isinstance(value, list):
        sources = came if isinstance(came, list) and len(came) == len(value) else [None] * len(value)
        return [_dump(inner, source) for inner, source in zip(value, sources, strict=True)]
    if isinstance(value, Enum):
        return value.value
    return value
