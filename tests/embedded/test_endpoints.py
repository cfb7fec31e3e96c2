"""What the embedded server answers, and that its small model does what the examples of a guide need."""

import json
from typing import Any

import pytest

from .client import Http, wait_until

CAPITAL = "What is the capital of France?"
WEATHER = "What is the weather in Paris?"
GET_WEATHER = {
    "name": "get_weather",
    "description": "Get the current weather for a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string", "description": "The city name"}},
        "required": ["city"],
    },
}
CHAT_TOOLS = [{"type": "function", "function": GET_WEATHER}]
RESPONSE_TOOLS = [{"type": "function", **GET_WEATHER}]
SUNNY = json.dumps({"temperature": 21, "unit": "celsius", "description": "sunny"})
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name", "age"],
    "additionalProperties": False,
}


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def chat(http: Http, *messages: dict[str, Any], **settings: Any) -> Any:
    return http.post("/chat/completions", messages=messages, **settings)["choices"][0]


def output_text(response: Any) -> str:
    return "".join(part["text"] for item in response["output"] for part in item["content"])


def test_models(http: Http) -> None:
    assert [model["id"] for model in http.get("/models")["data"]] == ["gemma-3-270m"]


def test_completions(http: Http) -> None:
    reply = http.post("/completions", prompt="One, two, three,", max_tokens=4)
    assert "four" in reply["choices"][0]["text"]


def test_embeddings(http: Http) -> None:
    reply = http.post("/embeddings", input=["a cat", "a dog"])
    assert [len(item["embedding"]) for item in reply["data"]] == [640, 640]


def test_chat_answers_and_stops_by_itself(http: Http) -> None:
    choice = chat(http, user(CAPITAL))
    assert choice["message"]["content"].strip() == "Paris"
    assert choice["finish_reason"] == "stop"


def test_chat_streamed(http: Http) -> None:
    chunks = list(http.stream("/chat/completions", messages=[user(CAPITAL)]))
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert "".join(delta.get("content") or "" for delta in deltas).strip() == "Paris"


def test_responses(http: Http) -> None:
    reply = http.post("/responses", input=CAPITAL)
    assert reply["status"] == "completed"
    assert output_text(reply).strip() == "Paris"


def test_responses_streamed(http: Http) -> None:
    events = list(http.stream("/responses", input=CAPITAL))
    texts = [event["delta"] for event in events if event["type"] == "response.output_text.delta"]
    assert "".join(texts).strip() == "Paris"
    assert events[-1]["type"] == "response.completed"


def test_the_guides_question_has_an_answer_that_ends(http: Http) -> None:
    reply = http.post("/responses", input="What is the difference between a mathematician and a physicist?")
    assert "physicist" in output_text(reply)
    assert reply["usage"]["output_tokens"] < 200


def test_an_answer_without_end_is_bounded(http: Http) -> None:
    reply = http.post("/completions", prompt="1, 2, 3, 4, 5, 6, 7, 8,")
    assert reply["choices"][0]["finish_reason"] == "length"
    assert reply["usage"]["completion_tokens"] == 512


def test_the_same_question_has_the_same_answer(http: Http) -> None:
    first, second = (chat(http, user("Tell me a joke."))["message"]["content"] for _ in range(2))
    assert first == second


def test_system_message(http: Http) -> None:
    system = {"role": "system", "content": "You are a helpful assistant."}
    assert "Paris" in chat(http, system, user(CAPITAL))["message"]["content"]


def test_conversation(http: Http) -> None:
    answered = (user("What is the capital of France?"), {"role": "assistant", "content": "Paris"})
    assert "Berlin" in chat(http, *answered, user("What is the capital of Germany?"))["message"]["content"]


def test_started_answer_is_continued(http: Http) -> None:
    started = {"role": "assistant", "content": "The capital of France is"}
    assert "Paris" in chat(http, user(CAPITAL), started)["message"]["content"]


def test_chat_calls_a_tool_and_uses_its_result(http: Http) -> None:
    choice = chat(http, user(WEATHER), tools=CHAT_TOOLS)
    assert choice["finish_reason"] == "tool_calls"
    (call,) = choice["message"]["tool_calls"]
    assert call["function"]["name"] == "get_weather"
    assert json.loads(call["function"]["arguments"]) == {"city": "Paris"}

    result = {"role": "tool", "tool_call_id": call["id"], "content": SUNNY}
    answer = chat(http, user(WEATHER), choice["message"], result, tools=CHAT_TOOLS)["message"]
    assert "21" in answer["content"] or "sunny" in answer["content"]
    assert "tool_calls" not in answer


def test_chat_streams_a_tool_call(http: Http) -> None:
    chunks = list(http.stream("/chat/completions", messages=[user(WEATHER)], tools=CHAT_TOOLS))
    deltas = [delta for chunk in chunks for delta in chunk["choices"][0]["delta"].get("tool_calls", [])]
    assert deltas[0]["function"]["name"] == "get_weather"
    arguments = "".join(delta["function"]["arguments"] for delta in deltas)
    assert json.loads(arguments) == {"city": "Paris"}
    assert chunks[-1]["choices"][0]["finish_reason"] == "tool_calls"


def test_responses_calls_a_tool_and_uses_its_result(http: Http) -> None:
    (call,) = http.post("/responses", input=WEATHER, tools=RESPONSE_TOOLS)["output"]
    assert (call["type"], call["name"]) == ("function_call", "get_weather")
    assert json.loads(call["arguments"]) == {"city": "Paris"}

    result = {"type": "function_call_output", "call_id": call["call_id"], "output": SUNNY}
    text = output_text(http.post("/responses", input=[user(WEATHER), call, result], tools=RESPONSE_TOOLS))
    assert "21" in text or "sunny" in text


def test_responses_streams_a_tool_call(http: Http) -> None:
    events = list(http.stream("/responses", input=WEATHER, tools=RESPONSE_TOOLS))
    kind = "response.function_call_arguments.delta"
    arguments = "".join(event["delta"] for event in events if event["type"] == kind)
    assert json.loads(arguments) == {"city": "Paris"}


def test_chat_keeps_to_a_json_schema(http: Http) -> None:
    text_format = {"type": "json_schema", "json_schema": {"name": "person", "schema": PERSON}}
    choice = chat(http, user("Alice is 30 years old."), response_format=text_format)
    assert json.loads(choice["message"]["content"]) == {"name": "Alice", "age": 30}


def test_responses_keeps_to_a_json_schema_given_as_response_format(http: Http) -> None:
    text_format = {"type": "json_schema", "json_schema": {"name": "person", "schema": PERSON}}
    reply = http.post("/responses", input="Alice is 30 years old.", response_format=text_format)
    assert json.loads(output_text(reply)) == {"name": "Alice", "age": 30}


@pytest.mark.parametrize(
    ("path", "body"), [("/completions", {"prompt": "Once"}), ("/responses", {"input": "Tell me a story."})]
)
def test_leaving_a_stream_frees_its_slot(http: Http, path: str, body: dict[str, Any]) -> None:
    with http.open(path, stream=True, ignore_eos=True, max_tokens=4000, **body) as reply:
        reply.readline()
        assert any(slot["is_processing"] for slot in http.slots())
    assert wait_until(lambda: not any(slot["is_processing"] for slot in http.slots()), seconds=5)
