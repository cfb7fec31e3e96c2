"""Embedded servers shared by the whole process, one for each model."""

import os
import sys
import threading

from .models import model_file
from .server import EmbeddedServer

_lock = threading.Lock()
_servers: dict[str, EmbeddedServer] = {}


def shared_server(model: str | os.PathLike[str] | None = None) -> EmbeddedServer:
    """Return the shared server of `model`, which is started if it is not running.

    `model` is the path of a GGUF file; `None` is the packaged model. Callable from any thread. The server is
    closed when this process ends. Raises `EmbeddedServerError` if it cannot start.
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
    # Another thread may have held the lock during the fork; it does not exist in the child.
    os.register_at_fork(after_in_child=_renew_lock)
