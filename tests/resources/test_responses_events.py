"""The event engine: handlers by the kind of event, and what came so far put together for them."""

from __future__ import annotations

import asyncio
import copy
from queue import Queue
from typing import Any

import pytest

from genai_py import (
    AsynResponseStream,
    GenAICancelledError,
    GenAIException,
    PromiseResponseStream,
    ResponsesBlockType,
    ResponsesEventData,
    ResponsesEventDispatcher,
    ResponsesEventEngineManager,
    ResponsesEventEngineManagerFactory,
    ResponsesParams,
    ResponseStream,
    ResponseStreamEventCallBack,
    ResponseStreamType,
    ToolCallKind,
    ToolCallSnapshot,
    ToolResultKind,
    ToolResultSnapshot,
)
from genai_py.core.results.decoding import decode

from .response_streams import Event, answer, event, on_the_wire, server_that_sends

Factory = ResponsesEventEngineManagerFactory


def ask(params: ResponsesParams) -> None:
    params.Model("m").Input("Say hello")


def folded(*events: Event) -> ResponsesEventData:
    """What these events amount to."""
    data = ResponsesEventData.Empty()
    for each in events:
        data.Aggregate(decode(ResponseStream, on_the_wire([each]).split(b"data: ")[1]))
    return data


def test_handlers_hear_of_their_kind_of_event() -> None:
    heard: list[str] = []

    def callbacks(Result: ResponseStreamEventCallBack) -> None:
        Result.OnCreated = lambda sender, data: heard.append(f"created {data.id}")
        Result.on_output_text_delta = lambda sender, data: heard.append(f"{data.delta} of {data.text}")
        Result.on_completed = lambda sender, data: heard.append(f"{data.status} {data.text}")

    with server_that_sends(answer("Hel", "lo")) as client:
        promise = client.Responses.AsyncAwaitCreateStream(ask, Factory.CreateInstance(callbacks))
        data = promise.result(10)

    assert heard == ["created resp_1", "Hel of Hel", "lo of Hello", "response.completed Hello"]
    assert (data.text, data.assistant_text, data.id, data.model) == ("Hello", "Hello", "resp_1", "m")
    assert data.sequence_number == 9
    assert data.current_block_type is ResponsesBlockType.rbtText and data.block_type_known
    assert (
        data.raw_json.startswith('{"type": "response.created"')
        and data.raw_json.count("sequence_number") == 10
    )


@pytest.mark.parametrize(
    "callbacks",
    [
        ResponseStreamEventCallBack(on_created=print),
        lambda: ResponseStreamEventCallBack(on_created=print),
        lambda Result: setattr(Result, "OnCreated", print),
    ],
    ids=["a record", "a function that returns one", "a function that fills one"],
)
def test_an_engine_is_made_of(callbacks: Any) -> None:
    engine = Factory.CreateInstance(callbacks)

    assert isinstance(engine, ResponsesEventEngineManager)
    assert engine.GetStreamEventDispatcher().CallBacks.on_created is print
    assert engine.GetStreamEventDispatcher().GetCallBacks().OnCreated is print


@pytest.mark.parametrize("callbacks", [7, "text", lambda: 7])
def test_an_engine_is_made_of_nothing_else(callbacks: Any) -> None:
    with pytest.raises(TypeError, match="ResponseStreamEventCallBack"):
        Factory.CreateInstance(callbacks)


def test_a_record_has_a_handler_for_each_kind_of_event() -> None:
    record = ResponseStreamEventCallBack()
    for kind in ResponseStreamType:
        if kind is not ResponseStreamType.sdk_unknown:
            assert getattr(record, f"on_{kind.name}") is None
    with pytest.raises(AttributeError):
        record.on_creatd = print
    with pytest.raises(TypeError):
        ResponseStreamEventCallBack(print)


def test_an_engine_stands_beside_callbacks_and_comes_first() -> None:
    heard: Queue[str] = Queue()
    engine = Factory.CreateInstance(
        lambda: ResponseStreamEventCallBack(on_completed=lambda s, d: heard.put("engine"))
    )
    record = AsynResponseStream(
        on_progress=lambda sender, chunk: heard.put("record") if chunk.completed_event else None,
        on_success=lambda sender: heard.put("success"),
    )
    with server_that_sends(answer("Hello")) as client:
        client.Responses.AsynCreateStream(ask, record, engine)
        assert [heard.get(timeout=10) for _ in range(3)] == ["engine", "record", "success"]


