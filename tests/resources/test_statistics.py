"""Headers, times, token totals and speeds of answers."""

from __future__ import annotations

import asyncio
import copy
import pickle
import time
from typing import Any

import pytest

from genai_py import ChatParams, FromUser, GenAI, GenAIFactory
from genai_py.testing import MockPause, MockReply, MockStream, MockTransport

USAGE = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
CHAT = {
    "id": "c",
    "object": "chat.completion",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}],
    "usage": USAGE,
}
CHUNKS: list[Any] = [
    {"id": "c", "choices": [{"index": 0, "delta": {"content": "Hi."}}]},
    {"id": "c", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": USAGE},
]
RESPONSE = {
    "id": "r",
    "object": "response",
    "status": "completed",
    "output": [],
    "usage": {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7, "input_tokens_details": {"cached_tokens": 2}},
}


def client_of(answer: Any) -> GenAI:
    return GenAIFactory.CreateLMSInstance(http_client=MockTransport(answer))


def ask(params: ChatParams) -> ChatParams:
    return params.Model("m").Messages([FromUser("Hi?")])


def test_a_result_has_the_headers_and_the_time_of_its_reply() -> None:
    reply = MockReply(CHAT, headers={"X-Request-Id": "req_1", "x-ratelimit-remaining-requests": "41"})
    with client_of({"POST chat/completions": reply}) as client:
        begun = time.perf_counter()
        chat = client.Chat.Create(ask)
        assert chat.elapsed is not None and 0 < chat.elapsed < time.perf_counter() - begun
    assert chat.request_id == "req_1"
    assert chat.headers["X-RateLimit-Remaining-Requests"] == "41"
    # A part of a reply has no headers of its own.
    assert (chat.choices[0].request_id, chat.choices[0].elapsed) == ("", None)
    for other in (copy.deepcopy(chat), pickle.loads(pickle.dumps(chat))):
        assert other == chat and other.request_id == "req_1" and other.headers["X-REQUEST-ID"] == "req_1"
    assert "req_1" not in repr(chat) and "elapsed" not in chat.ToJson()


@pytest.mark.parametrize("form", ["whole", "promise", "streamed", "parallel"])
def test_every_form_counts_its_tokens_once(form: str) -> None:
    stream = form == "streamed"
    with client_of({"POST chat/completions": MockStream(*CHUNKS) if stream else CHAT}) as client:
        if form == "whole":
            client.Chat.Create(ask)
        elif form == "promise":
            client.Chat.AsyncAwaitCreate(ask).result()
        elif stream:
            list(client.Chat.Stream(lambda p: ask(p).Stream()))
        else:
            client.Chat.AsyncAwaitCreateParallel(lambda p: p.Model("m").Prompts(["Hi?"])).result()
        totals = client.Usage
        assert (totals.requests, totals.input_tokens, totals.output_tokens, totals.total_tokens) == (1, 7, 5, 12)
        assert totals.seconds > 0
        # A copy shares the totals of its client.
        assert client.WithOptions(max_retries=0).Usage is totals
        totals.Reset()
        assert (totals.requests, totals.total_tokens) == (0, 0)


def test_retrieving_an_answer_does_not_count_its_tokens_again() -> None:
    with client_of({"POST responses": RESPONSE, "GET responses/{id}": RESPONSE}) as client:
        created = client.Responses.Create(lambda p: p.Model("m").Input("Hi?"))
        client.Responses.Retrieve(created.id)
        assert (client.Usage.requests, client.Usage.input_tokens, client.Usage.output_tokens) == (1, 3, 4)


def test_statistics_that_llama_cpp_reports() -> None:
    timings = {
        "cache_n": 2, "prompt_n": 5, "prompt_ms": 50.0, "predicted_n": 5, "predicted_ms": 100.0,
        "predicted_per_second": 50.0, "draft_n": 4, "draft_n_accepted": 3,
    }  # fmt: skip
    with client_of({"POST chat/completions": {**CHAT, "timings": timings}}) as client:
        found = client.Chat.Create(ask).statistics
    assert (found.tokens_per_second, found.time_to_first_token, found.measured) == (50.0, 0.05, False)
    assert (found.input_tokens, found.cached_tokens, found.output_tokens) == (7, 2, 5)
    assert (found.draft_tokens, found.accepted_draft_tokens) == (4, 3)


def test_statistics_that_lm_studio_reports() -> None:
    stats = {
        "tokens_per_second": 43.5, "time_to_first_token": 0.25, "generation_time": 0.9,
        "draft_model": "small", "total_draft_tokens_count": 9, "accepted_draft_tokens_count": 6,
    }  # fmt: skip
    with client_of({"POST chat/completions": {**CHAT, "stats": stats}}) as client:
        found = client.Chat.Create(ask).statistics
    assert (found.tokens_per_second, found.time_to_first_token) == (43.5, 0.25)
    assert (found.draft_tokens, found.accepted_draft_tokens, found.measured) == (9, 6, False)


def test_statistics_at_the_end_of_a_stream() -> None:
    late = {"id": "c", "choices": [], "timings": {"predicted_per_second": 20.0}}
    with client_of({"POST chat/completions": MockStream(*CHUNKS, late)}) as client:
        stream = client.Chat.Stream(lambda p: ask(p).Stream())
        assert "".join(chunk.choices[0].delta.content for chunk in stream if chunk.choices) == "Hi."
        assert stream.Result.statistics.tokens_per_second == 20.0


def test_the_client_measures_where_the_server_reports_nothing() -> None:
    pause = MockPause()
    with client_of({"POST chat/completions": MockStream(CHUNKS[0], pause, CHUNKS[1])}) as client:
        with client.Chat.Stream(lambda p: ask(p).Stream()) as stream:
            chunks = iter(stream)
            next(chunks)
            before = stream.Result.elapsed
            pause.Release()
            list(chunks)
        found = stream.Result.statistics
    assert found.measured and found.output_tokens == 5
    assert before is not None and found.time_to_first_token is not None and found.elapsed is not None
    assert 0 < found.time_to_first_token <= before <= found.elapsed
    assert found.tokens_per_second == pytest.approx(4 / (found.elapsed - found.time_to_first_token))


def test_without_a_usage_there_is_only_the_time() -> None:
    with client_of({"POST responses": {**RESPONSE, "usage": None}}) as client:
        found = client.Responses.Create(lambda p: p.Model("m").Input("Hi?")).statistics
        assert client.Usage.requests == 0
    assert found.elapsed is not None
    assert (found.tokens_per_second, found.output_tokens, found.measured) == (None, None, False)


def test_items_of_a_parallel_run_have_statistics() -> None:
    async def run() -> Any:
        async with client_of({"POST responses": RESPONSE}) as client:
            return await client.Responses.AsyncAwaitCreateParallel(lambda p: p.Model("m").Prompts(["a", "b"]))

    for item in asyncio.run(run()):
        assert (item.statistics.input_tokens, item.statistics.cached_tokens) == (3, 2)


def test_numbers_that_are_none_are_left_out() -> None:
    odd = {**CHAT, "timings": {"predicted_per_second": "fast", "prompt_n": None}, "stats": "none", "usage": {}}
    with client_of({"POST chat/completions": odd}) as client:
        found = client.Chat.Create(ask).statistics
    assert (found.tokens_per_second, found.time_to_first_token) == (None, None)


def test_the_same_for_a_response_of_a_stream() -> None:
    events = [
        {"type": "response.created", "response": {**RESPONSE, "status": "in_progress", "usage": None}},
        {"type": "response.completed", "response": RESPONSE, "timings": {"predicted_per_second": 8.0}},
    ]
    with client_of({"POST responses": MockStream(*events)}) as client:
        stream = client.Responses.Stream(lambda p: p.Model("m").Input("Hi?").Stream())
        list(stream)
        assert stream.Result.statistics.tokens_per_second == 8.0
        assert client.Usage.total_tokens == 7


def test_tokens_of_messages_include_those_of_the_cache() -> None:
    usage = {"input_tokens": 2, "cache_read_input_tokens": 5, "output_tokens": 3}
    reply = {"id": "msg", "type": "message", "role": "assistant", "content": [], "stop_reason": "end_turn"}
    with client_of({"POST messages": MockReply({**reply, "usage": usage}, headers={"request-id": "req_2"})}) as client:
        answer = client.Messages.Create(lambda p: p.Model("m").MaxTokens(9).Messages([FromUser("Hi?")]))
        assert (client.Usage.input_tokens, client.Usage.output_tokens) == (7, 3)
    assert answer.request_id == "req_2"
    assert answer.statistics.output_tokens == 3
