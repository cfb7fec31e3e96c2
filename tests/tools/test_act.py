"""``Act``: the loop that runs the functions a model calls, on chat, responses and messages."""

from __future__ import annotations

import asyncio
import contextvars
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from genai_py import (
    ActCall,
    ActCallBack,
    ActMessage,
    ActResult,
    ActRoundsError,
    ChatActParams,
    ChatParams,
    FromUser,
    FunctionCore,
    FunctionTool,
    GenAI,
    GenAICancelledError,
    GenAIFactory,
    ManualDispatcher,
    MessagesActParams,
    PromiseActCallBack,
    ResponsesActParams,
    ToolExitError,
)
from genai_py.testing import MockPause, MockStream, MockTransport

WAIT = 20.0


@attrs.frozen
class Api:
    """One of the endpoints, and its replies."""

    name: str

    @property
    def path(self) -> str:
        return {"chat": "POST chat/completions"}.get(self.name, f"POST {self.name}")

    def route(self, client: GenAI) -> Any:
        return getattr(client, self.name.capitalize())

    def params(self, *tools: Any) -> Any:
        if self.name == "chat":
            return ChatActParams().Model("m").Messages([FromUser("hi")]).Tools(tools)
        if self.name == "messages":
            return MessagesActParams().Model("m").Messages("hi").Tools(tools)
        return ResponsesActParams().Model("m").Input("hi").Tools(tools)

    def reply(self, text: str = "", *calls: tuple[str, str, Any]) -> dict[str, Any]:
        written = [(id, name, args if isinstance(args, str) else json.dumps(args)) for id, name, args in calls]
        if self.name == "chat":
            made = [
                {"id": id, "type": "function", "function": {"name": name, "arguments": args}}
                for id, name, args in written
            ]
            message = {"role": "assistant", "content": text or None, **({"tool_calls": made} if made else {})}
            usage = {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}
            return {"choices": [{"index": 0, "message": message}], "usage": usage}
        if self.name == "messages":
            content: list[Any] = [{"type": "text", "text": text}] if text else []
            content += [
                {"type": "tool_use", "id": id, "name": name, "input": _object_of(args)} for id, name, args in written
            ]
            return {"id": "m", "content": content, "usage": {"input_tokens": 10, "output_tokens": 2}}
        output: list[Any] = [
            {"type": "function_call", "call_id": id, "name": name, "arguments": args} for id, name, args in written
        ]
        if text:
            output.append({"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]})
        usage = {"input_tokens": 10, "output_tokens": 2, "total_tokens": 12}
        return {"object": "response", "id": "r", "output": output, "usage": usage}

    def results(self, body: Any) -> dict[str, str]:
        """The results of calls in a request, by the ids of the calls."""
        if self.name == "chat":
            return {each["tool_call_id"]: each["content"] for each in body["messages"] if each["role"] == "tool"}
        if self.name == "messages":
            blocks = [block for each in body["messages"] if each["role"] == "user" for block in each["content"]]
            return {each["tool_use_id"]: each["content"] for each in blocks if not isinstance(each, str)}
        return {
            each["call_id"]: each["output"] for each in body["input"] if each.get("type") == "function_call_output"
        }


def _object_of(arguments: str) -> Any:
    """Arguments as an object; as text where they are none."""
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments


@pytest.fixture(params=["chat", "responses", "messages"])
def api(request: pytest.FixtureRequest) -> Api:
    return Api(request.param)


@pytest.fixture
def serve(api: Api) -> Iterator[Callable[..., tuple[Any, MockTransport]]]:
    clients = []

    def made(*replies: Any, **options: Any) -> tuple[Any, MockTransport]:
        transport = MockTransport({api.path: list(replies)})
        client = GenAIFactory.CreateLMSInstance(http_client=transport, **options)
        clients.append(client)
        return api.route(client), transport

    yield made
    for client in clients:
        client.Close()


def add(a: int, b: int) -> int:
    return a + b


def test_calls_are_run_and_their_results_sent_until_there_is_an_answer(api: Api, serve: Any) -> None:
    async def shout(text: str) -> str:
        return text.upper()

    route, transport = serve(
        api.reply("", ("1", "add", {"a": 1, "b": "2"}), ("2", "shout", {"text": "é"})),
        api.reply("", ("3", "add", {"a": 3, "b": 4})),
        api.reply("Done."),
    )
    result: ActResult[Any] = route.Act(api.params(add, shout).ToolChoice("required"))
    assert (result.answer, result.rounds, len(result.replies)) == ("Done.", 3, 3)
    assert [(call.id, call.name, call.round, call.value, call.result) for call in result.calls] == [
        ("1", "add", 1, 3, "3"), ("2", "shout", 1, "É", "É"), ("3", "add", 2, 7, "7"),
    ]  # fmt: skip
    assert all(call.started_at and call.elapsed >= 0 for call in result.calls)
    assert (result.usage.input_tokens, result.usage.output_tokens, result.usage.total_tokens) == (30, 6, 36)
    first, second, third = (sent.json for sent in transport.requests)
    assert api.results(second) == {"1": "3", "2": "É"}
    assert api.results(third) == {"1": "3", "2": "É", "3": "7"}
    # A model that must call a tool would never answer.
    choices = ({"type": "any"}, {"type": "auto"}) if api.name == "messages" else ("required", "auto")
    assert (first["tool_choice"], second["tool_choice"]) == choices
    assert result.messages[: len(result.messages) - 1] == third["input" if api.name == "responses" else "messages"]


@pytest.mark.parametrize(
    ("name", "arguments", "problem"),
    [
        ("add", {"a": 1}, "Error: the arguments do not fit add: b: is missing"),
        ("add", "{", "Error: the arguments of add are not valid JSON"),
        ("nothing", {}, "Error: there is no tool 'nothing'; the tools are: add, fail"),
        ("fail", {}, "Error: KeyError: 'x'"),
    ],
)
def test_a_call_that_fails_goes_back_to_the_model_as_an_error(
    api: Api, serve: Any, name: str, arguments: Any, problem: str
) -> None:
    def fail() -> None:
        raise KeyError("x")

    route, transport = serve(api.reply("", ("1", name, arguments)), api.reply("Sorry."))
    result = route.Act(api.params(add, fail))
    assert result.answer == "Sorry." and result.calls[0].error is not None
    assert api.results(transport.requests[1].json)["1"].startswith(problem)
    # Servers refuse a conversation with arguments that are no JSON.
    assert '"{"' not in json.dumps(transport.requests[1].json)


def test_calls_without_an_id_or_with_one_twice_get_one(api: Api, serve: Any) -> None:
    calls = [("", "add", {"a": 1, "b": 1}), ("", "add", {"a": 2, "b": 2})]
    route, transport = serve(api.reply("", *calls), api.reply("", ("call_1", "add", {"a": 3, "b": 3})), api.reply("ok"))
    route.Act(api.params(add))
    assert api.results(transport.requests[2].json) == {"call_1": "2", "call_2": "4", "call_3": "6"}


def test_more_rounds_than_allowed_are_an_error_that_holds_what_was_done(api: Api, serve: Any) -> None:
    call = ("1", "add", {"a": 1, "b": 2})
    route, transport = serve(api.reply("", call), api.reply("", call))
    with pytest.raises(ActRoundsError, match=r"no answer after 2 rounds: .* add; MaxRounds\(n\) allows more") as raised:
        route.Act(api.params(add).MaxRounds(2))
    assert len(transport.requests) == 2
    assert [call.result for call in raised.value.result.calls] == ["3", ""]


def test_the_handlers_of_a_blocking_call_run_on_the_thread_that_waits(api: Api, serve: Any) -> None:
    route, _ = serve(api.reply("", ("1", "add", {"a": 1, "b": 2})), api.reply("Done."))
    events: list[Any] = []

    def note(name: str) -> Callable[..., None]:
        return lambda _, value=None: events.append((name, value, threading.current_thread()))

    record: ActCallBack[Any] = ActCallBack(
        on_start=note("start"), on_round=note("round"), on_tool_call=note("call"), on_tool_result=note("result"),
        on_success=note("success"),
    )  # fmt: skip
    result = route.Act(api.params(add), record)
    assert [name for name, *_ in events] == ["start", "round", "call", "result", "round", "success"]
    assert events[1][1] == 1 and events[4][1] == 2 and events[-1][1] is result
    assert events[2][1] is events[3][1] is result.calls[0]
    assert {thread for *_, thread in events} == {threading.current_thread()}


async def _refuse(sender: Any, call: ActCall) -> bool:
    return False


def _fail(sender: Any, call: ActCall) -> bool:
    raise RuntimeError("the handler fails")


@pytest.mark.parametrize("refuse", [lambda _, call: False, _refuse, _fail])
def test_a_call_is_refused_by_false_and_by_a_handler_that_fails(api: Api, serve: Any, refuse: Any) -> None:
    def delete() -> None:
        raise AssertionError("called")

    route, transport = serve(api.reply("", ("1", "delete", {})), api.reply("I may not."))
    promise = route.AsyncAwaitAct(api.params(delete), PromiseActCallBack(on_tool_call=refuse))
    assert promise.result(WAIT).calls[0].refused
    assert api.results(transport.requests[1].json) == {"1": "Error: the user did not allow this call"}


def test_a_handler_may_change_the_arguments(api: Api, serve: Any) -> None:
    def change(_: Any, call: ActCall) -> None:
        call.arguments["b"] = 40

    route, transport = serve(api.reply("", ("1", "add", {"a": 2, "b": 1})), api.reply("42"))
    route.Act(api.params(add), ActCallBack(on_tool_call=change))
    assert api.results(transport.requests[1].json) == {"1": "42"}


def test_handlers_run_through_the_dispatcher_so_that_a_window_can_ask(api: Api, serve: Any) -> None:
    dispatcher = ManualDispatcher()
    route, _ = serve(api.reply("", ("1", "add", {"a": 1, "b": 2})), api.reply("Done."), dispatcher=dispatcher)
    threads, outcome = [], []

    def filled(Result: Any) -> None:
        Result.OnToolCall = lambda _, call: threads.append(threading.current_thread())
        Result.OnSuccess = lambda _, result: outcome.append(result.answer)

    route.AsynAct(api.params(add), filled)
    assert dispatcher.PumpUntil(lambda: bool(outcome), WAIT)
    assert threads == [threading.current_thread()] and outcome == ["Done."]


def test_inside_a_loop_everything_but_blocking_functions_runs_on_it(api: Api, serve: Any) -> None:
    request: contextvars.ContextVar[str] = contextvars.ContextVar("request")
    seen: dict[str, Any] = {}

    async def on_loop() -> str:
        seen["loop"] = threading.current_thread()
        return request.get()

    def on_thread() -> str:
        seen["thread"] = threading.current_thread()
        return request.get()

    async def main() -> Any:
        request.set("r1")
        route, _ = serve(api.reply("", ("1", "on_loop", {}), ("2", "on_thread", {})), api.reply("Done."))
        return await route.AsyncAwaitAct(api.params(on_loop, on_thread))

    result = asyncio.run(main())
    assert [call.result for call in result.calls] == ["r1", "r1"]
    assert seen["loop"] is threading.current_thread() is not seen["thread"]


def _block(index: int, kind: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a content block of ``messages``."""
    return [
        {"type": "content_block_start", "index": index, "content_block": kind},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def test_messages_are_streamed_where_there_is_a_handler_for_them(api: Api, serve: Any) -> None:
    if api.name == "chat":
        call = {"index": 0, "id": "1", "type": "function", "function": {"name": "add", "arguments": '{"a":1,'}}
        more = {"index": 0, "function": {"arguments": '"b":2}'}}
        streams = [
            MockStream(*({"choices": [{"index": 0, "delta": {"tool_calls": [each]}}]} for each in (call, more)),
                       {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}),
            MockStream({"choices": [{"index": 0, "delta": {"reasoning_content": "Hm."}}]},
                       {"choices": [{"index": 0, "delta": {"content": "Do"}}]},
                       {"choices": [{"index": 0, "delta": {"content": "ne."}, "finish_reason": "stop"}]},
                       {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}}),
        ]  # fmt: skip
    elif api.name == "messages":
        begun = {"type": "tool_use", "id": "1", "name": "add", "input": {}}
        pieces_of_call = [{"type": "input_json_delta", "partial_json": each} for each in ('{"a":1,', '"b":2}')]
        thought = {"type": "thinking_delta", "thinking": "Hm."}
        texts = [{"type": "text_delta", "text": each} for each in ("Do", "ne.")]
        usage = {"input_tokens": 5, "output_tokens": 1}
        streams = [
            MockStream(*_block(0, begun, *pieces_of_call), {"type": "message_stop"}),
            MockStream(*_block(0, {"type": "thinking", "thinking": ""}, thought), *_block(1, {"type": "text"}, *texts),
                       {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": usage},
                       {"type": "message_stop"}),
        ]  # fmt: skip
    else:
        deltas = [{"type": "response.output_text.delta", "output_index": 0, "delta": each} for each in ("Do", "ne.")]
        hm = {"type": "response.reasoning_text.delta", "output_index": 0, "delta": "Hm."}
        done = api.reply("Done.")
        done["usage"] = {"input_tokens": 5, "output_tokens": 1, "total_tokens": 6}
        first = {**api.reply("", ("1", "add", {"a": 1, "b": 2})), "usage": None}
        streams = [
            MockStream({"type": "response.completed", "response": first}),
            MockStream(hm, *deltas, {"type": "response.completed", "response": done}),
        ]
    route, transport = serve(*streams)
    pieces: list[ActMessage] = []
    result = route.Act(api.params(add), ActCallBack(on_message=lambda _, piece: pieces.append(piece)))
    assert [(each.round, each.text, each.reasoning) for each in pieces if each.text or each.reasoning] == [
        (2, "", "Hm."), (2, "Do", ""), (2, "ne.", ""),
    ]  # fmt: skip
    assert result.answer == "Done." and result.usage.total_tokens == 6 and result.calls[0].value == 3
    assert all(sent.json["stream"] for sent in transport.requests)


def test_at_most_as_many_calls_run_at_once_as_concurrency_says(api: Api, serve: Any) -> None:
    running = most = 0
    pair: asyncio.Event | None = None

    async def work() -> None:
        nonlocal running, most, pair
        pair = pair or asyncio.Event()
        running += 1
        most = max(most, running)
        if running == 2:
            pair.set()
        await pair.wait()
        await asyncio.sleep(0)
        running -= 1

    calls: list[tuple[str, str, Any]] = [(str(number), "work", {}) for number in range(6)]
    route, _ = serve(api.reply("", *calls), api.reply("Done."))
    route.Act(api.params(work).Concurrency(2))
    assert most == 2


def test_a_function_that_takes_too_long_is_an_error_and_its_event_is_set(api: Api, serve: Any) -> None:
    stopped = threading.Event()

    def forever(cancelled: threading.Event) -> None:
        cancelled.wait(WAIT)
        stopped.set()

    async def for_ever() -> None:
        await asyncio.Event().wait()

    route, transport = serve(api.reply("", ("1", "forever", {}), ("2", "for_ever", {})), api.reply("Slow."))
    tool = FunctionTool(for_ever, Timeout=1)
    assert route.Act(api.params(forever, tool).ToolTimeout(2)).answer == "Slow."
    assert stopped.wait(WAIT)
    assert api.results(transport.requests[1].json) == {
        "1": "Error: ToolTimeoutError: did not finish within 0.002 s",
        "2": "Error: ToolTimeoutError: did not finish within 0.001 s",
    }


@pytest.mark.parametrize("cancel", ["handle", "promise", "on_do_cancel"])
def test_cancelling_stops_the_functions(api: Api, serve: Any, cancel: str) -> None:
    begun = threading.Semaphore(0)
    stopped = threading.Semaphore(0)

    def blocking(cancelled: threading.Event) -> None:
        begun.release()
        if cancelled.wait(WAIT):
            stopped.release()

    async def asynchronous() -> None:
        begun.release()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            stopped.release()
            raise

    def both(semaphore: threading.Semaphore) -> bool:
        return all([semaphore.acquire(timeout=WAIT), semaphore.acquire(timeout=WAIT)])

    route, transport = serve(api.reply("", ("1", "blocking", {}), ("2", "asynchronous", {})))
    cancelled = threading.Event()
    stop = threading.Event()
    record: Any = (PromiseActCallBack if cancel == "promise" else ActCallBack)(
        on_cancel=lambda _: cancelled.set(), on_do_cancel=stop.is_set
    )
    params = api.params(blocking, asynchronous)
    run = route.AsyncAwaitAct(params, record) if cancel == "promise" else route.AsynAct(params, record)
    assert both(begun)
    stop.set() if cancel == "on_do_cancel" else run.Cancel()
    assert both(stopped) and cancelled.wait(WAIT)
    assert len(transport.requests) == 1
    if cancel == "promise":
        with pytest.raises(GenAICancelledError):
            run.result(WAIT)


def test_cancelling_stops_the_model(api: Api, serve: Any) -> None:
    pause = MockPause()
    route, transport = serve(MockStream(pause, done=False))
    promise = route.AsyncAwaitAct(api.params(add), PromiseActCallBack(on_message=lambda *_: None))
    assert pause.WaitReached(WAIT)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(WAIT)
    assert transport.requests[0].cancelled


def test_a_function_that_exits_ends_the_loop_with_an_error(api: Api, serve: Any) -> None:
    async def leave() -> None:
        raise SystemExit

    def quit_() -> None:
        raise SystemExit

    for function in (leave, quit_):
        route, _ = serve(api.reply("", ("1", function.__name__, {})))
        with pytest.raises(ToolExitError, match="a tool raised SystemExit"):
            route.Act(api.params(function))


class Clock(FunctionCore):
    name = "clock"
    description = "The time."
    parameters = '{"type": "object", "properties": {}}'

    def Execute(self, Arguments: str) -> str:
        return f"12:00 {Arguments}"


def test_function_core_runs_too(api: Api, serve: Any) -> None:
    # In messages the arguments are an object, and not the text that the model wrote.
    arguments = '{"zone": 1}' if api.name == "messages" else '{"zone":  1}'
    route, transport = serve(api.reply("", ("1", "clock", arguments)), api.reply("Noon."))
    route.Act(api.params(Clock()))
    assert api.results(transport.requests[1].json) == {"1": f"12:00 {arguments}"}


@pytest.mark.parametrize(
    ("tools", "problem"),
    [
        ([{"type": "function", "name": "f", "function": {"name": "f"}}], "Act cannot run 'f', which has no function"),
        ([add, add], r"two tools have the name 'add'; FunctionTool\(function, Name=...\) renames one"),
    ],
)
def test_tools_that_cannot_be_run_are_an_error_before_anything_is_sent(
    api: Api, serve: Any, tools: Any, problem: str
) -> None:
    route, transport = serve()
    with pytest.raises((TypeError, ValueError), match=problem):
        route.Act(api.params(*tools))
    with pytest.raises((TypeError, ValueError), match=problem):
        route.AsyncAwaitAct(api.params(*tools)).result(WAIT)
    assert not transport.requests


def test_the_builder_of_single_requests_is_taken_and_stays_as_it_is(serve: Any) -> None:
    transport = MockTransport({"POST chat/completions": [Api("chat").reply("", ("1", "add", {"a": 1, "b": 2})), Api("chat").reply("3")]})  # fmt: skip  # noqa: E501
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        params = ChatParams().Model("m").Messages([FromUser("1 + 2?")]).Tools([add]).Stream()
        before = params.ToJson()
        assert client.Chat.Act(params).answer == "3"
    assert params.ToJson() == before and "stream" not in transport.requests[0].json


def test_a_conversation_of_the_server_gets_new_items_alone() -> None:
    api = Api("responses")
    transport = MockTransport({api.path: [api.reply("", ("1", "add", {"a": 1, "b": 2})), api.reply("3")]})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        result = client.Responses.Act(lambda p: p.Model("m").Input("1 + 2?").Conversation("c1").Tools([add]))
    assert transport.requests[1].json["input"] == [{"type": "function_call_output", "call_id": "1", "output": "3"}]
    assert [each.get("type") for each in result.messages] == [None, "function_call", "function_call_output", "message"]


def test_limits_are_checked() -> None:
    with pytest.raises(ValueError, match="ChatActParams.MaxRounds must be 1 or more, got 0"):
        ChatActParams().MaxRounds(0)
    with pytest.raises(TypeError, match="ResponsesActParams.ToolTimeout takes int"):
        ResponsesActParams().ToolTimeout(1.5)  # type: ignore[arg-type]
