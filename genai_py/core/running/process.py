"""The ends of the process: hooks for its exit and for forks, and short-lived threads that close things."""

from __future__ import annotations

import _thread
import atexit
import contextlib
import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from enum import IntEnum

logger = logging.getLogger("genai_py")

EXIT_PATIENCE = 1.0
"""Seconds that the end of the process waits for what still runs."""


class ExitPhase(IntEnum):
    """The order in which the exit hooks run."""

    CALLS = 0
    CALLBACKS = 1
    LOOPS = 2


_exit_hooks: list[tuple[ExitPhase, Callable[[float], None]]] = []
_fork_hooks: list[Callable[[], None]] = []
_threads: set[threading.Thread] = set()
_exiting = False


def at_exit(phase: ExitPhase, hook: Callable[[float], None]) -> None:
    """Call ``hook(seconds_left)`` when the process exits."""
    _exit_hooks.append((phase, hook))


def after_fork(hook: Callable[[], None]) -> None:
    """Call ``hook()`` in the child of a fork, where the parent's threads and held locks do not exist."""
    _fork_hooks.append(hook)


def interpreter_exiting() -> bool:
    """Whether the exit hooks are running. Threads that wait then are not woken with errors."""
    return _exiting


def spawn_thread(function: Callable[..., object], *args: object) -> threading.Thread | None:
    """Run a function on a daemon thread of its own; None where no thread can be started, as at the process's end."""

    def run() -> None:
        try:
            function(*args)
        finally:
            _threads.discard(thread)

    thread = threading.Thread(target=run, name="genai_py-closing", daemon=True)
    _threads.add(thread)
    try:
        thread.start()
    except RuntimeError:
        _threads.discard(thread)
        return None
    return thread


_collected: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
_collecting = threading.Lock()


def close_later(function: Callable[[], object]) -> None:
    """Run a function on another thread, for finalizers.

    The garbage collector may call a finalizer at any moment and on any thread, while that thread holds a lock.
    Therefore this takes no lock that it could wait for.
    """
    _collected.put(function)
    # The thread that holds the lock checks the queue again after releasing it.
    if not _collecting.locked():
        # At the end of the process there are no new threads, and nothing needs to be closed any more.
        with contextlib.suppress(RuntimeError):
            _thread.start_new_thread(spawn_thread, (_close_collected,))


def _close_collected() -> None:
    while not _collected.empty() and _collecting.acquire(blocking=False):
        try:
            while True:
                _collected.get_nowait()()
        except queue.Empty:
            pass
        except Exception:
            logger.exception("closing a client that was dropped failed")
        finally:
            _collecting.release()


def _exit() -> None:
    global _exiting
    _exiting = True
    until = time.monotonic() + EXIT_PATIENCE
    for thread in list(_threads):
        # A thread that another one is just starting cannot be joined.
        with contextlib.suppress(RuntimeError):
            thread.join(max(0.0, until - time.monotonic()))
    for _, hook in sorted(_exit_hooks, key=lambda entry: entry[0]):
        hook(max(0.0, until - time.monotonic()))
    _exiting = False


def _renew() -> None:
    global _collecting, _collected
    _collecting = threading.Lock()
    _collected = queue.SimpleQueue()
    _threads.clear()
    for hook in _fork_hooks:
        hook()


atexit.register(_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
