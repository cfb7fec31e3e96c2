"""A model's tool call is read, the function runs, its result goes back, the answer comes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genai_py import (
    ChatMessage,
    FromAssistant,
    FromTool,
    FromUser,
    FunctionCore,
    FunctionToolCalloutput,
    GenAI,
    InputMessage,
    Response,
    ResponseFunctionParams,
    ResponsesEventEngineManagerFactory,
    ResponsesParams,
    SchemaParams,
)

QUESTION = "What is the weather in Paris?"


class Weather(FunctionCore):
    name = "get_weather"
    description = "Get the current weather for a city"
    parameters = (
        SchemaParams.New()
        .Type("object")
        .Properties("city", SchemaParams.New().Type("string").Description("The city name"))
        .Required(["city"])
    )

    def Execute(self, Arguments: str) -> str:
        assert json.loads(Arguments) == {"city": "Paris"}
        return json.dumps({"temperature": 21, "unit": "celsius", "description": "sunny"})


def uses_the_result(text: str) -> bool:
    return "21" in text or "sunny" in text


def chat_message(client: GenAI, streamed: bool, *conversation: object) -> ChatMessage:
    def build(Params):  # type: ignore[no-untyped-def]
        Params.Model("gemma-3-270m").Messages([FromUser(QUESTION), *conversation]).Tools([Weather()]).Temperature(0)

    if not streamed:
        message = client.Chat.Create(build).choices[0].message
    else:
        with client.Chat.Stream(build) as stream:
            for _ in stream:
                pass
        message = stream.Result.choices[0].message
    assert message is not None
    return message


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_chat(client: GenAI, streamed: bool) -> None:
    asked = chat_message(client, streamed)
    [call] = asked.tool_calls
    assert call.function is not None and call.function.name == "get_weather"
    report = Weather().Execute(call.function.arguments)

    answer = chat_message(client, streamed, FromAssistant(asked), FromTool(report, call.id))
    assert uses_the_result(answer.content), answer


def response(client: GenAI, streamed: bool, items: list[Any]) -> Response:
    def build(Params: ResponsesParams) -> None:
        Params.Model("gemma-3-270m").Input(items).Tools([ResponseFunctionParams.New(Weather())]).Temperature(0)

    if not streamed:
        return client.Responses.Create(build)
    with client.Responses.Stream(build) as stream:
        for _ in stream:
            pass
    return stream.Result


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_responses(client: GenAI, streamed: bool) -> None:
    conversation: list[object] = [InputMessage.New().Role("user").Content(QUESTION)]
    asked = response(client, streamed, conversation)
    [call] = [item for item in asked.output if item.type == "function_call"]
    assert call.name == "get_weather"
    report = Weather().Execute(call.arguments)

    conversation += [*asked.output, FunctionToolCalloutput.New().CallId(call.call_id).Output(report)]
    assert uses_the_result(response(client, streamed, conversation).output_text)


def test_the_event_engine_puts_a_call_together(client: GenAI) -> None:
    def build(Params: ResponsesParams) -> None:
        Params.Model("gemma-3-270m").Input(QUESTION).Tools([ResponseFunctionParams.New(Weather())]).Temperature(0)

    data = client.Responses.AsyncAwaitCreateStream(
        build, ResponsesEventEngineManagerFactory.CreateInstance()
    ).result(60)
    [call] = data.tool_calls
    assert call.tool_name == "get_weather" and call.stopped
    assert Weather().Execute(call.input_json)
