"""Calling handlers: on the loop of the operation, or through a dispatcher. Exceptions of handlers are logged."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import itertools
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from typing import Any, Protocol

from ..errors import GenAICancelledError
from .background import hold_of, on_background_loop, run_coroutine
from .dispatchers import SLICE, Dispatcher, post
from .loops import call_soon_anywhere, final_handler_tasks

logger = logging.getLogger("genai_py")
Handler = Callable[..., Any]

_BATCH = 256
"""The number of decoded chunks kept at a time: with very many, a garbage collection would stall all threads."""


class Stoppable(Protocol):
    """The part of an operation that a ``Delivery`` uses."""

    cancelled: bool

    def stop_if_requested(self, ask: Handler) -> bool:
        """Call on_do_cancel and cancel the operation if it returns a true value. Return whether it was cancelled."""


class Delivery(Protocol):
    """Calls handlers in order, each after the previous one has returned."""

    def begin(self, handler: Handler, *args: Any) -> None:
        """Call a handler without waiting for it. Later calls wait for it."""

    async def call(self, handler: Handler, *args: Any) -> Any:
        """Call a handler and return its result; None if it raised."""

    async def call_final(self, handler: Handler, args: Sequence[Any], then: Callable[[Any], None]) -> None:
        """Call the final handler, then ``then`` with its result, possibly after this coroutine has returned."""

    async def call_each(
        self, handler: Handler, sender: Any, items: Iterable[Any], operation: Stoppable, ask: Handler | None
    ) -> None:
        """Call ``handler(sender, item)`` for each item until the operation is cancelled or ``ask()`` returns true.

        An exception of the iterable is raised after the handler has received the items before it.
        """


def guarded(handler: Handler, *args: Any) -> Any:
    """Call a handler and return its result. Logs an exception and returns None."""
    try:
        return handler(*args)
    except Exception:
        logger.exception("the handler %r failed", handler)
        return None


async def await_result(returned: Any) -> Any:
    """Await the result of an ``async def`` handler; return any other value unchanged."""
    if returned is None or not inspect.isawaitable(returned):
        return returned
    try:
        return await returned
    except Exception:
        logger.exception("an asynchronous handler failed")
    except (SystemExit, KeyboardInterrupt):
        if not on_background_loop():
            raise
        logger.exception("an asynchronous handler raised SystemExit or KeyboardInterrupt on the background loop")
    return None


def call_after(returned: Any, handler: Handler | None, *args: Any) -> Any:
    """Call a handler after another one has returned, awaiting that one's result if need be; return its result.

    returned: the result of the first handler.
    """
    if returned is None or not inspect.isawaitable(returned):
        return None if handler is None else handler(*args)

    async def both() -> Any:
        await await_result(returned)
        return None if handler is None else await await_result(handler(*args))

    return both()


class Reporter:
    """Reports the progress of a transfer to a handler.

    dispatcher: calls the handler; None calls it directly. A newer report replaces one that the handler has not
    received yet, so that a slow handler does not fall behind.
    """

    def __init__(self, handler: Handler, dispatcher: Dispatcher | None) -> None:
        self._handler = handler
        self._delivered: tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None = None
        self._dispatcher = dispatcher
        self._lock = threading.Lock()
        self._latest: tuple[int, int | None] | None = None

    def __call__(self, done: int, total: int | None) -> None:
        if self._dispatcher is None:
            guarded(self._handler, done, total)
            return
        with self._lock:
            is_first, self._latest = self._latest is None, (done, total)
        if is_first:
            try:
                post(self._dispatcher, self._report)
            except GenAICancelledError:
                # The dispatcher has closed, which cancels the transfer as well.
                self._latest = None

    def _report(self) -> None:
        with self._lock:
            latest, self._latest = self._latest, None
            delivered, self._delivered = self._delivered, None
        if latest is not None:
            guarded(self._handler, *latest)
        if delivered is not None:
            call_soon_anywhere(delivered[0], functools.partial(_settle, delivered[1], None))

    async def delivered(self) -> None:
        """Wait until the handler has received the latest report."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._latest is None:
                return
            waiter = loop.create_future()
            self._delivered = loop, waiter
        await waiter


