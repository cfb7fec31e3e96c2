"""The progress of a prompt in a streamed chat, as llama.cpp's server reports it."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from genai_py import (
    AsynChatStream,
    AsynStreamCallBack,
    Chat,
    ChatParams,
    FromUser,
    GenAI,
    GenAIFactory,
    PromiseChatStream,
)
from genai_py.embedded import EmbeddedServer
from genai_py.testing import MockStream, MockTransport


def chunk(content: str | None = None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": content}, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "choices": [choice], **more}


def read(processed: Any, total: Any = 8) -> dict[str, Any]:
    progress = {"total": total, "cache": 0, "processed": processed, "time_ms": 5}
    return chunk(prompt_progress=progress)


CHUNKS = [read(0), read(2), read(2), read(8), chunk("Hel"), chunk("lo"), chunk(finish="stop")]


def mocked(*chunks: dict[str, Any]) -> GenAI:
    transport = MockTransport({"POST chat/completions": MockStream(*chunks)})
    return GenAIFactory.CreateLMSInstance(http_client=transport)


def greet(params: ChatParams) -> None:
    params.Model("m").Messages([FromUser("Hello")]).ReturnProgress()


def test_chunks_have_it_and_the_answer_the_last() -> None:
    with mocked(*CHUNKS) as client, client.Chat.Stream(greet) as stream:
        progress = [each.prompt_progress for each in stream]
    assert [each.fraction for each in progress if each] == [0.0, 0.25, 0.25, 1.0]
    assert progress[1] is not None
    assert (progress[1].total, progress[1].cache, progress[1].processed, progress[1].time_ms) == (8, 0, 2, 5)
    assert stream.Result.choices[0].message.content == "Hello"
    assert stream.Result.prompt_progress == progress[3]


@pytest.mark.parametrize("filled", [False, True])
def test_the_record_has_a_handler_for_it(filled: bool) -> None:
    ended, progress, texts = threading.Event(), [], []

    def on_progress(sender: object, part: Chat) -> None:
        texts.append(part.choices[0].delta.content)

    def fill(Result: AsynChatStream) -> None:
        Result.OnPromptProgress = lambda sender, value: progress.append(value)
        Result.OnProgress = on_progress
        Result.OnSuccess = lambda sender: ended.set()

    record = AsynChatStream(
        on_prompt_progress=lambda sender, value: progress.append(value),
        on_progress=on_progress,
        on_success=lambda sender: ended.set(),
    )
    with mocked(*CHUNKS) as client:
        client.Chat.AsynCreateStream(greet, fill if filled else record)
        assert ended.wait(10)
    assert progress == [0.0, 0.25, 1.0]
    assert "".join(texts) == "Hello"


def test_the_promise_has_it_too_and_handlers_may_be_asynchronous() -> None:
    progress: list[float] = []

    async def on_prompt_progress(sender: object, value: float) -> None:
        await asyncio.sleep(0)
        progress.append(value)

    async def run(client: GenAI) -> str:
        return await client.Chat.AsyncAwaitCreateStream(greet, PromiseChatStream(on_prompt_progress=on_prompt_progress))

    with mocked(*CHUNKS) as client:
        assert asyncio.run(run(client)) == "Hello"
    assert progress == [0.0, 0.25, 1.0]


@pytest.mark.parametrize(("processed", "total"), [(1, 0), (None, 8), ("1", 8), (1, None)])
def test_what_is_no_progress_is_not_reported(processed: Any, total: Any) -> None:
    odd = chunk(prompt_progress="half")
    progress: list[float] = []
    with mocked(read(processed, total), odd, chunk("Hello", "stop")) as client:
        record = PromiseChatStream(on_prompt_progress=lambda sender, value: progress.append(value))
        assert client.Chat.AsyncAwaitCreateStream(greet, record).result(10) == "Hello"
    assert progress == []


def test_a_record_of_any_stream_is_taken() -> None:
    ended, chunks = threading.Event(), []
    record = AsynStreamCallBack[Chat](
        on_progress=lambda sender, part: chunks.append(part), on_success=lambda sender: ended.set()
    )
    with mocked(*CHUNKS) as client:
        client.Chat.AsynCreateStream(greet, record)
        assert ended.wait(10)
    assert len(chunks) == len(CHUNKS)


@pytest.mark.embedded
def test_the_embedded_server_reports_it(embedded_server: EmbeddedServer) -> None:
    progress: list[float] = []
    with GenAIFactory.CreateLMSInstance(embedded_server.BaseURL) as client:
        model = client.Models.List().data[0].id
        record = PromiseChatStream(on_prompt_progress=lambda sender, value: progress.append(value))
        client.Chat.AsyncAwaitCreateStream(
            lambda p: p.Model(model).Messages([FromUser("Which colour is the sea?")]).MaxTokens(1).ReturnProgress(),
            record,
        ).result(120)
    assert progress == sorted(progress)
    assert progress[-1] == 1.0
