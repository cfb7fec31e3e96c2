"""The client class, with its routes as attributes."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from .core.building.urls import normalize_base_url, without_credentials
from .core.calls.api import CallOptions, GenAIAPI
from .core.calls.configuration import DEFAULT_BASE_URL
from .core.running.dispatchers import Dispatcher
from .core.spelling import SettableInBothSpellings
from .core.wire.transport import HttpClientAPI

if TYPE_CHECKING:
    from typing_extensions import Self

    from .core.calls.operations import Route
    from .core.calls.usage_totals import UsageTotals
    from .lmstudio.route import LMStudioRoute
    from .resources.audio import AudioRoute
    from .resources.batches import BatchRoute
    from .resources.chat import ChatRoute
    from .resources.completions import CompletionRoute
    from .resources.container_files import ContainerFilesRoute
    from .resources.containers import ContainersRoute
    from .resources.conversations import ConversationsRoute
    from .resources.decisions import DecisionsRoute
    from .resources.embeddings import EmbeddingsRoute
    from .resources.files import FilesRoute
    from .resources.fine_tuning import FineTuningRoute
    from .resources.images import ImagesRoute
    from .resources.messages import MessagesRoute
    from .resources.models import ModelsRoute
    from .resources.moderations import ModerationRoute
    from .resources.responses import ResponsesRoute
    from .resources.skills import SkillsRoute
    from .resources.system_one import SystemOneRoute
    from .resources.uploads import UploadsRoute
    from .resources.vector_store_batches import VectorStoreBatchRoute
    from .resources.vector_store_files import VectorStoreFilesRoute
    from .resources.vector_stores import VectorStoreRoute
    from .resources.voice_contents import VoiceContentsRoute

VERSION = "2.0.0"

# A route's module is imported when a program first uses the route: its module, below ``resources`` unless it has a dot,
# and its class.
_ROUTES: dict[str, tuple[str, str]] = {
    "Chat": ("chat", "ChatRoute"),
    "Completions": ("completions", "CompletionRoute"),
    "Responses": ("responses", "ResponsesRoute"),
    "Messages": ("messages", "MessagesRoute"),
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
    "Decisions": ("decisions", "DecisionsRoute"),
    "SystemOne": ("system_one", "SystemOneRoute"),
    "LMStudio": (".lmstudio.route", "LMStudioRoute"),
}


def CurrentVersion() -> str:
    """Return the version of the original that this package follows."""
    return VERSION


class _RouteAttribute:
    """A route of a client, created when it is first read. Read from the class, for ``autospec``, the route's class."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.__doc__ = f"The operations of ``{_ROUTES[name][1]}``."

    def __get__(self, client: GenAI | None, owner: object = None) -> Route | type[Route]:
        module, name = _ROUTES[self._name]
        path = module if module[0] == "." else f".resources.{module}"
        kind: type[Route] = getattr(import_module(path, __package__), name)
        if client is None:
            return kind
        route = client.__dict__[self._name] = kind(client._api)
        return route


