"""Requests through a proxy, and what its refusals become. The test's server plays the proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAIConnectionError, GenAIException, GenAIServerError
from genai_py.factory import GenAIFactory

from .conftest import assert_nothing_is_left
from .tcp_server import TcpServer, error_reply, json_reply, nobody_listening, reply


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def address(server: TcpServer) -> str:
    """The proxy's host and port."""
    return f"127.0.0.1:{server.port}"


@pytest.fixture
def client(server: TcpServer, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[GenAI]:
    """A client of a server on another machine, in an environment with a proxy."""
    monkeypatch.setenv("ALL_PROXY", f"http://me:secret@{address}")
    client = GenAIFactory.CreateExternalInstance("http://llm.example.test/v1", "a-key-of-the-user", max_retries=0)
    yield client
    client.Close()
    assert_nothing_is_left(server)


def test_requests_to_other_machines_go_through_the_proxy_of_the_environment(client: GenAI, server: TcpServer) -> None:
    server.plays([json_reply({"data": []})])
    client.Models.List()
    (request,) = server.requests
    assert request.path == "http://llm.example.test/v1/models"
    assert request.headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"


def test_the_environment_can_be_left_aside(client: GenAI, server: TcpServer) -> None:
    client.HttpClient.TrustEnvironment = False  # type: ignore[attr-defined]
    client.BaseURL = "http://llm.invalid/v1"
    with pytest.raises(GenAIConnectionError, match=r"cannot connect to http://llm\.invalid: "):
        client.Models.List()
    assert server.requests == []


def test_a_local_server_is_asked_directly(client: GenAI, server: TcpServer) -> None:
    with TcpServer() as local:
        local.plays([json_reply({"data": []})])
        client.BaseURL = local.url
        client.Models.List()
        assert [request.path for request in local.requests] == ["/v1/models"]
    assert server.requests == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_password_is_named(scheme: str, client: GenAI, server: TcpServer, address: str) -> None:
    server.plays([reply(b"", 407)])
    client.BaseURL = f"{scheme}://llm.example.test/v1"
    with pytest.raises(GenAIException, match=f"the proxy (at )?{address}") as caught:
        client.Models.List()
    assert caught.value.code == 407
    assert "secret" not in str(caught.value)


def test_a_proxy_that_finds_no_server_is_named(client: GenAI, server: TcpServer, address: str) -> None:
    server.plays([reply(b"", 502)])
    with pytest.raises(GenAIServerError, match=f"said by the proxy, or the server behind it, at {address}"):
        client.Models.List()


def test_a_proxy_that_cannot_connect_is_asked_again(client: GenAI, server: TcpServer, address: str) -> None:
    server.plays([reply(b"", 502)])
    client.BaseURL = "https://llm.example.test/v1"
    said = f"GET https://llm.example.test/v1/models: the proxy {address} refused to connect to the server: 502 Whatever"
    with pytest.raises(GenAIConnectionError) as caught:
        client.WithOptions(max_retries=1).Models.List()
    assert (str(caught.value), caught.value.code) == (f"error 502: {said}", 502)
    assert [(request.method, request.path) for request in server.requests] == [("CONNECT", "llm.example.test:443")] * 2


def test_an_error_of_the_server_itself_names_no_proxy(client: GenAI, server: TcpServer) -> None:
    server.plays([error_reply(400, "no such model")])
    with pytest.raises(GenAIException) as caught:
        client.Models.List()
    assert "proxy" not in str(caught.value)


def test_a_proxy_that_is_not_there_is_named() -> None:
    with nobody_listening() as url:
        proxy = url.removesuffix("/v1")
        client = GenAIFactory.CreateExternalInstance("http://llm.example.test/v1", "k", proxy=proxy, max_retries=0)
        with client, pytest.raises(GenAIConnectionError, match=f"through the proxy {proxy.removeprefix('http://')}"):
            client.Models.List()
