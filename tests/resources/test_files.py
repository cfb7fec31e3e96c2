"""Files: what leaves for the server, what comes back, and how both pass through a small memory."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from aiohttp import web
from faults.tcp_server import Do, TcpServer

from genai_py import (
    AsynCallBack,
    Deletion,
    File,
    FileContent,
    Files,
    FilesPurpose,
    FileUploadParams,
    FileUrlParams,
    GenAI,
    GenAIException,
    GenAIFactory,
    ManualDispatcher,
    Media,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import files

from .calls import FORMS, Case, exchange, not_shown
from .form_server import FormServer, form_server

OPERATIONS = [
    Case("List", (), "GET files", Files),
    Case(
        "List",
        (lambda p: p.Purpose("batch").Limit(2).Order("asc").After("file_1"),),
        "GET files?after=file_1&limit=2&order=asc&purpose=batch",
        Files,
    ),
    Case("Retrieve", ("file_1",), "GET files/file_1", File),
    Case("RetrieveContent", ("file_1",), "GET files/file_1/content", FileContent),
    Case("Delete", ("file_1",), "DELETE files/file_1", Deletion),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Files", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("name", ["Retrieve", "RetrieveContent", "Delete"])
def test_an_empty_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="FileId is empty"):
        exchange("blocking", "Files", name, ("",))


REPLY = (
    '{"id":"file_1","object":"file","bytes":120,"created_at":1761475200,"expires_at":1761478800,'
    '"filename":"a.jsonl","purpose":"fine-tune","status":"processed","status_details":null,"new":1}'
)


def test_a_reply_is_read_and_written_again_as_it_came() -> None:
    file = decode(File, REPLY.encode())
    assert file.purpose is FilesPurpose.finetune
    assert (file.bytes, file.created_at_as_string, file.ExpiresAtAsString) == (
        120,
        "2025-10-26T10:40:00Z",
        "2025-10-26T11:40:00Z",
    )
    assert file.extra == {"new": 1}
    assert file.ToJson() == json.loads(REPLY)


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        client.API.MaxRetries = 1
        yield client


class Unseekable(io.RawIOBase):
    """A pipe, as far as its reader can tell."""

    def __init__(self, data: bytes) -> None:
        self._left = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        return self._left.readinto(into)


@pytest.fixture
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"data " * 50_000)
    if request.param == "a path":
        yield path
    elif request.param == "a path as text":
        yield str(path)
    elif request.param == "an open file":
        with open(path, "rb") as file:
            yield file
    elif request.param == "a stream":
        yield io.BytesIO(path.read_bytes())
    elif request.param == "a pipe":
        yield Unseekable(path.read_bytes())
    elif request.param == "bytes":
        yield path.read_bytes()
    else:
        yield Media.load(path, mime_type="text/plain").data_uri


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "source",
    ["a path", "a path as text", "an open file", "a stream", "a pipe", "bytes", "a data URI"],
    indirect=True,
)
def test_whatever_holds_a_file_is_uploaded(source: Any, form: str, server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"id": "file_1"})

    def build(params: FileUploadParams) -> None:
        params.File(source, "b.jsonl", "application/jsonl").Purpose("batch").ExpiresAfter(3600)

    if form == "blocking":
        file = client.Files.Upload(build)
    elif form == "promise":
        file = client.Files.AsyncAwaitUpload(build).result(10)
    else:
        outcome: Queue[Any] = Queue()
        client.Files.AsynUpload(build, AsynCallBack(on_success=lambda _, value: outcome.put(value)))
        file = outcome.get(timeout=10)
    assert file.id == "file_1"
    (came,) = server.came
    assert came.request == "POST /v1/files"
    assert came.headers["Authorization"] == "Bearer a-key"
    assert (came["file"].filename, came["file"].mime_type) == ("b.jsonl", "application/jsonl")
    assert came["file"].data == b"data " * 50_000
    texts = [(part.name, part.text) for part in came.parts if not part.filename]
    assert texts == [
        ("purpose", "batch"),
        ("expires_after[anchor]", "created_at"),
        ("expires_after[seconds]", "3600"),
    ]


def test_each_setter_writes_its_field(tmp_path: Path) -> None:
    upload = FileUploadParams().File(b"a", "a.txt").Purpose(FilesPurpose.user_data).ExpiresAfter("created_at", 9)
    assert {name: value for name, value in upload.to_multipart().fields if name != "file"} == {
        "purpose": "user_data",
        "expires_after[anchor]": "created_at",
        "expires_after[seconds]": "9",
    }
    query = FileUrlParams().Purpose(FilesPurpose.vision).Limit(1).Order("desc").After("file_1")
    assert query.Value == "?purpose=vision&limit=1&order=desc&after=file_1"
    assert not_shown(files, [upload, query]) == set()


@pytest.mark.parametrize("name", ["ä b.txt", "skill/SKILL.md", "50%.txt", "a;b=c.txt"])
def test_names_arrive_as_they_are(name: str, server: FormServer, client: GenAI) -> None:
    client.Files.Upload(lambda p: p.File(b"text", name).Purpose("user_data"))
    assert server.came[0]["file"].filename == name
    assert server.came[0]["file"].mime_type.startswith("text/")


@pytest.mark.parametrize(
    ("name", "sent"),
    [('a "b".txt', "a %22b%22.txt"), ("new\nline\r.txt", "new%0Aline%0D.txt"), ("a\tb.txt", "a_b.txt")],
)
def test_quotes_and_ends_of_lines_in_a_name_are_escaped_as_browsers_do(
    name: str, sent: str, server: FormServer, client: GenAI, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b"text")
    client.Files.Upload(lambda p: p.File(tmp_path / name).Purpose("user_data"))
    assert server.came[0]["file"].filename == sent
    assert (server.came[0]["file"].data, server.came[0]["purpose"].text) == (b"text", "user_data")


def test_a_missing_file_fails_before_anything_is_sent(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such file to send: '.*missing\.txt'"):
        client.Files.Upload(lambda p: p.File(tmp_path / "missing.txt").Purpose("batch"))
    with pytest.raises(IsADirectoryError, match="directory"):
        client.Files.Upload(lambda p: p.File(tmp_path).Purpose("batch"))
    assert server.came == []


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (5, r"FileUploadParams\.File takes a path, bytes, .* got int 5"),
        (io.StringIO("text"), "open the file with 'rb'"),
        (None, "got NoneType None"),
    ],
)
def test_what_is_no_file_is_refused(source: Any, error: str) -> None:
    with pytest.raises(TypeError, match=error):
        FileUploadParams().File(source)


def test_other_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="is a URL, and a file is needed"):
        FileUploadParams().File("https://host.test/a.txt")
    with pytest.raises(ValueError, match="is not a valid file name"):
        FileUploadParams().File(b"a", "a\r\nX: b")
    with pytest.raises(ValueError, match="takes one of 'assistants'"):
        FileUploadParams().Purpose("nothing")
    with pytest.raises(TypeError, match="ExpiresAfter takes seconds"):
        FileUploadParams().ExpiresAfter("3600")  # type: ignore[call-overload]


def test_a_blocking_upload_tells_its_own_thread_how_far_it_is(server: FormServer, client: GenAI) -> None:
    heard: list[tuple[int, int | None]] = []
    threads = set()

    def tell(sent: int, total: int | None) -> None:
        heard.append((sent, total))
        threads.add(threading.current_thread())

    client.Files.Upload(lambda p: p.File(b"." * 300_000).Purpose("batch").OnProgress(tell))
    done = [sent for sent, _ in heard]
    assert done == sorted(done)
    assert heard[-1] == (done[-1], done[-1])
    assert done[-1] > 300_000
    assert threads == {threading.current_thread()}


def test_an_upload_with_callbacks_tells_the_dispatcher(server: FormServer) -> None:
    dispatcher = ManualDispatcher()
    heard: list[Any] = []
    with GenAIFactory.CreateExternalInstance(server.url, "a-key", dispatcher=dispatcher) as client:
        client.Files.AsynUpload(
            lambda p: p.File(b"." * 300_000).Purpose("batch").OnProgress(lambda *far: heard.append(far)),
            AsynCallBack(on_success=lambda *_: heard.append("success")),
        )
        while "success" not in heard:
            assert dispatcher.Pump(10)
    *progress, last = heard
    assert last == "success"
    assert progress[-1][0] == progress[-1][1]


def test_a_handler_that_fails_stops_nothing(server: FormServer, client: GenAI, caplog: Any) -> None:
    client.Files.Upload(lambda p: p.File(b"a").Purpose("batch").OnProgress(lambda *_: 1 / 0))
    assert "ZeroDivisionError" in caplog.text
    with pytest.raises(TypeError, match="OnProgress takes a plain function"):
        FileUploadParams().OnProgress(5)  # type: ignore[arg-type]


def test_a_failed_upload_is_sent_again_whole(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"id": "file_1"}, status=503 if len(server.came) == 1 else 200)
    stream = io.BytesIO(b"not this; this")
    stream.seek(10)
    assert client.Files.Upload(lambda p: p.File(stream).Purpose("batch")).id == "file_1"
    assert [came["file"].data for came in server.came] == [b"this", b"this"]
    assert not stream.closed


def test_a_pipe_is_sent_once(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"error": {"message": "busy"}}, status=503)
    with pytest.raises(GenAIException, match="busy"):
        client.Files.Upload(lambda p: p.File(Unseekable(b"data")).Purpose("batch"))
    assert len(server.came) == 1


def test_a_file_that_shrinks_meanwhile_is_named(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"." * 100)
    params = FileUploadParams().File(path).Purpose("batch")
    path.write_bytes(b"." * 60)
    with pytest.raises(GenAIException, match=r"a\.txt became shorter .*: 40 of 100 bytes are missing"):
        client.Files.Upload(params)


def reply(data: bytes, name: str = "") -> web.Response:
    headers = {"Content-Type": "text/plain; charset=latin-1"}
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return web.Response(body=data, headers=headers)


def test_content_is_bytes_text_and_a_file(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = lambda came: reply("täglich".encode("latin-1"), "a.txt")
    content = client.Files.RetrieveContent("file_1")
    assert server.came[0].headers["Accept"] == "*/*"
    assert (content.body, content.content, content.Data) == (b"t\xe4glich", "täglich", "dORnbGljaA==")
    assert (content.content_type, content.file_name) == ("text/plain; charset=latin-1", "a.txt")
    assert content.GetStream().read() == b"t\xe4glich"
    content.SaveToFile(tmp_path / "b.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
    assert (tmp_path / "b.txt").read_bytes() == b"t\xe4glich"
    assert repr(content).startswith("FileContent(7 bytes, 'text/plain")
    with pytest.raises(FileNotFoundError, match="no such folder to write to"):
        content.SaveToFile(tmp_path / "none" / "b.txt")
    with pytest.raises(ValueError, match="needs the name of a file"):
        content.SaveToFile("")
    content.SaveToFile("", RaiseError=False)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_downloaded_as_it_comes(form: str, server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = lambda came: reply(b"data " * 100_000)
    heard: list[Any] = []
    args = ("file_1", tmp_path / "a.txt", lambda *far: heard.append(far))
    if form == "blocking":
        file = client.Files.Download(*args)
    elif form == "promise":
        file = client.Files.AsyncAwaitDownload(*args).result(10)
    else:
        outcome: Queue[Any] = Queue()
        client.Files.AsynDownload(*args, AsynCallBack(on_success=lambda _, value: outcome.put(value)))
        file = outcome.get(timeout=10)
    assert (file.path, file.size) == (str(tmp_path / "a.txt"), 500_000)
    assert (tmp_path / "a.txt").read_bytes() == b"data " * 100_000
    assert heard[-1] == (500_000, 500_000)
    assert server.requests == ["GET /v1/files/file_1/content"]


@pytest.mark.parametrize(
    ("suggested", "name"),
    [
        ("a.txt", "a.txt"),
        ("../../a.txt", "a.txt"),
        ("C:\\\\windows\\\\a.txt", "a.txt"),
        ("/etc/passwd", "passwd"),
        ("..", "file_1"),
        ("nul.txt", "file_1"),
        ("", "file_1"),
    ],
)
def test_a_server_names_a_file_but_no_folder(
    suggested: str, name: str, server: FormServer, client: GenAI, tmp_path: Path
) -> None:
    server.answer = lambda came: reply(b"data", suggested)
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    assert client.Files.Download("file_1", folder).path == str(folder / name)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / name]


def test_a_download_that_breaks_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    with TcpServer() as server, GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        server.plays([b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf", Do.CLOSE])
        with pytest.raises(GenAIException, match="broke in the middle of the reply"):
            client.Files.Download("file_1", path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"before"


def test_an_error_is_no_file(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = lambda came: web.json_response({"error": {"message": "no such file"}}, status=404)
    with pytest.raises(GenAIException, match="no such file"):
        client.Files.Download("file_1", tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(TypeError, match="FileName must be the name"):
        client.Files.Download("file_1", "")


def test_a_running_loop_downloads_itself(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = lambda came: reply(b"data")

    async def main() -> None:
        assert (await client.Files.AsyncAwaitDownload("file_1", tmp_path)).size == 4

    asyncio.run(main())


@pytest.fixture
def sink() -> Iterator[str]:
    """The URL of a server that takes whatever comes, and gives two gigabytes to those who ask."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, contextlib.suppress(OSError):
                    while answer(connection):
                        pass

    def answer(connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (piece := connection.recv(65536)):
                return False
            head += piece
        head, _, body = head.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        left = (int(length[1]) if length else 0) - len(body)
        while left > 0:
            left -= len(connection.recv(min(left, 1024**2)))
        if head.startswith(b"POST"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            return True
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (2 * 1024**3))
        for _ in range(2048):
            connection.sendall(bytes(1024**2))
        return True

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(10)


TWO_GIGABYTES = """
import resource, sys
from genai_py import GenAIFactory

client = GenAIFactory.CreateExternalInstance(sys.argv[1], "a-key")
client.Files.Upload(lambda p: p.File(b"small").Purpose("batch"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if sys.argv[2] == "up":
    client.Files.Upload(lambda p: p.File(sys.argv[3]).Purpose("batch"))
else:
    assert client.Files.Download("file_1", sys.argv[3]).size == 2 * 1024 ** 3
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.large
@pytest.mark.parametrize("way", ["up", "down"])
def test_two_gigabytes_pass_through_a_small_memory(way: str, tmp_path: Path, sink: str) -> None:
    path = tmp_path / "large.bin"
    if way == "up":
        with open(path, "wb") as file:
            file.truncate(2 * 1024**3)
    try:
        program = subprocess.run(
            [sys.executable, "-c", TWO_GIGABYTES, sink, way, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=120,
            cwd=Path(__file__).parents[2],
        )
    finally:
        os.unlink(path)
    assert float(program.stdout) < 16


def test_a_form_can_be_shown() -> None:
    upload = FileUploadParams().File(b"a", "a.txt").Purpose("batch").ExpiresAfter(3600)
    assert json.loads(upload.ToJsonString()) == {
        "file": "a.txt",
        "purpose": "batch",
        "expires_after[anchor]": "created_at",
        "expires_after[seconds]": 3600,
    }
