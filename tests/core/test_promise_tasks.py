"""Promises where asyncio takes coroutines: each of its ways to make a task of one, and to end it."""

from __future__ import annotations

import asyncio
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from faults.tcp_server import Do, Request, Script, TcpServer, json_reply
from processes import begin
from promises import PATIENCE, REJECTED, Deferred

from genai_py import GenAI, GenAICancelledError, GenAIFactory, Promise

ANSWER = json_reply({"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})


@pytest.fixture
def server() -> Iterator[TcpServer]:
    with TcpServer() as server:
        server.plays([ANSWER])
        yield server


@pytest.fixture
def client(server: TcpServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateLMSInstance(server.url, max_retries=0) as client:
        yield client


def ask(client: GenAI) -> Promise[Any]:
    return client.Completions.AsyncAwaitCreate(lambda p: p.Model("m").Prompt("x"))


async def by_create_task(promise: Promise[Any]) -> Any:
    return await asyncio.create_task(promise)  # type: ignore[arg-type]


async def by_named_task(promise: Promise[Any]) -> Any:
    task: asyncio.Task[Any] = asyncio.create_task(promise, name="asking")  # type: ignore[arg-type]
    assert task.get_name() == "asking"
    return await task


async def by_the_loop(promise: Promise[Any]) -> Any:
    return await asyncio.get_running_loop().create_task(promise)  # type: ignore[arg-type]


async def by_ensure_future(promise: Promise[Any]) -> Any:
    return await asyncio.ensure_future(promise)


async def by_gather(promise: Promise[Any]) -> Any:
    first, second = await asyncio.gather(promise, asyncio.sleep(0, "slept"))
    assert second == "slept"
    return first


async def by_wait_for(promise: Promise[Any]) -> Any:
    return await asyncio.wait_for(promise, PATIENCE)


async def by_shield(promise: Promise[Any]) -> Any:
    return await asyncio.shield(promise)


async def by_as_completed(promise: Promise[Any]) -> Any:
    (first,) = [await each for each in asyncio.as_completed([promise])]  # type: ignore[list-item]
    return first


async def by_wait(promise: Promise[Any]) -> Any:
    task: asyncio.Task[Any] = asyncio.create_task(promise)  # type: ignore[arg-type]
    done, pending = await asyncio.wait([task])
    assert not pending
    return done.pop().result()


WAYS = [
    by_create_task, by_named_task, by_the_loop, by_ensure_future, by_gather, by_wait_for, by_shield, by_as_completed,
    by_wait,
]  # fmt: skip

if sys.version_info >= (3, 11):

    async def by_task_group(promise: Promise[Any]) -> Any:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(promise)  # type: ignore[arg-type]
        return task.result()

    WAYS.append(by_task_group)

of_each_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@of_each_way
def test_a_promise_of_the_running_loop(way: Callable[..., Any], client: GenAI) -> None:
    async def main() -> Any:
        return await way(ask(client))

    assert asyncio.run(main()).id == "c"


@of_each_way
def test_a_promise_of_the_background_loop(way: Callable[..., Any], client: GenAI) -> None:
    promise = ask(client)

    async def main() -> Any:
        return await way(promise)

    assert asyncio.run(main()).id == "c"


@of_each_way
def test_a_promise_that_is_settled_already(way: Callable[..., Any]) -> None:
    async def main() -> Any:
        return await way(Promise.Resolved("value"))

    assert asyncio.run(main()) == "value"


@of_each_way
def test_a_chain(way: Callable[..., Any], client: GenAI) -> None:
    async def main() -> Any:
        return await way(ask(client).Then(lambda value: value.id).Finally(lambda: None))

    assert asyncio.run(main()) == "c"


@of_each_way
def test_a_rejection_is_raised(way: Callable[..., Any]) -> None:
    async def main() -> None:
        try:
            await way(Promise.Rejected(ValueError("no")))
        except ValueError as error:
            assert str(error) == "no"
            return
        except BaseException as group:
            assert [str(each) for each in group.exceptions] == ["no"]  # type: ignore[attr-defined]
            return
        raise AssertionError("nothing was raised")

    asyncio.run(main())


# shield, wait and as_completed leave the work alone when who waits for it is cancelled.
ENDING_THE_WORK = [way for way in WAYS if way not in (by_shield, by_wait, by_as_completed)]


@pytest.mark.parametrize("way", ENDING_THE_WORK, ids=lambda way: way.__name__)
def test_cancelling_the_task_cancels_the_work(way: Callable[..., Any], server: TcpServer, client: GenAI) -> None:
    server.plays([Do.STALL])

    async def main() -> Promise[Any]:
        promise = ask(client)
        task = asyncio.ensure_future(way(promise))
        await asyncio.to_thread(server.wait_for_requests, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(server.wait_until_left)
        return promise

    promise = asyncio.run(main())
    assert promise.State is REJECTED
    assert isinstance(promise.value, GenAICancelledError)


def test_asyncio_run_takes_a_promise(client: GenAI) -> None:
    assert asyncio.run(ask(client)).id == "c"  # type: ignore[arg-type]


def test_run_until_complete_takes_a_promise(client: GenAI) -> None:
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(ask(client)).id == "c"
    finally:
        loop.close()


def test_run_coroutine_threadsafe_takes_a_promise(client: GenAI) -> None:
    async def main() -> Any:
        loop = asyncio.get_running_loop()
        waiting: Any = asyncio.run_coroutine_threadsafe(ask(client), loop)  # type: ignore[arg-type]
        return await asyncio.to_thread(waiting.result, PATIENCE)

    assert asyncio.run(main()).id == "c"


def test_several_tasks_on_one_promise() -> None:
    async def main() -> list[Any]:
        pending = Deferred()
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(pending.promise) for _ in range(5)]  # type: ignore[arg-type]
        await asyncio.sleep(0)
        pending.resolve("value")
        return await asyncio.gather(*tasks)

    assert asyncio.run(main()) == ["value"] * 5


def test_several_tasks_of_several_loops_on_one_promise() -> None:
    pending = Deferred()
    got: list[Any] = []

    async def main() -> None:
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(pending.promise) for _ in range(3)]  # type: ignore[arg-type]
        await asyncio.sleep(0)
        waiting.release()
        got.extend(await asyncio.gather(*tasks))

    waiting = threading.Semaphore(0)
    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert waiting.acquire(timeout=PATIENCE)
    pending.resolve("value")
    for thread in threads:
        thread.join(PATIENCE)
    assert got == ["value"] * 9


def test_a_task_that_gives_up_takes_the_others_with_it() -> None:
    async def main() -> None:
        pending = Deferred()
        first, second = (asyncio.create_task(pending.promise) for _ in range(2))  # type: ignore[arg-type,var-annotated]
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        with pytest.raises(GenAICancelledError):
            await second

    asyncio.run(main())


def test_a_task_that_is_cancelled_before_its_first_step_leaves_no_complaint() -> None:
    async def main() -> None:
        pending = Deferred()
        task: asyncio.Task[Any] = asyncio.create_task(pending.promise)  # type: ignore[arg-type]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


@pytest.mark.parametrize("waiting", ["plainly", "pumping"])
@pytest.mark.parametrize("what", ["promise", "chain"])
def test_ctrl_c_in_result_cancels_the_work(what: str, waiting: str, server: TcpServer) -> None:
    left: list[bool] = []

    def answer(request: Request) -> Script:
        if request.connection == 0:
            return [Do.STALL]
        # The program goes on: that the first connection is closed is not the work of its end.
        left.append(server.wait_for(lambda: server.connections[0].over))
        return [ANSWER]

    server.answers(answer)
    source = """
    import sys
    from genai_py import GenAICancelledError, GenAIFactory, ManualDispatcher
    dispatcher = ManualDispatcher() if sys.argv[2] == "pumping" else None
    client = GenAIFactory.CreateLMSInstance(sys.argv[1], dispatcher=dispatcher)
    ask = lambda: client.Completions.AsyncAwaitCreate(lambda p: p.Model("m").Prompt("x"))
    promise = ask()
    chain = promise.Then(lambda value: value) if sys.argv[3] == "chain" else promise
    try:
        chain.result()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    try:
        promise.result(20)
    except GenAICancelledError as error:
        print(error, ask().result(20).id, flush=True)
    """
    program = begin("-c", textwrap.dedent(source), server.url, waiting, what)
    try:
        server.wait_for_requests(1)
        program.send_signal(signal.SIGINT)
        said, complained = program.communicate(timeout=30)
    finally:
        program.kill()
    assert (said, complained) == ("interrupted\naborted c\n", "")
    assert left == [True]


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_task_that_has_ended_leaves_nothing_in_the_promise(cancelled: bool) -> None:
    made: Promise[Any] = Promise()

    async def main() -> None:
        awaited: Any = made
        task: asyncio.Task[Any] = asyncio.create_task(awaited)
        await asyncio.sleep(0)
        if cancelled:
            task.cancel()
        else:
            made.resolve(1)
        await asyncio.wait([task])

    asyncio.run(main())
    assert made._driven == {}
