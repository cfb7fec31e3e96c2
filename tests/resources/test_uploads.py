"""Uploads: the requests of the route, and a file that one call uploads in parts."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from genai_py import (
    FilesPurpose,
    GenAI,
    GenAIException,
    GenAIFactory,
    Upload,
    UploadCompleteParams,
    UploadCreateParams,
    UploadExpiresAfterParams,
    UploadFileParams,
    UploadPart,
    UploadPartParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import uploads

from .calls import FORMS, Case, exchange, not_shown
from .form_server import Came, FormServer, form_server

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Filename("a.jsonl").Purpose("batch").Bytes(9).MimeType("text/jsonl"),),
        "POST uploads",
        Upload,
        {"filename": "a.jsonl", "purpose": "batch", "bytes": 9, "mime_type": "text/jsonl"},
    ),
    Case(
        "Complete",
        ("upload_1", lambda p: p.PartIds(["part_1", "part_2"]).Md5("0cc175b9")),
        "POST uploads/upload_1/complete",
        Upload,
        {"part_ids": ["part_1", "part_2"], "md5": "0cc175b9"},
    ),
    Case("Cancel", ("upload_1",), "POST uploads/upload_1/cancel", Upload),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "Uploads", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


def test_each_setter_writes_its_key() -> None:
    expires = UploadExpiresAfterParams.New(3600)
    created = UploadCreateParams().Filename("a").Purpose(FilesPurpose.batch).Bytes(1).MimeType("b")
    builders: list[Any] = [
        expires,
        created.ExpiresAfter(expires),
        UploadPartParams().Data(b"a"),
        UploadCompleteParams().PartIds([]).Md5("a"),
        UploadFileParams().Filename("a").Purpose("batch").MimeType("b").ExpiresAfter(expires).PartSize(1).Md5("c"),
    ]
    assert not_shown(uploads, builders) == set()
    assert expires.ToJson() == {"anchor": "created_at", "seconds": 3600}
    assert UploadExpiresAfterParams.New().Anchor("a").ToJson() == {"anchor": "a"}
    assert created.ToJson()["expires_after"] == expires.ToJson()


REPLY = (
    '{"id":"upload_1","object":"upload","bytes":9,"created_at":1761475200,"filename":"a.jsonl","purpose":"batch",'
    '"status":"completed","expires_at":1761478800,"file":{"id":"file_1","object":"file","bytes":9},"new":1}'
)


def test_a_reply_is_read_and_written_again_as_it_came() -> None:
    upload = decode(Upload, REPLY.encode())
    assert upload.file is not None
    assert (upload.purpose, upload.file.id) == (FilesPurpose.batch, "file_1")
    assert (upload.CreatedAtAsString, upload.expires_at_as_string) == ("2025-10-26T10:40:00Z", "2025-10-26T11:40:00Z")
    assert upload.ToJson() == json.loads(REPLY)
    part = decode(UploadPart, b'{"id":"part_1","object":"upload.part","created_at":1761475200,"upload_id":"u"}')
    assert (part.upload_id, part.created_at_as_string) == ("u", "2025-10-26T10:40:00Z")


class Uploads:
    """A server's side of uploads: it puts the parts together. ``fails`` says how often which part fails before."""

    def __init__(self) -> None:
        self.created: dict[str, Any] = {}
        self.parts: dict[str, bytes] = {}
        self.fails: dict[bytes, int] = {}
        self.file = b""
        self.cancelled = False

    def __call__(self, came: Came) -> web.Response:
        path = came.request.partition("/v1/")[2]
        if path == "uploads":
            self.created = json.loads(came.body)
            return web.json_response({"id": "upload_1", "status": "pending"})
        if path == "uploads/upload_1/parts":
            data = came["data"].data
            if self.fails.get(data, 0) > 0:
                self.fails[data] -= 1
                return web.json_response({"error": {"message": "busy"}}, status=503, headers={"Retry-After": "0"})
            name = f"part_{len(self.parts)}"
            self.parts[name] = data
            return web.json_response({"id": name, "upload_id": "upload_1"})
        if path == "uploads/upload_1/complete":
            self.file = b"".join(self.parts[name] for name in json.loads(came.body)["part_ids"])
            return web.json_response({"id": "upload_1", "status": "completed", "file": {"id": "file_1"}})
        assert path == "uploads/upload_1/cancel"
        self.cancelled = True
        return web.json_response({"id": "upload_1", "status": "cancelled"})


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        yield client


