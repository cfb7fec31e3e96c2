"""LM Studio's own chat as a stream: its events, its callbacks, its end, its errors."""

from __future__ import annotations

import asyncio
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from genai_py import (
    AsynLMChatStream,
    AsynStreamCallBack,
    CancelToken,
    GenAI,
    GenAICancelledError,
    GenAIConnectionError,
    GenAIException,
    GenAIFactory,
    LMChat,
    LMChatEnd,
    LMChatError,
    LMChatEvent,
    LMChatEventType,
    LMChatInvalidToolCall,
    LMChatParams,
    LMChatToolCall,
    LMChatToolCallSuccess,
    LMPluginParams,
    ManualDispatcher,
    PromiseLMChatStream,
)
from genai_py.testing import MockStream, MockTransport
from lmstudio.chat_handlers import Pause
from lmstudio.server import LMStudioServer

CHAT = "POST /api/v1/chat"
START = {"type": "chat.start", "model_instance_id": "m"}
END = {
    "type": "chat.end",
    "result": {"model_instance_id": "m", "output": [{"type": "message", "content": "Hello!"}], "response_id": "resp_1"},
}


def delta(text: str) -> dict[str, Any]:
    return {"type": "message.delta", "content": text}


@pytest.fixture
def server() -> Iterator[LMStudioServer]:
    with LMStudioServer() as running:
        yield running


@pytest.fixture
def client(server: LMStudioServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url, max_retries=0) as made:
        yield made


def greet(params: LMChatParams) -> None:
    params.Model("acme/tiny").Input("Hello")


def ask(params: LMChatParams) -> None:
    """A request with everything in its answer."""
    params.Model("acme/tiny").Input("Hello").Reasoning("on").Store(False)
    params.Integrations(["mcp/files", LMPluginParams.New("broken")])


def scripted(*events: Any) -> MockTransport:
    return MockTransport({CHAT: MockStream(*events, done=False)})


def mocked(*events: Any) -> GenAI:
    return GenAIFactory.CreateLMSInstance(http_client=scripted(*events), max_retries=0)


def test_every_type_of_event_has_a_class(client: GenAI) -> None:
    events = list(client.LMStudio.Chat.Stream(ask))
    assert {each.type for each in events} == set(LMChatEventType) - {LMChatEventType.error}
    assert all(type(each) is not LMChatEvent for each in events)
    assert events[0].model_instance_id == events[1].model_instance_id == "acme/tiny"
    by_type = {each.type: each for each in events}
    assert by_type[LMChatEventType.model_load_progress].progress == 0.5
    assert by_type[LMChatEventType.model_load_end].load_time_seconds == 0.25
    assert by_type[LMChatEventType.reasoning_delta].content == " me."
    assert by_type[LMChatEventType.tool_call_arguments].arguments == {"word": "hello"}
    assert by_type[LMChatEventType.tool_call_success].provider_info.plugin_id == "mcp/files"
    assert by_type[LMChatEventType.tool_call_failure].metadata.tool_name == "look_up"
    # Each field can be read on each event.
    assert {each.content for each in events if each.type == "tool_call.start"} == {""}


def test_every_form_ends_with_the_same_answer(client: GenAI) -> None:
    chat = client.LMStudio.Chat
    whole = chat.Create(ask)
    whole.stats.model_load_time_seconds = None
    answers: list[LMChat] = []
    seen: list[list[str]] = []

    def event_driven() -> None:
        types: list[str] = []

        def event(each: LMChatEvent | None, is_done: bool, cancel: CancelToken) -> None:
            if each is None:
                assert is_done
                return
            types.append(str(each.type))
            if isinstance(each, LMChatEnd):
                assert each.result is not None
                answers.append(each.result)

        assert chat.CreateStream(ask, event)
        seen.append(types)

    def with_callbacks() -> None:
        ended, types = threading.Event(), []

        def on_success(sender: object, answer: LMChat) -> None:
            answers.append(answer)
            ended.set()

        chat.AsynCreateStream(
            ask, AsynLMChatStream(on_progress=lambda _, each: types.append(str(each.type)), on_success=on_success)
        )
        assert ended.wait(10)
        seen.append(types)

    def iterated() -> None:
        with chat.Stream(ask) as stream:
            seen.append([str(each.type) for each in stream])
        answers.append(stream.Result)

    async def in_a_loop() -> None:
        async with chat.Stream(ask) as stream:
            seen.append([str(each.type) async for each in stream])
        answers.append(stream.Result)
        answers.append(await chat.AsyncAwaitCreateStream(ask))

    event_driven()
    with_callbacks()
    iterated()
    asyncio.run(in_a_loop())
    answers.append(chat.AsyncAwaitCreateStream(ask).result(10))
    assert answers == [whole] * 6
    assert seen == [seen[0]] * 4
    assert (seen[0][0], seen[0][-1]) == ("chat.start", "chat.end")


