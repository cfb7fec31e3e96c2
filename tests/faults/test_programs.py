"""Whole programs that forget to close, are interrupted, fork or end in the middle: they end soon, and say nothing."""

from __future__ import annotations

import gzip
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    Endless,
    Request,
    Script,
    TcpServer,
    chunk,
    json_reply,
    piece,
    reply,
)

REPOSITORY = Path(__file__).parents[2]
SOON = 2.0
"""Seconds that a program may take to end after its last line."""

PREAMBLE = """
import asyncio, os, sys, threading, time
from genai_py import GenAIFactory
from genai_py.core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseCallBack
from genai_py.core.running.dispatchers import ManualDispatcher

client = GenAIFactory.CreateLMSInstance(sys.argv[1], response_timeout=20_000)

def prompt(text):
    return lambda p: p.Model("m").Prompt(text)

def in_threads(count, function, *args, daemon=False):
    threads = [threading.Thread(target=function, args=args, daemon=daemon) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads

def last_line():
    # In one piece, whatever other threads print.
    sys.stdout.write(f"last line {time.monotonic()}\\n")
    sys.stdout.flush()
"""


@dataclass
class Ended:
    """A program that has ended."""

    code: int
    said: str
    complained: str
    seconds: float
    """Between its last line, or the signal, and its end."""


class Program:
    """A program that runs."""

    def __init__(self, source: str, url: str, cache: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "error", "-c", PREAMBLE + textwrap.dedent(source), url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env={**environment, "PYTHONPYCACHEPREFIX": str(cache)},
        )
        self._signalled_at: float | None = None

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._signalled_at = time.monotonic()
        self._process.send_signal(signal.SIGINT)

    def ended(self) -> Ended:
        """Wait for its end."""
        try:
            said, complained = self._process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        now = time.monotonic()
        lines = [float(line.split()[2]) for line in said.splitlines() if line.startswith("last line ")]
        since = self._signalled_at if self._signalled_at is not None else max(lines, default=now)
        said = "\n".join(line for line in said.splitlines() if not line.startswith("last line "))
        return Ended(self._process.returncode, said, complained, now - since)

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


Start = Callable[[str], Program]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs keep what they compile, so that each need not compile everything."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def start(server: TcpServer, cache: Path) -> Iterator[Start]:
    """Start programs. What their prompt says is what the server does."""
    server.answers(answer)
    programs: list[Program] = []

    def start(source: str) -> Program:
        programs.append(Program(source, server.url, cache))
        return programs[-1]

    yield start
    for program in programs:
        program.kill()


