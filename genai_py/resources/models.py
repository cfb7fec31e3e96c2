"""Models: those that a server offers. Source: https://platform.openai.com/docs/api-reference/models"""

from __future__ import annotations

from ..core.calls.operations import DELETE, GET, Route, operation
from ..core.results.base import Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .deletion import Deletion


@result
class Model(Result):
    """One model. Local servers may omit ``created`` and ``owned_by``.

    created: Unix time in seconds. shutdown_date: the day of its removal, such as ``2027-10-23``; ""
    if none is set.
    """

    id: str = ""
    created: int | None = None
    object: str = ""
    owned_by: str = ""
    shutdown_date: str = ""

    created_as_string = TimeText("created")


@result
class Models(Result):
    """The models of a server."""

    object: str = ""
    data: list[Model] = items()

    def _repr_markdown_(self) -> str:
        """Return the list of the models, as notebooks show it."""
        return "\n".join(f"- `{model.id}`" for model in self.data)


AsynModel = AsynCallBack[Model]
AsynModels = AsynCallBack[Models]
PromiseModel = PromiseCallBack[Model]
PromiseModels = PromiseCallBack[Models]


class ModelsRoute(Route):
    """``GET models``, ``GET models/{id}``, ``DELETE models/{id}``."""

    List, AsynList, AsyncAwaitList = operation(GET, "models", result=Models)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(GET, "models/{ModelId}", ids=1, result=Model)
    Delete, AsynDelete, AsyncAwaitDelete = operation(DELETE, "models/{ModelId}", ids=1, result=Deletion)
