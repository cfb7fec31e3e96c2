"""``client.Messages``: what is sent to ``/v1/messages``, and the replies, streams and errors that come back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from genai_py import (
    AsynMessage,
    AsynMessageStream,
    FromUser,
    GenAI,
    GenAIAuthError,
    GenAIBadRequestError,
    GenAIException,
    GenAIFactory,
    GenAIInvalidResponseError,
    GenAIServerError,
    MessageBlockParams,
    MessageReply,
    MessagesParams,
    MessageStream,
    MessageToolParams,
    MessageTurnParams,
)
from genai_py.testing import MockReply, MockStream, MockTransport

PNG = b"\x89PNG\r\n\x1a\n"
REPLY = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": "Hello!"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 5, "output_tokens": 2, "cache_read_input_tokens": 0},
}
START = {**REPLY, "content": [], "stop_reason": None, "usage": {"input_tokens": 5, "output_tokens": 0}}
STOP = {"type": "message_stop"}


def a_client(reply: Any, key: str = "", path: str = "POST messages") -> tuple[GenAI, MockTransport]:
    transport = MockTransport({path: reply})
    return GenAIFactory.CreateLMSInstance(AAPIKey=key, http_client=transport, max_retries=0), transport


def hello(params: MessagesParams) -> None:
    params.Model("m").Messages("Hello")


def sent(build: Callable[[MessagesParams], Any]) -> Any:
    """The body of a request, without what is always there."""
    client, transport = a_client(REPLY)
    with client:
        client.Messages.Create(lambda p: build(p.Model("m")))
    body = transport.requests[0].json
    assert body.pop("model") == "m"
    if body["max_tokens"] == 4096:
        del body["max_tokens"]
    return body


def block(index: int, kind: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of one content block."""
    return [
        {"type": "content_block_start", "index": index, "content_block": kind},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def text_block(index: int, *texts: str) -> list[dict[str, Any]]:
    return block(index, {"type": "text", "text": ""}, *({"type": "text_delta", "text": each} for each in texts))


def ended(reason: str | None = "end_turn", **usage: int) -> dict[str, Any]:
    delta = {"stop_reason": reason, "stop_sequence": None}
    return {"type": "message_delta", "delta": delta, "usage": usage or {"output_tokens": 2}}


def streamed(*events: Any) -> MessageReply:
    """The reply at the end of a stream."""
    client, _ = a_client(MockStream({"type": "message_start", "message": START}, *events, done=False))
    with client, client.Messages.Stream(hello) as stream:
        for _ in stream:
            pass
        return stream.Result


# What is sent.


def test_a_text_is_a_turn_of_the_user() -> None:
    assert sent(lambda p: p.Messages("Hello")) == {"messages": [{"role": "user", "content": "Hello"}]}


def test_the_limit_of_tokens_that_the_api_demands_has_a_default() -> None:
    client, transport = a_client(REPLY)
    with client:
        client.Messages.Create(hello)
        client.Messages.Create(lambda p: p.Model("m").Messages("Hello").MaxTokens(50))
    assert [request.json["max_tokens"] for request in transport.requests] == [4096, 50]


def test_the_headers_name_the_version_and_the_key() -> None:
    client, transport = a_client(REPLY, key="sk-lm-a-token")
    with client:
        client.Messages.Create(hello)
    headers = transport.requests[0].headers
    assert headers["anthropic-version"] == "2023-06-01"
    assert headers["x-api-key"] == "sk-lm-a-token"
    assert headers["Authorization"] == "Bearer sk-lm-a-token"


def test_without_a_key_none_is_sent_and_headers_of_the_client_win() -> None:
    client, transport = a_client(REPLY)
    with client:
        client.API.CustomHeaders = {"Anthropic-Version": "2024-01-01"}
        client.Messages.Create(hello)
    headers = transport.requests[0].headers
    assert headers["anthropic-version"] == "2024-01-01"
    assert "x-api-key" not in headers and "Authorization" not in headers


def test_turns_take_texts_images_and_documents(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy milk.")
    turn = MessageTurnParams.User("What is this?", [PNG, "https://example.com/a.png", tmp_path / "notes.txt", b"%PDF-"])
    content = sent(lambda p: p.Messages(turn))["messages"][0]["content"]
    assert [each["type"] for each in content] == ["image", "image", "document", "document", "text"]
    assert content[0]["source"] == {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}
    assert content[1]["source"] == {"type": "url", "url": "https://example.com/a.png"}
    assert content[2]["source"] == {"type": "text", "media_type": "text/plain", "data": "Buy milk."}
    assert content[3]["source"] == {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}


def test_blocks_of_every_kind_can_be_sent() -> None:
    blocks: list[Any] = [
        MessageBlockParams.NewThinking("Hm.", "sig"),
        MessageBlockParams.NewRedactedThinking("xyz"),
        MessageBlockParams.NewToolUse("t1", "clock", {"zone": "UTC"}),
        MessageBlockParams.NewToolResult("t1", "12:00"),
        MessageBlockParams.NewToolResult("t2", [MessageBlockParams.NewImage(PNG)], IsError=True),
        MessageBlockParams.NewDocument("data:text/plain,Hi", "Greeting").Citations(),
        {"type": "search_result", "source": "x"},
    ]
    content = sent(lambda p: p.Messages([MessageTurnParams().Role("user").Content(blocks)]))["messages"][0]["content"]
    assert content[:4] == [
        {"type": "thinking", "thinking": "Hm.", "signature": "sig"},
        {"type": "redacted_thinking", "data": "xyz"},
        {"type": "tool_use", "id": "t1", "name": "clock", "input": {"zone": "UTC"}},
        {"type": "tool_result", "tool_use_id": "t1", "content": "12:00"},
    ]
    assert content[4]["is_error"] is True
    assert content[4]["content"][0]["type"] == "image"
    assert (content[5]["title"], content[5]["citations"]) == ("Greeting", {"enabled": True})
    assert content[6] == {"type": "search_result", "source": "x"}


def test_an_image_of_a_type_that_is_not_taken_is_refused() -> None:
    with pytest.raises(ValueError, match=r"NewImage: .+ is image/bmp; the API takes image/gif, "):
        MessageBlockParams.NewImage("data:image/bmp;base64,Qk0=")


def test_messages_of_chat_are_taken_if_they_are_only_text() -> None:
    assert sent(lambda p: p.Messages([FromUser("Hello")]))["messages"] == [{"role": "user", "content": "Hello"}]
    with pytest.raises(TypeError, match="MessagesParams.Messages takes MessageTurnParams, or messages of chat"):
        MessagesParams().Messages([FromUser("What?", [PNG])])


def test_all_settings_are_sent_by_their_names() -> None:
    def build(p: MessagesParams) -> None:
        p.Messages("Hi").System([MessageBlockParams.NewText("Be brief.")]).MaxTokens(9).Temperature(0.5).TopP(0.9)
        p.TopK(40).StopSequences(["END"]).Metadata({"user_id": "u"}).Thinking(2048)

    assert sent(build) == {
        "messages": [{"role": "user", "content": "Hi"}],
        "system": [{"type": "text", "text": "Be brief."}],
        "max_tokens": 9,
        "temperature": 0.5,
        "top_p": 0.9,
        "top_k": 40,
        "stop_sequences": ["END"],
        "metadata": {"user_id": "u"},
        "thinking": {"type": "enabled", "budget_tokens": 2048},
    }


@pytest.mark.parametrize(
    ("choice", "wire"),
    [
        ("auto", {"type": "auto"}),
        ("any", {"type": "any"}),
        ("required", {"type": "any"}),
        ("none", {"type": "none"}),
        ("get_weather", {"type": "tool", "name": "get_weather"}),
        ({"type": "auto", "disable_parallel_tool_use": True}, {"type": "auto", "disable_parallel_tool_use": True}),
    ],
)
def test_the_choice_of_a_tool_is_an_object(choice: Any, wire: Any) -> None:
    assert sent(lambda p: p.Messages("Hi").ToolChoice(choice))["tool_choice"] == wire


def test_functions_and_definitions_are_tools() -> None:
    def get_weather(city: str) -> str:
        """The weather in a city."""
        return city

    schema = {"type": "object", "properties": {"x": {"type": "number"}}}
    root = MessageToolParams.New("root", "The root of x.", schema)
    tools: list[Any] = [get_weather, root, {"type": "web_search_20250305"}]
    function, definition, servers = sent(lambda p: p.Messages("Hi").Tools(tools))["tools"]
    assert (function["name"], function["description"]) == ("get_weather", "The weather in a city.")
    assert function["input_schema"]["required"] == ["city"]
    assert function.keys() == {"name", "description", "input_schema"}
    assert definition == {"name": "root", "description": "The root of x.", "input_schema": schema}
    assert servers == {"type": "web_search_20250305"}


def test_a_reply_is_sent_back_as_the_turn_of_the_model() -> None:
    content = [
        {"type": "thinking", "thinking": "Hm.", "signature": ""},
        {"type": "text", "text": "Let me see.", "citations": None},
        {"type": "tool_use", "id": "t1", "name": "clock", "input": {}},
    ]
    client, transport = a_client({**REPLY, "content": content, "stop_reason": "tool_use"})
    with client:
        reply = client.Messages.Create(hello)
        turns: list[Any] = ["Hello", reply, MessageTurnParams.ToolResult(reply.tool_uses[0].id, "12:00")]
        client.Messages.Create(lambda p: p.Model("m").Messages(turns))
    content[1].pop("citations")
    assert transport.requests[1].json["messages"] == [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": content},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "12:00"}]},
    ]


# What comes back.


def test_a_reply_is_typed() -> None:
    client, _ = a_client(REPLY)
    with client:
        reply = client.Messages.Create(hello)
    assert (reply.text, reply.stop_reason, reply.content[0].type) == ("Hello!", "end_turn", "text")
    assert reply.usage is not None and reply.usage.total_tokens == 7


def test_blocks_that_are_not_known_are_kept() -> None:
    odd = {"type": "hologram", "depth": 3}
    client, _ = a_client({**REPLY, "content": [odd, {"type": "text", "text": "x"}], "stop_reason": "tired"})
    with client:
        reply = client.Messages.Create(hello)
    assert (reply.content[0].type, reply.content[0].extra, reply.stop_reason) == ("hologram", {"depth": 3}, "tired")
    assert reply.ToJson()["content"][0] == odd


def test_act_asks_for_tools_with_functions() -> None:
    client, _ = a_client(REPLY)
    tool = {"name": "clock", "description": "", "input_schema": {"type": "object"}}
    with client, pytest.raises(TypeError, match=r"MessagesActParams\.Tools: Act cannot run 'clock', which has no"):
        client.Messages.Act(lambda p: p.Model("m").Messages("Hi").Tools([tool]))


@pytest.mark.parametrize("content", [None, [], "missing"])
def test_a_reply_without_content_has_no_text(content: Any) -> None:
    body: dict[str, Any] = {**REPLY, "content": content, "stop_reason": None, "usage": None}
    if content == "missing":
        del body["content"]
    client, _ = a_client(body)
    with client:
        reply = client.Messages.Create(hello)
    assert (reply.text, reply.thinking, reply.tool_uses, reply.stop_reason) == ("", "", [], None)


def test_arguments_that_came_as_text_stay_text_and_are_sent_back_as_an_object() -> None:
    call = {"type": "tool_use", "id": "t1", "name": "clock", "input": "{oops"}
    client, _ = a_client({**REPLY, "content": [call]})
    with client:
        reply = client.Messages.Create(hello)
    assert (reply.tool_uses[0].input, reply.tool_uses[0].arguments) == ("{oops", "{oops")
    assert MessageTurnParams.Assistant(reply).ToJson()["content"][0]["input"] == {}


def test_tokens_are_counted_without_what_only_the_answer_needs() -> None:
    client, transport = a_client({"input_tokens": 14}, path="POST messages/count_tokens")

    def build(p: MessagesParams) -> None:
        p.Model("m").Messages("Hello").System("Be brief.").MaxTokens(5).Temperature(0).Stream()

    with client:
        assert client.Messages.CountTokens(build).input_tokens == 14
        assert client.Messages.AsyncAwaitCountTokens(build).result(10).input_tokens == 14
    wanted = {"model": "m", "messages": [{"role": "user", "content": "Hello"}], "system": "Be brief."}
    assert [request.json for request in transport.requests] == [wanted, wanted]
    assert transport.requests[0].headers["anthropic-version"] == "2023-06-01"


def test_prompts_run_in_parallel() -> None:
    client, transport = a_client(REPLY, key="sk-lm-a-token")
    with client:
        bundle = client.Messages.AsyncAwaitCreateParallel(lambda p: p.Model("m").System("s").Prompts(["a", "b"]))
        assert [item.response for item in bundle.result(10).items] == ["Hello!", "Hello!"]
    assert sorted(request.json["messages"][0]["content"] for request in transport.requests) == ["a", "b"]
    assert all(request.headers["x-api-key"] == "sk-lm-a-token" for request in transport.requests)


def test_callbacks_and_promises_get_the_reply() -> None:
    client, _ = a_client(REPLY)
    heard: Queue[MessageReply] = Queue()
    with client:
        client.Messages.AsynCreate(hello, AsynMessage(on_success=lambda sender, reply: heard.put(reply)))
        assert heard.get(timeout=10).text == "Hello!"
        assert client.Messages.AsyncAwaitCreate(hello).result(10).text == "Hello!"


# Streams.


def test_a_stream_amounts_to_the_reply_that_would_have_come_whole() -> None:
    whole = {
        **REPLY,
        "content": [
            {"type": "thinking", "thinking": "Hm, well.", "signature": "sig"},
            {"type": "text", "text": "Hello!", "citations": [{"type": "char_location", "cited_text": "H"}]},
            {"type": "tool_use", "id": "t1", "name": "clock", "input": {"zone": "UTC"}},
            {"type": "tool_use", "id": "t2", "name": "date", "input": {}},
        ],
        "stop_reason": "tool_use",
        "usage": {"input_tokens": 5, "output_tokens": 9},
    }
    pieces = [
        *block(
            0,
            {"type": "thinking", "thinking": "", "signature": ""},
            {"type": "thinking_delta", "thinking": "Hm, "},
            {"type": "thinking_delta", "thinking": "well."},
            {"type": "signature_delta", "signature": "sig"},
        ),
        {"type": "ping"},
        *block(
            1,
            {"type": "text", "text": ""},
            {"type": "text_delta", "text": "Hel"},
            {"type": "text_delta", "text": "lo!"},
            {"type": "citations_delta", "citation": {"type": "char_location", "cited_text": "H"}},
        ),
        *block(
            2,
            {"type": "tool_use", "id": "t1", "name": "clock", "input": {}},
            {"type": "input_json_delta", "partial_json": ""},
            {"type": "input_json_delta", "partial_json": '{"zone"'},
            {"type": "input_json_delta", "partial_json": ': "UTC"}'},
        ),
        *block(3, {"type": "tool_use", "id": "t2", "name": "date", "input": {}}),
        ended("tool_use", output_tokens=9),
        STOP,
    ]
    client, _ = a_client(whole)
    with client:
        wanted = client.Messages.Create(hello)
    reply = streamed(*pieces)
    assert reply == wanted
    assert reply.ToJson() == wanted.ToJson()
    assert json.loads(reply.JSONPayload)["messages"] == [{"role": "user", "content": "Hello"}]


def test_a_stream_whose_last_event_is_missing_is_whole() -> None:
    assert streamed(*text_block(0, "Hel", "lo!"), ended()).text == "Hello!"


def test_a_stream_with_a_stop_reason_of_null_is_whole_with_its_last_event() -> None:
    reply = streamed(*text_block(0, "Hello!"), ended(None), STOP)
    assert (reply.text, reply.stop_reason) == ("Hello!", None)


@pytest.mark.parametrize(
    "events",
    [text_block(0, "Hel"), text_block(0, "Hel")[:-1], [*text_block(0, "Hel")[:-1], ended()]],
    ids=["without a stop reason", "within a block", "with a block that has not ended"],
)
def test_a_stream_that_breaks_off_is_an_error(events: list[Any]) -> None:
    with pytest.raises(GenAIInvalidResponseError, match="the stream ended before the answer was complete"):
        streamed(*events)


def test_arguments_that_are_cut_off_stay_text() -> None:
    call = {"type": "tool_use", "id": "t1", "name": "clock", "input": {}}
    events = block(0, call, {"type": "input_json_delta", "partial_json": '{"zone": "U'})
    assert streamed(*events, ended("max_tokens"), STOP).tool_uses[0].input == '{"zone": "U'


def test_servers_that_leave_out_events_and_indexes_are_understood() -> None:
    events = [
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "Hel"}},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "lo!"}},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
        STOP,
    ]
    assert streamed(*events).text == "Hello!"


