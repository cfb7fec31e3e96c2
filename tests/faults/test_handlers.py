"""Handlers: which are called, in which order, on which thread, and what they may do."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genai_py import FromUser
from genai_py.client import GenAI
from genai_py.core.errors import GenAICancelledError, GenAIException, GenAIServerError
from genai_py.core.running.callbacks import (
    AsynCallBack,
    AsynStreamCallBack,
    PromiseCallBack,
    PromiseStreamCallBack,
)
from genai_py.core.running.dispatchers import ManualDispatcher

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import DONE, STREAM_END, STREAM_HEAD, Do, Script, TcpServer, error_reply, json_reply, piece
from .ways import CREATE, ENDS, STREAM, Operation, Outcome, Way, recorder

LONG_STREAM: Script = [
    STREAM_HEAD,
    *[piece(str(number % 10)) for number in range(500)],
    piece("", "stop"),
    DONE,
    STREAM_END,
]
ENDINGS: dict[str, tuple[Operation, Script, str]] = {
    "a reply": (CREATE, [json_reply({"id": "c"})], "on_success"),
    "an error": (CREATE, [error_reply(400)], "on_error"),
    "a reset": (CREATE, [Do.RESET], "on_error"),
    "a stream": (STREAM, LONG_STREAM, "on_success"),
    "a stream that breaks": (STREAM, [*LONG_STREAM[:300], Do.RESET], "on_error"),
    "a stream that is refused": (STREAM, [error_reply(500)], "on_error"),
}
of_each_ending = pytest.mark.parametrize(("operation", "script", "end"), ENDINGS.values(), ids=ENDINGS)


def kind_of(operation: Operation) -> Any:
    return AsynStreamCallBack if operation is STREAM else AsynCallBack


@pytest.fixture(params=["in a thread", "in a loop"])
def run(request: pytest.FixtureRequest) -> Callable[..., Outcome]:
    """Make a call with callbacks, wait for its end, and give what happened. ``change`` gets the record before."""

    def in_thread(
        client: GenAI, operation: Operation, change: Callable[[Any], Any] = lambda _: None
    ) -> Outcome:
        outcome, ended = Outcome(), threading.Event()
        record = recorder(kind_of(operation), outcome, ended.set)
        change(record)
        operation.form(client, "Asyn")(record)
        assert ended.wait(5), outcome.calls
        return outcome

    def in_loop(
        client: GenAI, operation: Operation, change: Callable[[Any], Any] = lambda _: None
    ) -> Outcome:
        async def main() -> Outcome:
            outcome, ended = Outcome(), asyncio.Event()
            record = recorder(kind_of(operation), outcome, ended.set)
            change(record)
            operation.form(client, "Asyn")(record)
            await asyncio.wait_for(ended.wait(), 5)
            return outcome

        return asyncio.run(main())

    return in_thread if request.param == "in a thread" else in_loop


Run = Callable[..., Outcome]


@of_each_ending
def test_one_start_all_progress_in_order_and_one_end(
    operation: Operation, script: Script, end: str, run: Run, server: TcpServer, client: GenAI
) -> None:
    server.plays(script)
    outcome = run(client.WithOptions(max_retries=0), operation)
    client.Close()
    assert outcome.check().calls[-1] == end
    assert sum(name in ENDS for name in outcome.calls) == 1
    assert outcome.text == "".join(str(number % 10) for number in range(len(outcome.text)))
    if end == "on_success" and operation is STREAM:
        assert len(outcome.text) == 500
        assert outcome.calls.count("on_progress") == 501


@of_each_ending
def test_handlers_that_raise_are_logged_and_break_nothing(
    operation: Operation,
    script: Script,
    end: str,
    run: Run,
    server: TcpServer,
    client: GenAI,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def change(record: Any) -> None:
        for name in ("on_start", "on_progress", "on_success", "on_error"):
            setattr(record, name, raising(getattr(record, name)))

    def raising(handler: Callable[..., Any]) -> Callable[..., Any]:
        def handle(*args: Any) -> None:
            handler(*args)
            raise ZeroDivisionError("of the handler")

        return handle

    server.plays(script)
    outcome = run(client.WithOptions(max_retries=0), operation, change)
    client.Close()
    assert outcome.check().calls[-1] == end
    logged = [
        record for record in caplog.records if record.exc_info and record.exc_info[0] is ZeroDivisionError
    ]
    assert len(logged) == len(outcome.calls)
    assert {record.name for record in logged} == {"genai_py"}


@of_each_ending
def test_handlers_may_be_asynchronous(
    operation: Operation, script: Script, end: str, run: Run, server: TcpServer, client: GenAI
) -> None:
    """Each one ends before the next one begins."""
    running: list[str] = []

    def slowly(handler: Callable[..., Any]) -> Callable[..., Any]:
        async def handle(*args: Any) -> None:
            assert running == []
            running.append("a handler")
            await asyncio.sleep(0)
            running.clear()
            handler(*args)

        return handle

    def change(record: Any) -> None:
        for name in ("on_start", "on_progress", "on_success", "on_error"):
            setattr(record, name, slowly(getattr(record, name)))

    server.plays(script)
    outcome = run(client.WithOptions(max_retries=0), operation, change)
    assert outcome.check().calls[-1] == end


def test_asynchronous_handlers_that_raise_are_logged(
    run: Run, server: TcpServer, client: GenAI, caplog: pytest.LogCaptureFixture
) -> None:
    async def on_start(_: Any) -> None:
        raise ZeroDivisionError

    server.plays([json_reply({"id": "c"})])
    assert run(client, CREATE, lambda record: setattr(record, "on_start", on_start)).value.id == "c"
    assert "ZeroDivisionError" in caplog.text


def test_an_asynchronous_last_handler_is_waited_for_by_its_promise(server: TcpServer, client: GenAI) -> None:
    async def on_error(_: Any, __: Any) -> str:
        await asyncio.sleep(0.01)
        return "put in other words"

    server.plays([error_reply(400)])
    waits: list[Callable[[], Any]] = [
        lambda: CREATE.form(client, "AsyncAwait")(PromiseCallBack(on_error=on_error)).result(5),
        lambda: asyncio.run(
            awaited(lambda: CREATE.form(client, "AsyncAwait")(PromiseCallBack(on_error=on_error)))
        ),
    ]
    for wait in waits:
        with pytest.raises(GenAIException, match="^put in other words$"):
            wait()


async def awaited(make: Callable[[], Any]) -> Any:
    return await make()


@pytest.mark.parametrize("ending", [SystemExit, KeyboardInterrupt])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["plain", "async"])
def test_what_ends_a_program_ends_nothing_on_the_librarys_threads(
    ending: type[BaseException],
    asynchronous: bool,
    server: TcpServer,
    client: GenAI,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As with threads in general: sys.exit() there does not end the program."""

    def plain(_: Any, *__: Any) -> None:
        raise ending

    async def async_(_: Any, *__: Any) -> None:
        raise ending

    server.plays(LONG_STREAM)
    handler = async_ if asynchronous else plain
    for name in ("on_start", "on_progress", "on_success"):
        handlers: dict[str, Any] = {name: handler}
        record: Any = PromiseStreamCallBack(**handlers)
        assert len(STREAM.form(client, "AsyncAwait")(record).result(5)) == 500
    assert STREAM.form(client, "AsyncAwait")().result(5)
    assert ending.__name__ in caplog.text


