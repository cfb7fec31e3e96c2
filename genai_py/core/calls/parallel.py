"""Many prompts at once: one request each, so many at a time, results in the prompts' order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

from ..building.params import JsonParam
from ..errors import GenAIException
from ..spelling import BothSpellings
from .execution import Progress

Send = Callable[[JsonParam], Coroutine[Any, Any, Any]]


class BundleItem(BothSpellings):
    """What became of one prompt.

    index: of the prompt, from 1 on. finish_index: the how-manieth to end, from 1 on; 0 for one that has not. prompt:
    its text. response: the answer's text, "" where it failed. chat: the whole result. error: what failed, None where
    nothing did.
    """

    __slots__ = ("chat", "error", "finish_index", "index", "prompt", "response")

    def __init__(self, index: int = 0, prompt: str = "") -> None:
        self.index = index
        self.finish_index = 0
        self.prompt = prompt
        self.response = ""
        self.chat: Any = None
        self.error: BaseException | None = None

    def __repr__(self) -> str:
        outcome = f"error={self.error!r}" if self.error is not None else f"response={self.response!r}"
        return f"BundleItem({self.index}, finish_index={self.finish_index}, prompt={self.prompt!r}, {outcome})"


class BundleList(BothSpellings):
    """The items of a parallel run, in the order of the prompts."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[BundleItem] = []

    def Add(self, Index: int) -> BundleItem:
        """A new item at the end."""
        item = BundleItem(Index)
        self.items.append(item)
        return item

    def Item(self, Index: int) -> BundleItem:
        """The item of a prompt. Raises IndexError naming how many there are."""
        if not 0 <= Index < len(self.items):
            raise IndexError(f"BundleList.Item: there are {len(self.items)} items, counted from 0; got {Index}")
        return self.items[Index]

    def Count(self) -> int:
        """How many items there are."""
        return len(self.items)

    @property
    def FinishOrder(self) -> list[BundleItem]:
        """The items as they ended; those that never began are left out."""
        return sorted((item for item in self.items if item.finish_index), key=lambda item: item.finish_index)

    def __iter__(self) -> Iterator[BundleItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> BundleItem:
        return self.items[index]

    def __repr__(self) -> str:
        return f"BundleList({len(self.items)} items, {sum(item.error is not None for item in self.items)} failed)"


class BundleError(GenAIException):
    """Some prompts of a parallel run failed. ``bundle`` holds every item, the good ones too."""

    def __init__(self, bundle: BundleList) -> None:
        failed = [item for item in bundle.items if item.error is not None]
        first = failed[0].error
        super().__init__(
            getattr(first, "code", 0),
            f"{len(failed)} of {len(bundle.items)} prompts failed; the first, prompt {failed[0].index}: {first}",
        )
        self.bundle = bundle


def parallel_work(
    prompts: Sequence[str],
    concurrency: int,
    make: Callable[[str], Coroutine[Any, Any, Any]],
    text_of: Callable[[Any], str],
) -> Callable[[Progress], Coroutine[Any, Any, BundleList]]:
    """The work of a parallel run: ``make(prompt)`` for each, ``concurrency`` at a time.

    All prompts are tried, whatever fails. Raises BundleError at the end when any failed.
    """

    async def work(progress: Progress) -> BundleList:
        bundle = BundleList()
        bundle.items = [BundleItem(index, prompt) for index, prompt in enumerate(prompts, 1)]
        waiting = iter(bundle.items)
        finished = 0
        reporting = asyncio.Lock()

        async def worker() -> None:
            nonlocal finished
            for item in waiting:
                try:
                    item.chat = await make(item.prompt)
                    item.response = text_of(item.chat)
                except Exception as error:
                    item.error = error
                finished += 1
                item.finish_index = finished
                # One report at a time keeps them in finish order even when handlers are slow.
                async with reporting:
                    await progress([item])
                # The traceback of its error holds this frame.
                del item

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
