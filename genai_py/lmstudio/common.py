"""What the routes of LM Studio's own API have in common: its address, and the error of a server without it."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, TypeVar

from ..core.building.setters import checked
from ..core.calls.api import GenAIAPI
from ..core.calls.route import Route
from ..core.errors import GenAIAuthError, GenAIConnectionError, GenAIException, GenAINotFoundError
from ..core.results.base import Result
from ..core.wire.transport import HttpRequest

R = TypeVar("R", bound=Result)
API = "/api/v1/"
"""The root of LM Studio's own API, below the root of the server."""

_MISSING = (
    "this server does not have LM Studio's own API (/api/v1), which LM Studio has since version 0.4; update LM Studio. "
    "What still works are the OpenAI-compatible routes, such as client.Models, client.Chat, client.Responses, "
    "client.Completions and client.Embeddings"
)
_OWN_TYPES = frozenset(
    {
        "invalid_request", "unknown", "mcp_connection_error", "plugin_connection_error", "not_implemented",
        "model_not_found", "job_not_found", "instance_not_found", "internal_error",
    }
)  # fmt: skip
_REQUEST = re.compile(r"\((GET|POST) [^)]*\)")
_THING = re.compile(r"\b(model|job|instance|download|plugin|integration|mcp|response)\b", re.IGNORECASE)


class LMRoute(Route):
    """Base of the routes of LM Studio's own API."""

    async def _fetch(self, request: HttpRequest, kind: type[R]) -> R:
        return await fetch(self._api, request, kind)


async def fetch(api: GenAIAPI, request: HttpRequest, kind: type[R]) -> R:
    """Send a request to ``/api/v1`` and return its reply. Raises GenAIException; it says where the API is missing."""
    try:
        return await api.fetch(request, kind)
    except GenAIException as error:
        if not lacks_api(error):
            raise
        raise without_api(error) from error


def lacks_api(error: GenAIException) -> bool:
    """Whether the error of a request to ``/api/v1`` says that the server has no such API.

    LM Studio before 0.4 answers unknown paths with status 200 and a text, other servers with 404, 405 or 501.
    """
    if isinstance(error, (GenAIConnectionError, GenAIAuthError)):
        return False
    if error.code in (404, 405, 501):
        # An error of the API itself, such as ``model_not_found``, has a type of LM Studio's, or names what is missing.
        said = _REQUEST.sub("", error.error_message)
        return not _OWN_TYPES.intersection((error.type, error.error_code)) and not _THING.search(said)
    return error.code in (0, 200) and "unexpected endpoint" in error.error_message.lower()


class LMStudioMissingError(GenAINotFoundError):
    """The server does not have LM Studio's own API, ``/api/v1``: LM Studio before 0.4, or another server."""


def without_api(error: GenAIException) -> LMStudioMissingError:
    """Return the error of a server without the API, which says what still works. error: what the request raised."""
    return LMStudioMissingError(
        error.code,
        f"{_MISSING}. The server's answer: {error.error_message}",
        request_id=error.request_id,
        headers=error.headers,
        body=error.body,
    )


def failure_text(reply: Result) -> str:
    """Return the server's words in the reply of something that failed; "" where there are none.

    The documentation names no field for them.
    """
    fields: dict[str, Any] = {**reply.extra, "error": getattr(reply, "error", None) or reply.extra.get("error")}
    for name in ("error", "error_message", "message", "reason", "failure_reason", "detail", "details"):
        value = fields.get(name)
        if isinstance(value, dict):
            value = value.get("message") or value.get("reason") or str(value)
        if value:
            return str(value)
    return ""


FAILED = frozenset({"failed", "failure", "error", "cancelled", "canceled", "aborted"})
"""Statuses of what has failed, in the words that servers have for it."""


def word(value: Any) -> str:
    """Return a member of an enumeration, or a server's word, in lower case; "" for None."""
    return str(value.value if isinstance(value, Enum) else value or "").lower()


def number(value: Any) -> float | None:
    """Return a number, None for anything else."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def checked_name(where: str, value: Any) -> str:
    """Return an argument that is a name. Raises TypeError or ValueError for anything else."""
    text: str = checked(where, str, value).strip()
    if not text:
        raise ValueError(f"{where} is empty; expected a name, as List shows it")
    return text


def is_not_found(error: GenAIException, what: str) -> bool:
    """Whether the server does not know a model, an instance or a job, as it says in one way or another."""
    if isinstance(error, (LMStudioMissingError, GenAIConnectionError, GenAIAuthError)):
        return False
    return error.code == 404 or f"{what}_not_found" in (error.type, error.error_code)
