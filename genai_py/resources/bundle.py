"""Parallel runs: many prompts with the same settings, one request each; for chat and responses.

Source: https://platform.openai.com/docs/api-reference/chat/create,
https://platform.openai.com/docs/api-reference/responses/create
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..core.building.parameters import Parameters
from ..core.building.params import JsonParam, wrong_type
from ..core.building.setters import checked, setter
from ..core.calls.api import GenAIAPI
from ..core.calls.execution import Work
from ..core.calls.operations import POST, composed_operation
from ..core.calls.parallel import BundleList, parallel_work, with_error_of_each
from ..core.calls.signatures import Form, WithBodyAsyn, WithBodyAwait
from ..core.results.base import Result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from ..core.wire.transport import HttpRequest
from .types import ReasoningEffort, SearchWebOptions

if TYPE_CHECKING:
    from typing_extensions import Self

DEFAULT_MODEL = "gpt-4o-mini"
DEFAULT_CONCURRENCY = 16
LOCAL_CONCURRENCY = 4
"""The default on a local server: the number of requests that LM Studio and llama.cpp process in parallel by default."""

# Per transport: base URLs and models that have answered a prompt, and so are loaded.
_answered: WeakKeyDictionary[Any, set[tuple[str, str]]] = WeakKeyDictionary()


class BundleParams(Parameters):
    """Prompts, and the common settings of their requests.

    Without prompts, nothing is sent and the bundle is empty. The model is ``gpt-4o-mini`` unless ``Model`` is called.
    A reasoning effort is sent only if ``ReasoningEffort`` was called: many models, especially local ones, do not accept
    it.
    """

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a model.")
    ReasoningEffort = setter(ReasoningEffort, "reasoningeffort", doc="The reasoning effort.")
    SearchSize = setter(SearchWebOptions, "searchsize", doc="Enable web search, with this context size.")
    City = setter(str, "city", doc="The user's city, for searches.")
    Country = setter(str, "country", doc="The user's two-letter country code, for searches.")
    System = setter(str, "system", doc="The system instructions, sent with each prompt.")

    def Prompts(self, Value: Sequence[str]) -> Self:
        """Set the prompts; one request each. Raises TypeError for other types."""
        where = f"{type(self).__name__}.Prompts"
        if isinstance(Value, (str, bytes)) or not isinstance(Value, Sequence):
            raise wrong_type(where, "a list of strings", Value)
        for index, prompt in enumerate(Value):
            if not isinstance(prompt, str):
                raise wrong_type(f"{where}, item {index},", "str", prompt)
        return self.Add("prompts", list(Value))

    def Concurrency(self, Value: int) -> Self:
        """Set the maximum number of requests in flight. Raises ValueError below 1.

        By default it is 16, and 4 for a local server.
        """
        where = f"{type(self).__name__}.Concurrency"
        if checked(where, int, Value) < 1:
            raise ValueError(f"{where} must be at least 1, got {Value}")
        return self.Add("concurrency", Value)

    def GetPrompt(self) -> list[str]:
        """The prompts; [] if not set."""
        return self.GetArrayString("prompts")

    def GetSystem(self) -> str:
        """The value of ``System``; "" if not set."""
        return self.GetString("system")

    def GetModel(self) -> str:
        """The model."""
        return self.GetString("model", DEFAULT_MODEL)

    def GetReasoningEffort(self) -> str:
        """The effort; ``medium`` if not set, which is then not sent."""
        return self.GetString("reasoningeffort", "medium")

    def GetSearchSize(self) -> str:
        """The value of ``SearchSize``; "" if not set."""
        return self.GetString("searchsize")

    def GetCity(self) -> str:
        """The value of ``City``; "" if not set."""
        return self.GetString("city")

    def GetCountry(self) -> str:
        """The value of ``Country``; "" if not set."""
        return self.GetString("country")

    def GetConcurrency(self) -> int:
        """The maximum number of requests in flight; 16 if not set, although a local server then gets 4."""
        return self.GetInteger("concurrency", DEFAULT_CONCURRENCY)


AsynBundleList = AsynCallBack[BundleList]
PromiseBundleList = PromiseCallBack[BundleList]


def parallel_operation(
    path: str,
    *,
    body: Callable[[BundleParams, str, bool], JsonParam],
    result: type[Result],
    text_of: Callable[[Any], str],
    prepared: Callable[[GenAIAPI, HttpRequest], HttpRequest] = lambda api, request: request,
) -> tuple[Form[WithBodyAsyn[BundleParams, BundleList]], Form[WithBodyAwait[BundleParams, BundleList]]]:
    """Return the callback and the promise form of a parallel run.

    body: the request of one prompt, without a stream, given whether the server is a local one. result: the class of
    its reply. text_of: the reply's text. prepared: returns a request with the headers of the resource.

    In the callback form, ``on_error`` is called for each prompt when it fails; ``on_success`` follows only if none did.
    """

    def work(api: GenAIAPI, params: BundleParams, _: Any) -> Work[BundleList]:
        prompts = params.GetPrompt()
        local = api.local
        concurrency = LOCAL_CONCURRENCY if local and not params.Exists("concurrency") else params.GetConcurrency()
        answered = _answered.setdefault(api.HttpClient, set())
        model = api.BaseUrl, params.GetModel()

        async def answer(prompt: str) -> Any:
            request = api.request(POST, path, body(params, prompt, local).to_bytes())
            reply = await api.fetch(prepared(api, request), result)
            answered.add(model)
            return reply

        # Several requests at once for a model that is not loaded may load it several times.
        return parallel_work(prompts, concurrency, answer, text_of, first_alone=local and model not in answered)

    doc = f"Send ``{POST} {path}`` for each prompt, ``Concurrency`` at a time,"
    _, asyn, promised = composed_operation(
        params=BundleParams, result=BundleList, work=work, doc=doc, adapted=with_error_of_each
    )
    return asyn, promised