def test_deltas_and_events_that_are_not_known_are_kept() -> None:
    events = [
        *block(0, {"type": "compaction", "content": None}, {"type": "compaction_delta", "content": "So far: nothing."}),
        {"type": "weather_report", "sun": True},
        ended(),
        STOP,
    ]
    assert streamed(*events).content[0].content == "So far: nothing."
    client, _ = a_client(MockStream(*events, done=False))
    with client, client.Messages.Stream(hello) as stream:
        odd = next(event for event in stream if event.type == "weather_report")
    assert odd.extra == {"sun": True}


def test_the_usage_of_the_last_event_completes_that_of_the_first() -> None:
    usage = streamed(*text_block(0, "x"), ended("end_turn", output_tokens=7, input_tokens=0), STOP).usage
    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens) == (5, 7)


def test_a_stream_runs_in_every_form() -> None:
    events = [{"type": "message_start", "message": START}, *text_block(0, "Hel", "lo!"), ended(), STOP]
    client, transport = a_client(MockStream(*events, done=False))
    texts: list[str] = []

    def note(chunk: MessageStream, is_done: bool, cancel: Any) -> None:
        if not is_done:
            texts.append(chunk.text)

    heard: Queue[str] = Queue()
    with client:
        client.Messages.CreateStream(hello, note)
        assert "".join(texts) == "Hello!"
        record = AsynMessageStream(on_success=lambda sender: heard.put("done"))
        client.Messages.AsynCreateStream(hello, record)
        assert heard.get(timeout=10) == "done"
        assert client.Messages.AsyncAwaitCreateStream(hello).result(10) == "Hello!"

        async def iterate() -> str:
            async with client.Messages.Stream(hello) as stream:
                return "".join([event.text async for event in stream])

        assert asyncio.run(iterate()) == "Hello!"
    assert all(request.json["stream"] is True for request in transport.requests)
    assert transport.requests[0].headers["anthropic-version"] == "2023-06-01"


