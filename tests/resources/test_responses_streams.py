"""Responses as streams: the four ways to hear of them, and what servers of many kinds send."""

from __future__ import annotations

import asyncio
from queue import Queue
from typing import Any

import pytest

from genai_py import (
    AsynResponseStream,
    GenAIException,
    GenAIInvalidResponseError,
    PromiseResponseStream,
    ResponseCompleted,
    ResponseOutputFunction,
    ResponseOutputTextDelta,
    ResponsesEventEngineManagerFactory,
    ResponsesParams,
    ResponseStream,
    ResponseStreamType,
)
from genai_py.core.results.decoding import decode

from .response_streams import answer, event, on_the_wire, server_that_sends


def ask(params: ResponsesParams) -> None:
    params.Model("openai/gpt-oss-20b").Input("Say hello")


def test_a_stream_is_iterated_and_has_its_result_at_the_end() -> None:
    with server_that_sends(answer("Hel", "lo")) as client, client.Responses.Stream(ask) as stream:
        pieces = [chunk.delta for chunk in stream if chunk.type == ResponseStreamType.output_text_delta]

    assert pieces == ["Hel", "lo"]
    assert stream.Result.id == "resp_1"
    assert stream.Result.output_text == "Hello"


def test_a_stream_is_iterated_inside_a_loop() -> None:
    async def program() -> str:
        with server_that_sends(answer("Hel", "lo")) as client:
            async with client.Responses.Stream(ask) as stream:
                return "".join([chunk.delta async for chunk in stream])

    assert asyncio.run(program()) == "Hello"


def test_an_event_is_called_for_each_chunk_and_once_at_the_end() -> None:
    heard: list[Any] = []

    def on_event(chunk: ResponseStream | None, is_done: bool, cancel: Any) -> None:
        heard.append("done" if is_done else chunk.delta if chunk is not None else None)

    with server_that_sends(answer("Hel", "lo")) as client:
        assert client.Responses.CreateStream(ask, on_event) is True

    assert [each for each in heard if each] == ["Hel", "lo", "done"]


def test_an_event_may_stop_the_stream() -> None:
    heard: list[str] = []

    def on_event(chunk: ResponseStream | None, is_done: bool, cancel: Any) -> None:
        if chunk is not None and chunk.delta:
            heard.append(chunk.delta)
            cancel.set()

    with server_that_sends(answer("Hel", "lo")) as client:
        assert client.Responses.CreateStream(ask, on_event) is False

    assert heard == ["Hel"]


def test_callbacks_hear_every_chunk_in_order() -> None:
    heard: Queue[Any] = Queue()

    def callbacks(Result: AsynResponseStream) -> None:
        Result.on_start = lambda sender: heard.put("start")
        Result.on_progress = lambda sender, chunk: heard.put(chunk.sequence_number)
        Result.on_success = lambda sender: heard.put("success")

    events = answer("Hel", "lo")
    with server_that_sends(events) as client:
        client.Responses.AsynCreateStream(ask, callbacks)
        told = [heard.get(timeout=10) for _ in range(len(events) + 2)]

    assert told == ["start", *range(len(events)), "success"]


def test_a_promise_gives_the_completed_chunk() -> None:
    deltas: list[str] = []
    record = PromiseResponseStream(on_progress=lambda sender, chunk: deltas.append(chunk.delta))
    with server_that_sends(answer("Hel", "lo")) as client:
        value = client.Responses.AsyncAwaitCreateStream(ask, record).result(10)

    assert isinstance(value, ResponseCompleted)
    assert value.response is not None and value.response.output[0].content[0].text == "Hello"
    # As programs for the original read it: the item is the last message.
    assert value.item is not None and value.item.content[0].text == "Hello"
    assert value.Item.Content[0].Text == "Hello"
    assert "".join(deltas) == "Hello"


def test_an_incomplete_response_is_a_whole_answer() -> None:
    events = answer("Hel", "lo", status="incomplete", incomplete_details={"reason": "max_output_tokens"})
    events[-1]["type"] = "response.incomplete"
    with server_that_sends(events) as client:
        value = client.Responses.AsyncAwaitCreateStream(ask).result(10)

    assert value.type == ResponseStreamType.incomplete
    assert value.response is not None and value.response.incomplete_details is not None
    assert value.response.incomplete_details.reason == "max_output_tokens"


