"""Both spellings of a name: ``AsyncAwaitCreate`` and ``async_await_create`` are one attribute.

A name in the spelling of its definition is found by Python itself. Only one that Python does not find is looked up
again, ignoring case, as Delphi does, and underscores.
"""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_folded: dict[type, dict[str, str]] = {}


def snake_case(name: str) -> str:
    """Return ``async_await_create`` for ``AsyncAwaitCreate``; a Python keyword gets a trailing underscore."""
    snake = _WORD_START.sub("_", name).lower()
    return snake + "_" if keyword.iskeyword(snake) else snake


def fold(name: str) -> str:
    """Return the form that all spellings of a name have in common."""
    return name.replace("_", "").lower()


def names_of(owner: type) -> dict[str, str]:
    """Return the public names of a class by their folded form, from a cache."""
    known = _folded.get(owner)
    if known is None:
        known = {}
        for name in dir(owner):
            if not name.startswith("_"):
                known.setdefault(fold(name), name)
        _folded[owner] = known
    return known


def spelt(owner: type, name: str, own: Iterable[str] = ()) -> str | None:
    """Return the attribute of ``owner`` that is ``name`` in any spelling; None where there is none.

    own: the names of the instance's own attributes.
    """
    return names_of(owner).get(fold(name)) or next((each for each in own if fold(each) == fold(name)), None)


def other_spelling(owner: type, name: str, own: Iterable[str] = ()) -> str:
    """Return the attribute as ``spelt`` does. Raises UnknownName if there is none."""
    if name.startswith("_"):
        raise UnknownName(owner.__name__, name)
    real = spelt(owner, name, own)
    if real is None:
        raise UnknownName(owner.__name__, name, [names_of(owner).values(), list(own)])
    return real


class UnknownName(AttributeError):
    """Raised for an attribute that does not exist. Its message suggests the name that is most similar.

    The suggestion is computed when the message is read: most of these errors never are, since ``hasattr`` and
    ``getattr`` with a default discard them. The error holds names only, no reference to the object.
    """

    def __init__(self, owner: str, name: str, real_names: Iterable[Iterable[str]] = ()) -> None:
        # With ``name`` set here, the interpreter does not set it and ``obj``, a reference to the object.
        super().__init__(f"{owner!r} has no attribute {name!r}", name=name)
        self._unknown = name
        self._real_names = real_names

    def __str__(self) -> str:
        return f"{self.args[0]}{_suggestion(self._unknown, itertools.chain.from_iterable(self._real_names))}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (str(self), self._unknown)


def _unpickled(message: str, name: str) -> UnknownName:
    error = UnknownName("", name)
    error.args = (message,)
    return error


def _suggestion(name: str, real_names: Iterable[str]) -> str:
    import difflib

    by_fold = {fold(real): real for real in real_names if not real.startswith("_")}
    nearest = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=0.6)
    if not nearest:
        return ""
    real = by_fold[nearest[0]]
    return f"; did you mean {real if name[:1].isupper() == real[:1].isupper() else _like(name, real)!r}?"


def _like(name: str, real: str) -> str:
    if name[:1].isupper():
        return "".join(part[:1].upper() + part[1:] for part in real.split("_"))
    return snake_case(real)


class BothSpellings:
    """Base of classes whose attributes are found in both spellings."""

    __slots__ = ()

    def _respelt(self, name: str) -> Any:
        real = other_spelling(type(self), name, _own_names(self) or ())
        # The attribute exists, and was not found because its property raised AttributeError: raise that again.
        return object.__getattribute__(self, name) if real == name else getattr(self, real)

    if not TYPE_CHECKING:
        # Hidden from type checkers, which report unknown names.
        __getattr__ = _respelt


class SettableInBothSpellings(BothSpellings):
    """Base of classes whose attributes are also assigned in both spellings: ``Result.OnStart = start``.

    An instance with a ``__dict__`` accepts new names as well, unless its class sets ``_takes_new_names`` to False.
    """

    __slots__ = ()
    _takes_new_names = True

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: Any) -> None:
            if not hasattr(type(self), name):
                name = self._settable(name)
            object.__setattr__(self, name, value)

    def _settable(self, name: str) -> str:
        own = _own_names(self)
        if name.startswith("_") or name in (own or ()):
            return name
        if own is not None and self._takes_new_names:
            return spelt(type(self), name, own) or name
        return other_spelling(type(self), name, own or ())


class CallableInBothSpellings(type):
    """Metaclass of classes whose own attributes are found in both spellings: ``Promise.all_settled(...)``."""

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            return getattr(cls, other_spelling(cls, name))


def _own_names(instance: object) -> Iterable[str] | None:
    try:
        own: dict[str, Any] = object.__getattribute__(instance, "__dict__")
    except AttributeError:
        return None
    return own
