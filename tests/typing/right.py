"""What type checkers make of a program. Checked by pyright and by mypy, never run."""
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import assert_type

from genai_py import (
    ActCall,
    ActCallBack,
    ActMessage,
    ActResult,
    AsynCallBack,
    AsynchronousHelper,
    AsynCompletionStream,
    AsynLMChatStream,
    AsynModels,
    AsynResponseStream,
    AsynStreamCallBack,
    CancelToken,
    Chat,
    ChatActParams,
    ChatParams,
    Completion,
    CompletionChoice,
    CompletionParams,
    CompletionRoute,
    Deletion,
    Embeddings,
    EmbeddingsParams,
    ErrorText,
    FromUser,
    FunctionTool,
    GenAI,
    GenAIException,
    GenAIFactory,
    Generation,
    InputItems,
    InputListItem,
    LMChat,
    LMChatEnd,
    LMChatEvent,
    LMChatOutput,
    LMChatParams,
    LMChatPart,
    LMChatToolCall,
    LMMcpServerParams,
    LMPluginParams,
    LMReasoning,
    ManualDispatcher,
    Model,
    Models,
    ModelsRoute,
    Operation,
    ParsedStream,
    Promise,
    PromiseCallBack,
    PromiseLMChatStream,
    PromiseModels,
    PromiseState,
    Response,
    ResponsesEventData,
    ResponsesParams,
    ResponseStream,
    ResponseTypes,
    Stream,
    UrlAdvancedParams,
)
from genai_py.delphi import (
    DATE_FORMAT,
    VERSION,
    IGenAI,
    ImageTypeAccepted,
    IsReasoningModel,
    Monitoring,
    TApiDeserializer,
    TAsynChat,
    TChat,
    TChatParams,
    TGenAIFactory,
    TJSONParam,
    TPromise,
    TResponseEvent,
    TResponsesParams,
    TResponsesParamsProc,
    TVCLTutorialHub,
)

client = GenAIFactory.CreateLMSInstance("localhost:1234", max_retries=0, dispatcher=ManualDispatcher())


def the_factory_and_the_client() -> None:
    assert_type(client, GenAI)
    assert_type(client.Models, ModelsRoute)
    assert_type(client.Completions, CompletionRoute)
    assert_type(client.WithOptions(max_retries=1), GenAI)
    assert_type(client.BaseURL, str)
    client.HttpClient.ResponseTimeout = 5
    with client as entered:
        assert_type(entered, GenAI)


def builders() -> None:
    params = CompletionParams()
    assert_type(params.Model("m"), CompletionParams)
    assert_type(
        params.Model("m").Temperature(0.5).Temperature(1).Stream().Stop(["a", "b"]).Stop("a"),
        CompletionParams,
    )
    assert_type(params.LogitBias({"5": 1}), CompletionParams)
    assert_type(params.Add("key", object()), CompletionParams)
    assert_type(params.ToJsonString(), str)
    assert_type(params.ToJson(), dict[str, Any])
    assert_type(params.Count, int)
    assert_type(UrlAdvancedParams().Limit(5).After("a").Order("asc"), UrlAdvancedParams)
    assert_type(EmbeddingsParams().EncodingFormat("float").Input(("a", "b")), EmbeddingsParams)


def blocking_calls() -> None:
    assert_type(client.Models.List(), Models)
    assert_type(client.Models.Retrieve("m"), Model)
    assert_type(client.Models.Delete("m"), Deletion)
    assert_type(client.Completions.Create(CompletionParams().Model("m")), Completion)
    assert_type(client.Completions.Create(lambda Params: Params.Model("m").Prompt("p")), Completion)
    assert_type(client.Embeddings.Create(lambda Params: assert_type(Params, EmbeddingsParams)), Embeddings)

    def fill(Params: CompletionParams) -> None:
        Params.Model("m")

    assert_type(client.Completions.Create(fill), Completion)


