"""Container files: the requests of the route, forms and JSON, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from aiohttp import web

from genai_py import (
    AsynCallBack,
    ContainerFile,
    ContainerFileContent,
    ContainerFileList,
    ContainerFilesDelete,
    ContainerFilesParams,
    GenAI,
    GenAIFactory,
    UrlContainerFileParams,
)
from genai_py.core.results.decoding import decode
from genai_py.resources import container_files

from .calls import FORMS, Case, exchange, not_shown, setters_of
from .form_server import FormServer, form_server

OPERATIONS = [
    Case(
        "Create",
        ("cntr_1", lambda p: p.FileId("file-1")),
        "POST containers/cntr_1/files",
        ContainerFile,
        {"file_id": "file-1"},
    ),
    Case("List", ("cntr_1",), "GET containers/cntr_1/files", ContainerFileList),
    Case(
        "List",
        ("cntr_1", lambda p: p.Limit(5).After("cfile_1").Order()),
        "GET containers/cntr_1/files?after=cfile_1&limit=5&order=desc",
        ContainerFileList,
    ),
    Case("Retrieve", ("cntr_1", "cfile_1"), "GET containers/cntr_1/files/cfile_1", ContainerFile),
    Case("GetContent", ("cntr_1", "cfile_1"), "GET containers/cntr_1/files/cfile_1/content", ContainerFileContent),
    Case("Delete", ("cntr_1", "cfile_1"), "DELETE containers/cntr_1/files/cfile_1", ContainerFilesDelete),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "ContainerFiles", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "ids", "empty"),
    [
        ("Create", ("", lambda p: p.FileId("file-1")), "ContainerId"),
        ("List", ("",), "ContainerId"),
        ("Retrieve", ("cntr_1", ""), "FileId"),
        ("GetContent", ("", "cfile_1"), "ContainerId"),
        ("Download", ("cntr_1", "", "a.txt"), "FileId"),
        ("Delete", ("cntr_1", ""), "FileId"),
    ],
)
def test_an_empty_id_is_refused(name: str, ids: tuple[Any, ...], empty: str, form: str) -> None:
    with pytest.raises(ValueError, match=f"{empty} is empty"):
        exchange(form, "ContainerFiles", name, ids)


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        yield client


def test_a_file_goes_as_a_form(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"a,b\n1,2\n")
    client.ContainerFiles.Create("cntr_1", lambda p: p.File(path))
    (came,) = server.came
    assert came.request == "POST /v1/containers/cntr_1/files"
    assert came.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert [(part.name, part.filename, part.mime_type, part.data) for part in came.parts] == [
        ("file", "data.csv", "text/csv", b"a,b\n1,2\n")
    ]


def test_an_id_goes_as_json(server: FormServer, client: GenAI) -> None:
    client.ContainerFiles.Create("cntr_1", ContainerFilesParams().FileId("file-1"))
    (came,) = server.came
    assert came.headers["Content-Type"] == came.headers["Accept"] == "application/json"
    assert came.headers["Authorization"] == "Bearer a-key"
    assert json.loads(came.body) == {"file_id": "file-1"}


def test_a_missing_file_fails_before_anything_is_sent(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such file to send: '.*missing\.txt'"):
        client.ContainerFiles.Create("cntr_1", lambda p: p.File(tmp_path / "missing.txt"))
    assert server.came == []


def test_every_setter_writes_its_key() -> None:
    form = ContainerFilesParams().File(b"a", "a.txt", "text/plain").FileId("file-1")
    (_, file), also = form.to_multipart().fields
    assert (file.name, file.mime_type) == ("a.txt", "text/plain")  # type: ignore[union-attr]
    assert also == ("file_id", "file-1")
    query = UrlContainerFileParams().After("cfile_1").Limit(5).Order("asc")
    assert query.Value == "?after=cfile_1&limit=5&order=asc"
    assert not_shown(container_files, [form, query]) == set()


@pytest.mark.parametrize("setter", setters_of(container_files), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(container_files, kind)(), name)(object())


def test_an_id_that_is_no_string_is_refused() -> None:
    with pytest.raises(TypeError, match=re.escape("ContainerFilesParams.FileId takes str, got int 1")):
        ContainerFilesParams().FileId(1)  # type: ignore[arg-type]


def text(came: Any) -> web.Response:
    return web.Response(
        body="täglich".encode(),
        headers={"Content-Type": "text/plain", "Content-Disposition": 'attachment; filename="out.txt"'},
    )


def test_content_is_base64_text_and_a_file(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = text
    content = client.ContainerFiles.GetContent("cntr_1", "cfile_1")
    assert server.came[0].headers["Accept"] == "*/*"
    assert (content.AsString(), content.Data, content.file_name) == ("täglich", "dMOkZ2xpY2g=", "out.txt")
    content.SaveToFile(tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text("utf-8") == "täglich"


@pytest.mark.parametrize("form", FORMS)
def test_content_is_downloaded_into_a_folder(form: str, server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = text
    if form == "blocking":
        file = client.ContainerFiles.Download("cntr_1", "cfile_1", tmp_path)
    elif form == "promise":
        file = client.ContainerFiles.AsyncAwaitDownload("cntr_1", "cfile_1", tmp_path).result(10)
    else:
        outcome: Queue[Any] = Queue()
        record: AsynCallBack[Any] = AsynCallBack(on_success=lambda _, value: outcome.put(value))
        client.ContainerFiles.AsynDownload("cntr_1", "cfile_1", tmp_path, record)
        file = outcome.get(timeout=10)
    assert (file.path, file.size) == (str(tmp_path / "out.txt"), 8)
    assert server.requests == ["GET /v1/containers/cntr_1/files/cfile_1/content"]


def test_all_pages_are_gone_over(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response(
        {"data": [{"id": "cfile_2" if "after" in came.request else "cfile_1"}], "has_more": "after" not in came.request}
    )
    files = list(client.ContainerFiles.ListAll("cntr_1"))
    assert [(type(file), file.id) for file in files] == [(ContainerFile, "cfile_1"), (ContainerFile, "cfile_2")]
    assert server.requests[1] == "GET /v1/containers/cntr_1/files?after=cfile_1"


FILE = """{
  "id": "cfile_682e0e8a43c88191a7978f477a09bdf5",
  "object": "container.file",
  "created_at": 1747848842,
  "bytes": 880,
  "container_id": "cntr_682e0e7318108198aa783fd921ff305e08e78805b9fdbb04",
  "path": "/mnt/data/88e12fa445d32636f190a0b33daed6cb-tsconfig.json",
  "source": "user"
}"""
FILES = f"""{{
  "object": "list", "data": [{FILE}], "first_id": "cfile_1", "has_more": false, "last_id": "cfile_1", "new": [1]
}}"""
DELETED = '{"id": "cfile_1", "object": "container.file.deleted", "deleted": true}'


@pytest.mark.parametrize(
    ("kind", "text"), [(ContainerFile, FILE), (ContainerFileList, FILES), (ContainerFilesDelete, DELETED)]
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_page_has_files() -> None:
    page = decode(ContainerFileList, FILES.encode())
    assert (page.first_id, page.last_id, page.has_more, page.extra) == ("cfile_1", "cfile_1", False, {"new": [1]})
    (file,) = page.data
    assert type(file) is ContainerFile
    assert (file.bytes, file.source, file.created_at_as_string) == (880, "user", "2025-05-21T17:34:02Z")
    assert file.path.endswith("tsconfig.json")
    assert file.extra == {}