class OnLoop:
    """Calls handlers on the loop of the operation.

    tasks: collects the tasks of asynchronous handlers that must run to completion.
    """

    __slots__ = ("_begun", "_tasks")

    def __init__(self, tasks: set[asyncio.Task[Any]]) -> None:
        self._begun: asyncio.Task[Any] | None = None
        self._tasks = tasks

    def begin(self, handler: Handler, *args: Any) -> None:
        returned = guarded(handler, *args)
        if returned is not None and inspect.isawaitable(returned):
            self._begun = _create_handler_task(asyncio.get_running_loop(), await_result(returned), self._tasks)

    async def _after_begun(self) -> None:
        if self._begun is not None:
            begun, self._begun = self._begun, None
            await begun

    async def call(self, handler: Handler, *args: Any) -> Any:
        await self._after_begun()
        return await await_result(guarded(handler, *args))

    async def call_final(self, handler: Handler, args: Sequence[Any], then: Callable[[Any], None]) -> None:
        then(await self.call(handler, *args))

    async def call_each(
        self, handler: Handler, sender: Any, items: Iterable[Any], operation: Stoppable, ask: Handler | None
    ) -> None:
        await self._after_begun()
        for item in items:
            if operation.cancelled or (ask is not None and operation.stop_if_requested(ask)):
                return
            try:
                returned = handler(sender, item)
            except Exception:
                logger.exception("the handler %r failed", handler)
            else:
                if returned is not None:
                    await await_result(returned)


