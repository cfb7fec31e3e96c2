"""``Promise(executor)``, the idiom of larger Delphi programs: its handlers run where it was made or resolved."""

from __future__ import annotations

import asyncio
import textwrap
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from processes import python
from promises import PATIENCE, Deferred
from scripted_http import replying
from stand_in import StandIn

from genai_py import AsynCallBack, GenAI, ManualDispatcher, Promise

WHOLE = replying(b'{"id": "c", "choices": [{"index": 0, "text": "Hello."}]}')


def by_callbacks(client: GenAI) -> Promise[Any]:
    """A promise made by hand of an operation with callbacks."""

    def executor(resolve: Callable[[Any], None], reject: Callable[[BaseException], None]) -> None:
        client.Completions.AsynCreate(
            lambda p: p.Model("m").Prompt("x"),
            AsynCallBack(
                on_success=lambda _, value: resolve(value.choices[0].text),
                on_error=lambda _, error: reject(RuntimeError(error)),
            ),
        )

    return Promise(executor)


def in_a_new_thread(function: Callable[[], Any]) -> Any:
    """What a function returns on a thread that has no dispatcher."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result(PATIENCE)


class Seen:
    """A handler that keeps the threads it ran on, and passes its value on."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def __call__(self, value: Any = None) -> Any:
        self.threads.append(threading.current_thread())
        return value


HERE = threading.current_thread


def test_made_on_the_pumping_thread_its_handlers_run_there_and_result_pumps(client_of: Any) -> None:
    seen = Seen()
    dispatcher = ManualDispatcher()
    client = client_of(WHOLE, dispatcher=dispatcher)
    promise = by_callbacks(client).Then(seen).Then(lambda _: by_callbacks(client)).Then(seen).Finally(seen)
    assert promise.result(PATIENCE) == "Hello."
    assert seen.threads == [HERE()] * 3


def test_so_it_is_with_a_rejection(client_of: Any) -> None:
    seen = Seen()
    client = client_of(replying(b'{"error": {"message": "no"}}', 400), dispatcher=ManualDispatcher())
    promise = by_callbacks(client).Then(seen).Catch(seen).Recover(lambda error: str(seen(error)))
    assert "no" in promise.result(PATIENCE)
    assert seen.threads == [HERE()] * 2


def test_with_a_client_that_has_a_thread_of_its_own_too(client_of: Any, manual: ManualDispatcher) -> None:
    """The thread that makes the promise counts, and not the one that resolves it."""
    seen = Seen()
    assert by_callbacks(client_of(WHOLE)).Then(seen).result(PATIENCE) == "Hello."
    assert seen.threads == [HERE()]


def test_handlers_do_not_run_before_the_program_pumps(manual: ManualDispatcher) -> None:
    seen = Seen()
    pending = Deferred()
    promise = pending.promise.Then(seen)
    in_a_new_thread(lambda: pending.resolve("value"))
    assert seen.threads == []
    manual.Pump(PATIENCE)
    assert seen.threads == [HERE()]
    assert promise.result(0) == "value"


def test_made_in_a_handler_it_belongs_to_the_handlers_dispatcher(client_of: Any) -> None:
    seen = Seen()
    made: list[Promise[Any]] = []
    pumped_by = Seen()

    def begin() -> ManualDispatcher:
        # Its owner is a thread that does not pump it: what counts is who runs the handler.
        return ManualDispatcher()

    dispatcher = in_a_new_thread(begin)
    client = client_of(WHOLE, dispatcher=dispatcher)

    def on_success(_: Any, value: Any) -> None:
        pumped_by()
        made.append(Promise(lambda resolve, _: resolve(value)).Then(seen))

    client.Completions.AsynCreate(lambda p: p.Model("m").Prompt("x"), AsynCallBack(on_success=on_success))
    assert dispatcher.PumpUntil(lambda: bool(seen.threads), PATIENCE)
    assert seen.threads == pumped_by.threads == [HERE()]


def test_made_without_a_dispatcher_it_takes_that_of_the_handler_that_resolves_it(client_of: Any) -> None:
    seen, resolved_on = Seen(), Seen()
    client = client_of(WHOLE)

    def executor(resolve: Callable[[Any], None], _: Any) -> None:
        def on_success(_: Any, value: Any) -> None:
            resolved_on()
            resolve(value.id)

        client.Completions.AsynCreate(lambda p: p.Model("m").Prompt("x"), AsynCallBack(on_success=on_success))

    promise = in_a_new_thread(lambda: Promise(executor))
    promise.result(PATIENCE)
    assert promise.Then(seen).result(PATIENCE) == "c"
    assert seen.threads == resolved_on.threads
    assert seen.threads[0].name == "genai_py-callbacks"