def test_a_blocking_stream_drives_an_engine() -> None:
    texts: list[str] = []
    engine = Factory.CreateInstance(
        ResponseStreamEventCallBack(on_output_text_delta=lambda sender, data: texts.append(data.text))
    )
    with server_that_sends(answer("Hel", "lo"), answer("Bye")) as client:
        assert client.Responses.CreateStream(ask, StreamEvents=engine)
        assert client.Responses.CreateStream(ask, None, engine)

    assert texts == ["Hel", "Hello", "Bye"]


def test_one_engine_serves_several_streams_at_once() -> None:
    async def program() -> list[str]:
        engine = Factory.CreateInstance()
        with server_that_sends(answer("one", " 1"), answer("two", " 2"), answer("three", " 3")) as client:
            streams = [client.Responses.AsyncAwaitCreateStream(ask, engine) for _ in range(3)]
            return [data.text for data in await asyncio.gather(*streams)]

    assert sorted(asyncio.run(program())) == ["one 1", "three 3", "two 2"]


def test_handlers_may_be_asynchronous() -> None:
    heard: list[str] = []

    async def on_delta(sender: Any, data: ResponsesEventData) -> None:
        await asyncio.sleep(0)
        heard.append(data.delta)

    async def program() -> None:
        engine = Factory.CreateInstance(ResponseStreamEventCallBack(on_output_text_delta=on_delta))
        record = PromiseResponseStream(
            on_progress=lambda s, chunk: heard.append("-") if chunk.delta else None
        )
        with server_that_sends(answer("Hel", "lo")) as client:
            await client.Responses.AsyncAwaitCreateStream(ask, record, engine)

    asyncio.run(program())
    assert heard == ["Hel", "-", "lo", "-"]


def test_a_handler_that_fails_is_logged_and_the_stream_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def broken(sender: Any, data: ResponsesEventData) -> None:
        raise RuntimeError("mine")

    heard: list[str] = []
    record = PromiseResponseStream(on_progress=lambda sender, chunk: heard.append(chunk.delta))
    engine = Factory.CreateInstance(ResponseStreamEventCallBack(on_created=broken))
    with server_that_sends(answer("Hello")) as client:
        assert client.Responses.AsyncAwaitCreateStream(ask, record, engine).result(10).text == "Hello"

    assert "mine" in caplog.text
    assert len(heard) == 9


@pytest.mark.parametrize(
    ("failure", "kinds"),
    [
        (event("error", code="c", message="slow down", param="input"), ["error"]),
        (event("failed", response={"error": {"code": "c", "message": "slow down"}}), ["failed", "error"]),
    ],
)
def test_a_failure_is_told_once(failure: Event, kinds: list[str]) -> None:
    heard: list[Any] = []
    engine = Factory.CreateInstance(
        ResponseStreamEventCallBack(
            on_failed=lambda sender, data: heard.append(("failed", data.code, data.message)),
            on_error=lambda sender, data: heard.append(("error", data.code, data.message)),
        )
    )
    with (
        server_that_sends([*answer("Hel")[:5], failure]) as client,
        pytest.raises(GenAIException, match="slow down"),
    ):
        client.Responses.AsyncAwaitCreateStream(ask, engine).result(10)

    assert heard == [(kind, "c", "slow down") for kind in kinds]


def test_a_stream_that_breaks_off_is_told_too() -> None:
    heard: list[str] = []
    engine = Factory.CreateInstance(
        ResponseStreamEventCallBack(on_error=lambda sender, data: heard.append(data.message))
    )
    with server_that_sends(answer("Hello")[:3]) as client, pytest.raises(GenAIException):
        client.Responses.AsyncAwaitCreateStream(ask, engine).result(10)

    assert len(heard) == 1 and "before the answer was complete" in heard[0]


