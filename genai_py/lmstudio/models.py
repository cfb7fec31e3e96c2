"""LM Studio's models: list, load, unload, download.

Source: https://lmstudio.ai/docs/developer/rest/list
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from enum import Enum
from typing import Any, Protocol, TypeAlias
from weakref import WeakKeyDictionary

import attrs

from ..core.building.params import JsonParam, wrong_type
from ..core.building.setters import checked, flag, setter
from ..core.building.urls import expand_path
from ..core.calls.api import GenAIAPI
from ..core.calls.arguments import Argument, Arguments
from ..core.calls.execution import Operation, Progress, Work
from ..core.calls.forms import ReporterFactory, single_result_forms
from ..core.calls.operations import GET, POST, composed_operation, operation
from ..core.calls.route import Route
from ..core.calls.signatures import ById, ByIdAsyn, ByIdAwait, Form, Plain, PlainAsyn, PlainAwait
from ..core.calls.streams import CancelToken
from ..core.errors import (
    GenAIAuthError,
    GenAICancelledError,
    GenAIConnectionError,
    GenAIException,
    GenAINotFoundError,
)
from ..core.results.base import Result, items, result
from ..core.running.callbacks import AsynCallBack, CallBacks, PromiseCallBack, positional_count
from ..core.running.loops import call_soon_anywhere
from ..core.running.process import after_fork
from ..core.running.promise import Promise
from .common import API, LMRoute, LMStudioMissingError, failure_text, fetch
from .shared_lock import SharedLock

POLL_INTERVAL = 0.5
"""Seconds between two requests for the status of a download."""
_NOT_LISTED = 20
"""How many models an error names at most."""


class LMModelType(str, Enum):
    """What a model is for. Source: https://lmstudio.ai/docs/developer/rest/list"""

    llm = "llm"
    embedding = "embedding"
    decision = "decision"


class LMDownloadState(str, Enum):
    """The state of a download. Source: https://lmstudio.ai/docs/developer/rest/download-status"""

    downloading = "downloading"
    paused = "paused"
    completed = "completed"
    failed = "failed"
    already_downloaded = "already_downloaded"


# Older names, which ``/api/v0`` has, are understood too.
_CHAT_TYPES = frozenset({"llm", "vlm"})
_EMBEDDING_TYPES = frozenset({"embedding", "embeddings"})
_FAILED = frozenset({"failed", "failure", "error", "cancelled", "canceled", "aborted"})
_COMPLETED = frozenset({"completed", "already_downloaded"})


def _word(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value or "").lower()


@result
class LMQuantization(Result):
    """The precision of a model's weights. name: such as ``Q4_K_M``."""

    name: str = ""
    bits_per_weight: float | None = None


@result
class LMInstanceConfig(Result):
    """The settings that a model is loaded with; those that do not apply to it are None.

    context_length: tokens. parallel: how many requests it works on at once. offload_kv_cache_to_gpu: whether its cache
    is in the GPU's memory.
    """

    context_length: int | None = None
    eval_batch_size: int | None = None
    parallel: int | None = None
    flash_attention: bool | None = None
    num_experts: int | None = None
    offload_kv_cache_to_gpu: bool | None = None


@result
class LMInstance(Result):
    """A loaded model. id: for ``Unload``; requests may name it as their model."""

    id: str = ""
    config: LMInstanceConfig | None = None


@result
class LMReasoningOptions(Result):
    """How much a model may think before it answers: what may be set, and the default."""

    allowed_options: list[str] = items()
    default: str = ""


@result
class LMCapabilities(Result):
    """What a model can do. reasoning: None where it cannot be set."""

    vision: bool = False
    trained_for_tool_use: bool = False
    reasoning: LMReasoningOptions | None = None


