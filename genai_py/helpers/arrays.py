"""The lists that requests are made of, built part by part; ``Generation`` begins each of them."""

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
    """The items of a request's input: ``InputItems().User("Hi").Assistant("Hello.").User("Who are you?")``"""

    __slots__ = ()

    def User(self, Value: ContentLike) -> Self:
        """Add a message of the user: a text, or parts such as ``Generation.ContentParts`` builds."""
        return self._put(Payload.User(Value), self.User)

    def Developer(self, Value: ContentLike) -> Self:
        """Add a message of the developer."""
        return self._put(Payload.Developer(Value), self.Developer)

    def System(self, Value: ContentLike) -> Self:
        """Add a message of the system."""
        return self._put(Payload.System(Value), self.System)

    def Assistant(self, Value: OutputLike, Id: str | None = None) -> Self:
        """Add an answer of the model: a text, or parts such as ``Generation.OutputContentParts`` builds.

        Id: the id it came with.
        """
        return self._put(Payload.Assistant(Value, Id), self.Assistant)

    def AddItem(self, Value: PartLike[InputListItem]) -> Self:
        """Add any item: such as ``Generation.Context`` makes, a dict, or one that a response returned."""
        return self._put(Value, self.AddItem)


class OutputContent(ArrayBuilder[OutputMessageContent], of=OutputMessageContent):
    """The parts of an answer that is sent back."""

    __slots__ = ()

    def AddOutputContent(self, Value: PartLike[OutputMessageContent]) -> Self:
        """Add a text or a refusal."""
        return self._put(Value, self.AddOutputContent)


class Annotations(ArrayBuilder[OutputNotation], of=OutputNotation):
    """Where pieces of an answer come from."""

    __slots__ = ()

    def AddAnnotation(self, Value: PartLike[OutputNotation]) -> Self:
        """Add an annotation."""
        return self._put(Value, self.AddAnnotation)


class FileSearchResults(ArrayBuilder[FileSearchToolCallResult], of=FileSearchToolCallResult):
    """The passages that a file search found."""

    __slots__ = ()

    def AddResult(self, Value: PartLike[FileSearchToolCallResult]) -> Self:
        """Add a passage."""
        return self._put(Value, self.AddResult)


class ReasoningSummary(ArrayBuilder[ReasoningTextContent], of=ReasoningTextContent):
    """The summary of a reasoning."""

    __slots__ = ()

    def AddText(self, Value: str | PartLike[ReasoningTextContent]) -> Self:
        """Add a part: its text, or the part itself."""
        return self._put(
            ContextManager.CreateReasoningText(Value) if isinstance(Value, str) else Value, self.AddText
        )


class FunctionOutputs(ArrayBuilder[FunctionOutput], of=FunctionOutput):
    """What a function or a custom tool gave, in parts."""

    __slots__ = ()

    def AddOutput(self, Value: PartLike[FunctionOutput]) -> Self:
        """Add a text, a picture or a file."""
        return self._put(Value, self.AddOutput)


class CodeOutputs(ArrayBuilder[CodeInterpreterOutputs], of=CodeInterpreterOutputs):
    """What code gave."""

    __slots__ = ()

    def AddOutput(self, Value: PartLike[CodeInterpreterOutputs]) -> Self:
        """Add what it printed, or a picture that it made."""
        return self._put(Value, self.AddOutput)


class ShellCallOutputs(ArrayBuilder[ShellCallOutputContentParams], of=ShellCallOutputContentParams):
    """What the commands of a shell call wrote."""

    __slots__ = ()

    def AddOutput(self, Value: PartLike[ShellCallOutputContentParams]) -> Self:
        """Add what one command wrote."""
        return self._put(Value, self.AddOutput)


class MCPToolList(ArrayBuilder[MCPTools], of=MCPTools):
    """The tools of an MCP server."""

    __slots__ = ()

    def AddTool(self, Value: PartLike[MCPTools]) -> Self:
        """Add a tool."""
        return self._put(Value, self.AddTool)


class AcknowledgedSafetyChecks(ArrayBuilder[AcknowledgedSafetyCheckParams], of=AcknowledgedSafetyCheckParams):
    """Warnings that the program has acknowledged."""

    __slots__ = ()

    def AddCheck(self, Value: PartLike[AcknowledgedSafetyCheckParams]) -> Self:
        """Add a warning; one that a response returned is one as it is."""
        return self._put(Value, self.AddCheck)


