"""The base class of routes."""

from __future__ import annotations

import inspect
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import attrs

from ..building.urls import merge_headers
from ..results.base import Result
from ..spelling import BothSpellings
from ..wire.transport import HttpRequest
from .api import GenAIAPI
from .documentation import document
from .endpoint import Endpoint

R = TypeVar("R", bound=Result)


class Route(BothSpellings):
    """Base of the routes: the operations of one API resource."""

    _headers: ClassVar[Mapping[str, str]] = {}
    """Headers of the resource's requests; headers that the client sets take precedence."""

    def __init__(self, api: GenAIAPI) -> None:
        self._api = api

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in vars(cls).items():
            help = getattr(member, "help", None) if inspect.isfunction(member) else None
            if help is not None:
                document(member, help, cls, name)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._api!r}>"

    def _request(self, endpoint: Endpoint, values: Sequence[Any]) -> HttpRequest:
        request = endpoint.request(self._api, values)
        if self._headers:
            request = attrs.evolve(request, headers=merge_headers(self._headers, request.headers))
        return request

    def _fetch(self, request: HttpRequest, kind: type[R]) -> Coroutine[Any, Any, R]:
        """Send a request of the resource and return its reply. A route may add what it knows to the error."""
        return self._api.fetch(request, kind)
