"""Calls that fail leave nothing to the garbage collector: no cycle holds their replies, frames and promises."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import types
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genai_py import FromUser
from genai_py.client import GenAI
from genai_py.core.errors import GenAIException
from genai_py.core.running.background import background
from genai_py.core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack

from .conftest import client_of
from .tcp_server import (
    STREAM_END,
    STREAM_HEAD,
    Do,
    Script,
    TcpServer,
    error_reply,
    event,
    head,
    json_reply,
    nobody_listening,
    piece,
    reply,
)
from .ways import CREATE, PATIENCE, STREAM, Operation

Loop = asyncio.AbstractEventLoop
Form = Callable[[GenAI, Loop], None]
FAILURES: dict[str, Script] = {
    "400": [error_reply(400)],
    "500 after retries": [error_reply(500)],
    "broken JSON": [reply(b'{"id": ')],
    "an error with 200": [json_reply({"error": {"message": "no"}})],
    "no object": [reply(b"[1, 2]")],
    "a reset": [Do.RESET],
    "a reset inside the head": [b"HTTP/1.1 200 OK\r\nContent-", Do.RESET],
    "a reset inside the body": [json_reply({"id": "c"})[:-4], Do.RESET],
    "a reset of a body without a length": [head(200, {"Connection": "close"}), b'{"id', Do.RESET],
    "no HTTP": [b"garbage\r\n\r\n", Do.CLOSE],
    "silence": [Do.STALL],
    "a redirect to nowhere": [b"HTTP/1.1 302 Found\r\nLocation: nowhere://\r\nContent-Length: 0\r\n\r\n"],
    "endless redirects": [b"HTTP/1.1 307 Again\r\nLocation: /v1/again\r\nContent-Length: 0\r\n\r\n"],
}
STREAM_FAILURES: dict[str, Script] = {
    "a stream that breaks": [STREAM_HEAD, piece("a"), Do.RESET],
    "a stream that tells of an error": [STREAM_HEAD, piece("a"), event({"error": {"message": "no"}}), STREAM_END],
    "a stream of no JSON": [STREAM_HEAD, piece("a"), event(b'{"id": '), STREAM_END],
    "a stream that ends too early": [STREAM_HEAD, piece("a"), STREAM_END],
}


SENT = [FAILURES[name] for name in ("broken JSON", "an error with 200", "no object")]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Records of the log hold what they tell of."""
    for name in ("genai_py", "asyncio"):
        caplog.set_level(logging.CRITICAL + 1, name)


@pytest.fixture
def settled(server: TcpServer) -> Iterator[GenAI]:
    """A client whose loop and threads have begun."""
    client = client_of(server.url, max_retries=1, response_timeout=100)
    server.plays([json_reply({"id": "c", "data": []})])
    client.Models.List()
    CREATE.form(client, "AsyncAwait")().Then(lambda value: value).result(PATIENCE)
    yield client
    client.Close()


def leftovers(call: Callable[[], Any]) -> Counter[str]:
    """What one call leaves in cycles, by type. The first calls may fill caches."""
    for _ in range(2):
        call()
    wait_until_idle()
    gc.disable()
    # What is there already is not looked at.
    gc.freeze()
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.garbage.clear()
    try:
        call()
        wait_until_idle()
        gc.collect()
        return Counter(type(each).__name__ for each in gc.garbage if is_of_a_call(each))
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.unfreeze()
        gc.enable()


def is_of_a_call(each: object) -> bool:
    """All but what asyncio's transports leave of each connection that is closed."""
    kinds = (types.FrameType, types.TracebackType, types.CoroutineType, BaseException, asyncio.Future)
    return isinstance(each, kinds) or type(each).__module__.partition(".")[0] in ("genai_py", "aiohttp")


