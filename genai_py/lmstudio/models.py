"""LM Studio's models: list, load, unload, download.

Source: https://lmstudio.ai/docs/developer/rest
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from ..core.calls.operations import GET, operation
from ..core.results.base import Result, items, result
from .common import API, LMRoute


class LMModelType(str, Enum):
    """What a model is for."""

    llm = "llm"
    embedding = "embedding"
    decision = "decision"


@result
class LMModels(Result):
    """The models of a server, loaded or not."""

    models: list[Any] = items()


class LMModelsRoute(LMRoute):
    """The models of LM Studio: ``/api/v1/models``."""

    List, AsynList, AsyncAwaitList = operation(GET, API + "models", result=LMModels)
