"""The definition of a tool in a request, which knows the tool that it defines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Executable(Protocol):
    """A tool of the program: a ``FunctionCore``, or what has its methods."""

    def Execute(self, Arguments: str) -> Any:
        """Run the tool and return its result for the model. Arguments: JSON text."""


class ToolDefinition(dict[str, Any]):
    """A tool as the API takes it. tool: what runs its calls."""

    __slots__ = ("tool",)

    def __init__(self, definition: Mapping[str, Any], tool: Executable) -> None:
        super().__init__(definition)
        self.tool = tool

    def __copy__(self) -> ToolDefinition:
        return ToolDefinition(self, self.tool)

    def __deepcopy__(self, memo: dict[int, Any]) -> ToolDefinition:
        """Return a copy with the same tool, which may hold what cannot be copied."""
        import copy

        return ToolDefinition(copy.deepcopy(dict(self), memo), self.tool)

    def __reduce__(self) -> Any:
        return ToolDefinition, (dict(self), self.tool)


class ToolSet:
    """Tools that are known once a connection is open. Until then, the set stands in the request in their place."""

    def known(self) -> Sequence[Executable] | None:
        """Return the tools, None if they are not known yet. Subclasses override it; this one raises."""
        raise NotImplementedError

    async def opened(self, calls: set[Any] | None = None) -> Sequence[Executable]:
        """Open the connection and return the tools. Raises McpError.

        calls: those in flight of the client that closes the connection.
        """
        raise NotImplementedError
