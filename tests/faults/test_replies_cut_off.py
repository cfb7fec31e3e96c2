"""Replies that say no length: whole when the server ends them in order, broken when the connection is reset."""

from __future__ import annotations

import asyncio
import gzip
import random
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAIConnectionError, GenAIException, GenAIInvalidResponseError
from genai_py.core.running.callbacks import AsynCallBack
from genai_py.core.wire.aiohttp_.client import AiohttpClient

from .conftest import assert_nothing_is_left, client_of
from .tcp_server import STREAM_END, Do, TcpServer, Until, chunk, head, reply, tls_context
from .ways import PATIENCE, Way

SPEECH = lambda p: p.Model("m").Input("hi").Voice("alloy")  # noqa: E731
JSON = b'{"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]}'
EVENTS = b"data: " + JSON + b"\n\ndata: [DONE]\n\n"


def without_length(kind: str) -> bytes:
    return head(200, {"Content-Type": kind, "Connection": "close"})


@pytest.fixture(params=["plain", "TLS"])
def any_server(request: pytest.FixtureRequest) -> Iterator[TcpServer]:
    """A server, in the clear or behind TLS."""
    with TcpServer(tls=tls_context(server=True) if request.param == "TLS" else None) as server:
        yield server


@pytest.fixture
def any_client(any_server: TcpServer) -> Iterator[GenAI]:
    """Its client."""
    client = client_of(
        any_server.url, max_retries=0, http_client=AiohttpClient(VerifyTLS=tls_context(server=False))
    )
    yield client
    client.Close()
    assert_nothing_is_left(any_server)


def test_a_reply_that_ends_by_a_reset_is_broken(way: Way, any_server: TcpServer, any_client: GenAI) -> None:
    body = EVENTS[:60] if way.streamed else JSON
    any_server.plays([without_length("text/event-stream" if way.streamed else "application/json"), body, Do.RESET])
    assert isinstance(way.run(any_client).failure, GenAIConnectionError)


def test_a_reply_that_ends_in_order_is_whole(way: Way, any_server: TcpServer, any_client: GenAI) -> None:
    body = EVENTS if way.streamed else JSON
    any_server.plays([without_length("text/event-stream" if way.streamed else "application/json"), body, Do.CLOSE])
    outcome = way.run(any_client)
    assert outcome.error is None
    assert (outcome.text if way.streamed else outcome.value.choices[0].text) == "Hello."


def by_callbacks(start: Callable[[Any], Any]) -> Any:
    ended = threading.Event()
    outcome: list[Any] = []

    def end(_: Any, value: Any) -> None:
        outcome.append(value)
        ended.set()

    start(AsynCallBack(on_success=end, on_error=end))
    assert ended.wait(PATIENCE)
    error = getattr(outcome[0], "exception", None)
    if error is not None:
        raise error
    return outcome[0]


def awaited(make: Callable[[], Any]) -> Any:
    async def main() -> Any:
        return await make()

    return asyncio.run(main())


CONTENTS: dict[str, Callable[[GenAI], Any]] = {
    "blocking": lambda client: client.Files.RetrieveContent("f"),
    "callbacks": lambda client: by_callbacks(lambda record: client.Files.AsynRetrieveContent("f", record)),
    "promise": lambda client: client.Files.AsyncAwaitRetrieveContent("f").result(PATIENCE),
    "in a loop": lambda client: awaited(lambda: client.Files.AsyncAwaitRetrieveContent("f")),
    "speech": lambda client: client.Audio.Speech(SPEECH),
    "by hand": lambda client: client.API._binary("f"),
}
DOWNLOADS: dict[str, Callable[[GenAI, Path], Any]] = {
    "blocking": lambda client, target: client.Files.Download("f", target),
    "callbacks": lambda client, target: by_callbacks(
        lambda record: client.Files.AsynDownload("f", target, record)
    ),
    "promise": lambda client, target: client.Files.AsyncAwaitDownload("f", target).result(PATIENCE),
    "in a loop": lambda client, target: awaited(lambda: client.Files.AsyncAwaitDownload("f", target)),
}


@pytest.mark.parametrize("fetch", CONTENTS.values(), ids=CONTENTS)
def test_content_that_ends_by_a_reset_is_broken(
    fetch: Callable[[GenAI], Any], any_server: TcpServer, any_client: GenAI
) -> None:
    any_server.plays([without_length("application/octet-stream"), b"half of ", Do.RESET])
    with pytest.raises(GenAIConnectionError):
        fetch(any_client)