def wait_until_idle() -> None:
    """The threads of the library have gone through what they had to do, and hold no frame of a call any more."""
    held = background._current
    if held is not None:
        for _ in range(5):
            turned = threading.Event()
            held.loop.call_soon_threadsafe(turned.set)
            assert turned.wait(PATIENCE)


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    """A loop that goes on from call to call: its own beginning and end leave cycles."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def fails(call: Callable[[], Any]) -> None:
    """A call that must fail. The frames that an error goes through keep nothing that holds the error."""
    try:
        call()
    except GenAIException:
        return
    raise AssertionError("it did not fail")


def callbacks(operation: Operation, client: GenAI) -> None:
    ended = threading.Event()
    record: Any = (AsynStreamCallBack if operation is STREAM else AsynCallBack)(on_error=lambda _, __: ended.set())
    operation.form(client, "Asyn")(record)
    assert ended.wait(PATIENCE)


async def awaited(operation: Operation, client: GenAI) -> None:
    try:
        await operation.form(client, "AsyncAwait")()
    except GenAIException:
        return
    raise AssertionError("it did not fail")


async def iterated(client: GenAI) -> None:
    try:
        async for _ in client.Completions.Stream(*STREAM.arguments):
            pass
    except GenAIException:
        return
    raise AssertionError("it did not fail")


async def callbacks_in_the_loop(operation: Operation, client: GenAI) -> None:
    ended = asyncio.Event()
    record: Any = (AsynStreamCallBack if operation is STREAM else AsynCallBack)(on_error=lambda _, __: ended.set())
    operation.form(client, "Asyn")(record)
    await ended.wait()
    # The task of the call ends after its last handler.
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def forms_of(operation: Operation) -> dict[str, Form]:
    return {
        "blocking": lambda client, _: fails(operation.form(client, "")),
        "callbacks": lambda client, _: callbacks(operation, client),
        "promise": lambda client, _: fails(lambda: operation.form(client, "AsyncAwait")().result(PATIENCE)),
        "awaited": lambda client, loop: loop.run_until_complete(awaited(operation, client)),
        "callbacks in a loop": lambda client, loop: loop.run_until_complete(callbacks_in_the_loop(operation, client)),
    }


WHOLE_FORMS: dict[str, Form] = {
    **forms_of(CREATE),
    "by hand": lambda client, _: fails(lambda: client.API.Get("models")),
    "content": lambda client, _: fails(lambda: client.Files.RetrieveContent("f")),
}
STREAM_FORMS: dict[str, Form] = {
    **forms_of(STREAM),
    "for": lambda client, _: fails(lambda: list(client.Completions.Stream(*STREAM.arguments))),
    "async for": lambda client, loop: loop.run_until_complete(iterated(client)),
}


@pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("form", WHOLE_FORMS.values(), ids=WHOLE_FORMS)
def test_a_call_that_fails(script: Script, form: Form, server: TcpServer, settled: GenAI, loop: Loop) -> None:
    if form is WHOLE_FORMS["content"] and script in SENT:
        # Whatever comes is content.
        script = [error_reply(404)]
    server.plays(script)
    assert leftovers(lambda: form(settled, loop)) == {}


@pytest.mark.parametrize("script", [*FAILURES.values(), *STREAM_FAILURES.values()], ids=[*FAILURES, *STREAM_FAILURES])
@pytest.mark.parametrize("form", STREAM_FORMS.values(), ids=STREAM_FORMS)
def test_a_stream_that_fails(script: Script, form: Form, server: TcpServer, settled: GenAI, loop: Loop) -> None:
    server.plays(script)
    assert leftovers(lambda: form(settled, loop)) == {}


ALL_FORMS = {**{f"{name}-stream": form for name, form in STREAM_FORMS.items()}, **WHOLE_FORMS}


@pytest.mark.parametrize("form", ALL_FORMS.values(), ids=ALL_FORMS)
def test_a_refused_connection(form: Form, settled: GenAI, loop: Loop) -> None:
    with nobody_listening() as url:
        settled.BaseURL = url
        assert leftovers(lambda: form(settled, loop)) == {}


def ended(promise: Any) -> None:
    """Wait for the end without an error raised here: its traceback would hold this frame, and so the promise."""
    settled = threading.Event()
    promise.mark_handled()
    promise.when_settled(settled.set)
    assert settled.wait(PATIENCE)


def cancelled_promise(client: GenAI, arrived: Callable[[], None]) -> None:
    promise = CREATE.form(client, "AsyncAwait")()
    arrived()
    promise.Cancel()
    ended(promise)


def cancelled_chain(client: GenAI, arrived: Callable[[], None]) -> None:
    promise = CREATE.form(client, "AsyncAwait")().Then(lambda value: value).Catch(lambda _: None).Finally(lambda: None)
    arrived()
    promise.Cancel()
    ended(promise)


def cancelled_stream_operation(client: GenAI, arrived: Callable[[], None]) -> None:
    begun, cancelled = threading.Event(), threading.Event()
    operation = STREAM.form(client, "Asyn")(
        AsynStreamCallBack(on_progress=lambda _, __: begun.set(), on_cancel=lambda _: cancelled.set())
    )
    assert begun.wait(PATIENCE)
    operation.Cancel()
    assert cancelled.wait(PATIENCE)


def stream_left_early(client: GenAI, arrived: Callable[[], None]) -> None:
    for _ in client.Completions.Stream(*STREAM.arguments):
        break


def stream_cancelled_by_its_event(client: GenAI, arrived: Callable[[], None]) -> None:
    client.Completions.CreateStream(STREAM.arguments[0], lambda _, __, cancel: cancel.set())


def timed_out_promise(client: GenAI, arrived: Callable[[], None]) -> None:
    promise = CREATE.form(client, "AsyncAwait")()
    with pytest.raises(TimeoutError):
        promise.result(0.001)
    promise.Cancel()
    ended(promise)


CANCELLED = [
    cancelled_promise, cancelled_chain, cancelled_stream_operation, stream_left_early, stream_cancelled_by_its_event,
    timed_out_promise,
]  # fmt: skip


@pytest.mark.parametrize("call", CANCELLED, ids=lambda call: call.__name__)
def test_a_call_that_is_cancelled(call: Callable[..., None], server: TcpServer) -> None:
    server.plays([STREAM_HEAD, piece("a"), Do.STALL] if "stream" in call.__name__ else [Do.STALL])
    client = client_of(server.url, max_retries=0)

    def one() -> None:
        before = len(server.requests)
        call(client, lambda: server.wait_for_requests(before + 1))
        assert server.wait_for(lambda: not server.open_connections)

    assert leftovers(one) == {}
    client.Close()


def rejected(client: GenAI, follow: Callable[[Any], Any]) -> None:
    fails(lambda: follow(CREATE.form(client, "AsyncAwait")()).result(PATIENCE))


CHAINS: dict[str, Callable[[Any], Any]] = {
    "Catch": lambda promise: promise.Catch(lambda _: None),
    "Then and Catch": lambda promise: promise.Then(lambda value: value).Catch(lambda error: str(error)),
    "Finally": lambda promise: promise.Finally(lambda: None),
    "an asynchronous Catch": lambda promise: promise.Catch(asynchronous),
    "All": lambda promise: type(promise).All([promise, promise.Then(lambda value: value)]),
    "Race": lambda promise: type(promise).Race([promise]),
    "Any": lambda promise: type(promise).Any([promise, promise.Finally(lambda: None)]),
}


async def asynchronous(_: BaseException) -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("follow", CHAINS.values(), ids=CHAINS)
def test_a_chain_that_is_rejected(follow: Callable[[Any], Any], server: TcpServer, settled: GenAI) -> None:
    server.plays([error_reply(400)])
    assert leftovers(lambda: rejected(settled, follow)) == {}


def test_a_chain_that_recovers(server: TcpServer, settled: GenAI) -> None:
    server.plays([error_reply(400)])

    def recover() -> None:
        promise = CREATE.form(settled, "AsyncAwait")().Recover(lambda error: str(error))
        assert "it went wrong" in promise.result(PATIENCE)

    assert leftovers(recover) == {}


def test_a_handler_that_raises(server: TcpServer, settled: GenAI) -> None:
    server.plays([json_reply({"id": "c"})])

    def fail() -> None:
        ended = threading.Event()

        def on_success(_: Any, __: Any) -> None:
            try:
                raise ValueError("of the program")
            finally:
                ended.set()

        CREATE.form(settled, "Asyn")(AsynCallBack(on_success=on_success))
        assert ended.wait(PATIENCE)
        CREATE.form(settled, "AsyncAwait")().Then(lambda value: value).result(PATIENCE)

    assert leftovers(fail) == {}


def test_a_promise_whose_on_error_gives_another_message(server: TcpServer, settled: GenAI) -> None:
    server.plays([error_reply(400)])

    def fail() -> None:
        record: Any = PromiseCallBack(on_error=lambda _, error: f"told: {error}")
        with pytest.raises(GenAIException, match="told: "):
            CREATE.form(settled, "AsyncAwait")(record).result(PATIENCE)

    assert leftovers(fail) == {}


def parallel(client: GenAI) -> Any:
    return client.Chat.AsyncAwaitCreateParallel(lambda p: p.Model("m").Prompts(["a", "b", "c"]).Concurrency(2))


def test_a_bundle_error(server: TcpServer, settled: GenAI) -> None:
    server.plays([error_reply(400)])
    assert leftovers(lambda: fails(lambda: parallel(settled).result(PATIENCE))) == {}


def test_bad_arguments(settled: GenAI) -> None:
    def fail() -> None:
        for build in (
            lambda p: p.Model(7),
            lambda p: p.Model("m").Messages([FromUser("x")]).Temperature("warm"),
            lambda p: 1 / 0,
            lambda p: p.NoSuchSetter(1),
        ):
            with pytest.raises((TypeError, ValueError, AttributeError, ZeroDivisionError)):
                settled.Chat.Create(build)

    assert leftovers(fail) == {}


def test_it_can_find_something(settled: GenAI) -> None:
    def fail() -> None:
        try:
            raise ValueError("of the program")
        except ValueError as error:
            kept = error
        assert kept

    assert leftovers(fail)["ValueError"] == 1


