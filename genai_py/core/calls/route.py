"""The base class of routes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from ..building.urls import merge_headers
from ..spelling import BothSpellings
from ..wire.transport import HttpRequest
from .api import GenAIAPI
from .documentation import document
from .endpoint import Endpoint


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
