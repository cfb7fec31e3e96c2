"""The managers of ``Generation``, which create single parts: messages, content, context items, tools.

The functions of a manager are called on its class or on an instance alike, and each call makes a new part.
Source: https://platform.openai.com/docs/api-reference/responses/create
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from ..core.calls.media import MediaSource
from ..core.spelling import BothSpellings, CallableInBothSpellings
from ..resources.functions import FunctionCore
from ..resources.responses.builders import PartParams
from ..resources.responses.content_params import (
    FunctionInputFile,
    FunctionInputImage,
    FunctionInputText,
    ItemContent,
    OutputMessageContent,
    OutputNotation,
    ReasoningTextContent,
)
from ..resources.responses.input_items import (
    AcknowledgedSafetyCheckParams,
    ApplyPatchCallOutputParams,
    ApplyPatchCallParams,
    ApplyPatchOperationParams,
    CodeInterpreterOutputImage,
    CodeInterpreterOutputLogs,
    CodeInterpreterToolCall,
    CompactionItemParams,
    ComputerClick,
    ComputerDoubleClick,
    ComputerDrag,
    ComputerDragPoint,
    ComputerKeyPressed,
    ComputerMove,
    ComputerScreenshot,
    ComputerScroll,
    ComputerToolCall,
    ComputerToolCallOutput,
    ComputerToolCallOutputObject,
    ComputerType,
    ComputerWait,
    CustomToolCallOutput,
    FileSearchToolCall,
    FileSearchToolCallResult,
    FunctionToolCall,
    FunctionToolCalloutput,
    ImageGeneration,
    InputItemReference,
    InputMessage,
    ItemOutputMessage,
    LocalShellCall,
    LocalShellCallAction,
    LocalShellCallOutput,
    MCPApprovalRequest,
    MCPApprovalResponse,
    MCPListTools,
    MCPToolCall,
    MCPTools,
    PendingSafetyCheck,
    ReasoningObject,
    ShellCallActionParams,
    ShellCallOutputContentParams,
    ShellCallOutputOutcomeParams,
    ShellCallOutputParams,
    ShellCallParams,
    ToolSearchCallParams,
    ToolSearchOutputParams,
)
from ..resources.responses.tools import (
    AllowedToolsChoiceParams,
    ApplyPatchToolParams,
    CustomToolChoiceParams,
    CustomToolParams,
    FunctionShellToolParams,
    FunctionToolParams,
    HostedToolParams,
    InlineSkillParams,
    LocalShellToolParams,
    LocalSkillParams,
    MCPToolParams,
    NamespaceToolParams,
    ResponseCodeInterpreterParams,
    ResponseComputerUseParams,
    ResponseFileSearchParams,
    ResponseFunctionParams,
    ResponseImageGenerationParams,
    ResponseMCPToolParams,
    ResponseWebSearchParams,
    ShellContainerAutoParams,
    ShellContainerReferenceParams,
    ShellLocalEnvironmentParams,
    SkillReferenceParams,
    ToolSearchToolParams,
    WebSearchPreviewParams,
)
from ..resources.types import MouseButton, ToolChoice

P = TypeVar("P", bound=PartParams)

ContentLike: TypeAlias = str | Sequence[ItemContent | Mapping[str, Any]]
"""The content of a message: a text, or parts, as ``Generation.ContentParts`` builds them."""

OutputLike: TypeAlias = str | Sequence[OutputMessageContent | Mapping[str, Any]]
"""The content of an answer: a text, or parts, as ``Generation.OutputContentParts`` builds them."""


def creates(kind: type[P]) -> staticmethod[[], P]:
    """Return a static method that returns a new, empty part of this class."""

    def create() -> P:
        return kind.New()

    create.__doc__ = kind.__doc__
    return staticmethod(create)


class Manager(BothSpellings, metaclass=CallableInBothSpellings):
    """Base class of the managers."""

    __slots__ = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in vars(cls).items():
            if isinstance(member, staticmethod):
                member.__func__.__name__ = name
                member.__func__.__qualname__ = f"{cls.__qualname__}.{name}"


class ContentManager(Manager):
    """``Generation.Content``: creates the content parts of a message.

    Media are given as a path, an http(s) URL, a data URI or bytes; ``ItemContent`` documents the errors.
    """

    __slots__ = ()

    @staticmethod
    def Text(Value: str) -> ItemContent:
        """Create a text part."""
        return ItemContent.NewText(Value)

    @staticmethod
    def Image(PathOrUrl: MediaSource, Detail: str = "auto") -> ItemContent:
        """Create an image part. PathOrUrl: also the id of an uploaded file. Detail: ``low``, ``high`` or ``auto``."""
        return ItemContent.NewImage(PathOrUrl, Detail)

    @staticmethod
    def File(FilePath: MediaSource) -> ItemContent:
        """Create a file part with the file's data. A URL is downloaded, which blocks."""
        return ItemContent.NewFileData(FilePath)

    @staticmethod
    def Audio(AudioPath: MediaSource) -> ItemContent:
        """Create an audio part. A URL is downloaded, which blocks."""
        return ItemContent.NewAudio(AudioPath)