class Tools(ArrayBuilder[ResponseToolParams], of=ResponseToolParams):
    """The tools a model may use: ``Tools().AddWebSearch().AddFileSearch(["vs_123"])``."""

    __slots__ = ()

    def AddFunction(self, Value: FunctionCore | PartLike[ResponseFunctionParams] | None = None) -> Self:
        """Add a function of the program.

        Raises TypeError or ValueError where a ``FunctionCore`` does not say what it must.
        """
        tool = (
            ToolManager.CreateFunction(Value) if Value is None or isinstance(Value, FunctionCore) else Value
        )
        return self._put(tool, self.AddFunction, ResponseFunctionParams)

    def AddFileSearch(self, Value: Sequence[str] | PartLike[ResponseFileSearchParams]) -> Self:
        """Add a search of vector stores: their ids, or the tool."""
        tool = (
            ToolManager.CreateFileSearch().VectorStoreIds(Value)
            if isinstance(Value, Sequence) and not isinstance(Value, str)
            else Value
        )
        return self._put(tool, self.AddFileSearch, ResponseFileSearchParams)

    def AddWebSearch(self, Value: PartLike[ResponseWebSearchParams] | None = None) -> Self:
        """Add a search of the web."""
        tool = ToolManager.CreateWebSearch() if Value is None else Value
        return self._put(tool, self.AddWebSearch, ResponseWebSearchParams)

    def AddCodeInterpreter(self) -> Self:
        """Add Python code that runs on the server."""
        return self.Add(ToolManager.CreateCodeInterpreter())

    def AddImageGeneration(self) -> Self:
        """Add pictures that the model paints."""
        return self.Add(ToolManager.CreateImageGeneration())

    @overload
    def AddMCP(self, ServerLabel: str, ServerUrl: str) -> Self: ...
    @overload
    def AddMCP(self, ServerLabel: PartLike[ResponseMCPToolParams], /) -> Self: ...
    def AddMCP(
        self, ServerLabel: str | PartLike[ResponseMCPToolParams], ServerUrl: str | None = None
    ) -> Self:
        """Add the tools of an MCP server: its label and its address, or the tool."""
        tool = ServerLabel
        if isinstance(ServerLabel, str) and ServerUrl is not None:
            tool = ToolManager.CreateMCP().ServerLabel(ServerLabel).ServerUrl(ServerUrl)
        return self._put(tool, self.AddMCP, ResponseMCPToolParams)

    @overload
    def AddCustom(self, Name: str, Description: str = "") -> Self: ...
    @overload
    def AddCustom(self, Name: PartLike[CustomToolParams], /) -> Self: ...
    def AddCustom(self, Name: str | PartLike[CustomToolParams], Description: str = "") -> Self:
        """Add a tool of the program whose input is a text: its name and what it does, or the tool."""
        tool = Name
        if isinstance(Name, str):
            tool = ToolManager.CreateCustom().Name(Name)
            if Description:
                tool.Description(Description)
        return self._put(tool, self.AddCustom, CustomToolParams)

    def AddShell(self, Value: ShellEnvironmentParams | PartLike[FunctionShellToolParams]) -> Self:
        """Add commands of a shell: where they run, or the tool."""
        tool = (
            ToolManager.CreateShell().Environment(Value)
            if isinstance(Value, ShellEnvironmentParams)
            else Value
        )
        return self._put(tool, self.AddShell, FunctionShellToolParams)

    def AddApplyPatch(self, Value: PartLike[ApplyPatchToolParams] | None = None) -> Self:
        """Add changes of files that the program makes."""
        tool = ToolManager.CreateApplyPatch() if Value is None else Value
        return self._put(tool, self.AddApplyPatch, ApplyPatchToolParams)

    def AddToolSearch(self, Value: PartLike[ToolSearchToolParams] | None = None) -> Self:
        """Add a search for tools, in place of a list of all."""
        tool = ToolManager.CreateToolSearch() if Value is None else Value
        return self._put(tool, self.AddToolSearch, ToolSearchToolParams)

    def AddNamespace(self, Value: PartLike[NamespaceToolParams]) -> Self:
        """Add several tools under one name."""
        return self._put(Value, self.AddNamespace, NamespaceToolParams)

    def AddTool(self, Value: PartLike[ResponseToolParams]) -> Self:
        """Add any tool."""
        return self._put(Value, self.AddTool)


class LocalSkills(ArrayBuilder[LocalSkillParams], of=LocalSkillParams):
    """The skills on the program's machine."""

    __slots__ = ()

    def AddSkill(self, Value: PartLike[LocalSkillParams]) -> Self:
        """Add a skill."""
        return self._put(Value, self.AddSkill)


class ContainerSkills(ArrayBuilder[ContainerSkillParams], of=ContainerSkillParams):
    """The skills of a container."""

    __slots__ = ()

    def AddSkill(self, Value: PartLike[ContainerSkillParams]) -> Self:
        """Add a skill: one that was uploaded, or one that comes with the request."""
        return self._put(Value, self.AddSkill)
