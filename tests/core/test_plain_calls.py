"""Calls by hand: below the routes with ``client.API``, and with the transport itself."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from resources.form_server import Came, FormServer, form_server

from genai_py import (
    AiohttpClient,
    Files,
    FileUploadParams,
    FileUrlParams,
    GenAI,
    GenAIConnectionError,
    GenAIException,
    GenAIFactory,
    JsonParam,
)


@pytest.fixture
def server() -> Iterator[FormServer]:
    with form_server() as server:
        yield server


@pytest.fixture
def client(server: FormServer) -> Iterator[GenAI]:
    with GenAIFactory.CreateExternalInstance(server.url, "a-key") as client:
        yield client


def test_a_path_without_a_route_is_called_with_the_key(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"id": "new_1"})
    made: Any = client.API.Post("new/things", Params=JsonParam().Add("name", "a"))
    assert made.extra == {"id": "new_1"}
    assert (server.requests, json.loads(server.came[0].body)) == (["POST /v1/new/things"], {"name": "a"})
    assert server.came[0].headers["Authorization"] == "Bearer a-key"


def test_each_verb(server: FormServer, client: GenAI) -> None:
    api = client.API
    assert type(api.Get("files", Files, FileUrlParams().Limit(2))) is Files
    api.Delete("files/file_1")
    api.Patch("files/file_1", Params=JsonParam().Add("a", 1))
    api.PostForm("files", Files, FileUploadParams().File(b"data", "a.txt").Purpose("batch"))
    assert server.requests == [
        "GET /v1/files?limit=2",
        "DELETE /v1/files/file_1",
        "PATCH /v1/files/file_1",
        "POST /v1/files",
    ]
    assert server.came[3]["file"].data == b"data"


def test_bytes_and_files(server: FormServer, client: GenAI, tmp_path: Path) -> None:
    server.answer = lambda came: web.Response(body=b"\0data")
    into = io.BytesIO()
    assert client.API.GetBinary("files/file_1/content") == b"\0data"
    assert (client.API.GetFile("files/file_1/content", into), into.getvalue()) == (5, b"\0data")
    assert client.API.GetFile("files/file_1/content", tmp_path / "a.bin") == 5
    assert (tmp_path / "a.bin").read_bytes() == b"\0data"


def test_an_error_is_an_exception(server: FormServer, client: GenAI) -> None:
    server.answer = lambda came: web.json_response({"error": {"message": "no such thing"}}, status=404)
    with pytest.raises(GenAIException, match="no such thing"):
        client.API.Get("new/things")


def test_the_transport_gives_bytes_and_statuses(server: FormServer) -> None:
    http = AiohttpClient()
    into = io.BytesIO()
    heard: list[object] = []

    def answer(came: Came) -> web.Response:
        return web.Response(body=came.request.split()[0].encode(), status=404 if "missing" in came.request else 200)

    server.answer = answer
    assert http.Get(f"{server.url}/a", into, {"X-Team": "b"}) == 200
    assert http.Delete(f"{server.url}/missing", into) == 404
    assert http.Post(f"{server.url}/a", {"c": 1}, into, OnReceiveData=lambda *far: heard.append(far)) == 200
    assert http.Patch(f"{server.url}/a", JsonParam().Add("d", 2), into) == 200
    assert http.Post(f"{server.url}/a", FileUploadParams().File(b"data"), into) == 200
    assert into.getvalue() == b"GETDELETEPOSTPATCHPOST"
    assert heard == [(4, 4)]
    assert [came.body for came in server.came] == [b"", b"", b'{"c":1}', b'{"d":2}', b""]
    assert server.came[0].headers["X-Team"] == "b"
    assert server.came[4]["file"].data == b"data"
    http.close_elsewhere()


def test_the_transport_follows_so_many_redirects(server: FormServer) -> None:
    def answer(came: Came) -> web.Response:
        left = int(came.request.rpartition("/")[2])
        if not left:
            return web.Response(body=b"end")
        return web.Response(status=302, headers={"Location": f"{server.url}/{left - 1}"})

    server.answer = answer
    http = AiohttpClient()
    into = io.BytesIO()
    assert (http.GetFollowRedirect(f"{server.url}/2", into, MaxRedirects=2), into.getvalue()) == (200, b"end")
    with pytest.raises(GenAIException, match="too many redirects"):
        http.GetFollowRedirect(f"{server.url}/3", into, MaxRedirects=2)
    with pytest.raises(ValueError, match="does not follow a redirect"):
        http.GetFollowRedirect(f"{server.url}/1", into, DropAuthorizationOnRedirect=False)
    http.close_elsewhere()


def test_the_transport_says_what_it_cannot_reach() -> None:
    with pytest.raises(GenAIConnectionError, match="cannot connect to http://127.0.0.1:9"):
        AiohttpClient().Get("http://127.0.0.1:9/v1", io.BytesIO())
