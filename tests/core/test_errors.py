"""The exceptions: which one a reply becomes, what it says, and what it never says."""

from __future__ import annotations

import asyncio
import copy
import html
import json
import logging
import pickle
import traceback
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st
from scripted_http import PATIENCE, ScriptedHttp, replying

import genai_py
from genai_py import (
    ActResult,
    ActRoundsError,
    AsynModels,
    BundleError,
    BundleList,
    GenAIAuthError,
    GenAIBadRequestError,
    GenAICancelledError,
    GenAIConflictError,
    GenAIConnectionError,
    GenAICountryNotSupportedError,
    GenAIEngineOverloadedError,
    GenAIException,
    GenAIFactory,
    GenAIInvalidResponseError,
    GenAINotFoundError,
    GenAIRateLimitError,
    GenAIServerError,
    GenAITimeoutError,
    GenAIUnprocessableEntityError,
    HttpReply,
    JSONLError,
    JSONLLineError,
    ManualDispatcher,
    ParseError,
)
from genai_py.core.errors import error_class, error_from_object, error_from_reply, error_in, excerpt
from genai_py.core.wire.transport import HttpRequest

ALL = [
    made
    for made in map(genai_py.__getattr__, genai_py.__all__)
    if isinstance(made, type) and issubclass(made, GenAIException)
]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, GenAIBadRequestError), (401, GenAIAuthError), (403, GenAICountryNotSupportedError),
        (404, GenAINotFoundError), (408, GenAIException), (409, GenAIConflictError),
        (422, GenAIUnprocessableEntityError), (429, GenAIRateLimitError),
        (500, GenAIServerError), (502, GenAIServerError), (503, GenAIEngineOverloadedError), (529, GenAIServerError),
        (304, GenAIException), (0, GenAIException),
    ],
)  # fmt: skip
def test_the_status_decides_the_class(status: int, kind: type[GenAIException]) -> None:
    assert error_class(status) is kind
    assert type(error_from_reply(status, "", {}, b'{"error": {"message": "m"}}')) is kind


def test_the_classes_and_their_bases() -> None:
    assert issubclass(GenAIEngineOverloadedError, GenAIServerError)
    assert issubclass(GenAITimeoutError, GenAIConnectionError)
    assert all(issubclass(kind, GenAIException) for kind in ALL)
    assert not issubclass(GenAICancelledError, asyncio.CancelledError)
    assert {GenAIAuthError, GenAIInvalidResponseError, BundleError} <= set(ALL)


def from_body(body: Any, status: int = 400, reason: str = "Bad Request", **headers: str) -> GenAIException:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_from_reply(status, reason, headers, text)


def test_the_apis_error_object() -> None:
    error = from_body(
        {
            "error": {
                "message": "no such model",
                "type": "invalid_request_error",
                "param": "model",
                "code": "not_found",
            }
        },
        404,
        **{"x-request-id": "r1", "date": "today"},
    )
    assert str(error) == error.Message == "error 404: no such model"
    assert (error.code, error.error_code) == (404, "not_found")
    assert (error.type, error.param) == ("invalid_request_error", "model")
    assert error.message == error.error_message == error.ErrorMessage == "no such model"
    assert (error.request_id, error.headers["date"]) == ("r1", "today")
    assert json.loads(error.body)["error"]["param"] == "model"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "m"}}, "m"),
        ({"error": {"message": "m", "code": None, "type": None, "param": None}}, "m"),
        (
            {"error": {"message": "the model_not_found code", "code": "model_not_found"}},
            "the model_not_found code",
        ),
        ({"error": {"message": "m", "code": 501, "type": "not_supported_error"}}, "m"),
        ({"error": {"message": ["a", {"b": 1}]}}, '["a", {"b": 1}]'),
        ({"error": {"reason": "other"}}, '{"reason": "other"}'),
        ({"error": "m"}, "m"),
        ({"error": ["a", "b"]}, '["a", "b"]'),
        ({"error": None, "message": "m"}, "m"),
        ({"error": True, "message": "m"}, "m"),
        ({"error": {}, "detail": "m"}, "m"),
        ({"detail": [{"loc": ["body"], "msg": "m"}]}, '[{"loc": ["body"], "msg": "m"}]'),
        ({"detail": "m"}, "m"),
        ({"message": "m"}, "m"),
        ([{"error": {"message": "m"}}], "m"),
        ({"error": ""}, 'Bad Request; the body is: {"error": ""}'),
        ({"ok": False}, 'Bad Request; the body is: {"ok": false}'),
        ({}, "Bad Request; the body is: {}"),
        ([], "Bad Request; the body is: []"),
        (None, "Bad Request; the body is: null"),
        (b"", "Bad Request; the body is empty"),
        (b" \n ", "Bad Request; the body is empty"),
        (b"Not  Found\n\n!", "Bad Request; the body is: Not Found !"),
        (b"caf\xe9", "Bad Request; the body is: caf\ufffd"),
        (b'{"error": {"message": "cut of', 'Bad Request; the body is: {"error": {"message": "cut of'),
        (b"[" * 100_000, f"Bad Request; the body is: {'[' * 500}…"),
    ],
)
def test_whatever_a_server_says_is_told(body: Any, message: str) -> None:
    error = from_body(body)
    assert (error.code, error.error_message) == (400, message)


