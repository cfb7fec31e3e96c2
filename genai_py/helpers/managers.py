"""What ``Generation`` makes single parts with: messages, content, items of a context, tools.

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
"""What somebody says: a text, or parts such as ``Generation.ContentParts`` builds."""

OutputLike: TypeAlias = str | Sequence[OutputMessageContent | Mapping[str, Any]]
"""What the model said: a text, or parts such as ``Generation.OutputContentParts`` builds."""


def creates(kind: type[P]) -> staticmethod[[], P]:
    """A function of a manager that gives a new part of this kind, to be filled in."""

    def create() -> P:
        return kind.New()

    create.__doc__ = kind.__doc__
    return staticmethod(create)


class Manager(BothSpellings, metaclass=CallableInBothSpellings):
    """Base of what makes parts."""

    __slots__ = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, member in vars(cls).items():
            if isinstance(member, staticmethod):
                member.__func__.__name__ = name
                member.__func__.__qualname__ = f"{cls.__qualname__}.{name}"


class ContentManager(Manager):
    """``Generation.Content``: the parts of a message.

    A medium is a path, an http(s) URL, a data URI or bytes; what can go wrong with it, ``ItemContent`` says.
    """

    __slots__ = ()

    @staticmethod
    def Text(Value: str) -> ItemContent:
        """A text."""
        return ItemContent.NewText(Value)

    @staticmethod
    def Image(PathOrUrl: MediaSource, Detail: str = "auto") -> ItemContent:
        """A picture, also by the id of an uploaded one. Detail: ``low``, ``high`` or ``auto``."""
        return ItemContent.NewImage(PathOrUrl, Detail)

    @staticmethod
    def File(FilePath: MediaSource) -> ItemContent:
        """A file with its data; one at a URL is downloaded, which blocks."""
        return ItemContent.NewFileData(FilePath)

    @staticmethod
    def Audio(AudioPath: MediaSource) -> ItemContent:
        """Sound; one at a URL is downloaded, which blocks."""
        return ItemContent.NewAudio(AudioPath)


class AnnotationManager(Manager):
    """``Generation.Annotation``: where pieces of an answer come from, when it is sent back."""

    __slots__ = ()

    @staticmethod
    def CreateFileCitation() -> OutputNotation:
        """A cited file."""
        return OutputNotation.NewFileCitation()

    @staticmethod
    def CreateFilePath() -> OutputNotation:
        """The path of a file."""
        return OutputNotation.NewFilePath()

    @staticmethod
    def CreateUrlCitation() -> OutputNotation:
        """A cited page."""
        return OutputNotation.NewUrlCitation()


class OutputContentManager(Manager):
    """``Generation.Output``: the parts of an answer that is sent back."""

    __slots__ = ()

    @staticmethod
    def CreateOutputText() -> OutputMessageContent:
        """A text of the model."""
        return OutputMessageContent.NewOutputText()

    @staticmethod
    def CreateRefusal() -> OutputMessageContent:
        """A refusal of the model."""
        return OutputMessageContent.NewRefusal()


class Payload(Manager):
    """``Generation.Payload``: messages. ``Payload.User("What is the capital of France?")``"""

    __slots__ = ()

    @staticmethod
    def User(Value: ContentLike) -> InputMessage:
        """A message of the user: a text or parts, also as JSON text of an array."""
        return InputMessage.New().Role("user").Content(Value)

    @staticmethod
    def Developer(Value: ContentLike) -> InputMessage:
        """A message of the developer, which goes before what users say."""
        return InputMessage.New().Role("developer").Content(Value)

    @staticmethod
    def System(Value: ContentLike) -> InputMessage:
        """A message of the system, which goes before what users say."""
        return InputMessage.New().Role("system").Content(Value)

    @staticmethod
    def Assistant(Value: OutputLike, Id: str | None = None) -> ItemOutputMessage:
        """An answer of the model that is sent back: a text or parts. Id: the id it came with."""
        said = [OutputMessageContent.NewOutputText().Text(Value)] if isinstance(Value, str) else Value
        message = ItemOutputMessage.New()
        return (message if Id is None else message.Id(Id)).Content(said)


class ComputerActionManager(Manager):
    """``Generation.Computer``: what is done on a screen. Places are pixels from its left and its top."""

    __slots__ = ()

    @staticmethod
    def Click(X: int, Y: int, Button: MouseButton | str = "left") -> ComputerClick:
        """A click. Button: ``left``, ``right``, ``wheel``, ``back`` or ``forward``."""
        return ComputerClick.New().Button(Button).X(X).Y(Y)

    @staticmethod
    def DoubleClick(X: int, Y: int) -> ComputerDoubleClick:
        """A double click."""
        return ComputerDoubleClick.New().X(X).Y(Y)

    Drag = creates(ComputerDrag)

    @staticmethod
    def KeyPress(Keys: Sequence[str]) -> ComputerKeyPressed:
        """Keys pressed together."""
        return ComputerKeyPressed.New().Keys(Keys)

    @staticmethod
    def Move(X: int, Y: int) -> ComputerMove:
        """A move of the mouse."""
        return ComputerMove.New().X(X).Y(Y)

    Screenshot = creates(ComputerScreenshot)

    @staticmethod
    def Scroll(X: int, Y: int, ScrollX: int, ScrollY: int) -> ComputerScroll:
        """A scroll by ``ScrollX`` sideways and ``ScrollY`` down, with the mouse at ``X``, ``Y``."""
        return ComputerScroll.New().X(X).Y(Y).ScrollX(ScrollX).ScrollY(ScrollY)

    @staticmethod
    def TypeText(Text: str) -> ComputerType:
        """A text that is typed."""
        return ComputerType.New().Text(Text)

    Wait = creates(ComputerWait)

    @staticmethod
    def CreateDragPoint(X: int, Y: int) -> ComputerDragPoint:
        """A point of a drag's path."""
        return ComputerDragPoint.New(X, Y)

    CreatePendingSafetyCheck = creates(PendingSafetyCheck)
    CreateAcknowledgedSafetyCheck = creates(AcknowledgedSafetyCheckParams)