FAILED = event(
    "failed",
    response={"id": "r", "status": "failed", "error": {"code": "server_error", "message": "out of memory"}},
)


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (event("error", code="rate_limit", message="slow down", param="input"), "(rate_limit) slow down"),
        (event("error", error={"code": "overloaded", "message": "later"}), "(overloaded) later"),
        (event("error", code=None, message="no code"), "no code"),
        (event("error", code=503, error="overloaded"), "(503) overloaded"),
        (event("failed", response={"error": "out of memory"}), "out of memory"),
        (event("failed", response="gone"), "the response failed"),
        (FAILED, "(server_error) out of memory"),
        (event("failed", response={"id": "r", "status": "failed"}), "the response failed"),
    ],
)
def test_a_failure_comes_after_its_chunk_and_rejects(failure: dict[str, Any], message: str) -> None:
    seen: list[Any] = []
    record = PromiseResponseStream(on_progress=lambda sender, chunk: seen.append(chunk.type))
    with server_that_sends([*answer("Hel")[:5], failure]) as client:
        promise = client.Responses.AsyncAwaitCreateStream(ask, record)
        with pytest.raises(GenAIException) as caught:
            promise.result(10)

    assert caught.value.error_message == message
    assert seen[-1] == failure["type"]


def test_a_failure_reaches_on_error() -> None:
    heard: Queue[str] = Queue()
    with server_that_sends([FAILED]) as client:
        client.Responses.AsynCreateStream(
            ask, AsynResponseStream(on_error=lambda sender, error: heard.put(error))
        )
        assert heard.get(timeout=10) == "(server_error) out of memory"


def test_a_stream_that_breaks_off_is_an_error() -> None:
    with server_that_sends(answer("Hel", "lo")[:-2]) as client:
        stream = client.Responses.Stream(ask)
        with pytest.raises(GenAIInvalidResponseError, match="before the answer was complete"):
            list(stream)

    assert stream.Result.output_text == "Hello"


# llama.cpp leaves numbers and indexes out, and its first responses have three fields.
THIN = [
    event("created", response={"id": "resp_1", "object": "response", "status": "in_progress"}),
    event("output_item.added", item={"type": "message", "role": "assistant", "content": []}),
    event("output_text.delta", delta="Hel"),
    event("output_text.delta", delta="lo"),
    event(
        "completed", response={"id": "resp_1", "object": "response", "status": "completed"}, timings={"ms": 3}
    ),
]


def test_a_thin_last_event_is_filled_from_the_events_before() -> None:
    with server_that_sends(THIN, THIN) as client:
        stream = client.Responses.Stream(ask)
        chunks = list(stream)
        value = client.Responses.AsyncAwaitCreateStream(ask).result(10)

    assert stream.Result.output_text == "Hello"
    assert stream.Result.status == "completed"
    assert value.response is not None and value.response.output_text == "Hello"
    assert chunks[-1].extra == {"timings": {"ms": 3}}
    assert chunks[2].sequence_number is None and chunks[2].output_index is None and chunks[2].item_id == ""


def test_what_a_thin_response_has_of_its_own_is_kept() -> None:
    ended = event("completed", response={"id": "resp_2", "status": "completed", "speed": 9})
    with server_that_sends([*THIN[:-1], ended]) as client:
        stream = client.Responses.Stream(ask)
        list(stream)

    assert stream.Result.extra == {"speed": 9}
    assert stream.Result.ToJson() == {
        "id": "resp_2",
        "object": "response",
        "status": "completed",
        "speed": 9,
        "output": [
            {
                "type": "message",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "Hello", "annotations": []}],
            }
        ],
    }


def test_tool_calls_of_a_thin_stream_are_in_the_result() -> None:
    call = {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": "get_weather",
        "arguments": '{"city":"Paris"}',
    }
    events = [*THIN[:1], event("output_item.done", output_index=0, item=call), THIN[-1]]
    with server_that_sends(events) as client:
        stream = client.Responses.Stream(ask)
        list(stream)

    (item,) = stream.Result.output
    assert isinstance(item, ResponseOutputFunction)
    assert (item.name, item.arguments, item.call_id) == ("get_weather", '{"city":"Paris"}', "call_1")