def test_on_do_cancel_that_raises_cancels_nothing(
    run: Run, server: TcpServer, client: GenAI, caplog: pytest.LogCaptureFixture
) -> None:
    def ask() -> bool:
        raise ZeroDivisionError

    server.plays(LONG_STREAM)
    outcome = run(client, STREAM, lambda record: setattr(record, "on_do_cancel", ask))
    assert outcome.calls[-1] == "on_success"
    assert "ZeroDivisionError" in caplog.text


def test_on_do_cancel_may_be_asynchronous(run: Run, server: TcpServer, client: GenAI) -> None:
    async def never() -> bool:
        return False

    async def always() -> bool:
        return True

    server.plays(LONG_STREAM)
    assert run(client, STREAM, lambda record: setattr(record, "on_do_cancel", never)).calls[-1] == "on_success"
    server.plays([*LONG_STREAM[:300], Do.STALL])
    assert run(client, STREAM, lambda record: setattr(record, "on_do_cancel", always)).calls[-1] == "on_cancel"


def test_the_event_of_a_blocking_stream_may_be_asynchronous(server: TcpServer, client: GenAI) -> None:
    seen: list[object] = []

    async def event(chunk: Any, is_done: bool, cancel: Any) -> None:
        await asyncio.sleep(0)
        seen.append(chunk)
        if len(seen) == 20:
            cancel.set()

    server.plays(LONG_STREAM)
    assert not client.Chat.CreateStream(lambda p: p.Model("m").Messages([FromUser("hello")]), event)
    assert len(seen) == 20