def test_a_page_of_html_gives_status_and_excerpt() -> None:
    page = b"<html><head><title>502 Bad Gateway</title></head>" + b"<p>nginx</p>\n" * 1000
    error = from_body(page, 502, "Bad Gateway")
    assert type(error) is GenAIServerError
    assert str(error).startswith(
        "error 502: Bad Gateway; the body is: <html><head><title>502 Bad Gateway"
    )
    assert len(str(error)) < 600
    assert error.body == page.decode()


def test_what_is_kept_of_a_body_is_bounded() -> None:
    assert len(from_body(b"x" * 10_000_000).body) == 65536


def test_a_reply_without_a_reason() -> None:
    assert str(from_body(b"", 418, "")) == "error 418: no reason given; the body is empty"


@pytest.mark.parametrize(
    ("error", "kind", "code", "text"),
    [
        ({"message": "m", "code": 429}, GenAIRateLimitError, 429, "error 429: m"),
        ({"message": "m", "code": 500}, GenAIServerError, 500, "error 500: m"),
        ({"message": "m", "code": "429"}, GenAIRateLimitError, 429, "error 429: m"),
        ({"message": "m", "code": "server_error"}, GenAIException, 0, "(server_error) m"),
        ({"message": "m", "code": 7}, GenAIException, 0, "m"),
        ({"message": "m", "code": True}, GenAIException, 0, "m"),
        ("m", GenAIException, 0, "m"),
        (["m"], GenAIException, 0, '["m"]'),
    ],
)
def test_an_error_inside_a_good_reply(error: Any, kind: type[GenAIException], code: int, text: str) -> None:
    made = error_from_object(200, error)
    assert (type(made), made.code, str(made)) == (kind, code, text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "message", "code", "type", "detail", "param"]), inner, max_size=4
        )
    ),
    max_leaves=10,
)


@given(json_values, st.sampled_from([200, 301, 400, 401, 429, 500, 503]))
def test_any_json_becomes_an_exception_that_says_something(value: Any, status: int) -> None:
    for error in (from_body(value, status), error_from_object(status, value)):
        assert isinstance(error, GenAIException)
        assert isinstance(error.code, int)
        assert all(isinstance(text, str) for text in (error.error_message, error.type, error.param))
    assert str(from_body(value, status))


@given(st.binary(), st.integers(300, 599))
def test_any_bytes_become_an_exception_that_says_something(body: bytes, status: int) -> None:
    error = from_body(body, status)
    assert error.code == status
    assert error.error_message


def test_an_excerpt_is_one_line_of_bounded_length() -> None:
    assert excerpt("a\n  b\tc ") == "a b c"
    assert excerpt("x" * 500) == "x" * 500
    assert excerpt("x" * 501) == "x" * 500 + "…"


