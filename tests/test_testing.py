"""What programs test themselves with: a transport that answers from memory."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Any
from unittest import mock

import pytest

from genai_py import (
    AsynCallBack,
    AsynStreamCallBack,
    BundleParams,
    Chat,
    FromUser,
    GenAI,
    GenAICancelledError,
    GenAIConnectionError,
    GenAIException,
    GenAIFactory,
    GenAIInvalidResponseError,
    GenAIRateLimitError,
    GenAITimeoutError,
    PromiseStreamCallBack,
    ResponseStreamType,
)
from genai_py.testing import (
    MockPause,
    MockReply,
    MockStream,
    MockTransport,
    SentFile,
    SentRequest,
    UnexpectedRequestError,
)

PATIENCE = 10
MODELS = {"data": [{"id": "a-model"}]}
PIECES = [{"choices": [{"index": 0, "delta": {"content": text}}]} for text in ("Hel", "lo")]
END = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


CLIENTS: list[GenAI] = []


def client_of(transport: MockTransport, **settings: Any) -> GenAI:
    """A client that is closed at the end of the test."""
    client = GenAIFactory.CreateLMSInstance(http_client=transport, **settings)
    CLIENTS.append(client)
    return client


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while CLIENTS:
        CLIENTS.pop().Close()


def prompt(params: Any) -> None:
    params.Model("m").Messages([FromUser("Hi")])


def text_of(chunks: Any) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def list_blocking(client: GenAI) -> str:
    return client.Models.List().data[0].id


def list_with_callbacks(client: GenAI) -> str:
    outcome: Queue[Any] = Queue()
    client.Models.AsynList(
        AsynCallBack(
            on_success=lambda sender, models: outcome.put(models.data[0].id),
            on_error=lambda sender, error: outcome.put(error.exception),
        )
    )
    got = outcome.get(timeout=PATIENCE)
    if isinstance(got, BaseException):
        raise got
    return str(got)


def list_with_a_promise(client: GenAI) -> str:
    return client.Models.AsyncAwaitList().result(PATIENCE).data[0].id


def list_in_a_loop(client: GenAI) -> str:
    async def main() -> str:
        return (await client.Models.AsyncAwaitList()).data[0].id

    return asyncio.run(main())


FORMS = [list_blocking, list_with_callbacks, list_with_a_promise, list_in_a_loop]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gets_the_reply_and_leaves_its_request(form: Callable[[GenAI], str]) -> None:
    transport = MockTransport({"GET models": MODELS})
    assert form(client_of(transport)) == "a-model"
    assert [(sent.method, sent.path) for sent in transport.requests] == [("GET", "models")]


@pytest.mark.parametrize("form", FORMS)
def test_a_request_without_a_reply_says_what_it_was_and_what_there_is(form: Callable[[GenAI], str]) -> None:
    transport = MockTransport({"POST chat/completions": {}, "GET models/{id}": {}})
    expected = r"^the MockTransport has no reply for GET models; its routes: POST chat/completions, GET models/\{id\}$"
    with pytest.raises(UnexpectedRequestError, match=expected):
        form(client_of(transport))
    assert len(transport.requests) == 1


@pytest.mark.parametrize("form", FORMS)
def test_an_exception_is_raised_in_place_of_a_reply(form: Callable[[GenAI], str]) -> None:
    with pytest.raises(GenAITimeoutError, match="too slow"):
        form(client_of(MockTransport(GenAITimeoutError(0, "too slow")), max_retries=0))


def test_the_json_and_the_headers_of_a_request_are_kept() -> None:
    transport = MockTransport({"POST chat/completions": {}})
    with GenAIFactory.CreateExternalInstance("https://host/v1", "sk-secret", http_client=transport) as client:
        client.Chat.Create(prompt)
    (sent,) = transport.requests
    assert sent.json == {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    assert (sent.headers["authorization"], sent.url) == ("Bearer sk-secret", "https://host/v1/chat/completions")
    assert "sk-secret" not in repr(sent) + repr(transport)


def test_the_query_is_kept_beside_the_path() -> None:
    transport = MockTransport({"GET files": {"data": []}})
    client_of(transport).Files.List(lambda params: params.Limit(2))
    assert (transport.requests[0].path, transport.requests[0].query["limit"]) == ("files", "2")


def test_the_fields_and_files_of_a_form_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"notes")
    transport = MockTransport({"POST files": {"id": "file-1"}})
    client = client_of(transport)
    assert client.Files.Upload(lambda params: params.File(str(file)).Purpose("batch")).id == "file-1"
    form = transport.requests[0].form
    assert (form["purpose"], form["file"]) == ("batch", SentFile("notes.txt", "text/plain", b"notes"))

    def of_a_file_that_vanishes(params: Any) -> None:
        params.File(str(file))
        file.unlink()

    with pytest.raises(GenAIException, match=r"^POST files: notes\.txt cannot be read"):
        client.Files.Upload(of_a_file_that_vanishes)


@pytest.mark.parametrize(
    ("base_url", "path"),
    [
        ("http://127.0.0.1:1234/v1", "models"),
        ("https://host/v1beta/openai", "models"),
        ("https://host/proxy/v2", "models"),
        ("https://host", "models"),
    ],
)
def test_paths_are_below_the_version(base_url: str, path: str) -> None:
    transport = MockTransport({"GET models": MODELS})
    with GenAIFactory.CreateExternalInstance(base_url, "a-key", http_client=transport) as client:
        assert list_blocking(client) == "a-model"
    assert transport.requests[0].path == path


def test_a_route_may_have_a_name_for_a_part_of_the_path_or_the_whole_path() -> None:
    transport = MockTransport(
        {"GET models/{id}": {"id": "any"}, "get models/b": {"id": "exact"}, "DELETE /v1/models/a": {"id": "whole"}}
    )
    client = client_of(transport)
    assert client.Models.Retrieve("a").id == "any"
    assert client.Models.Retrieve("b").id == "exact"
    assert client.Models.Delete("a").id == "whole"
    with pytest.raises(UnexpectedRequestError, match="no reply for DELETE models/b;"):
        client.Models.Delete("b")


def test_a_function_answers_what_it_likes() -> None:
    def answer(sent: SentRequest) -> Any:
        return {"data": [{"id": f"{sent.method} {sent.path}"}]} if sent.path == "models" else MockReply({}, 404)

    async def answer_later(sent: SentRequest) -> Any:
        await asyncio.sleep(0)
        return MODELS

    client = client_of(MockTransport(answer))
    assert list_blocking(client) == "GET models"
    with pytest.raises(GenAIException) as caught:
        client.Models.Retrieve("a")
    assert caught.value.code == 404
    assert list_blocking(client_of(MockTransport({"GET models": answer_later}))) == "a-model"


def test_a_list_has_an_answer_for_each_request() -> None:
    answers: list[Any] = [MockReply({"error": {"message": "slow down"}}, 429, {"Retry-After": "0"}), MODELS]
    transport = MockTransport({"GET models": answers})
    client = client_of(transport, max_retries=1)
    assert list_blocking(client) == "a-model"
    with pytest.raises(UnexpectedRequestError, match="no more replies for GET models: all in the list have been"):
        list_blocking(client)
    assert len(answers) == 2
    with pytest.raises(GenAIRateLimitError, match="slow down"):
        list_blocking(client_of(MockTransport(answers[0]), max_retries=0))


def test_content_that_is_no_json() -> None:
    client = client_of(MockTransport({"GET files/{id}/content": b"\0data", "GET models": "not JSON"}))
    assert client.Files.RetrieveContent("file-1").body == b"\0data"
    with pytest.raises(GenAIInvalidResponseError, match="not JSON"):
        list_blocking(client)


def test_the_limits_hold() -> None:
    transport = MockTransport({"GET models": MODELS})
    transport.BodyLimit = 5
    with pytest.raises(GenAIInvalidResponseError, match="the reply is larger than 5 bytes"):
        list_blocking(client_of(transport))


def test_parallel_prompts() -> None:
    def answer(sent: SentRequest) -> Any:
        message = {"role": "assistant", "content": sent.json["messages"][-1]["content"].upper()}
        return {"choices": [{"index": 0, "message": message}]}

    def build(params: BundleParams) -> None:
        params.Prompts(["one", "two", "three"]).Model("m")

    bundle = client_of(MockTransport(answer)).Chat.AsyncAwaitCreateParallel(build).result(PATIENCE)
    assert [item.response for item in bundle.items] == ["ONE", "TWO", "THREE"]


@pytest.fixture
def pause() -> Iterator[MockPause]:
    pause = MockPause()
    yield pause
    pause.Release()


def test_a_stream_in_each_form(pause: MockPause) -> None:
    pause.Release()
    client = client_of(MockTransport({"POST chat/completions": MockStream(PIECES[0], pause, PIECES[1], END)}))
    with client.Chat.Stream(prompt) as stream:
        assert text_of(stream) == "Hello"
    assert stream.Result.choices[0].message.content == "Hello"
    events: list[Any] = []
    client.Chat.CreateStream(prompt, lambda chunk, done, cancel: None if done else events.append(chunk))
    assert text_of(events) == "Hello"
    progress: list[Any] = []
    ended: Queue[None] = Queue()
    handlers: AsynStreamCallBack[Chat] = AsynStreamCallBack(
        on_progress=lambda _, chunk: progress.append(chunk), on_success=lambda _: ended.put(None)
    )
    client.Chat.AsynCreateStream(prompt, handlers)
    ended.get(timeout=PATIENCE)
    assert text_of(progress) == "Hello"

    async def main() -> str:
        async with client.Chat.Stream(prompt) as stream:
            return text_of([chunk async for chunk in stream])

    assert asyncio.run(main()) == "Hello"


def test_events_have_the_name_of_their_type() -> None:
    delta = {"type": "response.output_text.delta", "delta": "Hi", "output_index": 0, "content_index": 0}
    completed = {"type": "response.completed", "response": {"id": "r", "status": "completed"}}
    client = client_of(MockTransport({"POST responses": MockStream(delta, completed)}))
    with client.Responses.Stream(lambda params: params.Model("m").Input("Hi")) as stream:
        assert [event.type for event in stream] == [
            ResponseStreamType.output_text_delta,
            ResponseStreamType.completed,
        ]


def test_a_stream_waits_at_its_pause(pause: MockPause) -> None:
    client = client_of(MockTransport({"POST chat/completions": MockStream(PIECES[0], pause, PIECES[1], END)}))
    chunks: Queue[str] = Queue()
    promise = client.Chat.AsyncAwaitCreateStream(
        prompt, PromiseStreamCallBack(on_progress=lambda _, chunk: chunks.put(text_of([chunk])))
    )
    assert chunks.get(timeout=PATIENCE) == "Hel"
    assert pause.WaitReached(PATIENCE)
    assert chunks.empty()
    pause.Release()
    assert promise.result(PATIENCE) == "Hello"


def test_a_cancelled_stream_is_seen_by_the_transport(pause: MockPause) -> None:
    transport = MockTransport({"POST chat/completions": MockStream(PIECES[0], pause)})
    promise = client_of(transport).Chat.AsyncAwaitCreateStream(prompt)
    assert pause.WaitReached(PATIENCE)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(PATIENCE)
    assert transport.requests[0].cancelled


def test_a_call_cancelled_while_the_server_is_silent_is_seen_too(pause: MockPause) -> None:
    transport = MockTransport({"GET models": MockStream(pause, '{"data": []}', done=False)})
    promise = client_of(transport).Models.AsyncAwaitList()
    assert pause.WaitReached(PATIENCE)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(PATIENCE)
    assert transport.requests[0].cancelled


def test_silence_is_over_after_the_time_for_a_reply(pause: MockPause) -> None:
    transport = MockTransport({"GET models": MockStream(pause)})
    with pytest.raises(GenAITimeoutError, match=r"^ResponseTimeout: GET models: the server sent nothing for 5 ms"):
        list_blocking(client_of(transport, response_timeout=5, max_retries=0))


def test_a_stream_may_break() -> None:
    broken = MockStream(PIECES[0], GenAIConnectionError(0, "the connection broke"))
    seen: list[Any] = []
    with pytest.raises(GenAIConnectionError, match="the connection broke"):
        with client_of(MockTransport({"POST chat/completions": broken})).Chat.Stream(prompt) as stream:
            for chunk in stream:
                seen.append(chunk)
    assert text_of(seen) == "Hel"


def test_many_threads_at_once() -> None:
    transport = MockTransport({"GET models": MODELS})
    client = client_of(transport)
    got: Queue[str] = Queue()
    threads = [threading.Thread(target=lambda: got.put(list_blocking(client))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [got.get_nowait() for _ in threads] == ["a-model"] * 16
    assert len(transport.requests) == 16


@pytest.mark.parametrize("key", ["models", "data", "GET models?limit=2", "GET  models", "GET models ", ""])
def test_a_key_that_is_no_route_is_an_error(key: str) -> None:
    if not key:
        assert repr(MockTransport({"": {}})) == "MockTransport(every request; 0 requests)"
        return
    with pytest.raises(ValueError, match="is not a route; expected a method and a path without a query, such as 'POST"):
        MockTransport({key: {}})


@pytest.mark.parametrize("answer", [5, None, GenAITimeoutError])
def test_an_answer_of_another_kind_is_an_error(answer: Any) -> None:
    with pytest.raises(TypeError, match=r"^the answer to GET models must be a mapping, str, bytes, MockReply"):
        list_blocking(client_of(MockTransport({"GET models": answer})))
    with pytest.raises(TypeError, match=r"^a piece of a MockStream is a mapping, bytes, str, a MockPause or an exc"):
        MockStream(answer if not isinstance(answer, type) else 5)


def test_no_routes_at_all() -> None:
    with pytest.raises(UnexpectedRequestError, match="its routes: none"):
        list_blocking(client_of(MockTransport({})))


@pytest.mark.parametrize("instance", [False, True])
def test_a_mock_with_the_specification_of_the_client_has_its_routes(instance: bool) -> None:
    client = mock.create_autospec(GenAI, instance=instance)
    client.Chat.Create.return_value = "answer"
    assert client.Chat.Create(lambda p: p) == "answer"
    client.Models.AsyncAwaitList()
    client.Models.AsyncAwaitList.assert_called_once_with()
    with pytest.raises(TypeError, match="ParamProc"):
        client.Chat.Create()
    with pytest.raises(AttributeError, match="Creat"):
        client.Chat.Creat()
    with pytest.raises(AttributeError, match="Caht"):
        client.Caht.Create()


def test_a_route_can_be_replaced_by_a_mock() -> None:
    client = GenAIFactory.CreateLMSInstance()
    before = client.Chat
    with mock.patch.object(client, "Chat") as route:
        assert client.Chat is route
    assert client.Chat is before
    with mock.patch.object(GenAI, "Models", autospec=True) as models:
        assert GenAIFactory.CreateLMSInstance().Models is models
    assert type(GenAIFactory.CreateLMSInstance().Models).__name__ == "ModelsRoute"
