"""``GenAIFactory`` creates clients: one function for each provider."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypedDict

from .client import GenAI, check_count, check_method
from .core.building.urls import Headers, has_credentials, normalize_base_url
from .core.calls.api import DEFAULT_RETRIES, GenAIAPI
from .core.calls.configuration import DEFAULT_BASE_URL
from .core.errors import GenAIAPIException
from .core.running.dispatchers import Dispatcher
from .core.spelling import CallableInBothSpellings
from .core.wire.aiohttp_.client import AiohttpClient
from .core.wire.transport import HttpClientAPI

if TYPE_CHECKING:
    from typing_extensions import Unpack

GEMINI = "https://generativelanguage.googleapis.com/v1beta/openai"
CLAUDE = "https://api.anthropic.com/v1"
DEEPSEEK = "https://api.deepseek.com"
GROK = "https://api.x.ai/v1"


class ClientSettings(TypedDict, total=False):
    """The keyword settings of all factory functions."""

    dispatcher: Dispatcher | None
    max_retries: int
    organization: str
    headers: Headers | None
    proxy: str | None
    connection_timeout: int | None
    send_timeout: int | None
    response_timeout: int | None
    http_client: HttpClientAPI | None


class GenAIFactory(metaclass=CallableInBothSpellings):
    """Creates clients: one function for each provider. All of them take the same keyword settings.

    dispatcher: where callbacks run. max_retries: how often a failed request is sent again. organization, headers: sent
    with every request; headers may be a mapping or a list of pairs. proxy: the URL of an HTTP proxy; without it,
    requests to other machines go through the proxies of the environment. connection_timeout, send_timeout,
    response_timeout: milliseconds. http_client: a transport of the program's own; it has its own proxy.

    All of them raise TypeError or ValueError for an invalid setting, and GenAIAPIException for an invalid URL or key.
    """

    @staticmethod
    def CreateInstance(AAPIKey: str = "", **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of OpenAI.

        Without a key, ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL`` are read from the environment.
        """
        key, url = AAPIKey, DEFAULT_BASE_URL
        if not key:
            key = os.environ.get("OPENAI_API_KEY", "")
            url = os.environ.get("OPENAI_BASE_URL") or url
        return _client(url, key, **settings)

    @staticmethod
    def CreateLMSInstance(URLBase: str = "", AAPIKey: str = "", **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of a local server such as LM Studio.

        URLBase: ``/v1`` is added where it is missing. Without one, the URL is ``GenAIAPI.LocalUrlBase`` where the
        program has set it, else ``LMSTUDIO_BASE_URL`` of the environment, else this machine with the port in LM
        Studio's settings, else ``http://127.0.0.1:1234/v1``.
        AAPIKey: an API token; without one, ``LM_API_TOKEN`` or ``LMSTUDIO_API_TOKEN`` of the environment. A token is
        only needed where LM Studio requires authentication.
        """
        from .lmstudio.discovery import environment_token, local_url

        given = URLBase.strip() if isinstance(URLBase, str) else URLBase
        url = local_url(GenAIAPI.LocalUrlBase) if given == "" else normalize_base_url(URLBase, add_version=True)
        key = AAPIKey
        # A name and a password in the URL are credentials already.
        if key == "" and not has_credentials(url):
            key = environment_token()
        return _client(url, key, local=True, **settings)

    @staticmethod
    def CreateEmbeddedInstance(Model: str | None = None, **settings: Unpack[ClientSettings]) -> GenAI:
        """A client of the embedded server, which is started unless it runs already.

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
    headers: Headers | None = None,
    proxy: str | None = None,
    connection_timeout: int | None = None,
    send_timeout: int | None = None,
    response_timeout: int | None = None,
    http_client: HttpClientAPI | None = None,
) -> GenAI:
    if not isinstance(api_key, str):
        raise GenAIAPIException(0, f"the API key must be a string, got {type(api_key).__name__}")
    check_count("max_retries", max_retries)
    check_method(dispatcher, "dispatcher", "post", "a Dispatcher")
    check_method(http_client, "http_client", "request", "an HttpClientAPI")
    http = http_client
    if http is None:
        http = AiohttpClient(ProxySettings=proxy)
    elif proxy is not None:
        raise TypeError("proxy and http_client exclude each other; set the proxy of your http_client instead")
    for setting, name, value in (
        ("connection_timeout", "ConnectionTimeout", connection_timeout),
        ("send_timeout", "SendTimeOut", send_timeout),
        ("response_timeout", "ResponseTimeout", response_timeout),
    ):
        if value is not None:
            check_count(setting, value)
            setattr(http, name, value)
    # A key read from a file often ends in a line break.
    api = GenAIAPI(
        api_key.strip(), base_url, local=local, http_client=http, dispatcher=dispatcher, max_retries=max_retries
    )
    api.Organization = organization
    api.CustomHeaders = {} if headers is None else headers
    return GenAI(api)
