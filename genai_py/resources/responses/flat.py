"""Flat access to tagged unions: every field can be read on every type, and is empty where the type does not have it.

Each union has three layers. A view holds all fields as plain class attributes, which take no memory per object. The
base class adds the common fields, and represents unknown types. Each type adds its own fields, which hide the view's.
"""

from __future__ import annotations

from typing import Any


class _NoItems:
    """Returns a new empty list for each access, so that objects share none."""

    def __get__(self, instance: object, owner: object = None) -> list[Any]:
        return []


def no_items() -> Any:
    """Declare a list field of a view."""
    return _NoItems()
