"""The flat reading of what comes in many kinds: every field can be read of every kind, and is empty where it is none.

Such a family is three layers. A view holds all fields as plain class attributes, so that they cost an object nothing;
the family's base adds what all kinds have, and is what an unknown kind comes out as; each kind adds its own fields,
which hide the view's.
"""

from __future__ import annotations

from typing import Any


class _NoItems:
    """An empty list, a new one each time: nobody shall fill the one that all objects share."""

    def __get__(self, instance: object, owner: object = None) -> list[Any]:
        return []


def no_items() -> Any:
    """A view's list."""
    return _NoItems()
