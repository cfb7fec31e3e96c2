"""The client and its factory: what they are made of, what they refuse, and how they end."""

from __future__ import annotations

import asyncio
import copy
import http.server
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import genai_py
from genai_py import (
    AiohttpClient,
    GenAI,
    GenAIAPI,
    GenAIAPIException,
    GenAIFactory,
    HttpClientAPI,
    ManualDispatcher,
    ModelsRoute,
)

PATIENCE = 10
VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL")


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on, or uses, an account of whoever runs it."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    ("make", "url", "key"),
    [
        (lambda: GenAIFactory.CreateInstance("k"), "https://api.openai.com/v1", "k"),
        (lambda: GenAIFactory.CreateLMSInstance(), "http://127.0.0.1:1234/v1", ""),
        (lambda: GenAIFactory.CreateLMSInstance(""), "http://127.0.0.1:1234/v1", ""),
        (lambda: GenAIFactory.CreateLMSInstance("  "), "http://127.0.0.1:1234/v1", ""),
        (lambda: GenAIFactory.CreateLMSInstance("http://192.168.1.5:1234"), "http://192.168.1.5:1234/v1", ""),
        (lambda: GenAIFactory.CreateLMSInstance("localhost:1234/v1/"), "http://localhost:1234/v1", ""),
        (
            lambda: GenAIFactory.CreateGeminiInstance("k"),
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "k",
        ),
        (lambda: GenAIFactory.CreateClaudeInstance("k"), "https://api.anthropic.com/v1", "k"),
        (lambda: GenAIFactory.CreateDeepSeekInstance("k"), "https://api.deepseek.com", "k"),
        (lambda: GenAIFactory.CreateGrokInstance("k"), "https://api.x.ai/v1", "k"),
        (lambda: GenAIFactory.CreateExternalInstance("https://host/api/", "k"), "https://host/api", "k"),
        (lambda: GenAIFactory.CreateExternalInstance("http://localhost:5"), "http://localhost:5", ""),
        (lambda: GenAIFactory.create_lms_instance("localhost:5"), "http://localhost:5/v1", ""),
        (lambda: GenAIFactory.CreateInstance(" k\n"), "https://api.openai.com/v1", "k"),
    ],
)
def test_each_provider_has_its_url(make: Any, url: str, key: str) -> None:
    client = make()
    assert isinstance(client, GenAI)
    assert (client.BaseURL, client.APIKey) == (url, key)


@pytest.mark.parametrize(
    ("environment", "given", "key", "url"),
    [
        ({}, "", "", "https://api.openai.com/v1"),
        ({"OPENAI_API_KEY": "env"}, "", "env", "https://api.openai.com/v1"),
        ({"OPENAI_API_KEY": "env", "OPENAI_BASE_URL": "http://host/v1/"}, "", "env", "http://host/v1"),
        ({"OPENAI_API_KEY": "env", "OPENAI_BASE_URL": ""}, "", "env", "https://api.openai.com/v1"),
        # A key that was given is for OpenAI, wherever the environment points.
        (
            {"OPENAI_API_KEY": "env", "OPENAI_BASE_URL": "http://host"},
            "given",
            "given",
            "https://api.openai.com/v1",
        ),
    ],
)
def test_the_environment_is_read_when_no_key_is_given(
    environment: dict[str, str], given: str, key: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = GenAIFactory.CreateInstance(given)
    assert (client.APIKey, client.BaseURL) == (key, url)


def test_no_other_provider_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "env")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere")
    client = GenAIFactory.CreateLMSInstance()
    assert (client.APIKey, client.BaseURL) == ("", "http://127.0.0.1:1234/v1")
    assert GenAIFactory.CreateExternalInstance("http://host").APIKey == ""


def test_settings() -> None:
    dispatcher = ManualDispatcher()
    client = GenAIFactory.CreateLMSInstance(
        dispatcher=dispatcher,
        max_retries=5,
        organization="org",
        headers={"X-Team": "blue"},
        proxy="http://proxy:3128",
        connection_timeout=1,
        send_timeout=2,
        response_timeout=3,
    )
    api, transport = client.API, client.HttpClient
    assert isinstance(transport, AiohttpClient)
    assert (api.Dispatcher, api.MaxRetries, api.Organization) == (dispatcher, 5, "org")
    assert api.CustomHeaders == {"X-Team": "blue"}
    assert (transport.ConnectionTimeout, transport.SendTimeOut, transport.ResponseTimeout) == (1, 2, 3)
    assert transport.ProxySettings == "http://proxy:3128"
    headers = api.headers("application/json")
    assert (headers["X-Team"], headers["OpenAI-Organization"]) == ("blue", "org")


