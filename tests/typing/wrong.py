"""What type checkers must refuse: every line with an ignore is an error, and an ignore without one is an error too."""
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from typing import Any

from genai_py import (
    AsynCompletionStream,
    AsynModels,
    CompletionParams,
    EmbeddingsParams,
    ErrorText,
    GenAIException,
    GenAIFactory,
    Model,
    Models,
    PromiseModels,
    UrlAdvancedParams,
    delphi,
)
from genai_py.delphi import TChat

client = GenAIFactory.CreateLMSInstance()


def the_factory() -> None:
    GenAIFactory.CreateLMSInstance(5)  # type: ignore[arg-type]
    GenAIFactory.CreateLMSInstance(retries=1)  # type: ignore[call-arg]
    GenAIFactory.CreateLMSInstance(max_retries="1")  # type: ignore[arg-type]
    GenAIFactory.CreateExternalInstance()  # type: ignore[call-arg]
    GenAIFactory.create_lms_instance()  # type: ignore[attr-defined]
    client.WithOptions(timeout=1)  # type: ignore[call-arg]
    _ = client.Model  # type: ignore[attr-defined]
    client.BaseURL = 5  # type: ignore[assignment]
    client.BaseUrl = "http://host"  # type: ignore[attr-defined]


def builders() -> None:
    params = CompletionParams()
    params.Model(5)  # type: ignore[arg-type]
    params.Model()  # type: ignore[call-arg]
    params.Temperature("hot")  # type: ignore[arg-type]
    params.MaxTokens(0.5)  # type: ignore[arg-type]
    params.Stream("yes")  # type: ignore[arg-type]
    params.Stop([5])  # type: ignore[list-item]
    params.LogitBias([5])  # type: ignore[arg-type]
    params.Modell("m")  # type: ignore[attr-defined]
    params.model("m")  # type: ignore[attr-defined]
    params.Model("m").Input("p")  # type: ignore[attr-defined]
    EmbeddingsParams().EncodingFormat(5)  # type: ignore[arg-type]
    UrlAdvancedParams().Limit("5")  # type: ignore[arg-type]


def blocking_calls() -> None:
    client.Models.List("m")  # type: ignore[call-arg]
    client.Models.Retrieve()  # type: ignore[call-arg]
    client.Models.Retrieve(5)  # type: ignore[arg-type]
    client.Models.Lists()  # type: ignore[attr-defined]
    client.Completions.Create()  # type: ignore[call-arg]
    client.Completions.Create({"model": "m"})  # type: ignore[arg-type]
    client.Completions.Create(EmbeddingsParams())  # type: ignore[arg-type]
    client.Completions.Create(lambda Params: Params.Modell("m"))  # type: ignore[attr-defined]


def results(models: Models) -> None:
    _ = models.Data  # type: ignore[attr-defined]
    _ = models.data.id  # type: ignore[attr-defined]
    _ = models.data[0].ids  # type: ignore[attr-defined]
    models.object = 5  # type: ignore[assignment]
    Model("m")  # type: ignore[call-arg]
    Model(ids="m")  # type: ignore[call-arg]


def callbacks(text: ErrorText, error: GenAIException) -> None:
    def success(sender: Any, model: Model) -> None: ...

    AsynModels(on_sucess=success)  # type: ignore[call-arg]
    AsynModels(on_success=success)  # type: ignore[arg-type]
    AsynModels(on_start=lambda: None)  # type: ignore[arg-type, misc]
    AsynModels().on_success = success  # type: ignore[assignment]
    AsynModels().OnSucces = success  # type: ignore[attr-defined]
    client.Models.AsynList(success)  # type: ignore[arg-type]
    client.Models.AsynList("models")  # type: ignore[arg-type]
    client.Models.AsynList(AsynCompletionStream())  # type: ignore[arg-type]
    client.Models.AsyncAwaitRetrieve("m", PromiseModels())  # type: ignore[arg-type]
    _ = text.exceptions  # type: ignore[attr-defined]
    _ = error.status  # type: ignore[attr-defined]


async def promises() -> None:
    promise = client.Models.AsyncAwaitList()
    promise.Then(5)  # type: ignore[call-overload]
    promise.Then(lambda one, two: None)  # type: ignore[arg-type, misc]
    promise.Then(lambda models: models.datas)  # type: ignore[attr-defined]
    promise.Catch(lambda: None)  # type: ignore[arg-type, misc]
    number: int = promise.result()  # type: ignore[assignment]
    model: Model = await promise  # type: ignore[assignment]
    print(number, model)


def streams() -> None:
    client.Completions.CreateStream(lambda Params: Params, lambda chunk: None)  # type: ignore[arg-type, misc]
    for chunk in client.Completions.Stream(CompletionParams()):
        _ = chunk.texts  # type: ignore[attr-defined]
    client.Completions.AsynCreateStream(CompletionParams(), AsynModels())  # type: ignore[arg-type]


def delphi_names(value: TChat) -> None:
    _ = value.choises  # type: ignore[attr-defined]
    _ = delphi.TChatParms  # type: ignore[attr-defined]
    _ = delphi.TJsonReader  # type: ignore[attr-defined]
    delphi.TFromUser("Hi")  # type: ignore[attr-defined]
    delphi.TChatParams().Modell("m")  # type: ignore[attr-defined]
