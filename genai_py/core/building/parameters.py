"""Named values for settings that are not part of a request: keys in any case, values read by their type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from .params import JsonParam, Params

if TYPE_CHECKING:
    from typing_extensions import Self


class Parameters(Params):
    """Values by key. ``Add`` takes any value; ``Get...`` returns its default where no value of its type is set.

    Keys in upper and lower case are the same, as in the original.
    """

    __slots__ = ()

    def Add(self, AKey: str, AValue: Any) -> Self:
        """Set a key, in place of its value before."""
        if not isinstance(AKey, str) or not AKey:
            raise TypeError(f"{type(self).__name__}.Add: the key must be a non-empty string, got {AKey!r}")
        self._fields[AKey.lower()] = AValue
        return self

    def Delete(self, Key: str) -> None:
        """Remove a key; do nothing when it is not set."""
        super().Delete(Key.lower())

    def Exists(self, AKey: str) -> bool:
        """Whether the key is set."""
        return AKey.lower() in self._fields

    def ProcessParam(self, AKey: str, ACallback: Callable[[Any], Any]) -> None:
        """Call ``ACallback`` with the key's value; do nothing when it is not set."""
        if self.Exists(AKey):
            ACallback(self._fields[AKey.lower()])

    def GetInteger(self, AKey: str, ADefault: int = 0) -> int:
        """Return the value where it is an integer, else the default."""
        return cast(int, self._value(AKey, _is_integer, ADefault))

    def GetInt64(self, AKey: str, ADefault: int = 0) -> int:
        """The same as ``GetInteger``."""
        return self.GetInteger(AKey, ADefault)

    def GetString(self, AKey: str, ADefault: str = "") -> str:
        """Return the value where it is a string, else the default."""
        return cast(str, self._value(AKey, _is_string, ADefault))

    def GetDouble(self, AKey: str, ADefault: float = 0.0) -> float:
        """Return the value where it is a number, else the default."""
        return float(self._value(AKey, _is_number, ADefault))

    def GetSingle(self, AKey: str, ADefault: float = 0.0) -> float:
        """The same as ``GetDouble``."""
        return self.GetDouble(AKey, ADefault)

    def GetBoolean(self, AKey: str, ADefault: bool = False) -> bool:
        """Return the value where it is a boolean, else the default."""
        return cast(bool, self._value(AKey, _is_boolean, ADefault))

    def GetObject(self, AKey: str, ADefault: Any = None) -> Any:
        """Return the value where it is no string, number, boolean or list, else the default."""
        return self._value(AKey, _is_object, ADefault)

    def GetJSONObject(self, AKey: str) -> dict[str, Any] | None:
        """Return the value where it is a dict or a builder, as a dict; else None."""
        value = self._value(AKey, _is_json_object, None)
        return None if value is None else _plain(value)

    def GetArrayString(self, AKey: str) -> list[str]:
        """Return the value where it is a list of strings; else []."""
        return self._list(AKey, _is_string)

    def GetArrayInteger(self, AKey: str) -> list[int]:
        """Return the value where it is a list of integers; else []."""
        return self._list(AKey, _is_integer)

    def GetArrayInt64(self, AKey: str) -> list[int]:
        """The same as ``GetArrayInteger``."""
        return self.GetArrayInteger(AKey)

    def GetArrayDouble(self, AKey: str) -> list[float]:
        """Return the value where it is a list of numbers; else []."""
        return [float(number) for number in self._list(AKey, _is_number)]

    def GetArraySingle(self, AKey: str) -> list[float]:
        """The same as ``GetArrayDouble``."""
        return self.GetArrayDouble(AKey)

    def GetArrayBoolean(self, AKey: str) -> list[bool]:
        """Return the value where it is a list of booleans; else []."""
        return self._list(AKey, _is_boolean)

    def GetArrayObject(self, AKey: str) -> list[Any]:
        """Return the value where it is a list of objects; else []."""
        return self._list(AKey, _is_object)

    def GetArrayJSONObject(self, AKey: str) -> list[dict[str, Any]]:
        """Return the value where it is a list of dicts or builders, as dicts; else []."""
        return [_plain(value) for value in self._list(AKey, _is_json_object)]

    def GetJSONArray(self, AKey: str) -> list[dict[str, Any]]:
        """The same as ``GetArrayJSONObject``."""
        return self.GetArrayJSONObject(AKey)

    def _value(self, key: str, fits: Callable[[Any], bool], default: Any) -> Any:
        value = self._fields.get(key.lower())
        return value if fits(value) else default

    def _list(self, key: str, fits: Callable[[Any], bool]) -> list[Any]:
        values = self._fields.get(key.lower())
        if isinstance(values, Sequence) and not isinstance(values, (str, bytes)) and all(map(fits, values)):
            return list(values)
        return []


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _is_boolean(value: Any) -> bool:
    return value is True or value is False


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not _is_boolean(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, float) or _is_integer(value)


def _is_json_object(value: Any) -> bool:
    return isinstance(value, (Mapping, JsonParam))


def _is_object(value: Any) -> bool:
    return value is not None and not isinstance(value, (str, bytes, int, float, list, tuple))


def _plain(value: Mapping[str, Any] | JsonParam) -> dict[str, Any]:
    return value.ToJson() if isinstance(value, JsonParam) else dict(value)
