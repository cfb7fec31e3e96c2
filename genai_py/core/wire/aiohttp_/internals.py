"""Everything of this package that rests on private names of aiohttp and asyncio.

Each name cures a fault that aiohttp's public interface leaves no way to cure; ``docs/architecture.md`` says which. A
name that a release of aiohttp does not have is passed over: aiohttp then does what it does by itself.
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

_RESET_AT_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Protocol(ResponseHandler):
    """aiohttp's protocol of one connection, more careful about replies that end or come as they should not."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._silent_until: float | None = None
        self._silence_timer: asyncio.TimerHandle | None = None
        # Whether the latest message is an interim one (100 Continue), after which the reply is still to come.
        self._interim = False
        # Whether the reply was read to its end: whatever comes then, nobody asked for.
        self._idle = False

    def set_response_params(self, **params: Any) -> None:
        self._idle = False
        super().set_response_params(**params)

    def feed_data(self, data: Any, size: int = 0) -> None:
        message, payload = data
        self._interim = 100 <= message.code < 200 and message.code != 101
        super().feed_data(data, size)
        if not self._interim:
            payload.on_eof(self._set_idle)

    def _set_idle(self) -> None:
        self._idle = True

    def data_received(self, data: bytes) -> None:
        if self._idle and data:
            if self.transport is not None:
                self.transport.close()
            return
        super().data_received(data)
        if self._interim:
            # aiohttp stops waiting for a reply once an interim one has come.
            self._reschedule_timeout()

    def is_connected(self) -> bool:
        """Asked before a kept connection is used again: not when there is something to read, be it the end."""
        return super().is_connected() and not _is_readable(self.transport)

    def _reschedule_timeout(self) -> None:
        # Set once, and looked at when it goes off: aiohttp sets a new timer for each read, a tenth of a short request.
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
        self._silence_timer = None if when is None else self._loop.call_at(when, self._look_for_silence)

    def _look_for_silence(self) -> None:
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
                # What is left of the request would keep the connection open for a server that does not read it.
                sock = transport.get_extra_info("socket")
                if sock is not None:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
                transport.abort()
            elif transport.get_extra_info("sslcontext") is not None:
                # TLS would wait for the server to confirm the end.
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
        """aiohttp forgets those who read the body, and they would wait for ever."""
        _break(payload, aiohttp.ClientConnectionError("the connection was closed"))

    def connection_lost(self, exc: BaseException | None) -> None:
        self._set_timer(None)
        payload = self._payload
        if exc is not None:
            # A body without a length counts as whole for aiohttp however the connection ends.
            _break(payload, aiohttp.ClientPayloadError(str(exc) or type(exc).__name__))
        if isinstance(exc, ConnectionResetError) and (payload is None or payload.is_eof()):
            # aiohttp reports the part of a reply's head that came only of a connection that was closed in order.
            exc = None
        super().connection_lost(exc)
        # A malformed chunk closes the connection, and whoever reads the body would wait for ever.
        _break(payload, aiohttp.ClientPayloadError("the body's chunks are malformed"))
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
"""What ``Protocol`` takes from aiohttp's protocol."""


def use_protocol(connector: aiohttp.BaseConnector, loop: asyncio.AbstractEventLoop) -> None:
    """Make a connector's connections with ``Protocol``, where aiohttp has all that it rests on."""
    plain = ResponseHandler(loop)
    if hasattr(connector, "_factory") and all(hasattr(plain, name) for name in PROTOCOL_NAMES):
        connector._factory = functools.partial(Protocol, loop=loop)  # type: ignore[assignment]


def never_retry(session: aiohttp.ClientSession) -> None:
    """Keep aiohttp from sending a request again: whether that is done is decided above the transport."""
    if hasattr(session, "_retry_connection"):
        session._retry_connection = False


def unread(content: aiohttp.StreamReader) -> bytes:
    """What came before an error and was not read: aiohttp would drop it."""
    if not getattr(content, "_buffer", None):
        return b""
    data: bytes = content._read_nowait(-1)
    return data


def abandon_session(session: aiohttp.ClientSession) -> None:
    """Close a session's connections although its loop will not run again, without a warning."""
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
    """Detach a response from its connection, so that it is collected without a warning."""
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
