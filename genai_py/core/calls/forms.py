"""The forms of an operation: functions that read a call's arguments, begin its work and hand over its result.

All of them begin or wait for work through the few functions at the top of this module.
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from ..building.form_params import checked_handler
from ..building.keywords import builder_of
from ..building.multipart import Multipart, Report
from ..building.params import UrlParam
from ..results.base import Content, DownloadedFile
from ..running.callbacks import (
    AsynCallBack,
    AsynStreamCallBack,
    CallBackRecord,
    PromiseCallBack,
    PromiseStreamCallBack,
    positional_count,
    record_of,
)
from ..running.delivery import Reporter
from ..running.dispatchers import Dispatcher, QueueDispatcher
from ..running.loops import loop_for_work
from ..running.promise import Promise
from .api import GenAIAPI
from .arguments import Argument, Arguments, a, is_engine, split_engine
from .chunk_reader import Collector
from .documentation import explain_pages, explain_single_result, explain_stream
from .endpoint import Endpoint
from .execution import Operation, Progress, Work, start, start_promised
from .in_flight import run_blocking
from .pages import Pages
from .route import Route
from .streams import AttachedEngine, CancelToken, ChunkStream, Stream

Function = Callable[..., Any]
ReporterFactory = Callable[[GenAIAPI, Report], Report]
"""Wraps the progress handler of a transfer so that it runs where the callbacks of the form run."""

Prepare = Callable[[Route, Sequence[Any], ReporterFactory], Work[Any]]
"""Returns the work of a call with these values. Raises TypeError or ValueError for invalid arguments."""


class _Reporters:
    """Makes the reporters of one call. caller: runs their handlers, for a thread that waits; None is as callbacks."""

    def __init__(self, caller: Dispatcher | None = None) -> None:
        self.made: list[Reporter] = []
        self._caller = caller

    def __call__(self, api: GenAIAPI, handler: Report) -> Report:
        dispatcher = self._caller
        if dispatcher is None:
            dispatcher = api.used_dispatcher() if loop_for_work() is None else api.chosen_dispatcher()
        reporter = Reporter(handler, dispatcher)
        self.made.append(reporter)
        return reporter

    async def delivered(self, work: Work[Any], progress: Progress) -> Any:
        """Return the result of the work after all earlier reports have been delivered."""
        outcome = await work(progress)
        for reporter in self.made:
            await reporter.delivered()
        return outcome


async def _ignore_progress(_: Any) -> None:
    """The ``Progress`` of operations that have no parts."""


def _failing(error: Exception) -> Work[Any]:
    # Avoids a cycle between the error and the frames of its traceback.
    errors = [error]

    async def fail(_: Progress) -> Any:
        raise errors.pop()

    return fail


def operation_forms(endpoint: Endpoint, result: type[Any]) -> tuple[Function, Function, Function]:
    """The blocking, the callback and the promise form of an operation with one result."""
    binary = issubclass(result, Content)

    def prepare(route: Route, values: Sequence[Any], reporter: ReporterFactory) -> Work[Any]:
        request, api = route._request(endpoint, values), route._api
        if isinstance(request.body, Multipart) and request.body.report is not None:
            request.body = attrs.evolve(request.body, report=reporter(api, request.body.report))
        if binary:
            return lambda _: api.fetch_content(request, result)
        return lambda _: route._fetch(request, result)

    reply = f"the reply, {a(result.__name__)}"
    kinds = (endpoint.params, result)
    forms = single_result_forms(endpoint.arguments, prepare, f"Send ``{endpoint}``", reply, result, kinds)
    blocking: Any = forms[0]
    # For every_page.
    blocking.endpoint, blocking.promised = endpoint, forms[2]
    return forms


def download_forms(endpoint: Endpoint) -> tuple[Function, Function, Function]:
    """The blocking, the callback and the promise form of an operation whose reply is written to a file."""
    ids = len(endpoint.names)

    def prepare(route: Route, values: Sequence[Any], reporter: ReporterFactory) -> Work[Any]:
        path, handler = values[ids], values[ids + 1] if len(values) > ids + 1 else None
        if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
            raise TypeError(f"FileName must be the name of a file or of a folder, got {path!r}")
        report = None if handler is None else reporter(route._api, checked_handler("OnProgress", handler))
        request = route._request(endpoint, values)
        return lambda _: route._api.download(request, path, values[ids - 1], report)

    file = Argument("FileName", "str | PathLike[str]", "a file, or a folder for a file that the server names.")
    handler = Argument(
        "OnProgress", "Callable[[int, int | None], Any] | None",
        "called with the bytes written so far and the bytes in all, None where those are not known.", True,
    )  # fmt: skip
    arguments = Arguments(*endpoint.arguments.all, file, handler)
    what = f"Send ``{endpoint}``, write the reply to a file"
    return single_result_forms(arguments, prepare, what, "a DownloadedFile", DownloadedFile)


def single_result_forms(
    arguments: Arguments, prepare: Prepare, what: str, outcome: str, result: type[Any], kinds: tuple[Any, ...] = (),
    adapted: Callable[[CallBackRecord], CallBackRecord] = lambda record: record,
) -> tuple[Function, Function, Function]:  # fmt: skip
    """The blocking, the callback and the promise form of an operation, given the function that prepares its work.

    what, outcome: what the operation does, as the beginning of a sentence, and its result. result: the class of the
    result. kinds: the classes whose docstrings may name the page of the API. adapted: returns the record that replaces
    the one of the callback form.
    """

    def work_of(self: Route, values: Sequence[Any]) -> Work[Any]:
        # An invalid argument is reported through on_error or the promise, like any other failure.
        reporters = _Reporters()
        try:
            work = prepare(self, values, reporters)
        except Exception as error:
            return _failing(error)
        return functools.partial(reporters.delivered, work) if reporters.made else work

    def blocking(self: Route, *args: Any, **kwargs: Any) -> Any:
        streamed = kwargs.get("stream") is True if kwargs else False
        values = arguments.read(blocking, args, kwargs)
        if streamed:
            # The form of other SDKs: ``create(model=..., stream=True)`` returns an iterable.
            iterate: Function | None = getattr(self, "Stream", None)
            if iterate is not None:
                return iterate(values[-1])
        caller = QueueDispatcher()
        reporters = _Reporters(caller)
        work = prepare(self, values, reporters)
        pump = caller.Pump if reporters.made else None
        return run_blocking(self._api.state, functools.partial(work, _ignore_progress), pump)

    def asyn(self: Route, *args: Any, **kwargs: Any) -> Operation[Any]:
        values, callbacks = arguments.read_with_callbacks(asyn, args, kwargs)
        return start(self._api, work_of(self, values), adapted(record_of(AsynCallBack, callbacks)), self)

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[Any]:
        values, callbacks = arguments.read_with_callbacks(promised, args, kwargs)
        record = None if callbacks is None else record_of(PromiseCallBack, callbacks)
        return start_promised(self._api, work_of(self, values), record, self)

    forms = (blocking, asyn, promised)
    explain_single_result(forms, arguments.all, what, outcome, result, kinds)
    return forms


def stream_forms(
    endpoint: Endpoint,
    chunk: type[Any],
    collector: Callable[[], Collector[Any]],
    chunk_stream: type[ChunkStream[Any]],
    result: type[Any],
    resolves: type[Any],
    records: tuple[type[CallBackRecord], type[CallBackRecord]] | None,
    attached: Callable[[Any], AttachedEngine] | None,
) -> tuple[Function, Function, Function, Function]:
    """The forms of a stream: driven by an event, with callbacks, as a promise, and to iterate over.

    records: the classes of its records, for callbacks and for promises, where they are its own. attached: makes the
    data of a call with an event engine; None for a stream without event engines.
    """
    arguments = endpoint.arguments
    asyn_record, promise_record = records or (AsynStreamCallBack, PromiseStreamCallBack)

    def chunks_of(self: Route, values: Sequence[Any]) -> ChunkStream[Any]:
        return chunk_stream(self._api, self._request(endpoint, values), chunk, collector())

    def work_of(self: Route, values: Sequence[Any], outcome: Callable[[], Any] | None = None) -> Work[Any]:
        try:
            chunks = chunks_of(self, values)
        except Exception as error:
            return _failing(error)

        async def work(progress: Progress) -> Any:
            try:
                while batch := await chunks.batch():
                    await progress(batch)
            finally:
                chunks.close()
            return chunks.collector.resolution if outcome is None else outcome()

        return work

    def has_result(record: CallBackRecord | None) -> bool:
        handler = None if record is None or not asyn_record._tells_result else record.on_success
        return handler is not None and positional_count(handler) > 1

    def attach(engine: Any) -> AttachedEngine:
        if attached is None:
            raise TypeError(f"``{endpoint}`` takes no StreamEvents; its chunks are passed to the callbacks")
        if not is_engine(engine):
            raise TypeError(
                "StreamEvents must be an event engine with AggregateStreamEvents and GetStreamEventDispatcher, "
                f"got {type(engine).__name__}"
            )
        return attached(engine)

    def event_driven(
        self: Route, ParamProc: Any, Event: Callable[..., Any] | None = None, StreamEvents: Any = None
    ) -> bool:
        chunks = chunks_of(self, [ParamProc])
        cancel = CancelToken(chunks.abort)
        call = functools.partial(_call_handler, self._api)
        record = CallBackRecord(self)
        if StreamEvents is not None:
            record = attach(StreamEvents).attach(record)
        try:
            while not cancel and (batch := chunks.batch_blocking()):
                for each in batch:
                    if record.on_do_cancel is not None and call(record.on_do_cancel):
                        cancel.set()
                    if cancel:
                        break
                    if record.on_progress is not None:
                        call(record.on_progress, record.sender, each)
                    if Event is not None:
                        call(Event, each, False, cancel)
        finally:
            chunks.close_blocking()
        if cancel:
            if record.on_cancellation is not None:
                call(record.on_cancellation, record.sender)
            return False
        if Event is not None:
            call(Event, None, True, cancel)
        return True

    def asyn(self: Route, *args: Any, **kwargs: Any) -> Operation[Any]:
        given, engine = split_engine(args, kwargs)
        values, callbacks = arguments.read_with_callbacks(asyn, given, kwargs)
        record = record_of(asyn_record, callbacks)._for_call()
        if engine is not None:
            record = attach(engine).attach(record)
        return start(self._api, work_of(self, values), record, self, has_result=has_result(record))

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[Any]:
        given, engine = split_engine(args, kwargs)
        values, callbacks = arguments.read_with_callbacks(promised, given, kwargs)
        record = None if callbacks is None else record_of(promise_record, callbacks)._for_call()
        outcome = None
        if engine is not None:
            with_engine = attach(engine)
            record = with_engine.attach(record or CallBackRecord())
            outcome = with_engine.outcome
        work = work_of(self, values, outcome)
        return start_promised(self._api, work, record, self, has_result=has_result(record))

    def iterated(self: Route, ParamProc: Any) -> Stream[Any, Any]:
        return Stream(chunks_of(self, [ParamProc]))

    forms = (event_driven, asyn, promised, iterated)
    kinds, has_engine = (endpoint.params, chunk), attached is not None
    explain_stream(forms, arguments.all, str(endpoint), chunk, result, resolves, kinds, has_engine, records)
    return forms


def _call_handler(api: GenAIAPI, handler: Callable[..., Any], *args: Any) -> Any:
    """Call a handler of a blocking stream; run an asynchronous one to completion."""
    returned = handler(*args)
    return run_blocking(api.state, lambda: returned) if inspect.iscoroutine(returned) else returned


def pages_form(page_form: Any, entry: type[Any]) -> Function:
    """The form that iterates over all entries of a list, given the blocking form that returns a page."""
    endpoint: Endpoint = page_form.endpoint
    ids, arguments = len(endpoint.names), endpoint.arguments
    assert endpoint.params is not None and issubclass(endpoint.params, UrlParam)
    kind = endpoint.params

    def all_pages(self: Route, *args: Any, **kwargs: Any) -> Pages[Any]:
        values = arguments.read(all_pages, args, kwargs)
        first = builder_of(kind, values[ids] if len(values) > ids else None)

        def page(after: str) -> list[Any]:
            params = kind()
            params._fields = {**first._fields, "after": after} if after else first._fields
            return [*values[:ids], params]

        # Invalid arguments raise here, not when the iteration starts.
        endpoint.request(self._api, page(""))
        return Pages(
            lambda after: page_form(self, *page(after)), lambda after: page_form.promised(self, *page(after))
        )

    explain_pages(all_pages, arguments.all, str(endpoint), entry, kind)
    return all_pages
