"""Which local server to talk to, and which of its models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from .. import GenAI, GenAIException, GenAIFactory

# A server of this machine takes a connection at once; one that has to think longer is somebody else.
_PROBE: dict[str, Any] = {"max_retries": 0, "connection_timeout": 500, "response_timeout": 2000}


@attrs.frozen
class Server:
    """A client, and in words what it is connected to. embedded: whether that is the server in this package."""

    client: GenAI
    name: str
    embedded: bool


def connect(base_url: str | None = None, *, embedded: bool = False, **settings: Any) -> Server:
    """A client of the server at ``base_url``; without one, of LM Studio if it runs, else of the embedded server.

    embedded: take the embedded server in any case. settings: of the client, as the factory takes them.
    Raises EmbeddedServerError if the embedded server is wanted and cannot start.
    """
    if base_url is not None:
        return Server(GenAIFactory.CreateLMSInstance(base_url, **settings), f"the server at {base_url}", False)
    if not embedded and lm_studio_has_models():
        client = GenAIFactory.CreateLMSInstance(**settings)
        return Server(client, f"the local server at {client.BaseURL}", False)
    client = GenAIFactory.CreateEmbeddedInstance(**settings)
    return Server(client, f"the embedded server at {client.BaseURL}", True)


def lm_studio_has_models() -> bool:
    """Whether LM Studio, or what stands in for it, answers at its usual address and has a model."""
    with GenAIFactory.CreateLMSInstance(**_PROBE) as client:
        try:
            return bool(client.Models.List().data)
        except GenAIException:
            return False


def chat_model(ids: Sequence[str]) -> str:
    """The first model that is not for embeddings; "" if there is none."""
    return next((each for each in ids if not _is_for_embeddings(each)), "")


def embedding_model(ids: Sequence[str]) -> str:
    """The first model for embeddings, else the first model at all; "" if there is none."""
    return next(filter(_is_for_embeddings, ids), chat_model(ids))


def _is_for_embeddings(model: str) -> bool:
    return "embed" in model.lower()
