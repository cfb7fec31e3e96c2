"""How handlers are called: on the loop of the work, or through a dispatcher. A handler that fails is logged."""

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
from .background import hold_running, on_background_loop, run_coroutine
from .dispatchers import SLICE, Dispatcher, post
from .loops import call_soon_anywhere, final_handler_tasks

logger = logging.getLogger("genai_py")
Handler = Callable[..., Any]

_BATCH = 256
"""How many parts of a stream there are at a time: among very many, the garbage collector would hold up all threads."""


class Stoppable(Protocol):
    """An operation as far as those who call its handlers need it."""

    cancelled: bool

    def asked(self, ask: Handler) -> bool:
        """Ask the program whether to stop, and stop if so."""


class Delivery(Protocol):
    """Calls handlers in order, each after the one before has returned."""

    def begin(self, handler: Handler, *args: Any) -> None:
        """Call a handler without waiting for it; the calls after it wait."""

    async def call(self, handler: Handler, *args: Any) -> Any:
        """Call a handler; what it returned, None where it failed."""

    async def last(self, handler: Handler, args: Sequence[Any], then: Callable[[Any], None]) -> None:
        """Call the last handler, and ``then`` with what it returned; this may come after this coroutine has ended."""

    async def each(
        self, handler: Handler, sender: Any, items: Iterable[Any], operation: Stoppable, ask: Handler | None
    ) -> None:
        """Call ``handler(sender, item)`` for each item until the operation is cancelled, or ``ask()`` says so.

        What the iteration raises comes after the items before.
        """


def guarded(handler: Handler, *args: Any) -> Any:
    """Call a handler; what it raises is logged."""
    try:
        return handler(*args)
    except Exception:
        logger.exception("the handler %r failed", handler)
        return None


async def awaited(returned: Any) -> Any:
    """What an ``async def`` handler returns in the end; anything else as it is."""
    if returned is None or not inspect.isawaitable(returned):
        return returned
    try:
        return await returned
    except Exception:
        logger.exception("an asynchronous handler failed")
    except (SystemExit, KeyboardInterrupt):
        if not on_background_loop():
            raise
        logger.exception("an asynchronous handler raised what ends a program; on the background loop it ends nothing")
    return None


class Reporter:
    """Reports the progress of a transfer to a handler.

    dispatcher: what calls the handler; None calls it at once. A report that the handler has not got yet is replaced
    by a newer one, so that a slow handler does not fall behind.
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
                # The dispatcher is gone, and the transfer is cancelled anyway.
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
        """Wait until the handler has got the latest report."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._latest is None:
                return
            waiter = loop.create_future()
            self._delivered = loop, waiter
        await waiter


class OnLoop:
    """Handlers run on the loop of the work.

    tasks: gets the tasks of asynchronous handlers that are to come to their end.
    """

    __slots__ = ("_begun", "_tasks")

    def __init__(self, tasks: set[asyncio.Task[Any]]) -> None:
        self._begun: asyncio.Task[Any] | None = None
        self._tasks = tasks

    def begin(self, handler: Handler, *args: Any) -> None:
        returned = guarded(handler, *args)
        if returned is not None and inspect.isawaitable(returned):
            self._begun = _to_the_end(asyncio.get_running_loop(), awaited(returned), self._tasks)

    async def _after_begun(self) -> None:
        if self._begun is not None:
            begun, self._begun = self._begun, None
            await begun

    async def call(self, handler: Handler, *args: Any) -> Any:
        await self._after_begun()
        return await awaited(guarded(handler, *args))

    async def last(self, handler: Handler, args: Sequence[Any], then: Callable[[Any], None]) -> None:
        then(await self.call(handler, *args))

    async def each(
        self, handler: Handler, sender: Any, items: Iterable[Any], operation: Stoppable, ask: Handler | None
    ) -> None:
        await self._after_begun()
        for item in items:
            if operation.cancelled or (ask is not None and operation.asked(ask)):
                return
            try:
                returned = handler(sender, item)
            except Exception:
                logger.exception("the handler %r failed", handler)
            else:
                if returned is not None:
                    await awaited(returned)


