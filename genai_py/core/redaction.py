"""Masking of keys and passwords in texts and errors."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from multidict import CIMultiDict

from .errors import GenAIException

E = TypeVar("E", bound=GenAIException)

SHORTEST_SECRET = 8
"""A shorter key is a placeholder such as "x" or "none", which ordinary texts contain."""
MASK = "***"
_HTML_NAMES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}


class Redactor:
    """Masks secrets in texts, values and errors, also where they are escaped as in JSON, URLs or HTML."""

    def __init__(self, secrets: frozenset[str]) -> None:
        searched = sorted((each for each in secrets if len(each) >= SHORTEST_SECRET), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_any_escape, searched))) if searched else None

    def text(self, text: str) -> str:
        """Return the text with each secret masked."""
        return text if self._pattern is None else self._pattern.sub(MASK, text)

    def value(self, value: Any) -> Any:
        """Return a JSON value with the secrets masked in all its strings, except in names of fields."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.value(inner) for name, inner in value.items()}
        return [self.value(inner) for inner in value] if isinstance(value, list) else value

    def error(self, error: E) -> E:
        """Mask the secrets in all fields of an error and return it. A cause that shows a secret is removed."""
        if self._pattern is None:
            return error
        error.args = tuple(self.value(part) for part in error.args)
        for name, value in vars(error).items():
            if isinstance(value, str):
                setattr(error, name, self.text(value))
        error.headers = CIMultiDict((name, self.text(value)) for name, value in error.headers.items())
        for cause in (error.__cause__, error.__context__):
            if cause is not None and self._pattern.search(f"{cause} {cause!r}"):
                error.__cause__ = error.__context__ = None
        return error


@functools.lru_cache(maxsize=64)
def redactor_of(secrets: frozenset[str]) -> Redactor:
    """Return the redactor of these secrets, from a cache."""
    return Redactor(secrets)


def _any_escape(secret: str) -> str:
    return "".join(map(_escapes, secret))


def _escapes(letter: str) -> str:
    number = ord(letter)
    forms = [r"\\*" + re.escape(letter), rf"&#0*(?:{number}|[xX]0*(?i:{number:x}));"]
    if number < 0x10000:
        forms.append(rf"\\+u(?i:{number:04x})")
    forms.append("".join(f"%(?i:{byte:02x})" for byte in letter.encode("utf-8", "surrogatepass")))
    if letter in _HTML_NAMES:
        forms.append(f"&{_HTML_NAMES[letter]};")
    return f"(?:{'|'.join(forms)})"