def results() -> None:
    completion = client.Completions.Create(CompletionParams())
    assert_type(completion.choices, list[CompletionChoice])
    assert_type(completion.choices[0].text, str)
    assert_type(completion.created, int | None)
    assert_type(completion.created_as_string, str)
    assert_type(completion.extra, Mapping[str, Any])
    assert_type(completion.JSONResponse, str)
    assert_type(Model(id="m", created=5), Model)


def calls_with_callbacks() -> None:
    def success(sender: Any, models: Models) -> None: ...

    def fill(Result: AsynCallBack[Models]) -> None:
        Result.on_success = success

    assert_type(client.Models.AsynList(), Operation[Models])
    assert_type(client.Models.AsynList(AsynModels(on_success=success)), Operation[Models])
    assert_type(client.Models.AsynList(lambda: AsynModels(on_success=success)), Operation[Models])
    assert_type(client.Models.AsynList(fill), Operation[Models])
    assert_type(client.Models.AsynList().Cancel(), bool)
    client.Models.AsynRetrieve("m", lambda: AsynCallBack[Model](on_success=lambda _, model: print(model.id)))
    AsynModels(
        on_success=lambda sender, models: assert_type(models, Models),
        on_error=lambda sender, error: assert_type(error.exception, BaseException),
        on_do_cancel=lambda: False,
    )
    AsynCompletionStream(
        on_progress=lambda sender, chunk: assert_type(chunk, Completion), on_success=lambda sender: None
    )


async def promises() -> None:
    promise = client.Models.AsyncAwaitList()
    assert_type(promise, Promise[Models])
    assert_type(await promise, Models)
    assert_type(promise.result(5), Models)
    assert_type(promise.State, PromiseState)
    assert_type(
        client.Models.AsyncAwaitList(PromiseModels(on_error=lambda _, error: error.upper())), Promise[Models]
    )
    assert_type(client.Completions.AsyncAwaitCreate(lambda Params: Params.Model("m")), Promise[Completion])
    assert_type(promise.Then(lambda models: models.data[0].id), Promise[str])
    assert_type(
        promise.Then(lambda models: client.Models.AsyncAwaitRetrieve(models.data[0].id)), Promise[Model]
    )
    assert_type(promise.Then(lambda: 5), Promise[int])
    assert_type(promise.Then(lambda models: print(models)), Promise[Models])
    assert_type(promise.Then(lambda: print("done")), Promise[Models])
    assert_type(promise.Catch(lambda error: print(error)), Promise[Models])
    assert_type(promise.Recover(lambda error: Models()), Promise[Models])
    assert_type(promise.Recover(lambda error: 5), Promise[Models | int])
    assert_type(promise.Recover(lambda error: client.Models.AsyncAwaitRetrieve("m")), Promise[Models | Model])
    assert_type(promise.Finally(lambda: print("done")), Promise[Models])

    async def first(models: Models) -> str:
        return models.data[0].id

    async def nothing() -> None: ...

    def show(models: Models) -> None: ...

    assert_type(promise.Then(first), Promise[str])
    assert_type(promise.Then(nothing), Promise[Models])
    assert_type(promise.Then(show).Then(first).Then(len), Promise[int])
    assert_type(Promise.Resolved(5), Promise[int])
    assert_type(Promise.All([promise, promise]), Promise[list[Models]])
    assert_type(Promise.Race([promise]), Promise[Models])
    assert_type(AsynchronousHelper.Delay(5), Promise[bool])
    assert_type(
        AsynchronousHelper.PollUntil(client.Models.AsyncAwaitList, is_done, extract, 100, 5), Promise[Model]
    )


def is_done(models: Models) -> bool:
    return bool(models.data)


def extract(models: Models) -> Model:
    return models.data[0]


async def streams() -> None:
    def event(chunk: Completion, is_done: bool, cancel: CancelToken) -> None:
        cancel.set()

    assert_type(client.Completions.CreateStream(lambda Params: Params.Model("m"), event), bool)
    stream = client.Completions.Stream(lambda Params: Params.Model("m"))
    assert_type(stream, Stream[Completion, Completion])
    for chunk in stream:
        assert_type(chunk, Completion)
    async with stream as entered:
        async for each in entered:
            assert_type(each.choices[0].text, str)
    assert_type(stream.Result, Completion)
    assert_type(
        client.Completions.AsynCreateStream(CompletionParams(), AsynCompletionStream()), Operation[None]
    )
    assert_type(client.Completions.AsyncAwaitCreateStream(CompletionParams()), Promise[str])


