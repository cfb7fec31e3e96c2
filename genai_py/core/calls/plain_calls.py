"""Calls of a path of the API that has no route here, or that a program wants to make by hand."""

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
    """A reply that no class models: all that came is in ``extra``."""


class PlainCalls:
    """Blocking calls below the routes: the path, the class that the reply comes out as, and what is sent.

    The class is ``PlainResult`` where none is given: all that came is in its ``extra``. Retries and errors are those
    of the routes.
    """

    if TYPE_CHECKING:
        state: ClientState

        def request(self, method: str, path: str, body: Any = None, *, accept: str = ...) -> HttpRequest: ...
        async def fetch(self, request: HttpRequest, kind: type[R]) -> R: ...
        async def fetch_content(self, request: HttpRequest, kind: type[Content]) -> Content: ...

    def Get(self, Endpoint: str, Kind: type[R] = PlainResult, Params: UrlParam | None = None) -> R:  # type: ignore[assignment]
        """GET a path below the base URL: ``client.API.Get("models", Models)``."""
        query = encode_query(Params._fields) if Params is not None else ""
        return self._run("GET", Endpoint + query, Kind)

    def Delete(self, Endpoint: str, Kind: type[R] = PlainResult) -> R:  # type: ignore[assignment]
        """DELETE a path below the base URL."""
        return self._run("DELETE", Endpoint, Kind)

    def Post(self, Endpoint: str, Kind: type[R] = PlainResult, Params: JsonParam | None = None) -> R:  # type: ignore[assignment]
        """POST a JSON object to a path below the base URL, or nothing."""
        return self._run("POST", Endpoint, Kind, None if Params is None else Params.to_bytes())

    def Patch(self, Endpoint: str, Kind: type[R] = PlainResult, Params: JsonParam | None = None) -> R:  # type: ignore[assignment]
        """PATCH a path below the base URL with a JSON object."""
        return self._run("PATCH", Endpoint, Kind, None if Params is None else Params.to_bytes())

    def PostForm(self, Endpoint: str, Kind: type[R], Params: MultiFormDataParams) -> R:
        """POST a form, with files or without, to a path below the base URL."""
        return self._run("POST", Endpoint, Kind, Params.to_multipart())

    def GetBinary(self, Endpoint: str) -> bytes:
        """What a path below the base URL answers, which is no JSON."""
        return self._binary(Endpoint).body

    def GetFile(self, Endpoint: str, Response: IO[bytes] | str | os.PathLike[str]) -> int:
        """Write what a path answers into a binary stream or a file; how many bytes there were."""
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
