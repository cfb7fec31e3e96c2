"""Builders for the lists in a request. ``Generation`` has an attribute for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from ..resources.functions import FunctionCore
from ..resources.responses.array_builder import ArrayBuilder, PartLike
from ..resources.responses.content_params import (
    FunctionOutput,
    OutputMessageContent,
    OutputNotation,
    ReasoningTextContent,
)
from ..resources.responses.input_items import (
    AcknowledgedSafetyCheckParams,
    CodeInterpreterOutputs,
    FileSearchToolCallResult,
    InputListItem,
    MCPTools,
    ShellCallOutputContentParams,
)
from ..resources.responses.tools import (
    ApplyPatchToolParams,
    ContainerSkillParams,
    CustomToolParams,
    FunctionShellToolParams,
    LocalSkillParams,
    NamespaceToolParams,
    ResponseFileSearchParams,
    ResponseFunctionParams,
    ResponseMCPToolParams,
    ResponseToolParams,
    ResponseWebSearchParams,
    ShellEnvironmentParams,
    ToolSearchToolParams,
)
from .managers import ContentLike, ContextManager, OutputLike, Payload, ToolManager

if TYPE_CHECKING:
    from typing_extensions import Self


class InputItems(ArrayBuilder[InputListItem], of=InputListItem):
    """Input items of a request: ``InputItems().User("Hi").Assistant("Hello.").User("Who are you?")``"""

    __slots__ = ()

    def User(self, Value: ContentLike) -> Self:
        """Add a user message: a text, or content parts, as ``Generation.ContentParts`` builds them."""
        return self._put(Payload.User(Value), self.User)

    def Developer(self, Value: ContentLike) -> Self:
        """Add a developer message."""
        return self._put(Payload.Developer(Value), self.Developer)

    def System(self, Value: ContentLike) -> Self:
        """Add a system message."""
        return self._put(Payload.System(Value), self.System)

    def Assistant(self, Value: OutputLike, Id: str | None = None) -> Self:
        """Add an answer of the model: a text, or parts, as ``Generation.OutputContentParts`` builds them.

        Id: the id of the answer, as received.
        """
        return self._put(Payload.Assistant(Value, Id), self.Assistant)

    def AddItem(self, Value: PartLike[InputListItem]) -> Self:
        """Add an item created by ``Generation.Context``, a dict, or an output item of a response."""
        return self._put(Value, self.AddItem)


class OutputContent(ArrayBuilder[OutputMessageContent], of=OutputMessageContent):
    """Content parts of an earlier answer."""

    __slots__ = ()

    def AddOutputContent(self, Value: PartLike[OutputMessageContent]) -> Self:
        """Add a text or a refusal."""
        return self._put(Value, self.AddOutputContent)


class Annotations(ArrayBuilder[OutputNotation], of=OutputNotation):
    """Annotations of an answer: the sources of its passages."""

    __slots__ = ()

    def AddAnnotation(self, Value: PartLike[OutputNotation]) -> Self:
        """Add an annotation."""
        return self._put(Value, self.AddAnnotation)


class FileSearchResults(ArrayBuilder[FileSearchToolCallResult], of=FileSearchToolCallResult):
    """Results of a file search."""

    __slots__ = ()

    def AddResult(self, Value: PartLike[FileSearchToolCallResult]) -> Self:
        """Add a result."""
        return self._put(Value, self.AddResult)


class ReasoningSummary(ArrayBuilder[ReasoningTextContent], of=ReasoningTextContent):
    """Parts of a reasoning summary."""

    __slots__ = ()

    def AddText(self, Value: str | PartLike[ReasoningTextContent]) -> Self:
        """Add a part, or a text as a part."""
        return self._put(
            ContextManager.CreateReasoningText(Value) if isinstance(Value, str) else Value, self.AddText
        )


class FunctionOutputs(ArrayBuilder[FunctionOutput], of=FunctionOutput):
    """Output parts of a function or a custom tool."""

    __slots__ = ()

    def AddOutput(self, Value: PartLike[FunctionOutput]) -> Self:
        """Add a text, a picture or a file."""
        return self._put(Value, self.AddOutput)


class CodeOutputs(ArrayBuilder[CodeInterpreterOutputs], of=CodeInterpreterOutputs):
    """Outputs of a code interpreter call."""

    __slots__ = ()

    def AddOutput(self, Value: PartLike[CodeInterpreterOutputs]) -> Self:
        """Add logs or an image."""
        return self._put(Value, self.AddOutput)


class ShellCallOutputs(ArrayBuilder[ShellCallOutputContentParams], of=ShellCallOutputContentParams):
    """Outputs of a shell call's commands."""

    __slots__ = ()

    def AddOutput(self, Value: PartLike[ShellCallOutputContentParams]) -> Self:
        """Add the output of one command."""
        return self._put(Value, self.AddOutput)


class MCPToolList(ArrayBuilder[MCPTools], of=MCPTools):
    """The tools of an MCP server."""

    __slots__ = ()

    def AddTool(self, Value: PartLike[MCPTools]) -> Self:
        """Add a tool."""
        return self._put(Value, self.AddTool)


