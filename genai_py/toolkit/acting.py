"""Running the loop of ``Act``: ask, run the calls of the model, send their results, until it answers."""

from __future__ import annotations

import asyncio
import copy
import functools
import inspect
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from ..core.building.keywords import builder_of
from ..core.calls.api import EVENT_STREAM
from ..core.calls.endpoint import POST, Endpoint
from ..core.calls.execution import Operation, Progress, Work, start, start_promised
from ..core.calls.in_flight import run_blocking
from ..core.calls.route import Route
from ..core.calls.streams import ChunkStream
from ..core.running.callbacks import CallBackRecord, record_of
from ..core.running.delivery import Dispatched
from ..core.running.dispatchers import QueueDispatcher
from ..core.running.promise import Promise
from .conversion import to_text
from .definitions import Executable
from .loop import ActCall, ActLoop, ActMessage, ActOptions, ActResult, Dialogue
from .records import ActCallBack, PromiseActCallBack
from .running import ToolExitError, run_function
from .signatures import ToolArgumentsError, parsed_arguments


def act(route: Route, kind: type[Dialogue[Any]], proc: Any, callbacks: Any) -> ActResult[Any]:
    """Run a loop to its end, while the calling thread waits and calls the handlers."""
    record = None if callbacks is None else record_of(ActCallBack, callbacks)
    work = _work(route, kind, proc, record)
    if record is None:
        return run_blocking(route._api.state, functools.partial(work, _ignored))
    caller = QueueDispatcher()
    return run_blocking(route._api.state, functools.partial(_reported, route, work, record, caller), caller.Pump)


def start_act(route: Route, kind: type[Dialogue[Any]], proc: Any, callbacks: Any) -> Operation[ActResult[Any]]:
    """Start a loop that reports to a record."""
    record = record_of(ActCallBack, callbacks)
    return start(route._api, _work_or_failure(route, kind, proc, record), _record_of_operation(record), route)


def promise_act(route: Route, kind: type[Dialogue[Any]], proc: Any, callbacks: Any) -> Promise[ActResult[Any]]:
    """Start a loop that settles a promise."""
    record = None if callbacks is None else record_of(PromiseActCallBack, callbacks)
    return start_promised(route._api, _work_or_failure(route, kind, proc, record), _record_of_operation(record), route)


def _work(
    route: Route, kind: type[Dialogue[Any]], proc: Any, record: CallBackRecord | None
) -> Work[ActResult[Any]]:
    request = request_of(kind, proc)
    return functools.partial(_Run(route, ActLoop(kind(request), request._options), record).result)


def _work_or_failure(
    route: Route, kind: type[Dialogue[Any]], proc: Any, record: CallBackRecord | None
) -> Work[ActResult[Any]]:
    # An invalid argument is reported through on_error or the promise, like any other failure.
    try:
        return _work(route, kind, proc, record)
    except Exception as error:
        return failing(error)


def request_of(kind: type[Dialogue[Any]], proc: Any) -> Any:
    """Return the first request of a dialogue, which belongs to it. A builder of single requests is taken as well."""
    if isinstance(proc, kind.base) and not isinstance(proc, kind.params):
        made = kind.params()
        made._fields = dict(proc._fields)
    else:
        made = copy.copy(builder_of(kind.params, proc))
    # Each request is streamed or not as it is used.
    made.Delete("stream")
    return made


async def fetch_reply(route: Route, dialogue: Dialogue[Any]) -> Any:
    """Send the next request of a dialogue and return its reply."""
    whole = Endpoint(POST, dialogue.path, dialogue.params)
    return await route._api.fetch(route._request(whole, [dialogue.request]), dialogue.reply)


def open_stream(route: Route, dialogue: Dialogue[Any]) -> ChunkStream[Any]:
    """Return the stream of the next reply."""
    dialogue.prepare_stream()
    streamed = Endpoint(POST, dialogue.path, dialogue.params, EVENT_STREAM, {"stream": True})
    request = route._request(streamed, [dialogue.request])
    return ChunkStream(route._api, request, dialogue.chunk, dialogue.new_collector())


def failing(error: Exception) -> Work[Any]:
    # The error is taken out before it is raised: its traceback must not lead back to it.
    errors = [error]

    async def fail(_: Progress) -> Any:
        raise errors.pop()

    return fail


async def _ignored(_: Iterable[Any]) -> None:
    """The ``Progress`` of a loop without handlers."""


class _Notice:
    """What a handler is called with, and what it returned."""

    __slots__ = ("answer", "argument", "handler", "is_answered")

    def __init__(self, handler: Callable[..., Any], argument: Any) -> None:
        self.handler = handler
        self.argument = argument
        self.answer: Any = None
        self.is_answered = False

    def deliver(self, sender: Any) -> Any:
        """Call the handler; return what has to be awaited, else None."""
        returned = self.handler(sender, self.argument)
        if inspect.isawaitable(returned):
            return self._awaited(returned)
        self._take(returned)
        return None

    async def _awaited(self, returned: Any) -> None:
        self._take(await returned)

    def _take(self, answer: Any) -> None:
        self.answer, self.is_answered = answer, True


def _deliver(sender: Any, notice: _Notice) -> Any:
    return notice.deliver(sender)