@result
class LMModel(Result):
    """A model on the server's disk, loaded or not.

    key: what requests call it. size_bytes: on disk. params_string: its number of parameters, such as ``7B``.
    loaded_instances: empty if it is not loaded. max_context_length: in tokens; the length in force is in the ``config``
    of an instance. format: ``gguf`` or ``mlx``. capabilities: None for models that write no text. variants,
    selected_variant: as ``key@quantization``, for models with several.
    """

    type: LMModelType | str | None = None
    publisher: str = ""
    key: str = ""
    display_name: str = ""
    architecture: str = ""
    quantization: LMQuantization | None = None
    size_bytes: int | None = None
    params_string: str = ""
    loaded_instances: list[LMInstance] = items()
    max_context_length: int | None = None
    format: str = ""
    capabilities: LMCapabilities | None = None
    description: str = ""
    variants: list[str] = items()
    selected_variant: str = ""

    @property
    def instances(self) -> list[LMInstance]:
        """The loaded instances that have an id, also where the server lists the ids alone."""
        found = self.loaded_instances if isinstance(self.loaded_instances, list) else []
        made = [each if isinstance(each, LMInstance) else LMInstance(id=each) for each in found]
        return [each for each in made if isinstance(each.id, str) and each.id]

    @property
    def is_loaded(self) -> bool:
        """Whether at least one instance is loaded."""
        return bool(self.instances)

    @property
    def id(self) -> str:
        """What requests call it: the id of its first loaded instance, else its key."""
        return next((each.id for each in self.instances), self.key)

    @property
    def is_chat_model(self) -> bool:
        """Whether it answers prompts, by its type; where that is missing, by its capabilities."""
        return _word(self.type) in _CHAT_TYPES or (not self.type and self.capabilities is not None)

    @property
    def is_embedding_model(self) -> bool:
        """Whether it is for embeddings, by its type."""
        return _word(self.type) in _EMBEDDING_TYPES


@result
class LMModels(Result):
    """Models of a server: ``models``, or the object itself, which can be iterated over and has a length."""

    models: list[LMModel] = items()

    def _known(self) -> list[LMModel]:
        found = self.models if isinstance(self.models, list) else []
        return [each for each in found if isinstance(each, LMModel)]

    def __iter__(self) -> Iterator[LMModel]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def __getitem__(self, index: int) -> LMModel:
        return self._known()[index]

    def Find(self, Model: str) -> LMModel | None:
        """Return the model with this key, variant or instance id, in upper or lower case; None if there is none."""
        return next((each for each in self if Model in _names(each)), None) or next(
            (each for each in self if Model.lower() in map(str.lower, _names(each))), None
        )


def _names(model: LMModel) -> list[str]:
    variants = model.variants if isinstance(model.variants, list) else []
    names = [model.key, model.selected_variant, *variants, *(each.id for each in model.instances)]
    return [name for name in names if isinstance(name, str) and name]


class LMLoadParams(JsonParam):
    """How a model is loaded. Source: https://lmstudio.ai/docs/developer/rest/load"""

    __slots__ = ()

    Model = setter(str, "model", doc="The key of a model.")
    ContextLength = setter(int, "context_length", doc="How many tokens a prompt and its answer may have together.")
    EvalBatchSize = setter(int, "eval_batch_size", doc="How many tokens of a prompt are processed at once.")
    FlashAttention = flag("flash_attention", doc="Use flash attention, which needs less memory.")
    NumExperts = setter(int, "num_experts", doc="How many experts a token uses, for models of several.")
    OffloadKvCacheToGpu = flag("offload_kv_cache_to_gpu", doc="Keep the cache in the GPU's memory.")
    EchoLoadConfig = flag("echo_load_config", doc="The reply has the settings in force, as ``load_config``.")


@result
class LMLoaded(Result):
    """A loaded model.

    instance_id: for ``Unload``; requests may name it as their model. load_time_seconds: None if the model was loaded
    before. load_config: None unless it was asked for.
    """

    type: LMModelType | str | None = None
    instance_id: str = ""
    load_time_seconds: float | None = None
    status: str = ""
    load_config: LMInstanceConfig | None = None


@result
class LMUnloaded(Result):
    """The instance that was unloaded."""

    instance_id: str = ""


class LMDownloadParams(JsonParam):
    """What is downloaded. Source: https://lmstudio.ai/docs/developer/rest/download"""

    __slots__ = ()

    Model = setter(str, "model", doc="A name of LM Studio's catalogue, ``owner/name``, or a Hugging Face URL.")
    Quantization = setter(str, "quantization", doc="Such as ``Q4_K_M``; only with a Hugging Face URL.")


