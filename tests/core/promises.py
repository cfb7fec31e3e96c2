"""Promises for tests: ones that are settled by hand, and how one ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from genai_py import Dispatcher, Promise, PromiseState

PENDING, FULFILLED, REJECTED = PromiseState.pending, PromiseState.fulfilled, PromiseState.rejected
PATIENCE = 10
"""Seconds after which a test that waits for a thread has failed."""


class Deferred:
    """A promise and the two functions that settle it."""

    def __init__(self, dispatcher: Dispatcher | None = None) -> None:
        self.promise: Promise[Any] = Promise(self._keep, dispatcher=dispatcher)

    def _keep(self, resolve: Callable[[Any], None], reject: Callable[[Any], None]) -> None:
        self.resolve, self.reject = resolve, reject


def outcome(promise: Promise[Any]) -> tuple[PromiseState, Any]:
    """How a promise ended, once it has; handlers on the way are pumped."""
    try:
        return FULFILLED, promise.result(PATIENCE)
    except Exception as error:
        return REJECTED, error


async def awaited(promise: Promise[Any]) -> Any:
    """A coroutine, where a task is to be made of a promise."""
    return await promise
