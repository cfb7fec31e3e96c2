"""Promises that combine others. Each function settles ``together`` according to the given promises."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..errors import GenAIException
from .outcome import Outcome, PromiseState

P = TypeVar("P", bound=Outcome[Any])


class _Countdown:
    """A thread-safe counter that counts down."""

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
    """Fulfil with all values in order, or reject with the first rejection."""
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
    """Fulfil with the promises themselves once all are settled."""
    left = _Countdown(len(promises))

    def settled(_: Outcome[Any]) -> None:
        if left.is_last():
            together.fulfil(promises)

    if not promises:
        together.fulfil(promises)
    _watch(promises, settled)
    return together


def race(promises: Sequence[Outcome[Any]], together: P) -> P:
    """Settle as the first promise that settles."""
    _watch(promises, together.settle_as)
    return together


def any_of(promises: Sequence[Outcome[Any]], together: P) -> P:
    """Fulfil with the first value, or, if all are rejected, reject with a GenAIException that lists their errors."""
    left = _Countdown(len(promises))

    def settled(promise: Outcome[Any]) -> None:
        if promise.State is PromiseState.fulfilled:
            together.settle_as(promise)
        elif left.is_last():
            errors = "; ".join(str(each.value) for each in promises)
            together.reject(GenAIException(0, f"all {len(promises)} promises were rejected: {errors}"))

    _watch(promises, settled)
    return together
