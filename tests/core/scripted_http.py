"""A transport without a socket, for tests of what stands above it."""

from __future__ import annotations

from typing import Any

from genai_py import HttpClientAPI, HttpReply, HttpRequest

Reply = HttpReply | Exception
PATIENCE = 10
"""Seconds after which a test that waits for a thread has failed."""


class ScriptedHttp(HttpClientAPI):
    """A transport that answers with the replies it was given, the last one again and again, and keeps the requests."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__()
        self.replies = list(replies)
        self.requests: list[HttpRequest] = []

    async def request(self, request: HttpRequest) -> HttpReply:
        self.requests.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def stream(self, request: HttpRequest) -> Any:
        reply = await self.request(request)
        return ScriptedStream(reply)

    async def close(self) -> None: ...


class ScriptedStream:
    """A reply that comes line by line."""

    def __init__(self, reply: HttpReply) -> None:
        self.status, self.reason, self.headers = reply.status, reply.reason, reply.headers
        self._lines = reply.body.splitlines(keepends=True)

    async def read(self) -> bytes:
        return self._lines.pop(0) if self._lines else b""

    async def read_all(self) -> bytes:
        return b"".join(self._lines)

    def close(self) -> None: ...


def replying(body: bytes, status: int = 200, **headers: str) -> HttpReply:
    return HttpReply(status, "Reason", {name.replace("_", "-"): text for name, text in headers.items()}, body)
