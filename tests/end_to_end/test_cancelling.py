"""A generation that is cancelled frees its slot on the real server, in every form of cancelling, 20 times of 20."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from urllib.request import urlopen

import pytest

from genai_py import AsynChatStream, ChatParams, FromUser, GenAI, PromiseChatStream
from genai_py.embedded import EmbeddedServer

TIMES = 20


@pytest.fixture
def busy(embedded_server: EmbeddedServer) -> Callable[[], bool]:
    def ask() -> bool:
        with urlopen(embedded_server.BaseURL.removesuffix("/v1") + "/slots", timeout=10) as reply:
            return any(slot["is_processing"] for slot in json.load(reply))

    return ask


def becomes(condition: Callable[[], bool], wanted: bool, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while condition() is not wanted:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def long_story(Params: ChatParams) -> None:
    # A schema that asks for numbers without end: the model cannot stop by itself.
    endless = {"type": "array", "items": {"type": "integer"}, "minItems": 2000}
    Params.Model("gemma-3-270m").Messages([FromUser("Count.")]).MaxCompletionTokens(3000).Temperature(0)
    Params.ResponseFormat({"type": "json_schema", "json_schema": {"name": "numbers", "schema": endless}})


def handle(client: GenAI) -> None:
    begun = threading.Event()
    operation = client.Chat.AsynCreateStream(
        long_story, AsynChatStream(on_progress=lambda sender, chunk: begun.set())
    )
    assert begun.wait(30)
    assert operation.Cancel()


def promise(client: GenAI) -> None:
    begun = threading.Event()
    made = client.Chat.AsyncAwaitCreateStream(
        long_story, PromiseChatStream(on_progress=lambda sender, chunk: begun.set())
    )
    assert begun.wait(30)
    assert made.Cancel()


def on_do_cancel(client: GenAI) -> None:
    begun, cancelled = threading.Event(), threading.Event()
    client.Chat.AsynCreateStream(
        long_story,
        AsynChatStream(
            on_progress=lambda sender, chunk: begun.set(),
            on_do_cancel=begun.is_set,
            on_cancel=lambda sender: cancelled.set(),
        ),
    )
    assert cancelled.wait(30)


def event(client: GenAI) -> None:
    assert client.Chat.CreateStream(long_story, lambda chunk, is_done, cancel: cancel.set()) is False


def leaving_a_loop(client: GenAI) -> None:
    with client.Chat.Stream(long_story) as stream:
        for _ in stream:
            break


def task(client: GenAI) -> None:
    async def main() -> None:
        begun = asyncio.Event()

        async def ask() -> None:
            await client.Chat.AsyncAwaitCreateStream(
                long_story, PromiseChatStream(on_progress=lambda sender, chunk: begun.set())
            )

        asking = asyncio.create_task(ask())
        await begun.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(main())


WAYS = [handle, promise, on_do_cancel, event, leaving_a_loop, task]


@pytest.mark.parametrize("turn", range(TIMES))
def test_the_slot_is_freed_long_before_the_answer_would_end(client: GenAI, busy: Callable[[], bool], turn: int) -> None:
    cancel = WAYS[turn % len(WAYS)]
    assert becomes(busy, False, 30), "the server was busy before"
    cancel(client)
    # The whole answer takes a minute.
    assert becomes(busy, False, 5), f"{cancel.__name__}: the server went on"
