"""A server that reads forms, and answers as the test says."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web


@dataclass
class Part:
    """A part of a form: a field's text, or a file's name, type and bytes."""

    name: str
    text: str = ""
    filename: str = ""
    mime_type: str = ""
    data: bytes = b""

    @property
    def md5(self) -> str:
        return hashlib.md5(self.data).hexdigest()


@dataclass
class Came:
    """A request that came."""

    request: str
    parts: list[Part]
    body: bytes
    headers: dict[str, str]

    def __getitem__(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)


@dataclass
class FormServer:
    """``url`` is its base URL; ``came`` what it got. ``answer`` makes the replies."""

    url: str = ""
    came: list[Came] = field(default_factory=list)
    answer: Callable[[Came], web.Response] = lambda came: web.json_response({})

    @property
    def requests(self) -> list[str]:
        return [came.request for came in self.came]

    async def handle(self, request: web.Request) -> web.Response:
        parts, body = [], b""
        if request.content_type.startswith("multipart/"):
            form: Any = await request.multipart()
            async for part in form:
                assert isinstance(part, BodyPartReader)
                data = bytes(await part.read())
                kind = part.headers.get("Content-Type", "")
                if part.filename is None:
                    parts.append(Part(part.name or "", data.decode()))
                else:
                    parts.append(Part(part.name or "", "", part.filename, kind, data))
        else:
            body = await request.read()
        came = Came(f"{request.method} {request.path_qs}", parts, body, dict(request.headers))
        self.came.append(came)
        return self.answer(came)


@contextmanager
def form_server() -> Iterator[FormServer]:
    """A running server, on a thread of its own."""
    server = FormServer()
    ready = threading.Event()

    async def serve() -> None:
        app = web.Application(client_max_size=1024**3)
        app.router.add_route("*", "/{path:.*}", server.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        ready.set()
        await over.wait()
        await runner.cleanup()

    loop = asyncio.new_event_loop()
    over = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()
