"""The operations on responses. Source: https://platform.openai.com/docs/api-reference/responses"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, overload

from ...core.calls.operations import DELETE, GET, POST, Route, every_page, operation, stream_operation
from ...core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack, PromiseStreamCallBack
from ...toolkit.operations import act_operation, parse_operation
from ..bundle import BundleParams, parallel_operation
from ..context import count_operation, counting_responses, fits_operation
from .collector import ResponseCollector
from .output_items import ResponseOutput
from .params import (
    ReasoningParams,
    ResponseCompactParams,
    ResponsesParams,
    UrlIncludeParams,
    UrlResponseListParams,
)
from .results import Response, ResponseCompaction, ResponseDelete, Responses
from .stream_events import ResponseStream
from .tools import Locate, web_search_preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...core.building.params import ParamProc
    from ...core.calls.execution import Operation
    from ...core.calls.signatures import Form
    from ...core.calls.streams import AttachedEngine, CancelToken, StreamEngine
    from ...core.running.callbacks import CallBacks
    from ...core.running.promise import Promise
    from ...toolkit.operations import Acts, AsynActs, AsynParses, AwaitActs, AwaitParses, Parses, ParseStreams
    from .acting import ResponsesActParams, ResponsesDialogue
    from .event_data import ResponsesEventData
    from .parsing import ResponsesParseParams, ResponsesParsing

AsynResponse = AsynCallBack[Response]
AsynResponseStream = AsynStreamCallBack[ResponseStream]
AsynResponseCompaction = AsynCallBack[ResponseCompaction]
AsynResponseDelete = AsynCallBack[ResponseDelete]
AsynResponses = AsynCallBack[Responses]
PromiseResponse = PromiseCallBack[Response]
PromiseResponseStream = PromiseStreamCallBack[ResponseStream]
PromiseResponseCompaction = PromiseCallBack[ResponseCompaction]
PromiseResponseDelete = PromiseCallBack[ResponseDelete]
PromiseResponses = PromiseCallBack[Responses]


def prompt_params(bundle: BundleParams, prompt: str, local: bool) -> ResponsesParams:
    """Return the request for one prompt of a parallel run, the same for a local server."""
    params = ResponsesParams().Model(bundle.GetModel()).Input(prompt).Store(False)
    if bundle.Exists("reasoningeffort"):
        params.Reasoning(ReasoningParams.New().Effort(bundle.GetReasoningEffort()))
    if bundle.GetSystem():
        params.Instructions(bundle.GetSystem())
    if bundle.GetSearchSize():
        tool = web_search_preview(bundle.GetSearchSize())
        place = Locate()
        if bundle.GetCity():
            place.City(bundle.GetCity())
        if bundle.GetCountry():
            place.Country(bundle.GetCountry())
        if bundle.GetCity() or bundle.GetCountry():
            tool.UserLocation(place)
        params.Tools([tool])
    return params


def _text_of(response: Response) -> str:
    return response.output_text


def _attached(engine: StreamEngine) -> AttachedEngine:
    from .engine import EngineOfStream

    return EngineOfStream(engine)


class StreamEvent(Protocol):
    """``CreateStream``, which takes an event engine."""

    def __call__(
        self,
        ParamProc: ParamProc[ResponsesParams],
        Event: Callable[[Any, bool, CancelToken], Any] | None = ...,
        StreamEvents: StreamEngine | None = ...,
    ) -> bool: ...


class StreamAsyn(Protocol):
    """``AsynCreateStream``, which takes an event engine."""

    def __call__(
        self,
        ParamProc: ParamProc[ResponsesParams],
        CallBacks: CallBacks[AsynResponseStream] | StreamEngine = ...,
        StreamEvents: StreamEngine | None = ...,
    ) -> Operation[None]: ...


class StreamPromise(Protocol):
    """``AsyncAwaitCreateStream``: the promise's value depends on whether there is an event engine."""

    @overload
    def __call__(
        self,
        ParamProc: ParamProc[ResponsesParams],
        CallBacks: StreamEngine,
    ) -> Promise[ResponsesEventData]: ...
    @overload
    def __call__(
        self,
        ParamProc: ParamProc[ResponsesParams],
        CallBacks: CallBacks[PromiseResponseStream] = ...,
        *,
        StreamEvents: StreamEngine,
    ) -> Promise[ResponsesEventData]: ...
    @overload
    def __call__(
        self,
        ParamProc: ParamProc[ResponsesParams],
        CallBacks: CallBacks[PromiseResponseStream],
        StreamEvents: StreamEngine,
    ) -> Promise[ResponsesEventData]: ...
    @overload
    def __call__(
        self,
        ParamProc: ParamProc[ResponsesParams],
        CallBacks: CallBacks[PromiseResponseStream] = ...,
        StreamEvents: None = ...,
    ) -> Promise[ResponseStream]: ...