class AnnotationManager(Manager):
    """``Generation.Annotation``: creates the annotations of an earlier answer."""

    __slots__ = ()

    @staticmethod
    def CreateFileCitation() -> OutputNotation:
        """Create the citation of a file."""
        return OutputNotation.NewFileCitation()

    @staticmethod
    def CreateFilePath() -> OutputNotation:
        """Create the path of a file."""
        return OutputNotation.NewFilePath()

    @staticmethod
    def CreateUrlCitation() -> OutputNotation:
        """Create the citation of a web page."""
        return OutputNotation.NewUrlCitation()


class OutputContentManager(Manager):
    """``Generation.Output``: creates the content parts of an earlier answer."""

    __slots__ = ()

    @staticmethod
    def CreateOutputText() -> OutputMessageContent:
        """Create a text of the model."""
        return OutputMessageContent.NewOutputText()

    @staticmethod
    def CreateRefusal() -> OutputMessageContent:
        """Create a refusal of the model."""
        return OutputMessageContent.NewRefusal()


class Payload(Manager):
    """``Generation.Payload``: creates messages. ``Payload.User("What is the capital of France?")``"""

    __slots__ = ()

    @staticmethod
    def User(Value: ContentLike) -> InputMessage:
        """Create a user message from a text or parts, also from a JSON array as text."""
        return InputMessage.New().Role("user").Content(Value)

    @staticmethod
    def Developer(Value: ContentLike) -> InputMessage:
        """Create a developer message, which takes precedence over user messages."""
        return InputMessage.New().Role("developer").Content(Value)

    @staticmethod
    def System(Value: ContentLike) -> InputMessage:
        """Create a system message, which takes precedence over user messages."""
        return InputMessage.New().Role("system").Content(Value)

    @staticmethod
    def Assistant(Value: OutputLike, Id: str | None = None) -> ItemOutputMessage:
        """Create a message with an earlier answer, from a text or parts. Id: the id of the answer, as received."""
        content = [OutputMessageContent.NewOutputText().Text(Value)] if isinstance(Value, str) else Value
        message = ItemOutputMessage.New()
        return (message if Id is None else message.Id(Id)).Content(content)


class ComputerActionManager(Manager):
    """``Generation.Computer``: creates the actions of a computer call. Coordinates are in pixels from the top left."""

    __slots__ = ()

    @staticmethod
    def Click(X: int, Y: int, Button: MouseButton | str = "left") -> ComputerClick:
        """Create a click. Button: ``left``, ``right``, ``wheel``, ``back`` or ``forward``."""
        return ComputerClick.New().Button(Button).X(X).Y(Y)

    @staticmethod
    def DoubleClick(X: int, Y: int) -> ComputerDoubleClick:
        """Create a double click."""
        return ComputerDoubleClick.New().X(X).Y(Y)

    Drag = creates(ComputerDrag)

    @staticmethod
    def KeyPress(Keys: Sequence[str]) -> ComputerKeyPressed:
        """Create a key press; the keys are pressed together."""
        return ComputerKeyPressed.New().Keys(Keys)

    @staticmethod
    def Move(X: int, Y: int) -> ComputerMove:
        """Create a mouse move."""
        return ComputerMove.New().X(X).Y(Y)

    Screenshot = creates(ComputerScreenshot)

    @staticmethod
    def Scroll(X: int, Y: int, ScrollX: int, ScrollY: int) -> ComputerScroll:
        """Create a scroll by ``ScrollX`` horizontally and ``ScrollY`` vertically, with the mouse at ``X``, ``Y``."""
        return ComputerScroll.New().X(X).Y(Y).ScrollX(ScrollX).ScrollY(ScrollY)

    @staticmethod
    def TypeText(Text: str) -> ComputerType:
        """Create the typing of a text."""
        return ComputerType.New().Text(Text)

    Wait = creates(ComputerWait)

    @staticmethod
    def CreateDragPoint(X: int, Y: int) -> ComputerDragPoint:
        """Create a point of a drag's path."""
        return ComputerDragPoint.New(X, Y)

    CreatePendingSafetyCheck = creates(PendingSafetyCheck)
    CreateAcknowledgedSafetyCheck = creates(AcknowledgedSafetyCheckParams)


