"""Whichever way a program cancels, and whatever the server is at: its connection closes at once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAICancelledError
from genai_py.core.running.callbacks import (
    AsynCallBack,
    AsynStreamCallBack,
    PromiseCallBack,
    PromiseStreamCallBack,
)
from genai_py.core.running.outcome import PromiseState
from genai_py.core.running.promise import Promise
from genai_py.core.wire.aiohttp_.client import AiohttpClient

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import STREAM_HEAD, Do, Script, TcpServer, head, json_reply, piece, reply, tls_context
from .ways import CREATE, ENDS, PARAMS, STREAM, Operation, Outcome, recorder

AT_ONCE = 1.0
"""Seconds within which the server has to see the connection closed; the timeouts are five times as long."""
TIMES = 20

SILENCES: dict[str, tuple[Operation, Script]] = {
    "a reply, before the headers": (CREATE, [Do.STALL]),
    "a reply, inside the headers": (CREATE, [head(200, {"A": "B"})[:-3], Do.STALL]),
    "a reply, inside the body": (CREATE, [reply(b"x" * 100)[:-50], Do.STALL]),
    "a stream, before the headers": (STREAM, [Do.STALL]),
    "a stream, after the headers": (STREAM, [STREAM_HEAD, Do.STALL]),
    "a stream, after a chunk": (STREAM, [STREAM_HEAD, piece("a"), Do.STALL]),
}


class Silence:
    """A server that is silent, and the moment at which the program cancels."""

    def __init__(self, server: TcpServer, operation: Operation, script: Script) -> None:
        self.server = server
        self.operation = operation
        self._to_send = sum(len(step) for step in script if isinstance(step, bytes))
        self._connections = len(server.connections)
        self._requests = len(server.requests)
        self._cancelled_at = 0.0
        server.plays(script)

    @property
    def streamed(self) -> bool:
        return self.operation is STREAM

    def wait(self) -> None:
        """Wait until the server has said all it will say."""
        self.server.wait_for_requests(self._requests + 1)
        assert self.server.wait_for(lambda: self.server.connections[-1].sent == self._to_send)

    def now(self) -> None:
        """The program cancels now."""
        self._cancelled_at = time.monotonic()

    def check(self) -> None:
        """The connection closed at once, and there was but one."""
        took = self.server.wait_until_left() - self._cancelled_at
        assert took < AT_ONCE, f"the server saw it after {took:.3f} s"
        assert len(self.server.connections) == self._connections + 1


Means = Callable[[GenAI, Silence], None]


def in_loop(main: Callable[[GenAI, Silence], Any]) -> Means:
    """Run an async function as a means."""

    def means(client: GenAI, silence: Silence) -> None:
        asyncio.run(asyncio.wait_for(main(client, silence), 10))

    means.__name__ = main.__name__
    return means


def assert_cancelled(outcome: Outcome) -> None:
    assert outcome.calls[0] == "on_start"
    assert outcome.calls[-1] == "on_cancel"
    assert sum(name in ENDS for name in outcome.calls) == 1


def start(client: GenAI, silence: Silence, ended: Callable[[], Any], **more: Any) -> tuple[Any, Outcome]:
    """The call with callbacks; its handle, and what becomes of it."""
    outcome = Outcome()
    record = recorder(AsynStreamCallBack if silence.streamed else AsynCallBack, outcome, ended)
    for name, handler in more.items():
        setattr(record, name, handler)
    return silence.operation.form(client, "Asyn")(record), outcome


def handle_cancel(client: GenAI, silence: Silence) -> None:
    ended = threading.Event()
    handle, outcome = start(client, silence, ended.set)
    silence.wait()
    silence.now()
    assert handle.Cancel()
    assert not handle.Cancel(), "it is cancelled already"
    assert ended.wait(5)
    assert_cancelled(outcome)


def on_do_cancel(client: GenAI, silence: Silence) -> None:
    ended, stop = threading.Event(), threading.Event()
    _, outcome = start(client, silence, ended.set, on_do_cancel=stop.is_set)
    silence.wait()
    silence.now()
    stop.set()
    assert ended.wait(5)
    assert_cancelled(outcome)


def promise_cancel(client: GenAI, silence: Silence) -> None:
    promise = silence.operation.form(client, "AsyncAwait")()
    silence.wait()
    silence.now()
    assert promise.Cancel()
    with pytest.raises(GenAICancelledError, match="^aborted$"):
        promise.result(5)
    assert not promise.Cancel()


def promise_on_do_cancel(client: GenAI, silence: Silence) -> None:
    stop = threading.Event()
    kind: Any = PromiseStreamCallBack if silence.streamed else PromiseCallBack
    promise = silence.operation.form(client, "AsyncAwait")(
        kind(on_do_cancel=stop.is_set, on_cancel=lambda _: "stopped by the user")
    )
    silence.wait()
    silence.now()
    stop.set()
    with pytest.raises(GenAICancelledError, match="^stopped by the user$"):
        promise.result(5)


def derived_promise_cancel(client: GenAI, silence: Silence) -> None:
    ran: list[str] = []
    first = silence.operation.form(client, "AsyncAwait")()
    last = first.Then(lambda: ran.append("then")).Recover(lambda _: ran.append("recover") or "")
    silence.wait()
    silence.now()
    last.Cancel()
    assert first.State is not PromiseState.fulfilled
    with pytest.raises(GenAICancelledError):
        first.result(5)
    assert "then" not in ran


def all_cancel(client: GenAI, silence: Silence) -> None:
    promise = Promise.All([silence.operation.form(client, "AsyncAwait")()])
    silence.wait()
    silence.now()
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(5)


def client_close(client: GenAI, silence: Silence) -> None:
    ended = threading.Event()
    _, outcome = start(client, silence, ended.set)
    silence.wait()
    silence.now()
    client.Close()
    assert ended.is_set(), "Close ends what runs, and hears of it before it returns"
    assert_cancelled(outcome)


def client_close_under_a_blocking_call(client: GenAI, silence: Silence) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(silence.operation.form(client, ""))
        silence.wait()
        silence.now()
        client.Close()
        with pytest.raises(GenAICancelledError, match="closed"):
            running.result(5)


def close_of_a_stream(client: GenAI, silence: Silence) -> None:
    """From another thread than the one that iterates."""
    stream = client.Completions.Stream(*STREAM.arguments)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(lambda: list(stream))
        silence.wait()
        silence.now()
        stream.Close()
        assert len(running.result(5)) <= 1


async def handle_cancel_in_a_loop(client: GenAI, silence: Silence) -> None:
    ended = asyncio.Event()
    handle, outcome = start(client, silence, ended.set)
    await asyncio.to_thread(silence.wait)
    silence.now()
    assert handle.Cancel()
    await ended.wait()
    assert_cancelled(outcome)


async def on_do_cancel_in_a_loop(client: GenAI, silence: Silence) -> None:
    ended, stop = asyncio.Event(), asyncio.Event()
    _, outcome = start(client, silence, ended.set, on_do_cancel=stop.is_set)
    await asyncio.to_thread(silence.wait)
    silence.now()
    stop.set()
    await ended.wait()
    assert_cancelled(outcome)


async def promise_cancel_in_a_loop(client: GenAI, silence: Silence) -> None:
    promise = silence.operation.form(client, "AsyncAwait")()
    await asyncio.to_thread(silence.wait)
    silence.now()
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        await promise


async def task_cancel(client: GenAI, silence: Silence) -> None:
    async def ask() -> None:
        await silence.operation.form(client, "AsyncAwait")()

    task = asyncio.create_task(ask())
    await asyncio.to_thread(silence.wait)
    silence.now()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def task_cancel_from_another_loop(client: GenAI, silence: Silence) -> None:
    """The promise was made outside; its work runs on the background loop."""
    promise = await asyncio.to_thread(silence.operation.form(client, "AsyncAwait"))

    async def wait() -> None:
        await promise

    task = asyncio.create_task(wait())
    await asyncio.to_thread(silence.wait)
    silence.now()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(GenAICancelledError):
        await promise


async def wait_for_timeout(client: GenAI, silence: Silence) -> None:
    promise = silence.operation.form(client, "AsyncAwait")()
    await asyncio.to_thread(silence.wait)
    with pytest.raises(asyncio.TimeoutError):
        try:
            await asyncio.wait_for(promise, 0.01)
        finally:
            silence.now()


async def derived_promise_cancel_in_a_loop(client: GenAI, silence: Silence) -> None:
    first = silence.operation.form(client, "AsyncAwait")()
    last = first.Then(lambda value: value).Finally(lambda: None)
    await asyncio.to_thread(silence.wait)
    silence.now()
    last.Cancel()
    with pytest.raises(GenAICancelledError):
        await first


async def close_async(client: GenAI, silence: Silence) -> None:
    ended = asyncio.Event()
    _, outcome = start(client, silence, ended.set)
    await asyncio.to_thread(silence.wait)
    silence.now()
    await client.CloseAsync()
    assert ended.is_set(), "CloseAsync ends what runs, and hears of it before it returns"
    assert_cancelled(outcome)


async def end_of_the_loop(client: GenAI, silence: Silence) -> None:
    """asyncio.run cancels what still runs."""
    start(client, silence, lambda: None)
    await asyncio.to_thread(silence.wait)
    silence.now()


EVERYWHERE: list[Means] = [
    handle_cancel,
    on_do_cancel,
    promise_cancel,
    promise_on_do_cancel,
    derived_promise_cancel,
    all_cancel,
    client_close,
    client_close_under_a_blocking_call,
    *map(
        in_loop,
        [
            handle_cancel_in_a_loop,
            on_do_cancel_in_a_loop,
            promise_cancel_in_a_loop,
            task_cancel,
            task_cancel_from_another_loop,
            wait_for_timeout,
            derived_promise_cancel_in_a_loop,
            close_async,
            end_of_the_loop,
        ],
    ),
]


@pytest.mark.parametrize("means", EVERYWHERE, ids=lambda means: means.__name__)
@pytest.mark.parametrize(("operation", "script"), SILENCES.values(), ids=SILENCES)
def test_a_silent_server_sees_it_at_once(
    means: Means, operation: Operation, script: Script, server: TcpServer, client: GenAI
) -> None:
    for _ in range(3):
        silence = Silence(server, operation, script)
        means(client, silence)
        silence.check()


@pytest.mark.parametrize("means", EVERYWHERE, ids=lambda means: means.__name__)
@pytest.mark.parametrize("place", ["a reply, before the headers", "a stream, after a chunk"])
def test_it_does_so_every_time(means: Means, place: str, server: TcpServer, client: GenAI) -> None:
    for _ in range(TIMES - 3):
        silence = Silence(server, *SILENCES[place])
        means(client, silence)
        silence.check()


@pytest.fixture
def secret_server() -> Iterator[TcpServer]:
    """A server behind TLS."""
    with TcpServer(tls=tls_context(server=True)) as server:
        yield server


@pytest.fixture
def secret_client(secret_server: TcpServer) -> Iterator[GenAI]:
    """Its client."""
    transport = AiohttpClient(VerifyTLS=tls_context(server=False))
    client = client_of(secret_server.url, http_client=transport)
    yield client
    client.Close()
    assert_nothing_is_left(secret_server)


@pytest.mark.parametrize("means", EVERYWHERE, ids=lambda means: means.__name__)
@pytest.mark.parametrize("place", ["a reply, before the headers", "a stream, after a chunk"])
def test_a_server_behind_tls_sees_it_at_once_too(
    means: Means, place: str, secret_server: TcpServer, secret_client: GenAI
) -> None:
    """TLS has words for a good-bye, which must not be waited for."""
    for _ in range(3):
        silence = Silence(secret_server, *SILENCES[place])
        means(secret_client, silence)
        silence.check()


def cancel_token_from_another_thread(client: GenAI, silence: Silence) -> None:
    tokens: list[Any] = []
    arrived = threading.Event()

    def event(_: Any, is_done: bool, cancel: Any) -> None:
        assert not is_done
        tokens.append(cancel)
        arrived.set()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(client.Completions.CreateStream, PARAMS, event)
        assert arrived.wait(5)
        silence.now()
        tokens[0].set()
        assert running.result(5) is False
    assert len(tokens) == 1


def cancel_token_in_the_event(client: GenAI, silence: Silence) -> None:
    def event(_: Any, __: bool, cancel: Any) -> None:
        silence.now()
        cancel.set()

    assert client.Completions.CreateStream(PARAMS, event) is False


def leaving_with_early(client: GenAI, silence: Silence) -> None:
    with client.Completions.Stream(*STREAM.arguments) as stream:
        assert next(iter(stream)).choices[0].text == "a"
        silence.now()


def leaving_for_early(client: GenAI, silence: Silence) -> None:
    for _ in client.Completions.Stream(*STREAM.arguments):
        silence.now()
        break


def an_exception_inside_for(client: GenAI, silence: Silence) -> None:
    with pytest.raises(ZeroDivisionError):
        for _ in client.Completions.Stream(*STREAM.arguments):
            silence.now()
            raise ZeroDivisionError


def dropping_the_iterator(client: GenAI, silence: Silence) -> None:
    iterator = iter(client.Completions.Stream(*STREAM.arguments))
    next(iterator)
    silence.now()
    del iterator


def handle_in_on_progress(client: GenAI, silence: Silence) -> None:
    ended, started = threading.Event(), threading.Event()

    def on_progress(_: Any, __: Any) -> None:
        started.wait()
        outcome.calls.append("on_progress")
        silence.now()
        handle.Cancel()

    handle, outcome = start(client, silence, ended.set, on_progress=on_progress)
    started.set()
    assert ended.wait(5)
    assert outcome.calls == ["on_start", "on_progress", "on_cancel"]


async def leaving_async_with_early(client: GenAI, silence: Silence) -> None:
    async with client.Completions.Stream(*STREAM.arguments) as stream:
        async for _ in stream:
            break
        silence.now()
    await asyncio.to_thread(silence.check)


async def leaving_async_for_early(client: GenAI, silence: Silence) -> None:
    async for _ in client.Completions.Stream(*STREAM.arguments):
        silence.now()
        break
    await asyncio.to_thread(silence.check)


async def leaving_with_early_in_a_loop(client: GenAI, silence: Silence) -> None:
    leaving_with_early(client, silence)


async def leaving_for_early_in_a_loop(client: GenAI, silence: Silence) -> None:
    leaving_for_early(client, silence)


async def task_cancel_inside_async_for(client: GenAI, silence: Silence) -> None:
    async def consume() -> None:
        async for _ in client.Completions.Stream(*STREAM.arguments):
            pass

    task = asyncio.create_task(consume())
    await asyncio.to_thread(silence.wait)
    await asyncio.sleep(0)
    silence.now()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(silence.check)


async def wait_for_around_the_next_chunk(client: GenAI, silence: Silence) -> None:
    iterator = aiter_of(client.Completions.Stream(*STREAM.arguments))
    await iterator.__anext__()
    with pytest.raises(asyncio.TimeoutError):
        try:
            await asyncio.wait_for(iterator.__anext__(), 0.01)
        finally:
            silence.now()
    await asyncio.to_thread(silence.check)


def aiter_of(stream: Any) -> Any:
    return stream.__aiter__()


@pytest.mark.parametrize(
    "means",
    [
        cancel_token_from_another_thread,
        cancel_token_in_the_event,
        close_of_a_stream,
        leaving_with_early,
        leaving_for_early,
        an_exception_inside_for,
        dropping_the_iterator,
        handle_in_on_progress,
        *map(
            in_loop,
            [
                leaving_async_with_early,
                leaving_async_for_early,
                leaving_with_early_in_a_loop,
                leaving_for_early_in_a_loop,
                task_cancel_inside_async_for,
                wait_for_around_the_next_chunk,
            ],
        ),
    ],
    ids=lambda means: means.__name__,
)
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_a_stream_that_is_left_is_closed_at_once(
    means: Means, tls: bool, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("secret_server" if tls else "server")
    client = request.getfixturevalue("secret_client" if tls else "client")
    for _ in range(3 if tls else TIMES):
        silence = Silence(server, *SILENCES["a stream, after a chunk"])
        means(client, silence)
        silence.check()


@pytest.mark.parametrize("place", ["a stream, before the headers", "a stream, after the headers"])
def test_a_stream_that_has_no_chunk_yet_can_be_closed(place: str, server: TcpServer, client: GenAI) -> None:
    for _ in range(TIMES):
        silence = Silence(server, *SILENCES[place])
        close_of_a_stream(client, silence)
        silence.check()


def test_a_call_cancelled_before_it_could_begin_ends_all_the_same(server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL])

    async def main() -> None:
        for operation, kind in [(CREATE, AsynCallBack), (STREAM, AsynStreamCallBack)]:
            outcome, ended = Outcome(), asyncio.Event()
            assert operation.form(client, "Asyn")(recorder(kind, outcome, ended.set)).Cancel()
            await asyncio.wait_for(ended.wait(), 1)
            assert outcome.calls == ["on_start", "on_cancel"]
            promise = operation.form(client, "AsyncAwait")()
            promise.Cancel()
            with pytest.raises(GenAICancelledError):
                await asyncio.wait_for(promise, 1)

    asyncio.run(main())
    assert server.requests == []


def test_a_loop_that_ends_before_a_call_could_begin_ends_it_all_the_same(
    server: TcpServer, client: GenAI
) -> None:
    outcome = Outcome()
    promises = []

    async def main() -> None:
        CREATE.form(client, "Asyn")(recorder(AsynCallBack, outcome, lambda: None))
        promises.append(CREATE.form(client, "AsyncAwait")())

    asyncio.run(main())
    assert outcome.calls == ["on_start", "on_cancel"]
    with pytest.raises(GenAICancelledError):
        promises[0].result(0)


def test_a_call_cancelled_at_once_from_a_plain_thread_ends_all_the_same(
    server: TcpServer, client: GenAI
) -> None:
    server.plays([Do.STALL])
    for _ in range(TIMES):
        outcome, ended = Outcome(), threading.Event()
        CREATE.form(client, "Asyn")(recorder(AsynCallBack, outcome, ended.set)).Cancel()
        promise = CREATE.form(client, "AsyncAwait")()
        promise.Cancel()
        assert ended.wait(5)
        assert outcome.calls == ["on_start", "on_cancel"]
        with pytest.raises(GenAICancelledError):
            promise.result(5)
    assert server.wait_for(lambda: not server.open_connections)


def test_on_start_may_cancel(server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL])
    outcome, ended, made = Outcome(), threading.Event(), threading.Event()
    record = recorder(AsynStreamCallBack, outcome, ended.set)

    def on_start(_: Any) -> None:
        outcome.calls.append("on_start")
        made.wait(5)
        handle.Cancel()

    record.on_start = on_start
    handle = STREAM.form(client, "Asyn")(record)
    made.set()
    assert ended.wait(5)
    assert outcome.calls == ["on_start", "on_cancel"]


def test_a_cancelled_wait_between_attempts_ends_at_once(server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({}, 429, Retry_After="60")])
    promise = CREATE.form(client, "AsyncAwait")()
    server.wait_for_requests(1)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(1)
    assert len(server.requests) == 1


def test_what_has_ended_cannot_be_cancelled(server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({"id": "c"})])
    outcome, ended = Outcome(), threading.Event()
    handle = CREATE.form(client, "Asyn")(recorder(AsynCallBack, outcome, ended.set))
    assert ended.wait(5)
    assert handle.Finished
    assert not handle.Cancel()
    promise = CREATE.form(client, "AsyncAwait")()
    assert promise.result(5).id == "c"
    assert not promise.Cancel()
    client.Close()
    assert outcome.calls == ["on_start", "on_success"]


def test_a_cancelled_call_leaves_the_client_as_it_was(server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL], [json_reply({"id": "c"})])
    promise = CREATE.form(client, "AsyncAwait")()
    server.wait_for_requests(1)
    promise.Cancel()
    assert CREATE.form(client, "AsyncAwait")().result(5).id == "c"
    assert CREATE.form(client, "")().id == "c"


def test_cancelling_in_every_phase_of_a_call_leaves_nothing_open(server: TcpServer) -> None:
    """The moments in between, where a result is on its way to a task that is being cancelled."""
    server.plays([STREAM_HEAD, piece("a"), Do.STALL])

    async def main() -> None:
        client = client_of(server.url)
        for turns in range(60):
            task = asyncio.ensure_future(consume(client.Completions.Stream(*STREAM.arguments)))
            for _ in range(turns):
                await asyncio.sleep(0.0001)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert await asyncio.to_thread(server.wait_for, lambda: not server.open_connections, 2)
        await client.CloseAsync()

    async def consume(stream: Any) -> None:
        async for _ in stream:
            pass

    asyncio.run(main())