def full(kind: type[GenAIException]) -> GenAIException:
    if kind is BundleError:
        bundle = BundleList()
        bundle.Add(0).error = GenAIException(404, "m")
        return BundleError(bundle)
    if kind is JSONLError or kind is JSONLLineError:
        line = JSONLLineError(3, "m")
        jsonl = line if kind is JSONLLineError else JSONLError(1, [line])
        jsonl.code = 404
        return jsonl
    if kind is ActRoundsError or kind is ParseError:
        acted = ActRoundsError(ActResult(answer="a", rounds=2))
        made: GenAIException = acted if kind is ActRoundsError else ParseError("unfit", "no", "text", None)
        made.code = 404
        return made
    error = kind(404, "m", type="t", param="p", request_id="r", headers={"Retry-After": "1"}, body="b")
    if isinstance(error, GenAIConnectionError):
        error.before_reply = True
    return error


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize(
    "twin_of", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))]
)
def test_they_can_be_copied_and_pickled(kind: type[GenAIException], twin_of: Any) -> None:
    error = full(kind)
    twin = twin_of(error)
    assert type(twin) is kind
    assert (str(twin), twin.args, twin.code) == (str(error), error.args, 404)
    assert (twin.type, twin.param, twin.request_id, dict(twin.headers), twin.body) == (
        error.type,
        error.param,
        error.request_id,
        dict(error.headers),
        error.body,
    )
    assert getattr(twin, "before_reply", None) == getattr(error, "before_reply", None)
    if isinstance(error, ActRoundsError):
        assert twin.result.answer == "a"
    if isinstance(error, ParseError):
        assert (twin.reason, twin.text) == ("unfit", "text")
    if isinstance(error, BundleError):
        assert str(twin.bundle[0].error) == "error 404: m"


@pytest.mark.parametrize("name", ["Retry-After", "retry-after", "RETRY-AFTER"])
def test_headers_are_found_in_any_case(name: str) -> None:
    error = from_body({"error": "m"}, 429, **{"Retry-After": "3"})
    assert error.headers[name] == error.headers.get(name) == "3"
    assert name in error.headers
    assert pickle.loads(pickle.dumps(error)).headers[name] == "3"
    assert copy.copy(error).headers.get("other", "none") == "none"


def test_repr_is_short_and_tells_the_text() -> None:
    assert repr(GenAIAuthError(401, "m", body="x" * 1000)) == "GenAIAuthError('error 401: m')"


KEY = "sk-secret"
ECHO = json.dumps(
    {"error": {"message": f"Incorrect API key provided: {KEY}", "param": KEY, "code": KEY}}
).encode()


def everything_shown(error: BaseException) -> str:
    """What a program, a log or a crash report shows of an error and of all that led to it."""
    texts = ["".join(traceback.format_exception(error))]
    seen: BaseException | None = error
    while seen is not None:
        texts += [str(seen), repr(seen), repr(seen.args)]
        texts += [repr(vars(seen))] if isinstance(seen, GenAIException) else []
        seen = seen.__cause__ or seen.__context__
    return "\n".join(texts)


def test_nothing_that_is_shown_of_a_client_has_its_key(client_of: Any) -> None:
    client = client_of(replying(b"{}"), key=KEY, headers={"X-Other-Key": KEY})
    client.Models.List()
    (request,) = client.HttpClient.requests
    assert isinstance(request, HttpRequest)
    # The key is sent all the same.
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    shown = [
        client,
        client.API,
        client.HttpClient,
        client.Models,
        request,
        client.API.options,
        client.Models.List,
    ]
    assert KEY not in "".join(f"{each!r} {each!s}" for each in shown)
    aiohttp_client = GenAIFactory.CreateExternalInstance("http://127.0.0.1:9", KEY)
    assert KEY not in f"{aiohttp_client!r} {aiohttp_client.API!r} {aiohttp_client.HttpClient!r}"