def _record_of_operation(record: CallBackRecord | None) -> CallBackRecord | None:
    """Return the record of the operation, whose on_progress calls the other handlers of the loop."""
    if record is None:
        return None
    return CallBackRecord(
        record.sender,
        on_start=record.on_start,
        on_success=record.on_success,
        on_progress=_deliver,
        on_error=record.on_error,
        on_cancel=record.on_cancellation,
        on_do_cancel=record.on_do_cancel,
    )


class _Uncancelled:
    """A blocking call, which ends by the exception of its thread alone."""

    cancelled = False

    def stop_if_requested(self, ask: Callable[[], Any]) -> bool:
        return False


async def _reported(route: Route, work: Work[Any], record: CallBackRecord, caller: QueueDispatcher) -> Any:
    """Do the work of a blocking call, whose handlers are called on the thread that waits."""
    delivery = Dispatched(caller, asyncio.get_running_loop(), route._api.state.handler_tasks)
    sender = route if record.sender is None else record.sender

    async def progress(parts: Iterable[Any]) -> None:
        await delivery.call_each(_deliver, sender, parts, _Uncancelled(), None)

    if record.on_start is not None:
        await delivery.call(record.on_start, sender)
    result = await work(progress)
    if record.on_success is not None:
        await delivery.call(record.on_success, sender, result)
    return result


class _Run:
    """One loop that acts."""

    def __init__(self, route: Route, loop: ActLoop[Any], record: CallBackRecord | None) -> None:
        self._route = route
        self._loop = loop
        self._on_round = getattr(record, "on_round", None)
        self._on_message = getattr(record, "on_progress", None)
        self._on_tool_call = getattr(record, "on_tool_call", None)
        self._on_tool_result = getattr(record, "on_tool_result", None)
        self._progress: Progress = _ignored
        # The calls of a round run at once; the handlers are called one after the other.
        self._reporting: asyncio.Lock

    async def result(self, progress: Progress) -> ActResult[Any]:
        """Run the loop to its end and return its result."""
        self._progress = progress
        self._reporting = asyncio.Lock()
        started = time.perf_counter()
        loop = self._loop
        try:
            if sets := loop.tool_sets():
                calls = self._route._api.state.calls
                opened = await asyncio.gather(*(each.opened(calls) for each in sets))
                loop.add_sets(dict(zip(sets, opened, strict=True)))
            while True:
                number = loop.begin_round()
                if self._on_round is not None:
                    await self._tell(self._on_round, number)
                made = loop.take(await self._reply(number))
                if not made:
                    return loop.result
                await self._run_all(made)
                loop.add_results(made)
        finally:
            loop.result.elapsed = time.perf_counter() - started
            # The operation holds this run.
            self._progress = _ignored

    async def _tell(self, handler: Callable[..., Any], argument: Any) -> _Notice:
        notice = _Notice(handler, argument)
        async with self._reporting:
            await self._progress([notice])
        return notice

    async def _reply(self, number: int) -> Any:
        dialogue, on_message = self._loop.dialogue, self._on_message
        if on_message is None:
            return await fetch_reply(self._route, dialogue)
        chunks = open_stream(self._route, dialogue)
        try:
            while batch := await chunks.batch():
                messages = (ActMessage(number, *dialogue.piece_of(chunk), chunk) for chunk in batch)
                async with self._reporting:
                    await self._progress(_Notice(on_message, message) for message in messages)
        finally:
            chunks.close()
        return chunks.collector.result

    async def _run_all(self, calls: list[ActCall]) -> None:
        waiting = iter(calls)

        async def worker() -> None:
            for call in waiting:
                await self._run(call)

        count = min(self._loop.options.concurrency, len(calls))
        workers = [asyncio.ensure_future(worker()) for _ in range(count)]
        try:
            await asyncio.gather(*workers)
        finally:
            for each in workers:
                each.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _run(self, call: ActCall) -> None:
        if call.error is None:
            await self._run_valid(call, self._loop.tools[call.name])
        if self._on_tool_result is not None:
            await self._tell(self._on_tool_result, call)

    async def _run_valid(self, call: ActCall, tool: Executable) -> None:
        cancelled = threading.Event()
        try:
            function = _prepared(tool, call, cancelled)
            if self._on_tool_call is not None:
                notice = await self._tell(self._on_tool_call, call)
                if not notice.is_answered or notice.answer is False:
                    call.refused = True
                    call.result = "Error: the user did not allow this call"
                    return
                # The handler may have changed the arguments.
                function = _prepared(tool, call, cancelled)
        except ToolArgumentsError as error:
            call._fail(error)
            return
        call.started_at, started = time.time(), time.perf_counter()
        try:
            is_async = bool(getattr(tool, "_is_async", False))
            call.value = await run_function(function, is_async, cancelled, _seconds(tool, self._loop.options))
            call.result = to_text(call.value)
        except ToolExitError:
            raise
        except Exception as error:
            call._fail(error, f"{type(error).__name__}: {error}")
        finally:
            call.elapsed = time.perf_counter() - started


def _prepared(tool: Executable, call: ActCall, cancelled: threading.Event) -> Callable[[], Any]:
    prepare = getattr(tool, "_prepared", None)
    if prepare is not None:
        made: Callable[[], Any] = prepare(call.arguments, cancelled)
        return made
    changed = call.arguments != parsed_arguments(call.name, call.arguments_text)
    return functools.partial(tool.Execute, to_text(call.arguments) if changed else call.arguments_text)


def _seconds(tool: Executable, options: ActOptions) -> float:
    own = getattr(tool, "_timeout", None)
    return (options.tool_timeout if own is None else own) / 1000