def test_the_request_asks_for_a_stream(server: LMStudioServer, client: GenAI) -> None:
    client.LMStudio.Chat.CreateStream(greet)
    assert server.requests == [(CHAT, {"model": "acme/tiny", "input": "Hello", "stream": True})]


@pytest.mark.parametrize("spelling", ["own", "delphi", "filled"])
@pytest.mark.parametrize("promised", [False, True], ids=["callbacks", "promise"])
def test_the_record_has_a_handler_for_each_kind_of_news(client: GenAI, spelling: str, promised: bool) -> None:
    seen: list[tuple[str, Any]] = []
    ended = threading.Event()

    def adding(name: str) -> Any:
        return lambda _, value: seen.append((name, value))

    names = ["model_load", "prompt_progress", "reasoning", "message", "tool_call"]
    if spelling == "own":
        record: Any = PromiseLMChatStream(**{f"on_{name}": adding(name) for name in names})
        record.on_success = lambda _: ended.set()
    else:

        def fill(Result: PromiseLMChatStream) -> None:
            Result.OnModelLoad = adding("model_load")
            Result.OnPromptProgress = adding("prompt_progress")
            Result.OnReasoning = adding("reasoning")
            Result.OnMessage = adding("message")
            Result.OnToolCall = adding("tool_call")
            Result.OnSuccess = lambda _: ended.set()

        record = fill
        if spelling == "delphi":
            record = PromiseLMChatStream()
            fill(record)
    if promised:
        assert client.LMStudio.Chat.AsyncAwaitCreateStream(ask, record).result(10).output_text == "You said: Hello"
    else:
        client.LMStudio.Chat.AsynCreateStream(ask, record)
    assert ended.wait(10)
    assert [value for name, value in seen if name == "model_load"] == [0.0, 0.5, 1.0]
    assert [value for name, value in seen if name == "prompt_progress"] == [0.0, 0.5, 1.0]
    assert "".join(value for name, value in seen if name == "reasoning") == "They greet me."
    assert [value for name, value in seen if name == "message"] == ["You", " said:", " Hello"]
    [call, invalid] = [value for name, value in seen if name == "tool_call"]
    assert isinstance(call, LMChatToolCall)
    assert (call.tool, call.arguments, call.output_text) == ("look_up", {"word": "hello"}, "a greeting")
    assert isinstance(invalid, LMChatInvalidToolCall)
    assert (invalid.tool, invalid.reason) == ("look_up", "word must be a string")
    assert [name for name, _ in seen if name != "reasoning"][:3] == ["model_load"] * 3


def test_handlers_are_called_in_order_through_the_dispatcher(server: LMStudioServer) -> None:
    dispatcher, seen, threads = ManualDispatcher(), [], set()

    def note(name: str) -> Any:
        def handler(*_: Any) -> None:
            threads.add(threading.get_ident())
            seen.append(name)

        return handler

    with GenAIFactory.CreateLMSInstance(server.url, dispatcher=dispatcher) as client:
        server.chat.script = [START, delta("Hello!"), END]
        record = AsynLMChatStream(
            on_start=note("start"), on_message=note("message"), on_progress=note("progress"), on_success=note("success")
        )
        client.LMStudio.Chat.AsynCreateStream(greet, record)
        while "success" not in seen:
            dispatcher.Pump(10)
    assert seen == ["start", "progress", "message", "progress", "progress", "success"]
    assert threads == {threading.get_ident()}


