"""Iteration over the entries of a list across its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Generic, TypeVar

from ..running.loops import loop_for_work
from ..running.promise import Promise
from ..spelling import BothSpellings

T = TypeVar("T", covariant=True)


class Pages(BothSpellings, Generic[T]):
    """The entries of all pages of a list: ``for entry in ...`` or ``async for entry in ...``.

    The next page is fetched while the entries of the current one are used. Each iteration starts with the first page.
    """

    def __init__(self, fetch: Callable[[str], Any], promise: Callable[[str], Promise[Any]]) -> None:
        # Both take the id of the last entry of the previous page, "" for the first page.
        self._fetch = fetch
        self._promise = promise

    def __iter__(self) -> Iterator[T]:
        if loop_for_work() is not None:
            # The promise's operation would run on this thread's loop, which waiting would block.
            yield from self._one_by_one()
            return
        after: str | None = ""
        promise = self._begin(after)
        try:
            while promise is not None:
                page = promise.result()
                after = next_after(page, after)
                promise = self._begin(after)
                yield from page.data
        finally:
            if promise is not None:
                promise.Cancel()

    def _one_by_one(self) -> Iterator[T]:
        after: str | None = ""
        while after is not None:
            page = self._fetch(after)
            after = next_after(page, after)
            yield from page.data

    async def __aiter__(self) -> AsyncIterator[T]:
        after: str | None = ""
        promise = self._begin(after)
        try:
            while promise is not None:
                page = await promise
                after = next_after(page, after)
                promise = self._begin(after)
                for entry in page.data:
                    yield entry
        finally:
            if promise is not None:
                promise.Cancel()

    def _begin(self, after: str | None) -> Promise[Any] | None:
        if after is None:
            return None
        promise = self._promise(after)
        # A page fetched ahead may never be used: do not log its failure as unhandled.
        promise.mark_handled()
        return promise


def next_after(page: Any, before: str | None) -> str | None:
    """Return the ``after`` parameter of the next page; None after the last page, or if it would not change."""
    if not page.has_more or not page.data:
        return None
    last = getattr(page, "last_id", "") or getattr(page.data[-1], "id", "")
    return last if isinstance(last, str) and last and last != before else None