class AcknowledgedSafetyChecks(ArrayBuilder[AcknowledgedSafetyCheckParams], of=AcknowledgedSafetyCheckParams):
    """Safety checks that the program has acknowledged."""

    __slots__ = ()

    def AddCheck(self, Value: PartLike[AcknowledgedSafetyCheckParams]) -> Self:
        """Add a safety check; those in a response can be passed unchanged."""
        return self._put(Value, self.AddCheck)


class Tools(ArrayBuilder[ResponseToolParams], of=ResponseToolParams):
    """Tools that the model may call: ``Tools().AddWebSearch().AddFileSearch(["vs_123"])``."""

    __slots__ = ()

    def AddFunction(self, Value: FunctionCore | PartLike[ResponseFunctionParams] | None = None) -> Self:
        """Add a function of the program.

        Raises TypeError or ValueError if a ``FunctionCore`` has an invalid name, description or parameters.
        """
        tool = (
            ToolManager.CreateFunction(Value) if Value is None or isinstance(Value, FunctionCore) else Value
        )
        return self._put(tool, self.AddFunction, ResponseFunctionParams)

    def AddFileSearch(self, Value: Sequence[str] | PartLike[ResponseFileSearchParams]) -> Self:
        """Add a file search: the ids of vector stores, or the tool."""
        tool = (
            ToolManager.CreateFileSearch().VectorStoreIds(Value)
            if isinstance(Value, Sequence) and not isinstance(Value, str)
            else Value
        )
        return self._put(tool, self.AddFileSearch, ResponseFileSearchParams)

    def AddWebSearch(self, Value: PartLike[ResponseWebSearchParams] | None = None) -> Self:
        """Add a web search."""
        tool = ToolManager.CreateWebSearch() if Value is None else Value
        return self._put(tool, self.AddWebSearch, ResponseWebSearchParams)

    def AddCodeInterpreter(self) -> Self:
        """Add the code interpreter, which runs Python on the server."""
        return self.Add(ToolManager.CreateCodeInterpreter())

    def AddImageGeneration(self) -> Self:
        """Add image generation."""
        return self.Add(ToolManager.CreateImageGeneration())

    @overload
    def AddMCP(self, ServerLabel: str, ServerUrl: str) -> Self: ...
    @overload
    def AddMCP(self, ServerLabel: PartLike[ResponseMCPToolParams], /) -> Self: ...
    def AddMCP(
        self, ServerLabel: str | PartLike[ResponseMCPToolParams], ServerUrl: str | None = None
    ) -> Self:
        """Add an MCP server: its label and URL, or the tool."""
        tool = ServerLabel
        if isinstance(ServerLabel, str) and ServerUrl is not None:
            tool = ToolManager.CreateMCP().ServerLabel(ServerLabel).ServerUrl(ServerUrl)
        return self._put(tool, self.AddMCP, ResponseMCPToolParams)

    @overload
    def AddCustom(self, Name: str, Description: str = "") -> Self: ...
    @overload
    def AddCustom(self, Name: PartLike[CustomToolParams], /) -> Self: ...
    def AddCustom(self, Name: str | PartLike[CustomToolParams], Description: str = "") -> Self:
        """Add a custom tool, whose input is text: its name and description, or the tool."""
        tool = Name
        if isinstance(Name, str):
            tool = ToolManager.CreateCustom().Name(Name)
            if Description:
                tool.Description(Description)
        return self._put(tool, self.AddCustom, CustomToolParams)

    def AddShell(self, Value: ShellEnvironmentParams | PartLike[FunctionShellToolParams]) -> Self:
        """Add the shell tool: the environment in which its commands run, or the tool."""
        tool = (
            ToolManager.CreateShell().Environment(Value)
            if isinstance(Value, ShellEnvironmentParams)
            else Value
        )
        return self._put(tool, self.AddShell, FunctionShellToolParams)

    def AddApplyPatch(self, Value: PartLike[ApplyPatchToolParams] | None = None) -> Self:
        """Add the apply_patch tool, with which the model edits files."""
        tool = ToolManager.CreateApplyPatch() if Value is None else Value
        return self._put(tool, self.AddApplyPatch, ApplyPatchToolParams)

    def AddToolSearch(self, Value: PartLike[ToolSearchToolParams] | None = None) -> Self:
        """Add the tool search, with which the model loads tools on demand."""
        tool = ToolManager.CreateToolSearch() if Value is None else Value
        return self._put(tool, self.AddToolSearch, ToolSearchToolParams)

    def AddNamespace(self, Value: PartLike[NamespaceToolParams]) -> Self:
        """Add a namespace, which groups several tools."""
        return self._put(Value, self.AddNamespace, NamespaceToolParams)

    def AddTool(self, Value: PartLike[ResponseToolParams]) -> Self:
        """Add any tool."""
        return self._put(Value, self.AddTool)


class LocalSkills(ArrayBuilder[LocalSkillParams], of=LocalSkillParams):
    """Skills on the local machine."""

    __slots__ = ()

    def AddSkill(self, Value: PartLike[LocalSkillParams]) -> Self:
        """Add a skill."""
        return self._put(Value, self.AddSkill)


class ContainerSkills(ArrayBuilder[ContainerSkillParams], of=ContainerSkillParams):
    """Skills of a container."""

    __slots__ = ()

    def AddSkill(self, Value: PartLike[ContainerSkillParams]) -> Self:
        """Add a skill: a reference to an uploaded one, or an inline one."""
        return self._put(Value, self.AddSkill)
