"""The requests that a transport sends, and the replies that it returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import attrs

from ..building.multipart import Multipart
from ..building.urls import without_credentials

MOST_REDIRECTS = 10


def _shown_url(url: str) -> str:
    return repr(without_credentials(url))


@attrs.define
class HttpRequest:
    """One request, ready for a transport. Times are milliseconds. ``repr`` leaves its headers and its body out.

    body: bytes, a ``Multipart``, for which the transport writes the Content-Type, or None. sent_at: the time of the
    latest attempt, by ``time.perf_counter()``; the engine sets it.
    """

    method: str
    url: str = attrs.field(repr=_shown_url)
    headers: Mapping[str, str] = attrs.field(repr=False)
    body: bytes | Multipart | None = attrs.field(default=None, repr=False)
    connection_timeout: int = 60_000
    send_timeout: int = 60_000
    response_timeout: int = 600_000
    max_redirects: int = MOST_REDIRECTS
    sent_at: float = attrs.field(default=0.0, init=False, repr=False, eq=False)

    @property
    def payload(self) -> bytes | None:
        """The JSON body as text."""
        return self.body if type(self.body) is bytes else None


@attrs.define
class HttpReply:
    """A whole reply. reason: the words after the status. headers: a mapping that ignores case, as servers differ."""

    status: int
    reason: str
    headers: Mapping[str, str] = attrs.field(repr=False)
    body: bytes


class HttpStream(Protocol):
    """A reply whose body is read as it arrives. headers: a mapping that ignores case."""

    status: int
    reason: str
    headers: Mapping[str, str]

    async def read(self) -> bytes:
        """Return the next part of the body, b"" at its end."""

    async def read_all(self) -> bytes:
        """Return the rest of the body."""

    def close(self) -> None:
        """Close the connection at once unless the body was read to its end."""
