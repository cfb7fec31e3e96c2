"""Runs an embedded server in the foreground of a terminal."""

import os
import signal
import sys
import time
from types import FrameType

from .errors import EmbeddedServerError
from .server import EmbeddedServer

_POLL = 0.2


def serve(
    model: str | os.PathLike[str] | None = None,
    host: str = "127.0.0.1",
    port: int = 1234,
    *,
    alias: str | None = None,
    parallel: int = 4,
    context: int = 4096,
    threads: int | None = None,
    log_path: str | os.PathLike[str] | None = None,
) -> int:
    """Run an `EmbeddedServer` until ctrl-C or SIGTERM, and return the exit code for the program.

    The parameters are those of `EmbeddedServer`. The exit code is 0 if the server was stopped, and 1 if it could not
    start or ended unexpectedly; one line on standard error gives the reason. Must be called from the main thread,
    whose signal handlers it replaces while it runs.
    """
    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.signal(number, _interrupt) for number in signals]
    server = None
    try:
        server = EmbeddedServer(
            model,
            host=host,
            port=port,
            alias=alias,
            parallel=parallel,
            context=context,
            threads=threads,
            log_path=log_path,
        )
        print(_welcome(server), flush=True)
        while server.IsRunning:
            time.sleep(_POLL)
        print("the server ended unexpectedly", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    except EmbeddedServerError as error:
        print(str(error).splitlines()[0], file=sys.stderr)
        return 1
    finally:
        # A second ctrl-C must not interrupt the shutdown.
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        if server is not None:
            server.Close()
        for number, handler in zip(signals, handlers, strict=True):
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _welcome(server: EmbeddedServer) -> str:
    body = f'{{"model": "{server.Model}", "input": "What is the capital of France?"}}'
    return "\n".join(
        (
            f"base URL: {server.BaseURL}",
            f"model: {server.Model}",
            "try it:",
            f"  curl {server.BaseURL}/responses -H 'Content-Type: application/json' -d '{body}'",
            "ctrl-C stops the server.",
        )
    )