class ContextManager(Manager):
    """``Generation.Context``: what models and tools did before, as items of the input, and their parts."""

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
        """A part of a reasoning's summary."""
        return ReasoningTextContent.New().Text(Value)

    @staticmethod
    def CreateItemReference(Id: str) -> InputItemReference:
        """An item that the server has, by its id."""
        return InputItemReference.New().Id(Id)

    @staticmethod
    def CreateCompactionItem(Id: str, EncryptedContent: str) -> CompactionItemParams:
        """A context that was made shorter: its id, and the context that only servers can read."""
        return CompactionItemParams.New().Id(Id).EncryptedContent(EncryptedContent)

    CreateFileSearchCall = creates(FileSearchToolCall)
    CreateFileSearchResult = creates(FileSearchToolCallResult)
    CreateToolSearchCall = creates(ToolSearchCallParams)
    CreateToolSearchOutput = creates(ToolSearchOutputParams)

    @staticmethod
    def CreateLocalShellAction(Command: str | Sequence[str]) -> LocalShellCallAction:
        """A command of the local shell: the program and its arguments, or a program without arguments."""
        return LocalShellCallAction.New().Command(Command)

    CreateLocalShellCall = creates(LocalShellCall)
    CreateLocalShellCallOutput = creates(LocalShellCallOutput)

    @staticmethod
    def CreateShellCallAction(Commands: Sequence[str]) -> ShellCallActionParams:
        """The commands of a shell call, one after the other."""
        return ShellCallActionParams.New().Commands(Commands)

    CreateShellCall = creates(ShellCallParams)
    CreateShellCallOutput = creates(ShellCallOutputParams)
    CreateShellCallOutputContent = creates(ShellCallOutputContentParams)

    @staticmethod
    def CreateShellExitOutcome(ExitCode: int) -> ShellCallOutputOutcomeParams:
        """A command ended by itself."""
        return ShellCallOutputOutcomeParams.NewExit(ExitCode)

    @staticmethod
    def CreateShellTimeoutOutcome() -> ShellCallOutputOutcomeParams:
        """A command took too long."""
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
        """A screenshot: its URL, or data URI."""
        return ComputerToolCallOutputObject.New().ImageUrl(ImageUrl)

    CreateComputerCallOutput = creates(ComputerToolCallOutput)


class ToolManager(Manager):
    """``Generation.Tool``: the tools a model may use."""

    __slots__ = ()

    @staticmethod
    def CreateFunction(Value: FunctionCore | None = None) -> ResponseFunctionParams:
        """The tool of a function, or one to be filled in.

        Raises TypeError or ValueError where the function does not say what it must.
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
    """``Generation.ToolChoice``: which tool the model uses."""

    __slots__ = ()

    @staticmethod
    def Auto() -> ToolChoice:
        """The model chooses."""
        return ToolChoice.auto

    @staticmethod
    def None_() -> ToolChoice:
        """It uses none."""
        return ToolChoice.none

    @staticmethod
    def Required() -> ToolChoice:
        """It uses one at least."""
        return ToolChoice.required

    @staticmethod
    def Hosted(HostedType: str) -> HostedToolParams:
        """A tool of the server, such as ``file_search``, ``web_search_preview`` or ``code_interpreter``."""
        return HostedToolParams().Type(HostedType)

    @staticmethod
    def Func(Name: str) -> FunctionToolParams:
        """A function, by its name."""
        return FunctionToolParams.New().Name(Name)

    @staticmethod
    def MCP(ServerLabel: str, Name: str) -> MCPToolParams:
        """A tool of an MCP server: the label of the server, and the tool's name."""
        return MCPToolParams.New().ServerLabel(ServerLabel).Name(Name)

    @staticmethod
    def Custom(Name: str) -> CustomToolChoiceParams:
        """A custom tool, by its name."""
        return CustomToolChoiceParams.New().Name(Name)

    AllowedTools = creates(AllowedToolsChoiceParams)


class ShellManager(Manager):
    """``Generation.Shell``: where the commands of a shell run, and the skills that are there."""

    __slots__ = ()

    CreateLocalSkill = creates(LocalSkillParams)
    CreateSkillReference = creates(SkillReferenceParams)
    CreateInlineSkill = creates(InlineSkillParams)
    CreateLocalEnvironment = creates(ShellLocalEnvironmentParams)
    CreateContainerAuto = creates(ShellContainerAutoParams)

    @staticmethod
    def CreateContainerReference(ContainerId: str) -> ShellContainerReferenceParams:
        """In a container that is there, by its id."""
        return ShellContainerReferenceParams.New().ContainerId(ContainerId)
