"""The settings that every transport has."""

from __future__ import annotations

from .spelling import SettableInBothSpellings


class HttpClientParam(SettableInBothSpellings):
    """Times and the proxy of a transport, as attributes and as the original's functions.

    SendTimeOut, ConnectionTimeout, ResponseTimeout: milliseconds for each piece sent, for connecting and for each wait
    for bytes. ProxySettings: the URL of an HTTP proxy, or None.
    """

    def __init__(
        self,
        *,
        ConnectionTimeout: int = 60_000,
        SendTimeOut: int = 60_000,
        ResponseTimeout: int = 600_000,
        ProxySettings: str | None = None,
    ) -> None:
        self.ConnectionTimeout = ConnectionTimeout
        self.SendTimeOut = SendTimeOut
        self.ResponseTimeout = ResponseTimeout
        self.ProxySettings = ProxySettings

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
