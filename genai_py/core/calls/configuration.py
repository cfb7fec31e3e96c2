"""The settings that go into every request of a client: key, server, headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from multidict import CIMultiDict

from ..building.setters import checked
from ..building.urls import (
    Headers,
    check_headers,
    is_local,
    normalize_base_url,
    secrets_of,
    server_root,
    without_credentials,
)
from ..errors import GenAIException, add_token_hint
from ..redaction import Redactor, redactor_of
from ..spelling import SettableInBothSpellings

DEFAULT_BASE_URL = "https://api.openai.com/v1"
DEFAULT_LOCAL_URL = "http://127.0.0.1:1234/v1"


class GenAIConfiguration(SettableInBothSpellings):
    """The settings of a client that go into its requests.

    APIKey: sent as bearer token; "" sends none. BaseUrl: the root of the API. Organization: the OpenAI organization.
    CustomHeaders: sent with every request. LocalUrlBase: a class attribute, the default URL of clients of a local
    server; setting it affects clients that are created afterwards.
    """

    LocalUrlBase: ClassVar[str] = DEFAULT_LOCAL_URL

    _local = False

    def __init__(self, api_key: str = "", base_url: str = DEFAULT_BASE_URL) -> None:
        self._organization = ""
        self._custom_headers: dict[str, str] = {}
        self._headers: dict[tuple[str, str], CIMultiDict[str]] = {}
        self.BaseUrl = base_url
        self.APIKey = api_key

    def __repr__(self) -> str:
        key = "set" if self._api_key else "not set"
        return f"{type(self).__name__}({without_credentials(self.BaseUrl)!r}, key {key})"

    @property
    def redactor(self) -> Redactor:
        """Masks the key and other secrets of the settings in texts and errors."""
        secrets = secrets_of(self._base_url, self._custom_headers)
        return redactor_of(frozenset({self._api_key, *secrets} - {""}))

    @property
    def local(self) -> bool:
        """Whether the server is local: the client was made for a local server, or the base URL names this machine."""
        return self._local or is_local(self._root)

    def _described(self, error: GenAIException) -> GenAIException:
        """Return the error of a reply without secrets; one of a local server says how to get a token it wants."""
        if self.local:
            add_token_hint(error, bool(self._api_key))
        return self.redactor.error(error)

    @property
    def APIKey(self) -> str:
        """The API key. Never appears in repr, logs or exceptions."""
        return self._api_key

    @APIKey.setter
    def APIKey(self, value: str) -> None:
        if not isinstance(value, str):
            # The message omits the value, which may be the key nevertheless.
            raise TypeError(f"{type(self).__name__}.APIKey takes str, got {type(value).__name__}")
        key = value.strip()
        check_headers({"Authorization": key})
        self._api_key = key
        self._headers = {}

    @property
    def BaseUrl(self) -> str:
        """The root of the API, without a slash at its end; its query, if it has one, goes with every request."""
        return self._base_url

    @BaseUrl.setter
    def BaseUrl(self, value: str) -> None:
        self._base_url = normalize_base_url(value)
        self._root, _, self._query = self._base_url.partition("?")
        self._server = server_root(self._root)
        self._headers = {}

    @property
    def Organization(self) -> str:
        """The organization that usage is billed to; "" for the key's default."""
        return self._organization

    @Organization.setter
    def Organization(self, value: str) -> None:
        organization = checked(f"{type(self).__name__}.Organization", str, value)
        check_headers({"OpenAI-Organization": organization})
        self._organization = organization
        self._headers = {}

    @property
    def CustomHeaders(self) -> Mapping[str, str]:
        """Headers sent with every request, as a copy; assign a mapping, or a list of pairs, to change them."""
        return dict(self._custom_headers)

    @CustomHeaders.setter
    def CustomHeaders(self, value: Headers) -> None:
        self._custom_headers = check_headers(value)
        self._headers = {}