def _dialogue() -> type[ResponsesDialogue]:
    from .acting import ResponsesDialogue

    return ResponsesDialogue


def _parsing() -> type[ResponsesParsing]:
    from .parsing import ResponsesParsing

    return ResponsesParsing


class ResponsesRoute(Route):
    """``responses``. Source: https://platform.openai.com/docs/api-reference/responses"""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "responses", params=ResponsesParams, result=Response
    )
    _EventStream, _AsynStream, _AwaitStream, Stream = stream_operation(
        POST,
        "responses",
        params=ResponsesParams,
        chunk=ResponseStream,
        collector=ResponseCollector,
        result=Response,
        resolves=ResponseStream,
        engine=_attached,
    )
    if TYPE_CHECKING:
        CreateStream: Form[StreamEvent]
        AsynCreateStream: Form[StreamAsyn]
        AsyncAwaitCreateStream: Form[StreamPromise]
    else:
        CreateStream, AsynCreateStream, AsyncAwaitCreateStream = _EventStream, _AsynStream, _AwaitStream
    if TYPE_CHECKING:
        Act: Form[Acts[ResponsesActParams, ResponsesParams, Response]]
        AsynAct: Form[AsynActs[ResponsesActParams, ResponsesParams, Response]]
        AsyncAwaitAct: Form[AwaitActs[ResponsesActParams, ResponsesParams, Response]]
        Parse: Form[Parses[ResponsesParseParams, ResponsesParams]]
        AsynParse: Form[AsynParses[ResponsesParseParams, ResponsesParams]]
        AsyncAwaitParse: Form[AwaitParses[ResponsesParseParams, ResponsesParams]]
        ParseStream: Form[ParseStreams[ResponsesParseParams, ResponsesParams]]
    else:
        Act, AsynAct, AsyncAwaitAct = act_operation(
            "responses", _dialogue, params="ResponsesActParams", reply=Response
        )
        Parse, AsynParse, AsyncAwaitParse, ParseStream = parse_operation(
            "responses", _parsing, params="ResponsesParseParams"
        )
    CreateParallel, AsyncAwaitCreateParallel = parallel_operation(
        "responses", body=prompt_params, result=Response, text_of=_text_of
    )
    CountTokens, AsynCountTokens, AsyncAwaitCountTokens = count_operation(
        ResponsesParams, counting_responses, "Send ``POST responses/input_tokens`` with what of the request is input"
    )
    FitsContext, AsynFitsContext, AsyncAwaitFitsContext = fits_operation(
        ResponsesParams,
        counting_responses,
        "Send ``POST responses/input_tokens``, ask for the context length of the model",
    )
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "responses/{ResponseId}", ids=1, params=UrlIncludeParams, result=Response
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "responses/{ResponseId}", ids=1, result=ResponseDelete
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "responses/{ResponseId}/input_items", ids=1, params=UrlResponseListParams, result=Responses
    )
    ListAll = every_page(List, ResponseOutput)
    Cancel, AsynCancel, AsyncAwaitCancel = operation(
        POST, "responses/{ResponseId}/cancel", ids=1, result=Response
    )
    Compact, AsynCompact, AsyncAwaitCompact = operation(
        POST, "responses/compact", params=ResponseCompactParams, result=ResponseCompaction
    )
