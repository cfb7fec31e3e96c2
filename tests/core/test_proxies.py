"""Which proxy a request goes through."""

from __future__ import annotations

import pytest

from genai_py import AiohttpClient, GenAIAPIException, GenAIFactory
from genai_py.core.wire.proxies import environment_proxy


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "http://host.test", None),
        ({"HTTP_PROXY": "http://a:1"}, "http://host.test/v1", "http://a:1"),
        ({"HTTP_PROXY": "http://a:1"}, "https://host.test/v1", None),
        ({"https_proxy": "http://b:2"}, "https://host.test/v1", "http://b:2"),
        ({"ALL_PROXY": "http://c:3"}, "https://host.test/v1", "http://c:3"),
        ({"ALL_PROXY": "http://c:3", "HTTPS_PROXY": "http://b:2"}, "https://host.test/v1", "http://b:2"),
        ({"HTTP_PROXY": "a:1"}, "http://host.test/v1", "http://a:1"),
        ({"HTTP_PROXY": ""}, "http://host.test/v1", None),
        ({"HTTP_PROXY": "http://a:1", "NO_PROXY": "host.test"}, "http://host.test:8080/v1", None),
        ({"HTTP_PROXY": "http://a:1", "NO_PROXY": "host.test:8080"}, "http://host.test:8080/v1", None),
        ({"HTTP_PROXY": "http://a:1", "NO_PROXY": "host.test:8080"}, "http://host.test:9/v1", "http://a:1"),
        ({"HTTP_PROXY": "http://a:1", "NO_PROXY": ".corp"}, "http://llm.corp", None),
        ({"HTTP_PROXY": "http://a:1", "NO_PROXY": "*"}, "http://host.test", None),
        ({"ALL_PROXY": "http://a:1"}, "http://localhost:1234/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://127.0.0.1:1234/v1", None),
        ({"ALL_PROXY": "socks5://a:1"}, "http://[::1]:1234/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://93.184.215.14:1234/v1", "http://a:1"),
        ({"ALL_PROXY": "http://a:1"}, "http://192.168.1.5:1234/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://10.1.2.3/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://172.31.0.1/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://172.32.0.1/v1", "http://a:1"),
        ({"ALL_PROXY": "http://a:1"}, "http://[fe80::1]:1234/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://[2606:2800::1]:1234/v1", "http://a:1"),
        ({"ALL_PROXY": "http://a:1"}, "http://Studio.local:1234/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://gpu-box:1234/v1", None),
        ({"ALL_PROXY": "http://a:1"}, "http://notlocal.test:1234/v1", "http://a:1"),
    ],
)
def test_the_environment_names_the_proxy(
    environment: dict[str, str], url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy(url) == proxy


@pytest.mark.parametrize(
    ("exceptions", "url", "is_direct"),
    [
        ("8.8.0.0/16", "http://8.8.8.8/v1", True),
        ("8.8.0.0/16", "http://8.9.8.8/v1", False),
        ("8.8.8.8", "http://8.8.8.8:1234/v1", True),
        ("8.8.8.8:1234", "http://8.8.8.8:1234/v1", True),
        ("8.8.8.8:1", "http://8.8.8.8:1234/v1", False),
        ("2606::/16", "https://[2606::1]/v1", True),
        ("[2606::1]:443", "https://[2606::1]/v1", True),
        ("2606::1", "https://[2606::2]/v1", False),
        ("other.test, llm.test", "https://llm.test/v1", True),
        ("other.test llm.test", "https://a.llm.test/v1", True),
        ("*.llm.test", "https://a.llm.test/v1", True),
        (".llm.test:443", "https://a.llm.test/v1", True),
        ("LLM.test", "https://llm.TEST./v1", True),
        ("m.test", "https://llm.test/v1", False),
        ("*", "https://llm.test/v1", True),
        (",, ,", "https://llm.test/v1", False),
        ("1.2.3.4/99", "https://llm.test/v1", False),
        (".", "https://llm.test/v1", False),
    ],
)
def test_exceptions_are_names_addresses_and_ranges(
    exceptions: str, url: str, is_direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://a:1")
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert (environment_proxy(url) is None) is is_direct


@pytest.mark.parametrize(
    ("proxy", "problem"),
    [
        ("socks5://me:secret@127.0.0.1:1080", "is a SOCKS proxy, which is not supported; use its HTTP port"),
        ("socks5h://127.0.0.1:1080", "is a SOCKS proxy"),
        ("ftp://127.0.0.1", "has the scheme 'ftp'; expected a proxy such as 'http://127.0.0.1:8080'"),
    ],
)
def test_a_proxy_of_the_environment_that_cannot_be_used(
    proxy: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(GenAIAPIException) as caught:
        environment_proxy("https://llm.example.test/v1")
    assert problem in str(caught.value)
    assert "ALL_PROXY" in str(caught.value)
    assert "add 'llm.example.test' to NO_PROXY, or set HttpClient.TrustEnvironment = False" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_call_says_that_the_proxy_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    with (
        GenAIFactory.CreateExternalInstance("http://llm.example.test/v1", "a-key") as client,
        pytest.raises(GenAIAPIException, match="ALL_PROXY of the environment: 'socks5://127.0.0.1:1' is a SOCKS proxy"),
    ):
        client.Models.List()


@pytest.mark.parametrize(
    ("proxy", "problem"),
    [
        ("127.0.0.1:8080", "is not the URL of a proxy; expected one such as 'http://127.0.0.1:8080'"),
        ("junk", "is not the URL of a proxy"),
        ("", "is not the URL of a proxy"),
        ("http://", "is not the URL of a proxy"),
        ("http://127.0.0.1:port", "is not the URL of a proxy"),
        ("socks4://127.0.0.1", "is a SOCKS proxy, which is not supported"),
        ("ftp://127.0.0.1", "has the scheme 'ftp'"),
    ],
)
def test_a_proxy_is_checked_where_it_is_set(proxy: str, problem: str) -> None:
    http = AiohttpClient()
    with pytest.raises(ValueError, match=r"^AiohttpClient\.ProxySettings: ") as caught:
        http.ProxySettings = proxy
    assert problem in str(caught.value)
    assert http.ProxySettings is None
    with pytest.raises(ValueError, match="ProxySettings"):
        GenAIFactory.CreateLMSInstance(proxy=proxy)


def test_a_proxy_that_can_be_used() -> None:
    http = AiohttpClient(ProxySettings="http://me:secret@proxy.test:8080")
    http.ProxySettings = "https://proxy.test"
    assert http.GetProxySettings() == "https://proxy.test"