def test_odd_events_do_not_break_a_stream() -> None:
    events = [
        event("created", response="soon"),
        event("output_item.added", output_index="first", item=None),
        event("output_item.added", output_index=0, item="text"),
        event("output_text.delta", output_index=[0], delta="Hel"),
        event("output_text.delta", output_index=None, delta="lo"),
        event("output_text.delta", delta=7),
        event("output_item.done", output_index={}, item=3),
        event("something.new", item={"type": "message"}),
        event("completed", response={"id": "r", "output": None}),
    ]
    engine = ResponsesEventEngineManagerFactory.CreateInstance()
    with server_that_sends(events, events) as client:
        stream = client.Responses.Stream(ask)
        assert len(list(stream)) == len(events)
        data = client.Responses.AsyncAwaitCreateStream(ask, engine).result(10)

    assert stream.Result.output_text == data.text == "Hello7"


WHOLE_TEXT = event("output_text.done", text="Hello")
WHOLE_ITEM = event("output_item.done", item={"type": "message", "content": [{"type": "output_text", "text": "Hello"}]})


@pytest.mark.parametrize("last", [WHOLE_TEXT, WHOLE_ITEM], ids=["text", "item"])
def test_done_ends_a_stream_whose_items_are_whole(last: dict[str, Any]) -> None:
    events = [*THIN[:-1], last]
    with server_that_sends(events, events, tail=b"data: [DONE]\n\n") as client:
        stream = client.Responses.Stream(ask)
        list(stream)
        value = client.Responses.AsyncAwaitCreateStream(ask).result(10)

    assert (stream.Result.output_text, stream.Result.status) == ("Hello", "completed")
    assert value.type == ResponseStreamType.completed
    assert value.item is not None and value.item.text == "Hello"


def test_done_does_not_end_a_stream_in_the_middle_of_an_item() -> None:
    with (
        server_that_sends(THIN[:-1], tail=b"data: [DONE]\n\n") as client,
        pytest.raises(GenAIInvalidResponseError, match="before the answer was complete"),
    ):
        list(client.Responses.Stream(ask))


def test_an_error_object_without_a_type_is_an_error() -> None:
    tail = b'data: {"error":{"code":500,"message":"boom"}}\n\n'
    with (
        server_that_sends(THIN[:2], tail=tail) as client,
        pytest.raises(GenAIException, match="boom"),
    ):
        list(client.Responses.Stream(ask))


def test_every_kind_of_event_has_a_class_and_a_view() -> None:
    for kind in ResponseStreamType:
        if kind is ResponseStreamType.sdk_unknown:
            continue
        chunk = decode(ResponseStream, f'{{"type":"{kind.value}","delta":"d","extra_field":1}}'.encode())
        assert type(chunk) is not ResponseStream
        assert chunk.type is chunk.event_type is kind
        views = {name for name in dir(chunk) if name.endswith("_event") and getattr(chunk, name) is not None}
        assert views == {f"{kind.name}_event"}
        assert getattr(chunk, f"{kind.name}_event") is chunk
        # Fields of other kinds are empty, not missing.
        assert chunk.partial_image_b64 == "" and chunk.logprobs == [] and chunk.summary_index is None


def test_an_unknown_event_keeps_all_that_came() -> None:
    chunk = decode(ResponseStream, b'{"type":"response.new.delta","sequence_number":7,"fresh":{"a":1}}')

    assert type(chunk) is ResponseStream
    assert chunk.type == "response.new.delta" and chunk.sequence_number == 7
    assert chunk.extra == {"fresh": {"a": 1}}
    assert chunk.created_event is None


def test_events_are_written_back_as_they_came() -> None:
    for data in answer("Hel", "lo"):
        assert decode(ResponseStream, on_the_wire([data]).split(b"data: ")[1]).ToJson() == data


def test_a_delta_is_of_its_own_class() -> None:
    chunk = decode(
        ResponseStream,
        b'{"type":"response.output_text.delta","delta":"x","logprobs":[{"token":"x","logprob":-0.5}]}',
    )
    assert isinstance(chunk, ResponseOutputTextDelta)
    assert chunk.output_text_delta_event is not None and chunk.output_text_delta_event.delta == "x"
    assert chunk.logprobs[0].logprob == -0.5
    assert chunk.Delta == "x" and chunk.OutputTextDeltaEvent is chunk
