"""Settings as a Delphi program reads and sets them, on the classes that it knows."""

from __future__ import annotations

from typing import Any

import pytest
from scripted_http import replying

from genai_py import (
    AiohttpClient,
    FromUser,
    GenAIAPI,
    GenAIAPIException,
    GenAIConfiguration,
    GenAIFactory,
    HttpClientAPI,
    HttpClientParam,
    HttpReply,
    HttpRequest,
    HttpStream,
)


def test_a_client_s_settings_are_a_configuration() -> None:
    with GenAIFactory.CreateExternalInstance("http://127.0.0.1:9/v1", "a-key") as client:
        settings: GenAIConfiguration = client.API
        settings.Organization = "org-1"
        settings.CustomHeaders = {"X-Team": "red"}
        headers = client.API.headers()
        assert (headers["Authorization"], headers["OpenAI-Organization"], headers["X-Team"]) == (
            "Bearer a-key",
            "org-1",
            "red",
        )


def test_a_configuration_stands_alone_and_does_not_show_its_key() -> None:
    settings: Any = GenAIConfiguration("a-key")
    assert (settings.APIKey, settings.BaseUrl) == ("a-key", "https://api.openai.com/v1")
    assert (settings.Organization, settings.CustomHeaders) == ("", {})
    assert repr(settings) == "GenAIConfiguration('https://api.openai.com/v1', key set)"
    settings.base_url = "http://127.0.0.1:1234/v1/"
    assert settings.BaseUrl == "http://127.0.0.1:1234/v1"
    with pytest.raises(ValueError, match="without line breaks"):
        settings.CustomHeaders = {"X-Team": "red\r\nblue"}


def test_headers_may_be_pairs_as_in_the_original() -> None:
    with GenAIFactory.CreateLMSInstance(headers=[("X-Team", "red")]) as client:
        assert client.API.CustomHeaders == {"X-Team": "red"}
        client.API.CustomHeaders = [("OpenAI-Beta", "assistants=v2"), ("X-Team", "blue"), ("openai-beta", "b=1")]
        assert client.API.CustomHeaders == {"OpenAI-Beta": "assistants=v2, b=1", "X-Team": "blue"}
        assert client.API.headers()["OpenAI-Beta"] == "assistants=v2, b=1"
        client.API.CustomHeaders = []
        assert client.API.CustomHeaders == {}


@pytest.mark.parametrize("given", [5, "X-Team: red", ["X-Team"], [("X-Team",)], [("a", "b", "c")], None])
def test_headers_are_nothing_else(given: Any) -> None:
    settings = GenAIConfiguration()
    with pytest.raises(TypeError, match=r"headers must be a mapping of names to strings or a list of pairs"):
        settings.CustomHeaders = given


@pytest.mark.parametrize("pair", [("X Team", "red"), ("X-Team", "red\r\nblue"), ("X-Team", 5)])
def test_pairs_are_checked_like_a_mapping(pair: Any) -> None:
    settings = GenAIConfiguration()
    with pytest.raises(ValueError, match="X.Team"):
        settings.CustomHeaders = [pair]


def test_clients_of_a_local_server_look_where_the_class_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert GenAIFactory.CreateLMSInstance().BaseURL == GenAIAPI.LocalUrlBase == "http://127.0.0.1:1234/v1"
    monkeypatch.setattr(GenAIConfiguration, "LocalUrlBase", "http://127.0.0.1:8080/v1")
    assert GenAIFactory.CreateLMSInstance().BaseURL == "http://127.0.0.1:8080/v1"
    assert GenAIFactory.CreateLMSInstance("http://127.0.0.1:9").BaseURL == "http://127.0.0.1:9/v1"


def test_the_query_of_a_base_url_goes_with_every_request(client_of: Any) -> None:
    client = client_of(replying(b'{"data": []}'))
    client.BaseURL = "https://host/openai/deployments/gpt-4o/chat/completions?api-version=2025-04-01"
    client.APIKey = "a-key"
    client.Chat.Create(lambda Params: Params.Model("m").Messages([FromUser("x")]))
    client.Files.List(lambda Params: Params.Limit(3))
    assert client.BaseURL == "https://host/openai/deployments/gpt-4o?api-version=2025-04-01"
    root = "https://host/openai/deployments/gpt-4o"
    assert [request.url for request in client.HttpClient.requests] == [
        f"{root}/chat/completions?api-version=2025-04-01",
        f"{root}/files?limit=3&api-version=2025-04-01",
    ]


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("https://api.test/v1", {"api-key": "azure-0123"}),
        ("https://api.test/v1", {"Authorization": "Basic bWU6c2VjcmV0"}),
        ("https://me:secret@api.test/v1", {}),
        ("https://api.test/v1?key=0123", {}),
    ],
)
def test_no_other_key_is_asked_for(url: str, headers: dict[str, str], client_of: Any) -> None:
    client = client_of(replying(b'{"data": []}'), headers=headers)
    client.BaseURL = url
    client.Models.List()
    (request,) = client.HttpClient.requests
    assert request.headers.get("Authorization") == headers.get("Authorization")