async def lm_studios_own_chat() -> None:
    def build(Params: LMChatParams) -> None:
        Params.Model("m").Input("Hello", ["photo.png", b"..."]).Input(["What is it?", LMChatPart.NewImage("a.png")])
        Params.Reasoning("low").Reasoning(LMReasoning.on).Store(False).Temperature(0.5).Ttl(60)
        Params.Integrations(["mcp/files", LMPluginParams.New("mcp/web", ["search"])])
        Params.Integrations(LMMcpServerParams.New("hub", "https://mcp.test", {"Authorization": "Bearer x"}))

    def success(sender: Any, answer: LMChat) -> None: ...

    def call(sender: Any, call: LMChatOutput) -> None:
        assert_type(call.output_text, str)

    def fill(Result: AsynLMChatStream) -> None:
        Result.on_message = lambda sender, text: print(text)
        Result.OnToolCall = call

    chat = client.LMStudio.Chat
    answer = chat.Create(build)
    assert_type(answer, LMChat)
    assert_type(answer.tool_calls, list[LMChatToolCall])
    assert_type(answer.stats.tokens_per_second, float | None)
    assert_type(chat.AsyncAwaitCreate(build), Promise[LMChat])
    with chat.Stream(build) as stream:
        for event in stream:
            assert_type(event, LMChatEvent)
            if isinstance(event, LMChatEnd):
                assert_type(event.result, LMChat | None)
        assert_type(stream.Result, LMChat)
    record = AsynLMChatStream(on_model_load=lambda sender, progress: print(f"{progress:.0%}"), on_success=success)
    assert_type(chat.AsynCreateStream(build, record), Operation[None])
    chat.AsynCreateStream(build, fill)
    chat.AsynCreateStream(build, lambda: AsynLMChatStream(on_tool_call=call, on_success=lambda sender: None))
    chat.AsynCreateStream(build, AsynStreamCallBack[LMChatEvent]())
    assert_type(chat.AsyncAwaitCreateStream(build, PromiseLMChatStream(on_reasoning=print)), Promise[LMChat])
    assert_type(await chat.AsyncAwaitCreateStream(build), LMChat)


def errors(error: GenAIException, text: ErrorText) -> None:
    assert_type(error.code, int)
    assert_type(error.headers, Mapping[str, str])
    assert_type(text.upper(), str)
    assert_type(text.exception, BaseException)
    _ = PromiseCallBack[Models]()


def get_weather(city: str) -> str:
    return city


def functions_as_tools() -> None:
    assert_type(ChatParams().Tools([get_weather]).Model("m"), ChatParams)
    assert_type(ResponsesParams().Tools([get_weather, FunctionTool(get_weather, Timeout=5)]), ResponsesParams)


def the_loop_that_acts() -> None:
    def confirm(sender: Any, call: ActCall) -> bool:
        return call.name == "get_weather" and call.elapsed == 0

    def show(sender: Any, message: ActMessage) -> None:
        assert_type(message.text, str)

    def ready(sender: Any, result: ActResult[Chat]) -> None:
        assert_type(result.reply.choices[0].message.content, str)

    def build(params: ChatParams) -> None:
        params.Model("m")

    record = ActCallBack[Chat](on_tool_call=confirm, on_message=show, on_success=ready)
    messages = [FromUser("Hi")]
    result = client.Chat.Act(
        lambda p: p.Model("m").Messages(messages).Tools([get_weather]).MaxRounds(3).Concurrency(1).Temperature(0), record  # noqa: E501
    )
    assert_type(result, ActResult[Chat])
    assert_type(result.calls[0], ActCall)
    assert_type(result.usage.total_tokens, int)
    assert_type(client.Chat.Act(build), ActResult[Chat])
    assert_type(client.Chat.Act(ChatParams().Model("m")), ActResult[Chat])
    assert_type(client.Chat.AsynAct(ChatActParams().Model("m"), lambda: record), Operation[ActResult[Chat]])
    promise = client.Responses.AsyncAwaitAct(lambda p: p.Model("m").Input("Hi").Tools([get_weather]))
    assert_type(promise, Promise[ActResult[Response]])
    assert_type(promise.result().reply, Response)


