"""The client: its routes as attributes, and a factory function a provider."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypedDict

import attrs

from .core.building.urls import normalize_base_url, without_credentials
from .core.calls.api import DEFAULT_RETRIES, GenAIAPI
from .core.calls.configuration import DEFAULT_BASE_URL
from .core.errors import GenAIAPIException
from .core.running.dispatchers import Dispatcher
from .core.spelling import CallableInBothSpellings, SettableInBothSpellings
from .core.wire.aiohttp_.client import AiohttpClient
from .core.wire.transport import HttpClientAPI

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from .core.calls.operations import Route
    from .resources.audio import AudioRoute
    from .resources.batches import BatchRoute
    from .resources.chat import ChatRoute
    from .resources.completions import CompletionRoute
    from .resources.container_files import ContainerFilesRoute
    from .resources.containers import ContainersRoute
    from .resources.conversations import ConversationsRoute
    from .resources.embeddings import EmbeddingsRoute
    from .resources.files import FilesRoute
    from .resources.fine_tuning import FineTuningRoute
    from .resources.images import ImagesRoute
    from .resources.models import ModelsRoute
    from .resources.moderations import ModerationRoute
    from .resources.responses import ResponsesRoute
    from .resources.skills import SkillsRoute
    from .resources.uploads import UploadsRoute
    from .resources.vector_store_batches import VectorStoreBatchRoute
    from .resources.vector_store_files import VectorStoreFilesRoute
    from .resources.vector_stores import VectorStoreRoute
    from .resources.voice_contents import VoiceContentsRoute

VERSION = "2.0.0"
GEMINI = "https://generativelanguage.googleapis.com/v1beta/openai"
CLAUDE = "https://api.anthropic.com/v1"
DEEPSEEK = "https://api.deepseek.com"
GROK = "https://api.x.ai/v1"

# Route modules are imported when a program first uses them.
_ROUTES: dict[str, tuple[str, str]] = {
    "Chat": ("chat", "ChatRoute"),
    "Completions": ("completions", "CompletionRoute"),
    "Responses": ("responses", "ResponsesRoute"),
    "Models": ("models", "ModelsRoute"),
    "Embeddings": ("embeddings", "EmbeddingsRoute"),
    "Batch": ("batches", "BatchRoute"),
    "Containers": ("containers", "ContainersRoute"),
    "ContainerFiles": ("container_files", "ContainerFilesRoute"),
    "Images": ("images", "ImagesRoute"),
    "Skills": ("skills", "SkillsRoute"),
    "Files": ("files", "FilesRoute"),
    "FineTuning": ("fine_tuning", "FineTuningRoute"),
    "Moderation": ("moderations", "ModerationRoute"),
    "Uploads": ("uploads", "UploadsRoute"),
    "VectorStore": ("vector_stores", "VectorStoreRoute"),
    "VectorStoreBatch": ("vector_store_batches", "VectorStoreBatchRoute"),
    "VectorStoreFiles": ("vector_store_files", "VectorStoreFilesRoute"),
    "Conversations": ("conversations", "ConversationsRoute"),
    "Audio": ("audio", "AudioRoute"),
    "VoiceContents": ("voice_contents", "VoiceContentsRoute"),
}


def CurrentVersion() -> str:
    """The version of the original that this package follows."""
    return VERSION


class GenAI(SettableInBothSpellings):
    """A client of one server. Made by ``GenAIFactory``; may be used from many threads and loops at once.

    ``with client:`` or ``async with client:`` closes its connections at the end; a program that does not close its
    client loses nothing by it.
    """

    if TYPE_CHECKING:
        Chat: ChatRoute
        Completions: CompletionRoute
        Responses: ResponsesRoute
        Models: ModelsRoute
        Embeddings: EmbeddingsRoute
        Batch: BatchRoute
        Containers: ContainersRoute
        ContainerFiles: ContainerFilesRoute
        Images: ImagesRoute
        Skills: SkillsRoute
        Files: FilesRoute
        FineTuning: FineTuningRoute
        Moderation: ModerationRoute
        Uploads: UploadsRoute
        VectorStore: VectorStoreRoute
        VectorStoreBatch: VectorStoreBatchRoute
        VectorStoreFiles: VectorStoreFilesRoute
        Conversations: ConversationsRoute
        Audio: AudioRoute
        VoiceContents: VoiceContentsRoute

    _lazy_names = tuple(_ROUTES)
    _takes_new_names = False

    def __init__(self, api: GenAIAPI) -> None:
        self._api = api

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            place = _ROUTES.get(name)
            if place is None:
                return self._respelt(name)
            module = import_module(f".resources.{place[0]}", __package__)
            route: Route = getattr(module, place[1])(self._api)
            self.__dict__[name] = route
            return route

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *_ROUTES]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({without_credentials(self._api.BaseUrl)!r})"

    @property
    def API(self) -> GenAIAPI:
        """Settings and requests below the routes."""
        return self._api

    @property
    def HttpClient(self) -> HttpClientAPI:
        """The transport: timeouts, proxy, TLS."""
        return self._api.HttpClient

    @property
    def APIKey(self) -> str:
        """The key of the account; settable."""
        return self._api.APIKey

    @APIKey.setter
    def APIKey(self, value: str) -> None:
        self._api.APIKey = value

    @property
    def BaseURL(self) -> str:
        """The root of the API; settable."""
        return self._api.BaseUrl

    @BaseURL.setter
    def BaseURL(self, value: str) -> None:
        self._api.BaseUrl = value

    @property
    def Version(self) -> str:
        """The version of the original that this package follows."""
        return VERSION

    def WithOptions(
        self,
        *,
        max_retries: int | None = None,
        connection_timeout: int | None = None,
        send_timeout: int | None = None,
        response_timeout: int | None = None,
        dispatcher: Dispatcher | None = None,
    ) -> GenAI:
        """The same client with other settings for the calls made through it: ``WithOptions(max_retries=0).Chat``.

        Times are milliseconds. What is not given stays as it is.
        """
        given: dict[str, Any] = {
            "max_retries": max_retries,
            "connection_timeout": connection_timeout,
            "send_timeout": send_timeout,
            "response_timeout": response_timeout,
            "dispatcher": dispatcher,
        }
        for name, value in given.items():
            if value is not None and name != "dispatcher":
                _check_number(name, value)
        _check_does(dispatcher, "dispatcher", "post", "a Dispatcher")
        options = attrs.evolve(self._api.options, **{key: value for key, value in given.items() if value is not None})
        return GenAI(self._api.with_options(options))

    def Close(self) -> None:
        """Close the connections and end the client's threads. The client may be used again afterwards."""
        self._api.close()

    async def CloseAsync(self) -> None:
        """The same inside a running loop."""
        await self._api.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.Close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.CloseAsync()


