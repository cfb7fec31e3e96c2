"""The interface of transports: three coroutines and the limits."""

from __future__ import annotations

from abc import ABC, abstractmethod

from .http_calls import HttpCalls
from .http_param import HttpClientParam
from .messages import HttpReply, HttpRequest, HttpStream

__all__ = ["HttpClientAPI", "HttpReply", "HttpRequest", "HttpStream"]


class HttpClientAPI(HttpClientParam, HttpCalls, ABC):
    """Base of transports. A custom transport defines ``request``, ``stream`` and ``close``.

    The limits have defaults and are inherited, as are the blocking calls ``Get``, ``Post`` and the like. One transport
    may be used from many event loops; each coroutine runs on the loop of the call.
    """

    @abstractmethod
    async def request(self, request: HttpRequest) -> HttpReply:
        """Send a request and return the whole reply, whatever its status.

        Raises GenAIConnectionError, its ``before_reply`` true where the server cannot have begun to answer and the
        request may be sent again; GenAITimeoutError where one of the request's times is over; and
        GenAIInvalidResponseError where the body is larger than ``BodyLimit``.
        """

    @abstractmethod
    async def stream(self, request: HttpRequest) -> HttpStream:
        """Send a request and return once the reply's headers are there. Raises as ``request``."""

    @abstractmethod
    async def close(self) -> None:
        """Close the connections of the running loop. The transport may be used again afterwards."""

    def close_elsewhere(self) -> None:
        """Close the connections of other loops than the running one. Callable from any thread.

        Does nothing unless a transport that keeps connections for each loop overrides it.
        """
