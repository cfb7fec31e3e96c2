"""All uses of private names of aiohttp and asyncio.

Each one fixes a problem that aiohttp's public interface cannot fix; ``docs/architecture.md`` lists them. If a release
of aiohttp lacks a name, the fix is skipped and aiohttp's default behaviour applies.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import select
import socket
import struct
import sys
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadStatusLine, HttpProcessingError

_BEGINNING = b"HTTP/"
_RESET_AT_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class HeadCutOff(aiohttp.ServerDisconnectedError):
    """The connection ended inside the head of the reply."""


class Protocol(ResponseHandler):
    """aiohttp's protocol of one connection, with stricter handling of broken and unexpected replies."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._silent_until: float | None = None
        self._silence_timer: asyncio.TimerHandle | None = None
        # Whether the latest message is an interim one (100 Continue), which the reply follows.
        self._interim = False
        # Whether the reply was read to its end, so that further data is unsolicited.
        self._idle = False
        # The first bytes since the request, enough to recognize HTTP; None once the head of the reply is complete.
        self._beginning: bytes | None = None

    def set_response_params(self, **params: Any) -> None:
        self._idle = False
        self._beginning = b""
        super().set_response_params(**params)
        parser: Any = self._parser
        if hasattr(parser, "_max_msg_queue_size"):
            # aiohttp's parser in Python drops a reply when the bytes after it are malformed, an empty line included.
            parser._max_msg_queue_size = 1

    def feed_data(self, data: Any, size: int = 0) -> None:
        message, payload = data
        self._interim = 100 <= message.code < 200 and message.code != 101
        super().feed_data(data, size)
        if not self._interim:
            self._beginning = None
            payload.on_eof(self._set_idle)
            return
        parser: Any = self._parser
        if hasattr(parser, "_max_msg_queue_size"):
            parser.message_consumed()
            self._loop.call_soon(self.data_received, b"")

    def _set_idle(self) -> None:
        self._idle = True

    def data_received(self, data: bytes) -> None:
        if self._idle and data:
            if self.transport is not None:
                self.transport.close()
            return
        if self._beginning is not None and len(self._beginning) < len(_BEGINNING):
            if not self._beginning:
                # Servers may send empty lines before a reply.
                data = data.lstrip(b"\r\n")
            self._beginning = (self._beginning + data)[: len(_BEGINNING)]
            if not _BEGINNING.startswith(self._beginning):
                # aiohttp's parser in Python would wait for the end of a head.
                if self.transport is not None:
                    self.transport.close()
                self.set_exception(BadStatusLine(data[:100].decode("latin-1")))
                return
        super().data_received(data)
        if self._interim:
            # aiohttp stops its read timeout once an interim reply has arrived.
            self._reschedule_timeout()
        elif self._idle and getattr(self._parser, "_tail", None):
            self.force_close()

    def set_exception(self, exc: BaseException, *cause: BaseException) -> None:
        super().set_exception(exc, *cause)
        payload = self._payload
        if isinstance(exc, HttpProcessingError) and payload is not None and not payload.is_eof():
            # A malformed chunk. aiohttp's parser in C does not report it to the reader of the body, and its parser in
            # Python then reports the end of the connection in its place.
            payload.set_exception(exc)
            self._payload = None

    def is_connected(self) -> bool:
        """Called before a connection is reused. False if it is readable: it has unsolicited data, or was closed."""
        return super().is_connected() and not _is_readable(self.transport)

    def _reschedule_timeout(self) -> None:
        # One timer, checked when it fires: a new timer for each read, as in aiohttp, costs a tenth of a short request.
        if not self._read_timeout:
            self._silent_until = None
            return
        until = self._silent_until = self._loop.time() + self._read_timeout
        if self._silence_timer is None or self._silence_timer.when() > until:
            self._set_timer(until)

    def _drop_timeout(self) -> None:
        self._silent_until = None

    def _set_timer(self, when: float | None) -> None:
        if self._silence_timer is not None:
            self._silence_timer.cancel()
        self._silence_timer = None if when is None else self._loop.call_at(when, self._check_silence)

    def _check_silence(self) -> None:
        self._silence_timer = None
        until = self._silent_until
        if until is None:
            return
        if self._loop.time() < until:
            self._set_timer(until)
        else:
            self._silent_until = None
            self._on_read_timeout()

    def close(self) -> None:
        transport = self.transport
        if transport is not None:
            if transport.get_write_buffer_size():
                # Unsent data would keep the connection open if the server does not read it.
                sock = transport.get_extra_info("socket")
                if sock is not None:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
                transport.abort()
            elif transport.get_extra_info("sslcontext") is not None:
                # TLS would wait for the server to confirm the closing.
                transport.abort()
        payload = self._payload
        super().close()
        self._wake_reader(payload)

    def abort(self) -> None:
        payload = self._payload
        super().abort()
        self._wake_reader(payload)

    @staticmethod
    def _wake_reader(payload: Any) -> None:
        """Fail a pending read of the body, which would otherwise wait for ever."""
        _break(payload, aiohttp.ClientConnectionError("the connection was closed"))

    def connection_lost(self, exc: BaseException | None) -> None:
        self._set_timer(None)
        payload = self._payload
        if exc is not None:
            # aiohttp takes a body without a length as complete, however the connection ends.
            _break(payload, aiohttp.ClientPayloadError(str(exc) or type(exc).__name__))
            # aiohttp would replace the error by one that is part of a reference cycle.
            self._payload = None
        if self._beginning:
            self.set_exception(HeadCutOff())
        super().connection_lost(exc)
        # The traceback of the body's error holds this frame.
        del payload


