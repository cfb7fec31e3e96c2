"""``client.Messages`` and ``client.SystemOne`` against the embedded server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from genai_py import ActCallBack, GenAI, GenAIFactory, GenAIServerError, MessagesParams, MessageTurnParams
from genai_py.embedded import EmbeddedServer


@pytest.fixture
def client(embedded_server: EmbeddedServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(embedded_server.BaseURL, max_retries=0) as connected:
        yield connected


def capital(p: MessagesParams) -> None:
    p.Model("gemma-3-270m").Messages("What is the capital of France?").Temperature(0).MaxTokens(20)


def weather(p: MessagesParams) -> None:
    def get_weather(city: str) -> str:
        """Get the current weather for a city."""
        return f"It is sunny in {city}."

    p.Model("gemma-3-270m").Messages("What is the weather in Paris?").Temperature(0).MaxTokens(30)
    p.Tools(get_weather).ToolChoice("any")


def without_ids(reply: Any) -> Any:
    """A reply without what differs from call to call."""
    found = {**reply.ToJson(), "id": "", "usage": {**reply.ToJson()["usage"], "cache_read_input_tokens": 0}}
    found["usage"]["input_tokens"] = reply.usage.input_tokens + reply.usage.cache_read_input_tokens
    found["content"] = [{**block, **({"id": ""} if "id" in block else {})} for block in found["content"]]
    return found


def test_a_stream_amounts_to_the_whole_reply(client: GenAI) -> None:
    whole = client.Messages.Create(capital)
    with client.Messages.Stream(capital) as stream:
        texts = "".join(event.text for event in stream)
    assert without_ids(stream.Result) == without_ids(whole)
    assert texts == whole.text
    assert whole.stop_reason == "end_turn"


def test_an_answer_has_text_and_usage(client: GenAI) -> None:
    reply = client.Messages.Create(capital)
    assert "Paris" in reply.text
    counted = client.Messages.CountTokens(capital).input_tokens
    assert reply.usage is not None and counted == (reply.usage.input_tokens or 0) + (
        reply.usage.cache_read_input_tokens or 0
    )


def test_streamed_calls_are_run_and_answered(client: GenAI) -> None:
    pieces: list[str] = []
    result = client.Messages.Act(weather, ActCallBack(on_message=lambda _, piece: pieces.append(piece.text)))
    assert [(call.name, call.result) for call in result.calls] == [("get_weather", "It is sunny in Paris.")]
    assert result.replies[0].stop_reason == "tool_use"
    assert "".join(pieces) == "".join(reply.text for reply in result.replies)


def test_a_conversation_goes_on_with_a_reply(client: GenAI) -> None:
    reply = client.Messages.Create(capital)
    turns: list[Any] = ["What is the capital of France?", reply, MessageTurnParams.User("And of Italy?")]
    answer = client.Messages.Create(lambda p: p.Model("gemma-3-270m").Messages(turns).Temperature(0).MaxTokens(20))
    assert "Rome" in answer.text


def test_a_request_that_is_refused_is_an_error(client: GenAI) -> None:
    with pytest.raises(GenAIServerError, match="'messages' is required"):
        client.Messages.Create(lambda p: p.Model("gemma-3-270m"))


def test_a_chat_model_makes_no_decisions(client: GenAI) -> None:
    question = {"angry": {"type": "noul", "instructions": "Is the writer angry?"}}
    with pytest.raises(GenAIServerError, match="not a decision model"):
        client.SystemOne.Create(lambda p: p.Model("gemma-3-270m").State("Hello").Questions(question))
