"""The embedded servers that a whole process shares, one for each model."""

import os
import sys
import threading

from .models import model_file
from .server import EmbeddedServer

_lock = threading.Lock()
_servers: dict[str, EmbeddedServer] = {}


def shared_server(model: str | os.PathLike[str] | None = None) -> EmbeddedServer:
    """The server of `model` that this process shares: the running one, or a new one if there is none.

    `model` is the path of a GGUF file; `None` is the packaged model. It may be called from any thread. The
    server is closed when this process ends. Raises `EmbeddedServerError` if it cannot start.
    """
    key = "" if model is None else str(model_file(model))
    with _lock:
        server = _servers.get(key)
        if server is None or not server.IsRunning:
            server = _servers[key] = EmbeddedServer(model)
        return server


def _renew_lock() -> None:
    global _lock
    _lock = threading.Lock()


if sys.platform != "win32":
    # Another thread may have held the lock when this process was forked, and is not there to release it.
    os.register_at_fork(after_in_child=_renew_lock)