@pytest.mark.parametrize(
    "reply",
    [
        replying(ECHO, 401),
        replying(f"<html>{KEY}</html>".encode(), 403),
        replying(f"not JSON: {KEY}".encode(), 200),
        replying(f'["{KEY}"]'.encode(), 200),
        replying(ECHO, 200),
    ],
)
def test_a_key_that_the_server_repeats_is_not_shown(reply: Any, client_of: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(reply, key=KEY, max_retries=0)
    with pytest.raises(GenAIException) as caught:
        client.Models.List()
    assert KEY not in everything_shown(caught.value)
    assert "***" in str(caught.value)
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    "stream", [ECHO, b"data: " + ECHO + b"\n\n", f"data: {KEY}\n\n".encode(), f"<html>{KEY}</html>".encode()]
)
def test_a_key_that_a_stream_repeats_is_not_shown(stream: bytes, client_of: Any) -> None:
    client = client_of(replying(stream), key=KEY)
    with pytest.raises(GenAIException) as caught:
        list(client.Completions.Stream(lambda Params: Params.Model("m").Prompt("p")))
    assert KEY not in everything_shown(caught.value)


def test_a_key_is_not_shown_by_callbacks_and_promises(client_of: Any, caplog: Any) -> None:
    dispatcher = ManualDispatcher()
    client = client_of(replying(ECHO, 401), key=KEY, dispatcher=dispatcher)
    heard: list[Any] = []
    client.Models.AsynList(
        AsynModels(on_error=lambda sender, error: heard.extend([sender, error, error.exception]))
    )
    assert dispatcher.PumpUntil(lambda: bool(heard), PATIENCE)
    assert KEY not in repr(heard)
    with pytest.raises(GenAIAuthError) as caught:
        client.Models.AsyncAwaitList().result(PATIENCE)
    assert KEY not in everything_shown(caught.value)
    assert KEY not in caplog.text


def test_a_key_that_cannot_be_sent_is_not_shown_when_refused() -> None:
    for key in (f"{KEY}\nX-Evil: 1", f"{KEY}\0"):
        with pytest.raises(ValueError) as caught:
            GenAIFactory.CreateExternalInstance("http://127.0.0.1:9", key)
        assert KEY not in everything_shown(caught.value)


