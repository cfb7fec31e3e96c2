"""``CountTokens`` and ``FitsContext`` of chat, responses and messages, as different servers can answer them."""

from __future__ import annotations

from queue import Queue
from typing import Any

import pytest

from genai_py import (
    AsynTokenCount,
    ChatParams,
    ContentParams,
    ContextFit,
    FromUser,
    GenAI,
    GenAIBadRequestError,
    GenAIFactory,
    GenAINotFoundError,
    MessagesParams,
    ResponsesParams,
    TokenCount,
)
from genai_py.testing import MockReply, MockTransport

NO_SUCH_PATH = MockReply({"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}, 404)
COUNTED = {"object": "response.input_tokens", "input_tokens": 40}
CHAT = "POST chat/completions/input_tokens"
LLAMA = {"data": [{"id": "m", "meta": {"n_ctx": 100, "n_ctx_train": 32768}}]}


def a_client(**replies: Any) -> tuple[GenAI, MockTransport]:
    """A server that has these endpoints: ``POST_tokenize`` is ``POST /tokenize``; no other."""
    paths = {
        "chat": CHAT, "responses": "POST responses/input_tokens", "messages": "POST messages/count_tokens",
        "models": "GET models", "props": "GET /props", "v1": "GET /api/v1/models", "v0": "GET /api/v0/models",
        "template": "POST /apply-template", "tokenize": "POST /tokenize",
    }  # fmt: skip
    transport = MockTransport({path: replies.get(name, NO_SUCH_PATH) for name, path in paths.items()})
    return GenAIFactory.CreateLMSInstance(http_client=transport, max_retries=0), transport


def chat(p: ChatParams) -> None:
    p.Model("m").Messages([FromUser("Hello")]).MaxTokens(50).Stream()


def test_chat_is_counted_in_every_form_without_asking_for_a_stream() -> None:
    client, transport = a_client(chat=COUNTED)
    heard: Queue[TokenCount] = Queue()
    with client:
        client.Chat.AsynCountTokens(chat, AsynTokenCount(on_success=lambda sender, count: heard.put(count)))
        assert heard.get(timeout=10).input_tokens == 40
        assert client.Chat.AsyncAwaitCountTokens(chat).result(10).input_tokens == 40
        assert client.Chat.CountTokens(chat).input_tokens == 40
    sent = [request.json for request in transport.requests]
    assert sent == [{"model": "m", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 50}] * 3


def test_responses_are_counted_by_their_input_alone() -> None:
    def build(p: ResponsesParams) -> None:
        p.Model("m").Input("Hello").Instructions("Be brief.").MaxOutputTokens(50).Temperature(0)

    client, transport = a_client(responses=COUNTED)
    with client:
        assert client.Responses.CountTokens(build).input_tokens == 40
    assert transport.requests[0].json == {"model": "m", "input": "Hello", "instructions": "Be brief."}


def test_an_older_llama_cpp_fills_its_template_and_splits_it() -> None:
    client, transport = a_client(template={"prompt": "user: Hello"}, tokenize={"tokens": [2, 7, 9]})
    with client:
        assert client.Chat.CountTokens(chat).input_tokens == 3
    assert transport.requests[1].json["messages"] == [{"role": "user", "content": "Hello"}]
    assert transport.requests[2].json == {"content": "user: Hello", "add_special": True, "parse_special": True}


def test_a_template_does_not_count_images() -> None:
    client, _ = a_client(template={"prompt": "user: Hello"}, tokenize={"tokens": [2, 7, 9]})
    image = FromUser([ContentParams.AddFile("https://example.com/a.png")])
    with client, pytest.raises(GenAINotFoundError, match="this server cannot count tokens"):
        client.Chat.CountTokens(lambda p: p.Model("m").Messages([image]))


@pytest.mark.parametrize(
    "missing",
    [NO_SUCH_PATH, MockReply("404 page not found", 404), {"error": "Unexpected endpoint or method. (POST /v1/x)"}],
    ids=["llama.cpp", "Ollama", "LM Studio"],
)
def test_a_server_that_cannot_count_is_an_error_that_says_so(missing: Any) -> None:
    client, _ = a_client(chat=missing, responses=missing, template=missing, messages=missing)
    with client:
        with pytest.raises(GenAINotFoundError, match=r"it does not have POST /v1/messages/count_tokens"):
            client.Messages.CountTokens(lambda p: p.Model("m").Messages("Hello"))
        with pytest.raises(GenAINotFoundError, match=r"cannot count tokens: .+ POST /v1/chat/completions"):
            client.Chat.CountTokens(chat)
        with pytest.raises(GenAINotFoundError, match=r"it does not have POST /v1/responses/input_tokens"):
            client.Responses.AsyncAwaitCountTokens(lambda p: p.Model("m").Input("Hello")).result(10)


def test_other_errors_stay_what_they_are() -> None:
    client, _ = a_client(chat=MockReply({"error": {"message": "messages: wrong"}}, 400))
    with client, pytest.raises(GenAIBadRequestError, match="messages: wrong"):
        client.Chat.CountTokens(chat)
    client, _ = a_client(responses=MockReply({"error": {"message": "The model 'm' does not exist"}}, 404))
    with client, pytest.raises(GenAINotFoundError, match="The model 'm' does not exist"):
        client.Responses.CountTokens(lambda p: p.Model("m").Input("Hello"))


def instances(*lengths: int) -> dict[str, Any]:
    loaded = [{"id": f"m:{place}", "config": {"context_length": each}} for place, each in enumerate(lengths, 1)]
    return {"models": [{"key": "m", "max_context_length": 9999, "loaded_instances": loaded}, {"key": "other"}]}


@pytest.mark.parametrize(
    ("server", "length"),
    [
        ({"models": LLAMA}, 100),
        ({"models": {"data": [{"id": "an alias", "meta": {"n_ctx": 100}}]}}, 100),
        ({"models": {"data": [{"id": "m", "max_model_len": 200}, {"id": "n", "max_model_len": 300}]}}, 200),
        ({"props": {"default_generation_settings": {"n_ctx": 400}}}, 400),
        ({"models": {"data": [{"id": "m"}, {"id": "n"}]}, "v1": instances(500, 600)}, 500),
        ({"v1": instances(), "v0": {"data": [{"id": "m", "loaded_context_length": 700}]}}, 700),
    ],
    ids=["llama.cpp", "one model of another name", "vLLM", "properties", "LM Studio", "older LM Studio"],
)
def test_the_context_length_is_that_of_the_loaded_model(server: Any, length: int) -> None:
    client, _ = a_client(chat=COUNTED, **server)
    with client:
        fit = client.Chat.FitsContext(chat)
    assert fit == ContextFit(input_tokens=40, output_tokens=50, context_length=length)


def test_what_fits_is_true() -> None:
    client, _ = a_client(chat=COUNTED, responses=COUNTED, messages={"input_tokens": 40}, models=LLAMA)

    def message(p: MessagesParams) -> None:
        p.Model("m").Messages("Hello").MaxTokens(60)

    with client:
        fit = client.Chat.AsyncAwaitFitsContext(chat).result(10)
        assert fit and fit.fits and fit.free_tokens == 10
        assert not client.Chat.FitsContext(lambda p: p.Model("m").Messages([FromUser("Hi")]).MaxTokens(61))
        assert client.Responses.FitsContext(lambda p: p.Model("m").Input("Hello")).output_tokens == 0
        assert client.Messages.FitsContext(message).free_tokens == 0


def test_an_unknown_context_length_is_an_error() -> None:
    client, _ = a_client(chat=COUNTED, v1=instances())
    with client, pytest.raises(GenAINotFoundError, match="no context length of m: .+ the model may not be loaded"):
        client.Chat.FitsContext(chat)
