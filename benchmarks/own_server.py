"""The server for machines without nginx: `python -m benchmarks.own_server ROOT HOST PORT`."""

from __future__ import annotations

import sys
from pathlib import Path

from aiohttp import web


def make_app(root: Path) -> web.Application:
    """Answers GET and POST alike with the file at the path; all files are read once, at the start."""
    bodies = {
        "/" + path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        body = bodies.get(request.path)
        if body is None:
            raise web.HTTPNotFound
        kind = "text/event-stream" if request.path.startswith("/stream/") else "application/json"
        return web.Response(body=body, content_type=kind, headers={"x-request-id": "req_5f1e0c6a7b8d4e2f"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    return app


if __name__ == "__main__":
    web.run_app(
        make_app(Path(sys.argv[1])),
        host=sys.argv[2],
        port=int(sys.argv[3]),
        print=None,
        access_log=None,
        keepalive_timeout=3600,
    )
