"""An endpoint of the API: verb, path and builder, and how the values of a call become a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..building.form_params import MultiFormDataParams
from ..building.keywords import builder_of
from ..building.params import JsonObject, JsonParam, Params, UrlParam
from ..building.urls import encode_query, expand_path, path_names
from ..wire.transport import HttpRequest
from .api import JSON, GenAIAPI
from .arguments import Argument, Arguments

GET, POST, DELETE, PATCH = "GET", "POST", "DELETE", "PATCH"


@attrs.frozen
class Endpoint:
    """An endpoint of the API.

    template: the path below the base URL, with the names of its ids in braces. params: the builder of the body or of
    the query, None where there is neither. flags: what is added to each body.
    """

    method: str
    template: str
    params: type[Params] | None
    accept: str = JSON
    flags: JsonObject = attrs.field(factory=dict)
    names: tuple[str, ...] = attrs.field(init=False)
    """The names of the ids in the path."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(path_names(self.template)))

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def arguments(self) -> Arguments:
        """The arguments of a call: the ids, then the builder."""
        ids = map(Argument.id, self.names)
        return Arguments(*ids) if self.params is None else Arguments(*ids, Argument.builder(self.params))

    def request(self, api: GenAIAPI, values: Sequence[Any]) -> HttpRequest:
        """Return the request of a call with these values.

        Raises TypeError or ValueError for invalid values, and what a builder function raises.
        """
        ids = self.names
        path = expand_path(self.template, ids, values[: len(ids)]) if ids else self.template
        if self.params is None:
            return api.request(self.method, path, accept=self.accept)
        params = builder_of(self.params, values[len(ids)] if len(values) > len(ids) else None)
        if isinstance(params, JsonParam):
            flags = self.flags
            if params._local_names and api.local:
                flags = {**flags, **params._local_fields()}
            return api.request(self.method, path, params.to_bytes(flags), accept=self.accept)
        if isinstance(params, MultiFormDataParams):
            return api.request(self.method, path, params.to_multipart(self.flags), accept=self.accept)
        assert isinstance(params, UrlParam)
        return api.request(self.method, path + encode_query(params._fields), accept=self.accept)