@pytest.mark.parametrize("who", ["engine", "record"])
def test_either_may_cancel_and_both_hear_of_it(who: str) -> None:
    heard: list[str] = []
    engine = Factory.CreateInstance(
        ResponseStreamEventCallBack(
            on_do_cancel=lambda: who == "engine", on_cancellation=lambda sender: heard.append("engine")
        )
    )

    def on_cancellation(sender: Any) -> str:
        heard.append("record")
        return "as I wished"

    record = PromiseResponseStream(on_do_cancel=lambda: who == "record", on_cancellation=on_cancellation)
    with (
        server_that_sends(answer("Hello")) as client,
        pytest.raises(GenAICancelledError, match="as I wished"),
    ):
        client.Responses.AsyncAwaitCreateStream(ask, record, engine).result(10)

    assert heard == ["engine", "record"]


def test_the_sender_is_the_route_unless_the_record_names_another() -> None:
    senders: list[Any] = []
    callbacks = ResponseStreamEventCallBack(on_created=lambda sender, data: senders.append(sender))
    engine = Factory.CreateInstance(callbacks)
    with server_that_sends(answer("Hello"), answer("Hello")) as client:
        client.Responses.AsyncAwaitCreateStream(ask, engine).result(10)
        callbacks.Sender = "me"
        client.Responses.AsyncAwaitCreateStream(ask, engine).result(10)
        assert senders == [client.Responses, "me"]


def test_an_engine_is_driven_by_hand() -> None:
    heard: list[Any] = []
    dispatcher = ResponsesEventDispatcher(
        lambda: ResponseStreamEventCallBack(
            on_created=lambda sender, data: heard.append((sender, data.id)),
            on_error=lambda sender, data: heard.append((sender, data.message)),
        )
    )
    engine, data = ResponsesEventEngineManager(dispatcher), ResponsesEventData.Empty()
    data.text = "of a stream before"

    created = decode(ResponseStream, b'{"type":"response.created","response":{"id":"r"}}')
    broken = decode(ResponseStream, b'{"type":"error","message":"m"}')
    assert engine.AggregateStreamEvents(None, data) is True
    assert engine.AggregateStreamEvents(created, data) is True
    assert data.text == ""
    assert engine.AggregateStreamEvents(broken, data) is False
    assert heard == [(dispatcher, "r"), (dispatcher, "m")]


def call(kind: str, index: int, **fields: Any) -> Event:
    return {
        "id": f"{kind}_{index}",
        "type": kind,
        "call_id": f"call_{index}",
        "name": f"tool{index}",
        **fields,
    }


def test_tool_calls_that_come_mixed_are_kept_apart() -> None:
    data = folded(
        event("output_item.added", output_index=0, item=call("function_call", 0, arguments="")),
        event("output_item.added", output_index=1, item=call("custom_tool_call", 1, input="")),
        event("function_call_arguments.delta", output_index=0, item_id="function_call_0", delta='{"a"'),
        event("custom_tool_call_input.delta", output_index=1, item_id="custom_tool_call_1", delta="free "),
        event("function_call_arguments.delta", output_index=0, item_id="function_call_0", delta=":1}"),
        event("custom_tool_call_input.delta", output_index=1, item_id="custom_tool_call_1", delta="text"),
        event("function_call_arguments.done", output_index=0, item_id="function_call_0", arguments='{"a":1}'),
    )

    function, custom = data.tool_calls
    assert (function.kind, function.tool_id, function.tool_name, function.call_id) == (
        ToolCallKind.tcFunction,
        "function_call_0",
        "tool0",
        "call_0",
    )
    assert function.input_json == '{"a":1}' and function.stopped
    assert (custom.kind, custom.input_json, custom.stopped) == (ToolCallKind.tcCustom, "free text", False)
    assert custom.InputJson == "free text"
    assert data.last_tool_input_delta == "text"
    assert data.current_block_type is ResponsesBlockType.rbtToolUse


