"""Lists: pages of a resource's objects.

The next page begins after the last entry of this one: ``Params.After(page.last_id)``.
Source: https://platform.openai.com/docs/api-reference/introduction
"""

from __future__ import annotations

from typing import Generic, TypeVar

from ..core.results.base import Result, items, result

T = TypeVar("T")


@result
class PaginatedList(Result, Generic[T]):
    """A page without the ids of its first and last entry."""

    object: str = ""
    data: list[T] = items()
    has_more: bool | None = None


@result
class AdvancedList(PaginatedList[T]):
    """A page with the ids of its first and last entry."""

    first_id: str = ""
    last_id: str = ""
