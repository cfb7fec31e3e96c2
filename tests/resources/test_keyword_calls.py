"""Calls in the form of OpenAI's SDK: keyword arguments by the JSON keys of the request."""

from __future__ import annotations

from typing import Any

import pytest

from genai_py import AsynChat, Chat, ChatParams, GenAI, GenAIFactory
from genai_py.testing import MockStream, MockTransport

MESSAGES = [{"role": "user", "content": "Hi?"}]
CHAT = {
    "id": "c",
    "object": "chat.completion",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}],
}
CHUNK = {"id": "c", "choices": [{"index": 0, "delta": {"content": "Hi."}, "finish_reason": "stop"}]}


def client_of(routes: Any) -> tuple[GenAI, MockTransport]:
    transport = MockTransport(routes)
    return GenAIFactory.CreateLMSInstance(http_client=transport), transport


def test_chat_completions() -> None:
    client, transport = client_of({"POST chat/completions": CHAT})
    tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]
    chat = client.chat.completions.create(
        model="m", messages=MESSAGES, temperature=0, tools=tools, max_tokens=None, extra_body={"top_k": 3}
    )
    assert type(chat) is Chat and chat.choices[0].message is not None
    assert transport.requests[0].json == {
        "model": "m", "messages": MESSAGES, "temperature": 0, "tools": tools, "top_k": 3,
    }  # fmt: skip


def test_streamed() -> None:
    client, transport = client_of({"POST chat/completions": MockStream(CHUNK)})
    stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
    assert [chunk.choices[0].delta.content for chunk in stream if chunk.choices[0].delta] == ["Hi."]
    assert stream.Result.choices[0].message is not None
    assert transport.requests[0].json["stream"] is True


def test_the_other_routes() -> None:
    client, transport = client_of(
        {
            "POST responses": {"id": "r", "object": "response", "status": "completed", "output": []},
            "POST completions": {"id": "t", "choices": [{"index": 0, "text": "x", "finish_reason": "stop"}]},
            "POST embeddings": {"object": "list", "data": [{"index": 0, "embedding": [1.0]}]},
            "GET models": {"object": "list", "data": [{"id": "m"}]},
            "GET models/{id}": {"id": "m"},
        }
    )
    assert client.responses.create(model="m", input="Hi?").id == "r"
    assert client.completions.create(model="m", prompt="Hi").id == "t"
    assert client.embeddings.create(model="m", input=["a"]).data[0].embedding == [1.0]
    assert [model.id for model in client.models.list().data] == ["m"]
    assert client.models.retrieve("m").id == "m"
    assert transport.requests[0].json == {"model": "m", "input": "Hi?"}


def test_with_callbacks_and_as_a_promise() -> None:
    client, transport = client_of({"POST chat/completions": CHAT})
    route: Any = client.Chat
    assert route.AsyncAwaitCreate(model="m", messages=MESSAGES).result(10).id == "c"
    ended = route.AsynCreate(model="m", messages=MESSAGES, CallBacks=AsynChat())
    assert ended is not None
    client.Close()
    assert transport.requests[0].json == {"model": "m", "messages": MESSAGES}


def test_a_dict_is_a_builder() -> None:
    client, transport = client_of({"POST chat/completions": CHAT})
    call: Any = client.Chat.Create
    assert call({"model": "m", "messages": MESSAGES}).id == "c"
    assert transport.requests[0].json == {"model": "m", "messages": MESSAGES}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"modle": "m"}, r"no field 'modle'; did you mean 'model'\? extra_body=\{...\} sends any other"),
        ({"model": "m", "timeout": 3}, r"not 'timeout'; use client.WithOptions\(response_timeout=milliseconds\)"),
        ({"model": 3}, "ChatParams.Model takes str, got int 3"),
        ({"model": "m", "extra_body": [1]}, r"extra_body takes a dict, got list \[1\]"),
    ],
)
def test_what_is_no_field_of_the_request(fields: dict[str, Any], error: str) -> None:
    client, _ = client_of({})
    create: Any = client.chat.completions.create
    with pytest.raises(TypeError, match=error):
        create(**fields)


@pytest.mark.parametrize(
    ("name", "instead"), [("model_dump", "ToJson()"), ("model_dump_json", "ToJsonString()"), ("to_dict", "ToJson()")]
)
def test_names_of_other_libraries_say_what_to_use(name: str, instead: str) -> None:
    with pytest.raises(AttributeError, match=f"no attribute '{name}'; use {instead[:-2]}"):
        getattr(Chat(), name)


def test_a_promise_is_not_iterable_and_says_so() -> None:
    client, _ = client_of({"POST chat/completions": MockStream(CHUNK)})
    promise: Any = client.Chat.AsyncAwaitCreateStream(ChatParams().Model("m").Messages(MESSAGES))
    with pytest.raises(TypeError, match="use Stream"):
        for _ in promise:
            pass
    assert promise.result(10) == "Hi."
