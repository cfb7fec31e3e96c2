"""A server with LM Studio's own API, ``/api/v1``, as its documentation describes it.

Where the documentation is silent, ``Habits`` says what the server does. Each resource has a module of its own with its
handlers: ``model_handlers``, ``chat_handlers``.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

import attrs
from aiohttp import web

from .chat_handlers import ChatHandlers
from .model_handlers import ModelHandlers


class Refusal(Exception):
    """A request that the server refuses. type: LM Studio's word for the kind of error."""

    def __init__(self, type: str, message: str, *, status: int = 0, code: str = "") -> None:
        super().__init__(message)
        self.type, self.message, self.status, self.code = type, message, status, code


@attrs.define
class Habits:
    """What the documentation does not say.

    not_found, bad_request, failed, unauthorized: the statuses of errors. bare: errors are a text without a type.
    extra: fields of a newer version, added to each reply. before_0_4: the server is too old for ``/api/v1``.
    """

    not_found: int = 404
    bad_request: int = 400
    failed: int = 500
    unauthorized: int = 401
    bare: bool = False
    extra: dict[str, Any] = attrs.field(factory=dict)
    before_0_4: bool = False


class LMStudioServer:
    """Listens on a free port until its ``with`` block ends. Its state may be read and changed from the test's thread.

    token: what requests need; "" for none. prefix: the path that everything is below, as behind a reverse proxy.
    """

    def __init__(self, *, token: str = "", prefix: str = "", habits: Habits | None = None) -> None:
        self.token, self.prefix, self.habits = token, prefix, habits or Habits()
        self.requests: list[tuple[str, Any]] = []
        """Each request: its method and path below the prefix, such as ``POST /api/v1/models/load``, and its JSON."""
        self.models = ModelHandlers(self)
        self.chat = ChatHandlers(self)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> LMStudioServer:
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def count(self, operation: str) -> int:
        """How many requests of an operation came."""
        return sum(each == operation for each, _ in self.requests)

    def on_loop(self, function: Any) -> None:
        """Call a function on the server's loop."""
        self._loop.call_soon_threadsafe(function)

    async def _start(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}{self.prefix}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        operation = f"{request.method} {request.path.removeprefix(self.prefix)}"
        try:
            body = json.loads(await request.read() or b"null")
            self.requests.append((operation, body))
            self._check_token(request)
            if operation == "GET /lmstudio-greeting":
                return web.json_response({"lmstudio": True})
            handler = None if self.habits.before_0_4 and "/api/v1" in operation else self._handler(operation)
            if handler is None:
                return web.json_response({"error": f"Unexpected endpoint or method. ({operation})"})
            reply = await handler(body)
        except Refusal as refusal:
            return self._refused(refusal)
        if isinstance(reply, AsyncIterator):
            return await self._stream(request, reply)
        return reply if isinstance(reply, web.StreamResponse) else web.json_response({**reply, **self.habits.extra})

    async def _stream(self, request: web.Request, events: AsyncIterator[Any]) -> web.StreamResponse:
        """Send events, each a JSON object with its ``type``, or a text that is sent as it is."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        async for event in events:
            if not isinstance(event, str):
                event = f"event: {event['type']}\ndata: {json.dumps({**event, **self.habits.extra})}\n\n"
            await response.write(event.encode())
        return response

    def _handler(self, operation: str) -> Any:
        return self.models.handler(operation) or self.chat.handler(operation)

    def _check_token(self, request: web.Request) -> None:
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refusal(
                "invalid_request", "The API token is missing or invalid.", code="invalid_api_key",
                status=self.habits.unauthorized,
            )  # fmt: skip

    def _refused(self, refusal: Refusal) -> web.Response:
        statuses = {
            "model_not_found": self.habits.not_found,
            "job_not_found": self.habits.not_found,
            "internal_error": self.habits.failed,
        }
        status = refusal.status or statuses.get(refusal.type, self.habits.bad_request)
        error: Any = {"type": refusal.type, "message": refusal.message}
        if refusal.code:
            error["code"] = refusal.code
        return web.json_response({"error": refusal.message if self.habits.bare else error}, status=status)