def test_callbacks_of_calls_from_a_thread_run_on_one_callback_thread(
    server: TcpServer, client: GenAI
) -> None:
    threads: set[str] = set()
    server.plays(LONG_STREAM)

    def note(*_: Any) -> None:
        threads.add(threading.current_thread().name)

    for _ in range(3):
        STREAM.form(client, "AsyncAwait")(
            PromiseStreamCallBack(on_start=note, on_progress=note, on_success=note)
        ).result(5)
    assert threads == {"genai_py-callbacks"}


def test_callbacks_of_calls_in_a_loop_run_on_that_loop(server: TcpServer, client: GenAI) -> None:
    threads: set[threading.Thread] = set()
    server.plays(LONG_STREAM)

    def note(*_: Any) -> None:
        asyncio.get_running_loop()
        threads.add(threading.current_thread())

    async def main() -> None:
        await STREAM.form(client, "AsyncAwait")(
            PromiseStreamCallBack(on_start=note, on_progress=note, on_success=note)
        )

    asyncio.run(main())
    assert threads == {threading.current_thread()}


def test_handlers_see_the_context_variables_of_the_call(server: TcpServer, client: GenAI) -> None:
    """Also those of calls that begin in the same turn of the loop, and are awaited later or not at all."""
    user: contextvars.ContextVar[str] = contextvars.ContextVar("user")
    seen: dict[str, str] = {}
    server.plays([json_reply({"id": "c"})])

    async def ask(name: str) -> Any:
        user.set(name)

        def note(*_: Any) -> None:
            seen[name] = user.get()

        return [CREATE.form(client, "AsyncAwait")(PromiseCallBack(on_success=note))]

    async def main() -> None:
        tasks = [asyncio.create_task(ask(name)) for name in ("Ada", "Bob", "Cleo")]
        for [promise] in await asyncio.gather(*tasks):
            await promise

    asyncio.run(main())
    assert seen == {"Ada": "Ada", "Bob": "Bob", "Cleo": "Cleo"}


def test_a_slow_handler_stalls_no_other_call(server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({"id": "c"})])
    entered, leave = threading.Event(), threading.Event()

    def slow(*_: Any) -> None:
        entered.set()
        assert leave.wait(5)

    first = CREATE.form(client, "AsyncAwait")(PromiseCallBack(on_success=slow))
    assert entered.wait(5)
    try:
        assert CREATE.form(client, "AsyncAwait")().result(2).id == "c"
        assert CREATE.form(client, "")().id == "c"
    finally:
        leave.set()
    assert first.result(5).id == "c"


def test_a_slow_handler_slows_the_server_down_and_not_the_memory_up(server: TcpServer, client: GenAI) -> None:
    """The client reads no more than its handlers can take."""
    server.plays([STREAM_HEAD, *[piece("x" * 100_000)] * 1000, piece("", "stop"), DONE, STREAM_END])
    entered, leave = threading.Event(), threading.Event()

    def slow(*_: Any) -> None:
        entered.set()
        leave.wait(5)

    promise = STREAM.form(client, "AsyncAwait")(PromiseStreamCallBack(on_progress=slow))
    assert entered.wait(5)
    time.sleep(0.2)
    assert server.connections[0].sent < 20_000_000
    leave.set()
    assert len(promise.result(10)) == 100_000_000


@pytest.fixture
def manual(server: TcpServer) -> Iterator[tuple[GenAI, ManualDispatcher]]:
    dispatcher = ManualDispatcher()
    client = client_of(server.url, dispatcher=dispatcher)
    yield client, dispatcher
    client.Close()
    assert_nothing_is_left(server)


@of_each_ending
def test_nothing_runs_until_it_is_pumped(
    operation: Operation, script: Script, end: str, server: TcpServer, manual: tuple[GenAI, ManualDispatcher]
) -> None:
    client, dispatcher = manual
    server.plays(script)
    outcome, threads = Outcome(), set()
    record = recorder(kind_of(operation), outcome, lambda: threads.add(threading.current_thread()))
    handle = operation.form(client.WithOptions(max_retries=0), "Asyn")(record)
    server.wait_for_requests(1)
    if operation is CREATE:
        deadline = time.monotonic() + 5
        while not handle.Finished and time.monotonic() < deadline:
            time.sleep(0.002)
        assert handle.Finished
    assert outcome.calls == []
    assert dispatcher.PumpUntil(lambda: outcome.calls[-1:] == [end], 5), outcome.calls
    outcome.check()
    assert threads == {threading.current_thread()}
    assert dispatcher.Pump() == 0


