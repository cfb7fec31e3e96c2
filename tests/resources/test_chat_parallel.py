"""Many prompts at once: the requests, their order, how many at a time, and what becomes of failures."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest
from aioresponses import CallbackResult, aioresponses

from genai_py import (
    AsynBundleList,
    BundleError,
    BundleItem,
    BundleList,
    BundleParams,
    GenAI,
    GenAICancelledError,
    GenAIFactory,
    GenAIServerError,
    ManualDispatcher,
    Operation,
    Parameters,
    PromiseBundleList,
    SchemaParams,
)
from genai_py.resources.types import ReasoningEffort
from genai_py.testing import MockTransport

from .calls import _RESPONSE as RESPONSE

URL = "https://api.test/v1/chat/completions"


class Server:
    """A mocked server that answers each prompt in capitals, after as many hundredths of a second as it is told."""

    def __init__(self) -> None:
        self.client = GenAIFactory.CreateExternalInstance("https://api.test/v1", "k", max_retries=0)
        self.bodies: list[Any] = []
        self.at_once = self.most_at_once = 0

    async def answer(self, url: Any, **sent: Any) -> CallbackResult:
        body = json.loads(sent["data"])
        self.bodies.append(body)
        prompt, _, delay = body["messages"][-1]["content"].partition(" ")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(int(delay or 0) / 100)
        finally:
            self.at_once -= 1
        if prompt == "fail":
            return CallbackResult(status=500, body='{"error":{"message":"out of memory"}}', response_class=RESPONSE)
        choices = [{"message": {"role": "assistant", "content": prompt.upper()}}] if prompt != "none" else []
        return CallbackResult(payload={"id": prompt, "choices": choices}, response_class=RESPONSE)


@pytest.fixture
def server() -> Iterator[Server]:
    with aioresponses() as mock:
        made = Server()
        mock.post(URL, callback=made.answer, repeat=True)
        with made.client:
            yield made


def ended(client: GenAI, params: Any, **handlers: Any) -> Any:
    """What a parallel run with callbacks ends with: its bundle, or its error."""
    outcome: Queue[Any] = Queue()

    def callbacks() -> AsynBundleList:
        return AsynBundleList(
            on_success=lambda sender, bundle: outcome.put(bundle),
            on_error=lambda sender, error: outcome.put(error),
            **handlers,
        )

    client.Chat.CreateParallel(params, callbacks)
    return outcome.get(timeout=10)


def wait_for(operation: Operation[BundleList]) -> None:
    """Return once the outcome of an operation is known."""
    while not operation.Finished:
        time.sleep(0.001)


def test_each_prompt_is_a_request_with_the_same_settings(server: Server) -> None:
    bundle = server.client.Chat.AsyncAwaitCreateParallel(
        lambda p: p.Prompts(["one", "two"]).System("In capitals.").Model("gemma").ReasoningEffort("high")
    ).result(10)
    assert [item.response for item in bundle] == ["ONE", "TWO"]
    for body, prompt in zip(server.bodies, ["one", "two"], strict=True):
        assert body == {
            "model": "gemma",
            "reasoning_effort": "high",
            "messages": [
                {"role": "developer", "content": "In capitals."},
                {"role": "user", "content": prompt},
            ],
        }


def test_nothing_is_sent_that_nobody_asked_for(server: Server) -> None:
    server.client.Chat.AsyncAwaitCreateParallel(BundleParams().Prompts(["one"])).result(10)
    assert server.bodies == [{"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "one"}]}]


@pytest.mark.parametrize(
    ("params", "options"),
    [
        (BundleParams().SearchSize("medium"), {"search_context_size": "medium"}),
        (
            BundleParams().SearchSize("low").Country("FR").City("Reims"),
            {
                "search_context_size": "low",
                "user_location": {"type": "approximate", "approximate": {"city": "Reims", "country": "FR"}},
            },
        ),
        (
            BundleParams().SearchSize("low").Country("FR"),
            {
                "search_context_size": "low",
                "user_location": {"type": "approximate", "approximate": {"country": "FR"}},
            },
        ),
        (BundleParams().Country("FR"), None),
    ],
)
def test_the_web_is_searched_where_a_size_is_set(server: Server, params: BundleParams, options: Any) -> None:
    server.client.Chat.AsyncAwaitCreateParallel(params.Prompts(["one"])).result(10)
    assert server.bodies[0].get("web_search_options") == options


def test_items_keep_the_order_of_the_prompts_and_tell_how_they_ended(server: Server) -> None:
    bundle = ended(server.client, BundleParams().Prompts(["slow 6", "quick 0", "middle 3"]))
    assert isinstance(bundle, BundleList)
    assert [(item.index, item.prompt, item.response) for item in bundle] == [
        (1, "slow 6", "SLOW"),
        (2, "quick 0", "QUICK"),
        (3, "middle 3", "MIDDLE"),
    ]
    assert [item.response for item in bundle.FinishOrder] == ["QUICK", "MIDDLE", "SLOW"]
    assert [item.finish_index for item in bundle] == [3, 1, 2]
    assert bundle.Item(0).chat.id == "slow"
    assert bundle.Count() == len(bundle) == 3


def test_on_progress_hears_of_each_item_as_it_ends(server: Server) -> None:
    heard: Queue[Any] = Queue()
    record = AsynBundleList(
        sender="me",
        on_start=lambda sender: heard.put((sender, "start")),
        on_progress=lambda sender, item: heard.put((sender, item.response, item.error is not None)),
        on_error=lambda sender, error: None,
    )
    server.client.Chat.CreateParallel(BundleParams().Prompts(["slow 4", "fail 2", "quick 0"]), record)
    expected = [("me", "start"), ("me", "QUICK", False), ("me", "", True), ("me", "SLOW", False)]
    assert [heard.get(timeout=10) for _ in range(4)] == expected


@pytest.mark.parametrize(("concurrency", "most"), [(1, 1), (3, 3), (None, 16), (100, 40)])
def test_no_more_are_under_way_than_wanted(server: Server, concurrency: int | None, most: int) -> None:
    params = BundleParams().Prompts([f"p{i} 1" for i in range(40)])
    if concurrency is not None:
        params.Concurrency(concurrency)
    bundle = server.client.Chat.AsyncAwaitCreateParallel(params).result(20)
    assert (len(bundle), server.most_at_once) == (40, most)


def test_one_failure_does_not_lose_the_others(server: Server) -> None:
    promise = server.client.Chat.AsyncAwaitCreateParallel(BundleParams().Prompts(["one", "fail 1", "two 2"]))
    with pytest.raises(BundleError) as raised:
        promise.result(10)
    assert str(raised.value) == "error 500: 1 of 3 prompts failed; the first, prompt 2: error 500: out of memory"
    bundle = raised.value.bundle
    assert [item.response for item in bundle] == ["ONE", "", "TWO"]
    assert isinstance(bundle.Item(1).error, GenAIServerError)
    assert [item.error for item in (bundle[0], bundle[2])] == [None, None]


@pytest.mark.parametrize("is_async", [False, True])
def test_on_error_is_called_for_each_prompt_when_it_fails(server: Server, is_async: bool) -> None:
    calls: Queue[Any] = Queue()

    async def later(sender: Any, error: Any) -> None:
        await asyncio.sleep(0)
        calls.put((error, type(error.exception)))

    record = AsynBundleList(
        sender="me",
        on_progress=lambda sender, item: calls.put(item.prompt),
        on_success=lambda sender, bundle: calls.put("success"),
        on_error=later if is_async else lambda sender, error: calls.put((error, type(error.exception))),
    )
    params = BundleParams().Prompts(["slow 8", "fail 4", "fail 0"])
    operation = server.client.Chat.CreateParallel(params, record)
    failure = ("error 500: out of memory", GenAIServerError)
    assert [calls.get(timeout=10) for _ in range(5)] == ["fail 0", failure, "fail 4", failure, "slow 8"]
    wait_for(operation)
    server.client.Close()
    assert calls.empty()


def test_failures_without_on_error_are_logged_once(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    wait_for(server.client.Chat.CreateParallel(BundleParams().Prompts(["fail", "fail 1"]), AsynBundleList()))
    server.client.Close()
    assert caplog.text.count("its record has no on_error: error 500: 2 of 2 prompts failed") == 1


@pytest.mark.parametrize("params", [BundleParams(), BundleParams().Prompts([])], ids=["not called", "empty"])
@pytest.mark.parametrize("is_local", [False, True])
def test_no_prompts_are_an_empty_success(is_local: bool, params: BundleParams) -> None:
    make = GenAIFactory.CreateLMSInstance if is_local else GenAIFactory.CreateExternalInstance
    # No server is there: a request would fail.
    with aioresponses(), make("http://127.0.0.1:1234", max_retries=0) as client:
        started: list[Any] = []
        bundle = ended(client, params, on_start=started.append)
        assert (bundle.Count(), started) == (0, [client.Chat])
        assert len(client.Chat.AsyncAwaitCreateParallel(params).result(10)) == 0


def test_a_promise_rejects_with_the_whole_bundle(server: Server) -> None:
    promise = server.client.Chat.AsyncAwaitCreateParallel(BundleParams().Prompts(["fail", "one 2"]))
    with pytest.raises(BundleError) as raised:
        promise.result(10)
    assert [item.response for item in raised.value.bundle] == ["", "ONE"]
    again = server.client.Chat.AsyncAwaitCreateParallel(
        BundleParams().Prompts(["fail"]), lambda: PromiseBundleList(on_error=lambda sender, error: "one is lost")
    )
    with pytest.raises(Exception, match="one is lost"):
        again.result(10)


def test_a_reply_without_choices_has_no_text(server: Server) -> None:
    bundle = server.client.Chat.AsyncAwaitCreateParallel(BundleParams().Prompts(["none"])).result(10)
    assert (bundle[0].response, bundle[0].chat.choices, bundle[0].error) == ("", [], None)


@pytest.mark.parametrize(
    ("choices", "text"),
    [(None, ""), ([None], ""), ([5], ""), ([{}], ""), ({"0": {}}, ""), ([{"message": None}], ""),
     ([{"message": "Hi"}], "Hi"), ([{"message": {"content": [{"type": "text", "text": "Hi"}]}}], "Hi")],
)  # fmt: skip
def test_a_reply_of_any_shape_has_a_text(choices: Any, text: str) -> None:
    transport = MockTransport({"POST chat/completions": {"id": "c", "choices": choices}})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        (item,) = client.Chat.AsyncAwaitCreateParallel(lambda p: p.Model("m").Prompts(["a"])).result(10).items
    assert (item.response, item.error) == (text, None)


def test_a_run_inside_a_loop(server: Server) -> None:
    async def run() -> list[str]:
        bundle = await server.client.Chat.AsyncAwaitCreateParallel(BundleParams().Prompts(["one", "two"]))
        return [item.response for item in bundle]

    assert asyncio.run(run()) == ["ONE", "TWO"]


def test_callbacks_run_where_the_program_pumps(server: Server) -> None:
    dispatcher = ManualDispatcher()
    heard: list[str] = []

    def callbacks(Result: Any) -> None:
        Result.OnProgress = lambda sender, item: heard.append(item.response)
        Result.OnSuccess = lambda sender, bundle: heard.append("all")

    chat = server.client.WithOptions(dispatcher=dispatcher).Chat
    chat.CreateParallel(BundleParams().Prompts(["one", "two 2"]), callbacks)
    while "all" not in heard:
        dispatcher.Pump(1.0)
    assert heard == ["ONE", "TWO", "all"]


def test_a_run_is_cancelled(server: Server) -> None:
    heard: Queue[str] = Queue()
    operation = server.client.Chat.CreateParallel(
        BundleParams().Prompts(["one", "two 500", "three 500"]).Concurrency(2),
        AsynBundleList(
            on_progress=lambda sender, item: heard.put(item.response),
            on_success=lambda sender, bundle: heard.put("all"),
            on_cancel=lambda sender: heard.put("cancelled"),
        ),
    )
    assert heard.get(timeout=10) == "ONE"
    assert operation.Cancel()
    assert heard.get(timeout=10) == "cancelled"
    while server.at_once:
        time.sleep(0.001)
    promise = server.client.Chat.AsyncAwaitCreateParallel(BundleParams().Prompts(["one 500"]))
    while not server.at_once:
        time.sleep(0.001)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(10)


def test_what_was_set_can_be_read() -> None:
    params = BundleParams()
    assert (params.GetModel(), params.GetReasoningEffort(), params.GetConcurrency()) == ("gpt-4o-mini", "medium", 16)
    assert (params.GetPrompt(), params.GetSystem(), params.GetSearchSize()) == ([], "", "")
    assert (params.GetCity(), params.GetCountry(), params.Exists("ReasoningEffort")) == ("", "", False)
    params.Prompts(("a", "b")).System("s").Model("m").ReasoningEffort(ReasoningEffort.low).Concurrency(3)
    params.SearchSize("high").City("Reims").Country("FR")
    assert (params.GetModel(), params.GetReasoningEffort(), params.GetConcurrency()) == ("m", "low", 3)
    assert (params.GetPrompt(), params.GetSystem(), params.GetSearchSize()) == (["a", "b"], "s", "high")
    assert (params.GetCity(), params.GetCountry(), params.Exists("ReasoningEffort")) == ("Reims", "FR", True)


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda p: p.Prompts("one"), TypeError, "BundleParams.Prompts takes a list of strings, got str 'one'"),
        (lambda p: p.Prompts(["one", 2]), TypeError, "BundleParams.Prompts, item 1, takes str, got int 2"),
        (lambda p: p.Concurrency(0), ValueError, "BundleParams.Concurrency must be at least 1, got 0"),
        (lambda p: p.Concurrency(1.5), TypeError, "BundleParams.Concurrency takes int, got float 1.5"),
        (lambda p: p.ReasoningEffort("huge"), ValueError, "BundleParams.ReasoningEffort: .*, got 'huge'$"),
        (lambda p: p.SearchSize("huge"), ValueError, "BundleParams.SearchSize: .*, got 'huge'$"),
        (lambda p: p.Model(3), TypeError, "BundleParams.Model takes str, got int 3"),
    ],
)
def test_what_cannot_run_is_told_like_any_other_failure(server: Server, call: Any, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        server.client.Chat.AsyncAwaitCreateParallel(call).result(10)
    assert type(ended(server.client, call).exception) is error
    assert server.bodies == []


def test_a_bundle_is_a_list_of_items() -> None:
    bundle = BundleList()
    item = bundle.Add(1)
    assert isinstance(item, BundleItem)
    assert (bundle.Item(0), bundle.items, list(bundle)) == (item, [item], [item])
    with pytest.raises(IndexError, match="there are 1 items"):
        bundle.Item(1)


def test_parameters_are_read_by_their_type() -> None:
    schema = SchemaParams.New().Type("object")
    values = Parameters()
    values.Add("Count", 3).Add("ratio", 0.5).Add("Name", "x").Add("Yes", True).Add("none", None)
    values.Add("Object", {"a": 1}).Add("builder", schema).Add("numbers", [1, 2]).Add("names", ("a", "b"))
    values.Add("flags", [True, False]).Add("ratios", [0.5, 1]).Add("objects", [{"a": 1}, schema]).Add("thing", values)
    assert (values.GetInteger("COUNT"), values.GetInt64("count"), values.GetDouble("count")) == (3, 3, 3.0)
    assert (values.GetSingle("Ratio"), values.GetString("name"), values.GetBoolean("yes")) == (0.5, "x", True)
    assert (values.GetObject("thing"), values.GetObject("object")) == (values, {"a": 1})
    assert (values.GetJSONObject("object"), values.GetJSONObject("builder")) == ({"a": 1}, {"type": "object"})
    assert (values.GetArrayInteger("numbers"), values.GetArrayInt64("numbers")) == ([1, 2], [1, 2])
    assert (values.GetArrayString("names"), values.GetArrayBoolean("flags")) == (["a", "b"], [True, False])
    assert values.GetArrayDouble("ratios") == values.GetArraySingle("ratios") == [0.5, 1.0]
    assert values.GetArrayObject("objects") == [{"a": 1}, schema]
    assert values.GetArrayJSONObject("objects") == values.GetJSONArray("objects") == [{"a": 1}, {"type": "object"}]


def test_parameters_of_another_type_give_the_default() -> None:
    values = Parameters().Add("text", "x").Add("number", 1).Add("yes", True).Add("mixed", [1, "a"])
    assert (values.GetInteger("text"), values.GetInteger("text", 7), values.GetInteger("yes", 7)) == (0, 7, 7)
    assert (values.GetString("number"), values.GetString("lost", "y"), values.GetDouble("text", 0.5)) == ("", "y", 0.5)
    assert (values.GetBoolean("number"), values.GetBoolean("lost", True)) == (False, True)
    assert (values.GetObject("text"), values.GetObject("lost", 7), values.GetJSONObject("text")) == (None, 7, None)
    for read in (values.GetArrayString, values.GetArrayInteger, values.GetArrayDouble, values.GetArrayBoolean):
        assert read("mixed") == read("text") == read("lost") == []
    assert values.GetArrayObject("mixed") == values.GetArrayJSONObject("mixed") == values.GetJSONArray("lost") == []


def test_parameters_are_found_in_any_case() -> None:
    values = Parameters().Add("Key", 1).Add("KEY", 2)
    assert (values.Count, values.Exists("key"), values.Exists("other")) == (1, True, False)
    heard: list[Any] = []
    values.ProcessParam("kEy", heard.append)
    values.ProcessParam("other", heard.append)
    assert heard == [2]
    values.Delete("KEY")
    assert values.Count == 0
    with pytest.raises(TypeError, match=r"Parameters\.Add: the key must be a non-empty string"):
        values.Add("", 1)


LOCAL_URL = "http://127.0.0.1:1234/v1/chat/completions"


@pytest.fixture
def local_server() -> Iterator[Server]:
    with aioresponses() as mock:
        made = Server()
        made.client = GenAIFactory.CreateLMSInstance("http://127.0.0.1:1234", max_retries=0)
        mock.post(LOCAL_URL, callback=made.answer, repeat=True)
        with made.client:
            yield made


def test_a_local_server_gets_a_system_message(local_server: Server) -> None:
    local_server.client.Chat.AsyncAwaitCreateParallel(
        lambda p: p.Prompts(["one"]).System("In capitals.").Model("gemma")
    ).result(10)
    (body,) = local_server.bodies
    assert body["messages"] == [
        {"role": "system", "content": "In capitals."},
        {"role": "user", "content": "one"},
    ]


@pytest.mark.parametrize(("concurrency", "most"), [(None, 4), (7, 7)])
def test_a_local_server_gets_four_requests_at_a_time(local_server: Server, concurrency: int | None, most: int) -> None:
    params = BundleParams().Model("gemma").Prompts([f"p{i} 1" for i in range(20)])
    if concurrency is not None:
        params.Concurrency(concurrency)
    local_server.client.Chat.AsyncAwaitCreateParallel(params).result(20)
    assert local_server.most_at_once == most


def most_at_once_before_the_first_answer(server: Server, model: str, prompts: list[str]) -> int:
    """How many requests were under way when the first one of a run ended."""
    seen: list[int] = []
    server.most_at_once = 0
    params = BundleParams().Model(model).Prompts(prompts)
    record = AsynBundleList(
        on_progress=lambda sender, item: seen.append(server.most_at_once), on_error=lambda sender, error: None
    )
    wait_for(server.client.Chat.CreateParallel(params, record))
    return seen[0]


def test_the_first_run_of_a_model_on_a_local_server_begins_with_one_request(local_server: Server) -> None:
    prompts = ["one 1", "two 3", "three 3"]
    assert most_at_once_before_the_first_answer(local_server, "gemma", prompts) == 1
    assert most_at_once_before_the_first_answer(local_server, "gemma", prompts) == 3
    assert most_at_once_before_the_first_answer(local_server, "qwen", ["fail 1", "fail 3", "fail 3"]) == 1
    assert most_at_once_before_the_first_answer(local_server, "qwen", prompts) == 1


def test_other_servers_load_their_models_themselves(server: Server) -> None:
    assert most_at_once_before_the_first_answer(server, "gemma", ["one 1", "two 3", "three 3"]) == 3