class ContextManager(Manager):
    """``Generation.Context``: creates input items for earlier outputs of models and tools, and their parts."""

    __slots__ = ()

    CreateOutputMessage = creates(ItemOutputMessage)
    CreateFunctionCall = creates(FunctionToolCall)
    CreateFunctionCallOutput = creates(FunctionToolCalloutput)
    CreateFunctionOutputText = creates(FunctionInputText)
    CreateFunctionOutputImage = creates(FunctionInputImage)
    CreateFunctionOutputFile = creates(FunctionInputFile)
    CreateCustomToolCallOutput = creates(CustomToolCallOutput)
    CreateReasoning = creates(ReasoningObject)

    @staticmethod
    def CreateReasoningText(Value: str) -> ReasoningTextContent:
        """Create a part of a reasoning summary."""
        return ReasoningTextContent.New().Text(Value)

    @staticmethod
    def CreateItemReference(Id: str) -> InputItemReference:
        """Create a reference to an item stored on the server."""
        return InputItemReference.New().Id(Id)

    @staticmethod
    def CreateCompactionItem(Id: str, EncryptedContent: str) -> CompactionItemParams:
        """Create a compacted context. EncryptedContent: as received; only the server can decrypt it."""
        return CompactionItemParams.New().Id(Id).EncryptedContent(EncryptedContent)

    CreateFileSearchCall = creates(FileSearchToolCall)
    CreateFileSearchResult = creates(FileSearchToolCallResult)
    CreateToolSearchCall = creates(ToolSearchCallParams)
    CreateToolSearchOutput = creates(ToolSearchOutputParams)

    @staticmethod
    def CreateLocalShellAction(Command: str | Sequence[str]) -> LocalShellCallAction:
        """Create a command of the local shell: a program, or a list of a program and its arguments."""
        return LocalShellCallAction.New().Command(Command)

    CreateLocalShellCall = creates(LocalShellCall)
    CreateLocalShellCallOutput = creates(LocalShellCallOutput)

    @staticmethod
    def CreateShellCallAction(Commands: Sequence[str]) -> ShellCallActionParams:
        """Create the action of a shell call: commands that run in order."""
        return ShellCallActionParams.New().Commands(Commands)

    CreateShellCall = creates(ShellCallParams)
    CreateShellCallOutput = creates(ShellCallOutputParams)
    CreateShellCallOutputContent = creates(ShellCallOutputContentParams)

    @staticmethod
    def CreateShellExitOutcome(ExitCode: int) -> ShellCallOutputOutcomeParams:
        """Create the outcome of a command that exited."""
        return ShellCallOutputOutcomeParams.NewExit(ExitCode)

    @staticmethod
    def CreateShellTimeoutOutcome() -> ShellCallOutputOutcomeParams:
        """Create the outcome of a command that exceeded its time limit."""
        return ShellCallOutputOutcomeParams.NewTimeout()

    CreateApplyPatchOperation = creates(ApplyPatchOperationParams)
    CreateApplyPatchCall = creates(ApplyPatchCallParams)
    CreateApplyPatchCallOutput = creates(ApplyPatchCallOutputParams)
    CreateCodeInterpreterCall = creates(CodeInterpreterToolCall)
    CreateCodeLogs = creates(CodeInterpreterOutputLogs)
    CreateCodeImage = creates(CodeInterpreterOutputImage)
    CreateMCPCall = creates(MCPToolCall)
    CreateMCPTool = creates(MCPTools)
    CreateMCPListTools = creates(MCPListTools)
    CreateMCPApprovalRequest = creates(MCPApprovalRequest)
    CreateMCPApprovalResponse = creates(MCPApprovalResponse)
    CreateImageGenerationCall = creates(ImageGeneration)
    CreateComputerCall = creates(ComputerToolCall)

    @staticmethod
    def CreateComputerScreenshot(ImageUrl: str) -> ComputerToolCallOutputObject:
        """Create a screenshot from its URL or data URI."""
        return ComputerToolCallOutputObject.New().ImageUrl(ImageUrl)

    CreateComputerCallOutput = creates(ComputerToolCallOutput)