def test_waiting_for_a_promise_pumps(server: TcpServer, manual: tuple[GenAI, ManualDispatcher]) -> None:
    client, _ = manual
    server.plays(LONG_STREAM)
    outcome = Outcome()
    promise = STREAM.form(client, "AsyncAwait")(recorder(PromiseStreamCallBack, outcome, lambda: None))
    assert len(promise.Then(lambda text: text + "!").result(5)) == 501
    assert outcome.check().calls[-1] == "on_success"


def test_a_chosen_dispatcher_is_used_in_a_loop_too(
    server: TcpServer, manual: tuple[GenAI, ManualDispatcher]
) -> None:
    client, dispatcher = manual
    server.plays(LONG_STREAM)
    outcome = Outcome()

    async def main() -> None:
        promise = STREAM.form(client, "AsyncAwait")(recorder(PromiseStreamCallBack, outcome, lambda: None))
        while not outcome.calls or outcome.calls[-1] not in ENDS:
            await asyncio.sleep(0.001)
            before = len(outcome.calls)
            assert before == len(outcome.calls)
            dispatcher.Pump()
        await promise

    asyncio.run(main())
    outcome.check()


def test_a_call_may_have_a_dispatcher_of_its_own(server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({"id": "c"})])
    dispatcher = ManualDispatcher()
    outcome, ended = Outcome(), threading.Event()
    CREATE.form(client.WithOptions(dispatcher=dispatcher), "Asyn")(
        recorder(AsynCallBack, outcome, lambda: None)
    )
    other = Outcome()
    CREATE.form(client, "Asyn")(recorder(AsynCallBack, other, ended.set))
    assert ended.wait(5)
    assert (outcome.calls, other.calls) == ([], ["on_start", "on_success"])
    assert dispatcher.PumpUntil(lambda: "on_success" in outcome.calls, 5)


@pytest.mark.timing
def test_a_dispatcher_that_nobody_pumps_keeps_nothing_from_its_end(server: TcpServer) -> None:
    server.plays([json_reply({"id": "c"})])
    dispatcher = ManualDispatcher()
    outcomes = [Outcome() for _ in range(3)]
    client = client_of(server.url, dispatcher=dispatcher)
    CREATE.form(client, "Asyn")(recorder(AsynCallBack, outcomes[0], lambda: None))
    server.wait_for_requests(1)

    async def main() -> None:
        CREATE.form(client, "Asyn")(recorder(AsynCallBack, outcomes[1], lambda: None))
        await asyncio.to_thread(server.wait_for_requests, 2)

    began = time.monotonic()
    asyncio.run(main())
    server.plays([Do.STALL])
    CREATE.form(client, "Asyn")(recorder(AsynCallBack, outcomes[2], lambda: None))
    server.wait_for_requests(3)
    client.Close()
    assert time.monotonic() - began < 1
    assert_nothing_is_left(server)
    assert [outcome.calls for outcome in outcomes] == [[]] * 3
    dispatcher.Pump()
    for outcome in outcomes:
        assert outcome.check().calls[0] == "on_start"
    assert outcomes[2].calls == ["on_start", "on_cancel"]


def test_a_promise_whose_callbacks_wait_for_a_pump_is_settled_by_it(
    server: TcpServer, manual: tuple[GenAI, ManualDispatcher]
) -> None:
    client, dispatcher = manual
    server.plays([error_reply(500)])
    promise = CREATE.form(client.WithOptions(max_retries=0), "AsyncAwait")(
        PromiseCallBack(on_error=lambda _, error: f"told: {error}")
    )
    assert dispatcher.PumpUntil(lambda: promise.State.value != "pending", 5)
    with pytest.raises(GenAIServerError, match="^told: error 500"):
        promise.result(0)


def test_handlers_may_call_again(server: TcpServer, client: GenAI) -> None:
    server.plays([json_reply({"id": "c"})])
    ended = threading.Event()

    def again(left: int) -> Callable[..., Any]:
        def on_success(_: Any, __: Any) -> None:
            if left:
                CREATE.form(client, "Asyn")(AsynCallBack(on_success=again(left - 1)))
            else:
                ended.set()

        return on_success

    CREATE.form(client, "Asyn")(AsynCallBack(on_success=again(20)))
    assert ended.wait(5)
    assert len(server.requests) == 21