class City:
    name: str


def answers_as_classes() -> None:
    assert_type(client.Chat.Parse(City, lambda p: p.Model("m").Messages([FromUser("Hi")]).Retries(1)), City)
    assert_type(client.Responses.Parse(City, ResponsesParams().Model("m")), City)
    assert_type(client.Chat.Parse(list[City], lambda p: p.Model("m").Temperature(0)), list[City])
    assert_type(client.Chat.AsyncAwaitParse(City, lambda p: p.Model("m")), Promise[City])
    assert_type(client.Responses.AsyncAwaitParse(City, lambda p: p.Model("m").Input("Hi")).result(5), City)

    def show(sender: Any, city: City) -> None:
        assert_type(city.name, str)

    assert_type(client.Chat.AsynParse(City, lambda p: p.Model("m"), AsynCallBack(on_success=show)), Operation[City])
    with client.Responses.ParseStream(City, lambda p: p.Model("m").Input("Hi")) as stream:
        for part in stream:
            assert_type(part, City)
        assert_type(stream, ParsedStream[City])
        assert_type(stream.Result, City)


def parts_are_lists() -> None:
    parts: list[InputListItem] = InputItems().User("Hi")
    parts = parts + InputItems().User("Bye")
    assert_type(Generation.MessageParts.User("Hi")[0], InputListItem)
    client.Responses.Create(lambda p: p.Model("m").Input(parts))


def fields_that_an_event_always_has(event: ResponseStream) -> None:
    if event.completed_event:
        assert_type(event.completed_event.response.id, str)
    if event.output_item_added_event:
        assert_type(event.output_item_added_event.item.type, ResponseTypes | str | None)
    if event.output_text_delta_event:
        assert_type(event.output_text_delta_event.output_index, int)
    assert_type(event.sequence_number, int)


def engines_of_a_program(engine: OwnEngine) -> None:
    assert_type(client.Responses.AsyncAwaitCreateStream(ResponsesParams(), engine), Promise[ResponsesEventData])
    client.Responses.AsynCreateStream(ResponsesParams(), AsynResponseStream(), engine)
    client.Responses.CreateStream(ResponsesParams(), None, engine)


class OwnEngine:
    def AggregateStreamEvents(self, Chunk: ResponseStream, Buffer: ResponsesEventData) -> bool:
        return True

    def GetStreamEventDispatcher(self) -> None: ...


def delphi_names(text: str) -> None:
    assert_type(TGenAIFactory.CreateLMSInstance(), GenAI)
    params: TJSONParam = TResponsesParams().Model("m")

    def fill(Params: TChatParams) -> None:
        Params.Model("m").Messages([FromUser("Hi")])

    def handlers(Result: TAsynChat) -> None:
        Result.OnStart = print

    service: IGenAI = client
    service.Chat.AsynCreate(fill, handlers)
    promise: TPromise[TChat] = service.Chat.AsyncAwaitCreate(fill)
    assert_type(promise.result().choices[0].message.content, str)
    event: TResponseEvent = lambda chunk, is_done, cancel: cancel.set()  # noqa: E731
    procedure: TResponsesParamsProc = lambda Params: Params.Model("m")  # noqa: E731
    service.Responses.CreateStream(procedure, event)
    assert_type(TApiDeserializer.Parse(TChat, text), Chat)
    TVCLTutorialHub.JSONRequestClear()
    print(params, VERSION.upper(), IsReasoningModel("o1"), ImageTypeAccepted, DATE_FORMAT, Monitoring.IsBusy)