# Errors.


def anthropic_error(kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}


@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [
        (400, "invalid_request_error", GenAIBadRequestError),
        (401, "authentication_error", GenAIAuthError),
        (529, "overloaded_error", GenAIServerError),
    ],
)
def test_an_error_of_anthropics_shape_is_raised(status: int, kind: str, error: type[GenAIException]) -> None:
    client, _ = a_client(MockReply(anthropic_error(kind, "No."), status))
    with client, pytest.raises(error, match="No") as caught:
        client.Messages.Create(hello)
    assert (caught.value.code, caught.value.type) == (status, kind)


def test_an_error_with_status_200_is_raised() -> None:
    client, _ = a_client(anthropic_error("invalid_request_error", "max_tokens: too large"))
    with client, pytest.raises(GenAIException, match="max_tokens: too large"):
        client.Messages.Create(hello)


@pytest.mark.parametrize("named", [True, False])
def test_an_error_within_a_stream_is_raised_after_what_came_before(named: bool) -> None:
    error = anthropic_error("overloaded_error", "Overloaded")
    last: Any = error if named else f"data: {json.dumps(error)}\n\n"
    events = [{"type": "message_start", "message": START}, *text_block(0, "Hel")[:-1], last]
    client, _ = a_client(MockStream(*events, done=False))
    texts: list[str] = []
    with client, client.Messages.Stream(hello) as stream, pytest.raises(GenAIServerError, match="Overloaded") as caught:
        texts += [event.text for event in stream]
    assert (caught.value.code, caught.value.type) == (529, "overloaded_error")


def test_an_error_after_the_whole_answer_is_ignored() -> None:
    assert streamed(*text_block(0, "Hello!"), ended(), anthropic_error("api_error", "Late")).text == "Hello!"


def test_the_key_is_not_shown_in_errors() -> None:
    refusal = anthropic_error("authentication_error", "bad key sk-lm-a-token")
    client, _ = a_client(MockReply(refusal, 401), key="sk-lm-a-token")
    with client, pytest.raises(GenAIAuthError) as caught:
        client.Messages.Create(hello)
    assert "sk-lm-a-token" not in f"{caught.value} {caught.value!r} {caught.value.body}"