def answer(request: Request) -> Script:
    """What the server does: as the prompt says."""
    if request.method == "GET":
        return [json_reply({"data": []})]
    asked = request.json()
    text, streamed = asked["prompt"], asked.get("stream", False)
    if text == "answer":
        answered = json_reply(
            {"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]}
        )
        return (
            [STREAM_HEAD, *[piece("a")] * 5, piece("b", "stop"), DONE, STREAM_END] if streamed else [answered]
        )
    if text == "begin":
        return [STREAM_HEAD, piece("a"), Do.STALL] if streamed else [reply(b"x" * 100)[:-50], Do.STALL]
    return [Do.STALL]


# In its debug mode asyncio says so when the machine was busy with something else.
_BUSY = re.compile(r"^Executing <.*> took [\d.]+ seconds\n", re.MULTILINE)


def assert_quiet(ended: Ended, said: str = "") -> None:
    assert _BUSY.sub("", ended.complained) == ""
    assert ended.code == 0
    assert ended.said == said
    assert ended.seconds < SOON, f"it took {ended.seconds:.1f} s to end"


FORGETFUL = {
    "a blocking call": """
        client.Completions.Create(prompt("answer"))
    """,
    "a client that was never used": "",
    "a stream": """
        for chunk in client.Completions.Stream(prompt("answer")):
            pass
    """,
    "a stream that was left": """
        for chunk in client.Completions.Stream(prompt("begin")):
            break
    """,
    "a stream that is kept half read": """
        chunks = iter(client.Completions.Stream(prompt("begin")))
        next(chunks)
    """,
    "a stream that was made and not read": """
        stream = client.Completions.Stream(prompt("begin"))
    """,
    "a promise": """
        assert client.Completions.AsyncAwaitCreate(prompt("answer")).result(5).id == "c"
    """,
    "a chain of promises": """
        first = client.Completions.AsyncAwaitCreate(prompt("answer"))
        first.Then(lambda value: client.Completions.AsyncAwaitCreate(prompt("answer"))).Finally(lambda: None).result(5)
    """,
    "a promise that is still pending": """
        promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
        time.sleep(0.1)
    """,
    "a promise that has not even begun": """
        promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
    """,
    "a chain that is still pending": """
        promise = client.Completions.AsyncAwaitCreateStream(prompt("begin")).Then(print).Catch(lambda error: None)
        time.sleep(0.1)
    """,
    "callbacks": """
        ended = threading.Event()
        client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=lambda *_: ended.set()))
        assert ended.wait(5)
    """,
    "callbacks that wait": """
        client.Completions.AsynCreateStream(prompt("begin"), AsynStreamCallBack(on_cancel=lambda _: None))
        time.sleep(0.1)
    """,
    "callbacks that nobody pumps": """
        client = client.WithOptions(dispatcher=ManualDispatcher())
        client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_start=print, on_success=print))
        client.Completions.AsynCreate(prompt("stall"), AsynCallBack(on_start=print, on_success=print))
        time.sleep(0.1)
    """,
    "a callback that takes long": """
        entered = threading.Event()
        def slow(*_):
            entered.set()
            time.sleep(30)
        client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=slow))
        assert entered.wait(5)
    """,
    "a callback that blocks": """
        entered = threading.Event()
        def block(*_):
            entered.set()
            client.Completions.Create(prompt("stall"))
        client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=block))
        assert entered.wait(5)
        time.sleep(0.1)
    """,
    "an asynchronous callback that takes long": """
        entered = threading.Event()
        async def slow(*_):
            entered.set()
            await asyncio.sleep(30)
        client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=slow))
        assert entered.wait(5)
    """,
    "sys.exit in a callback": """
        ended = threading.Event()
        def leave(*_):
            ended.set()
            sys.exit(3)
        import logging
        logging.getLogger("genai_py").addHandler(logging.NullHandler())
        client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=leave))
        assert ended.wait(5)
    """,
    "sys.exit with calls under way": """
        promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
        client.Completions.AsynCreateStream(prompt("begin"))
        time.sleep(0.1)
        last_line()
        sys.exit(0)
    """,
    "asyncio.run": """
        async def main():
            await client.Completions.AsyncAwaitCreate(prompt("answer"))
        asyncio.run(main())
    """,
    "asyncio.run, twice": """
        async def main():
            await client.Completions.AsyncAwaitCreate(prompt("answer"))
        asyncio.run(main())
        asyncio.run(main())
        client.Models.List()
    """,
    "asyncio.run with calls under way": """
        async def main():
            promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
            client.Completions.AsynCreateStream(prompt("begin"))
            await asyncio.sleep(0.1)
        asyncio.run(main())
    """,
    "asyncio.run with calls that have not even begun": """
        async def main():
            promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
            client.Completions.AsynCreateStream(prompt("begin"))
        asyncio.run(main())
    """,
    "asyncio.run with a stream that was left": """
        async def main():
            async for chunk in client.Completions.Stream(prompt("begin")):
                break
        asyncio.run(main())
    """,
    "asyncio.run with a stream that is kept half read": """
        async def main():
            global chunks
            chunks = aiter(client.Completions.Stream(prompt("begin")))
            await anext(chunks)
        asyncio.run(main())
    """,
    "asyncio.run with a blocking call": """
        async def main():
            client.Completions.Create(prompt("answer"))
        asyncio.run(main())
    """,
    "a loop that is closed without a word": """
        async def main():
            await client.Completions.AsyncAwaitCreate(prompt("answer"))
        loop = asyncio.new_event_loop()
        loop.run_until_complete(main())
        loop.close()
    """,
    "a loop that is closed without a word while calls are under way": """
        async def main():
            promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
            client.Completions.AsynCreateStream(prompt("begin"))
            await asyncio.sleep(0.1)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(main())
        loop.close()
    """,
    "several threads": """
        for thread in in_threads(4, client.Completions.Create, prompt("answer")):
            thread.join()
    """,
    "threads that end after the main thread": """
        def work():
            time.sleep(0.2)
            client.Completions.Create(prompt("answer"))
            client.Completions.AsyncAwaitCreate(prompt("answer")).result(5)
            last_line()
        in_threads(2, work)
    """,
    "daemon threads inside calls": """
        in_threads(2, client.Completions.Create, prompt("stall"), daemon=True)
        in_threads(2, lambda: list(client.Completions.Stream(prompt("begin"))), daemon=True)
        in_threads(2, lambda: client.Completions.AsyncAwaitCreate(prompt("stall")).result(), daemon=True)
        time.sleep(0.3)
    """,
    "a daemon thread inside asyncio.run": """
        async def main():
            await client.Completions.AsyncAwaitCreate(prompt("answer"))
            await client.Completions.AsyncAwaitCreate(prompt("stall"))
        in_threads(1, lambda: asyncio.run(main()), daemon=True)
        time.sleep(0.3)
    """,
    "a client that is collected": """
        def use():
            client = GenAIFactory.CreateLMSInstance(sys.argv[1])
            client.Completions.Create(prompt("answer"))
            client.Completions.AsyncAwaitCreate(prompt("answer")).result(5)
        use()
        import gc
        gc.collect()
    """,
    "a client in a cycle": """
        client.Completions.Create(prompt("answer"))
        cycle = [client]
        cycle.append(cycle)
        del client, cycle
    """,
    "two clients, one of them closed": """
        with GenAIFactory.CreateLMSInstance(sys.argv[1]) as other:
            other.Completions.AsyncAwaitCreate(prompt("answer")).result(5)
        client.Completions.AsyncAwaitCreate(prompt("answer")).result(5)
    """,
    "a client that was closed and used again": """
        for _ in range(2):
            client.Completions.AsyncAwaitCreate(prompt("answer")).result(5)
            client.Completions.Create(prompt("answer"))
            client.Close()
        client.Completions.AsyncAwaitCreate(prompt("answer")).result(5)
        client.Completions.Create(prompt("answer"))
    """,
    "a wait between attempts": """
        other = GenAIFactory.CreateLMSInstance("http://127.0.0.1:9", max_retries=50)
        promise = other.Completions.AsyncAwaitCreate(prompt("answer"))
        in_threads(1, other.Models.List, daemon=True)
        time.sleep(0.2)
    """,
}


@pytest.mark.parametrize("source", FORGETFUL.values(), ids=FORGETFUL)
def test_a_program_that_forgets_to_close_ends_soon_and_says_nothing(source: str, start: Start) -> None:
    program = start(textwrap.dedent(source) + ("" if "last_line" in source else "last_line()"))
    assert_quiet(program.ended())


def test_an_exception_in_the_main_thread_is_all_that_is_said(start: Start, server: TcpServer) -> None:
    ended = start("""
        promise = client.Completions.AsyncAwaitCreateStream(prompt("begin"))
        client.Completions.Create(prompt("answer"))
        last_line()
        raise ZeroDivisionError("of the program")
    """).ended()
    assert ended.code == 1
    assert re.fullmatch(
        r"Traceback \(most recent call last\):\n( .*\n)+ZeroDivisionError: of the program\n", ended.complained
    )
    assert ended.seconds < SOON


INTERRUPTED = {
    "a blocking call": """
        client.Completions.Create(prompt("stall"))
    """,
    "a blocking call inside the body": """
        client.Completions.Create(prompt("begin"))
    """,
    "a driven stream": """
        client.Completions.CreateStream(prompt("begin"), lambda *_: None)
    """,
    "a stream": """
        for chunk in client.Completions.Stream(prompt("begin")):
            pass
    """,
    "a stream in a with": """
        with client.Completions.Stream(prompt("begin")) as stream:
            for chunk in stream:
                pass
    """,
    "a promise": """
        client.Completions.AsyncAwaitCreate(prompt("stall")).result()
    """,
    "a promise with a timeout": """
        client.Completions.AsyncAwaitCreate(prompt("stall")).result(20)
    """,
    "a promise at the end of a chain": """
        client.Completions.AsyncAwaitCreate(prompt("stall")).Then(print).Recover(lambda error: None).result()
    """,
    "the body of a for": """
        for chunk in client.Completions.Stream(prompt("begin")):
            time.sleep(20)
    """,
    "the event of a stream": """
        client.Completions.CreateStream(prompt("begin"), lambda *_: time.sleep(20))
    """,
    "a blocking call inside a loop": """
        async def main():
            client.Completions.Create(prompt("stall"))
        asyncio.run(main())
    """,
    "a blocking call beside promises": """
        promises = [client.Completions.AsyncAwaitCreate(prompt("stall")) for _ in range(3)]
        client.Completions.Create(prompt("stall"))
    """,
    "asyncio.run": """
        async def main():
            await client.Completions.AsyncAwaitCreate(prompt("stall"))
        asyncio.run(main())
    """,
    "asyncio.run with a stream": """
        async def main():
            async for chunk in client.Completions.Stream(prompt("begin")):
                pass
        asyncio.run(main())
    """,
    "a pump": """
        dispatcher = ManualDispatcher()
        client.WithOptions(dispatcher=dispatcher).Completions.AsynCreate(prompt("stall"))
        dispatcher.PumpUntil(lambda: False)
    """,
}
MESSAGES = "never awaited|nclosed|ignored|destroyed|never retrieved|ResourceWarning|RuntimeWarning|GenAI"


@pytest.mark.parametrize("source", INTERRUPTED.values(), ids=INTERRUPTED)
def test_ctrl_c_ends_a_program_at_once(source: str, start: Start, server: TcpServer) -> None:
    program = start(source)
    server.wait_for_requests(source.count("prompt(") + 2 * source.count("range(3)"))
    # The client is at work on what it got, if it got anything.
    time.sleep(0.1)
    program.interrupt()
    ended = program.ended()
    assert ended.complained.rstrip().endswith("KeyboardInterrupt")
    assert not re.search(MESSAGES, ended.complained), ended.complained
    assert ended.code == -signal.SIGINT
    assert ended.seconds < SOON
    assert server.wait_for(lambda: not server.open_connections, 1)


def test_a_program_may_go_on_after_ctrl_c(start: Start, server: TcpServer) -> None:
    program = start("""
        for call in (
            lambda: client.Completions.Create(prompt("stall")),
            lambda: list(client.Completions.Stream(prompt("begin"))),
            lambda: client.Completions.AsyncAwaitCreate(prompt("stall")).result(),
        ):
            try:
                call()
            except KeyboardInterrupt:
                print("interrupted", client.Completions.Create(prompt("answer")).id, flush=True)
        last_line()
    """)
    for number in (1, 3, 5):
        server.wait_for_requests(number)
        time.sleep(0.1)
        program.interrupt()
    program._signalled_at = None
    assert_quiet(program.ended(), "interrupted c\n" * 2 + "interrupted c")


FORK = """
        import warnings
        # Python 3.12 and later warn of every fork in a program with threads.
        warnings.simplefilter("ignore", DeprecationWarning)

        def calls():
            assert client.Completions.Create(prompt("answer")).id == "c"
            assert len(list(client.Completions.Stream(prompt("answer")))) == 6
            assert client.Completions.AsyncAwaitCreate(prompt("answer")).Then(lambda v: v).result(5).id == "c"
            ended = threading.Event()
            client.Completions.AsynCreate(prompt("answer"), AsynCallBack(on_success=lambda *_: ended.set()))
            assert ended.wait(5)
            async def main():
                return (await client.Completions.AsyncAwaitCreate(prompt("answer"))).id
            assert asyncio.run(main()) == "c"
            async def blocked():
                return client.Completions.Create(prompt("answer")).id
            assert asyncio.run(blocked()) == "c"
"""


@pytest.mark.parametrize("leave", ["os._exit(0)", "sys.exit(0)", "pass"])
def test_a_forked_child_makes_calls_of_its_own(leave: str, start: Start, server: TcpServer) -> None:
    program = start(
        FORK
        + f"""
        before = threading.Thread(target=calls)
        before.start()
        before.join()
        calls()
        pending = client.Completions.AsyncAwaitCreate(prompt("stall"))
        child = os.fork()
        if child == 0:
            calls()
            print("the child ends", flush=True)
            {leave}
        else:
            calls()
            assert os.waitpid(child, 0)[1] == 0
            calls()
            assert pending.State.value == "pending"
            pending.Cancel()
            print("the parent ends", flush=True)
            last_line()
        """
    )
    assert_quiet(program.ended(), "the child ends\nthe parent ends")
    # Parent and child never spoke over the same connection.
    assert server.wait_for(lambda: not server.open_connections, 1)


def test_a_child_leaves_its_parents_connections_alone(start: Start, server: TcpServer) -> None:
    program = start(
        FORK
        + """
        promise = client.Completions.AsyncAwaitCreate(prompt("stall"))
        stream = iter(client.Completions.Stream(prompt("begin")))
        next(stream)
        child = os.fork()
        if child == 0:
            client.Close()
            sys.exit(0)
        os.waitpid(child, 0)
        print(promise.State.value, flush=True)
        time.sleep(0.1)
        print("the parent closes", flush=True)
        client.Close()
        last_line()
        time.sleep(0.3)
        """
    )
    server.wait_for_requests(2)
    assert_quiet(program.ended(), "pending\nthe parent closes")


def test_threads_that_end_leave_nothing_behind(start: Start) -> None:
    program = start("""
        def sockets():
            links = [f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd")]
            return sum(os.readlink(link).startswith(("socket", "anon")) for link in links if os.path.exists(link))
        before = sockets()
        for daemon in (False, True):
            for thread in in_threads(4, client.Completions.Create, prompt("answer"), daemon=daemon):
                thread.join()
        client.Close()
        for _ in range(50):
            if sockets() == before:
                break
            time.sleep(0.01)
        assert sockets() == before, (sockets(), before)
        last_line()
    """)
    assert_quiet(program.ended())


MEMORY = """
        def peak():
            with open("/proc/self/status") as status:
                return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024

        client.Models.List()
        before = peak()
        try:
            {call}
        except Exception as error:
            print(type(error).__name__, str(error))
        grown = peak() - before
        assert grown < 200, f"{{grown}} MB"
        last_line()
"""


@pytest.mark.large
@pytest.mark.parametrize(
    "limit", ["client.HttpClient.EventLimit = 1_000_000; ", ""], ids=["small", "default"]
)
@pytest.mark.parametrize(
    "call",
    [
        "list(client.Completions.Stream(prompt('endless')))",
        "client.Completions.AsyncAwaitCreateStream(prompt('endless')).result(10)",
    ],
    ids=["blocking", "promise"],
)
def test_a_line_of_two_gigabytes_does_not_fill_the_memory(
    limit: str, call: str, start: Start, server: TcpServer
) -> None:
    line = b"x" * (1 << 18)
    server.answers(
        lambda request: answer(request) if request.method == "GET" else [STREAM_HEAD, Endless(chunk(line))]
    )
    ended = start(MEMORY.format(call=limit + call)).ended()
    assert "GenAIInvalidResponseError" in ended.said
    assert "HttpClient.EventLimit" in ended.said
    assert_quiet(ended, ended.said)


@pytest.mark.large
def test_a_gzip_bomb_does_not_fill_the_memory(start: Start, server: TcpServer) -> None:
    bomb = gzip.compress(bytes(600_000_000), 1)
    server.answers(
        lambda request: answer(request) if request.method == "GET" else [reply(bomb, Content_Encoding="gzip")]
    )
    ended = start(
        MEMORY.format(
            call="client.HttpClient.BodyLimit = 50_000_000; client.Completions.Create(prompt('bomb'))"
        )
    ).ended()
    assert "HttpClient.BodyLimit" in ended.said
    assert_quiet(ended, ended.said)


@pytest.mark.large
def test_a_bomb_in_a_stream_does_not_fill_the_memory(start: Start, server: TcpServer) -> None:
    bomb = gzip.compress(bytes(600_000_000), 1)
    server.answers(
        lambda request: answer(request) if request.method == "GET" else [reply(bomb, Content_Encoding="gzip")]
    )
    ended = start(MEMORY.format(call="list(client.Completions.Stream(prompt('bomb')))")).ended()
    assert "HttpClient.EventLimit" in ended.said
    assert_quiet(ended, ended.said)