def _break(payload: Any, error: Exception) -> None:
    if payload is not None and not payload.is_eof() and payload.exception() is None:
        payload.set_exception(error)


def _is_readable(transport: Any) -> bool:
    sock = None if transport is None else transport.get_extra_info("socket")
    if sock is None:
        return False
    try:
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(sock.fileno(), select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([sock.fileno()], [], [], 0)[0])
    except (OSError, ValueError):
        return True


PROTOCOL_NAMES = ("_drop_timeout", "_loop", "_on_read_timeout", "_payload", "_read_timeout", "_reschedule_timeout")
"""The private names of aiohttp that ``Protocol`` uses."""


def use_protocol(connector: aiohttp.BaseConnector, loop: asyncio.AbstractEventLoop) -> None:
    """Make a connector use ``Protocol`` for its connections, if aiohttp has these names."""
    plain = ResponseHandler(loop)
    if hasattr(connector, "_factory") and all(hasattr(plain, name) for name in PROTOCOL_NAMES):
        connector._factory = functools.partial(Protocol, loop=loop)  # type: ignore[assignment]


def never_retry(session: aiohttp.ClientSession) -> None:
    """Disable aiohttp's own retries: the layers above the transport decide about them."""
    if hasattr(session, "_retry_connection"):
        session._retry_connection = False


def unread(content: aiohttp.StreamReader) -> bytes:
    """Return data that arrived before an error and was not read; aiohttp would discard it."""
    if not getattr(content, "_buffer", None):
        return b""
    data: bytes = content._read_nowait(-1)
    return data


def abandon_session(session: aiohttp.ClientSession) -> None:
    """Close the connections of a session whose loop will not run again, without a warning."""
    connector: Any = session.connector
    session.detach()
    if connector is None:
        return
    idle = [protocol for pooled in getattr(connector, "_conns", {}).values() for protocol, _ in pooled]
    for protocol in [*idle, *getattr(connector, "_acquired", ())]:
        _close_socket(getattr(protocol, "transport", None))
    for name in ("_conns", "_acquired"):
        if hasattr(connector, name):
            getattr(connector, name).clear()
    connector._closed = True


def abandon_response(response: aiohttp.ClientResponse) -> None:
    """Detach a response from its connection, so that its collection raises no warning."""
    connection: Any = getattr(response, "_connection", None)
    if connection is not None:
        connection._protocol = response._connection = None
    response._closed = True


def _close_socket(transport: Any) -> None:
    inner = getattr(getattr(transport, "_ssl_protocol", None), "_transport", None)
    if inner is not None:
        transport._closed = True
        transport = inner
    sock = getattr(transport, "_sock", None)
    if sock is not None:
        transport._sock = None
        with contextlib.suppress(OSError):
            sock.close()