def test_tool_calls_without_ids_and_indexes_follow_the_one_that_is_open() -> None:
    data = folded(
        event("output_item.added", item={"type": "function_call", "name": "first", "arguments": ""}),
        event("function_call_arguments.delta", delta="{"),
        event("function_call_arguments.delta", delta=""),
        event("function_call_arguments.delta", delta="}"),
        event("function_call_arguments.done", arguments="{}"),
        event("output_item.added", item={"type": "function_call", "name": "second", "arguments": ""}),
        event("function_call_arguments.delta", delta="[]"),
    )

    assert [(each.tool_name, each.input_json, each.stopped) for each in data.tool_calls] == [
        ("first", "{}", True),
        ("second", "[]", False),
    ]
    assert data.arguments == "[]"


def test_a_tool_call_that_comes_whole_is_kept_too() -> None:
    data = folded(event("output_item.done", output_index=2, item=call("mcp_call", 2, arguments='{"q":1}')))

    (only,) = data.tool_calls
    assert (only.index, only.kind, only.input_json, only.stopped) == (2, ToolCallKind.tcMcp, '{"q":1}', True)


def test_tools_of_the_server_are_followed() -> None:
    data = folded(
        event("output_item.added", output_index=0, item={"id": "ci", "type": "code_interpreter_call"}),
        event("output_item.added", output_index=1, item={"id": "ws", "type": "web_search_call"}),
        event("code_interpreter_call_code.delta", output_index=0, item_id="ci", delta="print("),
        event("code_interpreter_call_code.delta", output_index=0, item_id="ci", delta="1)"),
        event("code_interpreter_call_code.done", output_index=0, item_id="ci", code="print(1)"),
        event("code_interpreter_call.completed", output_index=0, item_id="ci"),
        event("output_item.added", output_index=2, item={"id": "ml", "type": "mcp_list_tools"}),
        event("mcp_list_tools.failed", output_index=2, item_id="ml", code="401", message="no key"),
        event(
            "output_item.added", output_index=3, item={"id": "sh", "call_id": "call_sh", "type": "shell_call"}
        ),
    )

    assert [
        (each.kind, each.tool_use_id, each.text, each.stopped, each.is_error) for each in data.tool_results
    ] == [
        (ToolResultKind.trCodeInterpreter, "ci", "print(1)", True, False),
        (ToolResultKind.trWebSearch, "ws", "", False, False),
        (ToolResultKind.trMcpListTools, "ml", "", True, True),
        (ToolResultKind.trShell, "call_sh", "", False, False),
    ]
    assert (data.code, data.message) == ("401", "no key")
    assert data.last_tool_result_delta == "1)"


def test_thoughts_refusals_and_pictures_are_put_together() -> None:
    data = folded(
        event("output_item.added", output_index=4, item={"id": "rs", "type": "reasoning"}),
        event("reasoning_text.delta", output_index=4, delta="Hm"),
        event("reasoning_text.delta", output_index=4, delta="."),
        event("reasoning_summary_text.delta", output_index=4, delta="It thought."),
        event("refusal.delta", output_index=5, delta="I ca"),
        event("refusal.done", output_index=5, refusal="I cannot."),
        event("image_generation_call.partial_image", partial_image_b64="iVBO"),
    )

    assert (data.thought, data.reasoning_summary, data.refusal) == ("Hm.", "It thought.", "I cannot.")
    assert (data.last_reasoning_delta, data.last_reasoning_summary_delta) == (".", "It thought.")
    assert data.partial_image_b64 == "iVBO"
    assert (data.current_block_type, data.current_block_index, data.index) == (
        ResponsesBlockType.rbtRefusal,
        5,
        5,
    )
    assert data.Thought == "Hm."


def test_snapshots_are_made_and_shown() -> None:
    snapshot = ToolCallSnapshot.New(1, ToolCallKind.tcFunction, "fc", "get_weather")
    assert repr(snapshot) == "ToolCallSnapshot(1, tcFunction, 'get_weather', '')"
    ran = ToolResultSnapshot.New(2, ToolResultKind.trShell, "sh")
    ran.Text = "ls"
    assert repr(ran) == "ToolResultSnapshot(2, trShell, 'sh', 'ls')"
    assert repr(ResponsesEventData.Empty()) == (
        "ResponsesEventData(id='', status='', text='', tool_calls=[], tool_results=[])"
    )