class Dispatched:
    """Handlers run through a dispatcher; the work waits for them, so that a slow one slows the socket down."""

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
        """Run a function on the dispatcher's thread; the future has what it returned."""
        return self._posted(function, _settle)

    def _posted(self, function: Callable[[], Any], settle: Callable[..., None]) -> asyncio.Future[Any]:
        outcome: asyncio.Future[Any] = self._loop.create_future()

        def run() -> None:
            returned = None
            try:
                returned = function()
            finally:
                # The loop may have been closed meanwhile: then nobody waits.
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

        self._begun = self._posted(start, functools.partial(_settle_at_its_end, self._tasks))

    async def _after_begun(self) -> None:
        if self._begun is not None:
            begun, self._begun = self._begun, None
            await begun

    async def call(self, handler: Handler, *args: Any) -> Any:
        await self._after_begun()
        return await awaited(await self._post(lambda: guarded(handler, *args)))

    async def last(self, handler: Handler, args: Sequence[Any], then: Callable[[Any], None]) -> None:
        # Nothing is awaited here: a dispatcher that nobody pumps shall not keep a loop from its end.
        async def finish(returned: Awaitable[Any]) -> None:
            then(await awaited(returned))

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
            # What was to be waited for may have gone with its loop.
            with contextlib.suppress(RuntimeError, asyncio.CancelledError):
                await self._after_begun()
            self._post_last(run, then)

        # By then, on_start was called, and may go on on the loop.
        self._post_last(lambda: self._on_loop(after_begun()) if self._starts_on_loop else run(), then)

    def _post_last(self, run: Callable[[], None], then: Callable[[Any], None]) -> None:
        try:
            post(self._dispatcher, _Last(run, then))
        except GenAICancelledError:
            then(None)

    def _on_loop(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            self._loop.call_soon_threadsafe(_to_the_end, self._loop, work, self._tasks)
        except RuntimeError:
            # The loop is closed: what is left to do is done on another one.
            run_coroutine(work)

    async def each(
        self, handler: Handler, sender: Any, items: Iterable[Any], operation: Stoppable, ask: Handler | None
    ) -> None:
        await self._after_begun()
        source = iter(items)
        taken: list[Any] = []
        failure: Exception | None = None
        position = asked = 0

        def some() -> Any:
            nonlocal position, asked
            until = time.perf_counter() + SLICE
            while position < len(taken) and not operation.cancelled:
                # Once for each part: a handler that raises SystemExit would raise it again, and no part would follow.
                if ask is not None and asked == position:
                    asked += 1
                    if operation.asked(ask):
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
            taken, failure = _next_of(source)
            position = asked = 0
            while position < len(taken) and not operation.cancelled:
                await awaited(await self._post(some))
            if len(taken) < _BATCH:
                break
        if failure is not None:
            raise failure


class _Last:
    """The call of a last handler. What comes after it is done also when a dispatcher drops it."""

    __slots__ = ("_run", "_then")

    def __init__(self, run: Callable[[], None], then: Callable[[Any], None]) -> None:
        self._run = run
        self._then = then

    def __call__(self) -> None:
        self._run()

    def drop(self) -> None:
        self._then(None)


def _next_of(source: Iterator[Any]) -> tuple[list[Any], Exception | None]:
    """The next items, and what broke the iteration off, if anything did."""
    taken: list[Any] = []
    try:
        taken.extend(itertools.islice(source, _BATCH))
    except Exception as failure:
        return taken, failure
    return taken, None


def _to_the_end(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], tasks: set[asyncio.Task[Any]]
) -> asyncio.Task[Any]:
    """A task for a handler that is to come to its end, also when its operation or its loop does."""
    task = loop.create_task(work)
    for known in (final_handler_tasks, tasks):
        known.add(task)
        task.add_done_callback(known.discard)
    held = hold_running()
    if held is not None:
        task.add_done_callback(lambda _: held.release())
    return task


def _settle_at_its_end(
    tasks: set[asyncio.Task[Any]], outcome: asyncio.Future[Any], value: Any
) -> None:
    if value is None or not inspect.isawaitable(value):
        _settle(outcome, value)
    else:
        task = _to_the_end(outcome.get_loop(), awaited(value), tasks)
        task.add_done_callback(lambda _: _settle(outcome, None))


def _settle(outcome: asyncio.Future[Any], value: Any) -> None:
    if not outcome.done():
        outcome.set_result(value)
    else:
        _drop(value)


def _drop(returned: Any) -> None:
    """Nobody awaits what a handler returned any more."""
    if inspect.iscoroutine(returned):
        returned.close()