def test_handlers_may_be_asynchronous_and_may_fail(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    async def on_message(sender: object, text: str) -> None:
        await asyncio.sleep(0)
        seen.append(f"message {text}")

    async def on_progress(sender: object, event: LMChatEvent) -> None:
        seen.append(str(event.type))

    def on_reasoning(sender: object, text: str) -> None:
        raise KeyError(text)

    async def run(client: GenAI) -> LMChat:
        record = PromiseLMChatStream(on_message=on_message, on_progress=on_progress, on_reasoning=on_reasoning)
        return await client.LMStudio.Chat.AsyncAwaitCreateStream(greet, record)

    with mocked(START, {"type": "reasoning.delta", "content": "Hm"}, delta("He"), delta("llo!"), END) as client:
        assert asyncio.run(run(client)).output_text == "Hello!"
    assert seen == ["chat.start", "reasoning.delta", "message He", "message.delta", "message llo!", "message.delta",
                    "chat.end"]  # fmt: skip
    assert "on_reasoning" in caplog.text


def test_a_record_of_any_stream_is_taken(client: GenAI) -> None:
    ended, types = threading.Event(), []
    record = AsynStreamCallBack[LMChatEvent](
        on_progress=lambda _, event: types.append(event.type), on_success=lambda _: ended.set()
    )
    client.LMStudio.Chat.AsynCreateStream(greet, record)
    assert ended.wait(10)
    assert types[-1] is LMChatEventType.chat_end


def test_a_record_may_be_used_again_and_shows_its_handlers(client: GenAI) -> None:
    loads: list[float] = []
    record = PromiseLMChatStream(on_model_load=lambda _, progress: loads.append(progress))
    for model in ("acme/tiny", "acme/embedded-chat"):
        client.LMStudio.Chat.AsyncAwaitCreateStream(lambda p: p.Model(model).Input("Hello"), record).result(10)  # noqa: B023
    assert loads == [0.0, 0.5, 1.0] * 2
    assert repr(record) == "PromiseLMChatStream(on_model_load)"


def test_a_misspelt_handler_is_refused() -> None:
    with pytest.raises(AttributeError, match="did you mean 'OnToolCall'"):
        AsynLMChatStream().OnToolCal = print  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="on_messages"):
        AsynLMChatStream(on_messages=print)  # type: ignore[call-arg]


def test_progress_is_told_once_for_each_value_and_round() -> None:
    prompt, progress = {"type": "prompt_processing.start"}, "prompt_processing.progress"
    done = {"type": "prompt_processing.end"}
    events = [
        START, prompt, {"type": progress, "progress": 0}, {"type": progress, "progress": 0.25},
        {"type": progress, "progress": 0.25}, {"type": progress, "progress": "?"}, {"type": progress}, done,
        prompt, {"type": progress, "progress": 1}, done, END,
    ]  # fmt: skip
    seen: list[float] = []
    record = PromiseLMChatStream(on_prompt_progress=lambda _, value: seen.append(value))
    with mocked(*events) as client:
        client.LMStudio.Chat.AsyncAwaitCreateStream(greet, record).result(10)
    assert seen == [0.0, 0.25, 1.0, 0.0, 1.0]


@pytest.mark.parametrize("way", ["handle", "promise", "on_do_cancel", "event", "stream"])
def test_cancelling_closes_the_connection_while_the_server_is_silent(
    server: LMStudioServer, client: GenAI, way: str
) -> None:
    pause, ended = Pause(), threading.Event()
    server.chat.script = [START, delta("Hello"), pause, delta("!"), END]
    chat = client.LMStudio.Chat
    if way == "handle":
        handle = chat.AsynCreateStream(greet, AsynLMChatStream(on_cancel=lambda _: ended.set()))
        assert pause.reached.wait(10)
        handle.Cancel()
        assert ended.wait(10)
    elif way == "promise":
        promise = chat.AsyncAwaitCreateStream(greet)
        assert pause.reached.wait(10)
        promise.Cancel()
        with pytest.raises(GenAICancelledError):
            promise.result(10)
    elif way == "on_do_cancel":
        record = AsynLMChatStream(on_do_cancel=pause.reached.is_set, on_cancel=lambda _: ended.set())
        chat.AsynCreateStream(greet, record)
        assert ended.wait(10)
    elif way == "event":

        def stop(event: LMChatEvent, _: bool, cancel: CancelToken) -> None:
            if event.content and pause.reached.wait(10):
                cancel.set()

        assert not chat.CreateStream(greet, stop)
    else:
        with chat.Stream(greet) as stream:
            for event in stream:
                if event.content and pause.reached.wait(10):
                    break
        assert stream.Result.output_text == "Hello"
    assert pause.client_left.wait(10)


