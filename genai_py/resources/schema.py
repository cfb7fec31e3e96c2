"""JSON schemas for function arguments and answers. Source: https://json-schema.org/learn

Schemas are built from other schemas::

    SchemaParams.New().Type("object").Properties("city", SchemaParams.New().Type("string")).Required(["city"])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union, overload

import attrs

from ..core.building.params import JsonParam, build, part_of, wrong_type
from ..core.building.setters import checked, flag, setter
from .types import SchemaType

if TYPE_CHECKING:
    from typing_extensions import Self

SchemaLike = Union["SchemaParams", Callable[["SchemaParams"], Any], Mapping[str, Any]]
"""A schema, a function that fills one, or one as a dict."""


class SchemaParams(JsonParam):
    """One JSON schema. Keywords without a method of their own are set with ``Add``."""

    __slots__ = ()

    Type = setter(SchemaType, "type", doc="The type of the value.")
    Format = setter(str, "format", doc="The format of a string or number, such as ``date-time``.")
    Description = setter(str, "description", doc="The purpose of the value, for the model.")
    Nullable = flag("nullable", doc="Whether the value may be null, for servers that support the keyword.")
    Enum = setter(list[object], "enum", doc="The allowed values.")
    Required = setter(list[str], "required", doc="The names of the required properties.")
    AdditionalProperties = flag(
        "additionalProperties", doc="Whether other properties are allowed; strict schemas need ``False``."
    )

    def MaxItems(self, Value: int | str) -> Self:
        """The maximum number of items of an array."""
        return self.Add("maxItems", _count(f"{type(self).__name__}.MaxItems", Value))

    def MinItems(self, Value: int | str) -> Self:
        """The minimum number of items of an array."""
        return self.Add("minItems", _count(f"{type(self).__name__}.MinItems", Value))

    @overload
    def Properties(self, Key: str, Value: SchemaLike) -> Self: ...
    @overload
    def Properties(
        self, Key: Sequence[PropertyItem | tuple[str, SchemaLike]] | Mapping[str, SchemaLike]
    ) -> Self: ...
    def Properties(self, Key: Any, Value: Any = None) -> Self:
        """Describe properties of an object: one by its name and schema, or many at once.

        Properties are added to those described before.

        A name that is a keyword of JSON schemas sets the keyword of this schema, as in the original:
        ``Properties("items", inner)`` describes the items of an array. ``Properties("properties", inner)`` adds the
        properties of ``inner``. A property with such a name is described in a list or dict:
        ``Properties({"not": inner})``. ``items`` and other keywords of arrays are properties where the type is
        ``object``.
        """
        where = f"{type(self).__name__}.Properties"
        if Value is None:
            return self._describe({name: schema_of(where, each) for name, each in _pairs(where, Key)})
        if not isinstance(Key, str):
            raise wrong_type(where, "the name of a property", Key)
        schema = schema_of(where, Value)
        fields = schema._fields if isinstance(schema, JsonParam) else schema
        if Key == "properties" and not _is_schema(fields):
            wrapped = {name: inner for name, inner in fields.items() if name != "properties"}
            return self._describe({**wrapped, **fields.get("properties", {})})
        if Key in _APPLICATORS or (Key in _ARRAY_APPLICATORS and self._fields.get("type") != "object"):
            return self.Add(Key, schema)
        return self._describe({Key: schema})

    def _describe(self, properties: Mapping[str, Any]) -> Self:
        # A new dict, as a copy of the builder, or the program, may share the previous one.
        self._fields["properties"] = {**self._fields.get("properties", {}), **properties}
        return self

    def Items(self, Value: SchemaLike) -> Self:
        """Describe the items of an array."""
        return self.Add("items", schema_of(f"{type(self).__name__}.Items", Value))

    @classmethod
    def New(cls, ParamProc: Callable[[SchemaParams], Any] | None = None) -> SchemaParams:
        """Return a new schema, filled by ``ParamProc`` if given."""
        return build(SchemaParams, ParamProc)


@attrs.frozen
class PropertyItem:
    """A property of an object: its name and its schema."""

    key: str
    schema: SchemaLike

    @classmethod
    def Add(cls, Key: str, Value: SchemaType | str | SchemaLike) -> PropertyItem:
        """Return a property of a type, such as ``PropertyItem.Add("age", SchemaType.integer)``, or of a schema."""
        return cls(Key, SchemaParams().Type(Value) if isinstance(Value, str) else Value)


def schema_of(where: str, value: SchemaLike) -> JsonParam | Mapping[str, Any]:
    """Return the schema that ``value`` is or fills. Raises TypeError naming ``where``."""
    takes = "SchemaParams, a function that fills it or dict"
    return part_of(where, SchemaParams, value, (Mapping,), takes=takes)  # type: ignore[no-any-return]


_APPLICATORS = frozenset(
    {
        "$defs", "additionalProperties", "allOf", "anyOf", "definitions", "dependentSchemas", "else", "if", "not",
        "oneOf", "patternProperties", "propertyNames", "then", "unevaluatedProperties",
    }
)  # fmt: skip
"""The keywords whose values contain schemas."""
_ARRAY_APPLICATORS = frozenset({"additionalItems", "contains", "items", "prefixItems", "unevaluatedItems"})
_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_KEYWORDS = frozenset({"$defs", "$ref", "allOf", "anyOf", "const", "enum", "items", "not", "oneOf", "properties"})


def is_schema(fields: Mapping[str, Any]) -> bool:
    """Return whether a JSON object is a schema: by a ``type`` that only schemas have, or without one by a keyword."""
    kind = fields.get("type")
    if isinstance(kind, str):
        return kind in _TYPES
    return isinstance(kind, list) or (kind is None and not _KEYWORDS.isdisjoint(fields))


def _pairs(where: str, value: Any) -> list[tuple[str, SchemaLike]]:
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        pairs = [(item.key, item.schema) if isinstance(item, PropertyItem) else item for item in value]
        if all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
            return pairs
    raise wrong_type(where, "a name and a schema, a list of PropertyItem or dict", value)


def _is_schema(fields: Mapping[str, Any]) -> bool:
    """Return whether a JSON object is a schema, as opposed to a set of properties."""
    return isinstance(fields.get("type"), (str, list)) or not {"$ref", "anyOf", "oneOf", "allOf"}.isdisjoint(fields)


def _count(where: str, value: int | str) -> int | str:
    if isinstance(value, str):
        return int(value) if value.strip().isdecimal() else value
    return checked(where, (int, str), value)  # type: ignore[no-any-return]
