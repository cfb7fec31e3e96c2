"""One line defines an operation; here it becomes a blocking call, a call with callbacks and a promise.

``List, AsynList, AsyncAwaitList = operation(GET, "models", result=Models)``
"""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeVar, overload

import attrs

from ..building.form_params import MultiFormDataParams, checked_handler
from ..building.multipart import Multipart, Report
from ..building.params import JsonObject, JsonParam, Params, UrlParam, build
from ..building.urls import encode_query, expand_path, path_names, replaced
from ..results.base import Content, Result
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
from ..running.loops import running_loop
from ..running.promise import Promise
from ..spelling import BothSpellings
from ..wire.transport import HttpRequest
from . import signatures as sig
from .api import ANYTHING, EVENT_STREAM, JSON, GenAIAPI
from .execution import Operation, Progress, start
from .in_flight import run_blocking
from .pages import Pages
from .signatures import Form
from .streams import CancelToken, ChunkStream, Collector, ContentStream, Stream, StreamEngine

GET, POST, DELETE, PATCH = "GET", "POST", "DELETE", "PATCH"

R = TypeVar("R")
C = TypeVar("C", bound=Result)


class Route(BothSpellings):
    """Base of the routes: the operations of one API resource."""

    _headers: ClassVar[Mapping[str, str]] = {}
    """What the resource wants in the headers of its requests; the client's own headers win."""

    def __init__(self, api: GenAIAPI) -> None:
        self._api = api

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in vars(cls).items():
            if inspect.isfunction(member) and member.__module__ == __name__:
                member.__name__ = name
                member.__qualname__ = f"{cls.__qualname__}.{name}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._api!r}>"

    def _request(self, endpoint: Endpoint, values: Sequence[Any]) -> HttpRequest:
        request = endpoint.request(self._api, values)
        if self._headers:
            request = attrs.evolve(request, headers=replaced(self._headers, request.headers))
        return request