@result
class LMDownload(Result):
    """A download. Sizes and speeds are in bytes, times as ISO 8601; what the server does not send is None or "".

    job_id: for ``DownloadStatus`` and ``WaitForDownload``; "" if the model was there before. error: the server's words
    about a failed download, where it has some.
    """

    job_id: str = ""
    status: LMDownloadState | str | None = None
    total_size_bytes: int | None = None
    downloaded_bytes: int | None = None
    bytes_per_second: float | None = None
    estimated_completion: str = ""
    started_at: str = ""
    completed_at: str = ""
    error: Any = None

    @property
    def is_completed(self) -> bool:
        """Whether the model is on the server's disk."""
        return _word(self.status) in _COMPLETED or bool(self.completed_at and not self.is_failed)

    @property
    def is_failed(self) -> bool:
        """Whether the download ended without the model."""
        return _word(self.status) in _FAILED

    @property
    def fraction(self) -> float | None:
        """How much is downloaded, from 0 to 1; None if that is unknown."""
        done, total = _number(self.downloaded_bytes), _number(self.total_size_bytes)
        if self.is_completed:
            return 1.0
        return None if done is None or not total else max(0.0, min(1.0, done / total))

    @property
    def seconds_left(self) -> float | None:
        """Seconds until it is complete, by the speed, or else by the server's estimate; None if that is unknown."""
        if self.is_completed:
            return 0.0
        done, total = _number(self.downloaded_bytes), _number(self.total_size_bytes)
        speed = _number(self.bytes_per_second)
        if done is not None and total and speed:
            return max(0.0, (total - done) / speed)
        try:
            end = datetime.fromisoformat(self.estimated_completion.replace("Z", "+00:00"))
        except (AttributeError, ValueError):
            return None
        # A time without a zone is UTC.
        end = end if end.tzinfo else end.replace(tzinfo=timezone.utc)
        return max(0.0, (end - datetime.now(timezone.utc)).total_seconds())


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


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

DownloadHandler: TypeAlias = Callable[[LMDownload], Any] | Callable[[LMDownload, CancelToken], Any]
"""The ``OnProgress`` of ``WaitForDownload``; one with two arguments may call ``cancel.set()``."""


@attrs.define(eq=False)
class _ClientLoads:
    """What the loads of a client share.

    lock: held while a model is looked for and loaded. accepted: the context lengths that were asked for, by instance,
    where the server loaded the model with less.
    """

    lock: SharedLock = attrs.field(factory=SharedLock)
    accepted: dict[tuple[str, str], int] = attrs.field(factory=dict)


_loads: WeakKeyDictionary[Any, _ClientLoads] = WeakKeyDictionary()
after_fork(_loads.clear)


async def _list(api: GenAIAPI) -> LMModels:
    return await fetch(api, api.request(GET, API + "models"), LMModels)


def _listed(names: Iterable[str], nothing: str) -> str:
    known = list(dict.fromkeys(name for name in names if name))
    more = f" and {len(known) - _NOT_LISTED} more" if len(known) > _NOT_LISTED else ""
    return (", ".join(known[:_NOT_LISTED]) + more) or nothing


def _keys(models: LMModels) -> str:
    return _listed((each.key for each in models), "none; download one with Download, or in LM Studio")


async def _load_once(api: GenAIAPI, params: LMLoadParams) -> LMLoaded:
    # A load that is sent again may load the model twice.
    view = api.with_options(attrs.evolve(api.options, max_retries=0))
    model = params._fields.get("model")
    try:
        loaded = await fetch(view, view.request(POST, API + "models/load", params.to_bytes()), LMLoaded)
    except GenAIException as error:
        if not _is_not_found(error, "model"):
            raise
        known = _keys(await _list(api))
        raise GenAINotFoundError(
            error.code, f"cannot load {model!r}: {error.error_message}. The models of the server are: {known}",
            error_code=error.error_code, type=error.type, param=error.param, headers=error.headers, body=error.body,
        ) from error  # fmt: skip
    if _word(loaded.status) in _FAILED:
        words = failure_text(loaded) or f"the status is {loaded.status!r}, the server gives no reason"
        raise GenAIException(0, f"cannot load {model!r}: {words}", body=loaded.JSONResponse)
    return loaded


