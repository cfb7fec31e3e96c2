"""``Parse``: answers as classes, on chat and responses."""

from __future__ import annotations

import asyncio
import dataclasses
import enum
import json
import logging
import queue
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypedDict, Union

import attrs
import pydantic
import pytest

from genai_py import (
    AsynCallBack,
    ChatParams,
    ChatParseParams,
    FromUser,
    GenAI,
    GenAIFactory,
    ParseError,
    ResponsesParams,
    ResponsesParseParams,
)
from genai_py.testing import MockStream, MockTransport

WAIT = 20.0


class Size(enum.Enum):
    small = "S"
    large = "L"


@attrs.define
class City:
    name: str
    population: int
    size: Size = Size.small


@dataclasses.dataclass(frozen=True)
class Country:
    name: str
    capital: City
    cities: list[City]
    motto: str | None = None


class Point(TypedDict):
    x: float
    y: float


class Order(pydantic.BaseModel):
    item: str
    count: int = pydantic.Field(default=1, gt=0)


PARIS = {"name": "Paris", "population": 2_100_000, "size": "L"}


@attrs.frozen
class Api:
    name: str

    @property
    def path(self) -> str:
        return "POST chat/completions" if self.name == "chat" else "POST responses"

    def client(self, *replies: Any) -> tuple[GenAI, MockTransport]:
        transport = MockTransport({self.path: list(replies)})
        # Local servers ignore the format of responses; OpenAI's own does not.
        if self.name == "responses":
            return GenAIFactory.CreateInstance("key", http_client=transport), transport
        return GenAIFactory.CreateLMSInstance(http_client=transport), transport

    def route(self, client: GenAI) -> Any:
        return client.Chat if self.name == "chat" else client.Responses

    def params(self) -> Any:
        if self.name == "chat":
            return ChatParseParams().Model("m").Messages([FromUser("Where?")])
        return ResponsesParseParams().Model("m").Input("Where?")

    def reply(self, answer: Any, *, refusal: str = "", cut_short: bool = False) -> dict[str, Any]:
        text = answer if isinstance(answer, str) else json.dumps(answer)
        if self.name == "chat":
            message = {"role": "assistant", "content": text, **({"refusal": refusal} if refusal else {})}
            return {"choices": [{"message": message, "finish_reason": "length" if cut_short else "stop"}]}
        part = {"type": "refusal", "refusal": refusal} if refusal else {"type": "output_text", "text": text}
        ended = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}} if cut_short else {}
        return {"object": "response", "output": [{"type": "message", "role": "assistant", "content": [part]}], **ended}

    def stream(self, text: str, size: int, *, cut_short: bool = False) -> MockStream:
        pieces = [text[place : place + size] for place in range(0, len(text), size)]
        if self.name == "chat":
            end: dict[str, Any] = {"delta": {}, "finish_reason": "length" if cut_short else "stop"}
            return MockStream(*({"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces), {"choices": [{"index": 0, **end}]})  # fmt: skip  # noqa: E501
        kind = "response.incomplete" if cut_short else "response.completed"
        return MockStream(
            *({"type": "response.output_text.delta", "output_index": 0, "delta": piece} for piece in pieces),
            {"type": kind, "response": self.reply(text, cut_short=cut_short)},
        )

    def format(self, body: Any) -> Any:
        return body["response_format"]["json_schema"] if self.name == "chat" else body["text"]["format"]


@pytest.fixture(params=["chat", "responses"])
def api(request: pytest.FixtureRequest) -> Api:
    return Api(request.param)


@pytest.fixture
def serve(api: Api) -> Iterator[Callable[..., tuple[Any, MockTransport]]]:
    clients = []

    def made(*replies: Any) -> tuple[Any, MockTransport]:
        client, transport = api.client(*replies)
        clients.append(client)
        return api.route(client), transport

    yield made
    for client in clients:
        client.Close()


CITY_SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "population": {"type": "integer"},
        "size": {"type": "string", "enum": ["S", "L"]},
    },
    "required": ["name", "population", "size"],
    "additionalProperties": False,
}


def test_the_answer_is_an_instance_and_the_schema_is_strict(api: Api, serve: Any) -> None:
    route, transport = serve(api.reply(PARIS))
    assert route.Parse(City, api.params()) == City("Paris", 2_100_000, Size.large)
    sent = api.format(transport.requests[0].json)
    assert (sent["name"], sent["strict"], sent["schema"]) == ("City", True, CITY_SCHEMA)


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        (Country, {"name": "France", "capital": PARIS, "cities": [PARIS], "motto": None},
         Country("France", City("Paris", 2_100_000, Size.large), [City("Paris", 2_100_000, Size.large)])),
        (Point, {"x": 1, "y": 2.5}, {"x": 1.0, "y": 2.5}),
        (Order, {"item": "tea", "count": 2}, Order(item="tea", count=2)),
        (list[Order], {"items": [{"item": "tea", "count": 1}]}, [Order(item="tea")]),
        # A server that ignores the format sends the list itself.
        (list[Point], [{"x": 1, "y": 2}], [{"x": 1, "y": 2}]),
        (Union[City, Point], {"value": {"x": 1, "y": 2}}, {"x": 1, "y": 2}),  # noqa: UP007
        (Literal["yes", "no"], {"value": "yes"}, "yes"),
        (bool, {"value": True}, True),
        (dict[str, int], {"value": {"a": 1}}, {"a": 1}),
    ],
)  # fmt: skip
def test_classes_lists_of_them_and_plain_types(api: Api, serve: Any, kind: Any, sent: Any, expected: Any) -> None:
    route, transport = serve(api.reply(sent))
    found = route.AsyncAwaitParse(kind, api.params()).result(WAIT)
    assert found == expected and type(found) is type(expected)
    schema = api.format(transport.requests[0].json)["schema"]
    assert schema["type"] == "object" and schema["required"] == list(schema["properties"])
    # Servers refuse a strict schema with free properties.
    assert ("strict" in api.format(transport.requests[0].json)) is (kind != dict[str, int])


