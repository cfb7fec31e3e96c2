"""Values that JSON parsers round or reject: integers of any size, and halves of characters. Pure functions."""

from __future__ import annotations

import json
import re
from typing import Any

# The least size of a float that may have been a large integer.
_LARGE = 2**53
_BYTES = re.compile("[\udc80-\udcff]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


class InexactNumber(Exception):
    """orjson may have parsed a large integer as a float; ``exact_loads`` keeps it exact."""


class _ExactFloat(float):
    """A large number that is a float in the JSON text."""


def exact_loads(text: bytes) -> Any:
    """Parse JSON like ``loads``, and keep integers of any size. About ten times slower."""
    return _loads(text.decode("utf-8-sig", "replace"))


def _loads(text: str) -> Any:
    return json.loads(text, strict=False, parse_float=_exact_float, parse_constant=_exact_float)


def _exact_float(text: str) -> float:
    value = float(text)
    return _ExactFloat(value) if abs(value) >= _LARGE else value


def as_json_text(value: Any) -> str:
    """Serialize parsed JSON as compact text. Raises InexactNumber for a number that orjson may have rounded."""
    check_numbers(value)
    return json_text_of(value)


def json_text_of(value: Any) -> str:
    """Serialize parsed JSON as compact text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def check_numbers(value: Any) -> None:
    """Raise InexactNumber if parsed JSON contains a number that orjson may have rounded."""
    if type(value) is float:
        if abs(value) >= _LARGE:
            raise InexactNumber
    elif type(value) is dict:
        for inner in value.values():
            if type(inner) in _CHECKED:
                check_numbers(inner)
    elif type(value) is list and value:
        kinds = set(map(type, value))
        if kinds == {float}:
            # Vectors are long: do not check each number.
            if max(value) >= _LARGE or min(value) <= -_LARGE:
                raise InexactNumber
        elif not kinds.isdisjoint(_CHECKED):
            for inner in value:
                check_numbers(inner)


_CHECKED = frozenset({float, dict, list})


def loads_with_halves(text: bytes) -> Any:
    """Parse JSON like ``loads``, but keep the bytes of a UTF-8 sequence that is cut, for ``whole_text`` to join."""
    return _loads(text.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))


def whole_text(text: str) -> str:
    """Join the halves of characters in a text, and replace those that have no other half, so that it can be encoded.

    Halves are surrogates, or bytes of UTF-8 that are kept as by ``surrogateescape``.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        joined = _BYTES.sub(_decoded_bytes, joined)
        return _SURROGATES.sub("\ufffd", joined)
    return text


def _decoded_bytes(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def without_halves(value: Any) -> Any:
    """Return parsed JSON with ``whole_text`` applied to each text."""
    if type(value) is str:
        return whole_text(value)
    if type(value) is dict:
        return {whole_text(key): without_halves(inner) for key, inner in value.items()}
    return [without_halves(inner) for inner in value] if type(value) is list else value
