"""URLs, queries and headers of requests."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, strategies as st

from genai_py import GenAIAPIException
from genai_py.core.building.urls import (
    check_headers,
    encode_query,
    expand_path,
    is_local,
    normalize_base_url,
    path_names,
    secrets_of,
    with_query,
    without_credentials,
)
from genai_py.core.wire.transport import HttpRequest


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1"),
        ("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/v1"),
        ("http://127.0.0.1:1234//v1//", "http://127.0.0.1:1234/v1"),
        ("https://host/a//b///c", "https://host/a/b/c"),
        ("  http://host/v1\n", "http://host/v1"),
        ("localhost:1234", "http://localhost:1234"),
        ("192.168.1.5:1234/v1", "http://192.168.1.5:1234/v1"),
        ("host", "http://host"),
        ("[::1]:1234/v1", "http://[::1]:1234/v1"),
        ("http://[::1]:1234//v1/", "http://[::1]:1234/v1"),
        ("http://[fe80::1%25eth0]/v1", "http://[fe80::1%25eth0]/v1"),
        ("HTTPS://Host/V1", "HTTPS://Host/V1"),
        ("http://host/v1?a=b#c", "http://host/v1?a=b"),
        ("http://host/v1/?", "http://host/v1"),
        ("https://host/openai/deployments/gpt-4o?api-version=1", "https://host/openai/deployments/gpt-4o?api-version=1"),
        ("https://host/v1/?next=http://a//b", "https://host/v1?next=http://a//b"),
        ("https://host/v1/chat/completions", "https://host/v1"),
        ("https://host/v1/Chat/Completions/", "https://host/v1"),
        ("https://host/v1/responses?api-version=1", "https://host/v1?api-version=1"),
        ("https://host/completions/completions", "https://host"),
        ("https://host/v1/my-responses", "https://host/v1/my-responses"),
        ("https://responses", "https://responses"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
        ("http://127.0.0.1:8000/api/v1", "http://127.0.0.1:8000/api/v1"),
        ("http://127.0.0.1:1234/api/v0", "http://127.0.0.1:1234/v1"),
        ("http://localhost:1234/api/v1/", "http://localhost:1234/v1"),
        ("http://host", "http://host"),
    ],
)
def test_a_base_url(given: str, expected: str) -> None:
    assert normalize_base_url(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("localhost:1234", "http://localhost:1234/v1"),
        ("http://host", "http://host/v1"),
        ("http://host/", "http://host/v1"),
        ("http://host/v1", "http://host/v1"),
        ("http://host/V1/", "http://host/V1"),
        ("http://host/api", "http://host/v1"),
        ("http://host/api/v0", "http://host/v1"),
        ("http://host/api/v1/", "http://host/v1"),
        ("http://host/api/v1/chat/completions", "http://host/v1"),
        ("http://host/v1/chat/completions", "http://host/v1"),
        ("http://host/proxied/api", "http://host/proxied/api/v1"),
        ("http://host?a=b", "http://host/v1?a=b"),
        ("http://host/xv1", "http://host/xv1/v1"),
        ("http://v1", "http://v1/v1"),
        ("[::1]:1234", "http://[::1]:1234/v1"),
    ],
)
def test_the_version_is_added_where_it_lacks(given: str, expected: str) -> None:
    assert normalize_base_url(given, add_version=True) == expected


@pytest.mark.parametrize(
    "given",
    [
        "", "   ", "/v1", "//host/v1", "http://", "http:///v1", "https://:80", "ftp://host", "file:///tmp",
        "http://host:port", "http://host:99999", "http://host:0", "http://[::1", "http://ho st/v1", "http://host/a b",
        "http://host\n/v1", "http://ho\tst", "http:/localhost:1234", "https:/localhost", "http:localhost", "://host",
        "htp:/localhost", None, 1234, b"http://host",
    ],
)  # fmt: skip
def test_what_is_no_base_url_is_refused_with_an_example(given: Any) -> None:
    with pytest.raises(
        GenAIAPIException, match=r"is not a valid base URL; expected something like 'http://127.0.0.1:1234/v1'"
    ):
        normalize_base_url(given)


@given(
    st.text() | st.from_regex(r"(https?:)?/{0,3}[a-z0-9.:\[\]/?#@ -]{0,30}", fullmatch=True), st.booleans()
)
def test_any_text_is_a_base_url_or_refused(text: str, add_version: bool) -> None:
    try:
        url = normalize_base_url(text, add_version=add_version)
    except GenAIAPIException:
        return
    parts = urlsplit(url)
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert "//" not in parts.path
    assert not parts.path.endswith("/")
    assert not parts.fragment
    # What came out goes in again unchanged.
    assert normalize_base_url(url, add_version=add_version) == url


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:1234/v1", True),
        ("http://LOCALHOST", True),
        ("http://127.0.0.1", True),
        ("http://127.8.9.1", True),
        ("http://[::1]:5/v1", True),
        ("http://0.0.0.0:5", True),
        ("http://192.168.1.5", False),
        ("https://api.openai.com/v1", False),
        ("http://localhost.example.com", False),
        ("http://127.example.com", False),
    ],
)
def test_what_is_this_machine(url: str, local: bool) -> None:
    assert is_local(url) is local


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("gpt-4o", "gpt-4o"),
        ("openai/gpt-oss-20b", "openai%2Fgpt-oss-20b"),
        ("a b", "a%20b"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("../models", "..%2Fmodels"),
        ("a?b#c&d=e", "a%3Fb%23c%26d%3De"),
        ("50%", "50%25"),
        ("é😀", "%C3%A9%F0%9F%98%80"),
        ("{other}", "%7Bother%7D"),
        ("a\nb\0", "a%0Ab%00"),
        ("a:b@c", "a%3Ab%40c"),
        ("half \ud83d", "half%20%EF%BF%BD"),
    ],
)
def test_an_id_is_one_part_of_the_path(value: str, quoted: str) -> None:
    assert expand_path("models/{Id}", ["Id"], [value]) == f"models/{quoted}"


@given(st.text(st.characters(codec="utf-8")).filter(str.strip))
def test_any_id_stays_in_its_part_and_can_be_read_back(value: str) -> None:
    path = expand_path("a/{Id}/b", ["Id"], [value])
    first, part, last = path.split("/")
    assert (first, unquote(part), last) == ("a", value, "b")
    assert part not in (".", "..")
    assert part.isascii()


def test_several_ids_are_filled_in_by_name() -> None:
    template = "stores/{StoreId}/files/{FileId}"
    assert path_names(template) == ["StoreId", "FileId"]
    assert (
        expand_path(template, ["StoreId", "FileId"], ["s/1", "{StoreId}"])
        == "stores/s%2F1/files/%7BStoreId%7D"
    )
    assert path_names("models") == []


@pytest.mark.parametrize("value", ["", "  ", "\n"])
def test_an_empty_id_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"ModelId is empty; the path 'models/\{ModelId\}' needs it"):
        expand_path("models/{ModelId}", ["ModelId"], [value])


@pytest.mark.parametrize("value", [None, 5, b"m", ["m"]])
def test_an_id_that_is_no_string_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="ModelId must be a string, got"):
        expand_path("models/{ModelId}", ["ModelId"], [value])


def test_a_query_of_every_kind_of_value() -> None:
    fields = {
        "limit": 3,
        "deep": True,
        "q": "a b&c",
        "ids": ["x", "y"],
        "meta": {"k": "v w", "n": 1},
        "t": 0.5,
    }
    expected = "?limit=3&deep=true&q=a%20b%26c&ids[]=x&ids[]=y&meta[k]=v%20w&meta[n]=1&t=0.5"
    assert encode_query(fields) == expected
    assert encode_query({}) == ""
    assert encode_query({"after": "half \ud83d"}) == "?after=half%20%EF%BF%BD"


def test_good_headers_come_back_as_a_dict_of_their_own() -> None:
    given = {"X-Team": "blue é", "!#$%&'*+-.^_`|~09AZaz": ""}
    checked = check_headers(MappingProxyType(given))
    assert checked == given
    assert checked is not given


@pytest.mark.parametrize("value", ["a\nb", "a\r\nX-Evil: 1", "a\rb", "a\0b", "a\n", None, 5, b"a"])
def test_a_value_that_breaks_its_line_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="the value of header 'X-Team' must be a string without line breaks"):
        check_headers({"X-Team": value})


@pytest.mark.parametrize("name", ["", "X Team", "X-Team:", "X\nTeam", "é", "X\0", 5, None])
def test_a_name_that_is_none_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid HTTP header name"):
        check_headers({name: "a"})


@pytest.mark.parametrize("headers", ["X-Team: blue", ["X-Team: blue"], 5])
def test_headers_are_a_mapping_or_pairs(headers: Any) -> None:
    with pytest.raises(TypeError, match="headers must be a mapping of names to strings or a list of pairs .*, got"):
        check_headers(headers)
    assert check_headers([("X-Team", "blue")]) == {"X-Team": "blue"}


def test_a_refused_value_is_not_shown() -> None:
    with pytest.raises(ValueError) as caught:
        check_headers({"Authorization": "Bearer sk-secret\n"})
    assert "sk-secret" not in str(caught.value)


def test_a_request_shows_what_it_is_and_no_key() -> None:
    request = HttpRequest(
        "POST", "http://host/v1/models", {"Authorization": "Bearer sk-secret"}, b"x" * 10_000
    )
    assert "POST" in repr(request)
    assert "http://host/v1/models" in repr(request)
    assert "sk-secret" not in repr(request)
    assert len(repr(request)) < 300


def test_the_credentials_of_a_url_are_not_shown() -> None:
    request = HttpRequest("GET", "http://me:sk-secret@host/v1/models", {})
    assert "sk-secret" not in repr(request)
    assert "host/v1/models" in repr(request)
    for wrong in ("http://me:sk-secret@host:port/v1", "ftp://me:sk-secret@host", "http://me:sk-secret@ho st"):
        with pytest.raises(GenAIAPIException) as caught:
            normalize_base_url(wrong)
        assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [
        ("http://host/v1/models", "", "http://host/v1/models"),
        ("http://host/v1/models", "api-version=1", "http://host/v1/models?api-version=1"),
        ("http://host/v1/files?limit=3", "api-version=1", "http://host/v1/files?limit=3&api-version=1"),
    ],
)
def test_a_query_is_added_to_the_one_there_is(url: str, query: str, expected: str) -> None:
    assert with_query(url, query) == expected


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("api-key", True), ("X-Team-Token", True), ("Authorization", True), ("Proxy-Auth", True), ("Cookie", True),
        ("sig", True), ("X-Signature", True), ("Ocp-Apim-Subscription-Key", True), ("client_secret", True),
        ("X-Team", False), ("api-version", False), ("X-Author", False), ("X-Design", False), ("X-Assignment", False),
    ],
)  # fmt: skip
def test_secrets_are_known_by_their_names(name: str, is_secret: bool) -> None:
    assert secrets_of("http://host", {name: "0123"}) == ({"0123", ""} if is_secret else {""})
    masked = f"http://host?{name}=***"
    assert without_credentials(f"http://host?{name}=0123") == (masked if is_secret else f"http://host?{name}=0123")