DATA = bytes(range(250)) * 41


@pytest.mark.parametrize("form", FORMS)
def test_the_parts_make_the_file(form: str, server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = there = Uploads()
    path = tmp_path / "a.jsonl"
    path.write_bytes(DATA)
    heard: list[Any] = []

    def build(params: UploadFileParams) -> None:
        params.File(path).Purpose("batch").PartSize(1000).MimeType("text/jsonl").OnProgress(
            lambda *far: heard.append(far)
        )

    if form == "blocking":
        upload = client.Uploads.UploadFile(build)
    elif form == "promise":
        upload = client.Uploads.AsyncAwaitUploadFile(build).result(10)
    else:
        upload = client.Uploads.AsyncAwaitUploadFile(CallBacks=None, ParamProc=build).result(10)
    assert there.file == DATA
    assert len(there.parts) == 11
    assert there.created == {"filename": "a.jsonl", "bytes": 10250, "mime_type": "text/jsonl", "purpose": "batch"}
    assert upload.file is not None and upload.file.id == "file_1"
    assert [sent for sent, _ in heard] == sorted(sent for sent, _ in heard)
    assert heard[-1] == (10250, 10250)


def test_a_stream_is_read_in_order(server: FormServer, client: GenAI) -> None:
    server.answer = there = Uploads()
    stream = io.BytesIO(b"not this" + DATA)
    stream.seek(8)
    md5 = hashlib.md5(DATA).hexdigest()
    client.Uploads.UploadFile(lambda p: p.File(stream, "a.bin").Purpose("user_data").PartSize(999).Md5(md5))
    assert there.file == DATA
    assert json.loads(server.came[-1].body)["md5"] == md5


def test_a_part_that_fails_is_sent_again_by_itself(server: FormServer, client: GenAI) -> None:
    server.answer = there = Uploads()
    there.fails = {DATA[3000:4000]: 2}
    client.Uploads.UploadFile(lambda p: p.File(DATA, "a.bin").Purpose("batch").PartSize(1000))
    assert there.file == DATA
    assert len(server.came) == 1 + 11 + 2 + 1


def test_an_upload_that_fails_is_cancelled(server: FormServer, client: GenAI) -> None:
    server.answer = there = Uploads()
    there.fails = {DATA[3000:4000]: 99}
    with pytest.raises(GenAIException, match="busy"):
        client.Uploads.UploadFile(lambda p: p.File(DATA, "a.bin").Purpose("batch").PartSize(1000))
    assert there.cancelled
    assert there.file == b""


@pytest.mark.parametrize(
    ("build", "error"),
    [
        (lambda p: p.Purpose("batch"), "File was not called"),
        (lambda p: p.File(b"a"), "Purpose was not called"),
        (lambda p: p.File(b"").Purpose("batch"), "file is empty"),
        (lambda p: p.File(b"a").Purpose("batch").PartSize(0), "PartSize must be 1 to 67108864 bytes, got 0"),
    ],
)
def test_what_cannot_be_uploaded_is_refused(build: Any, error: str, server: FormServer, client: GenAI) -> None:
    with pytest.raises(ValueError, match=error):
        client.Uploads.UploadFile(build)
    with pytest.raises(ValueError, match=error):
        client.Uploads.AsyncAwaitUploadFile(build).result(10)
    assert server.came == []


def test_a_part_goes_as_a_file(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"id": "part_1"})
    assert client.Uploads.AddPart("upload_1", lambda p: p.Data(io.BytesIO(b"data"), "a.bin")).id == "part_1"
    assert server.requests == ["POST /v1/uploads/upload_1/parts"]
    assert (server.came[0]["data"].filename, server.came[0]["data"].data) == ("a.bin", b"data")
