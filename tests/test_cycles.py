"""No operation leaves reference cycles: what a call used is freed when it ends, and not when the collector runs.

Every operation of every route is called in each of its forms against the recorded server.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import gc
import types
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from processes import begin
from resources.test_recorded_replies import CALLS, DOWNLOADS, PAGES, PARALLEL, STREAMS, route_of

from genai_py import AsynCallBack, AsynStreamCallBack, BundleParams, GenAI, GenAIException, GenAIFactory

Run = Callable[[Coroutine[Any, Any, Any]], Any]
PATIENCE = 30
WARM_UP, MEASURED = 2, 3


def once(calls: list[Any]) -> list[Any]:
    """One call of each operation."""
    return list({f"{route}.{name}": (route, name, *more) for route, name, *more in calls}.values())


# In a process of its own: what the server leaves to its collector is not counted.
SERVER = """
import sys, threading
sys.path.insert(0, "tests")
from recorded_server import RecordedServer
with RecordedServer() as server:
    print(server.url, flush=True)
    threading.Event().wait()
"""


@pytest.fixture(scope="module")
def client() -> Iterator[GenAI]:
    with begin("-c", SERVER) as server:
        assert server.stdout
        try:
            with GenAIFactory.CreateLMSInstance(server.stdout.readline().strip(), max_retries=0) as client:
                yield client
        finally:
            server.kill()


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs coroutines on one event loop."""
    loop = asyncio.new_event_loop()
    yield loop.run_until_complete
    loop.close()


