"""A TCP server that misbehaves as it is told.

    with TcpServer() as server:
        server.plays([json_reply({"data": []})])            # every request gets this
        server.plays([Do.RESET], [json_reply({})])          # the first is reset, all later ones are answered
        server.plays([STREAM_HEAD, event({...}), Do.STALL]) # a stream that falls silent

A request gets the next script; the last script goes on. A script is a list of steps: bytes to send, or one of the
other things below. A script that comes to its end leaves the connection open for the next request.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

_GONE = select.POLLRDHUP | select.POLLHUP | select.POLLERR


class Do(Enum):
    """What a script may do beside sending bytes. All but IGNORE_BODY end the connection or wait for its end."""

    RESET = "reset the connection"
    CLOSE = "close the connection"
    STALL = "say nothing until the client leaves"
    IGNORE_BODY = "leave the request's body unread; only as a first step"


@dataclass
class Pause:
    """Wait for so many seconds."""

    seconds: float


@dataclass
class Endless:
    """Send the same bytes until the client leaves, ``limit`` of them at most."""

    piece: bytes
    limit: int = 2 * 1024**3


@dataclass
class Until:
    """Wait for the test to set the event."""

    event: threading.Event


Step = bytes | Do | Pause | Endless | Until
Script = Sequence[Step]


@dataclass
class Request:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int
    at: float

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


@dataclass
class Connection:
    """One connection of a client. Times are of ``time.monotonic``."""

    number: int
    opened_at: float
    left_at: float | None = None
    """When the client closed it."""
    over: bool = False
    """Whether it is closed, by either side."""
    sent: int = 0
    socket: socket.socket | None = field(default=None, repr=False)


class TcpServer:
    """Listens on its own thread, and has a thread for each connection."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        receive_buffer: int | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._tls = tls
        self.requests: list[Request] = []
        self.connections: list[Connection] = []
        self._scripts: list[Script] = [[Do.CLOSE]]
        self._answer: Callable[[Request], Script] | None = None
        self._played = 0
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._closing = False
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if receive_buffer is not None:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._listener.bind((host, port))
        self._listener.listen(256)
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name="tcp-server", daemon=True)
        self._acceptor.start()

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{'http' if self._tls is None else 'https'}://{self.host}:{self.port}/v1"

    def plays(self, *scripts: Script) -> None:
        """The next request gets the first of the scripts, and so on; the last one goes on."""
        with self._changed:
            self._scripts = list(scripts)
            self._played = 0

    def answers(self, answer: Callable[[Request], Script]) -> None:
        """A request gets the script that ``answer(request)`` gives."""
        self._answer = answer

    @property
    def open_connections(self) -> list[Connection]:
        """Those that neither side has closed."""
        return [each for each in self.connections if not each.over]

    def wait_for(self, condition: Callable[[], bool], timeout: float = 5.0) -> bool:
        """Wait until something true of requests or connections; whether it came true."""
        with self._changed:
            return self._changed.wait_for(condition, timeout)

    def wait_for_requests(self, count: int) -> None:
        """Wait until so many requests have come."""
        assert self.wait_for(lambda: len(self.requests) >= count), f"only {len(self.requests)} requests came"

    def wait_until_left(self, timeout: float = 5.0) -> float:
        """Wait until every connection is closed; when the client closed the last one."""
        assert self.wait_for(lambda: not self.open_connections, timeout), (
            f"still open: {self.open_connections}"
        )
        return max(each.left_at for each in self.connections if each.left_at is not None)

    def __enter__(self) -> TcpServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all that is open, and end the threads."""
        with self._changed:
            self._closing = True
            sockets = [each.socket for each in self.connections if each.socket is not None]
        # Wakes the threads that wait in accept, recv or poll.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in [self._acceptor, *self._threads]:
            thread.join(5)
            assert not thread.is_alive(), "a thread of the test server hangs"

    def _accept(self) -> None:
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            with self._changed:
                connection = Connection(len(self.connections), time.monotonic(), socket=accepted)
                self.connections.append(connection)
                thread = threading.Thread(target=self._serve, args=(connection, accepted), daemon=True)
                self._threads.append(thread)
                thread.start()
                self._changed.notify_all()
                if self._closing:
                    accepted.shutdown(socket.SHUT_RDWR)

    def _serve(self, connection: Connection, sock: socket.socket) -> None:
        left = False
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                sock = connection.socket = self._tls.wrap_socket(sock, server_side=True)
            reader = _Reader(sock)
            while (head := reader.head()) is not None:
                script = self._next_script()
                steps = list(script)
                body = b""
                if steps[:1] == [Do.IGNORE_BODY]:
                    del steps[0]
                else:
                    body = reader.exactly(int(head[2].get("content-length", "0")))
                request = Request(*head, body, connection.number, time.monotonic())
                with self._changed:
                    self.requests.append(request)
                    self._changed.notify_all()
                for step in steps if self._answer is None else self._answer(request):
                    if not self._do(step, sock, connection):
                        return
            left = True
        except (ConnectionError, TimeoutError):
            left = True
        except OSError:
            pass
        finally:
            with self._changed:
                if left and not self._closing and connection.left_at is None:
                    connection.left_at = time.monotonic()
                connection.over = True
                connection.socket = None
                sock.close()
                self._changed.notify_all()

    def _next_script(self) -> Script:
        with self._changed:
            script = self._scripts[min(self._played, len(self._scripts) - 1)]
            self._played += 1
            return script

    def _do(self, step: Step, sock: socket.socket, connection: Connection) -> bool:
        """One step; whether the connection goes on."""
        if isinstance(step, bytes):
            sock.sendall(step)
            with self._changed:
                connection.sent += len(step)
                self._changed.notify_all()
        elif isinstance(step, Pause):
            time.sleep(step.seconds)
        elif isinstance(step, Until):
            step.event.wait(10)
        elif isinstance(step, Endless):
            while connection.sent < step.limit:
                sock.sendall(step.piece)
                connection.sent += len(step.piece)
        elif step is Do.STALL:
            # Asks for no data: what the client still sends stays unread.
            poll = select.poll()
            poll.register(sock, _GONE)
            poll.poll()
            if not self._closing:
                connection.left_at = time.monotonic()
            return False
        elif step is Do.RESET:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        elif step is Do.CLOSE:
            return False
        return True


class _Reader:
    """Requests from a socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = b""

    def _more(self) -> bool:
        data = self._sock.recv(1 << 18)
        self._buffer += data
        return bool(data)

    def head(self) -> tuple[str, str, dict[str, str]] | None:
        """Method, path and headers of the next request; None when the client has left."""
        while b"\r\n\r\n" not in self._buffer:
            if not self._more():
                return None
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return method, path, headers

    def exactly(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        pieces = [self._buffer]
        left = size - len(self._buffer)
        while left > 0:
            data = self._sock.recv(1 << 18)
            if not data:
                raise ConnectionError("the client left inside a body")
            pieces.append(data)
            left -= len(data)
        whole = b"".join(pieces)
        self._buffer = whole[size:]
        return whole[:size]


def tls_context(*, server: bool) -> ssl.SSLContext:
    """TLS without a certificate, so that none has to lie about: encrypted, and nobody knows with whom."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
    return context


def head(status: int = 200, headers: Mapping[str, str] | None = None, reason: str = "Whatever") -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def reply(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """A whole reply. Header names are given with underscores: ``Retry_After="1"``."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        head(status, {"Content-Length": str(len(body)), "Content-Type": "application/json", **given}) + body
    )


