"""The public names and their signatures as text, so that a test shows each change of them.

``python -m tests api`` writes it to ``public_api.txt``. A class is listed with its public bases and with the members
that it does not have from one of those.
"""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

import genai_py
import genai_py.testing

FILE = Path(__file__).resolve().parent / "public_api.txt"
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_QUOTED_ANNOTATION = re.compile(r"""((?:\w: |-> ))(?:'([^']*)'|"([^"]*)")""")
PUBLIC = {**{name: getattr(genai_py, name) for name in genai_py.__all__}, **{
    f"testing.{name}": getattr(genai_py.testing, name) for name in genai_py.testing.__all__
}}  # fmt: skip
_CLASSES = {made for made in PUBLIC.values() if isinstance(made, type)}


def listing() -> str:
    """The public names, one a line, each class followed by its members."""
    return "\n".join(line for name in sorted(PUBLIC) for line in _lines(name, PUBLIC[name])) + "\n"


def _lines(name: str, made: Any) -> Iterator[str]:
    if isinstance(made, type):
        bases = [base.__name__ for base in made.__mro__[1:] if base in _CLASSES and _is_nearest(base, made)]
        yield f"class {name}({', '.join(bases)})" if bases else f"class {name}"
        if "__init__" in vars(made) and not attrs.has(made) and not issubclass(made, enum.Enum):
            yield f"    __init__{_signature(made)}"
        # A result may be made with its fields by position: their order is part of the API.
        fields = list(attrs.fields_dict(made)) if attrs.has(made) else []
        own = set(_own_members(made))
        for member in [*(name for name in fields if name in own), *sorted(own - set(fields))]:
            yield f"    {_member(made, member)}"
    elif inspect.isroutine(made):
        yield f"def {name}{_signature(made)}"
    elif type(made).__module__.startswith("genai_py"):
        yield f"object {name}: {type(made).__name__}"
    else:
        yield f"alias {name} = {_shown(made)}"


def _is_nearest(base: type, kind: type) -> bool:
    return not any(base in other.__mro__[1:] for other in kind.__mro__[1:] if other in _CLASSES)


def _own_members(kind: type) -> Iterator[str]:
    """The public members of a class that it has not from a public base, or from what is not of this package."""
    fields = {field.name for field in attrs.fields(kind)} if attrs.has(kind) else set()
    names = {*dir(kind), *fields}
    for name in names:
        if name.startswith("_"):
            continue
        owner = next((each for each in kind.__mro__ if name in vars(each)), kind)
        inherited = any(owner in base.__mro__ for base in kind.__mro__[1:] if base in _CLASSES)
        if not inherited and owner.__module__.startswith("genai_py"):
            yield name


def _member(kind: type, name: str) -> str:
    member = inspect.getattr_static(kind, name, None)
    if attrs.has(kind) and name in (fields := attrs.fields_dict(kind)):
        field = fields[name]
        return f"field {name}: {_type_name(field.type)}{_default(field.default)}"
    if isinstance(member, enum.Enum):
        return f"member {name} = {member.value!r}"
    if isinstance(member, property):
        assert member.fget is not None
        settable = ", settable" if member.fset else ""
        return f"property {name}: {_type_name(inspect.signature(member.fget).return_annotation)}{settable}"
    if isinstance(member, staticmethod | classmethod):
        return f"{type(member).__name__} {name}{_signature(member.__func__)}"
    key = getattr(member, "json_key", None)
    if key is not None:
        return f"setter {name}{_signature(member)} -> {key!r}"
    if callable(member):
        return f"{'async ' if inspect.iscoroutinefunction(member) else ''}def {name}{_signature(member)}"
    if isinstance(member, int | str | float | tuple) or (member is None and name in dir(kind)):
        return f"value {name} = {_shown(member)}"
    described = "" if member is None or type(member).__name__.startswith("_") else f": {type(member).__name__}"
    return f"attribute {name}{described}"


def _signature(made: Any) -> str:
    try:
        signature = inspect.signature(made)
    except (TypeError, ValueError):
        return "(...)"
    # Annotations that are text are shown as they are written.
    return _ADDRESS.sub("", _QUOTED_ANNOTATION.sub(r"\1\2\3", str(signature)))


def _default(value: Any) -> str:
    if value is attrs.NOTHING:
        return ""
    if isinstance(value, attrs.Factory):  # type: ignore[arg-type]
        return f" = {value.factory.__name__}()"
    return f" = {_shown(value)}"


def _type_name(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__qualname__", str(annotation))


def _shown(value: Any) -> str:
    return _ADDRESS.sub("", repr(value))


if __name__ == "__main__":
    FILE.write_text(listing(), encoding="utf-8")
    print(f"{FILE.name}: {len(listing().splitlines())} lines")
