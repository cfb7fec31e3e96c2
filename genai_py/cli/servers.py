"""Which local server to use, and which of its models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from .. import GenAI, GenAIAuthError, GenAIException, GenAIFactory, LMModels

# A server on this machine accepts a connection at once.
_PROBE: dict[str, Any] = {"max_retries": 0, "connection_timeout": 500, "response_timeout": 2000}


@attrs.frozen
class Server:
    """A client, and a description of its server. embedded: whether that is the server in this package."""

    client: GenAI
    name: str
    embedded: bool


def connect(
    base_url: str | None = None, *, api_key: str | None = None, embedded: bool = False, **settings: Any
) -> Server:
    """Return a client of the server at ``base_url``; without one, of LM Studio if it runs, else of the embedded server.

    api_key: the token of that server; that of the environment by default. embedded: take the embedded server in any
    case. settings: of the client, as the factory takes them.
    Raises EmbeddedServerError if the embedded server is needed and cannot start.
    """
    key = api_key or ""
    if base_url is not None:
        return Server(GenAIFactory.CreateLMSInstance(base_url, key, **settings), f"the server at {base_url}", False)
    if not embedded and lm_studio_has_models(key):
        client = GenAIFactory.CreateLMSInstance("", key, **settings)
        return Server(client, f"the local server at {client.BaseURL}", False)
    client = GenAIFactory.CreateEmbeddedInstance(**settings)
    return Server(client, f"the embedded server at {client.BaseURL}", True)


def lm_studio_has_models(api_key: str = "") -> bool:
    """Whether LM Studio, or a stand-in for it, answers at its usual address and has a model.

    Returns True for a server that requires a token: the error of the next request says how to get one.
    """
    with GenAIFactory.CreateLMSInstance("", api_key, **_PROBE) as client:
        try:
            return bool(client.Models.List().data)
        except GenAIAuthError:
            return True
        except GenAIException:
            return False


def choose_models(client: GenAI, ids: Sequence[str]) -> tuple[str, str]:
    """Return a model for chats and one for embeddings, "" if there is none.

    LM Studio's own API reports the types of the models, and which are loaded; other servers report only names. ids: the
    names.
    """
    try:
        models = client.LMStudio.Models.List()
    except GenAIException:
        models = LMModels()
    if not models:
        return chat_model(ids), embedding_model(ids)
    loaded_first = sorted(models, key=lambda each: not each.is_loaded)
    chat = next((each.id for each in loaded_first if each.is_chat_model), "")
    return chat, next((each.id for each in loaded_first if each.is_embedding_model), chat)


def chat_model(ids: Sequence[str]) -> str:
    """Return the first model that is not for embeddings; "" if there is none."""
    return next((each for each in ids if not _is_for_embeddings(each)), "")


def embedding_model(ids: Sequence[str]) -> str:
    """Return the first model for embeddings, else the first model at all; "" if there is none."""
    return next(filter(_is_for_embeddings, ids), chat_model(ids))


def _is_for_embeddings(model: str) -> bool:
    return "embed" in model.lower()
