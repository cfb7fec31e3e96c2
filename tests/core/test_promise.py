"""Promises: chains, cancelling, and rejections that nobody handled."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import logging
import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st
from promises import FULFILLED, PATIENCE, PENDING, REJECTED, Deferred, awaited, outcome

from genai_py import (
    AsynchronousHelper,
    GenAICancelledError,
    GenAIException,
    LoopDispatcher,
    ManualDispatcher,
    Promise,
    PromiseState,
    ThreadDispatcher,
)


def test_a_state_has_the_name_of_the_original_too() -> None:
    assert (PromiseState.psPending, PromiseState.psFulfilled, PromiseState.psRejected) == tuple(PromiseState)
    assert Promise.Resolved(1).State is PromiseState.psFulfilled
    assert [state.name for state in PromiseState] == ["pending", "fulfilled", "rejected"]


def test_an_executor_is_called_at_once_and_settles_its_promise() -> None:
    assert Promise(lambda resolve, reject: resolve(5)).result() == 5
    error = ValueError("no")
    with pytest.raises(ValueError, match="no"):
        Promise(lambda resolve, reject: reject(error)).result()


def test_an_executor_that_fails_rejects() -> None:
    with pytest.raises(ZeroDivisionError):
        Promise(lambda resolve, reject: resolve(1 // 0)).result()


def test_state(pending: Deferred) -> None:
    assert pending.promise.State is PENDING
    pending.resolve(1)
    assert pending.promise.State is FULFILLED
    rejected = Promise.Rejected("no")
    assert rejected.State is REJECTED
    rejected.Cancel()
    with pytest.raises(GenAIException, match="no"):
        rejected.result()


def test_the_first_settlement_counts(pending: Deferred) -> None:
    pending.resolve(1)
    pending.resolve(2)
    pending.reject(ValueError())
    assert pending.promise.result() == 1


def test_a_value_may_be_a_promise_or_an_awaitable() -> None:
    async def five() -> int:
        return 5

    assert Promise.Resolved(Promise.Resolved(5)).result() == 5
    assert Promise.Resolved(five()).result(PATIENCE) == 5
    with pytest.raises(GenAIException, match="no"):
        Promise.Resolved(Promise.Rejected("no")).result()


def test_a_promise_cannot_wait_for_itself(pending: Deferred) -> None:
    pending.resolve(pending.promise)
    with pytest.raises(GenAIException, match="itself"):
        pending.promise.result()


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        ("said", GenAIException, "said"),
        (KeyError("k"), KeyError, "'k'"),
        (ValueError, ValueError, ""),
        (404, GenAIException, "404"),
    ],
)
def test_whatever_rejects_is_raised_as_an_exception(given: Any, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=f"^{text}$"):
        Promise.Rejected(given).result()


def test_resolved_and_rejected_call_their_procedure_first() -> None:
    calls: list[str] = []
    assert Promise.Resolved(1, lambda: calls.append("resolved")).result() == 1
    with pytest.raises(GenAIException):
        Promise.Rejected("no", lambda: calls.append("rejected")).result()
    assert calls == ["resolved", "rejected"]


def test_repr_says_the_state_and_where_the_promise_was_made() -> None:
    line = inspect.currentframe().f_lineno + 1  # type: ignore[union-attr]
    promise = Promise.Resolved(1)
    assert repr(promise) == f"<Promise fulfilled, made at {__file__}:{line}>"


def test_handlers_never_run_inside_then(pending: Deferred, manual: ManualDispatcher) -> None:
    calls: list[Any] = []
    pending.promise.Then(calls.append)
    pending.resolve(1)
    pending.promise.Then(calls.append)
    assert calls == []
    manual.Pump()
    assert calls == [1, 1]


async def _awaited_six(_: Any = None) -> int:
    return 6


async def _awaited_nothing(_: Any = None) -> None:
    return None


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (lambda value: value + 1, 6),
        (lambda value: None, 5),
        (lambda: 6, 6),
        (lambda: None, 5),
        (lambda value=9: value, 9),
        (lambda *values: values, (5,)),
        (lambda value: Promise.Resolved(6), 6),
        (lambda value: Promise.Resolved(None), 5),
        (_awaited_six, 6),
        (_awaited_nothing, 5),
        (lambda: _awaited_six(), 6),
        (functools.partial(lambda more, value: value + more, 1), 6),
        (str, "5"),
        ([].append, 5),
        (lambda value: False, False),
    ],
)
def test_what_a_handler_returns_is_the_next_value(handler: Any, expected: Any) -> None:
    assert Promise.Resolved(5).Then(handler).result(PATIENCE) == expected


def test_a_handler_that_raises_rejects_the_next(manual: ManualDispatcher) -> None:
    promise: Promise[int] = Promise(lambda resolve, _: resolve(0), dispatcher=manual)
    with pytest.raises(ZeroDivisionError):
        promise.Then(lambda value: 1 // value).result(PATIENCE)
    assert promise.result() == 0


def test_a_rejection_skips_the_handlers() -> None:
    calls: list[Any] = []
    state, error = outcome(Promise.Rejected("no").Then(calls.append).Then(lambda: calls.append(1)))
    assert (state, str(error), calls) == (REJECTED, "no", [])


def test_an_operation_made_by_a_handler_is_waited_for(pending: Deferred, manual: ManualDispatcher) -> None:
    second = Deferred(manual)
    chain = pending.promise.Then(lambda _: second.promise).Then(lambda value: value * 2)
    pending.resolve(1)
    manual.Pump()
    assert chain.State is PENDING
    second.resolve(21)
    assert chain.result(PATIENCE) == 42


def test_catch_hears_the_error_and_stays_rejected() -> None:
    heard: list[BaseException] = []
    error = ValueError("no")
    state, raised = outcome(Promise.Rejected(error).Catch(heard.append).Then(lambda: "not called"))
    assert (state, raised, heard) == (REJECTED, error, [error])
    assert outcome(Promise.Resolved(1).Catch(heard.append)) == (FULFILLED, 1)
    assert heard == [error]


def test_what_catch_returns_does_not_matter_and_what_it_raises_does() -> None:
    async def slowly(_: BaseException) -> str:
        return "heard"

    for handler in (lambda _: "value", lambda _: Promise.Resolved(1), slowly):
        assert str(outcome(Promise.Rejected("no").Catch(handler))[1]) == "no"
    for failing in (lambda _: 1 // 0, lambda _: Promise.Rejected(ZeroDivisionError())):
        assert isinstance(outcome(Promise.Rejected("no").Catch(failing))[1], ZeroDivisionError)


def test_recover_turns_a_rejection_into_a_value() -> None:
    async def slowly(error: BaseException) -> str:
        return f"{error}!"

    assert outcome(Promise.Rejected("no").Recover(str)) == (FULFILLED, "no")
    assert outcome(Promise.Rejected("no").Recover(slowly)) == (FULFILLED, "no!")
    assert outcome(Promise.Rejected("no").Recover(lambda _: Promise.Resolved(1))) == (FULFILLED, 1)
    # None is a value here: there is none before it that could go on.
    assert outcome(Promise.Rejected("no").Recover(lambda _: None)) == (FULFILLED, None)
    assert outcome(Promise.Resolved(1).Recover(str)) == (FULFILLED, 1)
    assert isinstance(outcome(Promise.Rejected("no").Recover(lambda _: 1 // 0))[1], ZeroDivisionError)


def test_finally_runs_either_way_and_changes_nothing() -> None:
    calls: list[str] = []
    assert outcome(Promise.Resolved(1).Finally(lambda: calls.append("resolved"))) == (FULFILLED, 1)
    error = ValueError()
    assert outcome(Promise.Rejected(error).Finally(lambda: calls.append("rejected"))) == (REJECTED, error)
    assert calls == ["resolved", "rejected"]
    assert outcome(Promise.Resolved(1).Finally(lambda: _awaited_six())) == (FULFILLED, 1)
    assert outcome(Promise.Rejected(error).Finally(lambda: Promise.Resolved(2))) == (REJECTED, error)


def test_finally_that_fails_rejects() -> None:
    assert isinstance(outcome(Promise.Resolved(1).Finally(lambda: 1 // 0))[1], ZeroDivisionError)
    failing = Promise.Rejected("no").Finally(lambda: Promise.Rejected(ZeroDivisionError()))
    assert isinstance(outcome(failing)[1], ZeroDivisionError)


class Failure(Exception):
    """An error of a chain; each is another."""


async def _later(value: Any) -> Any:
    return value


async def _fail_later(error: Failure) -> Any:
    raise error


class Model:
    """What a chain must amount to: a value, or an error that was heard by a Catch or was not; and the calls made."""

    def __init__(self) -> None:
        self.value: Any = 0
        self.error: Failure | None = None
        self.heard = False
        self.calls: list[str] = []

    def fail(self, error: Failure) -> None:
        self.value, self.error, self.heard = None, error, False


RETURNS = (
    "value",
    "nothing",
    "raises",
    "promise",
    "rejected",
    "coroutine",
    "failing coroutine",
    "empty coroutine",
)


def handler_result(kind: str, number: int) -> tuple[Callable[[], Any], Any, Failure | None]:
    """What a handler does, the value that stands for it (None: nothing new), and the error it ends with."""
    error = Failure(number)

    def fail() -> Any:
        raise error

    does: dict[str, tuple[Callable[[], Any], Any, Failure | None]] = {
        "value": (lambda: number, number, None),
        "nothing": (lambda: None, None, None),
        "raises": (fail, None, error),
        "promise": (lambda: Promise.Resolved(number), number, None),
        "rejected": (lambda: Promise.Rejected(error), None, error),
        "coroutine": (lambda: _later(number), number, None),
        "failing coroutine": (lambda: _fail_later(error), None, error),
        "empty coroutine": (lambda: _later(None), None, None),
    }
    return does[kind]


def extend(promise: Promise[Any], model: Model, link: str, kind: str, number: int) -> Promise[Any]:
    """The chain with one link more, and the model with what that link must do."""
    run, value, error = handler_result(kind, number)
    name = f"{link} {number}"

    def called(calls: list[str]) -> Any:
        calls.append(name)
        return run()

    was_rejected = model.error is not None
    if link == "Finally" or was_rejected == (link in ("Catch", "Recover")):
        model.calls.append(name)
        if error is not None:
            model.fail(error)
        elif link == "Catch":
            model.heard = True
        elif link == "Recover":
            model.value, model.error = value, None
        elif link == "Then" and value is not None:
            model.value = value
    calls = promise_calls
    if link == "Then":
        return promise.Then(lambda _: called(calls))
    if link == "Catch":
        return promise.Catch(lambda _: called(calls))
    if link == "Recover":
        return promise.Recover(lambda _: called(calls))
    return promise.Finally(lambda: called(calls))


promise_calls: list[str] = []
links = st.lists(
    st.tuples(st.sampled_from(["Then", "Catch", "Recover", "Finally"]), st.sampled_from(RETURNS)), max_size=8
)


@given(links, st.booleans())
def test_any_chain_ends_as_the_model_says(links: list[tuple[str, str]], settled_first: bool) -> None:
    promise_calls.clear()
    messages: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = messages.append  # type: ignore[assignment, method-assign]
    logger = logging.getLogger("genai_py")
    logger.addHandler(handler)
    try:
        start = Deferred(ManualDispatcher())
        if settled_first:
            start.resolve(0)
        model, chain = Model(), start.promise
        for number, (link, kind) in enumerate(links, 1):
            chain = extend(chain, model, link, kind, number)
        start.resolve(0)
        settled = threading.Event()
        chain.when_settled(settled.set)
        dispatcher: Any = chain._dispatcher
        assert dispatcher.PumpUntil(settled.is_set, PATIENCE)
        state, value = chain._state, chain._value
        del chain, start, dispatcher
    finally:
        logger.removeHandler(handler)
    assert (state, value) == ((FULFILLED, model.value) if model.error is None else (REJECTED, model.error))
    assert promise_calls == model.calls
    # A rejection that no Catch heard is logged once, any other never.
    unheard = [model.error] if model.error is not None and not model.heard else []
    assert [record.exc_info[1] for record in messages if record.exc_info] == unheard


@pytest.mark.parametrize("settle", ["resolve", "reject"])
def test_a_chain_may_be_very_long(settle: str, pending: Deferred, manual: ManualDispatcher) -> None:
    chain, length = pending.promise, 10_000
    for _ in range(length):
        chain = chain.Then(lambda value: value + 1)
    getattr(pending, settle)(0)
    assert manual.PumpUntil(lambda: chain.State is not PENDING, PATIENCE)
    assert outcome(chain)[0] is (FULFILLED if settle == "resolve" else REJECTED)


def test_a_long_chain_can_be_cancelled_at_its_end(pending: Deferred, manual: ManualDispatcher) -> None:
    chain = pending.promise
    for _ in range(10_000):
        chain = chain.Then(lambda value: value + 1)
    assert chain.Cancel()
    assert pending.promise.State is REJECTED
    assert manual.PumpUntil(lambda: chain.State is REJECTED, PATIENCE)


def test_a_long_chain_can_be_forgotten(pending: Deferred) -> None:
    chain = pending.promise
    for _ in range(10_000):
        chain = chain.Then(lambda value: value + 1)
    del chain
    pending.promise = Promise.Resolved(0)
    gc.collect()


def test_promises_may_follow_each_other_very_deeply(manual: ManualDispatcher) -> None:
    # A loop written with promises: each turn gives back the promise of the next.
    def turn(left: int) -> Promise[Any]:
        made = Deferred(manual)
        made.resolve(left)
        return made.promise.Then(lambda: turn(left - 1) if left else "end")

    loop = turn(5_000)
    assert manual.PumpUntil(lambda: loop.State is not PENDING, PATIENCE)
    assert loop.result() == "end"


def test_without_a_loop_and_a_dispatcher_handlers_run_on_a_thread_of_their_own() -> None:
    names: list[str] = []

    def program() -> None:
        names.append(Promise.Resolved(1).Then(lambda: threading.current_thread().name).result(PATIENCE))

    thread = threading.Thread(target=program)
    thread.start()
    thread.join(PATIENCE)
    assert names == ["genai_py-promises"]


def test_inside_a_loop_handlers_run_on_that_loop() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert await Promise.Resolved(1).Then(asyncio.get_running_loop) is loop
        # Also those that are added by another thread.
        settled = AsynchronousHelper.Delay(1)
        added = await loop.run_in_executor(None, lambda: settled.Then(asyncio.get_running_loop))
        assert await added is loop

    asyncio.run(main())


def test_handlers_added_after_their_loop_has_ended_run_all_the_same() -> None:
    async def main() -> Promise[Any]:
        promise = AsynchronousHelper.Delay(0)
        await promise
        return promise.Then(lambda: 1)

    async def on_that_loop() -> Promise[Any]:
        promise: Promise[Any] = Promise(
            lambda resolve, _: resolve(1), dispatcher=LoopDispatcher(asyncio.get_running_loop())
        )
        return promise

    for made in (main, on_that_loop):
        promise = asyncio.run(made())
        assert promise.Then(lambda: 2).result(PATIENCE) == 2


def test_a_dispatcher_that_refuses_rejects_the_chain() -> None:
    class Gone:
        def post(self, function: Callable[[], object]) -> None:
            raise RuntimeError("the window is closed")

    before = Deferred(Gone())
    after = [before.promise.Then(lambda: 1), before.promise.Then(lambda: 2)]
    before.resolve(0)
    for each in after:
        with pytest.raises(RuntimeError, match="the window is closed"):
            each.result(0)


def test_cancelling_the_task_that_awaits_cancels_the_work() -> None:
    async def main() -> None:
        cancelled = asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.sleep(PATIENCE)
            finally:
                cancelled.set()

        promise = Promise.Resolved(work())
        task = asyncio.create_task(awaited(promise))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(cancelled.wait(), PATIENCE)

    asyncio.run(main())


def test_cancel_rejects_and_says_whether_it_was_in_time(pending: Deferred) -> None:
    assert pending.promise.Cancel()
    with pytest.raises(GenAICancelledError, match="aborted"):
        pending.promise.result()
    assert not pending.promise.Cancel()
    assert not Promise.Resolved(1).Cancel()


def test_cancelling_the_end_of_a_chain_cancels_its_beginning(manual: ManualDispatcher) -> None:
    stopped: list[str] = []
    work: Promise[int] = Promise(dispatcher=manual, cancel=lambda: stopped.append("work"))
    chain = work.Then(lambda: stopped.append("not called")).Finally(lambda: stopped.append("cleaned up"))
    assert chain.Cancel()
    assert stopped == ["work"]
    work.reject(GenAICancelledError(0, "aborted"))
    with pytest.raises(GenAICancelledError):
        chain.result(PATIENCE)
    assert stopped == ["work", "cleaned up"]


def test_a_chain_cancelled_before_its_handlers_turn_does_not_run_it(
    pending: Deferred, manual: ManualDispatcher
) -> None:
    calls: list[int] = []
    chain = pending.promise.Then(calls.append)
    pending.resolve(1)
    assert chain.Cancel()
    manual.Pump()
    assert calls == []
    assert pending.promise.result() == 1


def test_cancelling_stops_what_a_handler_began(pending: Deferred, manual: ManualDispatcher) -> None:
    second = Deferred(manual)
    chain = pending.promise.Then(lambda: second.promise)
    pending.resolve(1)
    manual.Pump()
    assert chain.Cancel()
    assert second.promise.State is REJECTED
    assert isinstance(outcome(chain)[1], GenAICancelledError)


def test_cancelling_while_the_handler_runs_stops_what_it_gives_back(
    pending: Deferred, manual: ManualDispatcher
) -> None:
    second = Deferred(manual)
    chains: list[Promise[Any]] = []

    def cancel_and_go_on() -> Promise[Any]:
        chains[0].Cancel()
        return second.promise

    chains.append(pending.promise.Then(cancel_and_go_on))
    pending.resolve(1)
    manual.Pump()
    assert second.promise.State is REJECTED


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_coroutine_is_cancelled_at_any_moment_on_its_loop(turns: int) -> None:
    async def main() -> None:
        promise = AsynchronousHelper.Delay(PATIENCE * 1000)
        for _ in range(turns):
            await asyncio.sleep(0)
        # From a thread: a loop that sleeps must be woken for it.
        assert await asyncio.get_running_loop().run_in_executor(None, promise.Cancel)
        with pytest.raises(GenAICancelledError):
            await asyncio.wait_for(promise, PATIENCE)

    started = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - started < PATIENCE / 2


def test_a_coroutine_is_cancelled_at_once_before_it_began() -> None:
    async def main() -> None:
        promise = AsynchronousHelper.Delay(PATIENCE * 1000)
        promise.Cancel()
        with pytest.raises(GenAICancelledError):
            await asyncio.wait_for(promise, PATIENCE)

    asyncio.run(main())


def test_a_coroutine_is_cancelled_on_the_background_loop() -> None:
    promise = AsynchronousHelper.Delay(PATIENCE * 1000)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(PATIENCE)
    begun = threading.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(PATIENCE)

    promise = Promise.Resolved(work())
    assert begun.wait(PATIENCE)
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(PATIENCE)


def test_two_promises_that_wait_for_each_other_can_be_cancelled() -> None:
    first, second = Deferred(), Deferred()
    first.resolve(second.promise)
    second.resolve(first.promise)
    assert first.promise.Cancel()
    assert isinstance(outcome(second.promise)[1], GenAICancelledError)


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "genai_py"]


def test_a_rejection_that_nobody_handled_is_logged_once_with_its_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    line = inspect.currentframe().f_lineno + 1  # type: ignore[union-attr]
    Promise.Rejected("no such model")
    assert logged(caplog) == [
        f"a promise made at {__file__}:{line} was rejected and nobody handled it: no such model"
    ]
    assert caplog.records[0].levelno == logging.ERROR


def failing_handler(_: Any) -> Any:
    raise Failure("in the handler")


@pytest.mark.parametrize(
    "fail",
    [
        lambda start: start.Then(failing_handler),
        lambda start: start.Then(lambda: 1).Then(failing_handler).Then(lambda: 2).Finally(lambda: None),
        lambda start: start.Then(lambda: Promise.Rejected("no")).Catch(failing_handler),
        lambda start: start.Then(lambda: Promise.Rejected("no")).Recover(failing_handler),
        lambda start: start.Finally(lambda: failing_handler(1)),
        lambda start: start.Then(lambda: Promise(lambda resolve, reject: failing_handler(1))),
        lambda start: start.Then(lambda: _fail_later(Failure())),
        lambda start: [start.Then(failing_handler).Then(lambda: 1)],
    ],
)
def test_a_chain_that_fails_is_logged_once_without_waiting_for_the_garbage_collector(
    fail: Any, pending: Deferred, manual: ManualDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    gc.disable()
    try:
        fail(pending.promise)
        pending.resolve(1)
        assert manual.PumpUntil(lambda: bool(logged(caplog)), PATIENCE)
        manual.Pump()
    finally:
        gc.enable()
    (message,) = logged(caplog)
    assert re.match(
        rf"a promise made at {re.escape(__file__)}:\d+ was rejected and nobody handled it: ", message
    )
    assert caplog.records[0].exc_info is not None
    assert isinstance(caplog.records[0].exc_info[1], Failure)


def test_two_branches_of_one_rejection_are_one_rejection(
    pending: Deferred, manual: ManualDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    pending.promise.Then(lambda: 1)
    pending.promise.Then(lambda: 2).Then(lambda: 3)
    pending.reject("no")
    for _ in range(4):
        manual.Pump()
    assert len(logged(caplog)) == 1


async def _expect(promise: Promise[Any]) -> None:
    with pytest.raises(GenAIException):
        await promise


@pytest.mark.parametrize(
    "handle",
    [
        lambda promise: promise.Catch(lambda _: None),
        lambda promise: promise.Then(lambda: 1).Catch(lambda _: None).Then(lambda: 2).Finally(lambda: None),
        lambda promise: promise.Catch(lambda _: _awaited_six()).Finally(lambda: _awaited_six()),
        lambda promise: promise.Recover(lambda _: None),
        lambda promise: Promise.AllSettled([promise]),
        lambda promise: Promise.All([promise, Promise.Rejected("another")]).Catch(lambda _: None),
        lambda promise: Promise.Race([promise]).Catch(lambda _: None),
        lambda promise: Promise.Any([promise]).Catch(lambda _: None),
        lambda promise: Promise.Any([promise, Promise.Resolved(1)]),
        lambda promise: Promise.Resolved(promise).Catch(lambda _: None),
        lambda promise: outcome(promise.Then(lambda: 1)),
        lambda promise: asyncio.run(_expect(promise.Then(lambda: 1))),
    ],
)
def test_a_rejection_that_was_handled_is_not_logged(
    handle: Any, manual: ManualDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    rejected = Deferred(ThreadDispatcher())
    rejected.reject("no")
    handle(rejected.promise)
    dispatcher: Any = rejected.promise._dispatcher
    del rejected
    for _ in range(5):
        AsynchronousHelper.Delay(1).result(PATIENCE)
        turn = threading.Event()
        dispatcher.post(turn.set)
        assert turn.wait(PATIENCE)
    dispatcher.close()
    gc.collect()
    assert logged(caplog) == []


def test_what_was_cancelled_is_not_logged(
    pending: Deferred, manual: ManualDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    branch = pending.promise.Then(lambda: 1)
    pending.promise.Then(lambda: 2).Cancel()
    manual.Pump()
    manual.Pump()
    assert branch.State is REJECTED
    del branch
    Promise.Rejected(GenAICancelledError(0, "aborted"))
    gc.collect()
    assert logged(caplog) == []