class Tracing:
    """An engine of the program's own, which decorates one of the package."""

    def __init__(self, inner: ResponsesEventEngineManager) -> None:
        self.inner = inner
        self.seen: list[str] = []

    def AggregateStreamEvents(self, Chunk: ResponseStream, Buffer: ResponsesEventData) -> bool:
        self.seen.append(str(Chunk.type))
        return self.inner.AggregateStreamEvents(Chunk, Buffer)

    def GetStreamEventDispatcher(self) -> ResponsesEventDispatcher:
        return self.inner.GetStreamEventDispatcher()


class TracingManager(ResponsesEventEngineManager):
    """A subclass that sees each event."""

    def __init__(self, ADispatcher: ResponsesEventDispatcher | None = None) -> None:
        super().__init__(ADispatcher)
        self.seen: list[str] = []

    def AggregateStreamEvents(self, Chunk: ResponseStream | None, Buffer: ResponsesEventData) -> bool:
        assert Chunk is not None
        self.seen.append(str(Chunk.type))
        return super().AggregateStreamEvents(Chunk, Buffer)


class TracingDispatcher(ResponsesEventDispatcher):
    """A dispatcher with the original's two arguments, which returns nothing, as a Delphi procedure."""

    def __init__(self, CallBacks: Any = None) -> None:
        super().__init__(CallBacks)
        self.seen: list[str] = []

    def DispatchEvent(
        self, EventType: ResponseStreamType | str, Buffer: ResponsesEventData, Sender: Any = None
    ) -> None:
        self.seen.append(str(EventType))
        super().DispatchEvent(EventType, Buffer)


class BareDispatcher:
    """A dispatcher that inherits nothing."""

    def __init__(self, callbacks: ResponseStreamEventCallBack) -> None:
        self.callbacks = callbacks
        self.seen: list[str] = []

    def GetCallBacks(self) -> ResponseStreamEventCallBack:
        return self.callbacks

    def DispatchEvent(self, EventType: ResponseStreamType, Buffer: ResponsesEventData) -> None:
        self.seen.append(str(EventType))
        if EventType == ResponseStreamType.completed and self.callbacks.on_completed is not None:
            self.callbacks.on_completed(self, Buffer)


def own_engines(callbacks: ResponseStreamEventCallBack) -> dict[str, tuple[Any, list[str]]]:
    """Engines of a program's own, each with the list of the events that it has seen."""
    decorator = Tracing(Factory.CreateInstance(callbacks))
    manager = TracingManager(ResponsesEventDispatcher(callbacks))
    dispatcher = TracingDispatcher(callbacks)
    bare: Any = BareDispatcher(callbacks)
    return {
        "decorator": (decorator, decorator.seen),
        "subclass": (manager, manager.seen),
        "dispatcher": (ResponsesEventEngineManager(dispatcher), dispatcher.seen),
        "bare dispatcher": (ResponsesEventEngineManager(bare), bare.seen),
    }


@pytest.mark.parametrize("form", ["CreateStream", "AsynCreateStream", "AsyncAwaitCreateStream"])
@pytest.mark.parametrize("kind", ["decorator", "subclass", "dispatcher", "bare dispatcher"])
def test_an_engine_of_the_programs_own_gets_every_event(kind: str, form: str) -> None:
    texts: Queue[str] = Queue()
    record = ResponseStreamEventCallBack(on_completed=lambda sender, data: texts.put(data.text))
    engine, seen = own_engines(record)[kind]
    with server_that_sends(answer("Hel", "lo")) as client:
        if form == "CreateStream":
            assert client.Responses.CreateStream(ask, None, engine)
        elif form == "AsynCreateStream":
            ended: Queue[str] = Queue()
            client.Responses.AsynCreateStream(
                ask, AsynResponseStream(on_success=lambda sender: ended.put("end")), engine
            )
            assert ended.get(timeout=10) == "end"
        else:
            assert client.Responses.AsyncAwaitCreateStream(ask, engine).result(10).text == "Hello"
    assert texts.get(timeout=10) == "Hello"
    assert len(seen) == 10