def test_resolved_in_a_loops_handler_it_belongs_to_that_loop(client_of: Any) -> None:
    seen = Seen()
    pending = in_a_new_thread(Deferred)
    client = client_of(WHOLE)

    async def main() -> Any:
        client.Completions.AsynCreate(
            lambda p: p.Model("m").Prompt("x"), AsynCallBack(on_success=lambda _, value: pending.resolve(value.id))
        )
        await pending.promise
        return await pending.promise.Then(seen)

    assert in_a_new_thread(lambda: asyncio.run(main())) == "c"
    assert len(seen.threads) == 1
    assert seen.threads[0].name.startswith("ThreadPoolExecutor")


def test_made_in_a_loop_its_handlers_run_on_the_loop(client_of: Any) -> None:
    seen = Seen()
    client = client_of(WHOLE)

    async def main() -> Any:
        return await by_callbacks(client).Then(seen).Then(lambda _: by_callbacks(client)).Then(seen)

    assert asyncio.run(main()) == "Hello."
    assert seen.threads == [HERE()] * 2


def test_made_in_a_loop_and_resolved_by_a_thread_its_handlers_run_on_the_loop() -> None:
    seen = Seen()

    async def main() -> Any:
        pending = Deferred()
        chain = pending.promise.Then(seen)
        await asyncio.to_thread(pending.resolve, "value")
        return await chain

    assert asyncio.run(main()) == "value"
    assert seen.threads == [HERE()]


def test_a_thread_whose_dispatcher_is_gone_has_none() -> None:
    seen = Seen()

    def make() -> Promise[Any]:
        ManualDispatcher()
        return Promise(lambda resolve, _: resolve("value"))

    assert in_a_new_thread(lambda: make().Then(seen).result(PATIENCE)) == "value"
    assert seen.threads[0].name == "genai_py-promises"


def test_the_chain_of_a_failed_executor_runs_there_too(manual: ManualDispatcher) -> None:
    seen = Seen()

    def executor(_: Any, __: Any) -> None:
        raise ValueError("at once")

    assert Promise(executor).Recover(lambda error: seen(str(error))).result(PATIENCE) == "at once"
    assert seen.threads == [HERE()]


QT = """
    import os, sys, threading
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from {binding}.QtCore import QTimer
    from {binding}.QtWidgets import QApplication, QPlainTextEdit
    from genai_py import AsynCallBack, GenAIFactory, Promise, QtDispatcher

    app = QApplication([])
    memo = QPlainTextEdit()
    main = threading.current_thread()
    client = GenAIFactory.CreateLMSInstance(sys.argv[1], dispatcher=QtDispatcher())
    elsewhere = []

    def ask(prompt):
        def executor(resolve, reject):
            client.Completions.AsynCreate(
                lambda p: p.Model("m").Prompt(prompt),
                AsynCallBack(on_success=lambda _, value: resolve(value.choices[0].text),
                             on_error=lambda _, error: reject(RuntimeError(error))))
        return Promise(executor)

    def show(value):
        if threading.current_thread() is not main:
            elsewhere.append(threading.current_thread().name)
        else:
            memo.appendPlainText(value)

    promise = ask("first")
    for _ in range(20):
        promise = promise.Then(show).Then(lambda value: ask("next"))
    promise.Then(show).Finally(lambda: QTimer.singleShot(0, app.quit))
    QTimer.singleShot(60_000, app.quit)
    app.exec()
    print(elsewhere, memo.toPlainText().count("France"))
    client.Close()
"""


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_on_qts_main_thread_its_handlers_run_there(binding: str) -> None:
    with StandIn() as server:
        ended = python("-c", textwrap.dedent(QT.format(binding=binding)), server.url)
    assert (ended.stderr, ended.stdout) == ("", "[] 21\n")


def test_on_qts_main_thread_result_pumps() -> None:
    waiting = QT[: QT.index("promise = ask")] + 'print(ask("first").Then(lambda v: v).result(20).strip(), elsewhere)\n'
    with StandIn() as server:
        ended = python("-c", textwrap.dedent(waiting.format(binding="PySide6")), server.url)
    assert (ended.stderr, ended.stdout) == ("", "France []\n")