@pytest.mark.parametrize("fetch", CONTENTS.values(), ids=CONTENTS)
def test_content_that_ends_in_order_is_whole(
    fetch: Callable[[GenAI], Any], any_server: TcpServer, any_client: GenAI
) -> None:
    any_server.plays([without_length("application/octet-stream"), b"all of it", Do.CLOSE])
    assert fetch(any_client).body == b"all of it"


@pytest.mark.parametrize("download", DOWNLOADS.values(), ids=DOWNLOADS)
@pytest.mark.parametrize("body", [[], [b"half of "]], ids=["before the body", "inside the body"])
def test_a_download_that_ends_by_a_reset_leaves_no_file(
    body: list[bytes], download: Callable[..., Any], any_server: TcpServer, any_client: GenAI, tmp_path: Path
) -> None:
    any_server.plays([without_length("application/octet-stream"), *body, Do.RESET])
    with pytest.raises(GenAIConnectionError):
        download(any_client, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("download", DOWNLOADS.values(), ids=DOWNLOADS)
def test_a_download_that_fails_leaves_the_file_that_was_there(
    download: Callable[..., Any], any_server: TcpServer, any_client: GenAI, tmp_path: Path
) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"from before")
    any_server.plays([without_length("application/octet-stream"), b"half of ", Do.RESET])
    with pytest.raises(GenAIException):
        download(any_client, target)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"from before"]


@pytest.mark.parametrize("download", DOWNLOADS.values(), ids=DOWNLOADS)
def test_a_download_that_ends_in_order_is_whole(
    download: Callable[..., Any], any_server: TcpServer, any_client: GenAI, tmp_path: Path
) -> None:
    any_server.plays([without_length("application/octet-stream"), b"all of it", Do.CLOSE])
    assert download(any_client, tmp_path / "file").size == 9
    assert (tmp_path / "file").read_bytes() == b"all of it"


def test_a_reset_after_the_client_has_begun_to_read(any_server: TcpServer, any_client: GenAI, tmp_path: Path) -> None:
    reading = threading.Event()
    any_server.plays([without_length("application/octet-stream"), b"half of ", Until(reading), Do.RESET])
    with pytest.raises(GenAIConnectionError):
        any_client.Files.Download("f", tmp_path / "file", OnProgress=lambda *_: reading.set())
    assert list(tmp_path.iterdir()) == []


STREAM_HEAD_GZIP = head(
    200, {"Content-Type": "text/event-stream", "Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
)
COMPRESSED = {
    "gzip": gzip.compress(random.Random(1).randbytes(50_000)),
    "deflate": zlib.compress(random.Random(1).randbytes(50_000)),
}


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_a_compressed_file_that_is_cut_off_is_not_whole(
    encoding: str, server: TcpServer, client: GenAI, tmp_path: Path
) -> None:
    body = COMPRESSED[encoding][:20_000]
    server.plays([reply(body, Content_Encoding=encoding, Content_Type="application/octet-stream")])
    for call in (
        lambda: client.Files.RetrieveContent("f"),
        lambda: client.Files.Download("f", tmp_path / "file"),
        lambda: client.Models.List(),
    ):
        with pytest.raises(GenAIInvalidResponseError, match=f"the {encoding} body is cut off"):
            call()
    assert list(tmp_path.iterdir()) == []


def test_a_compressed_stream_that_is_cut_off_is_not_whole(stream_way: Way, server: TcpServer, client: GenAI) -> None:
    compressor = zlib.compressobj(wbits=31)
    begun = compressor.compress(b'data: {"choices":[{"text":"Hi"}]}\n\n') + compressor.flush(zlib.Z_SYNC_FLUSH)
    server.plays([STREAM_HEAD_GZIP, chunk(begun), STREAM_END])
    outcome = stream_way.run(client)
    assert isinstance(outcome.failure, GenAIInvalidResponseError)
    assert "the gzip body is cut off" in str(outcome.failure)


def test_a_body_compressed_in_a_way_that_was_not_asked_for(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([reply(b"anything", Content_Encoding="br")])
    failure = way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert "the body is compressed with 'br'; the request accepts gzip, deflate only" in str(failure)
    assert server.requests[0].headers["accept-encoding"] == "gzip, deflate"