def test_the_answer_is_what_the_end_says() -> None:
    with mocked(START, delta("Good"), delta("bye"), END) as client, client.LMStudio.Chat.Stream(greet) as stream:
        list(stream)
    assert (stream.Result.output_text, stream.Result.response_id) == ("Hello!", "resp_1")


PROVIDER = {"type": "plugin", "plugin_id": "p"}
CALL = {"tool": "t", "provider_info": PROVIDER}
HALVES = [f'data: {{"type": "message.delta", "content": "{half}"}}\n\n' for half in (r"A \ud83d", r"\ude00")]
CAME = [
    START,
    {"type": "model_load.end", "model_instance_id": "m:2", "load_time_seconds": 1.5},
    {"type": "reasoning.start"}, {"type": "reasoning.delta", "content": "Hm"}, {"type": "reasoning.end"},
    {"type": "message.start"}, *HALVES, {"type": "message.end"},
    {"type": "tool_call.start", **CALL},
    {"type": "tool_call.arguments", **CALL, "arguments": {"a": 1}},
    {"type": "tool_call.start", **CALL},
    {"type": "tool_call.arguments", **CALL, "arguments": {"a": 2}},
    {"type": "tool_call.success", "tool": "t", "arguments": {"a": 2}, "output": "two"},
    {"type": "tool_call.success", "tool": "t", "output": "one"},
    {"type": "tool_call.start", "tool": "u", "provider_info": PROVIDER},
    {"type": "tool_call.failure", "reason": "why", "metadata": {"type": "invalid_name", "tool_name": "u"}},
    {"type": "message.start"}, delta("B"), {"type": "message.end"}, {"type": "message.start"}, delta("C"),
    {"type": "tool_call.start", "tool": "v", "provider_info": PROVIDER},
]  # fmt: skip


@pytest.mark.parametrize(
    "end", [[], [{"type": "chat.end"}], [{"type": "chat.end", "result": None}], ["data: [DONE]\n\n"]]
)
def test_without_its_answer_the_stream_is_what_came(end: list[Any]) -> None:
    calls: list[Any] = []
    record = PromiseLMChatStream(on_tool_call=lambda _, call: calls.append(call))
    with mocked(*CAME, *end) as client:
        answer = client.LMStudio.Chat.AsyncAwaitCreateStream(greet, record).result(10)
    assert answer.ToJson() == {
        "model_instance_id": "m:2",
        "output": [
            {"type": "reasoning", "content": "Hm"},
            {"type": "message", "content": "A \U0001f600"},
            {"type": "tool_call", "tool": "t", "arguments": {"a": 1}, "output": "one", "provider_info": PROVIDER},
            {"type": "tool_call", "tool": "t", "arguments": {"a": 2}, "output": "two", "provider_info": PROVIDER},
            {
                "type": "invalid_tool_call", "reason": "why",
                "metadata": {"type": "invalid_name", "tool_name": "u"},
            },
            {"type": "message", "content": "B"},
            {"type": "message", "content": "C"},
            {"type": "tool_call", "tool": "v", "provider_info": PROVIDER},
        ],
        "stats": {"model_load_time_seconds": 1.5},
    }  # fmt: skip
    # What an event lacks is taken from those before it.
    assert [(each.tool, each.arguments, each.output) for each in calls] == [
        ("t", {"a": 2}, "two"), ("t", {"a": 1}, "one"), ("u", None, ""),
    ]  # fmt: skip
    assert calls[1].provider_info.plugin_id == "p"


@pytest.mark.parametrize("events", [[], [START], [START, {"type": "prompt_processing.start"}], ["data: [DONE]\n\n"]])
def test_a_stream_without_anything_is_an_error(events: list[Any]) -> None:
    with mocked(*events) as client, pytest.raises(GenAIException, match="ended before the answer was complete"):
        client.LMStudio.Chat.CreateStream(greet)


