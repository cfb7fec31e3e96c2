"""The form of call of OpenAI's SDK: ``client.chat.completions.create(model=..., messages=[...])``.

Every operation takes the fields of its request as keyword arguments, by their JSON keys, in place of a builder; with
``stream=True``, ``create`` returns an iterable stream. The classes here declare that for type checkers; at run time
``client.responses`` is the route ``client.Responses``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

from ..core.calls.route import Route
from ..core.calls.streams import Stream

if TYPE_CHECKING:
    from .chat.results import Chat
    from .completions import Completion
    from .embeddings import Embeddings
    from .models import Model, Models
    from .responses.results import Response
    from .responses.stream_events import ResponseStream

Text = str | Sequence[Any] | Mapping[str, Any]


class ChatCompletions:
    """``client.chat.completions``."""

    def __init__(self, route: Route) -> None:
        self._route = route

    @overload
    def create(
        self, *, model: str, messages: Sequence[Any], stream: Literal[True], **fields: Any
    ) -> Stream[Chat, Chat]: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[Any],
        stream: Literal[False] | None = ...,
        max_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        stop: str | Sequence[str] | None = ...,
        tools: Sequence[Any] | None = ...,
        tool_choice: Any = ...,
        response_format: Any = ...,
        extra_body: Mapping[str, Any] | None = ...,
        **fields: Any,
    ) -> Chat: ...
    def create(self, **fields: Any) -> Any:
        """Send ``POST chat/completions`` and return its reply, or with ``stream=True`` an iterable of its chunks.

        fields: by the JSON keys of the request. Source: https://platform.openai.com/docs/api-reference/chat/create
        """
        chat: Any = self._route
        return chat.Create(**fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ChatCompletions) and other._route is self._route

    def __hash__(self) -> int:
        return hash(self._route)

    def __repr__(self) -> str:
        return "client.chat.completions"


class ChatByKeyword(Protocol):
    """``client.chat``."""

    @property
    def completions(self) -> ChatCompletions:
        """The operations of chat completions."""


class ResponsesByKeyword(Protocol):
    """``client.responses``."""

    @overload
    def create(
        self, *, model: str, input: Text, stream: Literal[True], **fields: Any
    ) -> Stream[ResponseStream, Response]: ...
    @overload
    def create(
        self,
        *,
        model: str,
        input: Text,
        stream: Literal[False] | None = ...,
        instructions: str | None = ...,
        max_output_tokens: int | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        tools: Sequence[Any] | None = ...,
        previous_response_id: str | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        **fields: Any,
    ) -> Response: ...

    def retrieve(self, ResponseId: str, /) -> Response:
        """Send ``GET responses/{ResponseId}``."""


class CompletionsByKeyword(Protocol):
    """``client.completions``."""

    @overload
    def create(
        self, *, model: str, prompt: Text, stream: Literal[True], **fields: Any
    ) -> Stream[Completion, Completion]: ...
    @overload
    def create(
        self,
        *,
        model: str,
        prompt: Text,
        stream: Literal[False] | None = ...,
        max_tokens: int | None = ...,
        temperature: float | None = ...,
        stop: str | Sequence[str] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        **fields: Any,
    ) -> Completion: ...


class EmbeddingsByKeyword(Protocol):
    """``client.embeddings``."""

    def create(
        self,
        *,
        model: str,
        input: str | Sequence[str],
        dimensions: int | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        **fields: Any,
    ) -> Embeddings:
        """Send ``POST embeddings``."""


class ModelsByKeyword(Protocol):
    """``client.models``."""

    def list(self) -> Models:
        """Send ``GET models``."""

    def retrieve(self, ModelId: str, /) -> Model:
        """Send ``GET models/{ModelId}``."""
