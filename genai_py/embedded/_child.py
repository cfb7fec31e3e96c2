"""The server process: `python -m genai_py.embedded._child`, started by `EmbeddedServer` only.

It reads its settings from the first line of its standard input, writes one JSON line to its standard output
when it is ready or has failed, and exits at the end of its standard input: only the parent holds the other end
of that pipe, so the system closes it however the parent ends, on every platform.
"""

import faulthandler
import json
import os
import signal
import sys
import threading
from importlib import import_module
from typing import Any, NoReturn
from urllib.parse import urlsplit

from .settings import ServerSettings

_LOG_WARNINGS = 2
_LOG_REQUESTS = 3


def _start(settings: ServerSettings) -> Any:
    engine = import_module("xllamacpp")
    params = engine.CommonParams()
    params.model.path = settings.model
    params.model_alias = {settings.alias}
    params.hostnames = [settings.host]
    params.port = settings.port
    params.n_parallel = settings.parallel
    params.n_ctx = settings.context * settings.parallel
    params.n_predict = settings.max_tokens
    params.sampling.temp = settings.temperature
    params.sampling.penalty_repeat = settings.repeat_penalty
    params.antiprompt = settings.stop
    params.use_jinja = True
    if settings.chat_template is not None:
        params.chat_template = settings.chat_template
    if settings.embeddings:
        params.embedding = True
        params.pooling_type = engine.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    if settings.threads is not None:
        params.cpuparams.n_threads = settings.threads
        params.cpuparams_batch.n_threads = settings.threads
    params.endpoint_slots = True
    params.endpoint_metrics = True
    params.ui = False
    # Any web page can send requests to a loopback port: without an allowed origin, it cannot read the replies.
    params.cors_origins = ""
    params.offline = True
    params.verbosity = _LOG_REQUESTS if settings.verbose else _LOG_WARNINGS
    return engine.Server(params)


def _end_with_parent() -> NoReturn:
    # os.read, not sys.stdin: a thread blocked in a buffered reader keeps the interpreter from exiting.
    while os.read(0, 4096):
        pass
    os._exit(0)


def main() -> int:
    """Serve until the parent has ended. Return the exit code: 1 if the server cannot start."""
    # Ctrl-C reaches all processes of the console: the parent decides what it means for the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # llama.cpp may print to stdout, which is redirected: the pipe to the parent carries only the report.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    settings = ServerSettings.from_json(sys.stdin.readline())
    # llama.cpp holds the GIL while it loads the model, so that no Python thread can stop the process if the parent
    # ends. This watchdog does not need the GIL.
    faulthandler.dump_traceback_later(settings.load_limit, exit=True)
    watch = threading.Thread(target=_end_with_parent, daemon=True)
    watch.start()
    try:
        server = _start(settings)
        port = urlsplit(server.listening_address).port
    except Exception as error:
        with report:
            json.dump({"error": f"{type(error).__name__}: {error}"}, report)
        return 1
    faulthandler.cancel_dump_traceback_later()
    with report:
        json.dump({"port": port, "pid": os.getpid()}, report)
    watch.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