def _is_not_found(error: GenAIException, what: str) -> bool:
    """Whether the server does not know a model, an instance or a job, as it says in one way or another."""
    if isinstance(error, (LMStudioMissingError, GenAIConnectionError, GenAIAuthError)):
        return False
    return error.code == 404 or f"{what}_not_found" in (error.type, error.error_code)


def _load(api: GenAIAPI, params: LMLoadParams, _: Any) -> Work[LMLoaded]:
    if not params._fields.get("model"):
        raise ValueError("LMLoadParams: Model was not called; give the key of a model, as List shows it")
    return lambda _: _load_once(api, params)


def _unload(route: Route, values: Sequence[Any], _: ReporterFactory) -> Work[LMUnloaded]:
    api, instance = route._api, _name("InstanceId", values[0])

    async def unload(_: Progress) -> LMUnloaded:
        return await _unload_instance(api, instance)

    return unload


class _UnloadParams(JsonParam):
    __slots__ = ()


async def _unload_instance(api: GenAIAPI, instance: str) -> LMUnloaded:
    body = _UnloadParams().Add("instance_id", instance).to_bytes()
    try:
        reply = await fetch(api, api.request(POST, API + "models/unload", body), LMUnloaded)
    except GenAIException as error:
        if not (_is_not_found(error, "instance") or _is_not_found(error, "model")):
            raise
        loaded = _listed((one.id for each in await _list(api) for one in each.instances), "none")
        raise GenAINotFoundError(
            error.code, f"cannot unload {instance!r}: {error.error_message}. The loaded instances are: {loaded}",
            error_code=error.error_code, type=error.type, param=error.param, headers=error.headers, body=error.body,
        ) from error  # fmt: skip
    reply.instance_id = reply.instance_id or instance
    return reply


def _name(where: str, value: Any) -> str:
    text: str = checked(where, str, value).strip()
    if not text:
        raise ValueError(f"{where} is empty; expected a name, as List shows it")
    return text


def _ensure_loaded(route: Route, values: Sequence[Any], _: ReporterFactory) -> Work[LMLoaded]:
    api, model = route._api, _name("Model", values[0])
    context: int | None = values[1] if len(values) > 1 else None
    if context is not None and checked("ContextLength", int, context) < 1:
        raise ValueError(f"ContextLength is a number of tokens, at least 1, got {context}")
    loads = _loads.setdefault(api.state, _ClientLoads())

    async def ensure(_: Progress) -> LMLoaded:
        async with loads.lock:
            return await _loaded_or_load(api, loads, model, context)

    return ensure


async def _loaded_or_load(api: GenAIAPI, loads: _ClientLoads, wanted: str, context: int | None) -> LMLoaded:
    models = await _list(api)
    model = models.Find(wanted)
    if model is None:
        raise GenAINotFoundError(0, f"there is no model {wanted!r}. The models of the server are: {_keys(models)}")
    limit = _number(model.max_context_length)
    if context is not None and limit and context > limit:
        raise ValueError(f"ContextLength {context}: the model {model.key!r} has at most {limit} tokens")
    instances = _instances_of(model, wanted)
    found = _large_enough(api, loads, model, instances, context)
    if found is not None:
        return found
    # The model is loaded with less room: a second instance would need the memory twice.
    for each in instances:
        await _unload_instance(api, each.id)
    is_variant = isinstance(model.variants, list) and wanted in model.variants
    params = LMLoadParams().Model(wanted if is_variant else model.key).EchoLoadConfig()
    if context is not None:
        params.ContextLength(context)
    try:
        loaded = await _load_once(api, params)
    except GenAIException as error:
        # Another program may have loaded it in the meantime.
        if error.code != 409 and "already loaded" not in error.error_message.lower():
            raise
        again = (await _list(api)).Find(wanted)
        if again is None or not again.is_loaded:
            raise
        found = _large_enough(api, loads, again, _instances_of(again, wanted), context)
        if found is None:
            raise
        return found
    if context is not None and loaded.instance_id:
        loads.accepted[api.BaseUrl, loaded.instance_id] = context
    return loaded


def _instances_of(model: LMModel, wanted: str) -> list[LMInstance]:
    """The loaded instances that ``wanted`` names: all of a model, one of them, or those of a variant."""
    if wanted.lower() in (str(model.key).lower(), str(model.selected_variant).lower()):
        return model.instances
    return [each for each in model.instances if each.id == wanted or each.id.startswith(f"{wanted}:")]


