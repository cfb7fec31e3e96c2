"""Both spellings of a name: ``AsyncAwaitCreate`` and ``async_await_create`` are one attribute.

Attributes written as defined never come here; only a name that Python did not find is looked up again, ignoring
case and underscores as Delphi ignores case.
"""

from __future__ import annotations

import difflib
import keyword
import re
from typing import TYPE_CHECKING, Any

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_folded: dict[type, dict[str, str]] = {}


def snake_case(name: str) -> str:
    """``AsyncAwaitCreate`` -> ``async_await_create``; a Python keyword gets a trailing underscore."""
    snake = _WORD_START.sub("_", name).lower()
    return snake + "_" if keyword.iskeyword(snake) else snake


def fold(name: str) -> str:
    """What two spellings of one name have in common."""
    return name.replace("_", "").lower()


def names_of(owner: type) -> dict[str, str]:
    """The public names of a class by their folded form; made once a class.

    ``_lazy_names`` of a class are names that its instances get on first use.
    """
    known = _folded.get(owner)
    if known is None:
        known = {}
        for name in (*dir(owner), *getattr(owner, "_lazy_names", ())):
            if not name.startswith("_"):
                known.setdefault(fold(name), name)
        _folded[owner] = known
    return known


def other_spelling(owner: type, name: str) -> str:
    """The name under which ``owner`` has what ``name`` spells differently.

    Raises AttributeError, naming the nearest real name, when there is none.
    """
    if not name.startswith("_"):
        real = names_of(owner).get(fold(name))
        if real is not None and real != name:
            return real
    raise AttributeError(misspelt(owner.__name__, name, names_of(owner).values()))


def misspelt(owner: str, name: str, real_names: Any) -> str:
    """The message for a name that ``owner`` does not have."""
    message = f"{owner!r} has no attribute {name!r}"
    if name.startswith("_"):
        return message
    by_fold = {fold(real): real for real in real_names}
    nearest = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=0.6)
    if nearest:
        real = by_fold[nearest[0]]
        message += f"; did you mean {real if name[:1].isupper() == real[:1].isupper() else _like(name, real)!r}?"
    return message


def _like(name: str, real: str) -> str:
    if name[:1].isupper():
        return "".join(part[:1].upper() + part[1:] for part in real.split("_"))
    return snake_case(real)


class BothSpellings:
    """Base of everything whose attributes answer to both spellings."""

    __slots__ = ()

    def _resolve(self, name: str) -> Any:
        return getattr(self, other_spelling(type(self), name))

    if not TYPE_CHECKING:
        # Hidden from type checkers: to them, a misspelt name shall stay an error.
        __getattr__ = _resolve


class SettableInBothSpellings(BothSpellings):
    """The same for records that are filled by assignment: ``Result.OnStart = start``."""

    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            object.__setattr__(self, name, value)
        except AttributeError:
            object.__setattr__(self, other_spelling(type(self), name), value)
