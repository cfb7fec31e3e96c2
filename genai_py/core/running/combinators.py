"""Promises of several promises. Each function settles ``together`` as the given promises are settled."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..errors import GenAIException
from .outcome import Outcome, PromiseState

P = TypeVar("P", bound=Outcome[Any])


class _Countdown:
    """Counts down in all threads."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._lock = threading.Lock()

    def is_last(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == 0


def _watch(promises: Sequence[Outcome[Any]], settled: Callable[[Outcome[Any]], None]) -> None:
    for promise in promises:
        promise.mark_passed_on()
        promise.when_settled(functools.partial(settled, promise))


def all_of(promises: Sequence[Outcome[Any]], together: P) -> P:
    """Fulfilled with all values in order, rejected with the first rejection."""
    left = _Countdown(len(promises))

    def settled(promise: Outcome[Any]) -> None:
        if promise.State is PromiseState.rejected:
            together.settle_as(promise)
        if left.is_last():
            together.fulfil([each.value for each in promises])

    if not promises:
        together.fulfil([])
    _watch(promises, settled)
    return together


def all_settled(promises: Sequence[Outcome[Any]], together: P) -> P:
    """Fulfilled with the promises themselves, once each is settled."""
    left = _Countdown(len(promises))

    def settled(_: Outcome[Any]) -> None:
        if left.is_last():
            together.fulfil(promises)

    if not promises:
        together.fulfil(promises)
    _watch(promises, settled)
    return together


def race(promises: Sequence[Outcome[Any]], together: P) -> P:
    """Settled as the first one is."""
    _watch(promises, together.settle_as)
    return together


def any_of(promises: Sequence[Outcome[Any]], together: P) -> P:
    """Fulfilled with the first value; rejected with a GenAIException naming every error when all are rejected."""
    left = _Countdown(len(promises))

    def settled(promise: Outcome[Any]) -> None:
        if promise.State is PromiseState.fulfilled:
            together.settle_as(promise)
        elif left.is_last():
            errors = "; ".join(str(each.value) for each in promises)
            together.reject(GenAIException(0, f"all {len(promises)} promises were rejected: {errors}"))

    _watch(promises, settled)
    return together
