"""A loop in the place of a GUI: what other threads begin reports to it."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from faults.tcp_server import STREAM_HEAD, Do, TcpServer, Until, piece

from genai_py import (
    AsyncioDispatcher,
    CompletionParams,
    GenAICancelledError,
    GenAIFactory,
    PromiseCompletionStream,
)

from .test_windows import CHUNKS, STALL, numbers, stream

PARAMS = CompletionParams().Model("m").Prompt("Say something.")
PATIENCE = 30.0


@pytest.mark.timing
def test_5000_chunks_come_whole_on_its_thread_and_do_not_hold_it_up(server: TcpServer) -> None:
    server.plays(stream(CHUNKS))
    got: list[str] = []
    threads: set[threading.Thread] = set()

    def show(_: object, chunk: object) -> None:
        got.append(chunk.choices[0].text)  # type: ignore[attr-defined]
        threads.add(threading.current_thread())
        end = time.thread_time() + 0.0002
        while time.thread_time() < end:
            pass

    async def main() -> float:
        dispatcher = AsyncioDispatcher(asyncio.get_running_loop())
        with GenAIFactory.CreateLMSInstance(server.url, dispatcher=dispatcher) as client:
            record = PromiseCompletionStream(on_progress=show)
            # Begun on another thread, the work runs on the background loop.
            promise = await asyncio.to_thread(client.Completions.AsyncAwaitCreateStream, PARAMS, record)
            longest = 0.0
            while promise.State.value == "pending":
                before = time.thread_time()
                await asyncio.sleep(0.005)
                longest = max(longest, time.thread_time() - before)
            await promise
            return longest

    assert asyncio.run(main()) <= STALL
    assert "".join(got) == "".join(numbers(CHUNKS))
    assert threads == {threading.current_thread()}


def test_when_it_is_closed_what_reports_to_it_is_cancelled(server: TcpServer) -> None:
    closed = threading.Event()
    server.plays([STREAM_HEAD, piece("first"), Until(closed), piece("more"), Do.STALL])
    loop = asyncio.new_event_loop()
    with GenAIFactory.CreateLMSInstance(server.url, dispatcher=AsyncioDispatcher(loop)) as client:
        record = PromiseCompletionStream(on_progress=lambda sender, chunk: loop.stop())
        promise = client.Completions.AsyncAwaitCreateStream(PARAMS, record)
        loop.run_forever()
        loop.close()
        closed.set()
        with pytest.raises(GenAICancelledError):
            promise.result(PATIENCE)
        server.wait_until_left()
