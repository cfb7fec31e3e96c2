"""LM Studio's own chat, answered in one piece: forms, results, stored chats, errors."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genai_py import (
    AsynLMChat,
    GenAI,
    GenAIAuthError,
    GenAIException,
    GenAIFactory,
    GenAINotFoundError,
    LMChat,
    LMChatInvalidToolCall,
    LMChatMessage,
    LMChatOutput,
    LMChatParams,
    LMChatPart,
    LMChatReasoning,
    LMChatToolCall,
    LMMcpServerParams,
    LMPluginParams,
    LMStudioMissingError,
)
from genai_py.testing import MockReply, MockTransport
from lmstudio.chat_handlers import PNG
from lmstudio.server import Habits, LMStudioServer

CHAT = "POST /api/v1/chat"


@pytest.fixture
def server() -> Iterator[LMStudioServer]:
    with LMStudioServer() as running:
        running.models.load("acme/tiny")
        yield running


@pytest.fixture
def client(server: LMStudioServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url, max_retries=0) as made:
        yield made


def greet(params: LMChatParams) -> None:
    params.Model("acme/tiny").Input("Hello")


def test_a_text_is_answered(server: LMStudioServer, client: GenAI) -> None:
    answer = client.LMStudio.Chat.Create(greet)
    assert answer.output_text == "You said: Hello"
    assert answer.model_instance_id == "acme/tiny"
    assert answer.response_id.startswith("resp_")
    assert (answer.stats.input_tokens, answer.stats.total_output_tokens) == (12, 8)
    assert (answer.stats.tokens_per_second, answer.stats.time_to_first_token_seconds) == (64.0, 0.125)
    assert answer.stats.model_load_time_seconds is None
    assert server.requests == [(CHAT, {"model": "acme/tiny", "input": "Hello"})]


def test_every_form_gives_the_same(client: GenAI) -> None:
    chat, ended, got = client.LMStudio.Chat, threading.Event(), []

    def on_success(sender: object, value: LMChat) -> None:
        got.append((sender, value))
        ended.set()

    def unstored(params: LMChatParams) -> None:
        params.Model("acme/tiny").Input("Hello").Store(False)

    chat.AsynCreate(unstored, AsynLMChat(on_success=on_success))
    assert ended.wait(10)

    async def awaited() -> LMChat:
        return await chat.AsyncAwaitCreate(unstored)

    [(sender, value)] = got
    assert value == chat.Create(unstored) == asyncio.run(awaited()) == chat.AsyncAwaitCreate(unstored).result(10)
    assert value.response_id == ""
    assert type(sender) is type(chat)


def test_what_a_request_loads_has_its_time(server: LMStudioServer, client: GenAI) -> None:
    answer = client.LMStudio.Chat.Create(lambda p: p.Model("acme/embedded-chat").Input("Hello").ContextLength(2048))
    assert answer.stats.model_load_time_seconds == 0.25
    assert server.models.instances["acme/embedded-chat"]["acme/embedded-chat"]["context_length"] == 2048


def test_the_output_has_items_of_four_kinds(client: GenAI) -> None:
    integrations: list[Any] = ["mcp/files", LMPluginParams.New("broken"), LMMcpServerParams.New("weather", "https://mcp.test")]
    answer = client.LMStudio.Chat.Create(
        lambda p: p.Model("acme/tiny").Input("Hello").Reasoning("on").Integrations(integrations)
    )
    reasoning, call, invalid, of_server, message = answer.output
    assert isinstance(reasoning, LMChatReasoning)
    assert isinstance(call, LMChatToolCall)
    assert isinstance(invalid, LMChatInvalidToolCall)
    assert isinstance(message, LMChatMessage)
    assert (answer.reasoning_text, answer.output_text) == ("They greet me.", "You said: Hello")
    assert answer.tool_calls == [call, of_server]
    assert (call.tool, call.arguments, call.output_text) == ("look_up", {"word": "hello"}, "a greeting")
    assert call.output == '[{"type": "text", "text": "a greeting"}]'
    assert (call.provider_info.type, call.provider_info.plugin_id) == ("plugin", "mcp/files")
    assert (of_server.provider_info.type, of_server.provider_info.server_label) == ("ephemeral_mcp", "weather")
    assert (invalid.reason, invalid.metadata.type) == ("word must be a string", "invalid_arguments")
    assert (invalid.tool, invalid.arguments) == ("look_up", {"word": 5})
    assert invalid.metadata.provider_info.plugin_id == "broken"
    # Each field can be read on each item.
    assert [each.content for each in answer.output] == ["They greet me.", "", "", "", "You said: Hello"]
    assert [each.tool for each in answer.output] == ["", "look_up", "look_up", "look_up", ""]
    assert answer.ToJson()["output"][2]["metadata"]["arguments"] == {"word": 5}


def test_unknown_kinds_and_fields_are_kept(server: LMStudioServer, client: GenAI) -> None:
    reply = {
        "model_instance_id": "m",
        "output": [
            {"type": "drawing", "svg": "<svg/>", "message": "x", "error": None},
            {"type": "message", "content": [{"type": "text", "text": "He"}, {"type": "text", "text": "llo"}]},
            "more",
            {"type": "tool_call", "tool": "t", "output": {"content": [{"type": "text", "text": "a"}]}},
        ],
        "stats": {"input_tokens": "12", "watts": 40},
        "message": "done", "mood": 7,
    }  # fmt: skip
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport({CHAT: reply})) as mocked:
        answer = mocked.LMStudio.Chat.Create(greet)
    drawing, _, more, call = answer.output
    assert (type(drawing), drawing.type, drawing.extra["svg"]) == (LMChatOutput, "drawing", "<svg/>")
    assert (answer.output_text, more, call.output_text) == ("Hello", "more", "a")
    assert (answer.stats.extra["watts"], answer.extra["mood"]) == (40, 7)
    assert answer.ToJson() == reply


@pytest.mark.parametrize("reply", [{}, {"output": None, "stats": None}, {"output": "Hello", "response_id": None}])
def test_what_is_missing_is_empty(reply: dict[str, Any]) -> None:
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport({CHAT: reply})) as client:
        answer = client.LMStudio.Chat.Create(greet)
    assert (answer.output_text, answer.reasoning_text, answer.tool_calls, answer.response_id) == ("", "", [], "")
    assert answer.stats.total_output_tokens is None


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ('[{"type":"text","text":"a"},{"type":"text","text":"b"}]', "a\nb"),
        ('[{"type":"image","data":"iVBO"}]', '[{"type":"image","data":"iVBO"}]'),
        ("plain", "plain"),
        ("5", "5"),
        ('{"content":[{"type":"text","text":"a"}],"isError":false}', "a"),
        ('{"temperature":20}', '{"temperature":20}'),
        ("", ""),
    ],
)
def test_the_text_of_a_tool_is_read_from_its_parts(output: str, text: str) -> None:
    assert LMChatToolCall(output=output).output_text == text


def test_a_stored_chat_goes_on_and_branches(client: GenAI) -> None:
    chat = client.LMStudio.Chat
    first = chat.Create(greet)
    for _ in range(2):
        then = chat.Create(lambda p: p.Model("acme/tiny").Input("And?").PreviousResponseId(first.response_id))
        assert then.output_text == "You said: Hello / And?"
    # The other spelling.
    other: Any = chat
    again = other.create(lambda p: p.model("acme/tiny").input("So?").previous_response_id(then.response_id))
    assert again.OutputText == "You said: Hello / And? / So?"


def test_images_arrive(client: GenAI) -> None:
    answer = client.LMStudio.Chat.Create(lambda p: p.Model("acme/tiny").Input("What is it?", [PNG]))
    assert answer.output_text == "You said: What is it? <image>"


REFUSED = {
    "no such model": (lambda p: p.Model("none").Input("Hello"), GenAINotFoundError, "No model none is downloaded"),
    "no such chat": (
        lambda p: p.Model("acme/tiny").Input("Hello").PreviousResponseId("resp_9"), GenAINotFoundError,
        "Response resp_9 not found",
    ),
    "no model": (lambda p: p.Input("Hello"), GenAIException, "'model' is required"),
    "an unknown field": (lambda p: p.Model("acme/tiny").Input("Hello").Add("seed", 5), GenAIException, "seed"),
    "a wrong part": (
        lambda p: p.Model("acme/tiny").Input([LMChatPart().Type("message").Content("Hello")]), GenAIException,
        "Expected 'text' | 'image'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_has_the_servers_words(client: GenAI, case: str, streamed: bool) -> None:
    build, kind, words = REFUSED[case]
    with pytest.raises(kind) as caught:
        (client.LMStudio.Chat.CreateStream if streamed else client.LMStudio.Chat.Create)(build)
    assert words in str(caught.value)
    assert not isinstance(caught.value, LMStudioMissingError)


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
@pytest.mark.parametrize("token", ["", "sk-lm-abcdefgh:abcdefghijklmnopqrst"], ids=["no token", "token"])
@pytest.mark.parametrize("bare", [False, True], ids=["typed", "a text"])
def test_a_refused_integration_has_them_too(status: int, token: str, streamed: bool, bare: bool) -> None:
    words = "Permission denied to use plugin 'mcp/files': enable servers from mcp.json"
    with (
        LMStudioServer(habits=Habits(bare=bare)) as server,
        GenAIFactory.CreateLMSInstance(server.url, token, max_retries=0) as client,
    ):
        server.chat.refuses_integrations = (status, "invalid_request", words)
        chat = client.LMStudio.Chat
        with pytest.raises(GenAIException, match=words) as caught:
            (chat.CreateStream if streamed else chat.Create)(
                lambda p: p.Model("acme/tiny").Input("Hello").Integrations(["mcp/files"])
            )
        assert (caught.value.code, caught.value.type) == (status, "" if bare else "invalid_request")
        assert not isinstance(caught.value, LMStudioMissingError)
        assert not token or token not in str(caught.value)


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_a_missing_token_is_an_error_of_its_own(streamed: bool) -> None:
    with LMStudioServer(token="sk-lm-abcdefgh:abcdefghijklmnopqrst") as server:
        with GenAIFactory.CreateLMSInstance(server.url) as client, pytest.raises(GenAIAuthError, match="LM_API_TOKEN"):
            (client.LMStudio.Chat.CreateStream if streamed else client.LMStudio.Chat.Create)(greet)
        with GenAIFactory.CreateLMSInstance(server.url, server.token) as client:
            server.models.load("acme/tiny")
            assert client.LMStudio.Chat.Create(greet).output_text


OLD: dict[str, Any] = {
    "LM Studio 0.3": MockReply({"error": "Unexpected endpoint or method. (POST /api/v1/chat)"}),
    "llama.cpp": MockReply({"error": {"code": 404, "message": "File Not Found"}}, status=404),
    "Ollama": MockReply("404 page not found", status=404),
    "FastAPI": MockReply({"detail": "Not Found"}, status=404),
    "another": MockReply({"error": "method not allowed"}, status=405),
}


@pytest.mark.parametrize("name", OLD)
def test_a_server_without_the_api_is_an_error_that_says_what_works(name: str) -> None:
    with GenAIFactory.CreateLMSInstance(http_client=MockTransport({CHAT: OLD[name]}), max_retries=0) as client:
        chat = client.LMStudio.Chat
        calls: dict[str, Callable[[], Any]] = {
            "Create": lambda: chat.Create(greet),
            "CreateStream": lambda: chat.CreateStream(greet),
            "Stream": lambda: list(chat.Stream(greet)),
            "AsyncAwaitCreate": lambda: chat.AsyncAwaitCreate(greet).result(10),
            "AsyncAwaitCreateStream": lambda: chat.AsyncAwaitCreateStream(greet).result(10),
        }
        for form, call in calls.items():
            with pytest.raises(LMStudioMissingError) as caught:
                call()
            said = str(caught.value)
            assert "LM Studio has since version 0.4" in said, form
            assert "client.Chat" in said, form


def test_habits_of_an_old_server_are_seen_over_a_connection_too() -> None:
    with (
        LMStudioServer(habits=Habits(before_0_4=True)) as server,
        GenAIFactory.CreateLMSInstance(server.url) as client,
        pytest.raises(LMStudioMissingError, match="Unexpected endpoint"),
    ):
        client.LMStudio.Chat.CreateStream(greet)
