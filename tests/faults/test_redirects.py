"""Redirects: followed, but nothing that is the user's goes to another host."""

from __future__ import annotations

import pytest

from genai_py.client import GenAI
from genai_py.core.errors import GenAIException, GenAIInvalidResponseError
from genai_py.factory import GenAIFactory

from .tcp_server import DONE, STREAM_END, STREAM_HEAD, Do, TcpServer, json_reply, piece, reply
from .ways import Way

ANSWER = json_reply({"id": "c", "choices": [{"index": 0, "text": "Hello.", "finish_reason": "stop"}]})
SECRETS = {"authorization", "openai-organization", "x-team-token", "cookie"}


def answer(way: Way) -> list[bytes]:
    return [STREAM_HEAD, piece("Hello.", "stop"), DONE, STREAM_END] if way.streamed else [ANSWER]


def to(location: str, status: int = 307) -> list[bytes]:
    return [reply(b"", status, Location=location)]


def with_secrets(server: TcpServer) -> GenAI:
    return GenAIFactory.CreateExternalInstance(
        server.url,
        "sk-secret",
        organization="org-secret",
        headers={"X-Team-Token": "secret", "Cookie": "a=secret"},
        response_timeout=5000,
        max_retries=0,
    )


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_on_the_same_host_keeps_everything(status: int, way: Way, server: TcpServer) -> None:
    server.plays(to("/elsewhere?x=%2F1", status), answer(way))
    with with_secrets(server) as client:
        assert way.run(client).error is None
    first, second = server.requests
    assert second.path == "/elsewhere?x=%2F1"
    assert (second.method, second.body) == (first.method, first.body)
    assert second.headers == first.headers


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost"])
def test_no_secret_goes_to_another_host(host: str, way: Way, server: TcpServer) -> None:
    with TcpServer(host) as other, with_secrets(server) as client:
        server.plays(to(f"{other.url}/completions"))
        other.plays(answer(way))
        assert way.run(client).error is None
    sent, followed = server.requests[0], other.requests[0]
    assert set(sent.headers) >= SECRETS
    assert SECRETS.isdisjoint(followed.headers)
    assert "secret" not in str(followed.headers)
    assert followed.body == sent.body
    assert followed.headers["content-type"] == "application/json"
    assert followed.headers["host"] == f"{host}:{other.port}"


def test_another_port_is_another_host(server: TcpServer) -> None:
    with TcpServer() as other, with_secrets(server) as client:
        server.plays(to(f"{other.url}/models"))
        other.plays([json_reply({"data": []})])
        client.Models.List()
    assert SECRETS.isdisjoint(other.requests[0].headers)


def test_secrets_do_not_come_back_with_a_redirect_back(server: TcpServer) -> None:
    """The other host chose where it goes: what it chose gets no secret either."""
    with TcpServer() as other, with_secrets(server) as client:
        server.plays(to(f"{other.url}/models"), [json_reply({"data": []})])
        other.plays(to(f"{server.url}/somewhere"))
        client.Models.List()
    assert server.requests[1].path == "/v1/somewhere"
    assert SECRETS.isdisjoint(server.requests[1].headers)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_older_redirects_of_a_post_become_a_get_as_everywhere(status: int, server: TcpServer) -> None:
    server.plays(to("/elsewhere", status), [ANSWER])
    with with_secrets(server) as client:
        client.Completions.Create(lambda p: p.Model("m").Prompt("x"))
    second = server.requests[1]
    assert (second.method, second.body) == ("GET", b"")
    assert "content-length" not in second.headers
    assert "content-type" not in second.headers


def test_a_redirect_that_goes_in_circles_is_an_error(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays(to("/v1/completions"))
    failure = way.run(client).failure
    assert isinstance(failure, GenAIInvalidResponseError)
    assert "too many redirects" in str(failure)
    assert f"POST {server.url}/completions" in str(failure)
    assert len(server.requests) <= 11


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://a:b:c/", "//[::1"])
def test_a_redirect_to_nowhere_is_an_error(location: str, way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays(to(location))
    failure = way.run(client.WithOptions(max_retries=0)).failure
    assert isinstance(failure, GenAIException)
    assert f"POST {server.url}/completions" in str(failure)
    assert len(server.requests) == 1


def test_a_redirect_without_a_location_is_the_reply(way: Way, server: TcpServer, client: GenAI) -> None:
    server.plays([reply(b"moved", 307)])
    failure = way.run(client).failure
    assert failure.code == 307
    assert "moved" in str(failure)


def test_a_redirects_connection_is_closed_or_kept_but_never_lost(server: TcpServer, client: GenAI) -> None:
    server.plays([reply(b"x" * 300_000, 307, Location="/v1/models"), Do.STALL], [json_reply({"data": []})])
    client.Models.List()
    client.Close()
    server.wait_until_left(1)
