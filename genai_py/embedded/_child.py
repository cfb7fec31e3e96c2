"""The server process: `python -m genai_py.embedded._child`, started by `EmbeddedServer` only.

It reads its settings as the first line of its standard input, writes one JSON line to its standard output
when it is ready or has failed, and ends as soon as its standard input does: the other end of that pipe lives
in the parent alone, so the system closes it however the parent goes, on every platform.
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
    # Any web page may send requests to a loopback port: with no origin allowed, it cannot read the answers.
    params.cors_origins = ""
    params.offline = True
    params.verbosity = _LOG_REQUESTS if settings.verbose else _LOG_WARNINGS
    return engine.Server(params)


def _end_with_parent() -> NoReturn:
    # os.read, not sys.stdin: a thread blocked inside a buffered reader stops the interpreter from ending.
    while os.read(0, 4096):
        pass
    os._exit(0)


def main() -> int:
    """Serves until the parent is gone; 1 if the server cannot start."""
    # Ctrl-C reaches the whole console: what it means for the server is the parent's to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # llama.cpp may print; the pipe to the parent carries nothing but the report.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    settings = ServerSettings.from_json(sys.stdin.readline())
    # llama.cpp loads the model while holding the interpreter's lock, so that no Python thread can end a load
    # whose parent is gone. This watchdog needs no lock.
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
