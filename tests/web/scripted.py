"""A model's server that says what a test has written down for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ScriptedServer:
    """Answers every chat with the pieces in ``deltas``, until its ``with`` block ends.

    port: 0 takes a free one. breaks: end after the last piece without a word, as a server does that crashes.
    silent: say nothing until the other end has closed the connection.
    """

    def __init__(self, *deltas: dict[str, Any], port: int = 0, breaks: bool = False, silent: bool = False) -> None:
        self.deltas = deltas
        self.breaks = breaks
        self.silent = silent
        self.asked: list[dict[str, Any]] = []
        """The body of each request for a chat."""
        self.left = threading.Event()
        """The connection of a silent chat was closed."""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def _events(self) -> Iterator[bytes]:
        for delta in self.deltas:
            yield _event({"choices": [{"index": 0, "delta": delta}]})
        if not self.breaks:
            yield _event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            yield b"data: [DONE]\n\n"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        script = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply("application/json", b'{"data": [{"id": "scripted", "object": "model"}]}')

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                script.asked.append(json.loads(body))
                if script.silent:
                    self.rfile.read(1)
                    script.left.set()
                    return
                self._reply("text/event-stream", *script._events())

            def _reply(self, kind: str, *pieces: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()

            def log_message(self, format: str, *_: object) -> None:
                pass

        return Handler


def _event(chunk: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def saying(*pieces: str) -> list[dict[str, Any]]:
    """The deltas of an answer that comes in these pieces."""
    return [{"content": piece} for piece in pieces]
