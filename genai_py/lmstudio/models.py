"""LM Studio's models: list, load, unload, download. Source: https://lmstudio.ai/docs/developer/rest"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from ..core.calls.arguments import Argument, Arguments
from ..core.calls.execution import Progress, Work
from ..core.calls.forms import ReporterFactory, single_result_forms
from ..core.calls.operations import GET, composed_operation, operation
from ..core.calls.route import Route
from ..core.calls.signatures import ById, ByIdAsyn, ByIdAwait, Form, Plain, PlainAsyn, PlainAwait
from ..core.errors import GenAINotFoundError
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .common import API, LMRoute
from .downloads import (
    STATUS,
    LMDownload,
    LMDownloadParams,
    WaitForDownload,
    WaitForDownloadAsyn,
    WaitForDownloadAwait,
    download,
    wait_for_download,
)
from .loading import (
    EnsureLoaded,
    EnsureLoadedAsyn,
    EnsureLoadedAwait,
    LMLoaded,
    LMLoadParams,
    LMUnloaded,
    ensure_loaded,
    load,
    unload,
)
from .model_list import LMModel, LMModels, list_models, listed_keys

AsynLMModels = AsynCallBack[LMModels]
AsynLMModel = AsynCallBack[LMModel]
AsynLMLoaded = AsynCallBack[LMLoaded]
AsynLMUnloaded = AsynCallBack[LMUnloaded]
AsynLMDownload = AsynCallBack[LMDownload]
PromiseLMModels = PromiseCallBack[LMModels]
PromiseLMModel = PromiseCallBack[LMModel]
PromiseLMLoaded = PromiseCallBack[LMLoaded]
PromiseLMUnloaded = PromiseCallBack[LMUnloaded]
PromiseLMDownload = PromiseCallBack[LMDownload]

def _loaded(route: Route, values: Sequence[Any], _: ReporterFactory) -> Work[LMModels]:
    async def loaded(_: Progress) -> LMModels:
        return LMModels(models=[each for each in await list_models(route._api) if each.is_loaded])

    return loaded


def _first(route: Route, values: Sequence[Any], _: ReporterFactory, *, what: str, suits: Any) -> Work[LMModel]:
    async def first(_: Progress) -> LMModel:
        models = await list_models(route._api)
        suited = [each for each in models if suits(each)]
        # Sorting keeps the server's order among the loaded ones.
        suited.sort(key=lambda each: not each.is_loaded)
        if not suited:
            known = listed_keys(models)
            raise GenAINotFoundError(0, f"there is no model for {what}. The models of the server are: {known}")
        return suited[0]

    return first


_ENSURE = Arguments(
    Argument("Model", "str", "the key of a model, a variant, or the id of an instance."),
    Argument("ContextLength", "int | None", "how many tokens it has room for at least.", True),
)
_WAIT = Arguments(
    Argument("JobId", "str | LMDownload", "the id of a job, the name of a model, or what Download returned."),
    Argument(
        "OnProgress", "Callable[[LMDownload], Any] | Callable[[LMDownload, CancelToken], Any] | None",
        "called with the download: bytes, speed, time left.", True,
    ),
)  # fmt: skip
_UNLOAD = Arguments(Argument("InstanceId", "str", "the id of a loaded instance."))
_NOTHING = Arguments()


class LMModelsRoute(LMRoute):
    """The models of LM Studio: ``/api/v1/models``.

    All methods raise LMStudioMissingError on a server without that API, such as LM Studio before 0.4.
    """

    List, AsynList, AsyncAwaitList = operation(GET, API + "models", result=LMModels)
    Load, AsynLoad, AsyncAwaitLoad = composed_operation(
        params=LMLoadParams,
        result=LMLoaded,
        work=load,
        doc=f"Send ``POST {API}models/load``, once (a repeated load makes a second instance),",
    )
    Unload: Form[ById[LMUnloaded]]
    AsynUnload: Form[ByIdAsyn[LMUnloaded]]
    AsyncAwaitUnload: Form[ByIdAwait[LMUnloaded]]
    Unload, AsynUnload, AsyncAwaitUnload = single_result_forms(
        _UNLOAD, unload, f"Send ``POST {API}models/unload``", "the reply, an LMUnloaded", LMUnloaded
    )
    Download, AsynDownload, AsyncAwaitDownload = composed_operation(
        params=LMDownloadParams,
        result=LMDownload,
        work=download,
        doc=f"Send ``POST {API}models/download``, which starts a download,",
    )
    DownloadStatus, AsynDownloadStatus, AsyncAwaitDownloadStatus = operation(GET, STATUS, ids=1, result=LMDownload)

    EnsureLoaded: Form[EnsureLoaded]
    AsynEnsureLoaded: Form[EnsureLoadedAsyn]
    AsyncAwaitEnsureLoaded: Form[EnsureLoadedAwait]
    EnsureLoaded, AsynEnsureLoaded, AsyncAwaitEnsureLoaded = single_result_forms(
        _ENSURE,
        ensure_loaded,
        "Load a model unless it is loaded; one with less than ``ContextLength`` tokens is loaded anew,",
        "the loaded model, an LMLoaded",
        LMLoaded,
    )
    WaitForDownload: Form[WaitForDownload]
    AsynWaitForDownload: Form[WaitForDownloadAsyn]
    AsyncAwaitWaitForDownload: Form[WaitForDownloadAwait]
    WaitForDownload, AsynWaitForDownload, AsyncAwaitWaitForDownload = single_result_forms(
        _WAIT,
        wait_for_download,
        "Wait until a download is complete, and start it if a model is named,",
        "the completed download, an LMDownload",
        LMDownload,
    )
    Loaded: Form[Plain[LMModels]]
    AsynLoaded: Form[PlainAsyn[LMModels]]
    AsyncAwaitLoaded: Form[PlainAwait[LMModels]]
    Loaded, AsynLoaded, AsyncAwaitLoaded = single_result_forms(
        _NOTHING, _loaded, f"Send ``GET {API}models``", "the models that are loaded, an LMModels", LMModels
    )
    FirstChatModel: Form[Plain[LMModel]]
    AsynFirstChatModel: Form[PlainAsyn[LMModel]]
    AsyncAwaitFirstChatModel: Form[PlainAwait[LMModel]]
    FirstChatModel, AsynFirstChatModel, AsyncAwaitFirstChatModel = single_result_forms(
        _NOTHING,
        functools.partial(_first, what="chats", suits=lambda model: model.is_chat_model),
        f"Send ``GET {API}models``",
        "the first model for chats, a loaded one if there is one, an LMModel",
        LMModel,
    )
    FirstEmbeddingModel: Form[Plain[LMModel]]
    AsynFirstEmbeddingModel: Form[PlainAsyn[LMModel]]
    AsyncAwaitFirstEmbeddingModel: Form[PlainAwait[LMModel]]
    FirstEmbeddingModel, AsynFirstEmbeddingModel, AsyncAwaitFirstEmbeddingModel = single_result_forms(
        _NOTHING,
        functools.partial(_first, what="embeddings", suits=lambda model: model.is_embedding_model),
        f"Send ``GET {API}models``",
        "the first model for embeddings, a loaded one if there is one, an LMModel",
        LMModel,
    )
