"""``client.LMStudio``: the routes of LM Studio's own API, ``/api/v1``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..core.calls.route import Route

if TYPE_CHECKING:
    from .chat import LMChatRoute
    from .models import LMModelsRoute


class LMStudioRoute(Route):
    """LM Studio's own API: ``Models`` and ``Chat``."""

    @cached_property
    def Models(self) -> LMModelsRoute:
        """The models of the server: list, load, unload, download."""
        # Most programs use one of the routes: each is imported when it is first used.
        from .models import LMModelsRoute

        return LMModelsRoute(self._api)

    @cached_property
    def Chat(self) -> LMChatRoute:
        """Its own chat: chats that the server keeps, tools of MCP servers, progress."""
        from .chat import LMChatRoute

        return LMChatRoute(self._api)
