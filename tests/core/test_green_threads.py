"""Greenlets instead of threads: the first call says so, and what to do, instead of waiting for ever."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from promises import PATIENCE
from scripted_http import replying

from genai_py import AsynCallBack, GenAI, GenAIAPIException, Promise
from genai_py.core.running import background

WHOLE = replying(b'{"id": "c", "choices": []}')


def gevent(*, patched: bool, replaced: str = "threading") -> tuple[str, ModuleType]:
    module: Any = ModuleType("gevent.monkey")
    module.is_module_patched = lambda name: name == (replaced if patched else "socket")
    return "gevent.monkey", module


def eventlet(*, patched: bool) -> tuple[str, ModuleType]:
    module: Any = ModuleType("eventlet.patcher")
    module.is_monkey_patched = lambda name: patched and name == "thread"
    return "eventlet.patcher", module


def build(params: Any) -> Any:
    return params.Model("m").Prompt("x")


def awaited_in_the_loop(client: GenAI) -> Any:
    async def main() -> Any:
        return await client.Completions.AsyncAwaitCreate(build)

    return asyncio.run(main())


FORMS: dict[str, Callable[[GenAI], Any]] = {
    "blocking": lambda client: client.Completions.Create(build),
    "callbacks": lambda client: client.Completions.AsynCreate(build, AsynCallBack()),
    "promise": lambda client: client.Completions.AsyncAwaitCreate(build).result(PATIENCE),
    "stream": lambda client: list(client.Completions.Stream(build)),
    "by hand": lambda client: client.API.Get("models"),
}
of_each_library = pytest.mark.parametrize("library", [gevent, eventlet], ids=lambda library: library.__name__)
of_each_form = pytest.mark.parametrize("call", FORMS.values(), ids=FORMS)


@pytest.fixture(autouse=True)
def no_loop_yet() -> None:
    """The check is made when the background loop starts."""
    background.stop_background_loops()


@of_each_library
@of_each_form
def test_the_first_call_says_what_to_do(
    call: Callable[[GenAI], Any], library: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module = library(patched=True)
    monkeypatch.setitem(sys.modules, name, module)
    client = client_of(WHOLE)
    for _ in range(2):
        with pytest.raises(GenAIAPIException, match=rf"{library.__name__} has replaced thread.*thread=False"):
            call(client)


@pytest.mark.parametrize("replaced", ["threading", "select", "queue"])
def test_each_module_that_a_loop_on_a_thread_needs_is_named(
    replaced: str, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module = gevent(patched=True, replaced=replaced)
    monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(GenAIAPIException, match=rf"gevent has replaced {replaced} .*, select=False, queue=False"):
        FORMS["blocking"](client_of(WHOLE))


@of_each_library
@of_each_form
def test_where_the_threads_were_left_alone_calls_work(
    call: Callable[[GenAI], Any], library: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module = library(patched=False)
    monkeypatch.setitem(sys.modules, name, module)
    streamed = replying(b'data: {"id": "c", "choices": []}\n\ndata: [DONE]\n\n')
    call(client_of(streamed if call is FORMS["stream"] else WHOLE))


@of_each_library
def test_inside_a_loop_no_thread_is_needed(
    library: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module = library(patched=True)
    monkeypatch.setitem(sys.modules, name, module)
    assert awaited_in_the_loop(client_of(WHOLE)).id == "c"


@of_each_library
def test_a_promise_that_follows_a_coroutine_says_so_too(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    name, module = library(patched=True)
    monkeypatch.setitem(sys.modules, name, module)
    coroutine = asyncio.sleep(0)
    with pytest.raises(GenAIAPIException, match="thread=False"):
        Promise.Resolved(coroutine)
    coroutine.close()


@of_each_library
def test_once_the_threads_are_real_the_client_works(
    library: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module = library(patched=True)
    client = client_of(WHOLE)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, name, module)
        with pytest.raises(GenAIAPIException):
            FORMS["blocking"](client)
    assert FORMS["blocking"](client).id == "c"