@pytest.mark.parametrize("tail", ['data: {"type": "message.delta", "cont', "event: message.delta\ndata: {\n\n"])
def test_so_is_one_that_is_cut_inside_an_event(tail: str) -> None:
    with mocked(START, delta("Hello"), tail) as client, pytest.raises(GenAIException) as caught:
        client.LMStudio.Chat.CreateStream(greet)
    assert "event" in str(caught.value)


FAILURE = {
    "type": "mcp_connection_error", "message": "cannot reach the MCP server", "code": "E1", "param": "integrations",
}  # fmt: skip
REPORTS: dict[str, Any] = {
    "as documented": {"type": "error", "error": FAILURE},
    "without a name": 'data: {"type": "error", "error": {"type": "mcp_connection_error", "message": "cannot reach the '
    'MCP server"}}\n\n',
    "without a type": 'event: error\ndata: {"error": {"message": "cannot reach the MCP server"}}\n\n',
    "neither": 'data: {"error": {"message": "cannot reach the MCP server"}}\n\n',
    "a text": {"type": "error", "error": "cannot reach the MCP server"},
    "flat": {"type": "error", "message": "cannot reach the MCP server"},
    "the error itself": 'event: error\ndata: {"type": "unknown", "message": "cannot reach the MCP server"}\n\n',
    "no JSON": "event: error\ndata: cannot reach the MCP server\n\n",
}
ENDINGS: dict[str, list[Any]] = {
    "then the end": [
        {"type": "chat.end", "result": {"output": [{"type": "message", "content": "Hello"}], "response_id": "resp_1"}}
    ],
    "and nothing else": [],
    "then done": ["data: [DONE]\n\n"],
    "then a second error": [{"type": "error", "error": {"message": "more"}}],
    "then something broken": ["data: {\n\n"],
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("report", REPORTS)
def test_an_error_is_raised_with_what_was_generated(report: str, ending: str) -> None:
    seen: list[LMChatEvent] = []
    with mocked(START, delta("Hello"), REPORTS[report], *ENDINGS[ending]) as client:
        stream = client.LMStudio.Chat.Stream(greet)
        with pytest.raises(LMChatError, match="cannot reach the MCP server") as caught:
            seen.extend(stream)
            seen.extend(stream)
        error = caught.value
        assert error.result.output_text == stream.Result.output_text == "Hello"
    if ending == "then the end":
        assert error.result.response_id == "resp_1"
    if report == "as documented":
        assert (error.type, error.error_code, error.param) == ("mcp_connection_error", "E1", "integrations")
    with mocked(START, delta("Hello"), REPORTS[report], *ENDINGS[ending]) as client:
        types: list[Any] = []
        with pytest.raises(LMChatError):
            client.LMStudio.Chat.CreateStream(greet, lambda event, *_: types.append(type(event)))
    assert [each.__name__ for each in types[1:3]] == ["LMChatMessageDelta", "LMChatErrorEvent"]
    assert (LMChatEnd in types) == (ending == "then the end")


def test_an_error_reaches_on_error_and_the_promise() -> None:
    ended, errors = threading.Event(), []

    def on_error(sender: object, error: Any) -> None:
        errors.append(error.exception)
        ended.set()

    with mocked(START, delta("Hello"), {"type": "error", "error": FAILURE}, END) as client:
        client.LMStudio.Chat.AsynCreateStream(greet, AsynLMChatStream(on_error=on_error))
        assert ended.wait(10)
        with pytest.raises(LMChatError) as caught:
            client.LMStudio.Chat.AsyncAwaitCreateStream(greet).result(10)
    assert errors[0].result == caught.value.result
    assert errors[0].result.output_text == "Hello!"


def test_an_error_is_not_waited_for_longer_than_the_grace(server: LMStudioServer) -> None:
    pause = Pause()
    server.chat.script = [START, delta("Hello"), {"type": "error", "error": FAILURE}, pause]
    with GenAIFactory.CreateLMSInstance(server.url) as client:
        client.HttpClient.StreamGrace = 50
        with pytest.raises(LMChatError) as caught:
            client.LMStudio.Chat.CreateStream(greet)
    assert caught.value.result.output_text == "Hello"


def test_nothing_after_the_end_is_an_error() -> None:
    events = [START, END, {"type": "error", "error": FAILURE}, "data: {broken\n\n", {"type": "chat.end", "result": {}}]
    with mocked(*events) as client:
        assert client.LMStudio.Chat.AsyncAwaitCreateStream(greet).result(10).output_text == "Hello!"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "tool_call.name", "tool_name": "t"},
        {"type": "status", "message": "warming up"},
        {"type": "usage.warning", "error": {"message": "nearly full"}},
        {"type": "detail", "detail": "x", "code": 5},
        {"type": "message.delta.extra", "content": 5},
        {"type": 7},
        {},
        {"hello": "world"},
        {"type": "message.delta", "content": None, "message": "x", "error": "y"},
        {"type": "tool_call.success", "tool": 5, "arguments": "{", "output": None, "provider_info": "p"},
        {"type": "tool_call.failure", "metadata": "bad"},
        {"type": "model_load.progress", "progress": None},
        {"type": "reasoning.delta", "content": {"text": "Hm"}},
    ],
)
def test_unknown_events_and_values_are_kept(event: dict[str, Any]) -> None:
    record = PromiseLMChatStream(
        on_message=print, on_model_load=print, on_reasoning=print, on_tool_call=print, on_prompt_progress=print
    )
    with mocked(START, event, END) as client:
        events = list(client.LMStudio.Chat.Stream(greet))
        assert client.LMStudio.Chat.AsyncAwaitCreateStream(greet, record).result(10).output_text == "Hello!"
    assert len(events) == 3
    assert events[1].ToJson() == event