class ToolManager(Manager):
    """``Generation.Tool``: creates the tools that the model may call."""

    __slots__ = ()

    @staticmethod
    def CreateFunction(Value: FunctionCore | None = None) -> ResponseFunctionParams:
        """Create the tool of a function; without one, an empty tool.

        Raises TypeError or ValueError if the function has an invalid name, description or parameters.
        """
        return ResponseFunctionParams.New(Value)

    CreateFileSearch = creates(ResponseFileSearchParams)
    CreateWebSearch = creates(ResponseWebSearchParams)
    CreateWebSearchPreview = creates(WebSearchPreviewParams)
    CreateComputerUse = creates(ResponseComputerUseParams)
    CreateCodeInterpreter = creates(ResponseCodeInterpreterParams)
    CreateImageGeneration = creates(ResponseImageGenerationParams)
    CreateMCP = creates(ResponseMCPToolParams)
    CreateCustom = creates(CustomToolParams)
    CreateLocalShell = creates(LocalShellToolParams)
    CreateShell = creates(FunctionShellToolParams)
    CreateApplyPatch = creates(ApplyPatchToolParams)
    CreateToolSearch = creates(ToolSearchToolParams)
    CreateNamespace = creates(NamespaceToolParams)


class ToolChoiceManager(Manager):
    """``Generation.ToolChoice``: creates the choice of the tools that the model calls."""

    __slots__ = ()

    @staticmethod
    def Auto() -> ToolChoice:
        """Let the model decide."""
        return ToolChoice.auto

    @staticmethod
    def None_() -> ToolChoice:
        """Call no tool."""
        return ToolChoice.none

    @staticmethod
    def Required() -> ToolChoice:
        """Call at least one tool."""
        return ToolChoice.required

    @staticmethod
    def Hosted(HostedType: str) -> HostedToolParams:
        """Call a built-in tool, such as ``file_search``, ``web_search_preview`` or ``code_interpreter``."""
        return HostedToolParams().Type(HostedType)

    @staticmethod
    def Func(Name: str) -> FunctionToolParams:
        """Call a function, by its name."""
        return FunctionToolParams.New().Name(Name)

    @staticmethod
    def MCP(ServerLabel: str, Name: str) -> MCPToolParams:
        """Call a tool of an MCP server, by the server's label and the tool's name."""
        return MCPToolParams.New().ServerLabel(ServerLabel).Name(Name)

    @staticmethod
    def Custom(Name: str) -> CustomToolChoiceParams:
        """Call a custom tool, by its name."""
        return CustomToolChoiceParams.New().Name(Name)

    AllowedTools = creates(AllowedToolsChoiceParams)


class ShellManager(Manager):
    """``Generation.Shell``: creates the environments of shell commands, and their skills."""

    __slots__ = ()

    CreateLocalSkill = creates(LocalSkillParams)
    CreateSkillReference = creates(SkillReferenceParams)
    CreateInlineSkill = creates(InlineSkillParams)
    CreateLocalEnvironment = creates(ShellLocalEnvironmentParams)
    CreateContainerAuto = creates(ShellContainerAutoParams)

    @staticmethod
    def CreateContainerReference(ContainerId: str) -> ShellContainerReferenceParams:
        """Create a reference to an existing container, by its id."""
        return ShellContainerReferenceParams.New().ContainerId(ContainerId)