class Dispatched:
    """Calls handlers through a dispatcher and waits for them, so that a slow handler applies backpressure."""

    __slots__ = ("_begun", "_dispatcher", "_loop", "_starts_on_loop", "_tasks")

    def __init__(
        self, dispatcher: Dispatcher, loop: asyncio.AbstractEventLoop, tasks: set[asyncio.Task[Any]]
    ) -> None:
        self._tasks = tasks
        self._dispatcher = dispatcher
        self._loop = loop
        self._begun: asyncio.Future[Any] | None = None
        self._starts_on_loop = False

    def _post(self, function: Callable[[], Any]) -> asyncio.Future[Any]:
        """Run a function on the dispatcher's thread; return a future of its result."""
        return self._posted(function, _settle)

    def _posted(self, function: Callable[[], Any], settle: Callable[..., None]) -> asyncio.Future[Any]:
        outcome: asyncio.Future[Any] = self._loop.create_future()

        def run() -> None:
            returned = None
            try:
                returned = function()
            finally:
                # A closed loop has nothing that awaits the result.
                try:
                    self._loop.call_soon_threadsafe(settle, outcome, returned)
                except RuntimeError:
                    _drop(returned)

        post(self._dispatcher, run)
        return outcome

    def begin(self, handler: Handler, *args: Any) -> None:
        def start() -> Any:
            returned = guarded(handler, *args)
            self._starts_on_loop = returned is not None and inspect.isawaitable(returned)
            return returned

        self._begun = self._posted(start, functools.partial(_settle_when_done, self._tasks))

    async def _after_begun(self) -> None:
        if self._begun is not None:
            begun, self._begun = self._begun, None
            await begun

    async def call(self, handler: Handler, *args: Any) -> Any:
        await self._after_begun()
        return await await_result(await self._post(lambda: guarded(handler, *args)))

    async def call_final(self, handler: Handler, args: Sequence[Any], then: Callable[[Any], None]) -> None:
        # Does not await: a dispatcher that is never pumped must not keep a loop from stopping.
        async def finish(returned: Awaitable[Any]) -> None:
            then(await await_result(returned))

        def run() -> None:
            returned = None
            try:
                returned = guarded(handler, *args)
            finally:
                if returned is not None and inspect.isawaitable(returned):
                    self._on_loop(finish(returned))
                else:
                    then(returned)

        async def after_begun() -> None:
            # The loop of the first handler may have been closed.
            with contextlib.suppress(RuntimeError, asyncio.CancelledError):
                await self._after_begun()
            self._post_final(run, then)

        # By then on_start has been called; if asynchronous, it may still run on the loop.
        self._post_final(lambda: self._on_loop(after_begun()) if self._starts_on_loop else run(), then)

    def _post_final(self, run: Callable[[], None], then: Callable[[Any], None]) -> None:
        try:
            post(self._dispatcher, _FinalCall(run, then))
        except GenAICancelledError:
            then(None)

    def _on_loop(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            self._loop.call_soon_threadsafe(_create_handler_task, self._loop, work, self._tasks)
        except RuntimeError:
            # The loop is closed: run the coroutine on another one.
            run_coroutine(work)

    async def call_each(
        self, handler: Handler, sender: Any, items: Iterable[Any], operation: Stoppable, ask: Handler | None
    ) -> None:
        await self._after_begun()
        source = iter(items)
        taken: list[Any] = []
        failure: Exception | None = None
        position = polled = 0

        def run_some() -> Any:
            nonlocal position, polled
            until = time.perf_counter() + SLICE
            while position < len(taken) and not operation.cancelled:
                # Once per item: an on_do_cancel that raises SystemExit would raise it each time and block all items.
                if ask is not None and polled == position:
                    polled += 1
                    if operation.stop_if_requested(ask):
                        break
                item = taken[position]
                position += 1
                returned = guarded(handler, sender, item)
                if returned is not None and inspect.isawaitable(returned):
                    return returned
                if time.perf_counter() > until:
                    break
            return None

        while failure is None and not operation.cancelled:
            taken, failure = _next_batch(source)
            position = polled = 0
            while position < len(taken) and not operation.cancelled:
                await await_result(await self._post(run_some))
            if len(taken) < _BATCH:
                break
        if failure is not None:
            try:
                raise failure
            finally:
                # The traceback of the error holds this frame.
                del failure


class _FinalCall:
    """The call of a final handler. Its follow-up also runs when the dispatcher drops the call."""

    __slots__ = ("_run", "_then")

    def __init__(self, run: Callable[[], None], then: Callable[[Any], None]) -> None:
        self._run = run
        self._then = then

    def __call__(self) -> None:
        self._run()

    def drop(self) -> None:
        self._then(None)


def _next_batch(source: Iterator[Any]) -> tuple[list[Any], Exception | None]:
    """Return the next items, and the exception that ended the iteration early, or None."""
    taken: list[Any] = []
    try:
        taken.extend(itertools.islice(source, _BATCH))
    except Exception as failure:
        return taken, failure
    return taken, None


def _create_handler_task(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], tasks: set[asyncio.Task[Any]]
) -> asyncio.Task[Any]:
    """Create a task for a handler that must complete even if its operation has ended or its loop stops."""
    task = loop.create_task(work)
    for known in (final_handler_tasks, tasks):
        known.add(task)
        task.add_done_callback(known.discard)
    held = hold_of(loop)
    if held is not None:
        task.add_done_callback(lambda _: held.release())
    return task


def _settle_when_done(
    tasks: set[asyncio.Task[Any]], outcome: asyncio.Future[Any], value: Any
) -> None:
    if value is None or not inspect.isawaitable(value):
        _settle(outcome, value)
    else:
        task = _create_handler_task(outcome.get_loop(), await_result(value), tasks)
        task.add_done_callback(lambda _: _settle(outcome, None))


def _settle(outcome: asyncio.Future[Any], value: Any) -> None:
    if not outcome.done():
        outcome.set_result(value)
    else:
        _drop(value)


def _drop(returned: Any) -> None:
    """Close a handler's coroutine that nothing awaits."""
    if inspect.iscoroutine(returned):
        returned.close()
