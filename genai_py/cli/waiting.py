"""Waiting for promises in a way that Ctrl-C ends on every system."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

from .. import Promise, PromiseState

SLICE = 0.2
"""Seconds of each wait: not every system lets Ctrl-C end a wait without limit."""
T = TypeVar("T")


def result_of(promise: Promise[T]) -> T:
    """Wait for a promise and return its value. Raises its rejection. Ctrl-C cancels the promise."""
    try:
        while promise.State is PromiseState.pending:
            with suppress(TimeoutError):
                promise.result(SLICE)
        return promise.result()
    finally:
        promise.Cancel()