def _large_enough(
    api: GenAIAPI, loads: _ClientLoads, model: LMModel, instances: Sequence[LMInstance], context: int | None
) -> LMLoaded | None:
    """The first instance with room for ``context`` tokens, None if there is none."""
    for each in instances:
        length = _number(each.config.context_length) if isinstance(each.config, LMInstanceConfig) else None
        # Some engines ignore the length that was asked for; loading again would give the same.
        asked = loads.accepted.get((api.BaseUrl, each.id), 0)
        if context is None or length is None or max(length, asked) >= context:
            return LMLoaded(type=model.type, instance_id=each.id, status="loaded", load_config=each.config)
    return None


def _loaded(route: Route, values: Sequence[Any], _: ReporterFactory) -> Work[LMModels]:
    async def loaded(_: Progress) -> LMModels:
        return LMModels(models=[each for each in await _list(route._api) if each.is_loaded])

    return loaded


def _first(route: Route, values: Sequence[Any], _: ReporterFactory, *, what: str, suits: Any) -> Work[LMModel]:
    async def first(_: Progress) -> LMModel:
        models = await _list(route._api)
        suited = [each for each in models if suits(each)]
        # Sorting keeps the server's order among the loaded ones.
        suited.sort(key=lambda each: not each.is_loaded)
        if not suited:
            raise GenAINotFoundError(0, f"there is no model for {what}. The models of the server are: {_keys(models)}")
        return suited[0]

    return first


def _download(api: GenAIAPI, params: LMDownloadParams, _: Any) -> Work[LMDownload]:
    if not params._fields.get("model"):
        raise ValueError("LMDownloadParams: Model was not called; give a name of the catalogue or a Hugging Face URL")
    return lambda _: _begin_download(api, params)


async def _begin_download(api: GenAIAPI, params: LMDownloadParams) -> LMDownload:
    return await fetch(api, api.request(POST, API + "models/download", params.to_bytes()), LMDownload)


def _wait_for_download(route: Route, values: Sequence[Any], reporter: ReporterFactory) -> Work[LMDownload]:
    api, given = route._api, values[0]
    if not isinstance(given, LMDownload):
        given = _name("JobId", given)
    handler = values[1] if len(values) > 1 else None
    wakers: list[Callable[[], None]] = []
    cancel = CancelToken(lambda: _call_all(wakers))
    report: Any = None
    if handler is not None:
        if not callable(handler) or isinstance(handler, type) or inspect.iscoroutinefunction(handler):
            takes = "a plain function of a download, or of a download and a cancel token"
            raise wrong_type("OnProgress", takes, handler)
        call = handler if positional_count(handler) == 2 else lambda download, _: handler(download)
        # What it reports is a download and the token, in place of two numbers.
        report = reporter(api, call)

    async def wait(progress: Progress) -> LMDownload:
        loop, wake = asyncio.get_running_loop(), asyncio.Event()
        wakers.append(functools.partial(call_soon_anywhere, loop, wake.set))
        download = await _begun(api, given)
        label, speed = given if isinstance(given, str) else given.job_id, _Speed()
        while True:
            speed.measure(download, loop.time())
            if report is not None:
                report(download, cancel)
            await progress([download])
            if download.is_failed:
                status = _word(download.status)
                words = failure_text(download) or f"its status is {status!r}, the server gives no reason"
                raise GenAIException(0, f"the download {label!r} failed: {words}", body=download.JSONResponse)
            if download.is_completed:
                return download
            if not download.job_id:
                said = download.JSONResponse[:500]
                raise GenAIException(0, f"the download {label!r} has no job to wait for; the server's answer: {said}")
            if not cancel:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(wake.wait(), POLL_INTERVAL)
            if cancel:
                raise GenAICancelledError(0, "aborted")
            job = download.job_id
            download = await _status(api, job)
            download.job_id = download.job_id or job

    return wait


def _call_all(functions: Iterable[Callable[[], None]]) -> None:
    for function in functions:
        function()


