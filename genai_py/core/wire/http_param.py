"""The limits that every transport has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..building.setters import amount, checked
from ..spelling import SettableInBothSpellings
from .event_stream import DEFAULT_EVENT_LIMIT
from .proxies import check_proxy

_AMOUNTS = {
    "SendTimeOut", "ConnectionTimeout", "ResponseTimeout", "EventLimit", "BodyLimit", "StreamGrace", "HeadLimit",
}  # fmt: skip
DEFAULT_STREAM_GRACE = 2_000
"""Milliseconds, see ``HttpClientParam.StreamGrace``."""


class HttpClientParam(SettableInBothSpellings):
    """Limits and the proxy of a transport, as attributes and through the original's functions.

    ConnectionTimeout, SendTimeOut, ResponseTimeout: milliseconds for connecting, for each piece sent and for each wait
    for bytes; 0 means no limit. StreamGrace: milliseconds that the connection of a stream may stay open after the
    whole answer, for what servers send late (``usage``, ``timings``); then the stream ends by itself, also without the
    server's ``[DONE]``. EventLimit: the most bytes one event of a stream may have. BodyLimit: the most bytes a whole
    reply may have. ProxySettings: the URL of an HTTP proxy with its scheme, ``http://127.0.0.1:8080``, or None.
    Setting one raises TypeError or ValueError for an invalid value.
    """

    ConnectionTimeout: int = 60_000
    SendTimeOut: int = 60_000
    ResponseTimeout: int = 600_000
    EventLimit: int = DEFAULT_EVENT_LIMIT
    BodyLimit: int = 1024 * 1024 * 1024
    StreamGrace: int = DEFAULT_STREAM_GRACE
    ProxySettings: str | None = None

    def __init__(
        self,
        *,
        ConnectionTimeout: int = 60_000,
        SendTimeOut: int = 60_000,
        ResponseTimeout: int = 600_000,
        ProxySettings: str | None = None,
        StreamGrace: int = DEFAULT_STREAM_GRACE,
    ) -> None:
        self.ConnectionTimeout = ConnectionTimeout
        self.SendTimeOut = SendTimeOut
        self.ResponseTimeout = ResponseTimeout
        self.ProxySettings = ProxySettings
        self.StreamGrace = StreamGrace

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: Any) -> None:
            real = self._settable(name)
            where = f"{type(self).__name__}.{real}"
            if real in _AMOUNTS:
                amount(where, value)
            if real == "ConnectionLimit" and value is not None and amount(where, value) == 0:
                raise ValueError(f"{where} must be 1 or more, or None, got 0")
            if real == "ProxySettings" and value is not None:
                check_proxy(where, checked(where, str, value))
            super().__setattr__(real, value)

    def GetSendTimeOut(self) -> int:
        """``SendTimeOut``."""
        return self.SendTimeOut

    def SetSendTimeOut(self, Value: int) -> None:
        """Set ``SendTimeOut``."""
        self.SendTimeOut = Value

    def GetConnectionTimeout(self) -> int:
        """``ConnectionTimeout``."""
        return self.ConnectionTimeout

    def SetConnectionTimeout(self, Value: int) -> None:
        """Set ``ConnectionTimeout``."""
        self.ConnectionTimeout = Value

    def GetResponseTimeout(self) -> int:
        """``ResponseTimeout``."""
        return self.ResponseTimeout

    def SetResponseTimeout(self, Value: int) -> None:
        """Set ``ResponseTimeout``."""
        self.ResponseTimeout = Value

    def GetProxySettings(self) -> str | None:
        """``ProxySettings``."""
        return self.ProxySettings

    def SetProxySettings(self, Value: str | None) -> None:
        """Set ``ProxySettings``."""
        self.ProxySettings = Value