def json_reply(value: Any, status: int = 200, **headers: str) -> bytes:
    """A whole reply of JSON."""
    return reply(json.dumps(value).encode(), status, **headers)


def error_reply(status: int, message: str = "it went wrong", **headers: str) -> bytes:
    """A whole reply with the API's error object."""
    return json_reply(
        {"error": {"message": message, "type": "a_type", "param": None, "code": None}}, status, **headers
    )


STREAM_HEAD = head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
STREAM_END = b"0\r\n\r\n"


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def event(value: Any) -> bytes:
    """One event of a stream, as a chunk: JSON, or bytes as they are."""
    return chunk(b"data: " + (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n\n")


def piece(text: str, finish_reason: str | None = None) -> bytes:
    """One event of a completion's stream."""
    return event({"id": "c", "choices": [{"index": 0, "text": text, "finish_reason": finish_reason}]})


DONE = event(b"[DONE]")


@contextlib.contextmanager
def nobody_listening() -> Iterator[str]:
    """The base URL of a port that refuses connections."""
    with socket.socket() as reserved:
        # Bound and not listening: nobody else gets the port meanwhile.
        reserved.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{reserved.getsockname()[1]}/v1"


@contextlib.contextmanager
def nobody_accepting() -> Iterator[str]:
    """The base URL of a port whose queue of connections is full: to connect takes for ever."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        while True:
            filler = stack.enter_context(socket.socket())
            filler.settimeout(0.05)
            try:
                filler.connect(listener.getsockname())
            except TimeoutError:
                break
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