class ClientSettings(TypedDict, total=False):
    """The keyword settings of all factory functions."""

    dispatcher: Dispatcher | None
    max_retries: int
    organization: str
    headers: Mapping[str, str] | None
    proxy: str | None
    connection_timeout: int | None
    send_timeout: int | None
    response_timeout: int | None
    http_client: HttpClientAPI | None


class GenAIFactory(metaclass=CallableInBothSpellings):
    """Makes clients: one function a provider. All take the same keyword settings.

    dispatcher: where callbacks run. max_retries: how often a failed request is sent again. organization, headers:
    sent with every request. proxy: the URL of an HTTP proxy. connection_timeout, send_timeout, response_timeout:
    milliseconds. http_client: a transport of the program's own, which a proxy is then given to.
    """

    @staticmethod
    def CreateInstance(AAPIKey: str = "", **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of OpenAI. Without a key given, ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL`` are read."""
        key, url = AAPIKey, DEFAULT_BASE_URL
        if not key:
            key = os.environ.get("OPENAI_API_KEY", "")
            url = os.environ.get("OPENAI_BASE_URL") or url
        return _client(url, key, **settings)

    @staticmethod
    def CreateLMSInstance(URLBase: str = "", **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of a local server such as LM Studio; of ``GenAIAPI.LocalUrlBase`` unless a URL is given.

        The URL gets its ``/v1`` where it lacks one. No key is needed, and none is sent.
        """
        given = URLBase.strip() if isinstance(URLBase, str) else URLBase
        url = GenAIAPI.LocalUrlBase if given == "" else normalize_base_url(URLBase, add_version=True)
        return _client(url, "", local=True, **settings)

    @staticmethod
    def CreateEmbeddedInstance(Model: str | None = None, **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of the embedded server, which is started, or used when it runs already.

        Model: the path of a GGUF file; the packaged model by default. Needs the extra ``embedded``.
        """
        from .embedded import shared_server

        return _client(shared_server(Model).BaseURL, "", local=True, **settings)

    @staticmethod
    def CreateGeminiInstance(AAPIKey: str, **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of Gemini's OpenAI-compatible API."""
        return _client(GEMINI, AAPIKey, **settings)

    @staticmethod
    def CreateClaudeInstance(AAPIKey: str, **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of Claude's OpenAI-compatible API."""
        return _client(CLAUDE, AAPIKey, **settings)

    @staticmethod
    def CreateDeepSeekInstance(AAPIKey: str, **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of DeepSeek."""
        return _client(DEEPSEEK, AAPIKey, **settings)

    @staticmethod
    def CreateGrokInstance(AAPIKey: str, **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of Grok."""
        return _client(GROK, AAPIKey, **settings)

    @staticmethod
    def CreateExternalInstance(BaseUrl: str, AAPIKey: str = "", **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of any OpenAI-compatible server."""
        return _client(BaseUrl, AAPIKey, **settings)


def _client(
    base_url: str,
    api_key: str,
    *,
    local: bool = False,
    dispatcher: Dispatcher | None = None,
    max_retries: int = DEFAULT_RETRIES,
    organization: str = "",
    headers: Mapping[str, str] | None = None,
    proxy: str | None = None,
    connection_timeout: int | None = None,
    send_timeout: int | None = None,
    response_timeout: int | None = None,
    http_client: HttpClientAPI | None = None,
) -> GenAI:
    if not isinstance(api_key, str):
        raise GenAIAPIException(0, f"the API key must be a string, got {type(api_key).__name__}")
    _check_number("max_retries", max_retries)
    _check_does(dispatcher, "dispatcher", "post", "a Dispatcher")
    _check_does(http_client, "http_client", "request", "an HttpClientAPI")
    http = http_client
    if http is None:
        http = AiohttpClient(ProxySettings=proxy)
    elif proxy is not None:
        raise TypeError("give proxy to your http_client; it is not used beside one")
    for setting, name, value in (
        ("connection_timeout", "ConnectionTimeout", connection_timeout),
        ("send_timeout", "SendTimeOut", send_timeout),
        ("response_timeout", "ResponseTimeout", response_timeout),
    ):
        if value is not None:
            _check_number(setting, value)
            setattr(http, name, value)
    # A key that was read from a file often has a line break at its end.
    api = GenAIAPI(
        api_key.strip(), base_url, local=local, http_client=http, dispatcher=dispatcher, max_retries=max_retries
    )
    api.Organization = organization
    api.CustomHeaders = {} if headers is None else headers
    return GenAI(api)


def _check_does(value: Any, name: str, method: str, kind: str) -> None:
    if value is not None and (isinstance(value, type) or not callable(getattr(value, method, None))):
        raise TypeError(f"{name} is {kind}, got {type(value).__name__} {value!r}")


def _check_number(name: str, value: Any) -> None:
    unit = " of milliseconds" if name.endswith("timeout") else ""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is a whole number{unit}, got {type(value).__name__} {value!r}")
    if value < 0:
        raise ValueError(f"{name} is 0 or more{unit.removeprefix(' of')}, got {value}")
