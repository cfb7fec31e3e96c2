"""LM Studio's own chat leaves no reference cycles, in none of its forms and however it ends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest
from test_cycles import Run, check, only_new_objects

from genai_py import AsynLMChat, AsynLMChatStream, GenAI, GenAIException, GenAIFactory, LMChatParams
from genai_py.testing import MockReply, MockStream, MockTransport

__all__ = ["only_new_objects"]

PATIENCE = 30
ANSWER = {"output": [{"type": "message", "content": "Hello"}], "stats": {}}
PROGRESS: list[Any] = [
    {"type": "model_load.start"}, {"type": "model_load.end"},
    {"type": "message.delta", "content": "Hello"},
    {"type": "tool_call.start", "tool": "t"}, {"type": "tool_call.success", "output": "done"},
]  # fmt: skip
ERROR = {"type": "error", "error": {"message": "broken"}}
REPLIES = {
    "an answer": MockStream(*PROGRESS, {"type": "chat.end", "result": ANSWER}, done=False),
    "no end": MockStream(*PROGRESS, done=False),
    "an error": MockStream(*PROGRESS, ERROR, {"type": "chat.end", "result": ANSWER}, done=False),
    "an error and no end": MockStream(*PROGRESS, ERROR, done=False),
    "nothing": MockStream({"type": "chat.start"}, done=False),
    "no such API": MockReply({"error": "Unexpected endpoint or method. (POST /api/v1/chat)"}),
    "not found": MockReply("not found", status=404),
}


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs coroutines on one event loop."""
    loop = asyncio.new_event_loop()
    yield loop.run_until_complete
    loop.close()


def greet(params: LMChatParams) -> None:
    params.Model("m").Input("Hello")


def forms_of(client: GenAI, run: Run) -> dict[str, Any]:
    chat, ended = client.LMStudio.Chat, Queue[bool]()

    def quietly(call: Any) -> Any:
        def called() -> None:
            with contextlib.suppress(GenAIException):
                call()

        return called

    def iterated() -> None:
        with chat.Stream(greet) as stream:
            for _ in stream:
                pass

    async def in_a_loop() -> None:
        with contextlib.suppress(GenAIException):
            async with chat.Stream(greet) as stream:
                async for _ in stream:
                    pass

    async def awaited() -> None:
        with contextlib.suppress(GenAIException):
            await chat.AsyncAwaitCreateStream(greet)

    def nothing(sender: Any, value: Any) -> None: ...

    def with_callbacks() -> None:
        record = AsynLMChatStream(
            on_success=lambda sender, answer: ended.put(True), on_error=lambda sender, error: ended.put(True),
            on_message=nothing, on_model_load=nothing, on_tool_call=nothing, on_progress=nothing,
        )  # fmt: skip
        chat.AsynCreateStream(greet, record)
        ended.get(timeout=PATIENCE)

    return {
        "event": quietly(lambda: chat.CreateStream(greet, lambda event, is_done, cancel: None)),
        "for": quietly(iterated),
        "async for": lambda: run(in_a_loop()),
        "awaited": lambda: run(awaited()),
        "promise": quietly(lambda: chat.AsyncAwaitCreateStream(greet).result(PATIENCE)),
        "callbacks": with_callbacks,
    }


@pytest.mark.parametrize("name", REPLIES)
def test_a_stream(name: str, run: Run) -> None:
    transport = MockTransport({"POST /api/v1/chat": REPLIES[name]})
    with GenAIFactory.CreateLMSInstance(http_client=transport, max_retries=0) as client:
        check(forms_of(client, run))


@pytest.mark.parametrize("reply", [ANSWER, REPLIES["no such API"], REPLIES["not found"]])
def test_an_answer_in_one_piece(reply: Any, run: Run) -> None:
    transport = MockTransport({"POST /api/v1/chat": reply})
    with GenAIFactory.CreateLMSInstance(http_client=transport, max_retries=0) as client:
        chat, ended = client.LMStudio.Chat, Queue[bool]()

        async def awaited() -> None:
            with contextlib.suppress(GenAIException):
                await chat.AsyncAwaitCreate(greet)

        def blocking() -> None:
            with contextlib.suppress(GenAIException):
                chat.Create(greet)

        def with_callbacks() -> None:
            chat.AsynCreate(
                greet,
                AsynLMChat(on_success=lambda sender, _: ended.put(True), on_error=lambda sender, _: ended.put(True)),
            )
            ended.get(timeout=PATIENCE)

        check({"blocking": blocking, "awaited": lambda: run(awaited()), "callbacks": with_callbacks})
