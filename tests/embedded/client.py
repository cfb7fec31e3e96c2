"""A plain HTTP client, so that these tests depend on nothing but the server."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

from genai_py.embedded import EmbeddedServer


class Http:
    """Requests to one server."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server

    def get(self, path: str) -> Any:
        with urlopen(self.server.BaseURL + path, timeout=60) as reply:
            return json.load(reply)

    def post(self, path: str, **body: Any) -> Any:
        with self.open(path, **body) as reply:
            return json.load(reply)

    def open(self, path: str, **body: Any) -> Any:
        data = json.dumps({"model": self.server.Model, **body}).encode()
        return urlopen(
            Request(self.server.BaseURL + path, data, {"Content-Type": "application/json"}), timeout=60
        )

    def stream(self, path: str, **body: Any) -> Iterator[Any]:
        with self.open(path, stream=True, **body) as reply:
            for line in reply:
                if line.startswith(b"data: {"):
                    yield json.loads(line[6:])

    def slots(self) -> Any:
        with urlopen(self.server.BaseURL.removesuffix("/v1") + "/slots", timeout=60) as reply:
            return json.load(reply)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
