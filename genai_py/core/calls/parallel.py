"""Parallel runs: one request per prompt, a limited number at a time, results in the order of the prompts."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

from ..building.params import JsonParam
from ..errors import GenAIException
from ..running.callbacks import CallBackRecord, ErrorText
from ..running.delivery import call_after, guarded
from ..spelling import BothSpellings
from .execution import Progress

Send = Callable[[JsonParam], Coroutine[Any, Any, Any]]


class BundleItem(BothSpellings):
    """The outcome of one prompt.

    index: the prompt's position, counted from 1. finish_index: 1 for the first that finished, 2 for the second; 0 if
    the prompt has not finished. prompt: its text. response: the answer's text, "" if the request failed. chat: the
    whole result, None if the request failed. error: the exception, None if the request succeeded.
    """

    __slots__ = ("chat", "error", "finish_index", "index", "prompt", "response")

    def __init__(self, index: int = 0, prompt: str = "") -> None:
        self.index = index
        self.finish_index = 0
        self.prompt = prompt
        self.response = ""
        self.chat: Any = None
        self.error: BaseException | None = None

    @property
    def statistics(self) -> Any:
        """The speed of the answer, as ``chat.statistics``; None if the request failed."""
        return getattr(self.chat, "statistics", None)

    def __repr__(self) -> str:
        outcome = f"error={self.error!r}" if self.error is not None else f"response={self.response!r}"
        return f"BundleItem({self.index}, finish_index={self.finish_index}, prompt={self.prompt!r}, {outcome})"


class BundleList(BothSpellings):
    """The items of a parallel run, in the order of the prompts."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[BundleItem] = []

    def Add(self, Index: int) -> BundleItem:
        """Append a new item and return it."""
        item = BundleItem(Index)
        self.items.append(item)
        return item

    def Item(self, Index: int) -> BundleItem:
        """Return the item of a prompt, counted from 0. Raises IndexError naming the number of items."""
        if not 0 <= Index < len(self.items):
            raise IndexError(f"BundleList.Item: there are {len(self.items)} items, counted from 0; got {Index}")
        return self.items[Index]

    def Count(self) -> int:
        """Return the number of items."""
        return len(self.items)

    @property
    def FinishOrder(self) -> list[BundleItem]:
        """The finished items, in the order in which they finished."""
        return sorted((item for item in self.items if item.finish_index), key=lambda item: item.finish_index)

    def __iter__(self) -> Iterator[BundleItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> BundleItem:
        return self.items[index]

    def _repr_markdown_(self) -> str:
        """Return prompts and answers, as notebooks show them."""
        outcomes = ((item.prompt, f"*{item.error}*" if item.error else item.response) for item in self.items)
        return "\n\n".join(f"**{prompt}**\n\n{outcome}" for prompt, outcome in outcomes)

    def __repr__(self) -> str:
        return f"BundleList({len(self.items)} items, {sum(item.error is not None for item in self.items)} failed)"


class BundleError(GenAIException):
    """Some prompts of a parallel run failed. ``bundle`` holds all items, including the successful ones."""

    def __init__(self, bundle: BundleList) -> None:
        failed = [item for item in bundle.items if item.error is not None]
        first = failed[0].error
        super().__init__(
            getattr(first, "code", 0),
            f"{len(failed)} of {len(bundle.items)} prompts failed; the first, prompt {failed[0].index}: {first}",
        )
        self.bundle = bundle


def with_error_of_each(record: CallBackRecord) -> CallBackRecord:
    """Return the record of a run with callbacks, whose ``on_error`` is called for each prompt when it fails."""
    on_progress, on_error = record.on_progress, record.on_error
    if on_error is None:
        return record

    def progress(sender: Any, item: BundleItem) -> Any:
        returned = None if on_progress is None else guarded(on_progress, sender, item)
        return returned if item.error is None else call_after(returned, on_error, sender, ErrorText(item.error))

    def error_at_end(sender: Any, error: ErrorText) -> Any:
        return None if isinstance(error.exception, BundleError) else on_error(sender, error)

    adapted = copy.copy(record)
    adapted.on_progress, adapted.on_error = progress, error_at_end
    return adapted


def parallel_work(
    prompts: Sequence[str],
    concurrency: int,
    make: Callable[[str], Coroutine[Any, Any, Any]],
    text_of: Callable[[Any], str],
    *,
    first_alone: bool = False,
) -> Callable[[Progress], Coroutine[Any, Any, BundleList]]:
    """Return the work of a parallel run, which calls ``make(prompt)`` for each prompt, ``concurrency`` at a time.

    first_alone: whether the others wait for the first prompt's answer. The work tries all prompts, and raises
    BundleError at the end if any failed. Without prompts, the bundle is empty.
    """

    async def work(progress: Progress) -> BundleList:
        bundle = BundleList()
        bundle.items = [BundleItem(index, prompt) for index, prompt in enumerate(prompts, 1)]
        waiting = iter(bundle.items)
        finished = 0
        reporting = asyncio.Lock()

        async def run(item: BundleItem) -> None:
            nonlocal finished
            try:
                item.chat = await make(item.prompt)
                item.response = text_of(item.chat)
            except Exception as error:
                item.error = error
            finished += 1
            item.finish_index = finished
            # The lock keeps reports in finish order even if handlers are slow.
            async with reporting:
                await progress([item])
            # The traceback of its error holds this frame.
            del item

        async def worker() -> None:
            for item in waiting:
                await run(item)

        if first_alone and prompts:
            await run(next(waiting))
        workers = [asyncio.ensure_future(worker()) for _ in range(min(concurrency, len(prompts)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for each in workers:
                each.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        if any(item.error is not None for item in bundle.items):
            raise BundleError(bundle)
        return bundle

    return work
