"""Dispatchers of a program whose ``post`` raises: it is logged, and operations and promises come to their end."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from promises import PATIENCE, REJECTED, Deferred
from scripted_http import replying

from genai_py import AsynCallBack, AsynStreamCallBack, GenAICancelledError, Promise, PromiseCallBack

STREAM = (
    b'data: {"id": "c", "choices": [{"index": 0, "text": "a"}]}\n'
    b"\n"
    b'data: {"id": "c", "choices": [{"index": 0, "text": "b", "finish_reason": "stop"}]}\n'
    b"\n"
    b"data: [DONE]\n"
    b"\n"
)
WHOLE = b'{"id": "c", "choices": []}'


class Failing:
    """Runs what is posted at once, and fails at the post of the given number."""

    def __init__(self, number: int, make: Callable[[], BaseException]) -> None:
        self._number = number
        self._make = make
        self._lock = threading.Lock()
        self.posts = 0

    def post(self, function: Callable[[], object]) -> None:
        with self._lock:
            self.posts += 1
            fails = self.posts >= self._number
        if fails:
            raise self._make()
        function()


ERRORS: dict[str, Callable[[], BaseException]] = {
    "RuntimeError": lambda: RuntimeError("wrapped C/C++ object has been deleted"),
    "OSError": lambda: OSError(9, "Bad file descriptor"),
    "AttributeError": lambda: AttributeError("'NoneType' object has no attribute 'after'"),
    "GenAICancelledError": lambda: GenAICancelledError(0, "the window is gone"),
}
of_each_error = pytest.mark.parametrize("make", ERRORS.values(), ids=ERRORS)
at_each_post = pytest.mark.parametrize("number", [1, 2, 3, 4])


def was_logged(caplog: pytest.LogCaptureFixture) -> bool:
    return any("post() failed" in record.message for record in caplog.records)


def wait_for_end(operation: Any) -> None:
    for _ in range(int(PATIENCE / 0.002)):
        if operation.ended:
            return
        time.sleep(0.002)
    raise AssertionError("the operation does not end")


@of_each_error
@at_each_post
@pytest.mark.parametrize("body", [WHOLE, STREAM], ids=["reply", "stream"])
def test_an_operation_with_callbacks_ends(
    body: bytes, number: int, make: Callable[[], BaseException], client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher = Failing(number, make)
    client = client_of(replying(body), dispatcher=dispatcher)
    calls: list[str] = []
    kind: Any = AsynStreamCallBack if body is STREAM else AsynCallBack
    names = ["on_start", "on_success", "on_error", *(["on_progress", "on_cancel"] if body is STREAM else [])]
    record = kind(**{name: lambda *_, name=name: calls.append(name) for name in names})
    call = client.Completions.AsynCreateStream if body is STREAM else client.Completions.AsynCreate
    operation = call(lambda p: p.Model("m").Prompt("x"), record)
    wait_for_end(operation)
    assert operation.Finished
    # The handlers that ran are the first ones, each once, and no end was reported twice.
    assert len(calls) <= number - 1
    assert sum(name in ("on_success", "on_error", "on_cancel") for name in calls) <= 1
    failed = dispatcher.posts >= number
    assert was_logged(caplog) == (failed and make is not ERRORS["GenAICancelledError"])


@of_each_error
@at_each_post
def test_a_promise_with_callbacks_is_settled(
    number: int, make: Callable[[], BaseException], client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(replying(WHOLE), dispatcher=Failing(number, make))
    record: Any = PromiseCallBack(on_start=lambda _: None, on_success=lambda _, value: None)
    promise = client.Completions.AsyncAwaitCreate(lambda p: p.Model("m").Prompt("x"), record)
    try:
        assert promise.result(PATIENCE).id == "c"
    except GenAICancelledError:
        assert number == 1


@of_each_error
@at_each_post
def test_a_chain_is_rejected_where_it_cannot_go_on(
    number: int, make: Callable[[], BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    pending = Deferred(Failing(number, make))
    chain: Promise[Any] = pending.promise.Then(lambda v: v + 1).Then(lambda v: v + 1).Finally(lambda: None)
    pending.resolve(1)
    if number == 4:
        assert chain.result(PATIENCE) == 3
        return
    with pytest.raises(type(make())):
        chain.result(PATIENCE)
    assert was_logged(caplog) == (make is not ERRORS["GenAICancelledError"])


@of_each_error
def test_nothing_recovers_on_a_dispatcher_that_is_gone(make: Callable[[], BaseException]) -> None:
    pending = Deferred(Failing(1, make))
    chain = pending.promise.Recover(lambda _: "recovered")
    pending.reject("no")
    with pytest.raises(type(make())):
        chain.result(PATIENCE)


@of_each_error
def test_inside_a_loop_too(make: Callable[[], BaseException], client_of: Any) -> None:
    client = client_of(replying(STREAM), dispatcher=Failing(2, make))

    async def main() -> None:
        promise = client.Completions.AsyncAwaitCreateStream(
            lambda p: p.Model("m").Prompt("x"), AsynStreamCallBack(on_start=lambda _: None, on_progress=lambda *_: None)
        )
        with pytest.raises(GenAICancelledError):
            await asyncio.wait_for(promise, PATIENCE)

    asyncio.run(main())


@of_each_error
def test_one_that_fails_does_not_harm_other_clients(
    make: Callable[[], BaseException], client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "genai_py")
    failing = client_of(replying(WHOLE), dispatcher=Failing(1, make))
    healthy = client_of(replying(WHOLE))
    for _ in range(5):
        failing.Completions.AsynCreate(lambda p: p.Model("m").Prompt("x"), AsynCallBack(on_success=lambda *_: None))
        ended = threading.Event()
        healthy.Completions.AsynCreate(
            lambda p: p.Model("m").Prompt("x"), AsynCallBack(on_success=lambda *_: ended.set())  # noqa: B023
        )
        assert ended.wait(PATIENCE)


def test_a_dispatcher_that_raises_what_ends_a_program_settles_the_promise_before(client_of: Any) -> None:
    pending = Deferred(Failing(1, KeyboardInterrupt))
    chain = pending.promise.Then(lambda value: value)
    with pytest.raises(KeyboardInterrupt):
        pending.resolve(1)
    assert chain.State is REJECTED
    chain.mark_handled()


def test_then_the_other_promises_are_settled_too() -> None:
    pending = Deferred()
    first = pending.promise.Then(lambda value: value)
    second = pending.promise.Finally(lambda: None)
    follower = pending.promise.Recover(lambda _: None)
    first._dispatcher = Failing(1, KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        pending.resolve("value")
    first.mark_handled()
    assert first.State is REJECTED
    assert (second.result(PATIENCE), follower.result(PATIENCE)) == ("value", "value")


@of_each_error
def test_one_that_fails_after_it_has_run_the_function(make: Callable[[], BaseException], client_of: Any) -> None:
    class RunsAndFails:
        def post(self, function: Callable[[], object]) -> None:
            function()
            raise make()

    pending = Deferred(RunsAndFails())
    chain = pending.promise.Then(lambda value: value + 1)
    pending.resolve(1)
    assert chain.result(PATIENCE) == 2
    ended: list[str] = []
    record: Any = AsynCallBack(on_success=lambda *_: ended.append("success"))
    operation = client_of(replying(WHOLE), dispatcher=RunsAndFails()).Completions.AsynCreate(
        lambda p: p.Model("m").Prompt("x"), record
    )
    wait_for_end(operation)
    assert ended == ["success"]


@at_each_post
@pytest.mark.parametrize("make", [SystemExit, KeyboardInterrupt])
def test_an_operation_ends_although_post_raises_what_ends_a_program(
    number: int, make: Callable[[], BaseException], client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "genai_py")
    caplog.set_level(logging.CRITICAL, "asyncio")
    client = client_of(replying(STREAM), dispatcher=Failing(number, make))
    record: AsynStreamCallBack[Any] = AsynStreamCallBack(
        on_start=lambda _: None, on_progress=lambda *_: None, on_success=lambda _: None, on_error=lambda *_: None
    )
    wait_for_end(client.Completions.AsynCreateStream(lambda p: p.Model("m").Prompt("x"), record))
    promise = client.Completions.AsyncAwaitCreateStream(
        lambda p: p.Model("m").Prompt("x"), AsynStreamCallBack(on_start=lambda _: None)
    )
    try:
        promise.result(PATIENCE)
    except BaseException as error:
        assert isinstance(error, (make, GenAICancelledError))  # type: ignore[arg-type]
