"""``Act``: ask, run the calls of the model, send their results, until it answers. The blocking, the callback and the
promise form of the loop.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs

from ..core.building.params import JsonParam, ParamProc, build
from ..core.calls.api import EVENT_STREAM, GenAIAPI
from ..core.calls.arguments import Argument, Arguments
from ..core.calls.documentation import explain_single_result
from ..core.calls.endpoint import POST, Endpoint
from ..core.calls.execution import Operation, Progress, Work, start
from ..core.calls.in_flight import run_blocking
from ..core.calls.route import Route
from ..core.calls.streams import ChunkStream
from ..core.running.callbacks import CallBackRecord, record_of
from ..core.running.delivery import Dispatched
from ..core.running.dispatchers import QueueDispatcher
from ..core.running.promise import Promise
from .conversion import to_text
from .definitions import Executable
from .loop import ActCall, ActLoop, ActMessage, ActOptions, ActResult, Dialogue, begin_dialogue
from .records import ActCallBack, PromiseActCallBack
from .running import ToolExitError, run_function
from .signatures import ToolArgumentsError, parsed_arguments

if TYPE_CHECKING:
    from ..core.calls.signatures import Form
    from ..core.running.callbacks import CallBacks

S = TypeVar("S")
Q = TypeVar("Q", contravariant=True)
B = TypeVar("B", contravariant=True)
QT = TypeVar("QT", bound=JsonParam)
BT = TypeVar("BT", bound=JsonParam)


class Acts(Protocol[Q, B, S]):
    """``Act``, for type checkers."""

    def __call__(
        self, ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[ActCallBack[S]] = ...
    ) -> ActResult[S]: ...


class AsynActs(Protocol[Q, B, S]):
    """``AsynAct``, for type checkers."""

    def __call__(
        self, ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[ActCallBack[S]] = ...
    ) -> Operation[ActResult[S]]: ...


class AwaitActs(Protocol[Q, B, S]):
    """``AsyncAwaitAct``, for type checkers."""

    def __call__(
        self, ParamProc: ParamProc[Q] | B, CallBacks: CallBacks[ActCallBack[S]] = ...
    ) -> Promise[ActResult[S]]: ...


def act_operation(
    dialogue: type[Dialogue[S]], params: type[QT], base: type[BT]
) -> tuple[Form[Acts[QT, BT, S]], Form[AsynActs[QT, BT, S]], Form[AwaitActs[QT, BT, S]]]:
    """The blocking, the callback and the promise form of ``Act``.

    dialogue: the form of the endpoint's requests and replies. params: the builder that a call fills. base: that of
    single requests, which a call takes as well.
    """
    arguments = Arguments(Argument.builder(params))
    whole = Endpoint(POST, dialogue.path, params)
    streamed = Endpoint(POST, dialogue.path, params, EVENT_STREAM, {"stream": True})

    def work_of(route: Route, proc: Any, record: CallBackRecord | None) -> Work[ActResult[Any]]:
        if isinstance(proc, base) and not isinstance(proc, params):
            proc = _as(params, proc)
        loop = begin_dialogue(dialogue, build(params, proc))
        return functools.partial(_Run(route, loop, record, whole, streamed).result)

    def prepared(route: Route, proc: Any, record: CallBackRecord | None) -> Work[ActResult[Any]]:
        # An invalid argument is reported through on_error or the promise, like any other failure.
        try:
            return work_of(route, proc, record)
        except Exception as error:
            return _failing(error)

    def blocking(self: Route, *args: Any, **kwargs: Any) -> Any:
        [proc], callbacks = arguments.read_with_callbacks(blocking, args, kwargs)
        record = None if callbacks is None else record_of(ActCallBack, callbacks)
        work = work_of(self, proc, record)
        if record is None:
            return run_blocking(self._api.state, functools.partial(work, _ignored))
        caller = QueueDispatcher()
        return run_blocking(self._api.state, functools.partial(_reported, self, work, record, caller), caller.Pump)

    def asyn(self: Route, *args: Any, **kwargs: Any) -> Operation[Any]:
        [proc], callbacks = arguments.read_with_callbacks(asyn, args, kwargs)
        record = record_of(ActCallBack, callbacks)
        return start(self._api, prepared(self, proc, record), _record_of_operation(record), self)

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[Any]:
        [proc], callbacks = arguments.read_with_callbacks(promised, args, kwargs)
        record = None if callbacks is None else record_of(PromiseActCallBack, callbacks)
        promise: Promise[Any] = Promise()
        start(self._api, prepared(self, proc, record), _record_of_operation(record), self, promise)
        return promise

    forms = (blocking, asyn, promised)
    what = f"Send ``{POST} {dialogue.path}``, run the functions that the model calls and send their results, until it answers"
    explain_single_result(forms, arguments.all, what, "an ActResult", ActResult, (base, dialogue.reply))
    for form, record in zip(forms, ("ActCallBack", "ActCallBack", "PromiseActCallBack"), strict=True):
        made: Any = form
        callbacks = Argument.callbacks(f"{record}[{dialogue.reply.__name__}]")
        made.help = attrs.evolve(made.help, arguments=(*arguments.all, callbacks))
    return forms  # type: ignore[return-value]


def _as(kind: type[Any], request: JsonParam) -> Any:
    made = kind()
    made._fields = dict(request._fields)
    return made


def _failing(error: Exception) -> Work[Any]:
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

    def __init__(
        self, route: Route, loop: ActLoop[Any], record: CallBackRecord | None, whole: Endpoint, streamed: Endpoint
    ) -> None:
        self._route = route
        self._loop = loop
        self._whole = whole
        self._streamed = streamed
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
            while True:
                number = loop.begin_round()
                if self._on_round is not None:
                    await self._tell(self._on_round, number)
                calls = loop.take(await self._reply(number))
                if not calls:
                    return loop.result
                await self._run_all(calls)
                loop.add_results(calls)
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
        api: GenAIAPI = self._route._api
        dialogue = self._loop.dialogue
        on_message = self._on_message
        if on_message is None:
            return await api.fetch(self._route._request(self._whole, [dialogue.request]), dialogue.reply)
        dialogue.prepare_stream()
        request = self._route._request(self._streamed, [dialogue.request])
        chunks: ChunkStream[Any] = ChunkStream(api, request, dialogue.chunk, dialogue.collector())
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
            call.fail(error)
            return
        call.started_at, started = time.time(), time.perf_counter()
        try:
            is_async = bool(getattr(tool, "_is_async", False))
            call.value = await run_function(function, is_async, cancelled, _seconds(tool, self._loop.options))
            call.result = to_text(call.value)
        except ToolExitError:
            raise
        except Exception as error:
            call.fail(error, f"{type(error).__name__}: {error}")
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