def test_without_settings() -> None:
    api, transport = GenAIFactory.CreateLMSInstance().API, GenAIFactory.CreateLMSInstance().HttpClient
    assert (api.Dispatcher, api.MaxRetries, api.Organization, api.CustomHeaders) == (None, 2, "", {})
    assert (transport.ConnectionTimeout, transport.SendTimeOut, transport.ResponseTimeout) == (
        60_000,
        60_000,
        600_000,
    )


def test_a_programs_own_transport_is_used() -> None:
    transport = AiohttpClient(VerifyTLS=False)
    client = GenAIFactory.CreateLMSInstance(http_client=transport, response_timeout=5)
    assert client.HttpClient is transport
    assert isinstance(transport, HttpClientAPI)
    assert transport.ResponseTimeout == 5


@pytest.mark.parametrize("url", ["ftp://host", "http://", "http://host:port", "not a url", 5, b"host"])
def test_a_url_that_is_none_is_refused(url: Any) -> None:
    for make in (GenAIFactory.CreateLMSInstance, GenAIFactory.CreateExternalInstance):
        with pytest.raises(GenAIAPIException, match="is not a valid base URL; expected something like"):
            make(url)
    client = GenAIFactory.CreateLMSInstance()
    with pytest.raises(GenAIAPIException, match="is not a valid base URL"):
        client.BaseURL = url
    assert client.BaseURL == "http://127.0.0.1:1234/v1"


@pytest.mark.parametrize("key", [5, b"k", ["k"]])
def test_a_key_that_is_no_string_is_refused(key: Any) -> None:
    with pytest.raises(GenAIAPIException, match="the API key must be a string, got"):
        GenAIFactory.CreateInstance(key)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"retries": 1}, TypeError, "'retries'"),
        ({"max_retries": "3"}, TypeError, "max_retries must be a whole number, got str '3'"),
        ({"max_retries": True}, TypeError, "max_retries must be a whole number, got bool True"),
        ({"dispatcher": 5}, TypeError, "dispatcher must be a Dispatcher, got int 5"),
        ({"dispatcher": ManualDispatcher}, TypeError, "dispatcher must be a Dispatcher, got "),
        ({"http_client": 5}, TypeError, "http_client must be an HttpClientAPI, got int 5"),
        ({"max_retries": -1}, ValueError, "max_retries must not be negative, got -1"),
        (
            {"response_timeout": 1.5},
            TypeError,
            "response_timeout must be a whole number of milliseconds, got float 1.5",
        ),
        ({"connection_timeout": -5}, ValueError, "connection_timeout must not be negative, got -5"),
        ({"headers": {"X Team": "blue"}}, ValueError, "is not a valid HTTP header name"),
        ({"headers": {"X-Team": "blue\n"}}, ValueError, "without line breaks"),
        ({"headers": ["X-Team: blue"]}, TypeError, "headers must be a mapping"),
        ({"organization": "a\nb"}, ValueError, "without line breaks"),
        (
            {"proxy": "http://proxy", "http_client": AiohttpClient()},
            TypeError,
            "proxy and http_client exclude each other",
        ),
    ],
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        GenAIFactory.CreateLMSInstance(**settings)


def test_a_call_without_the_key_it_needs_says_how_to_give_one() -> None:
    client = GenAIFactory.CreateInstance()
    with pytest.raises(
        GenAIAPIException, match=r"no API key for https://api\.openai\.com/v1; give one to the factory"
    ):
        client.Models.List()
    with pytest.raises(GenAIAPIException, match="no API key"):
        client.Models.AsyncAwaitList().result(PATIENCE)


def test_routes_are_made_once() -> None:
    client = GenAIFactory.CreateLMSInstance()
    assert isinstance(client.Models, ModelsRoute)
    assert client.Models is client.Models is client.models


def test_key_and_url_may_be_changed() -> None:
    client = GenAIFactory.CreateLMSInstance()
    assert "Authorization" not in client.API.headers()
    client.APIKey = "new"
    client.BaseURL = "http://host//v1/"
    assert client.API.headers()["Authorization"] == "Bearer new"
    assert client.API.request("GET", "models").url == "http://host/v1/models"


def test_version_and_repr() -> None:
    client = GenAIFactory.CreateExternalInstance("http://me:sk-secret@host/v1", "sk-secret")
    assert client.Version == genai_py.CurrentVersion() == "2.0.0"
    assert repr(client) == "GenAI('http://***@host/v1')"


