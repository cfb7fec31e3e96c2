"""Forks: whatever other threads hold or do at that moment, the child's calls work, and its counters are its own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest
from faults.tcp_server import DONE, STREAM_END, STREAM_HEAD, Do, Request, Script, TcpServer, json_reply, piece
from processes import python

PREAMBLE = """
import asyncio, faulthandler, os, sys, threading, warnings
warnings.simplefilter("ignore", DeprecationWarning)
import genai_py
from genai_py import AsynCallBack, GenAIFactory, HttpMonitoring
from genai_py.core.calls import monitoring
from genai_py.core.results import decoding
from genai_py.core.running import background, dispatchers, loops, outcome, process
from genai_py.core.wire.aiohttp_ import slots

client = GenAIFactory.CreateLMSInstance(sys.argv[1], max_retries=0, response_timeout=20_000)

def prompt(text):
    return lambda p: p.Model("m").Prompt(text)

def call_in_each_form():
    assert client.Completions.Create(prompt("answer")).id == "c"
    assert len(list(client.Completions.Stream(prompt("answer")))) == 1
    assert client.Completions.AsyncAwaitCreate(prompt("answer")).Then(lambda value: value).result(10).id == "c"
    ended = threading.Event()
    client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=lambda *_: ended.set()))
    assert ended.wait(10)
    async def main():
        await client.Completions.AsyncAwaitCreate(prompt("answer"))
        client.Completions.Create(prompt("answer"))
    asyncio.run(main())
    client.Close()

def in_child(function):
    sys.stdout.flush()
    child = os.fork()
    if not child:
        faulthandler.dump_traceback_later(15, exit=True)
        code = 1
        try:
            function()
            code = 0
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0, "the child failed"
"""


def answer(request: Request) -> Script:
    asked = request.json()
    if asked["prompt"] == "stall":
        return [STREAM_HEAD, piece("a"), Do.STALL] if asked.get("stream") else [Do.STALL]
    if asked.get("stream"):
        return [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END]
    return [json_reply({"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})]


@pytest.fixture
def server() -> Iterator[TcpServer]:
    with TcpServer() as server:
        server.answers(answer)
        yield server


def run(source: str, server: TcpServer) -> None:
    ended = python("-c", PREAMBLE + textwrap.dedent(source), server.url)
    assert (ended.stderr, ended.stdout, ended.returncode) == ("", "fine\n", 0)


LOCKS = [
    "monitoring.monitoring._lock",
    "outcome._settling",
    "slots.process_slots()._lock",
    "client.HttpClient._slots._lock",
    "background.background._lock",
    "background.background.nested()._lock",
    "dispatchers.shared_dispatcher._lock",
    "client.API.state.dispatcher._lock",
    "process._collecting",
]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_child_makes_calls_although_another_thread_held_a_lock(lock: str, server: TcpServer) -> None:
    run(
        f"""
        limit = "HttpClient" in {lock!r}
        if limit:
            client.HttpClient.ConnectionLimit = 4
        entered, leave = threading.Event(), threading.Event()

        def hold():
            with {lock}:
                entered.set()
                leave.wait()

        threading.Thread(target=hold).start()
        entered.wait()
        in_child(call_in_each_form)
        leave.set()
        call_in_each_form()
        print("fine")
        """,
        server,
    )


def test_a_fork_waits_for_the_decoders_that_another_thread_writes(server: TcpServer) -> None:
    run(
        """
        entered, leave = threading.Event(), threading.Event()
        written = []

        def write():
            with decoding._lock:
                entered.set()
                leave.wait()
                written.append(1)

        thread = threading.Thread(target=write)
        thread.start()
        entered.wait()
        # The last one to be registered comes first.
        os.register_at_fork(before=leave.set)

        def look():
            assert written
            call_in_each_form()

        in_child(look)
        thread.join()
        call_in_each_form()
        print("fine")
        """,
        server,
    )


def test_every_lock_of_the_library_is_another_one_in_the_child(server: TcpServer) -> None:
    run(
        """
        kinds = type(threading.Lock()), type(threading.RLock())

        def locks():
            found = {}
            for name, module in list(sys.modules.items()):
                if name.startswith("genai_py"):
                    for key, value in list(vars(module).items()):
                        inner = vars(value) if type(value).__module__.startswith("genai_py") and hasattr(
                            value, "__dict__") else {}
                        for path, each in [(key, value), *((f"{key}.{k}", v) for k, v in inner.items())]:
                            if isinstance(each, kinds):
                                found[f"{name}.{path}"] = each
            return found

        call_in_each_form()
        before = locks()
        assert len(before) >= 6, before

        def compare():
            after = locks()
            assert after.keys() == before.keys()
            # A fork waits for that of the decoders.
            same = [name for name in before if after[name] is before[name] and not name.endswith("decoding._lock")]
            assert not same, same

        in_child(compare)
        print("fine")
        """,
        server,
    )


def test_the_child_has_none_of_its_parents_requests(server: TcpServer) -> None:
    run(
        """
        client.HttpClient.ConnectionLimit = 2
        promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
        chunks = iter(client.Completions.Stream(prompt("stall")))
        next(chunks)
        waiting = client.Completions.AsyncAwaitCreate(prompt("answer"))
        while HttpMonitoring().Count < 3:
            threading.Event().wait(0.002)

        def look():
            assert not HttpMonitoring().IsBusy
            assert HttpMonitoring().WaitIdle(0)
            own, shared = client.HttpClient._slots, slots.process_slots()
            assert (own._free, shared._free) == (own.count, shared.count)
            assert not own._waiting
            assert not client.API.state.calls
            assert not loops.calls_in_flight()
            assert not process._threads
            call_in_each_form()

        in_child(look)
        assert promise.State.value == waiting.State.value == "pending"
        assert HttpMonitoring().Count == 3
        promise.Cancel()
        assert waiting.result(10).id == "c"
        client.Close()
        print("fine")
        """,
        server,
    )


def test_a_child_forked_among_calls_and_closings_works(server: TcpServer) -> None:
    run(
        """
        # Python itself does not survive a fork while another thread imports something.
        call_in_each_form()
        stop = threading.Event()

        def busy():
            while not stop.is_set():
                with GenAIFactory.CreateLMSInstance(sys.argv[1]) as other:
                    other.Completions.Create(prompt("answer"))
                    other.Completions.AsyncAwaitCreate(prompt("answer")).Then(lambda value: value).result(10)

        threads = [threading.Thread(target=busy, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(30):
            in_child(lambda: client.Completions.AsyncAwaitCreate(prompt("answer")).Then(lambda value: value).result(10))
        stop.set()
        for thread in threads:
            thread.join()
        print("fine")
        """,
        server,
    )
