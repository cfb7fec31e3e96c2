"""What JSON parsers lose or refuse: whole numbers of any size, and halves of surrogate pairs. Pure functions."""

from __future__ import annotations

import json
from typing import Any


class InexactNumber(Exception):
    """orjson made a float of a whole number that is too large for it; ``exact_loads`` reads it."""


class _ExactFloat(float):
    """A number that was written as a float."""


def exact_loads(text: bytes) -> Any:
    """Parse JSON as ``loads`` does, but keep whole numbers of any size. About ten times slower."""
    return json.loads(text.decode("utf-8-sig", "replace"), strict=False, parse_float=_ExactFloat)


def as_json_text(value: Any) -> str:
    """Write parsed JSON as compact text. Raises InexactNumber for a number that orjson may have rounded."""
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
    """Join the halves of surrogate pairs in a text, and replace single ones, so that it can be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def without_halves(value: Any) -> Any:
    """Return parsed JSON with ``whole_text`` of each text."""
    if type(value) is str:
        return whole_text(value)
    if type(value) is dict:
        return {whole_text(key): without_halves(inner) for key, inner in value.items()}
    return [without_halves(inner) for inner in value] if type(value) is list else value