NAMED = 'event: tool_call.arguments\ndata: {"tool": "t", "arguments": {"type": "x"}}\n\n'
LATE = 'event: message.delta\ndata: {"content": "\\"type\\"", "type": "message.delta"}\n\n'


def test_a_type_inside_of_an_event_is_not_its_own() -> None:
    with mocked(START, NAMED, LATE, "event: more\ndata: { }\n\n", END) as client:
        events = list(client.LMStudio.Chat.Stream(greet))
    assert [each.type for each in events[1:4]] == ["tool_call.arguments", "message.delta", "more"]
    assert (events[1].arguments, events[2].content) == ({"type": "x"}, '"type"')


@pytest.mark.parametrize("text", ["event: message.delta\ndata: {\"content\": \"Hi\"}\n\n",
                                  "event:message.delta\ndata:{ \"content\": \"Hi\"}\n\n"])  # fmt: skip
def test_the_name_of_an_event_stands_for_a_missing_type(text: str) -> None:
    start, end = "event: chat.start\ndata: {}\n\n", 'event: chat.end\ndata: {"result": {"output": []}}\n\n'
    with mocked(start, text, end) as client:
        events = list(client.LMStudio.Chat.Stream(greet))
    assert [each.type for each in events] == ["chat.start", "message.delta", "chat.end"]
    assert events[1].content == "Hi"


def test_events_have_their_call_and_their_text(client: GenAI) -> None:
    events = list(client.LMStudio.Chat.Stream(ask))
    success = next(each for each in events if isinstance(each, LMChatToolCallSuccess))
    answer = events[-1].result
    assert [each.call for each in events if each.call] == [answer.output[1], answer.output[2]]
    assert success.JSONResponse.startswith('{"type": "tool_call.success"')
    assert success.ToJson()["arguments"] == {"word": "hello"}


def test_a_broken_connection_is_an_error_even_if_something_came() -> None:
    with mocked(START, delta("Hello"), GenAIConnectionError(0, "reset")) as client:
        stream = client.LMStudio.Chat.Stream(greet)
        with pytest.raises(GenAIConnectionError):
            list(stream)
    assert stream.Result.output_text == "Hello"


def test_an_error_can_be_pickled_with_its_result() -> None:
    with mocked(START, delta("Hello"), {"type": "error", "error": FAILURE}) as client:
        with pytest.raises(LMChatError) as caught:
            client.LMStudio.Chat.CreateStream(greet)
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (copied.result, copied.type, str(copied)) == (caught.value.result, caught.value.type, str(caught.value))
    assert LMChatError(0, "failed").result.output_text == ""