def test_with_options_is_the_same_client_with_other_settings() -> None:
    client = GenAIFactory.CreateLMSInstance(response_timeout=7, max_retries=4)
    dispatcher = ManualDispatcher()
    other = client.WithOptions(max_retries=0, connection_timeout=1, send_timeout=2, dispatcher=dispatcher)
    assert isinstance(other, GenAI)
    assert other.HttpClient is client.HttpClient
    request = other.API.request("GET", "models")
    assert (request.connection_timeout, request.send_timeout, request.response_timeout) == (1, 2, 7)
    assert (other.API.options.max_retries, other.API.used_dispatcher()) == (0, dispatcher)
    # The first client is as before, and what is not given again stays.
    assert client.API.request("GET", "models").connection_timeout == 60_000
    assert other.WithOptions(send_timeout=3).API.options.connection_timeout == 1
    assert client.WithOptions(max_retries=0).API.MaxRetries == 4


class Subclass(GenAI):
    """A program's own client."""


@pytest.mark.parametrize("kind", [GenAI, Subclass])
def test_a_client_made_with_a_key_is_one_of_openai(kind: type[GenAI]) -> None:
    # As in Delphi: TGenAI.Create('a-key').
    for client in (kind("a-key"), kind.Create("a-key\n")):
        assert type(client) is kind
        assert (client.APIKey, client.BaseURL) == ("a-key", "https://api.openai.com/v1")
        client.BaseURL = "http://127.0.0.1:1234/v1"
        assert client.API.request("GET", "models").url == "http://127.0.0.1:1234/v1/models"
    assert kind.Version == "2.0.0"


@pytest.mark.parametrize(
    "make", [lambda: GenAI(True), lambda: GenAI("", True), lambda: GenAI(LocalLMS=True), lambda: GenAI.Create(True)]
)
def test_a_client_of_the_local_server_is_made_as_in_the_original(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert make().BaseURL == "http://127.0.0.1:1234/v1"
    monkeypatch.setattr(GenAIAPI, "LocalUrlBase", "http://127.0.0.1:8080")
    client = make()
    assert (client.BaseURL, client.APIKey, client.API.local) == ("http://127.0.0.1:8080/v1", "", True)
    assert GenAI(False).BaseURL == GenAI("a-key", False).BaseURL == "https://api.openai.com/v1"


def test_a_client_made_with_a_key_gets_its_url_afterwards() -> None:
    client = GenAI("a-key")
    client.BaseURL = "http://127.0.0.1:9/v1"
    assert (client.BaseURL, client.APIKey, client.Version) == ("http://127.0.0.1:9/v1", "a-key", "2.0.0")


def test_a_client_made_without_a_key_does_not_read_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "env")
    client = GenAI()
    assert client.APIKey == ""
    with pytest.raises(GenAIAPIException, match="no API key for https://api.openai.com/v1"):
        client.Models.List()


def test_a_key_that_is_none_is_refused_without_showing_it() -> None:
    with pytest.raises(TypeError, match=r"APIKey takes str, got bytes$"):
        GenAI(b"sk-secret")  # type: ignore[arg-type]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_has_its_own_settings_and_the_same_connections(copied: Callable[[GenAI], GenAI]) -> None:
    client = Subclass("a-key")
    client.API.CustomHeaders = {"X-Team": "blue"}
    # The copy's routes are its own.
    _ = client.Models
    other = copied(client.WithOptions(max_retries=7))
    assert type(other) is Subclass
    assert other.HttpClient is client.HttpClient
    assert (other.APIKey, other.API.options.max_retries) == ("a-key", 7)
    other.APIKey = "another"
    other.BaseURL = "http://host/v1"
    other.API.CustomHeaders = {"X-Team": "red"}
    assert (client.APIKey, client.BaseURL) == ("a-key", "https://api.openai.com/v1")
    headers, others = client.Models._api.headers(), other.Models._api.headers()
    assert (headers["Authorization"], headers["X-Team"]) == ("Bearer a-key", "blue")
    assert (others["Authorization"], others["X-Team"]) == ("Bearer another", "red")


def test_copies_work_and_end_without_noise(server: Server) -> None:
    with GenAIFactory.CreateLMSInstance(server.url) as client:
        assert copy.deepcopy({"client": client})["client"].Models.List().data[0].id == "m"
    script = (
        "import copy, gc, genai_py\n"
        "client = copy.deepcopy(genai_py.GenAI('a-key'))\n"
        "del client\n"
        "gc.collect()"
    )
    imported_after(script)


def test_pickling_a_client_says_what_to_do() -> None:
    with pytest.raises(TypeError, match="cannot be pickled: .*; create a client in the process that uses it") as told:
        pickle.dumps(GenAI("sk-secret"))
    assert "sk-secret" not in str(told.value)


