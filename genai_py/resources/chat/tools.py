"""Tool calls, and the choice of a tool that the model must use.

Source: https://platform.openai.com/docs/api-reference/chat/create#chat_create-tool_choice
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.building.params import JsonParam
from ...core.building.setters import checked, setter
from ..types import ToolCalls

if TYPE_CHECKING:
    from typing_extensions import Self


class FunctionParams(JsonParam):
    """The called function and its arguments."""

    __slots__ = ()

    Name = setter(str, "name", doc="The name of the function.")
    Arguments = setter(str, "arguments", doc="Its arguments as JSON text, as the model wrote them.")


class ToolCallsParams(JsonParam):
    """A tool call of the model, to be sent back. ``ToolCall(...)`` is a shorthand."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the call; the tool's answer names it too.")
    Type = setter(ToolCalls, "type", doc="The kind of tool; ``function``.")

    def Function(self, Name: str, Arguments: str) -> Self:
        """The called function, and its arguments as JSON text."""
        where = f"{type(self).__name__}.Function"
        name, arguments = checked(where, str, Name), checked(where, str, Arguments)
        return self.Add("function", FunctionParams().Name(name).Arguments(arguments))

    @classmethod
    def New(cls, Id: str, Name: str, Arguments: str) -> ToolCallsParams:
        """Return a call of the function ``Name``."""
        return cls().Id(Id).Type(ToolCalls.function).Function(Name, Arguments)


class ToolChoiceFunctionParams(JsonParam):
    """The function that must be called."""

    __slots__ = ()

    Name = setter(str, "name", doc="The name of the function.")


class ToolChoiceParams(JsonParam):
    """The tool that the model must call. ``ToolName(...)`` is a shorthand."""

    __slots__ = ()

    Type = setter(str, "type", doc="The kind of tool; ``function``.")

    def Function(self, Name: str) -> Self:
        """The function that must be called."""
        name = checked(f"{type(self).__name__}.Function", str, Name)
        return self.Add("function", ToolChoiceFunctionParams().Name(name))

    @classmethod
    def New(cls, Name: str) -> ToolChoiceParams:
        """Return a choice of the function ``Name``."""
        return cls().Type("function").Function(Name)


ToolName = ToolChoiceParams.New