@pytest.mark.parametrize("name", ["on_start", "on_success"])
def test_handlers_may_close_the_client(name: str, server: TcpServer) -> None:
    server.plays([json_reply({"id": "c"})])
    client = client_of(server.url)
    outcome, closed = Outcome(), threading.Event()
    record = recorder(AsynCallBack, outcome, lambda: None)
    handler = getattr(record, name)

    def close(*args: Any) -> None:
        handler(*args)
        client.Close()
        closed.set()

    setattr(record, name, close)
    CREATE.form(client, "Asyn")(record)
    assert closed.wait(2)
    assert_nothing_is_left(server)
    assert outcome.calls[-1] in ENDS


@pytest.mark.parametrize("how", ["Close", "CloseAsync"])
def test_asynchronous_handlers_may_close_the_client(how: str, server: TcpServer) -> None:
    server.plays([json_reply({"id": "c"})])
    client = client_of(server.url)
    closed = threading.Event()

    async def on_success(_: Any, __: Any) -> None:
        if how == "Close":
            client.Close()
        else:
            await client.CloseAsync()
        await asyncio.sleep(0.01)
        closed.set()

    CREATE.form(client, "Asyn")(AsynCallBack(on_success=on_success))
    assert closed.wait(2)
    assert_nothing_is_left(server)


def test_the_end_of_a_loop_is_heard_by_asynchronous_handlers(server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL])
    calls: list[str] = []

    async def on_cancel(_: Any) -> None:
        await asyncio.sleep(0.01)
        calls.append("on_cancel")

    async def main() -> None:
        CREATE.form(client, "Asyn")(AsynCallBack(on_cancel=on_cancel))
        await asyncio.to_thread(server.wait_for_requests, 1)

    asyncio.run(main())
    assert calls == ["on_cancel"]


def test_close_waits_for_asynchronous_handlers_to_hear_of_it(server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL])
    calls: list[str] = []

    async def on_cancel(_: Any) -> None:
        await asyncio.sleep(0.01)
        calls.append("on_cancel")

    CREATE.form(client, "Asyn")(AsynCallBack(on_cancel=on_cancel))
    server.wait_for_requests(1)
    client.Close()
    assert calls == ["on_cancel"]


def test_a_failure_without_on_error_is_logged(
    server: TcpServer, client: GenAI, caplog: pytest.LogCaptureFixture
) -> None:
    server.plays([error_reply(400, "not this way")])
    handle = CREATE.form(client, "Asyn")()
    deadline = time.monotonic() + 5
    while "not this way" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.002)
    assert handle.Finished
    assert [record.levelno for record in caplog.records if "not this way" in record.message] == [
        logging.ERROR
    ]


def test_a_cancellation_without_on_cancel_is_not(
    server: TcpServer, client: GenAI, caplog: pytest.LogCaptureFixture
) -> None:
    server.plays([Do.STALL])
    CREATE.form(client, "Asyn")()
    CREATE.form(client, "AsyncAwait")()
    server.wait_for_requests(2)
    client.Close()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_promise_of_the_background_loop_can_be_awaited_on_any_loop(
    server: TcpServer, client: GenAI
) -> None:
    server.plays([json_reply({"id": "c"})])
    promise = CREATE.form(client, "AsyncAwait")()

    async def main() -> str:
        return str((await promise).id)

    assert [asyncio.run(main()) for _ in range(3)] == ["c"] * 3


@pytest.mark.timing
def test_waiting_with_a_timeout_ends_in_time(server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL])
    promise = CREATE.form(client, "AsyncAwait")()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        promise.result(0.05)
    assert time.monotonic() - began < 0.5
    promise.Cancel()
    with pytest.raises(GenAICancelledError):
        promise.result(5)


def test_all_ways_work_one_after_the_other_with_one_client(
    way: Way, server: TcpServer, client: GenAI
) -> None:
    server.plays(LONG_STREAM if way.streamed else [json_reply({"id": "c", "choices": []})])
    for _ in range(3):
        assert way.run(client).error is None


if sys.version_info >= (3, 11):

    def test_cancelling_a_promise_that_a_task_awaits_does_not_cancel_the_task(
        server: TcpServer, client: GenAI
    ) -> None:
        server.plays([Do.STALL])

        async def main() -> int:
            promise = CREATE.form(client, "AsyncAwait")()
            asyncio.get_running_loop().call_later(0.02, promise.Cancel)
            with pytest.raises(GenAICancelledError):
                await promise
            task = asyncio.current_task()
            assert task is not None
            return task.cancelling()

        assert asyncio.run(main()) == 0