@pytest.mark.parametrize("name", ["max_retries", "connection_timeout", "send_timeout", "response_timeout"])
def test_wrong_options_are_refused(name: str) -> None:
    client = GenAIFactory.CreateLMSInstance()
    with pytest.raises(TypeError, match=f"{name} must be a whole number"):
        client.WithOptions(**{name: "5"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=f"{name} must not be negative"):
        client.WithOptions(**{name: -5})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="dispatcher must be a Dispatcher, got int 5"):
        client.WithOptions(dispatcher=5)  # type: ignore[arg-type]


class Server:
    """A server of models that knows how many of its connections have ended."""

    def __init__(self) -> None:
        ended = self.ended = threading.Semaphore(0)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = b'{"object": "list", "data": [{"id": "m"}]}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def finish(self) -> None:
                super().finish()
                ended.release()

            def log_message(self, *_: Any) -> None: ...

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, args=[0.01])
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(PATIENCE)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def callback_threads() -> int:
    return sum(thread.name == "genai_py-callbacks" for thread in threading.enumerate())


def test_with_closes_the_connections_and_ends_the_callback_thread(server: Server) -> None:
    before = callback_threads()
    with GenAIFactory.CreateLMSInstance(server.url) as client:
        assert client.Models.List().data[0].id == "m"
        assert client.Models.AsyncAwaitList().Then(lambda models: models.data[0].id).result(PATIENCE) == "m"
        assert callback_threads() == before + 1
        assert not server.ended.acquire(blocking=False)
    assert callback_threads() == before
    assert server.ended.acquire(timeout=PATIENCE)


def test_async_with_does_so_inside_a_loop(server: Server) -> None:
    async def main() -> None:
        async with GenAIFactory.CreateLMSInstance(server.url) as client:
            assert (await client.Models.AsyncAwaitList()).data[0].id == "m"
        loop = asyncio.get_running_loop()
        assert await loop.run_in_executor(None, lambda: server.ended.acquire(timeout=PATIENCE))

    asyncio.run(main())


def test_close_may_be_called_twice(server: Server) -> None:
    client = GenAIFactory.CreateLMSInstance(server.url)
    client.Models.List()
    client.Close()
    client.Close()
    assert server.ended.acquire(timeout=PATIENCE)


def test_a_closed_client_may_be_used_again_and_closed_again(server: Server) -> None:
    client = GenAIFactory.CreateLMSInstance(server.url)
    for _ in range(2):
        assert client.Models.List().data[0].id == "m"
        client.Close()
        assert server.ended.acquire(timeout=PATIENCE)


def test_the_error_inside_with_comes_through(server: Server) -> None:
    with pytest.raises(ZeroDivisionError), GenAIFactory.CreateLMSInstance(server.url) as client:
        client.Models.List()
        _ = 1 // 0
    assert server.ended.acquire(timeout=PATIENCE)


def imported_after(program: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a program."""
    script = f"import sys\nsys.path[:] = {sys.path!r}\n{program}\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return set(ran.stdout.split())


def test_a_bare_import_loads_next_to_nothing() -> None:
    loaded = imported_after("import genai_py")
    assert not loaded & {
        "aiohttp",
        "attr",
        "attrs",
        "cattrs",
        "orjson",
        "asyncio",
        "logging",
        "typing_extensions",
    }
    assert {name for name in loaded if name.startswith("genai_py.")} == {"genai_py._names", "genai_py._version"}


def test_a_client_loads_no_resource_before_it_is_used() -> None:
    loaded = imported_after("import genai_py; client = genai_py.GenAIFactory.CreateLMSInstance()")
    assert not {name for name in loaded if name.startswith("genai_py.resources.")}
    loaded = imported_after("import genai_py; genai_py.GenAIFactory.CreateLMSInstance().Models")
    assert "genai_py.resources.models" in loaded
    assert not loaded & {
        "genai_py.resources.chat",
        "genai_py.resources.responses",
        "genai_py.resources.embeddings",
    }


def test_every_public_name_can_be_imported() -> None:
    assert len(set(genai_py.__all__)) == len(genai_py.__all__)
    for name in genai_py.__all__:
        assert getattr(genai_py, name) is not None, name
    assert set(genai_py.__all__) <= set(dir(genai_py))


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(AttributeError, match="did you mean 'GenAIFactory'"):
        _ = genai_py.GenAIFactry  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        exec("from genai_py import Nothing")


def test_a_key_and_a_name_in_the_url_are_one_too_many() -> None:
    client = GenAIFactory.CreateExternalInstance("http://me:secret@127.0.0.1:9/v1", "a-key")
    with pytest.raises(GenAIAPIException, match="hold credentials") as told:
        client.Models.List()
    assert "secret" not in str(told.value)