@pytest.mark.parametrize(
    "text",
    [
        "```json\n{}\n```", "Here it is:\n{}\nI hope that helps.", "<think>{{no}}</think>{}", " {} ",
    ],
)  # fmt: skip
def test_json_is_found_in_what_servers_without_schemas_send(api: Api, serve: Any, text: str) -> None:
    route, _ = serve(api.reply(text.format(json.dumps(PARIS))))
    assert route.Parse(City, api.params()).name == "Paris"


@pytest.mark.parametrize(
    ("answer", "options", "reason", "problem"),
    [
        ({"name": "Paris", "population": "many", "size": "L"}, {}, "unfit", r"the answer does not fit City: \$.population: expected an integer, got 'many'; the answer is: '"),  # noqa: E501
        ("It is Paris.", {}, "unfit", "the answer does not fit City: .*it is not JSON: .*; the answer is: 'It is Paris.'"),  # noqa: E501
        ('{"name": "Par', {"cut_short": True}, "cut_short", r"the answer was cut short \(.*\); allow more tokens"),
        ("", {"cut_short": True}, "cut_short", r"the answer is empty \(.*\)"),
        ("", {}, "no_text", "the answer is empty"),
        ("", {"refusal": "I must not."}, "refused", "the model refused to answer: I must not."),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_used_is_an_error_with_its_text(
    api: Api, serve: Any, answer: Any, options: Any, reason: str, problem: str
) -> None:
    route, _ = serve(api.reply(answer, **options))
    with pytest.raises(ParseError, match=problem) as raised:
        route.Parse(City, api.params())
    assert raised.value.reason == reason and raised.value.reply is not None
    assert raised.value.text == (answer if isinstance(answer, str) else json.dumps(answer))


def test_retries_ask_again_with_the_error(api: Api, serve: Any) -> None:
    route, transport = serve(api.reply("Paris"), api.reply({**PARIS, "size": "XL"}), api.reply(PARIS))
    heard: queue.SimpleQueue[City] = queue.SimpleQueue()
    route.AsynParse(City, api.params().Retries(2), AsynCallBack(on_success=lambda _, city: heard.put(city)))
    assert heard.get(timeout=WAIT) == City("Paris", 2_100_000, Size.large)
    last = transport.requests[2].json["messages" if api.name == "chat" else "input"]
    assert len(last) == 5
    with pytest.raises(ParseError):
        serve(api.reply("Paris"), api.reply("Paris"))[0].Parse(City, api.params().Retries(1))
    assert "$.size: expected one of 'S', 'L', got 'XL'" in last[-1]["content"]


def test_a_refusal_is_not_asked_again(api: Api, serve: Any) -> None:
    route, transport = serve(api.reply("", refusal="No."))
    with pytest.raises(ParseError):
        route.Parse(City, api.params().Retries(3))
    assert len(transport.requests) == 1


def test_a_stream_gives_partial_instances_and_the_whole_one_last(api: Api, serve: Any) -> None:
    text = json.dumps({"name": "France", "capital": PARIS, "cities": [PARIS], "motto": None})
    route, transport = serve(api.stream(text, 4), api.stream(text, 4))
    with route.ParseStream(Country, api.params()) as stream:
        parts = list(stream)
    assert all(type(part) is Country for part in parts)
    assert parts[0].name is None or "France".startswith(parts[0].name)
    capitals = [part.capital for part in parts if part.capital is not None]
    assert list(dict.fromkeys(each.name for each in capitals)) == [None, "", "Pari", "Paris"]
    # A number is there once it has ended.
    assert {each.population for each in capitals} == {None, 2_100_000}
    paris = City("Paris", 2_100_000, Size.large)
    assert parts[-1] == stream.Result == Country("France", paris, [paris])
    assert transport.requests[0].json["stream"] is True

    async def read() -> list[Country]:
        async with route.ParseStream(Country, api.params()) as stream:
            return [part async for part in stream]

    assert asyncio.run(read())[-1] == parts[-1]


@pytest.mark.parametrize("kind", [Order, Point, list[City]])
def test_partial_instances_of_other_types(api: Api, serve: Any, kind: Any) -> None:
    values: dict[Any, Any] = {
        Order: {"item": "tea", "count": 2}, Point: {"x": 1.5, "y": 2}, list[City]: {"items": [PARIS, PARIS]},
    }  # fmt: skip
    route, _ = serve(api.stream(json.dumps(values[kind]), 7))
    stream = route.ParseStream(kind, api.params())
    parts = list(stream)
    assert len(parts) > 2 and parts[-1] == stream.Result
    assert all(isinstance(part, (Order, dict, list)) for part in parts)


def test_a_stream_that_is_cut_short_is_an_error_at_its_end(api: Api, serve: Any) -> None:
    route, _ = serve(api.stream('{"name": "Par', 5, cut_short=True))
    stream = route.ParseStream(City, api.params())
    names = []
    with pytest.raises(ParseError, match="the answer was cut short"):
        for part in stream:
            names.append(part.name)
    assert names[-1] == "Par" and stream.Text == '{"name": "Par'
    with pytest.raises(ParseError):
        _ = stream.Result


def test_a_stream_may_be_left(api: Api, serve: Any) -> None:
    route, transport = serve(api.stream(json.dumps(PARIS), 4))
    with route.ParseStream(City, api.params()) as stream:
        for part in stream:
            if part.name:
                break
    assert transport.requests[0].json["stream"] is True


def test_a_local_server_gets_a_chat_since_it_ignores_the_format_of_responses(caplog: pytest.LogCaptureFixture) -> None:
    transport = MockTransport({"POST chat/completions": [Api("chat").reply("?"), Api("chat").reply(PARIS)]})
    with caplog.at_level(logging.DEBUG, "genai_py"), GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        city = client.Responses.Parse(
            City,
            lambda p: p.Model("m").Instructions("Be short.").Input("Where?").MaxOutputTokens(50)
            .Reasoning("low").Add("top_k", 3).Retries(1),
        )  # fmt: skip
    assert city.name == "Paris" and "chat/completions is used" in caplog.text
    body = transport.requests[0].json
    assert body.pop("response_format")["json_schema"]["schema"] == CITY_SCHEMA
    assert body == {
        "model": "m", "max_completion_tokens": 50, "max_tokens": 50, "reasoning_effort": "low", "top_k": 3,
        "messages": [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Where?"}],
    }  # fmt: skip


def test_what_chat_cannot_express_is_sent_as_a_response_all_the_same() -> None:
    transport = MockTransport({"POST responses": Api("responses").reply(PARIS)})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        client.Responses.Parse(City, lambda p: p.Model("m").Input("Where?").PreviousResponseId("r1"))
    assert transport.requests[0].json["text"]["format"]["schema"] == CITY_SCHEMA


def test_items_of_a_conversation_become_messages() -> None:
    items: list[Any] = [
        {"role": "developer", "content": "Be short."},
        {"role": "user", "content": [{"type": "input_text", "text": "What?"}, {"type": "input_image", "image_url": "data:,", "detail": "low"}]},  # noqa: E501
        {"type": "reasoning", "summary": []},
        {"type": "function_call", "call_id": "1", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "1", "output": "2"},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Two."}]},
    ]  # fmt: skip
    transport = MockTransport({"POST chat/completions": Api("chat").reply(PARIS)})
    with GenAIFactory.CreateLMSInstance(http_client=transport) as client:
        client.Responses.Parse(City, ResponsesParams().Model("m").Input(items))
    assert transport.requests[0].json["messages"] == [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": "data:,", "detail": "low"}}]},  # noqa: E501
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},  # noqa: E501
        {"role": "tool", "tool_call_id": "1", "content": "2"},
        {"role": "assistant", "content": [{"type": "text", "text": "Two."}]},
    ]  # fmt: skip


def test_a_format_of_the_programs_own_is_an_error() -> None:
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport({})) as client:
        with pytest.raises(ValueError, match="Parse sets ResponseFormat itself"):
            client.Chat.Parse(City, ChatParams().ResponseFormat({"type": "json_object"}))
        with pytest.raises(ValueError, match="Parse sets the format of Text itself"):
            client.Responses.Parse(City, ResponsesParams().Text("json_object"))
        with pytest.raises(TypeError, match="Parse: JSON cannot hold GenAI"):
            client.Chat.Parse(GenAI, ChatParams())