class GenAI(SettableInBothSpellings):
    """A client of one server. Thread-safe; usable from several event loops at once.

    ``GenAIFactory`` creates clients of the providers. ``GenAI(APIKey)`` creates a client of OpenAI, like the original's
    ``TGenAI.Create``; set ``BaseURL`` afterwards for another server. Unlike the factory, it does not read the
    environment, so that no key is sent to the wrong server. ``GenAI(LocalLMS=True)`` creates a client of the local
    server at ``GenAIAPI.LocalUrlBase``.

    ``with client:`` or ``async with client:`` closes the connections on exit; closing is optional.

    ``copy.copy`` and ``copy.deepcopy`` return a client with its own settings (key, URL, headers, options) that shares
    the connections: the transport's timeouts are common to both, and closing one closes the connections of both.
    """

    Version: ClassVar[str] = VERSION
    """The version of the original that this package follows."""

    if TYPE_CHECKING:
        Chat: ChatRoute
        Completions: CompletionRoute
        Responses: ResponsesRoute
        Messages: MessagesRoute
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
        Decisions: DecisionsRoute
        SystemOne: SystemOneRoute
        LMStudio: LMStudioRoute

    _takes_new_names = False

    def __init__(self, APIKey: str | bool | GenAIAPI = "", LocalLMS: bool = False) -> None:
        """Create a client of OpenAI with this key, or of a local server.

        LocalLMS: whether the server is the local one at ``GenAIAPI.LocalUrlBase``; as in the original, it may be the
        only argument. (The package itself passes a configured GenAIAPI instead of a key.)
        """
        if isinstance(APIKey, GenAIAPI):
            self._api = APIKey
            return
        key, local = ("", APIKey) if isinstance(APIKey, bool) else (APIKey, LocalLMS)
        url = normalize_base_url(GenAIAPI.LocalUrlBase, add_version=True) if local else DEFAULT_BASE_URL
        self._api = GenAIAPI(key, url, local=local)

    @classmethod
    def Create(cls, APIKey: str | bool = "", LocalLMS: bool = False) -> Self:
        """Create a client of OpenAI with this key, or of a local server; the same as calling the class."""
        return cls(APIKey, LocalLMS)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return self._respelt(name)

    def __copy__(self) -> Self:
        return self._with_options(self._api.options)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return copy.copy(self)

    def __reduce__(self) -> Any:
        raise TypeError(
            "a GenAI client cannot be pickled: it holds connections and an API key; "
            "create a client in the process that uses it"
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({without_credentials(self._api.BaseUrl)!r})"

    @property
    def API(self) -> GenAIAPI:
        """The client's settings, and calls to paths without a route."""
        return self._api

    @property
    def HttpClient(self) -> HttpClientAPI:
        """The transport: timeouts, proxy, TLS."""
        return self._api.HttpClient

    @property
    def APIKey(self) -> str:
        """The API key; settable."""
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
    def Usage(self) -> UsageTotals:
        """The token usage of all calls of this client and its copies."""
        return self._api.state.usage

    def WithOptions(
        self,
        *,
        max_retries: int | None = None,
        connection_timeout: int | None = None,
        send_timeout: int | None = None,
        response_timeout: int | None = None,
        dispatcher: Dispatcher | None = None,
    ) -> Self:
        """Return a client with other settings that shares the connections: ``client.WithOptions(max_retries=0).Chat``.

        Times are in milliseconds. Settings that are not given keep their values. Raises TypeError or ValueError for an
        invalid setting.
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
                check_count(name, value)
        check_method(dispatcher, "dispatcher", "post", "a Dispatcher")
        options = attrs.evolve(self._api.options, **{key: value for key, value in given.items() if value is not None})
        return self._with_options(options)

    def _with_options(self, options: CallOptions) -> Self:
        made = object.__new__(type(self))
        # Routes keep the settings of their client: the new client creates its own routes.
        made.__dict__.update({name: value for name, value in self.__dict__.items() if name not in _ROUTES})
        made._api = self._api.with_options(options)
        return made

    def Close(self) -> None:
        """Close the connections and end the client's threads. The client may be used again afterwards."""
        self._api.close()

    async def CloseAsync(self) -> None:
        """Close the client from within a running loop, without blocking it."""
        await self._api.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.Close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.CloseAsync()


for _name in _ROUTES:
    setattr(GenAI, _name, _RouteAttribute(_name))


def check_method(value: Any, name: str, method: str, kind: str) -> None:
    """Raise TypeError unless a setting is None or an object with the method; ``kind`` names the expected type."""
    if value is not None and (isinstance(value, type) or not callable(getattr(value, method, None))):
        raise TypeError(f"{name} must be {kind}, got {type(value).__name__} {value!r}")


def check_count(name: str, value: Any) -> None:
    """Raise TypeError or ValueError unless a setting is a non-negative integer."""
    unit = " of milliseconds" if name.endswith("timeout") else ""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number{unit}, got {type(value).__name__} {value!r}")
    if value < 0:
        raise ValueError(f"{name} must not be negative, got {value}")
