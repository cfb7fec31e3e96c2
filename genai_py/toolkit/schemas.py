"""JSON schemas of Python types. Source: https://json-schema.org/understanding-json-schema

Classes stand in the schema itself and not in ``$defs``, because the templates of small models and the grammars of some
servers do without references; only a class that contains itself is referred to.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import PurePath
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from ..core.building.params import excerpt_of
from .documentation import annotation_text, documentation_of
from .extras import extra_module

Schema = dict[str, Any]

_REF = "#/$defs/{name}"
_REF_PREFIX = "#/$defs/"
# Keys with one schema, a list of schemas, and schemas by name.
_ONE = ("items", "additionalProperties", "not")
_MANY = ("anyOf", "allOf", "oneOf", "prefixItems")
_NAMED = ("properties", "$defs")
_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema_of_type(kind: Any, where: str) -> Schema:
    """Return the JSON schema of a type. Raises TypeError naming ``where`` for a type that JSON cannot hold."""
    if is_pydantic(kind):
        return _simplified(kind.model_json_schema())
    if get_origin(kind) is Annotated:
        made = schema_of_type(_inner(kind), where)
        text = annotation_text(kind)
        return {**made, "description": text} if text else made
    if get_origin(kind) in (Union, types.UnionType):
        # Msgspec refuses unions of two classes, between which it could not decide; cattrs can.
        members = [schema_of_type(each, where) for each in get_args(kind)]
        return _simplified({"anyOf": members})
    if kind is Any:
        return {}
    if get_origin(kind) is Literal:
        return _simplified({"enum": list(get_args(kind))})
    msgspec = extra_module("msgspec", "tools", "a JSON schema of a Python type")
    try:
        made, components = msgspec.json.schema_components([kind], schema_hook=_schema_of_other, ref_template=_REF)
        schemas = {name: dict(schema) for name, schema in components.items()}
        _describe(kind, schemas)
    except (TypeError, NotImplementedError, NameError) as error:
        raise TypeError(f"{where}: JSON cannot hold {_name_of(kind)}: {_first_line(error)}") from None
    return _simplified({**made[0], "$defs": schemas})


def is_pydantic(kind: Any) -> bool:
    """Whether a type is a pydantic model, without importing pydantic."""
    return isinstance(kind, type) and hasattr(kind, "model_json_schema") and hasattr(kind, "model_validate")


def strict_schema(schema: Schema) -> Schema:
    """Return a schema in the strict form of servers: all properties required, no others allowed, no defaults."""

    def strict(part: Schema) -> Schema:
        made = {key: value for key, value in part.items() if key not in ("default", "uniqueItems")}
        if part.get("type") == "object" and "properties" in part:
            made["required"] = list(part["properties"])
            made["additionalProperties"] = False
        return made

    return _mapped(schema, strict)


def is_strict(schema: Schema) -> bool:
    """Whether a schema in the strict form has a fixed set of properties everywhere, as strict servers require."""
    parts = list(_parts(schema))
    return all(part for part in parts) and not any(
        part.get("type") == "object" and part.get("additionalProperties") is not False for part in parts
    )


def _schema_of_other(kind: type) -> Schema:
    if is_pydantic(kind):
        made: Schema = kind.model_json_schema()  # type: ignore[attr-defined]
        return made
    if issubclass(kind, PurePath):
        return {"type": "string"}
    raise NotImplementedError


def _inner(kind: Any) -> Any:
    """Return an ``Annotated`` type without the texts, which msgspec does not know."""
    inner, *metadata = get_args(kind)
    for each in metadata:
        if not isinstance(each, str):
            inner = Annotated[inner, each]
    return inner


def _name_of(kind: Any) -> str:
    return kind.__qualname__ if isinstance(kind, type) else excerpt_of(kind)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _describe(kind: Any, schemas: dict[str, Schema]) -> None:
    """Put the descriptions of classes and of their fields into the schemas that msgspec made of them."""
    for each in _classes_in(kind, set()):
        name = each.__name__ if each.__name__ in schemas else f"{each.__module__}.{each.__qualname__}"
        schema = schemas.get(re.sub(r"[^\w.-]", "_", name))
        if schema is None:
            continue
        if issubclass(each, Enum):
            # In the order of the class, which may mean something.
            schema["enum"] = [member.value for member in each]
            continue
        if "description" in schema:
            documentation = documentation_of(each)
            schema["description"] = documentation.description
            texts = dict(documentation.parameters)
        else:
            texts = {}
        hints = get_type_hints(each, include_extras=True)
        texts |= {field: text for field, hint in hints.items() if (text := annotation_text(hint))}
        for field, fields in schema.get("properties", {}).items():
            if field in texts:
                fields.setdefault("description", texts[field])


def _classes_in(kind: Any, seen: set[Any]) -> Iterator[type]:
    """Yield the classes with fields, and the enumerations, that a type consists of."""
    for each in get_args(kind):
        yield from _classes_in(each, seen)
    if not isinstance(kind, type) or kind in seen:
        return
    if issubclass(kind, Enum):
        seen.add(kind)
        yield kind
    elif hasattr(kind, "__annotations__"):
        seen.add(kind)
        yield kind
        for hint in get_type_hints(kind, include_extras=True).values():
            yield from _classes_in(hint, seen)


def _simplified(schema: Schema) -> Schema:
    """Return a schema with its classes in place, without titles and with the type of enumerated values."""
    definitions: dict[str, Schema] = {}
    for part in _parts(schema):
        definitions |= part.get("$defs", {})

    recursive: set[str] = set()

    def placed(part: Schema, within: tuple[str, ...]) -> Schema:
        part = {key: value for key, value in part.items() if key not in ("$defs", "title")}
        ref = part.get("$ref")
        if isinstance(ref, str) and ref.startswith(_REF_PREFIX):
            name = ref.removeprefix(_REF_PREFIX)
            if name in within:
                recursive.add(name)
                return part
            del part["$ref"]
            return placed({**definitions[name], **part}, (*within, name))
        if part.get("default", part) is None:
            del part["default"]
        if "enum" in part and "type" not in part:
            kinds = {_JSON_TYPES.get(type(value)) for value in part["enum"]}
            if len(kinds) == 1 and None not in kinds:
                part = {"type": kinds.pop(), **part}
        if len(part.get("anyOf", ())) == 1:
            [only] = part.pop("anyOf")
            part = {**only, **part}
        return _with_inner(part, lambda inner: placed(inner, within))

    made = placed(schema, ())
    if recursive:
        # A class that contains itself may contain another one that does.
        known: dict[str, Schema] = {}
        while left := sorted(recursive - known.keys()):
            for name in left:
                known[name] = placed(definitions[name], (name,))
        made["$defs"] = known
    return made


def _with_inner(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """Return a schema with each schema in it changed."""
    made = dict(schema)
    for key in _ONE:
        if isinstance(made.get(key), Mapping):
            made[key] = change(made[key])
    for key in _MANY:
        if isinstance(made.get(key), list):
            made[key] = [change(each) for each in made[key]]
    for key in _NAMED:
        if isinstance(made.get(key), Mapping):
            made[key] = {name: change(each) for name, each in made[key].items()}
    return made


def _mapped(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    return change(_with_inner(schema, lambda inner: _mapped(inner, change)))


def _parts(schema: Schema) -> Iterator[Schema]:
    """Yield a schema and all schemas in it."""
    found: list[Schema] = []
    _mapped(schema, lambda part: found.append(part) or part)  # type: ignore[func-returns-value]
    return iter(found)


def is_optional(kind: Any) -> bool:
    """Whether a type allows None."""
    return kind is None or kind is type(None) or kind is Any or type(None) in _union_members(kind)


def _union_members(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else ()
