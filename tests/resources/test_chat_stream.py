"""Streams of chat completions, and the whole answer that their chunks are put together to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from aioresponses import aioresponses

from genai_py import (
    AsynChatStream,
    Chat,
    ChatMessage,
    ChatParams,
    FromAssistant,
    FromUser,
    GenAI,
    GenAIException,
    GenAIFactory,
    GenAIInvalidResponseError,
    PromiseChatStream,
)
from genai_py.core.results.decoding import decode
from genai_py.resources.chat.collector import ChatCollector
from genai_py.resources.types import FinishReason, Role, ToolCalls

from .calls import _RESPONSE as RESPONSE

URL = "https://api.test/v1/chat/completions"
HELLO = [{"role": "assistant", "content": ""}, {"content": "Hel"}, {"content": "lo"}]


def chunk(delta: dict[str, Any] | None, finish_reason: str | None = None, **more: Any) -> dict[str, Any]:
    choice = {"index": more.pop("index", 0), "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {"id": "c_1", "object": "chat.completion.chunk", "created": 7, "model": "m", "choices": [choice], **more}


def events(chunks: Iterable[dict[str, Any]], end: str = "data: [DONE]\n\n") -> str:
    return "".join(f"data: {json.dumps(each)}\n\n" for each in chunks) + end


def collected(*chunks: dict[str, Any]) -> ChatCollector:
    collector = ChatCollector()
    for each in chunks:
        collector.add(decode(Chat, json.dumps(each).encode()))
    return collector


def message_of(collector: ChatCollector) -> ChatMessage:
    message = collector.result.choices[0].message
    return message


def build(Params: ChatParams) -> None:
    Params.Model("m").Messages([FromUser("Hello")])


class Server:
    """A mocked server that streams one reply, and a client of it."""

    def __init__(self, body: str, status: int = 200) -> None:
        self._mock = aioresponses()
        self._reply = {"body": body, "status": status, "content_type": "text/event-stream", "response_class": RESPONSE}

    def __enter__(self) -> GenAI:
        self._mock.start()
        self._mock.post(URL, **self._reply, repeat=True)
        self.client = GenAIFactory.CreateExternalInstance("https://api.test/v1", "k", max_retries=0)
        return self.client

    def __exit__(self, *_: object) -> None:
        self.client.Close()
        self._mock.stop()

    def sent(self) -> list[Any]:
        return [json.loads(call.kwargs["data"]) for calls in self._mock.requests.values() for call in calls]


WHOLE = events([*map(chunk, HELLO), chunk({}, "stop")])


def test_an_event_is_told_of_each_chunk_and_of_the_end() -> None:
    heard: list[Any] = []

    def event(value: Chat | None, is_done: bool, cancel: Any) -> None:
        heard.append((None if value is None else value.choices[0].delta.content, is_done))

    server = Server(WHOLE)
    with server as client:
        assert client.Chat.CreateStream(build, event)
        assert server.sent() == [{"model": "m", "messages": [{"role": "user", "content": "Hello"}], "stream": True}]
    assert heard == [("", False), ("Hel", False), ("lo", False), ("", False), (None, True)]


def test_an_event_can_stop_the_stream() -> None:
    heard: list[Any] = []

    def event(value: Chat | None, is_done: bool, cancel: Any) -> None:
        heard.append(is_done)
        cancel.set()

    with Server(WHOLE) as client:
        assert not client.Chat.CreateStream(build, event)
    assert heard == [False]


def test_a_stream_is_iterated_and_has_the_whole_answer_at_its_end() -> None:
    with Server(WHOLE) as client, client.Chat.Stream(build) as stream:
        deltas = [each.choices[0].delta for each in stream]
    assert "".join(delta.content for delta in deltas if delta) == "Hello"
    whole = stream.Result
    assert (whole.object, whole.id, whole.model, whole.created) == ("chat.completion", "c_1", "m", 7)
    choice = whole.choices[0]
    assert (choice.index, choice.finish_reason, choice.delta) == (0, FinishReason.stop, None)
    assert (choice.message.role, choice.message.content, choice.message.tool_calls) == (Role.assistant, "Hello", [])


def test_a_stream_inside_a_loop() -> None:
    async def read(client: GenAI) -> str:
        async with client.Chat.Stream(build) as stream:
            pieces = [each.choices[0].delta.content async for each in stream if each.choices[0].delta]
        return "".join(pieces) + stream.Result.choices[0].message.content

    with Server(WHOLE) as client:
        assert asyncio.run(read(client)) == "HelloHello"


def test_a_record_hears_of_a_stream() -> None:
    heard: list[Any] = []
    record = AsynChatStream(
        on_start=lambda sender: heard.append("start"),
        on_progress=lambda sender, value: heard.append(value.choices[0].delta.content),
        on_success=lambda sender: heard.append("end"),
    )

    async def run(client: GenAI) -> None:
        operation = client.Chat.AsynCreateStream(build, lambda: record)
        while not operation.Finished or heard[-1] != "end":
            await asyncio.sleep(0.001)

    with Server(WHOLE) as client:
        asyncio.run(run(client))
    assert heard == ["start", "", "Hel", "lo", "", "end"]


def test_a_promise_is_fulfilled_with_the_text_of_the_first_choice() -> None:
    pieces: list[str] = []
    two = [chunk({"content": "He"}), chunk({"content": "Sa"}, index=1), chunk({"content": "llo"}, "stop")]
    two.append(chunk({"content": "lut"}, "stop", index=1))

    def callbacks() -> PromiseChatStream:
        return PromiseChatStream(on_progress=lambda sender, value: pieces.append(value.choices[0].delta.content))

    with Server(events(two)) as client:
        assert client.Chat.AsyncAwaitCreateStream(build, callbacks).result(10) == "Hello"
        with client.Chat.Stream(build) as stream:
            list(stream)
    assert pieces == ["He", "Sa", "llo", "lut"]
    texts = [choice.message.content for choice in stream.Result.choices if choice.message]
    assert texts == ["Hello", "Salut"]


def test_a_stream_without_done_is_whole_once_every_choice_has_ended() -> None:
    with Server(events([chunk({"content": "Hi"}, "stop")], end="")) as client:
        assert client.Chat.AsyncAwaitCreateStream(build).result(10) == "Hi"
    unfinished = [chunk({"content": "Hi"}, "stop"), chunk({"content": "Sa"}, index=1)]
    with Server(events(unfinished, end="")) as client:
        promise = client.Chat.AsyncAwaitCreateStream(build)
        with pytest.raises(GenAIInvalidResponseError, match="the stream ended before the answer was complete"):
            promise.result(10)


def test_an_error_inside_a_stream_comes_after_the_chunks_before_it() -> None:
    heard: list[str] = []
    body = events([chunk({"content": "Hi"}), {"error": {"message": "out of memory", "code": 500}}])
    with Server(body) as client, pytest.raises(GenAIException, match="out of memory"):
        for each in client.Chat.Stream(build):
            heard += [choice.delta.content for choice in each.choices if choice.delta]
    assert heard == ["Hi"]


def tool_chunk(index: int | None, **call: Any) -> dict[str, Any]:
    return chunk({"tool_calls": [{**({} if index is None else {"index": index}), **call}]})


def calls_of(collector: ChatCollector) -> list[tuple[str, str, str]]:
    calls = message_of(collector).tool_calls
    assert all(call.type == ToolCalls.function and call.index is None for call in calls)
    return [(call.id, call.function.name, call.function.arguments) for call in calls if call.function]


def test_the_pieces_of_tool_calls_are_joined() -> None:
    collector = collected(
        chunk({"role": "assistant", "content": None}),
        tool_chunk(0, id="call_1", type="function", function={"name": "get_weather", "arguments": ""}),
        tool_chunk(0, function={"arguments": '{"loc'}),
        tool_chunk(0, function={"name": "", "arguments": 'ation":"Paris"}'}),
        tool_chunk(1, id="call_2", type="function", function={"name": "get_time", "arguments": "{}"}),
        chunk({}, "tool_calls"),
    )
    assert calls_of(collector) == [
        ("call_1", "get_weather", '{"location":"Paris"}'),
        ("call_2", "get_time", "{}"),
    ]
    assert collector.result.choices[0].finish_reason == FinishReason.tool_calls
    assert (message_of(collector).content, message_of(collector).raw_content) == ("", None)
    assert FromAssistant(message_of(collector)).ToJson()["tool_calls"][0] == {
        "id": "call_1",
        "type": "function",
        "function": {"name": "get_weather", "arguments": '{"location":"Paris"}'},
    }


@pytest.mark.parametrize("index", [0, None])
def test_calls_that_share_an_index_are_told_apart_by_id_and_name(index: int | None) -> None:
    collector = collected(
        tool_chunk(index, id="a", function={"name": "f", "arguments": '{"x":'}),
        tool_chunk(index, id="a", function={"name": "f", "arguments": "1}"}),
        tool_chunk(index, id="b", function={"name": "g", "arguments": "{}"}),
    )
    assert calls_of(collector) == [("a", "f", '{"x":1}'), ("b", "g", "{}")]


def test_a_new_id_with_each_piece_does_not_split_a_call() -> None:
    collector = collected(
        tool_chunk(0, id="a", function={"name": "f", "arguments": "{"}),
        tool_chunk(0, id="b", function={"arguments": "}"}),
    )
    assert calls_of(collector) == [("a", "f", "{}")]


def test_arguments_that_came_as_an_object_become_text() -> None:
    assert calls_of(collected(tool_chunk(0, id="a", function={"name": "f", "arguments": {"x": 1}}))) == [
        ("a", "f", '{"x":1}')
    ]


def test_what_a_server_adds_to_a_call_is_kept() -> None:
    signature = {"google": {"thought_signature": "s"}}
    collector = collected(tool_chunk(0, id="a", function={"name": "f"}, extra_content=signature))
    call = message_of(collector).tool_calls[0]
    assert call.extra == {"extra_content": signature}


def test_text_and_a_call_in_one_chunk() -> None:
    call = {"index": 0, "id": "a", "function": {"name": "f", "arguments": "{}"}}
    collector = collected(chunk({"content": "I look."}), chunk({"content": " Wait.", "tool_calls": [call]}, "stop"))
    assert (collector.resolution, calls_of(collector)) == ("I look. Wait.", [("a", "f", "{}")])


@pytest.mark.parametrize("key", ["reasoning_content", "reasoning"])
def test_reasoning_is_joined_apart_from_the_answer(key: str) -> None:
    collector = collected(
        chunk({"role": "assistant", key: "Two dogs"}),
        chunk({key: " have", "content": None}),
        chunk({key: " paws.", "content": "Eight"}),
        chunk({"content": "."}, "stop"),
    )
    message = message_of(collector)
    assert (message.content, getattr(message, key)) == ("Eight.", "Two dogs have paws.")


def test_refusals_and_likelihoods_are_joined() -> None:
    hello = {"content": [{"token": "Hel"}], "refusal": None}
    more = {"content": [{"token": "lo"}], "refusal": [{"token": "No"}]}
    first, second = chunk({"content": "Hel", "refusal": None}), chunk({"refusal": "I can"})
    first["choices"][0]["logprobs"], second["choices"][0]["logprobs"] = hello, more
    collector = collected(first, second, chunk({"refusal": "not."}, "stop"))
    choice = collector.result.choices[0]
    assert choice.logprobs is not None
    assert (choice.message.content, choice.message.refusal) == ("Hel", "I cannot.")
    assert [token.token for token in choice.logprobs.content] == ["Hel", "lo"]
    assert [token.token for token in choice.logprobs.refusal] == ["No"]


USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}


@pytest.mark.parametrize(
    "last",
    [
        [chunk({}, "stop"), {"id": "c_1", "choices": [], "usage": USAGE}],
        [chunk({}, "stop", usage=USAGE)],
        [chunk({}, "stop", usage=USAGE), {"id": "c_1", "choices": [], "usage": None, "timings": {}}],
        [chunk({}, "stop"), {"id": "c_1", "usage": USAGE}],
    ],
    ids=["in a chunk of its own", "with the end", "with the end, and more after", "without choices"],
)
def test_usage_is_found_wherever_it_comes(last: list[dict[str, Any]]) -> None:
    usage = collected(*map(chunk, HELLO), *last).result.usage
    assert usage is not None
    assert usage.total_tokens == 3


def test_a_stream_is_whole_once_a_reason_came() -> None:
    assert not ChatCollector().is_complete()
    assert not collected(*map(chunk, HELLO)).is_complete()
    assert not collected(chunk({"content": "Hi"}, "")).is_complete()
    assert collected(*map(chunk, HELLO), chunk({}, "length")).is_complete()
    assert collected(chunk({}, "made-up")).result.choices[0].finish_reason == "made-up"


def test_whose_stream_it_is_may_be_said_late() -> None:
    azure = {"id": "", "model": "", "choices": [], "prompt_filter_results": []}
    whole = collected(azure, chunk({"content": "Hi"}), chunk({}, "stop", service_tier="flex")).result
    assert (whole.id, whole.model) == ("c_1", "m")


def test_nothing_came() -> None:
    collector = ChatCollector()
    assert (collector.resolution, collector.result.choices, collector.result.usage) == ("", [], None)
    assert collected(chunk({"role": "assistant"}), chunk({}, "stop")).resolution == ""


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"choices": None},
        {"choices": "text"},
        {"choices": {"index": 0}},
        {"choices": [None, 3, "x", []]},
        {"choices": [{"index": [], "delta": None}]},
        {"choices": [{"delta": "text"}]},
        {"choices": [{"delta": {"content": 7, "role": 3, "refusal": [], "reasoning": {}}}]},
        {"choices": [{"delta": {"tool_calls": "f"}}]},
        {"choices": [{"delta": {"tool_calls": [None, 3, {"index": "0", "function": "f"}]}}]},
        {"choices": [{"delta": {}, "logprobs": "none"}]},
        {"choices": [{"delta": {}, "logprobs": {"content": "none", "refusal": 3}}]},
        {"choices": [{"delta": {"content": ""}}], "usage": "none"},
    ],
    ids=json.dumps,
)
def test_a_chunk_of_another_shape_does_no_harm(odd: dict[str, Any]) -> None:
    collector = collected(chunk({"content": "Hel"}), odd, chunk({"content": "lo"}, "stop"))
    assert collector.resolution == "Hello"
    assert message_of(collector).content == "Hello"
    assert collector.is_complete()


def test_content_in_parts() -> None:
    parts = [{"type": "text", "text": "Hel"}, {"type": "thinking", "thinking": []}]
    assert collected(chunk({"content": parts}), chunk({"content": "lo"}, "stop")).resolution == "Hello"
