"""The operations of routes. One line defines an operation in all its forms: blocking, with callbacks, as a promise.

``List, AsynList, AsyncAwaitList = operation(GET, "models", result=Models)``
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar, overload

from ..building.form_params import MultiFormDataParams
from ..building.keywords import builder_of
from ..building.multipart import Report
from ..building.params import JsonParam, Params, UrlParam
from ..results.base import Content, Result
from ..running.callbacks import CallBackRecord
from . import signatures as sig
from .api import ANYTHING, EVENT_STREAM, JSON, GenAIAPI
from .arguments import Argument, Arguments, a
from .chunk_reader import Collector
from .endpoint import DELETE, GET, PATCH, POST, Endpoint
from .execution import Work
from .forms import (
    ReporterFactory,
    download_forms,
    operation_forms,
    pages_form,
    single_result_forms,
    stream_forms,
)
from .route import Route
from .signatures import Form
from .streams import AttachedEngine, ChunkStream, ContentStream

__all__ = [
    "DELETE", "GET", "PATCH", "POST", "Route", "composed_operation", "download_operation", "every_page",
    "operation", "stream_operation",
]  # fmt: skip

R = TypeVar("R")
C = TypeVar("C", bound=Result)


JP = TypeVar("JP", bound=JsonParam | MultiFormDataParams)
UP = TypeVar("UP", bound=UrlParam)
P = TypeVar("P", bound=Params)
O = TypeVar("O")  # noqa: E741
A = TypeVar("A")
K = TypeVar("K", bound=CallBackRecord)
L = TypeVar("L", bound=CallBackRecord)


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
    the reply; a ``Content`` for a reply that is not JSON.
    """
    endpoint = Endpoint(method, path, params, ANYTHING if issubclass(result, Content) else JSON)
    _check_ids(endpoint, ids)
    return operation_forms(endpoint, result)


@overload
def download_operation(
    path: str, *, ids: Literal[1]
) -> tuple[Form[sig.ByIdToFile], Form[sig.ByIdToFileAsyn], Form[sig.ByIdToFileAwait]]: ...
@overload
def download_operation(
    path: str, *, ids: Literal[2]
) -> tuple[Form[sig.ByIdsToFile], Form[sig.ByIdsToFileAsyn], Form[sig.ByIdsToFileAwait]]: ...
def download_operation(path: str, *, ids: int) -> Any:
    """The blocking, the callback and the promise form of a GET whose reply is written to a file as it arrives."""
    endpoint = Endpoint(GET, path, None, ANYTHING)
    _check_ids(endpoint, ids)
    return download_forms(endpoint)


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
    """The form that iterates over all entries of a list, given the blocking form of the operation that returns a page.

    entry: the class of an entry.
    """
    return pages_form(form, entry)


def composed_operation(
    *,
    params: type[P],
    result: type[R],
    work: Callable[[GenAIAPI, P, Callable[[Report], Report]], Work[R]],
    doc: str,
    adapted: Callable[[CallBackRecord], CallBackRecord] = lambda record: record,
) -> tuple[Form[sig.WithBody[P, R]], Form[sig.WithBodyAsyn[P, R]], Form[sig.WithBodyAwait[P, R]]]:
    """The blocking, the callback and the promise form of an operation that takes several requests.

    params: the builder that a call fills. result: the class of its result. work: ``work(api, params, reporter)``
    returns the work of a call, and raises TypeError or ValueError for invalid arguments; ``reporter`` wraps the
    progress handler of a transfer so that it is called where the callbacks of the form are called. doc: what the
    operation does, as the beginning of a sentence. adapted: returns the record that replaces the one of the callback
    form.
    """

    def prepare(route: Route, values: Sequence[Any], reporter: ReporterFactory) -> Work[R]:
        return work(route._api, builder_of(params, values[0]), functools.partial(reporter, route._api))

    arguments = Arguments(Argument.builder(params))
    made: Any = single_result_forms(arguments, prepare, doc, a(result.__name__), result, (params, result), adapted)
    return made  # type: ignore[no-any-return]


@overload
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
    engine: Callable[[Any], AttachedEngine] | None = None,
) -> tuple[
    Form[sig.EventDriven[JP]],
    Form[sig.StreamAsyn[JP, C]],
    Form[sig.StreamAwait[JP, C, O]],
    Form[sig.Iterated[JP, C, A]],
]: ...
@overload
def stream_operation(
    method: str,
    path: str,
    *,
    params: type[JP],
    chunk: type[C],
    collector: Callable[[], Collector[C]],
    result: type[A],
    resolves: type[O],
    records: tuple[type[K], type[L]],
    stream: type[ChunkStream[C]] = ...,
) -> tuple[
    Form[sig.EventDriven[JP]],
    Form[sig.StreamAsynWith[JP, C, K]],
    Form[sig.StreamAwaitWith[JP, C, L, O]],
    Form[sig.Iterated[JP, C, A]],
]: ...
def stream_operation(
    method: str,
    path: str,
    *,
    params: Any,
    chunk: Any,
    collector: Any,
    result: Any,
    resolves: Any,
    bytes_too: bool = False,
    records: tuple[Any, Any] | None = None,
    stream: type[ChunkStream[Any]] = ChunkStream,
    engine: Callable[[Any], AttachedEngine] | None = None,
) -> Any:
    """The event-driven, the callback, the promise and the iterated form of a stream.

    chunk: the class of its chunks. collector: makes the collector of a call's chunks. result: the class of the whole
    reply, which iterated streams have at their end. resolves: the class of the promise's value. bytes_too: the server
    may reply with a file instead of an event stream; ``chunk.of_bytes`` makes chunks of its pieces. records: the
    classes of its records, for callbacks and for promises, where they have handlers of their own. stream: reads it.
    engine: makes the data of a call with an event engine, for streams that take one.
    """
    if bytes_too:
        endpoint, stream = Endpoint(method, path, params, ANYTHING), ContentStream
    else:
        endpoint = Endpoint(method, path, params, EVENT_STREAM, {"stream": True})
    return stream_forms(endpoint, chunk, collector, stream, result, resolves, records, engine)


def _check_ids(endpoint: Endpoint, ids: int) -> None:
    # The overloads above need the number as a literal.
    if len(endpoint.names) != ids:
        raise TypeError(f"{endpoint} has {len(endpoint.names)} ids in its path, but ids={ids}")
