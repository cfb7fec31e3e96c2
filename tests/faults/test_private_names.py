"""The private names of aiohttp and asyncio that the transport rests on: without each of them calls work all the same,
and the fault that it cures is back.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import gc
import inspect
import textwrap
import threading
import warnings
from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock

import aiohttp
import pytest
from processes import python

from genai_py.client import GenAI
from genai_py.core.errors import GenAIConnectionError, GenAIException
from genai_py.core.wire.aiohttp_ import internals
from genai_py.core.wire.aiohttp_.internals import PROTOCOL_NAMES, Protocol

from .conftest import client_of
from .tcp_server import (
    DONE,
    STREAM_END,
    STREAM_HEAD,
    Do,
    TcpServer,
    Until,
    head,
    json_reply,
    piece,
    tls_context,
)
from .ways import CREATE, LIST, Way

ANSWER = json_reply({"id": "c", "data": [], "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})
UNASKED = json_reply({"id": "unasked", "choices": []})
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
OTHER_NAMES = (
    "_retry_connection", "_buffer", "_conns", "_acquired", "_connection", "_ssl_protocol", "_transport", "_sock",
)  # fmt: skip

Missing = Callable[[str], None]


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> Missing:
    """Makes a release of aiohttp or asyncio, as ``internals`` sees it, that has a name no more."""

    def without(name: str) -> None:
        def has(thing: object, asked: str) -> bool:
            return asked != name and builtins.hasattr(thing, asked)

        def get(thing: object, asked: str, *otherwise: Any) -> Any:
            return otherwise[0] if asked == name and otherwise else builtins.getattr(thing, asked, *otherwise)

        monkeypatch.setattr(internals, "hasattr", has, raising=False)
        monkeypatch.setattr(internals, "getattr", get, raising=False)

    return without


def without_method(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patched: patched.delattr(Protocol, name)


@pytest.mark.parametrize("name", ["_factory", *PROTOCOL_NAMES, *OTHER_NAMES])
def test_without_a_name_calls_work_all_the_same(
    name: str, way: Way, missing: Missing, server: TcpServer, client: GenAI
) -> None:
    missing(name)
    server.plays([STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END] if way.streamed else [ANSWER])
    for _ in range(2):
        outcome = way.run(client)
        assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "Hello."


@pytest.mark.parametrize("name", ["_factory", *PROTOCOL_NAMES])
def test_without_a_name_of_the_protocol_aiohttps_own_is_used(name: str, missing: Missing) -> None:
    async def main() -> Any:
        loop = asyncio.get_running_loop()
        async with aiohttp.TCPConnector() as connector:
            internals.use_protocol(connector, loop)
            return type(connector._factory())

    assert asyncio.run(main()) is Protocol
    missing(name)
    assert asyncio.run(main()) is not Protocol


def broken_reply_counts_as_whole(server: TcpServer) -> bool:
    server.plays([head(200, {"Content-Type": "application/json", "Connection": "close"}), b"{}", Do.RESET])
    with client_of(server.url, max_retries=0) as client:
        try:
            CREATE.form(client, "")()
        except GenAIConnectionError:
            return False
    return True


def silence_after_100_continue_never_ends(server: TcpServer) -> bool:
    server.plays([CONTINUE, Do.STALL])
    with client_of(server.url, max_retries=0, response_timeout=50) as client:
        try:
            CREATE.form(client, "AsyncAwait")().result(1)
        except TimeoutError:
            return True
        except GenAIException:
            return False
    raise AssertionError("there is no answer")


def unasked_bytes_are_an_answer(server: TcpServer) -> bool:
    ended = threading.Event()
    server.plays([ANSWER, Until(ended), UNASKED], [ANSWER])

    async def main() -> bool:
        async with client_of(server.url, max_retries=0) as client:
            await CREATE.form(client, "AsyncAwait")()
            ended.set()
            # The loop stands still until they are there.
            assert server.wait_for(lambda: server.connections[0].sent == len(ANSWER + UNASKED))
            return bool((await CREATE.form(client, "AsyncAwait")()).id == "unasked")

    return asyncio.run(main())


def a_cancelled_upload_keeps_its_connection(server: TcpServer) -> bool:
    """For a server that does not read."""
    with TcpServer(receive_buffer=4096) as slow:
        slow.plays([Do.IGNORE_BODY, Do.STALL])
        client = client_of(slow.url, max_retries=0)
        promise = client.Completions.AsyncAwaitCreate(lambda p: p.Model("m").Prompt("x" * 8_000_000))
        assert slow.wait_for(lambda: bool(slow.requests))
        promise.Cancel()
        left = slow.wait_for(lambda: not slow.open_connections, 1)
        client.Close()
    return not left


FAULTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Callable[[TcpServer], bool]]] = {
    "connection_lost": (without_method("connection_lost"), broken_reply_counts_as_whole),
    "data_received": (without_method("data_received"), silence_after_100_continue_never_ends),
    "feed_data": (without_method("feed_data"), silence_after_100_continue_never_ends),
    "is_connected": (without_method("is_connected"), unasked_bytes_are_an_answer),
    "close": (without_method("close"), a_cancelled_upload_keeps_its_connection),
}


@pytest.mark.parametrize(("remove", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_each_method_of_the_protocol_cures(
    remove: Callable[[pytest.MonkeyPatch], None],
    fault: Callable[[TcpServer], bool],
    server: TcpServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not fault(server)
    remove(monkeypatch)
    with TcpServer() as other, warnings.catch_warnings():
        # What the fault leaves open is collected here.
        warnings.simplefilter("ignore", ResourceWarning)
        assert fault(other)
        gc.collect()


def timers_of_many_reads() -> int:
    """How many timers a protocol sets that reads fifty times."""
    count = 0

    async def main() -> None:
        nonlocal count
        loop = asyncio.get_running_loop()
        call_at = loop.call_at

        def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            return call_at(*args, **kwargs)

        loop.call_at = counted  # type: ignore[method-assign]
        protocol = Protocol(loop)
        protocol.read_timeout = 60
        for _ in range(50):
            protocol._reschedule_timeout()
        protocol._drop_timeout()
        protocol.connection_lost(None)

    asyncio.run(main())
    return count


def test_reschedule_timeout_sets_one_timer_for_many_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    assert timers_of_many_reads() == 1
    for name in ("_reschedule_timeout", "_drop_timeout"):
        monkeypatch.delattr(Protocol, name)
    assert timers_of_many_reads() == 50


@pytest.mark.parametrize("method", ["close", "abort"])
def test_whoever_reads_a_body_is_woken_when_its_connection_is_closed(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_woken() -> bool:
        protocol = Protocol(asyncio.get_running_loop())
        transport = MagicMock()
        transport.get_write_buffer_size.return_value = 0
        transport.get_extra_info.return_value = None
        protocol.connection_made(transport)
        body = aiohttp.StreamReader(protocol, 1024, loop=asyncio.get_running_loop())
        protocol._payload = body  # type: ignore[assignment]
        reading = asyncio.ensure_future(body.readany())
        await asyncio.sleep(0)
        getattr(protocol, method)()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        if not reading.done():
            reading.cancel()
            return False
        assert isinstance(reading.exception(), aiohttp.ClientConnectionError)
        return True

    assert asyncio.run(is_woken())
    monkeypatch.setattr(Protocol, "_wake_reader", staticmethod(lambda _: None))
    assert not asyncio.run(is_woken())


@pytest.mark.parametrize("name", ["", "_retry_connection"])
def test_retry_connection_keeps_aiohttp_from_sending_again(name: str, missing: Missing, server: TcpServer) -> None:
    server.plays([ANSWER], [Do.RESET], [ANSWER])
    if name:
        missing(name)
    with client_of(server.url, max_retries=0) as client:
        LIST.form(client, "")()
        if name:
            assert LIST.form(client, "")().data == []
        else:
            with pytest.raises(GenAIConnectionError):
                LIST.form(client, "")()
    assert len(server.requests) == (3 if name else 2)


@pytest.mark.parametrize(("name", "left"), [("", b"before the error"), ("_buffer", b"")])
def test_buffer_keeps_what_came_before_an_error(name: str, left: bytes, missing: Missing) -> None:
    if name:
        missing(name)

    async def main() -> bytes:
        loop = asyncio.get_running_loop()
        body = aiohttp.StreamReader(Protocol(loop), 1024, loop=loop)
        body.feed_data(b"before the error")
        body.set_exception(aiohttp.ClientPayloadError("broken"))
        return internals.unread(body)

    assert asyncio.run(main()) == left


ABANDONED = """
    import asyncio, builtins, gc, sys, warnings
    from genai_py import GenAIFactory
    from genai_py.core.running.loops import _abandon_scopes_of_closed_loops
    from genai_py.core.wire.aiohttp_ import internals
    from genai_py.core.wire.aiohttp_.client import AiohttpClient
    {tls}
    name = sys.argv[2]
    internals.getattr = lambda thing, asked, *otherwise: (
        otherwise[0] if asked == name and otherwise else builtins.getattr(thing, asked, *otherwise))
    internals.hasattr = lambda thing, asked: asked != name and builtins.hasattr(thing, asked)
    client = GenAIFactory.CreateLMSInstance(sys.argv[1], http_client=AiohttpClient(VerifyTLS=context))
    kept = []

    async def main():
        await client.Completions.AsyncAwaitCreate(lambda p: p.Model("m").Prompt("x"))
        if sys.argv[3] == "half read":
            kept.append(aiter(client.Completions.Stream(lambda p: p.Model("m").Prompt("x"))))
            await anext(kept[0])

    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    loop.close()
    _abandon_scopes_of_closed_loops()
    del loop
    kept.clear()
    gc.collect()
    print("ended", flush=True)