def test_a_key_is_asked_for_where_nothing_says_who_calls(client_of: Any) -> None:
    client = client_of(replying(b'{"data": []}'), headers={"X-Team": "red"})
    client.BaseURL = "https://api.test/v1?api-version=1"
    with pytest.raises(GenAIAPIException, match="no API key for https://api.test/v1"):
        client.Models.List()
    assert client.HttpClient.requests == []


@pytest.mark.parametrize("name", ["SendTimeOut", "ConnectionTimeout", "ResponseTimeout", "EventLimit", "BodyLimit"])
def test_a_transport_s_amounts_are_whole_numbers(name: str) -> None:
    http: Any = AiohttpClient()
    before = getattr(http, name)
    for value in ("5", 0.5, True, None):
        with pytest.raises(TypeError, match=rf"^AiohttpClient\.{name} takes int, got {type(value).__name__}"):
            setattr(http, name, value)
    with pytest.raises(ValueError, match=rf"^AiohttpClient\.{name} must be 0 or more, got -1$"):
        setattr(http, name, -1)
    assert getattr(http, name) == before


def test_settings_of_a_wrong_type_are_refused_where_they_are_set() -> None:
    http: Any = AiohttpClient()
    with pytest.raises(TypeError, match=r"^AiohttpClient\.SendTimeOut takes int, got str 'x'$"):
        http.send_time_out = "x"
    with pytest.raises(TypeError, match=r"^AiohttpClient\.ResponseTimeout takes int"):
        http.SetResponseTimeout("x")
    with pytest.raises(TypeError, match=r"^AiohttpClient\.ProxySettings takes str, got int 5$"):
        http.ProxySettings = 5
    api: Any = GenAIFactory.CreateLMSInstance().API
    with pytest.raises(TypeError, match=r"^GenAIAPI\.MaxRetries takes int, got str '2'$"):
        api.MaxRetries = "2"
    with pytest.raises(ValueError, match=r"^GenAIAPI\.MaxRetries must be 0 or more, got -1$"):
        api.max_retries = -1
    settings: Any = GenAIConfiguration("a-key")
    with pytest.raises(TypeError, match=r"^GenAIConfiguration\.Organization takes str, got int 5$"):
        settings.Organization = 5
    with pytest.raises(TypeError, match=r"^GenAIConfiguration\.APIKey takes str, got bytes$"):
        settings.APIKey = b"a-key"
    assert settings.APIKey == "a-key"


def test_a_transport_s_settings_have_the_original_s_functions() -> None:
    http = AiohttpClient(SendTimeOut=1)
    assert isinstance(http, HttpClientParam) and isinstance(http, HttpClientAPI)
    assert (http.GetSendTimeOut(), http.GetConnectionTimeout(), http.GetResponseTimeout()) == (1, 60_000, 600_000)
    assert http.GetProxySettings() is None
    http.SetSendTimeOut(2)
    http.SetConnectionTimeout(3)
    http.SetResponseTimeout(4)
    http.SetProxySettings("http://proxy.test:3128")
    assert (http.SendTimeOut, http.ConnectionTimeout, http.ResponseTimeout) == (2, 3, 4)
    assert http.ProxySettings == "http://proxy.test:3128"


def test_a_transport_needs_three_methods_and_inherits_its_limits() -> None:
    class Transport(HttpClientAPI):
        async def request(self, request: HttpRequest) -> HttpReply:
            return HttpReply(200, "OK", {}, b'{"data": [{"id": "a"}]}')

        async def stream(self, request: HttpRequest) -> HttpStream:
            raise NotImplementedError

        async def close(self) -> None: ...

    transport: Any = Transport()
    assert (transport.ConnectionTimeout, transport.SendTimeOut, transport.ResponseTimeout) == (60_000, 60_000, 600_000)
    assert (transport.EventLimit, transport.BodyLimit, transport.ProxySettings) == (32 << 20, 1 << 30, None)
    transport.body_limit = 5
    assert (transport.BodyLimit, transport.body_limit, HttpClientParam.BodyLimit) == (5, 5, 1 << 30)
    with pytest.raises(ValueError, match=r"^Transport\.BodyLimit must be 0 or more, got -1$"):
        transport.BodyLimit = -1
    with GenAIFactory.CreateLMSInstance(http_client=transport, response_timeout=7) as client:
        assert client.Models.List().data[0].id == "a"
    assert transport.ResponseTimeout == 7


def test_a_transport_without_one_of_the_three_says_which() -> None:
    class Transport(HttpClientAPI):
        async def request(self, request: HttpRequest) -> HttpReply:
            raise NotImplementedError

        async def close(self) -> None: ...

    unfinished: Any = Transport
    with pytest.raises(TypeError, match="abstract method '?stream"):
        unfinished()


def test_a_reply_and_a_request_are_shown_without_what_may_be_secret() -> None:
    request = HttpRequest("GET", "http://me:sk-secret@host/v1/models", {"Authorization": "Bearer sk-secret"}, b"body")
    assert repr(request).startswith("HttpRequest(method='GET', url='http://***@host/v1/models', connection_")
    assert repr(HttpReply(200, "OK", {"Set-Cookie": "secret"}, b"{}")) == (
        "HttpReply(status=200, reason='OK', body=b'{}')"
    )
