"""A llama.cpp server in a process of its own."""

import errno
import os
import socket
import sys
import weakref
from importlib.resources import files
from types import TracebackType

from .errors import EmbeddedServerError
from .models import PACKAGED_ALIAS, has_chat_template, model_file, packaged_model, require_extra
from .process import ServerProcess
from .processors import default_threads
from .settings import ServerSettings

# The server process's watchdog fires only if the parent's own timeout has failed.
_WATCHDOG_MARGIN = 5.0
# After its answer, a base model continues with the next question of the template, or repeats the answer.
_TEMPLATE_STOPS = ["\n\nQuestion:", "\nQuestion:", "\nAnswer:", "\n<tool_response>"]
# With less, small base models repeat themselves endlessly at temperature 0; with more, they get numbers wrong.
_TEMPLATE_REPEAT_PENALTY = 1.05
_TEMPLATE_MAX_TOKENS = 512


class EmbeddedServer:
    """A llama.cpp HTTP server with the OpenAI endpoints, for use without another local server.

    It runs in a child process and is ready when the constructor returns. It ends with `Close`, with the `with` block,
    with the last reference to this object, and with this process, however that ends.

    `model` is the path of a GGUF file; `None` uses the small model that the `embedded` extra installs.
    `port`: 0 selects a free one.
    `alias` is the model's name in requests and replies; by default the name of the packaged model or of the file.
    `parallel` is the number of requests that are served at once, each with a context of `context` tokens.
    `embeddings` enables the embeddings endpoint; an input may have up to 512 tokens.
    `threads` is the number of CPU threads; by default one for each core, less one where there are four or fewer.
    `temperature` is the default for requests that do not set one; 0 always gives the same answer.
    `max_tokens` limits the answer to a request without a limit; `None` means 512 for a model without a chat
    template, which may not know when to stop, and no limit for other models.
    `chat_template` is Jinja text; `None` uses the model's own, or, for a model without one, a template for answering
    questions and calling tools.
    `startup_timeout` is in seconds.
    `log_path` is a file for the server's log, which includes the requests; it is overwritten.

    Cancelling a stream stops the server at once. After cancelling a request without a stream, the server of xllamacpp
    does not notice that the client has disconnected, and continues to the answer's limit.

    Raises `EmbeddedServerError` if it is not ready within `startup_timeout`.
    """

    def __init__(
        self,
        model: str | os.PathLike[str] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        alias: str | None = None,
        parallel: int = 4,
        context: int = 4096,
        embeddings: bool = True,
        threads: int | None = None,
        temperature: float = 0.0,
        max_tokens: int | None = None,
        chat_template: str | None = None,
        startup_timeout: float = 60.0,
        log_path: str | os.PathLike[str] | None = None,
    ) -> None:
        require_extra(packaged_model=model is None)
        file = packaged_model() if model is None else model_file(model)
        if port:
            _check_port(host, port)
        lacks_template = chat_template is None and not has_chat_template(file)
        if lacks_template:
            chat_template = files(__package__).joinpath("chat_template.jinja").read_text(encoding="utf-8")
        if max_tokens is None:
            max_tokens = _TEMPLATE_MAX_TOKENS if lacks_template else -1
        settings = ServerSettings(
            model=str(file),
            alias=alias or (PACKAGED_ALIAS if model is None else file.stem),
            host=host,
            port=port,
            parallel=parallel,
            context=context,
            embeddings=embeddings,
            threads=default_threads() if threads is None else threads,
            temperature=temperature,
            repeat_penalty=_TEMPLATE_REPEAT_PENALTY if lacks_template else 1.0,
            max_tokens=max_tokens,
            stop=_TEMPLATE_STOPS if lacks_template else [],
            chat_template=chat_template,
            verbose=log_path is not None,
            load_limit=startup_timeout + _WATCHDOG_MARGIN,
        )
        self._alias = settings.alias
        self._host = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host
        self._process = ServerProcess(log_path)
        self._closing = weakref.finalize(self, self._process.stop)
        _owned.add(self)
        try:
            self._port, self._pid = self._process.start(settings, startup_timeout)
        except BaseException:
            self._closing()
            raise

    @property
    def BaseURL(self) -> str:
        """The base URL for clients, such as `http://127.0.0.1:1234/v1`."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}/v1"

    @property
    def Port(self) -> int:
        """The port that the server listens on."""
        return self._port

    @property
    def Model(self) -> str:
        """The model's name in requests."""
        return self._alias

    @property
    def Pid(self) -> int:
        """The id of the server's process."""
        return self._pid

    @property
    def IsRunning(self) -> bool:
        """Whether the server's process is running and belongs to this process."""
        return self._closing.alive and self._process.alive

    def Close(self) -> None:
        """End the server and wait until it has ended. A second call does nothing."""
        self._closing()

    def __enter__(self) -> "EmbeddedServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.Close()

    def __repr__(self) -> str:
        state = "" if self.IsRunning else " closed"
        return f"<EmbeddedServer {self.Model} at {self.BaseURL}{state}>"

    def _disown(self) -> None:
        self._closing.detach()
        self._process.disown()


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port with connections in TIME_WAIT is free to listen on.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise EmbeddedServerError(f"port {port} is in use") from error
            raise EmbeddedServerError(f"cannot listen on {host}, port {port}: {error.strerror}") from error


_owned: "weakref.WeakSet[EmbeddedServer]" = weakref.WeakSet()


def _disown_all() -> None:
    for server in list(_owned):
        server._disown()


if sys.platform != "win32":
    # The child of a fork must neither close the server nor keep it alive through its copy of the pipe.
    os.register_at_fork(after_in_child=_disown_all)
