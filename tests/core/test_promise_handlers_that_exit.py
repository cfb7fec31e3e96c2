"""Handlers that raise what is no ``Exception``: whatever it is, the promise is settled and the operation ends."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from promises import PATIENCE, PENDING, REJECTED, Deferred
from scripted_http import replying

from genai_py import AsynCallBack, AsynStreamCallBack, Dispatcher, ManualDispatcher, Promise
from genai_py.core.running.dispatchers import ThreadDispatcher


class OfTheProgram(BaseException):
    """What only its program knows."""


EXITS: dict[str, Callable[[], BaseException]] = {
    "SystemExit": lambda: SystemExit(3),
    "KeyboardInterrupt": KeyboardInterrupt,
    "of the program": OfTheProgram,
    "CancelledError": asyncio.CancelledError,
    "GeneratorExit": GeneratorExit,
}
LINKS: dict[str, Callable[[Promise[Any], Callable[..., Any]], Promise[Any]]] = {
    "Then": lambda promise, handler: promise.Then(handler),
    "Then after a rejection": lambda promise, handler: promise.Then(fail).Recover(lambda _: 1).Then(handler),
    "Catch": lambda promise, handler: promise.Then(fail).Catch(handler),
    "Recover": lambda promise, handler: promise.Then(fail).Recover(handler),
    "Finally": lambda promise, handler: promise.Finally(lambda: handler(None)),
    "Finally after a rejection": lambda promise, handler: promise.Then(fail).Finally(lambda: handler(None)),
}
of_each_exit = pytest.mark.parametrize("make", EXITS.values(), ids=EXITS)
of_each_link = pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)


def fail(_: Any) -> Any:
    raise ValueError("before")


def raising(error: BaseException) -> Callable[[Any], Any]:
    def handler(_: Any) -> Any:
        raise error

    return handler


def raising_later(error: BaseException) -> Callable[[Any], Any]:
    async def later() -> None:
        await asyncio.sleep(0)
        raise error

    return lambda _: later()


def raised_by(promise: Promise[Any]) -> BaseException:
    """What a promise is rejected with; it must be settled in time."""
    try:
        value = promise.result(PATIENCE)
    except BaseException as error:
        return error
    raise AssertionError(f"fulfilled with {value!r}")


@pytest.fixture
def thread(caplog: pytest.LogCaptureFixture) -> Iterator[ThreadDispatcher]:
    """A callback thread, whose complaints are kept."""
    caplog.set_level(logging.CRITICAL, "genai_py")
    dispatcher = ThreadDispatcher("genai_py-test")
    yield dispatcher
    dispatcher.close()


@of_each_exit
@of_each_link
def test_the_promise_after_it_is_rejected_with_it(
    link: Callable[..., Promise[Any]], make: Callable[[], BaseException], thread: ThreadDispatcher
) -> None:
    error = make()
    pending = Deferred(thread)
    promise = link(pending.promise, raising(error))
    pending.resolve("value")
    assert raised_by(promise) is error
    # The thread goes on.
    assert Promise(lambda resolve, _: resolve(1), dispatcher=thread).Then(lambda value: value + 1).result(PATIENCE) == 2


@of_each_exit
@of_each_link
def test_it_is_raised_where_the_handler_ran(
    link: Callable[..., Promise[Any]], make: Callable[[], BaseException], manual: ManualDispatcher
) -> None:
    error = make()
    pending = Deferred(manual)
    promise = link(pending.promise, raising(error))
    pending.resolve("value")
    with pytest.raises(type(error)) as raised:
        while promise.State is PENDING:
            manual.Pump(PATIENCE)
    assert raised.value is error
    assert (promise.State, promise.value) == (REJECTED, error)
    promise.mark_handled()


@of_each_exit
@of_each_link
def test_the_same_of_an_asynchronous_handler(
    link: Callable[..., Promise[Any]], make: Callable[[], BaseException], thread: ThreadDispatcher
) -> None:
    error = make()
    pending = Deferred(thread)
    promise = link(pending.promise, raising_later(error))
    pending.resolve("value")
    raised = raised_by(promise)
    # A task that raises CancelledError was cancelled, for asyncio and for its promise.
    cancelled = type(error) is asyncio.CancelledError
    assert type(raised).__name__ == ("GenAICancelledError" if cancelled else type(error).__name__)


@pytest.mark.parametrize("handler", [raising, raising_later], ids=["plain", "asynchronous"])
@of_each_link
def test_inside_a_loop_the_awaiting_task_gets_it(
    link: Callable[..., Promise[Any]], handler: Callable[..., Any]
) -> None:
    error = OfTheProgram()

    async def main() -> BaseException | None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        pending = Deferred()
        promise = link(pending.promise, handler(error))
        pending.resolve("value")
        try:
            await asyncio.wait_for(promise, PATIENCE)
        except OfTheProgram as raised:
            return raised
        return None

    assert asyncio.run(main()) is error


@pytest.mark.parametrize(
    "make", [EXITS["SystemExit"], EXITS["KeyboardInterrupt"]], ids=["SystemExit", "KeyboardInterrupt"]
)
@pytest.mark.parametrize("handler", [raising, raising_later], ids=["plain", "asynchronous"])
def test_inside_a_loop_what_ends_a_program_ends_the_loop_and_the_promise_is_settled(
    handler: Callable[..., Any], make: Callable[[], BaseException]
) -> None:
    error = make()
    promises: list[Promise[Any]] = []

    async def main() -> None:
        pending = Deferred()
        promises.append(pending.promise.Then(handler(error)))
        pending.resolve("value")
        await promises[0]

    with pytest.raises(type(error)):
        asyncio.run(main())
    assert promises[0].State is REJECTED
    promises[0].mark_handled()


@of_each_exit
def test_an_executor_that_raises_it_raises_it_to_its_caller(make: Callable[[], BaseException]) -> None:
    error = make()

    def executor(_: Any, __: Any) -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        Promise(executor)
    assert raised.value is error


class OnOneThread:
    """A dispatcher that runs each function at once, on a thread of its own, and swallows nothing."""

    def __init__(self) -> None:
        self.raised: list[BaseException] = []

    def post(self, function: Callable[[], object]) -> None:
        def run() -> None:
            try:
                function()
            except BaseException as error:
                self.raised.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()


DISPATCHERS: dict[str, Callable[[], Dispatcher | None]] = {
    "the callback thread": lambda: None,
    "the program's": OnOneThread,
}
STREAM = (
    b'data: {"id": "c", "choices": [{"index": 0, "text": "a"}]}\n'
    b"\n"
    b'data: {"id": "c", "choices": [{"index": 0, "text": "b", "finish_reason": "stop"}]}\n'
    b"\n"
    b"data: [DONE]\n"
    b"\n"
)
HANDLERS = ["on_start", "on_progress", "on_success", "on_error", "on_cancel", "on_do_cancel"]


@of_each_exit
@pytest.mark.parametrize("make_handler", [raising, raising_later], ids=["plain", "asynchronous"])
@pytest.mark.parametrize("name", HANDLERS)
@pytest.mark.parametrize("dispatcher", DISPATCHERS.values(), ids=DISPATCHERS)
def test_an_operation_ends_whatever_its_handlers_raise(
    dispatcher: Callable[[], Dispatcher | None],
    name: str,
    make_handler: Callable[..., Any],
    make: Callable[[], BaseException],
    client_of: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL, "genai_py")
    caplog.set_level(logging.CRITICAL, "asyncio")
    reply = replying(b'{"error": {"message": "no"}}', 400) if name == "on_error" else replying(STREAM)
    client = client_of(reply, dispatcher=dispatcher(), max_retries=0)
    called = threading.Event()
    handler = make_handler(make())

    def note(*_: Any) -> Any:
        called.set()
        return handler(None)

    record = AsynStreamCallBack(**{name: note})
    returned = threading.Event()
    operation: Any
    if name == "on_cancel":
        record.on_progress = lambda _, __: returned.wait(PATIENCE) and operation.Cancel()
    if name == "on_do_cancel":
        record.on_progress = lambda _, __: None
    operation = client.Completions.AsynCreateStream(lambda p: p.Model("m").Prompt("x"), record)
    returned.set()
    until_ended(operation)
    assert called.wait(PATIENCE)
    # The client goes on, and so do its threads.
    again = client.Completions.AsynCreateStream(lambda p: p.Model("m").Prompt("x"), AsynStreamCallBack())
    assert until_ended(again) is None


def until_ended(operation: Any) -> None:
    ended = threading.Event()

    def watch() -> None:
        while not operation.ended:
            if ended.wait(0.002):
                return

    thread = threading.Thread(target=watch)
    thread.start()
    thread.join(PATIENCE)
    ended.set()
    assert operation.ended, "the operation does not end"


@of_each_exit
def test_the_promise_of_an_operation_is_settled_whatever_its_handlers_raise(
    make: Callable[[], BaseException], client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "genai_py")
    client = client_of(replying(b'{"id": "c"}'))
    for name in ("on_start", "on_success"):
        promise = client.Completions.AsyncAwaitCreate(
            lambda p: p.Model("m").Prompt("x"), AsynCallBack(**{name: raising(make())})
        )
        assert promise.result(PATIENCE).id == "c"