def test_an_engine_that_collects_nothing_leaves_the_promise_its_value() -> None:
    class Counting:
        count = 0

        def AggregateStreamEvents(self, Chunk: ResponseStream, Buffer: ResponsesEventData) -> None:
            self.count += 1

        def GetStreamEventDispatcher(self) -> None:
            return None

    engine = Counting()
    with server_that_sends(answer("Hel", "lo")) as client:
        assert client.Responses.AsyncAwaitCreateStream(ask, engine).result(10).text == "Hello"
    assert engine.count == 10


def test_an_engine_of_the_programs_own_that_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(ResponsesEventEngineManager):
        def AggregateStreamEvents(self, Chunk: ResponseStream | None, Buffer: ResponsesEventData) -> bool:
            raise RuntimeError("mine")

    chunks: list[str] = []
    with server_that_sends(answer("Hello")) as client:
        event = lambda chunk, is_done, cancel: None if is_done else chunks.append(chunk.delta)  # noqa: E731
        assert client.Responses.CreateStream(ask, event, Broken())
    assert "mine" in caplog.text
    assert "".join(chunks) == "Hello"


@pytest.mark.parametrize("kind", ["decorator", "subclass", "dispatcher"])
def test_asynchronous_handlers_of_an_own_engine_are_awaited_in_order(kind: str) -> None:
    deltas: list[str] = []
    senders: list[Any] = []

    async def on_delta(sender: Any, data: ResponsesEventData) -> None:
        await asyncio.sleep(0)
        senders.append(sender)
        deltas.append(data.delta)

    async def program() -> Any:
        engine, _ = own_engines(ResponseStreamEventCallBack(on_output_text_delta=on_delta))[kind]
        record = PromiseResponseStream(on_progress=lambda s, chunk: deltas.append("-") if chunk.delta else None)
        with server_that_sends(answer("Hel", "lo")) as client:
            await client.Responses.AsyncAwaitCreateStream(ask, record, engine)
            return client.Responses

    route = asyncio.run(program())
    assert deltas == ["Hel", "-", "lo", "-"]
    assert senders == [route, route]


def test_an_own_engine_reports_a_failure_once() -> None:
    reported: list[str] = []
    record = ResponseStreamEventCallBack(on_error=lambda sender, data: reported.append(data.message))
    failure = event("error", code="c", message="slow down")
    for engine, _ in own_engines(record).values():
        with server_that_sends([*answer("Hel")[:5], failure]) as client, pytest.raises(GenAIException):
            client.Responses.AsyncAwaitCreateStream(ask, engine).result(10)
    # A dispatcher that handles no error event itself gets no call for it.
    assert reported == ["slow down"] * 3


@pytest.mark.parametrize("given", [5, "engine", object(), ResponsesEventEngineManager])
def test_an_engine_has_two_methods(given: Any) -> None:
    with server_that_sends() as client:
        for form in ("CreateStream", "AsynCreateStream", "AsyncAwaitCreateStream"):
            with pytest.raises(TypeError, match="StreamEvents must be an event engine with AggregateStreamEvents"):
                getattr(client.Responses, form)(ask, StreamEvents=given)


def test_other_streams_take_no_engine() -> None:
    with server_that_sends() as client, pytest.raises(TypeError, match="takes no StreamEvents"):
        client.Chat.AsynCreateStream(lambda p: p.Model("m"), StreamEvents=Factory.CreateInstance())  # type: ignore[call-arg]


def test_a_copy_of_the_data_does_not_grow() -> None:
    kept: list[ResponsesEventData] = []
    record = ResponseStreamEventCallBack(on_output_text_delta=lambda sender, data: kept.append(copy.copy(data)))
    with server_that_sends(answer("Hel", "lo")) as client:
        data = client.Responses.AsyncAwaitCreateStream(ask, Factory.CreateInstance(record)).result(10)
    assert [each.text for each in [*kept, data]] == ["Hel", "Hello", "Hello"]
    data = folded(event("output_item.added", output_index=0, item=call("function_call", 0, arguments="")))
    twin, tool_call = copy.copy(data), copy.copy(data.tool_calls[0])
    data.tool_calls[0].input_json = "{}"
    assert (twin.tool_calls[0].input_json, tool_call.input_json, tool_call.tool_name) == ("", "", "tool0")
