"""The sides compared: each does the same work on the same replies and returns what it read, to be checked."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

Operation = Callable[[], Awaitable[object]] | Callable[[], object]
"""One operation, from building its request to having read its result; returns what it read."""


class Side(Protocol):
    """One side, alive in a process of its own."""

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The operations this side has, by name."""

    async def parallel(self, prompts: Sequence[str], at_once: int) -> tuple[object, list[str]]:
        """Ask all prompts, `at_once` at a time; the results, all held, and the texts read from them."""

    async def close(self) -> None:
        """Close connections, where the library wants that."""


MODULES = {
    "raw": "benchmarks.sides.raw",
    "genai": "benchmarks.sides.genai",
    "openai-aiohttp": "benchmarks.sides.openai_",
    "openai-httpx": "benchmarks.sides.openai_",
}
"""Where each side's code is. A module is imported in that side's own process only."""

NAMES = tuple(MODULES)
PROMPT = "Tell me a three sentence bedtime story about a unicorn."
TEXTS = [f"Text number {i}, of which an embedding is wanted; it is one short sentence." for i in range(64)]
KEY = "sk-benchmark"


async def make(name: str, address: str) -> Side:
    """The side called `name`, talking to the server at `address`."""
    module: Any = importlib.import_module(MODULES[name])
    side: Side = await module.make(name, f"{address}/create/v1", f"{address}/stream/v1")
    return side
