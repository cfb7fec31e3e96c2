"""Values that JSON parsers round or reject: integers of any size, and lone surrogates. Pure functions."""

from __future__ import annotations

import json
from typing import Any


class InexactNumber(Exception):
    """orjson may have parsed a large integer as a float; ``exact_loads`` keeps it exact."""


class _ExactFloat(float):
    """A number that is a float in the JSON text."""


def exact_loads(text: bytes) -> Any:
    """Parse JSON like ``loads``, but keep integers of any size. About ten times slower."""
    return json.loads(text.decode("utf-8-sig", "replace"), strict=False, parse_float=_ExactFloat)


def as_json_text(value: Any) -> str:
    """Serialize parsed JSON as compact text. Raises InexactNumber for a number that orjson may have rounded."""
    _check_numbers(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _check_numbers(value: Any) -> None:
    if type(value) is float and abs(value) >= 2**53:
        raise InexactNumber
    if type(value) is dict:
        value = list(value.values())
    for inner in value if type(value) is list else ():
        _check_numbers(inner)


def whole_text(text: str) -> str:
    """Join surrogate pairs in a text, and replace lone surrogates, so that it can be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def without_halves(value: Any) -> Any:
    """Return parsed JSON with ``whole_text`` applied to each text."""
    if type(value) is str:
        return whole_text(value)
    if type(value) is dict:
        return {whole_text(key): without_halves(inner) for key, inner in value.items()}
    return [without_halves(inner) for inner in value] if type(value) is list else value
