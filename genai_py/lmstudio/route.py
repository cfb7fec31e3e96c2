"""``client.LMStudio``: the routes of LM Studio's own API, ``/api/v1``."""

from __future__ import annotations

from functools import cached_property

from ..core.calls.route import Route
from .chat import LMChatRoute
from .models import LMModelsRoute


class LMStudioRoute(Route):
    """LM Studio's own API: ``Models`` and ``Chat``."""

    @cached_property
    def Models(self) -> LMModelsRoute:
        """The models of the server: list, load, unload, download."""
        return LMModelsRoute(self._api)

    @cached_property
    def Chat(self) -> LMChatRoute:
        """Its own chat: chats that the server keeps, tools of MCP servers, progress."""
        return LMChatRoute(self._api)
