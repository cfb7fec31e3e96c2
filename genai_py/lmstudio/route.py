"""``client.LMStudio``: the routes of LM Studio's own API, ``/api/v1``."""

from __future__ import annotations

from functools import cached_property

from ..core.calls.route import Route
from .models import LMModelsRoute


class LMStudioRoute(Route):
    """LM Studio's own API: ``Models``."""

    @cached_property
    def Models(self) -> LMModelsRoute:
        """The models of the server: list, load, unload, download."""
        return LMModelsRoute(self._api)
