"""Calls by path, for endpoints without a route."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any, TypeVar

from ..building.form_params import MultiFormDataParams
from ..building.params import JsonParam, UrlParam
from ..building.urls import encode_query
from ..results.base import Content, Result, result
from .in_flight import ClientState, run_blocking

if TYPE_CHECKING:
    from ..wire.transport import HttpRequest

R = TypeVar("R", bound=Result)


@result
class PlainResult(Result):
    """A reply without a class of its own: ``extra`` holds all its fields."""


class PlainCalls:
    """Blocking calls by path, with the same retries, errors and timeouts as those of the routes.

    Endpoint: the path below the base URL; with a leading slash, below the root of the
    server, as for ``/api/v0/models``. Kind: the class of the result; by default ``PlainResult``, whose ``extra``
    holds all fields of the reply. Params: the request's builder. All methods raise GenAIException.
    """

    if TYPE_CHECKING:
        state: ClientState

        def request(self, method: str, path: str, body: Any = None, *, accept: str = ...) -> HttpRequest: ...
        async def fetch(self, request: HttpRequest, kind: type[R]) -> R: ...
        async def fetch_content(self, request: HttpRequest, kind: type[Content]) -> Content: ...

    def Get(self, Endpoint: str, Kind: type[R] = PlainResult, Params: UrlParam | None = None) -> R:  # type: ignore[assignment]
        """Send a GET request and return its result: ``client.API.Get("models", Models)``."""
        query = encode_query(Params._fields) if Params is not None else ""
        return self._run("GET", Endpoint + query, Kind)

    def Delete(self, Endpoint: str, Kind: type[R] = PlainResult) -> R:  # type: ignore[assignment]
        """Send a DELETE request and return its result."""
        return self._run("DELETE", Endpoint, Kind)

    def Post(self, Endpoint: str, Kind: type[R] = PlainResult, Params: JsonParam | None = None) -> R:  # type: ignore[assignment]
        """Send a POST request with a JSON object, or without a body, and return its result."""
        return self._run("POST", Endpoint, Kind, None if Params is None else Params.to_bytes())

    def Patch(self, Endpoint: str, Kind: type[R] = PlainResult, Params: JsonParam | None = None) -> R:  # type: ignore[assignment]
        """Send a PATCH request with a JSON object, or without a body, and return its result."""
        return self._run("PATCH", Endpoint, Kind, None if Params is None else Params.to_bytes())

    def PostForm(self, Endpoint: str, Kind: type[R], Params: MultiFormDataParams) -> R:
        """Send a POST request with a form and return its result."""
        return self._run("POST", Endpoint, Kind, Params.to_multipart())

    def GetBinary(self, Endpoint: str) -> bytes:
        """Send a GET request and return the unchanged body of the reply."""
        return self._binary(Endpoint).body

    def GetFile(self, Endpoint: str, Response: IO[bytes] | str | os.PathLike[str]) -> int:
        """Send a GET request, write the body to a binary stream or a file, and return its size in bytes."""
        content = self._binary(Endpoint)
        if isinstance(Response, (str, os.PathLike)):
            content.SaveToFile(Response)
        else:
            Response.write(content.body)
        return len(content.body)

    def _run(self, method: str, path: str, kind: type[R], body: Any = None) -> R:
        request = self.request(method, path, body)
        return run_blocking(self.state, lambda: self.fetch(request, kind))

    def _binary(self, path: str) -> Content:
        request = self.request("GET", path, accept="*/*")
        return run_blocking(self.state, lambda: self.fetch_content(request, Content))