class _Speed:
    """Measures the speed of a download for servers that do not send it."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None

    def measure(self, download: LMDownload, now: float) -> None:
        done = _number(download.downloaded_bytes)
        if done is None:
            return
        if self._first is None:
            self._first = now, done
        since, before = self._first
        if download.bytes_per_second is None and now > since and done > before:
            download.bytes_per_second = (done - before) / (now - since)


async def _begun(api: GenAIAPI, given: LMDownload | str) -> LMDownload:
    """The download that a job id or the name of a model stands for; that of a model is started if need be."""
    if isinstance(given, LMDownload):
        return given
    if "/" not in given:
        try:
            download = await _status(api, given)
        except GenAIException as error:
            if given.startswith("job_") or not (_is_not_found(error, "job") or error.code == 400):
                raise
        else:
            download.job_id = download.job_id or given
            return download
    return await _begin_download(api, LMDownloadParams().Model(given))


async def _status(api: GenAIAPI, job: str) -> LMDownload:
    path = expand_path(_STATUS, ["JobId"], [job])
    return await fetch(api, api.request(GET, path), LMDownload)


_STATUS = API + "models/download/status/{JobId}"


class _EnsureLoaded(Protocol):
    def __call__(self, Model: str, ContextLength: int | None = ...) -> LMLoaded: ...


class _EnsureLoadedAsyn(Protocol):
    def __call__(
        self, Model: str, ContextLength: int | None = ..., CallBacks: CallBacks[AsynCallBack[LMLoaded]] = ...
    ) -> Operation[LMLoaded]: ...


class _EnsureLoadedAwait(Protocol):
    def __call__(
        self, Model: str, ContextLength: int | None = ..., CallBacks: CallBacks[PromiseCallBack[LMLoaded]] = ...
    ) -> Promise[LMLoaded]: ...


class _WaitForDownload(Protocol):
    def __call__(self, JobId: str | LMDownload, OnProgress: DownloadHandler | None = ...) -> LMDownload: ...


class _WaitForDownloadAsyn(Protocol):
    def __call__(
        self,
        JobId: str | LMDownload,
        OnProgress: DownloadHandler | None = ...,
        CallBacks: CallBacks[AsynCallBack[LMDownload]] = ...,
    ) -> Operation[LMDownload]: ...


class _WaitForDownloadAwait(Protocol):
    def __call__(
        self,
        JobId: str | LMDownload,
        OnProgress: DownloadHandler | None = ...,
        CallBacks: CallBacks[PromiseCallBack[LMDownload]] = ...,
    ) -> Promise[LMDownload]: ...


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
        work=_load,
        doc=f"Send ``POST {API}models/load``, once (a repeated load makes a second instance),",
    )
    Unload: Form[ById[LMUnloaded]]
    AsynUnload: Form[ByIdAsyn[LMUnloaded]]
    AsyncAwaitUnload: Form[ByIdAwait[LMUnloaded]]
    Unload, AsynUnload, AsyncAwaitUnload = single_result_forms(
        _UNLOAD, _unload, f"Send ``POST {API}models/unload``", "the reply, an LMUnloaded", LMUnloaded
    )
    Download, AsynDownload, AsyncAwaitDownload = composed_operation(
        params=LMDownloadParams,
        result=LMDownload,
        work=_download,
        doc=f"Send ``POST {API}models/download``, which starts a download,",
    )
    DownloadStatus, AsynDownloadStatus, AsyncAwaitDownloadStatus = operation(GET, _STATUS, ids=1, result=LMDownload)

    EnsureLoaded: Form[_EnsureLoaded]
    AsynEnsureLoaded: Form[_EnsureLoadedAsyn]
    AsyncAwaitEnsureLoaded: Form[_EnsureLoadedAwait]
    EnsureLoaded, AsynEnsureLoaded, AsyncAwaitEnsureLoaded = single_result_forms(
        _ENSURE,
        _ensure_loaded,
        "Load a model unless it is loaded; one with less than ``ContextLength`` tokens is loaded anew,",
        "the loaded model, an LMLoaded",
        LMLoaded,
    )
    WaitForDownload: Form[_WaitForDownload]
    AsynWaitForDownload: Form[_WaitForDownloadAsyn]
    AsyncAwaitWaitForDownload: Form[_WaitForDownloadAwait]
    WaitForDownload, AsynWaitForDownload, AsyncAwaitWaitForDownload = single_result_forms(
        _WAIT,
        _wait_for_download,
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
