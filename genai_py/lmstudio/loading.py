"""Loading and unloading models, once for all callers of a client.

Source: https://lmstudio.ai/docs/developer/rest/load, https://lmstudio.ai/docs/developer/rest/unload
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import attrs

from ..core.building.params import JsonParam
from ..core.building.setters import checked, flag, setter
from ..core.calls.api import GenAIAPI
from ..core.calls.execution import Operation, Progress, Work
from ..core.calls.forms import ReporterFactory
from ..core.calls.operations import POST
from ..core.calls.route import Route
from ..core.errors import GenAIException, GenAINotFoundError
from ..core.results.base import Result, result
from ..core.running.callbacks import AsynCallBack, CallBacks, PromiseCallBack
from ..core.running.process import after_fork
from ..core.running.promise import Promise
from .common import API, FAILED, checked_name, failure_text, fetch, is_not_found, number, word
from .model_list import (
    LMInstance,
    LMInstanceConfig,
    LMModel,
    LMModels,
    LMModelType,
    context_length_of,
    list_models,
    listed,
    listed_keys,
)
from .shared_lock import SharedLock


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

    @property
    def context_length(self) -> int | None:
        """How many tokens it has room for; None if that is unknown."""
        return context_length_of(self.load_config)


@result
class LMUnloaded(Result):
    """The instance that was unloaded."""

    instance_id: str = ""


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


async def _load_once(api: GenAIAPI, params: LMLoadParams) -> LMLoaded:
    # A load that is sent again may load the model twice.
    view = api.with_options(attrs.evolve(api.options, max_retries=0))
    model = params._fields.get("model")
    try:
        loaded = await fetch(view, view.request(POST, API + "models/load", params.to_bytes()), LMLoaded)
    except GenAIException as error:
        if not is_not_found(error, "model"):
            raise
        known = await _known(api, listed_keys)
        raise GenAINotFoundError(
            error.code, f"cannot load {model!r}: {error.error_message}. The models of the server are: {known}",
            error_code=error.error_code, type=error.type, param=error.param, headers=error.headers, body=error.body,
        ) from error  # fmt: skip
    if word(loaded.status) in FAILED:
        words = failure_text(loaded) or f"the status is {loaded.status!r}, the server gives no reason"
        raise GenAIException(0, f"cannot load {model!r}: {words}", body=loaded.JSONResponse)
    return loaded


async def _known(api: GenAIAPI, names: Callable[[LMModels], str]) -> str:
    """Return the names of what the server has, for the message of an error, which matters more than they do."""
    try:
        return names(await list_models(api))
    except GenAIException as error:
        return f"unknown ({error})"


def _listed_instances(models: LMModels) -> str:
    return listed((one.id for each in models for one in each.instances), "none")


def load(api: GenAIAPI, params: LMLoadParams, _: Any) -> Work[LMLoaded]:
    """Return the work of ``Load``. Raises ValueError where no model is named."""
    if not params._fields.get("model"):
        raise ValueError("LMLoadParams: Model was not called; give the key of a model, as List shows it")
    return lambda _: _load_once(api, params)


def unload(route: Route, values: Sequence[Any], _: ReporterFactory) -> Work[LMUnloaded]:
    """Return the work of ``Unload``. Raises TypeError or ValueError for an invalid id."""
    api, instance = route._api, checked_name("InstanceId", values[0])

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
        if not (is_not_found(error, "instance") or is_not_found(error, "model")):
            raise
        loaded = await _known(api, _listed_instances)
        raise GenAINotFoundError(
            error.code, f"cannot unload {instance!r}: {error.error_message}. The loaded instances are: {loaded}",
            error_code=error.error_code, type=error.type, param=error.param, headers=error.headers, body=error.body,
        ) from error  # fmt: skip
    reply.instance_id = reply.instance_id or instance
    return reply


def ensure_loaded(route: Route, values: Sequence[Any], _: ReporterFactory) -> Work[LMLoaded]:
    """Return the work of ``EnsureLoaded``. Raises TypeError or ValueError for invalid arguments."""
    api, model = route._api, checked_name("Model", values[0])
    context: int | None = values[1] if len(values) > 1 else None
    if context is not None and checked("ContextLength", int, context) < 1:
        raise ValueError(f"ContextLength is a number of tokens, at least 1, got {context}")
    loads = _loads.setdefault(api.state, _ClientLoads())

    async def ensure(_: Progress) -> LMLoaded:
        async with loads.lock:
            return await _loaded_or_load(api, loads, model, context)

    return ensure


async def _loaded_or_load(api: GenAIAPI, loads: _ClientLoads, wanted: str, context: int | None) -> LMLoaded:
    models = await list_models(api)
    model = models.Find(wanted)
    if model is None:
        known = listed_keys(models)
        raise GenAINotFoundError(0, f"there is no model {wanted!r}. The models of the server are: {known}")
    limit = number(model.max_context_length)
    if context is not None and limit and context > limit:
        raise ValueError(f"ContextLength {context}: the model {model.key!r} has at most {limit} tokens")
    instances = _instances_of(model, wanted)
    found = _large_enough(api, loads, model, instances, context)
    if found is not None:
        return found
    # The model is loaded with less room: a second instance would need the memory twice.
    for each in instances:
        # Its time to live may just have ended.
        with contextlib.suppress(GenAINotFoundError):
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
        again = (await list_models(api)).Find(wanted)
        if again is None or not again.is_loaded:
            raise
        found = _large_enough(api, loads, again, _instances_of(again, wanted), context)
        if found is None:
            raise
        return found
    loads.accepted.pop((api.BaseUrl, loaded.instance_id), None)
    length = loaded.context_length
    if context is not None and length is not None and length < context:
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
        length = each.context_length
        # Some engines ignore the length that was asked for; loading again would give the same.
        asked = loads.accepted.get((api.BaseUrl, each.id), 0)
        if context is None or length is None or max(length, asked) >= context:
            return LMLoaded(type=model.type, instance_id=each.id, status="loaded", load_config=each.config)
    return None


class EnsureLoaded(Protocol):
    def __call__(self, Model: str, ContextLength: int | None = ...) -> LMLoaded: ...


class EnsureLoadedAsyn(Protocol):
    def __call__(
        self, Model: str, ContextLength: int | None = ..., CallBacks: CallBacks[AsynCallBack[LMLoaded]] = ...
    ) -> Operation[LMLoaded]: ...


class EnsureLoadedAwait(Protocol):
    def __call__(
        self, Model: str, ContextLength: int | None = ..., CallBacks: CallBacks[PromiseCallBack[LMLoaded]] = ...
    ) -> Promise[LMLoaded]: ...
