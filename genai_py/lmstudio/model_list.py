"""The list of LM Studio's models, loaded or not. Source: https://lmstudio.ai/docs/developer/rest/list"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from ..core.calls.api import GenAIAPI
from ..core.calls.operations import GET
from ..core.results.base import Result, items, result
from .common import API, fetch, word

_MOST_NAMED = 20
"""How many models an error names at most."""


class LMModelType(str, Enum):
    """What a model is for. Source: https://lmstudio.ai/docs/developer/rest/list"""

    llm = "llm"
    embedding = "embedding"
    decision = "decision"

    __str__ = str.__str__


# Older names, which ``/api/v0`` has, are understood too.
_CHAT_TYPES = frozenset({"llm", "vlm"})
_EMBEDDING_TYPES = frozenset({"embedding", "embeddings"})


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

    @property
    def context_length(self) -> int | None:
        """How many tokens it has room for; None if that is unknown."""
        return context_length_of(self.config)


def context_length_of(config: Any) -> int | None:
    """Return the context length of an instance's settings, in tokens; None if it is unknown."""
    length = config.context_length if isinstance(config, LMInstanceConfig) else None
    return length if type(length) is int else None


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
        return word(self.type) in _CHAT_TYPES or (not self.type and self.capabilities is not None)

    @property
    def is_embedding_model(self) -> bool:
        """Whether it is for embeddings, by its type."""
        return word(self.type) in _EMBEDDING_TYPES


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


async def list_models(api: GenAIAPI) -> LMModels:
    """Send ``GET /api/v1/models`` and return the models. Raises GenAIException."""
    return await fetch(api, api.request(GET, API + "models"), LMModels)


def listed(names: Iterable[str], nothing: str) -> str:
    """Return names for an error message; ``nothing`` if there are none."""
    known = list(dict.fromkeys(name for name in names if name))
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    return (", ".join(known[:_MOST_NAMED]) + more) or nothing


def listed_keys(models: LMModels) -> str:
    """Return the keys of models for an error message."""
    return listed((each.key for each in models), "none; download one with Download, or in LM Studio")


