"""Translates exceptions of aiohttp to those of the SDK."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from urllib.parse import urlsplit

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong

from ...building.multipart import SourceError
from ...building.urls import is_local, without_query
from ...errors import (
    GenAIConnectionError,
    GenAIException,
    GenAIInvalidResponseError,
    GenAITimeoutError,
    excerpt,
)
from ..compression import CompressionError
from ..proxies import proxy_address
from ..retry import RETRIED_STATUSES
from ..transport import HttpRequest
from .bodies import SendTimedOut
from .internals import HeadCutOff


class RedirectError(Exception):
    """There are too many redirects, or a redirect has an invalid target."""


def translated(
    error: Exception, request: HttpRequest, *, in_body: bool = False, proxy: str | None = None
) -> GenAIException:
    """Return the SDK's exception for one of aiohttp, which says what was tried, what happened and what to do.

    proxy: the URL of the proxy that the request goes through.
    """
    if isinstance(error, GenAIException):
        return error
    where = f"{request.method} {without_query(request.url)}"
    cause = error.__cause__
    if isinstance(cause, SourceError):
        return GenAIException(0, f"{where}: {cause}")
    if isinstance(error, SendTimedOut) or isinstance(cause, SendTimedOut):
        return GenAITimeoutError(
            0, f"SendTimeOut: {where}: the server accepted no data for {request.send_timeout} ms"
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
        return GenAIConnectionError(
            0,
            f"{where}: the server's certificate is not trusted: {_reason(error)}. If it is signed by an authority of "
            "your own, set HttpClient.VerifyTLS to the path of its certificate (PEM); connect by the name that the "
            "certificate has",
        )
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return _refused_by_proxy(error, where, proxy)
    if isinstance(error, aiohttp.ClientConnectorError):
        return _before_reply(GenAIConnectionError(0, _no_connection(error, request)))
    if isinstance(error, aiohttp.ServerDisconnectedError):
        if in_body or isinstance(error, HeadCutOff):
            return GenAIConnectionError(0, f"{where}: the server closed the connection within the headers of its reply")
        return _before_reply(
            GenAIConnectionError(0, f"{where}: the server closed the connection without a reply")
        )
    if isinstance(error, (aiohttp.ClientOSError, aiohttp.ClientConnectionError, ConnectionError)):
        moment = "in the middle of the reply" if in_body else "before the reply"
        broken = GenAIConnectionError(0, f"{where}: the connection broke {moment}: {_reason(error)}")
        return broken if in_body else _before_reply(broken)
    if isinstance(error, aiohttp.ClientPayloadError):
        return GenAIConnectionError(0, f"{where}: the connection broke in the middle of the reply: {_reason(error)}")
    if isinstance(error, (RedirectError, CompressionError)):
        return GenAIInvalidResponseError(0, f"{where}: {error}")
    if cause is not None and isinstance(cause.__cause__, LineTooLong):
        return GenAIInvalidResponseError(
            0, f"{where}: a header of the reply is too long; raise HttpClient.HeadLimit to read it"
        )
    if isinstance(error, (aiohttp.ClientResponseError, HttpProcessingError)):
        return GenAIInvalidResponseError(0, f"{where}: the server does not speak HTTP: {excerpt(error.message)}")
    if isinstance(error, AssertionError) and not in_body:
        # aiohttp asserts that it has a transport when it starts to send.
        return _before_reply(GenAIConnectionError(0, f"{where}: the connection broke before the request was sent"))
    return GenAIConnectionError(0, f"{where}: {_reason(error)}")


def drop_frames(error: BaseException) -> None:
    """Remove the tracebacks of aiohttp's error and its causes.

    They form cycles with their frames, which would keep the request's body until the garbage collector runs.
    """
    cause: BaseException | None = error
    while isinstance(cause, (aiohttp.ClientError, aiohttp.http_exceptions.HttpProcessingError, OSError, TimeoutError)):
        cause.__traceback__ = None
        cause = cause.__cause__ or cause.__context__


def _before_reply(error: GenAIConnectionError) -> GenAIConnectionError:
    error.before_reply = True
    return error


def _reason(error: BaseException) -> str:
    return excerpt(str(error)) or type(error).__name__


def _refused_by_proxy(error: aiohttp.ClientHttpProxyError, where: str, proxy: str | None) -> GenAIConnectionError:
    address = proxy_address(proxy or "")
    reason = excerpt(error.message, 200)
    said = f"{where}: the proxy {address} refused to connect to the server: {error.status} {reason}"
    if error.status == 407:
        said += f"; put a name and a password into its URL: 'http://name:password@{address}'"
    refused = GenAIConnectionError(error.status, said)
    refused.before_reply = error.status in RETRIED_STATUSES or error.status >= 500
    return refused


def _no_connection(error: aiohttp.ClientConnectorError, request: HttpRequest) -> str:
    parts = urlsplit(request.url)
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    # The error numbers of name resolution are not those of errno.
    number = 0 if isinstance(error.os_error, socket.gaierror) else error.errno
    cause = (os.strerror(number) if number else error.os_error.strerror or _reason(error.os_error)).lower()
    if number in (errno.EMFILE, errno.ENFILE):
        return (
            f"cannot connect to {address}: this process has too many open files; set HttpClient.ConnectionLimit, "
            "close clients that are no longer used, or raise the limit (ulimit -n)"
        )
    message = f"cannot connect to {address}: {cause}"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"{message}, through the proxy {error.host}:{error.port}"
    if is_local(request.url):
        return (
            f"{message}. Is the server running? Start LM Studio's with 'lms server start', "
            "or a stand-in with 'python -m genai_py serve'"
        )
    return message
