"""aiohttp's exceptions as the SDK's: what was tried, what happened, and what to do."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from urllib.parse import urlsplit

import aiohttp

from ...building.multipart import SourceError
from ...building.urls import is_local
from ...errors import (
    GenAIConnectionError,
    GenAIException,
    GenAIInvalidResponseError,
    GenAITimeoutError,
    excerpt,
)
from ..transport import HttpRequest
from .bodies import SendTimedOut


class RedirectError(Exception):
    """A reply redirects too often, or to something that is not an address."""


def translated(error: Exception, request: HttpRequest, *, in_body: bool = False) -> GenAIException:
    """aiohttp's exception as the SDK's, saying what was tried, what happened and what to do."""
    where = f"{request.method} {request.url.partition('?')[0]}"
    cause = error.__cause__
    if isinstance(cause, SourceError):
        return GenAIException(0, f"{where}: {cause}")
    if isinstance(error, SendTimedOut) or isinstance(cause, SendTimedOut):
        return GenAITimeoutError(
            0, f"SendTimeOut: {where}: the server took nothing of the request for {request.send_timeout} ms"
        )
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return _before_reply(
            GenAITimeoutError(
                0, f"ConnectionTimeout: {where}: no connection after {request.connection_timeout} ms"
            )
        )
    if isinstance(error, (aiohttp.SocketTimeoutError, asyncio.TimeoutError)):
        moment = "in the middle of the reply" if in_body else "waiting for the reply"
        return GenAITimeoutError(
            0, f"ResponseTimeout: {where}: the server was silent for {request.response_timeout} ms {moment}"
        )
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return GenAIConnectionError(0, f"{where}: the server's certificate is not trusted: {error}")
    if isinstance(error, aiohttp.ClientConnectorError):
        return _before_reply(GenAIConnectionError(0, _no_connection(error, request)))
    if isinstance(error, aiohttp.ServerDisconnectedError):
        # The message holds what had come of the reply's head, if anything had.
        if in_body or not isinstance(error.message, str):
            return GenAIConnectionError(0, f"{where}: the server closed the connection inside the head of its reply")
        return _before_reply(
            GenAIConnectionError(0, f"{where}: the server closed the connection without a reply")
        )
    if isinstance(error, (aiohttp.ClientOSError, aiohttp.ClientConnectionError, ConnectionError)):
        moment = "in the middle of the reply" if in_body else "before the reply"
        broken = GenAIConnectionError(0, f"{where}: the connection broke {moment}: {_reason(error)}")
        return broken if in_body else _before_reply(broken)
    if isinstance(error, aiohttp.ClientPayloadError):
        return GenAIConnectionError(0, f"{where}: the connection broke in the middle of the reply: {_reason(error)}")
    if isinstance(error, RedirectError):
        return GenAIInvalidResponseError(0, f"{where}: {error}")
    if isinstance(error, aiohttp.ClientResponseError):
        return GenAIInvalidResponseError(0, f"{where}: the server does not speak HTTP: {excerpt(error.message)}")
    if isinstance(error, AssertionError) and not in_body:
        # aiohttp asserts that there is a transport when it begins to send.
        return _before_reply(GenAIConnectionError(0, f"{where}: the connection broke before the request was sent"))
    return GenAIConnectionError(0, f"{where}: {_reason(error)}")


def drop_frames(error: BaseException) -> None:
    """Remove the tracebacks of aiohttp's error and its causes.

    Their frames hold them in turn, and the request with its body, until the garbage collector runs.
    """
    cause: BaseException | None = error
    while isinstance(cause, (aiohttp.ClientError, aiohttp.http_exceptions.HttpProcessingError, OSError, TimeoutError)):
        cause.__traceback__ = None
        cause = cause.__cause__ or cause.__context__


def _before_reply(error: GenAIConnectionError) -> GenAIConnectionError:
    error.before_reply = True
    return error


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _no_connection(error: aiohttp.ClientConnectorError, request: HttpRequest) -> str:
    parts = urlsplit(request.url)
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    # The numbers of names that cannot be looked up are no numbers of the system's.
    number = 0 if isinstance(error.os_error, socket.gaierror) else error.errno
    cause = (os.strerror(number) if number else error.os_error.strerror or _reason(error.os_error)).lower()
    if number in (errno.EMFILE, errno.ENFILE):
        return (
            f"cannot connect to {address}: this process has too many open files; set HttpClient.ConnectionLimit, "
            "close clients that are no longer used, or raise the limit (ulimit -n)"
        )
    said = f"cannot connect to {address}: {cause}"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"{said}, through the proxy {error.host}:{error.port}"
    if is_local(request.url):
        return (
            f"{said}. Is the server running? Start LM Studio's with 'lms server start', "
            "or a stand-in with 'python -m genai_py serve'"
        )
    return said
