"""A server that does as a test wants: in front of a real one, or with replies of its own."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import aiohttp
from aiohttp import web

DELTA = {"type": "response.output_text.delta", "delta": "word "}


class StandIn:
    """Listens on a free port of this machine until its ``with`` block ends.

    upstream: the base URL of the server that requests are passed on to; without one, replies are made up.
    models: what ``GET models`` lists. missing: paths, such as ``/v1/embeddings``, that are a 404. endless: paths that
    answer with a stream without end. silent: paths that never answer.
    """

    def __init__(
        self,
        upstream: str = "",
        *,
        models: list[str] | None = None,
        missing: tuple[str, ...] = (),
        endless: tuple[str, ...] = (),
        silent: tuple[str, ...] = (),
    ) -> None:
        self._upstream = upstream.removesuffix("/v1")
        self._models = ["model"] if models is None and not upstream else models
        self._missing, self._endless, self._silent = missing, endless, silent
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.asked: list[tuple[str, bytes]] = []
        """Path and body of each request."""
        self.under_way = threading.Event()
        """A request that has no end has begun."""

    def __enter__(self) -> StandIn:
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> str:
        self._session = aiohttp.ClientSession()
        self._ended = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/v1"

    async def _stop(self) -> None:
        self._ended.set()
        await self._runner.cleanup()
        await self._session.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.asked.append((request.path, body))
        if request.path in self._missing:
            return web.json_response({"error": f"Unexpected endpoint: {request.path}"}, status=404)
        if request.path in self._silent:
            self.under_way.set()
            await self._ended.wait()
        if request.path in self._endless:
            return await self._stream(request, endless=True)
        if request.path == "/v1/models" and self._models is not None:
            data = [{"id": name, "object": "model"} for name in self._models]
            return web.json_response({"object": "list", "data": data})
        if self._upstream:
            return await self._pass_on(request, body)
        asked = json.loads(body or b"{}")
        if asked.get("stream"):
            return await self._stream(request)
        return web.json_response(made_up(request.path, asked))

    async def _stream(self, request: web.Request, *, endless: bool = False) -> web.StreamResponse:
        reply = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await reply.prepare(request)
        await _write_event(reply, DELTA)
        self.under_way.set()
        while endless and not self._ended.is_set():
            await _write_event(reply, DELTA)
            await asyncio.sleep(0.02)
        await _write_event(reply, {"type": "response.completed", "response": made_up("/v1/responses", {})})
        return reply

    async def _pass_on(self, request: web.Request, body: bytes) -> web.StreamResponse:
        headers = {"Content-Type": request.content_type}
        url = self._upstream + request.path_qs
        async with self._session.request(request.method, url, data=body, headers=headers) as upstream:
            reply = web.StreamResponse(status=upstream.status, headers={"Content-Type": upstream.content_type})
            await reply.prepare(request)
            async for piece in upstream.content.iter_any():
                await reply.write(piece)
            await reply.write_eof()
            return reply


async def _write_event(reply: web.StreamResponse, event: dict[str, Any]) -> None:
    await reply.write(b"data: " + json.dumps(event).encode() + b"\n\n")


def made_up(path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """A reply such as a model might give to the request."""
    if path == "/v1/embeddings":
        return {"data": [{"index": index, "embedding": [1.0, index]} for index, _ in enumerate(asked["input"])]}
    if path == "/v1/completions":
        return {"choices": [{"index": 0, "text": " France", "finish_reason": "stop"}]}
    if path == "/v1/responses":
        content = [{"type": "output_text", "text": "words"}]
        return {"status": "completed", "output": [{"type": "message", "role": "assistant", "content": content}]}
    message: dict[str, Any] = {"role": "assistant", "content": "Paris"}
    if asked.get("tool_choice") == "required":
        function = {"name": asked["tools"][0]["function"]["name"], "arguments": '{"city": "Paris"}'}
        message = {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": function}]}
    elif "response_format" in asked:
        message["content"] = '{"name": "Paris", "country": "France"}'
    return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
