"""Many calls and many clients: threads, descriptors and places are as before."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from genai_py.client import GenAI
from genai_py.core.calls.monitoring import HttpMonitoring
from genai_py.core.running.callbacks import AsynCallBack
from genai_py.core.wire.aiohttp_.slots import process_slots

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import DONE, STREAM_END, STREAM_HEAD, Request, Script, TcpServer, json_reply, piece
from .ways import CREATE, PATIENCE, STREAM

ANSWER = json_reply({"id": "c", "data": [], "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})


def answer(request: Request) -> Script:
    streamed = request.method == "POST" and request.json().get("stream")
    return [b"".join([STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END])] if streamed else [ANSWER]


def by_callbacks(client: GenAI) -> None:
    ended = threading.Event()
    CREATE.form(client, "Asyn")(AsynCallBack(on_success=lambda *_: ended.set()))
    assert ended.wait(PATIENCE)


FORMS: list[Callable[[GenAI], Any]] = [
    lambda client: CREATE.form(client, "")(),
    lambda client: CREATE.form(client, "AsyncAwait")().Then(lambda value: value).result(PATIENCE),
    lambda client: list(client.Completions.Stream(*STREAM.arguments)),
    lambda client: STREAM.form(client, "AsyncAwait")().result(PATIENCE),
    by_callbacks,
]


def held() -> tuple[int, int, int, int]:
    """Threads, open descriptors, requests under way and taken slots."""
    slots = process_slots()
    descriptors = len(os.listdir("/proc/self/fd"))
    return threading.active_count(), descriptors, HttpMonitoring().Count, slots.count - slots._free


def assert_held(before: tuple[int, int, int, int], server: TcpServer) -> None:
    gc.collect()
    assert_nothing_is_left(server)
    until = time.monotonic() + PATIENCE
    # The server's threads and sockets go a moment after their connections.
    while any(grown(before)) and time.monotonic() < until:
        time.sleep(0.01)
    assert grown(before) == [0, 0, 0, 0]


def grown(before: tuple[int, int, int, int]) -> list[int]:
    """How much more is held than before; what an earlier test left may be gone by now."""
    return [max(0, now - then) for now, then in zip(held(), before, strict=True)]


def test_two_thousand_calls_sixty_four_at_a_time(server: TcpServer) -> None:
    server.answers(answer)
    before = held()
    client = client_of(server.url)

    async def main() -> None:
        gate = asyncio.Semaphore(32)

        async def one() -> None:
            async with gate:
                assert (await CREATE.form(client, "AsyncAwait")()).id == "c"

        await asyncio.gather(*(one() for _ in range(1000)))

    with ThreadPoolExecutor(33) as pool:
        in_loop = pool.submit(asyncio.run, main())
        work = [pool.submit(FORMS[number % len(FORMS)], client) for number in range(1000)]
        for each in [in_loop, *work]:
            each.result(60)
    assert len(server.requests) == 2000
    # Connections are used again and again.
    assert len(server.connections) <= 200
    client.Close()
    assert_held(before, server)


def test_a_hundred_dropped_clients(server: TcpServer) -> None:
    server.answers(answer)
    before = held()
    for number in range(100):
        FORMS[number % len(FORMS)](client_of(server.url))
    assert_held(before, server)