def test_a_requests_log_line_has_no_key(client_of: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(replying(b"{}", x_request_id="r1"), key=KEY, headers={"X-Other-Key": KEY})
    client.Models.List()
    (line,) = [record.getMessage() for record in caplog.records if record.name == "genai_py"]
    assert line.startswith("GET /models 200 ")
    assert line.endswith("request id r1")
    assert KEY not in caplog.text


ESCAPED_KEY = "sk-a/b+c\"d<é>"
ESCAPES = {
    "JSON": json.dumps(ESCAPED_KEY)[1:-1],
    "all of it as JSON escapes": "".join(f"\\u{ord(letter):04X}" for letter in ESCAPED_KEY),
    "JSON inside JSON": json.dumps(json.dumps(ESCAPED_KEY))[3:-3],
    "slashes escaped": ESCAPED_KEY.replace("/", "\\/").replace('"', '\\"'),
    "a URL": quote(ESCAPED_KEY, safe=""),
    "HTML": html.escape(ESCAPED_KEY),
    "HTML by numbers": "".join(f"&#x{ord(letter):x};" for letter in ESCAPED_KEY),
}


@pytest.mark.parametrize("escaped", ESCAPES.values(), ids=ESCAPES)
def test_a_key_that_is_repeated_with_escapes_is_not_shown(escaped: str, client_of: Any) -> None:
    as_text = json.loads(f'"{escaped}"') if "\\" in escaped else escaped
    for body in (f'{{"error": {{"message": "no {escaped}!", "param": "{as_text}"}}}}', f"<p>no {escaped}!</p>"):
        client = client_of(replying(body.encode(), 401), key=ESCAPED_KEY, max_retries=0)
        with pytest.raises(GenAIAuthError) as caught:
            client.Models.List()
        shown = everything_shown(caught.value)
        assert escaped not in shown
        assert ESCAPED_KEY not in shown
        assert "no ***!" in str(caught.value)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_key_outside_the_body_is_not_shown(streamed: bool, client_of: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {"Location": f"/login?key={KEY}", "x-request-id": f"r-{KEY}"}
    client = client_of(HttpReply(401, f"Bad key {KEY}", headers, b""), key=KEY, max_retries=0)
    with pytest.raises(GenAIAuthError, match=r"Bad key \*\*\*") as caught:
        if streamed:
            list(client.Completions.Stream(lambda Params: Params.Model("m").Prompt("p")))
        else:
            client.Models.List()
    assert caught.value.request_id == "r-***"
    assert caught.value.headers["location"] == "/login?key=***"
    assert KEY not in everything_shown(caught.value) + caplog.text


def test_a_key_that_a_cut_text_ends_with_is_not_shown_in_part(client_of: Any) -> None:
    long_key = "sk-" + "0123456789" * 5
    for size in range(3930, 4001, 7):
        body = json.dumps({"error": {"message": "x" * size + long_key}}).encode()
        with pytest.raises(GenAIAuthError) as caught:
            client_of(replying(body, 401), key=long_key, max_retries=0).Models.List()
        assert "sk-" not in everything_shown(caught.value)


@pytest.mark.parametrize("key", ["x", "1", "none", "e", "error", '"', "EMPTY", "*", "message", "type"])
def test_a_placeholder_instead_of_a_key_garbles_no_text(key: str, client_of: Any) -> None:
    message = "the error: 1 message of type e exceeds none; see /v1/models"
    body = json.dumps({"error": {"message": message, "type": "an_error"}}).encode()
    with pytest.raises(GenAIBadRequestError) as caught:
        client_of(replying(body, 400), key=key).Models.List()
    assert (caught.value.error_message, caught.value.type) == (message, "an_error")


def test_a_key_named_like_a_field_leaves_the_reply_readable(client_of: Any) -> None:
    body = b'{"error_message": "no such model", "error_type": "invalid"}'
    with pytest.raises(GenAIBadRequestError, match="no such model") as caught:
        client_of(replying(body, 400), key="error_message").Models.List()
    assert caught.value.type == "invalid"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (replying(b"nothing", 404), GenAINotFoundError),
        (replying(b"no JSON"), GenAIInvalidResponseError),
        (GenAIConnectionError(0, "GET http://me:s3cret-pass@127.0.0.1:9/v1/models: broken"), GenAIConnectionError),
    ],
)
def test_a_password_in_the_base_url_is_not_shown(reply: Any, kind: type[GenAIException], caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    client = GenAIFactory.CreateExternalInstance(
        "http://me:s3cret-pass@127.0.0.1:9/v1?sig=s1gnature", http_client=ScriptedHttp(reply), max_retries=0
    )
    with client, pytest.raises(kind) as caught:
        client.Models.List()
    shown = everything_shown(caught.value) + caplog.text + repr(client) + repr(client.API)
    assert "s3cret-pass" not in shown
    assert "s1gnature" not in shown


def test_keys_in_headers_of_the_program_are_not_shown(client_of: Any) -> None:
    headers = {"api-key": "azure-0123456789", "Authorization": "Basic dXNlcjpwYXNzd29yZA=="}
    reply = replying(b"bad: azure-0123456789, dXNlcjpwYXNzd29yZA==", 401)
    with pytest.raises(GenAIAuthError, match=r"bad: \*\*\*, \*\*\*"):
        client_of(reply, headers=headers, max_retries=0).Models.List()


def test_everything_that_is_shown_of_an_error_is_bounded() -> None:
    long = "x" * 1_000_000
    fields = {"message": long, "code": long, "type": long, "param": long, "error": None}
    for error in (
        error_from_reply(400, long, {}, json.dumps({"error": fields}).encode()),
        error_from_reply(400, long, {}, long.encode()),
        error_from_object(200, fields),
        error_from_object(200, long),
    ):
        assert len(str(error)) < 5000
        assert max(map(len, (error.error_code, error.type, error.param))) < 5000


def test_the_message_of_a_model_is_no_error() -> None:
    assert error_in({"type": "message_start", "message": {"role": "assistant", "content": []}}) is None
    assert error_in({"type": "error", "message": {"text": "no"}}) is not None