"""
TLS = """
    import ssl
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
"""


def complaints(name: str, state: str, *, tls: bool) -> str:
    """What a program says that closes its loop without a word, where a name is missing."""
    with TcpServer(tls=tls_context(server=True) if tls else None) as server:
        server.plays([ANSWER], [STREAM_HEAD, piece("a"), Do.STALL])
        source = textwrap.dedent(ABANDONED).replace("{tls}", textwrap.dedent(TLS) if tls else "context = True")
        ended = python("-c", source, server.url, name, state)
    assert ended.stdout == "ended\n"
    return ended.stderr


@pytest.mark.parametrize("state", ["idle", "half read"])
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
def test_a_loop_that_was_closed_without_a_word_is_left_quietly(state: str, tls: bool) -> None:
    assert complaints("", state, tls=tls) == ""


@pytest.mark.parametrize(
    ("name", "state", "tls"),
    [
        ("_conns", "idle", False),
        ("_acquired", "half read", False),
        ("_connection", "half read", False),
        ("_sock", "idle", False),
        ("_ssl_protocol", "idle", True),
        ("_transport", "idle", True),
    ],
)
def test_without_a_name_it_is_not(name: str, state: str, tls: bool) -> None:
    assert complaints(name, state, tls=tls) != ""


def test_every_private_name_is_tested() -> None:
    """A name that is looked up by its text in ``internals`` is one of those above."""
    asked = {
        node.args[1].value
        for node in ast.walk(ast.parse(inspect.getsource(internals)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("getattr", "hasattr")
        and isinstance(node.args[1], ast.Constant)
    }
    assert asked - {"poll", "transport"} == {"_factory", *OTHER_NAMES}
