"""Promises of several promises. Each function settles ``together`` as the given promises are settled."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import GenAIException
from .outcome import PromiseState

if TYPE_CHECKING:
    from .promise import Promise

U = TypeVar("U")


class _Countdown:
    """Counts down in all threads."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._lock = threading.Lock()

    def is_last(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left == 0


def _watch(promises: list[Promise[Any]], settled: Callable[[Promise[Any]], None]) -> None:
    for promise in promises:
        promise.is_passed_on()
        promise.when_settled(functools.partial(settled, promise))


def all_of(promises: list[Promise[U]], together: Promise[list[U]]) -> Promise[list[U]]:
    """Fulfilled with all values in order, rejected with the first rejection."""
    left = _Countdown(len(promises))

    def settled(promise: Promise[U]) -> None:
        if promise.State is PromiseState.rejected:
            together.settle_as(promise)
        if left.is_last():
            together.fulfil([each.value for each in promises])

    if not promises:
        together.fulfil([])
    _watch(promises, settled)
    return together


def all_settled(promises: list[Promise[Any]], together: Promise[list[Promise[Any]]]) -> Promise[list[Promise[Any]]]:
    """Fulfilled with the promises themselves, once each is settled."""
    left = _Countdown(len(promises))

    def settled(_: Promise[Any]) -> None:
        if left.is_last():
            together.fulfil(promises)

    if not promises:
        together.fulfil(promises)
    _watch(promises, settled)
    return together


def race(promises: list[Promise[U]], together: Promise[U]) -> Promise[U]:
    """Settled as the first one is."""
    _watch(promises, together.settle_as)
    return together


def any_of(promises: list[Promise[U]], together: Promise[U]) -> Promise[U]:
    """Fulfilled with the first value; rejected with a GenAIException naming every error when all are rejected."""
    left = _Countdown(len(promises))

    def settled(promise: Promise[U]) -> None:
        if promise.State is PromiseState.fulfilled:
            together.settle_as(promise)
        elif left.is_last():
            errors = "; ".join(str(each.value) for each in promises)
            together.reject(GenAIException(0, f"all {len(promises)} promises were rejected: {errors}"))

    _watch(promises, settled)
    return together