@attrs.frozen
class Endpoint:
    """Verb, path and builder of an operation, and how a call's arguments become a request."""

    method: str
    template: str
    params: type[Params] | None
    accept: str = JSON
    flags: JsonObject = attrs.field(factory=dict)
    """What the body gets beside what the program sets."""
    names: tuple[str, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(path_names(self.template)))

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of the arguments a call takes, callbacks left out."""
        return self.names if self.params is None else (*self.names, "ParamProc")

    def request(self, api: GenAIAPI, values: Sequence[Any]) -> HttpRequest:
        """The request of a call. Raises what bad arguments deserve."""
        ids = self.names
        path = expand_path(self.template, ids, values[: len(ids)]) if ids else self.template
        if self.params is None:
            return api.request(self.method, path, accept=self.accept)
        params = build(self.params, values[len(ids)] if len(values) > len(ids) else None)
        if isinstance(params, JsonParam):
            return api.request(self.method, path, params.to_bytes(self.flags), accept=self.accept)
        if isinstance(params, MultiFormDataParams):
            return api.request(self.method, path, params.to_multipart(self.flags), accept=self.accept)
        if isinstance(params, UrlParam):
            return api.request(self.method, path + encode_query(params._fields), accept=self.accept)
        raise TypeError(f"{type(params).__name__} is neither a body nor a query")


def bound(name: str, wanted: Sequence[str], required: int, args: Sequence[Any], kwargs: dict[str, Any]) -> list[Any]:
    """The arguments in order. Raises TypeError saying what the operation takes."""
    values = list(args)
    if kwargs:
        for argument in wanted[len(values) :]:
            if argument not in kwargs:
                break
            values.append(kwargs.pop(argument))
    if kwargs or not required <= len(values) <= len(wanted):
        takes = ", ".join(argument if i < required else f"[{argument}]" for i, argument in enumerate(wanted))
        got = ", ".join([f"{len(args)} in order", *kwargs])
        raise TypeError(f"{name} takes ({takes}); got {got}")
    return values


def is_callbacks(value: Any) -> bool:
    """Whether an argument that may be a builder function or callbacks is callbacks.

    A function without arguments, or one whose argument is called ``Result`` as in the original, is; a program that
    names it otherwise says ``CallBacks=``.
    """
    if value is None or isinstance(value, Params):
        return False
    if isinstance(value, CallBackRecord):
        return True
    if not callable(value) or positional_count(value) == 0:
        return callable(value)
    try:
        first = next(iter(inspect.signature(value).parameters.values()))
    except (TypeError, ValueError, StopIteration):
        return False
    return first.name.lower() == "result" or "CallBack" in str(first.annotation)


class Call:
    """One operation's shape: how its arguments are read in all three forms."""

    def __init__(self, names: Sequence[str], required: int) -> None:
        self.names = names
        self.most = len(names)
        self.required = required

    @classmethod
    def of(cls, endpoint: Endpoint) -> Call:
        """The shape of an operation whose arguments are an endpoint's."""
        body = endpoint.params is not None and not issubclass(endpoint.params, UrlParam)
        return cls(endpoint.arguments, len(endpoint.names) + (1 if body else 0))

    def values(self, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Sequence[Any]:
        """The arguments of the blocking form."""
        if not kwargs and self.required <= len(args) <= len(self.names):
            return args
        return bound(name, self.names, self.required, args, kwargs)

    def split(self, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Sequence[Any], Any]:
        """The arguments of the other forms: those of the blocking one, and the callbacks."""
        if not kwargs:
            given = len(args)
            if given == self.required == self.most:
                return args, None
            if given == self.most + 1:
                return args[:-1], args[-1]
        if "CallBacks" in kwargs:
            callbacks = kwargs.pop("CallBacks")
        elif len(args) > len(self.names) or (len(args) > self.required and is_callbacks(args[-1])):
            *args, callbacks = args
        else:
            callbacks = None
        return bound(name, self.names, self.required, args, kwargs), callbacks


def _failing(error: Exception) -> Callable[[Progress], Coroutine[Any, Any, Any]]:
    async def fail(_: Progress) -> Any:
        raise error

    return fail


Reporting = Callable[[GenAIAPI, Report], Report]
"""Makes of a transfer's handler one that is called where the callbacks of the form are called."""

Plan = Callable[[Route, Sequence[Any], Reporting], Callable[[Progress], Coroutine[Any, Any, Any]]]
"""Reads the arguments of a call, raising what bad ones deserve, and gives what makes the coroutine of its work."""


def make_forms(call: Call, plan: Plan) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """The three forms of what ``plan`` plans: blocking, with callbacks, as promise."""

    def work_of(self: Route, values: Sequence[Any]) -> Callable[[Progress], Coroutine[Any, Any, Any]]:
        # What is wrong with the arguments reaches on_error or the promise, like any other failure.
        try:
            return plan(self, values, _told_by_dispatcher)
        except Exception as error:
            return _failing(error)

    def blocking(self: Route, *args: Any, **kwargs: Any) -> Any:
        values = call.values(names[0].__name__, args, kwargs)
        work = plan(self, values, _told_at_once)
        return run_blocking(self._api.state, lambda: work(_no_progress))

    def asyn(self: Route, *args: Any, **kwargs: Any) -> Operation[Any]:
        values, callbacks = call.split(names[1].__name__, args, kwargs)
        record = record_of(AsynCallBack, callbacks)
        return start(self._api, work_of(self, values), record, self)

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[Any]:
        values, callbacks = call.split(names[2].__name__, args, kwargs)
        record = None if callbacks is None else record_of(PromiseCallBack, callbacks)
        promise: Promise[Any] = Promise()
        start(self._api, work_of(self, values), record, self, promise)
        return promise

    names = (blocking, asyn, promised)
    return names


async def _no_progress(_: Any) -> None:
    """What operations without parts are given."""


def _told_at_once(_: GenAIAPI, handler: Report) -> Report:
    return Reporter(handler, None)


def _told_by_dispatcher(api: GenAIAPI, handler: Report) -> Report:
    in_loop = running_loop() is not None
    return Reporter(handler, api.chosen_dispatcher() if in_loop else api.used_dispatcher())


def make_operation(
    endpoint: Endpoint, result: type[Any]
) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """The three forms of an operation with one result."""
    fetch: Any = GenAIAPI.fetch_content if issubclass(result, Content) else GenAIAPI.fetch

    def plan(
        self: Route, values: Sequence[Any], reporting: Reporting
    ) -> Callable[[Progress], Coroutine[Any, Any, Any]]:
        request, api = self._request(endpoint, values), self._api
        if isinstance(request.body, Multipart) and request.body.report is not None:
            request.body = attrs.evolve(request.body, report=reporting(api, request.body.report))
        return lambda _: fetch(api, request, result)

    made: Any = make_forms(Call.of(endpoint), plan)
    _describe(made, endpoint, f"its {result.__name__}")
    # For every_page, which goes on from the blocking form.
    made[0].endpoint, made[0].promised = endpoint, made[2]
    return made  # type: ignore[no-any-return]


def make_download(endpoint: Endpoint) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """The three forms of an operation whose reply is written to a file."""
    ids = len(endpoint.names)

    def plan(
        self: Route, values: Sequence[Any], reporting: Reporting
    ) -> Callable[[Progress], Coroutine[Any, Any, Any]]:
        path, handler = values[ids], values[ids + 1] if len(values) > ids + 1 else None
        if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
            raise TypeError(f"FileName must be the name of a file or of a folder, got {path!r}")
        report = None if handler is None else reporting(self._api, checked_handler("OnProgress", handler))
        request = self._request(endpoint, values)
        return lambda _: self._api.download(request, path, values[ids - 1], report)

    made = make_forms(Call((*endpoint.names, "FileName", "OnProgress"), ids + 1), plan)
    _describe(made, endpoint, "what comes is written to a file")
    return made


def make_stream_operation(
    endpoint: Endpoint,
    chunk: type[Any],
    collector: Callable[[], Collector[Any]],
    chunk_stream: type[ChunkStream[Any]],
) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """The forms of a streaming operation: driven by an event, with callbacks, as promise, and to iterate over."""
    call = Call.of(endpoint)

    def chunks_of(self: Route, values: Sequence[Any]) -> ChunkStream[Any]:
        return chunk_stream(self._api, self._request(endpoint, values), chunk, collector())

    def work_of(
        self: Route, values: Sequence[Any], outcome: Callable[[], Any] | None = None
    ) -> Callable[[Progress], Coroutine[Any, Any, Any]]:
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

    def event_driven(
        self: Route, ParamProc: Any, Event: Callable[..., Any] | None = None, StreamEvents: StreamEngine | None = None
    ) -> bool:
        chunks = chunks_of(self, [ParamProc])
        state = self._api.state
        cancel = CancelToken(chunks.abort)

        def call(handler: Callable[..., Any], *args: Any) -> Any:
            returned = handler(*args)
            return run_blocking(state, lambda: returned) if inspect.iscoroutine(returned) else returned

        record = CallBackRecord(self) if StreamEvents is None else StreamEvents.attach(CallBackRecord(self))
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
        given, engine = _engine(args, kwargs)
        values, callbacks = call.split(names[1].__name__, given, kwargs)
        record: CallBackRecord = record_of(AsynStreamCallBack, callbacks)
        if engine is not None:
            record = engine.attach(record)
        return start(self._api, work_of(self, values), record, self, has_result=False)

    def promised(self: Route, *args: Any, **kwargs: Any) -> Promise[Any]:
        given, engine = _engine(args, kwargs)
        values, callbacks = call.split(names[2].__name__, given, kwargs)
        record: CallBackRecord | None = None if callbacks is None else record_of(PromiseStreamCallBack, callbacks)
        outcome = None
        if engine is not None:
            record = engine.attach(record or CallBackRecord())
            outcome = engine.outcome
        promise: Promise[Any] = Promise()
        start(self._api, work_of(self, values, outcome), record, self, promise, has_result=False)
        return promise

    def iterated(self: Route, ParamProc: Any) -> Stream[Any, Any]:
        return Stream(chunks_of(self, [ParamProc]))

    names = (event_driven, asyn, promised, iterated)
    _describe(names, endpoint, f"its chunks, each a {chunk.__name__}")
    return names


def _engine(args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Sequence[Any], StreamEngine | None]:
    """The event engine among the arguments: by its name, or the last one."""
    if "StreamEvents" in kwargs:
        return args, kwargs.pop("StreamEvents")
    if args and hasattr(args[-1], "attach") and hasattr(args[-1], "outcome"):
        return args[:-1], args[-1]
    return args, None


def _describe(forms: Sequence[Callable[..., Any]], endpoint: Endpoint, gives: str) -> None:
    _explain(forms, f"``{endpoint.method} {endpoint.template}``: {gives}.")


def _explain(forms: Sequence[Callable[..., Any]], what: str) -> None:
    hows = (
        "Blocks.", "Callbacks tell of its course; returns a handle with Cancel().", "Returns a promise.", "Iterate."
    )  # fmt: skip
    for form, how in zip(forms, hows, strict=False):
        form.__doc__ = f"{what} {how}"


JP = TypeVar("JP", bound=JsonParam | MultiFormDataParams)
UP = TypeVar("UP", bound=UrlParam)
O = TypeVar("O")  # noqa: E741
A = TypeVar("A")


@overload
def operation(
    method: str, path: str, *, result: type[R]
) -> tuple[Form[sig.Plain[R]], Form[sig.PlainAsyn[R]], Form[sig.PlainAwait[R]]]: ...
@overload
def operation(
    method: str, path: str, *, ids: Literal[1], result: type[R]
) -> tuple[Form[sig.ById[R]], Form[sig.ByIdAsyn[R]], Form[sig.ByIdAwait[R]]]: ...
@overload
def operation(
    method: str, path: str, *, ids: Literal[2], result: type[R]
) -> tuple[Form[sig.ByIds[R]], Form[sig.ByIdsAsyn[R]], Form[sig.ByIdsAwait[R]]]: ...
@overload
def operation(
    method: str, path: str, *, params: type[JP], result: type[R]
) -> tuple[Form[sig.WithBody[JP, R]], Form[sig.WithBodyAsyn[JP, R]], Form[sig.WithBodyAwait[JP, R]]]: ...
@overload
def operation(
    method: str, path: str, *, params: type[UP], result: type[R]
) -> tuple[Form[sig.WithQuery[UP, R]], Form[sig.WithQueryAsyn[UP, R]], Form[sig.WithQueryAwait[UP, R]]]: ...
@overload
def operation(
    method: str, path: str, *, ids: Literal[1], params: type[JP], result: type[R]
) -> tuple[
    Form[sig.ByIdWithBody[JP, R]], Form[sig.ByIdWithBodyAsyn[JP, R]], Form[sig.ByIdWithBodyAwait[JP, R]]
]: ...
@overload
def operation(
    method: str, path: str, *, ids: Literal[1], params: type[UP], result: type[R]
) -> tuple[
    Form[sig.ByIdWithQuery[UP, R]], Form[sig.ByIdWithQueryAsyn[UP, R]], Form[sig.ByIdWithQueryAwait[UP, R]]
]: ...
@overload
def operation(
    method: str, path: str, *, ids: Literal[2], params: type[UP], result: type[R]
) -> tuple[
    Form[sig.ByIdsWithQuery[UP, R]], Form[sig.ByIdsWithQueryAsyn[UP, R]], Form[sig.ByIdsWithQueryAwait[UP, R]]
]: ...
def operation(method: str, path: str, *, ids: int = 0, params: Any = None, result: Any) -> Any:
    """The blocking, the callback and the promise form of an operation.

    method, path: the verb, and the path below the base URL with its ids in braces. ids: how many of them there are.
    params: the builder of the body (JsonParam, MultiFormDataParams) or of the query (UrlParam). result: the class of
    the reply; a ``Content`` for one that is no JSON.
    """
    endpoint = Endpoint(method, path, params, ANYTHING if issubclass(result, Content) else JSON)
    if len(endpoint.names) != ids:
        raise TypeError(f"{path} has {len(endpoint.names)} ids, the operation says {ids}")
    return make_operation(endpoint, result)


@overload
def download_operation(
    path: str, *, ids: Literal[1]
) -> tuple[Form[sig.ByIdToFile], Form[sig.ByIdToFileAsyn], Form[sig.ByIdToFileAwait]]: ...
@overload
def download_operation(
    path: str, *, ids: Literal[2]
) -> tuple[Form[sig.ByIdsToFile], Form[sig.ByIdsToFileAsyn], Form[sig.ByIdsToFileAwait]]: ...
def download_operation(path: str, *, ids: int) -> Any:
    """The blocking, the callback and the promise form of a GET whose reply is written to a file as it comes."""
    endpoint = Endpoint(GET, path, None, ANYTHING)
    if len(endpoint.names) != ids:
        raise TypeError(f"{path} has {len(endpoint.names)} ids, the operation says {ids}")
    return make_download(endpoint)


@overload
def every_page(
    form: Form[sig.WithQuery[UP, Any]], entry: type[A]
) -> Form[sig.EveryWithQuery[UP, A]]: ...
@overload
def every_page(
    form: Form[sig.ByIdWithQuery[UP, Any]], entry: type[A]
) -> Form[sig.EveryByIdWithQuery[UP, A]]: ...
@overload
def every_page(
    form: Form[sig.ByIdsWithQuery[UP, Any]], entry: type[A]
) -> Form[sig.EveryByIdsWithQuery[UP, A]]: ...
def every_page(form: Any, entry: Any) -> Any:
    """What iterates over all entries of a list, given the blocking form of the operation that gives a page.

    entry: the class of an entry.
    """
    endpoint: Endpoint = form.endpoint
    ids = len(endpoint.names)
    call = Call(endpoint.arguments, ids)
    assert endpoint.params is not None and issubclass(endpoint.params, UrlParam)
    kind = endpoint.params

    def all_pages(self: Route, *args: Any, **kwargs: Any) -> Pages[Any]:
        values = call.values(all_pages.__name__, args, kwargs)
        asked = build(kind, values[ids] if len(values) > ids else None)

        def page(after: str) -> list[Any]:
            params = kind()
            params._fields = {**asked._fields, "after": after} if after else asked._fields
            return [*values[:ids], params]

        # Arguments that are wrong are told of where they are given.
        endpoint.request(self._api, page(""))
        return Pages(lambda after: form(self, *page(after)), lambda after: form.promised(self, *page(after)))

    all_pages.__doc__ = f"``GET {endpoint.template}``: iterates over the entries of all pages, each a {entry.__name__}."
    return all_pages


def composed_operation(
    *,
    params: type[JP],
    result: type[R],
    work: Callable[[GenAIAPI, JP, Callable[[Report], Report]], Callable[[], Coroutine[Any, Any, R]]],
    doc: str,
) -> tuple[Form[sig.WithBody[JP, R]], Form[sig.WithBodyAsyn[JP, R]], Form[sig.WithBodyAwait[JP, R]]]:
    """The blocking, the callback and the promise form of what takes several requests.

    params: the builder that a call fills. result: what comes of it. work: given the client, the builder and what
    makes a transfer's handler fit the form, it raises what bad arguments deserve and gives what makes the coroutine.
    doc: what it does.
    """

    def plan(
        self: Route, values: Sequence[Any], reporting: Reporting
    ) -> Callable[[Progress], Coroutine[Any, Any, Any]]:
        made = work(self._api, build(params, values[0]), functools.partial(reporting, self._api))
        return lambda _: made()

    made: Any = make_forms(Call(("ParamProc",), 1), plan)
    _explain(made, f"{doc}: {result.__name__}.")
    return made  # type: ignore[no-any-return]


def stream_operation(
    method: str,
    path: str,
    *,
    params: type[JP],
    chunk: type[C],
    collector: Callable[[], Collector[C]],
    result: type[A],
    resolves: type[O],
    bytes_too: bool = False,
) -> tuple[
    Form[sig.EventDriven[JP]],
    Form[sig.StreamAsyn[JP, C]],
    Form[sig.StreamAwait[JP, C, O]],
    Form[sig.Iterated[JP, C, A]],
]:
    """The event-driven, the callback, the promise and the iterated form of a stream.

    chunk: the class of its parts. collector: makes what puts them together. result: the class of the whole, which
    iterated streams have at their end. resolves: the class of what a promise is fulfilled with. bytes_too: the reply
    may as well be no event stream but a file, whose pieces become chunks by ``chunk.of_bytes``.
    """
    if bytes_too:
        made: Any = make_stream_operation(Endpoint(method, path, params, ANYTHING), chunk, collector, ContentStream)
    else:
        endpoint = Endpoint(method, path, params, EVENT_STREAM, {"stream": True})
        made = make_stream_operation(endpoint, chunk, collector, ChunkStream)
    return made  # type: ignore[no-any-return]