@pytest.fixture(scope="module", autouse=True)
def only_new_objects() -> Iterator[None]:
    """The collector looks at what the tests here make, and not at what thousands of others have left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def left_by(call: Callable[[], Any]) -> dict[str, int]:
    """What calls leave to the garbage collector: how many objects of each kind."""
    for _ in range(WARM_UP):
        call()
    gc.collect()
    was_enabled = gc.isenabled()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for _ in range(MEASURED):
            call()
        gc.collect()
        return dict(collections.Counter(map(_kind, gc.garbage)).most_common())
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        if was_enabled:
            gc.enable()


def _kind(found: object) -> str:
    if isinstance(found, types.FrameType):
        return f"frame of {found.f_code.co_name} ({Path(found.f_code.co_filename).name}:{found.f_lineno})"
    if isinstance(found, (types.FunctionType, types.MethodType, types.CoroutineType)):
        return f"{type(found).__name__} {found.__qualname__}"
    if isinstance(found, type):
        return f"class {found.__module__}.{found.__qualname__}"
    if isinstance(found, BaseException):
        return repr(found)
    return type(found).__name__


def forms_of(
    route: Any, name: str, args: tuple[Any, ...], run: Run, error: type[BaseException] | None = None
) -> dict[str, Callable[[], Any]]:
    """Calls of an operation with one result, in each of its forms. Nothing of the result is kept.

    error: what the calls fail with, if they do.
    """
    expected = () if error is None else (error,)
    promised = getattr(route, f"AsyncAwait{name}")
    # A parallel run has no blocking form.
    blocking: Any
    blocking, asyn = (None, name) if name == "CreateParallel" else (getattr(route, name), f"Asyn{name}")
    ended: Queue[bool] = Queue()

    def blocks() -> None:
        with contextlib.suppress(*expected):
            blocking(*args)

    async def awaits() -> None:
        with contextlib.suppress(*expected):
            await promised(*args)

    def waits() -> None:
        with contextlib.suppress(*expected):
            promised(*args).result(PATIENCE)

    def waits_for_then() -> None:
        with contextlib.suppress(*expected):
            promised(*args).Then(lambda value: None).result(PATIENCE)

    def has_callbacks() -> None:
        record: AsynCallBack[Any] = AsynCallBack(
            on_success=lambda sender, value: ended.put(True), on_error=lambda sender, error: ended.put(False)
        )
        getattr(route, asyn)(*args, record)
        assert ended.get(timeout=PATIENCE) is (error is None)

    forms: dict[str, Callable[[], Any]] = {} if blocking is None else {"blocking": blocks}
    return {
        **forms,
        "awaited": lambda: run(awaits()),
        "promise": waits,
        "then": waits_for_then,
        "callbacks": has_callbacks,
    }


def check(forms: dict[str, Callable[[], Any]]) -> None:
    left = {form: left_by(call) for form, call in forms.items()}
    offenders = [f"{form}: {number} x {kind}" for form, kinds in left.items() for kind, number in kinds.items()]
    assert not offenders, "\n".join(["left to the garbage collector:", *offenders])


@pytest.mark.parametrize(("route", "name", "args"), once(CALLS))
def test_an_operation_with_one_result(client: GenAI, run: Run, route: str, name: str, args: tuple[Any, ...]) -> None:
    check(forms_of(route_of(client, route), name, args, run))


@pytest.mark.parametrize("operation", sorted(PARALLEL))
def test_a_parallel_run(client: GenAI, run: Run, operation: str) -> None:
    def prompts(params: BundleParams) -> None:
        params.Prompts(["a", "b", "c"]).Concurrency(2)

    route, _, name = operation.partition(".")
    check(forms_of(route_of(client, route), name, (prompts,), run))


@pytest.mark.parametrize(("route", "name", "args"), once(DOWNLOADS))
def test_a_download(
    client: GenAI, run: Run, route: str, name: str, args: tuple[Any, ...], tmp_path: Path
) -> None:
    check(forms_of(route_of(client, route), name, (*args, tmp_path / "file"), run))


@pytest.mark.parametrize(("route", "name", "args"), once(PAGES))
def test_all_pages(client: GenAI, run: Run, route: str, name: str, args: tuple[Any, ...]) -> None:
    all_pages = getattr(route_of(client, route), name)

    def blocking() -> None:
        for _ in all_pages(*args):
            pass

    async def awaited() -> None:
        async for _ in all_pages(*args):
            pass

    check({"for": blocking, "async for": lambda: run(awaited())})


@pytest.mark.parametrize(("route", "name", "iterated", "args"), once(STREAMS))
def test_a_stream(
    client: GenAI, run: Run, route: str, name: str, iterated: str, args: tuple[Any, ...]
) -> None:
    streams = route_of(client, route)
    ended: Queue[bool] = Queue()

    def with_callbacks() -> None:
        record: AsynStreamCallBack[Any] = AsynStreamCallBack(
            on_progress=lambda sender, chunk: None,
            on_success=lambda sender: ended.put(True),
            on_error=lambda sender, error: ended.put(False),
        )
        getattr(streams, f"Asyn{name}")(*args, record)
        assert ended.get(timeout=PATIENCE)

    def blocking() -> None:
        with getattr(streams, iterated)(*args) as stream:
            for _ in stream:
                pass

    async def awaited() -> None:
        async with getattr(streams, iterated)(*args) as stream:
            async for _ in stream:
                pass

    async def awaited_promise() -> None:
        await getattr(streams, f"AsyncAwait{name}")(*args)

    check(
        {
            "event": lambda: getattr(streams, name)(*args, lambda chunk, is_done, cancel: None) and None,
            "for": blocking,
            "async for": lambda: run(awaited()),
            "awaited": lambda: run(awaited_promise()),
            "promise": lambda: getattr(streams, f"AsyncAwait{name}")(*args).result(PATIENCE) and None,
            "callbacks": with_callbacks,
        }
    )


@pytest.mark.parametrize(
    ("route", "name", "args", "error"),
    [
        ("Models", "Retrieve", ("",), ValueError),
        ("Chat", "Create", (lambda p: p.Model(5),), TypeError),
        ("Chat", "Create", (lambda p: p.Model("m"),), GenAIException),
    ],
    ids=["an empty id", "a wrong value", "refused by the server"],
)
def test_a_call_that_fails(
    client: GenAI, run: Run, route: str, name: str, args: tuple[Any, ...], error: type[BaseException]
) -> None:
    check(forms_of(route_of(client, route), name, args, run, error))


def test_a_cycle_would_be_found() -> None:
    def fail() -> None:
        try:
            raise ValueError("kept by the frame of its traceback")
        except ValueError as error:
            kept = error
            assert kept

    left = left_by(fail)
    assert left["ValueError('kept by the frame of its traceback')"] == MEASURED
    assert any(kind.startswith("frame of fail (test_cycles.py:") for kind in left)
