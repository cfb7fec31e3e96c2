"""The items of a request's input: messages, and earlier actions of models and tools.

Source: https://platform.openai.com/docs/api-reference/responses/create#responses-create-input
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...core.building.params import JsonParam, wrong_type
from ...core.building.setters import flag, setter
from ..types import MessageStatus, MouseButton, Role, ToolCallStatus, ToolSearchExecution
from .array_builder import ArrayBuilder, PartLike
from .builders import PartParams, TypedParams, list_of, part, parts, text_or_list
from .content_params import (
    FunctionOutput,
    ItemContent,
    OutputMessageContent,
    ReasoningTextContent,
)
from .tools import ToolsLike, tools_of

if TYPE_CHECKING:
    from typing_extensions import Self


class InputListItem(
    TypedParams, instead_of_function="the input is what the function returns, not the function itself"
):
    """An item of the input."""

    __slots__ = ()


class InputMessage(InputListItem, type="message", preset=False):
    """A message: its role and content."""

    __slots__ = ()

    Role = setter(Role, "role", doc="Who says it: ``user``, ``system``, ``developer`` or ``assistant``.")

    def Content(self, Value: str | Sequence[PartLike[ItemContent]]) -> Self:
        """The content: a text, or a list of parts."""
        self._fields["content"] = text_or_list(f"{type(self).__name__}.Content", ItemContent, Value)
        return self


class ItemInputMessage(InputMessage):
    """A message that was sent before, with its status."""

    __slots__ = ()

    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class ItemOutputMessage(InputListItem, type="message"):
    """A message of the model."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id it came with.")
    Role = setter(Role, "role", doc="``assistant``.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")
    Content = parts(OutputMessageContent, "content", doc="What the model said.")

    @classmethod
    def New(cls) -> Self:
        """A message of the assistant."""
        return cls().Role("assistant")


class InputItemReference(InputListItem, type="item_reference"):
    """A reference to an item on the server, by its id."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")

    @classmethod
    def New(cls, Value: str = "") -> Self:
        """The item with the id ``Value``."""
        return cls().Id(Value) if Value else cls()


class ReasoningObject(InputListItem, type="reasoning"):
    """The model's reasoning, sent back so that the model can reuse it."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id it came with.")
    Summary = parts(ReasoningTextContent, "summary", doc="The summary it came with.")
    EncryptedContent = setter(
        str, "encrypted_content", doc="The thoughts themselves, which only servers can read."
    )
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class CompactionItemParams(InputListItem, type="compaction"):
    """A compacted context."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id it came with.")
    EncryptedContent = setter(str, "encrypted_content", doc="The context, which only servers can read.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")


class FunctionToolCall(InputListItem, type="function_call"):
    """A function that the model called."""

    __slots__ = ()

    Arguments = setter(str, "arguments", doc="The arguments as JSON text, as the model wrote them.")
    CallId = setter(str, "call_id", doc="The id of the call; its output has it too.")
    Id = setter(str, "id", doc="The id of the item.")
    Name = setter(str, "name", doc="The name of the function.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class _CallOutput(InputListItem):
    __slots__ = ()

    CallId = setter(str, "call_id", doc="The id of the call this answers.")
    Id = setter(str, "id", doc="The id of the item.")

    def Output(self, Value: str | Sequence[PartLike[FunctionOutput]]) -> Self:
        """The result of the tool: a text, which may be JSON, or parts."""
        # The API takes no object here: a text that is JSON stays a text.
        where = f"{type(self).__name__}.Output"
        self._fields["output"] = Value if isinstance(Value, str) else list_of(where, FunctionOutput, Value)
        return self

    @classmethod
    def New(cls, CallId: str = "", Output: str | Sequence[PartLike[FunctionOutput]] | None = None) -> Self:
        """The answer to a call."""
        made = cls().CallId(CallId) if CallId else cls()
        return made if Output is None else made.Output(Output)


class FunctionToolCalloutput(_CallOutput, type="function_call_output"):
    """The result of a function, for the model."""

    __slots__ = ()

    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


FunctionCallOutput = FunctionToolCalloutput


class CustomToolCall(InputListItem, type="custom_tool_call"):
    """A custom tool that the model called."""

    __slots__ = ()

    CallId = setter(str, "call_id", doc="The id of the call; its output has it too.")
    Id = setter(str, "id", doc="The id of the item.")
    Input = setter(str, "input", doc="What the model gave to the tool.")
    Name = setter(str, "name", doc="The name of the tool.")


class CustomToolCallOutput(_CallOutput, type="custom_tool_call_output"):
    """The result of a custom tool, for the model."""

    __slots__ = ()


class FileSearchToolCallResult(PartParams):
    """A passage found by a file search."""

    __slots__ = ()

    Attributes = part(JsonParam, "attributes", doc="What the file was labelled with.")
    FileId = setter(str, "file_id", doc="The id of the file.")
    Filename = setter(str, "filename", doc="The name of the file.")
    Score = setter(float, "score", doc="0 to 1, the likeness to the query.")
    Text = setter(str, "text", doc="The passage.")


class FileSearchToolCall(InputListItem, type="file_search_call"):
    """A search of vector stores."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    Queries = setter(list[str], "queries", doc="What was looked for.")
    Results = parts(FileSearchToolCallResult, "results", doc="What was found.")
    Status = setter(
        ToolCallStatus,
        "status",
        doc="``in_progress``, ``searching``, ``completed``, ``incomplete`` or ``failed``.",
    )


class WebSearchAction(TypedParams):
    """The action of a web search."""

    __slots__ = ()


class SearchActionSourceParam(TypedParams, type="url"):
    """A page that a search used."""

    __slots__ = ()

    Url = setter(str, "url", doc="The address of the page.")


class SearchAction(WebSearchAction, type="search"):
    """A search."""

    __slots__ = ()

    Query = setter(str, "query", doc="What was looked for.")
    Sources = parts(SearchActionSourceParam, "sources", doc="The pages it used.")


class OpenPageAction(WebSearchAction, type="open_page"):
    """A page that was read."""

    __slots__ = ()

    Url = setter(str, "url", doc="The address of the page.")


class FindAction(WebSearchAction, type="find_in_page"):
    """A pattern that was looked for in a page."""

    __slots__ = ()

    Pattern = setter(str, "pattern", doc="What was looked for.")
    Url = setter(str, "url", doc="The address of the page.")


class WebSearchToolCall(InputListItem, type="web_search_call"):
    """A search of the web."""

    __slots__ = ()

    Action = part(WebSearchAction, "action", doc="What was done.")
    Id = setter(str, "id", doc="The id of the item.")
    Status = setter(
        ToolCallStatus, "status", doc="``in_progress``, ``searching``, ``completed`` or ``failed``."
    )


class ComputerToolCallAction(TypedParams):
    """An action on a computer's screen."""

    __slots__ = ()


class ComputerClick(ComputerToolCallAction, type="click"):
    """A click."""

    __slots__ = ()

    Button = setter(MouseButton, "button", doc="``left``, ``right``, ``wheel``, ``back`` or ``forward``.")
    X = setter(int, "x", doc="Pixels from the left.")
    Y = setter(int, "y", doc="Pixels from the top.")


class ComputerDoubleClick(ComputerToolCallAction, type="double_click"):
    """A double click."""

    __slots__ = ()

    X = setter(int, "x", doc="Pixels from the left.")
    Y = setter(int, "y", doc="Pixels from the top.")


class ComputerDragPoint(JsonParam):
    """A point of a drag's path."""

    __slots__ = ()

    X = setter(int, "x", doc="Pixels from the left.")
    Y = setter(int, "y", doc="Pixels from the top.")

    @classmethod
    def New(cls, x: int, y: int) -> Self:
        """The point at ``x``, ``y``."""
        return cls().X(x).Y(y)


class DragPath(ArrayBuilder[ComputerDragPoint], of=ComputerDragPoint):
    """The points of a drag path."""

    __slots__ = ()

    def AddPoint(self, Value: PartLike[ComputerDragPoint]) -> Self:
        """Add a point."""
        return self._put(Value, self.AddPoint)


class ComputerDrag(ComputerToolCallAction, type="drag"):
    """A drag."""

    __slots__ = ()

    Path = parts(ComputerDragPoint, "path", doc="The points it goes through.")


class ComputerKeyPressed(ComputerToolCallAction, type="keypress"):
    """Keys pressed together."""

    __slots__ = ()

    Keys = setter(list[str], "keys", doc="The keys.")


class ComputerMove(ComputerToolCallAction, type="move"):
    """A move of the mouse."""

    __slots__ = ()

    X = setter(int, "x", doc="Pixels from the left.")
    Y = setter(int, "y", doc="Pixels from the top.")


class ComputerScreenshot(ComputerToolCallAction, type="screenshot"):
    """A screenshot."""

    __slots__ = ()


class ComputerScroll(ComputerToolCallAction, type="scroll"):
    """A scroll."""

    __slots__ = ()

    ScrollX = setter(int, "scroll_x", doc="How far sideways.")
    ScrollY = setter(int, "scroll_y", doc="How far down.")
    X = setter(int, "x", doc="Where the mouse is: pixels from the left.")
    Y = setter(int, "y", doc="Where the mouse is: pixels from the top.")


class ComputerType(ComputerToolCallAction, type="type"):
    """A text that is typed."""

    __slots__ = ()

    Text = setter(str, "text", doc="The text.")


class ComputerWait(ComputerToolCallAction, type="wait"):
    """A pause."""

    __slots__ = ()


class AcknowledgedSafetyCheckParams(PartParams):
    """A warning that the program has acknowledged."""

    __slots__ = ()

    Code = setter(str, "code", doc="The kind of warning.")
    Id = setter(str, "id", doc="The id of the warning.")
    Message = setter(str, "message", doc="What it warns of.")


class PendingSafetyCheck(AcknowledgedSafetyCheckParams):
    """A warning that is to be acknowledged."""

    __slots__ = ()


class PendingSafetyChecks(ArrayBuilder[PendingSafetyCheck], of=PendingSafetyCheck):
    """Warnings that are to be acknowledged."""

    __slots__ = ()

    def AddCheck(self, Value: PartLike[PendingSafetyCheck]) -> Self:
        """Add a warning."""
        return self._put(Value, self.AddCheck)


class ComputerToolCall(InputListItem, type="computer_call"):
    """An action to perform on a computer's screen."""

    __slots__ = ()

    Action = part(ComputerToolCallAction, "action", doc="What is to be done.")
    CallId = setter(str, "call_id", doc="The id of the call; its output has it too.")
    Id = setter(str, "id", doc="The id of the item.")
    PendingSafetyChecks = parts(
        PendingSafetyCheck, "pending_safety_checks", doc="Warnings to be acknowledged."
    )
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class ComputerToolCallOutputObject(TypedParams, type="computer_screenshot"):
    """A screenshot."""

    __slots__ = ()

    FileId = setter(str, "file_id", doc="The id of an uploaded one.")
    ImageUrl = setter(str, "image_url", doc="Its URL, or data URI.")


class ComputerToolCallOutput(InputListItem, type="computer_call_output"):
    """The screen after an action."""

    __slots__ = ()

    AcknowledgedSafetyChecks = parts(
        AcknowledgedSafetyCheckParams,
        "acknowledged_safety_checks",
        doc="The warnings the program has acknowledged.",
    )
    CallId = setter(str, "call_id", doc="The id of the call this answers.")
    Id = setter(str, "id", doc="The id of the item.")
    Output = part(ComputerToolCallOutputObject, "output", doc="The screenshot.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class ImageGeneration(InputListItem, type="image_generation_call"):
    """A generated image."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    Result = setter(str, "result", doc="The picture as base64.")
    Status = setter(
        ToolCallStatus, "status", doc="``in_progress``, ``generating``, ``completed`` or ``failed``."
    )


class CodeInterpreterOutputs(TypedParams):
    """The output of code."""

    __slots__ = ()


class CodeInterpreterOutputLogs(CodeInterpreterOutputs, type="logs"):
    """The logs of code."""

    __slots__ = ()

    Logs = setter(str, "logs", doc="The text.")


class CodeInterpreterOutputImage(CodeInterpreterOutputs, type="image"):
    """An image created by code."""

    __slots__ = ()

    Url = setter(str, "url", doc="Its URL.")


class CodeInterpreterToolCall(InputListItem, type="code_interpreter_call"):
    """Code that ran on the server."""

    __slots__ = ()

    Code = setter(str, "code", doc="The code.")
    ContainerId = setter(str, "container_id", doc="The id of the container it ran in.")
    Id = setter(str, "id", doc="The id of the item.")
    Outputs = parts(CodeInterpreterOutputs, "outputs", doc="What it gave.")
    Status = setter(
        ToolCallStatus,
        "status",
        doc="``in_progress``, ``interpreting``, ``completed``, ``incomplete`` or ``failed``.",
    )


class LocalShellCallAction(TypedParams, type="exec"):
    """A command of the local shell."""

    __slots__ = ()

    Env = setter(dict, "env", doc="Environment variables by name.")
    TimeoutMs = setter(int, "timeout_ms", doc="How long it may run, in milliseconds.")
    User = setter(str, "user", doc="Whom it runs as.")
    WorkingDirectory = setter(str, "working_directory", doc="Where it runs.")

    def Command(self, Value: str | Sequence[str]) -> Self:
        """The program and its arguments; a string is a program without arguments."""
        command = [Value] if isinstance(Value, str) else Value
        if not isinstance(command, Sequence) or not all(isinstance(word, str) for word in command):
            raise wrong_type(f"{type(self).__name__}.Command", "str or list of str", Value)
        self._fields["command"] = list(command)
        return self


class LocalShellCall(InputListItem, type="local_shell_call"):
    """A command for the program's machine."""

    __slots__ = ()

    Action = part(LocalShellCallAction, "action", doc="The command.")
    CallId = setter(str, "call_id", doc="The id of the call.")
    Id = setter(str, "id", doc="The id of the item.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class LocalShellCallOutput(InputListItem, type="local_shell_call_output"):
    """The result of a command."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the call.")
    Output = setter(str, "output", doc="What it gave, as JSON text.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class ShellCallActionParams(PartParams):
    """The commands of a shell call."""

    __slots__ = ()

    Commands = setter(list[str], "commands", doc="The commands, one after the other.")
    TimeoutMs = setter(int, "timeout_ms", doc="How long they may run, in milliseconds.")
    MaxOutputLength = setter(int, "max_output_length", doc="How many characters of their output are kept.")


class ShellCallParams(InputListItem, type="shell_call"):
    """Commands that are to be run."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    CallId = setter(str, "call_id", doc="The id of the call; its output has it too.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")
    Action = part(ShellCallActionParams, "action", doc="The commands.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class ShellCallOutputOutcomeParams(TypedParams):
    """The outcome of a command."""

    __slots__ = ()

    ExitCode = setter(int, "exit_code", doc="What it exited with.")

    @classmethod
    def NewExit(cls, ExitCode: int) -> Self:
        """The command exited."""
        return cls().Type("exit").ExitCode(ExitCode)

    @classmethod
    def NewTimeout(cls) -> Self:
        """The command timed out."""
        return cls().Type("timeout")


class ShellCallOutputContentParams(PartParams):
    """The output of a command."""

    __slots__ = ()

    CreatedBy = setter(str, "created_by", doc="Who made it.")
    Stdout = setter(str, "stdout", doc="What it wrote to the standard output.")
    Stderr = setter(str, "stderr", doc="What it wrote to the standard error.")
    Outcome = part(ShellCallOutputOutcomeParams, "outcome", doc="How it ended.")


class ShellCallOutputParams(InputListItem, type="shell_call_output"):
    """The output of a shell call's commands."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    CallId = setter(str, "call_id", doc="The id of the call this answers.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")
    MaxOutputLength = setter(int, "max_output_length", doc="How many characters were kept.")
    Output = parts(ShellCallOutputContentParams, "output", doc="What each command wrote.")
    Status = setter(str, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")


class ApplyPatchOperationParams(TypedParams):
    """A change of a file: ``create_file``, ``update_file`` or ``delete_file``."""

    __slots__ = ()

    Diff = setter(str, "diff", doc="The change as a unified diff.")
    Path = setter(str, "path", doc="The path of the file.")


class ApplyPatchCallParams(InputListItem, type="apply_patch_call"):
    """A change of a file that is to be made."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    CallId = setter(str, "call_id", doc="The id of the call; its output has it too.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")
    Operation = part(ApplyPatchOperationParams, "operation", doc="The change.")
    Status = setter(MessageStatus, "status", doc="``in_progress`` or ``completed``.")


class ApplyPatchCallOutputParams(InputListItem, type="apply_patch_call_output"):
    """The result of a change."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    CallId = setter(str, "call_id", doc="The id of the call this answers.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")
    Output = setter(str, "output", doc="What the tool says of it.")
    Status = setter(str, "status", doc="``completed`` or ``failed``.")


class MCPTools(PartParams):
    """A tool of an MCP server."""

    __slots__ = ()

    InputSchema = part(JsonParam, "input_schema", doc="The JSON schema of its arguments.")
    Name = setter(str, "name", doc="Its name.")
    Annotations = setter(dict, "annotations", doc="What the server says of it beside.")
    Description = setter(str, "description", doc="What it does.")


class MCPListTools(InputListItem, type="mcp_list_tools"):
    """The tools of an MCP server."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    ServerLabel = setter(str, "server_label", doc="The label of the server.")
    Tools = parts(MCPTools, "tools", doc="Its tools.")
    Error = setter(str, "error", doc="Why it did not tell them.")


class MCPApprovalRequest(InputListItem, type="mcp_approval_request"):
    """A request to approve a tool call."""

    __slots__ = ()

    Arguments = setter(str, "arguments", doc="Its arguments as JSON text.")
    Id = setter(str, "id", doc="The id of the request.")
    Name = setter(str, "name", doc="The name of the tool.")
    ServerLabel = setter(str, "server_label", doc="The label of the server.")


class MCPApprovalResponse(InputListItem, type="mcp_approval_response"):
    """The approval or refusal of a tool call."""

    __slots__ = ()

    ApprovalRequestId = setter(str, "approval_request_id", doc="The id of the request this answers.")
    Approve = flag("approve", doc="Whether it may.")
    Id = setter(str, "id", doc="The id of the item.")
    Reason = setter(str, "reason", doc="Why.")


class MCPToolCall(InputListItem, type="mcp_call"):
    """A tool of an MCP server that was run."""

    __slots__ = ()

    Arguments = setter(str, "arguments", doc="Its arguments as JSON text.")
    Id = setter(str, "id", doc="The id of the item.")
    Name = setter(str, "name", doc="The name of the tool.")
    ServerLabel = setter(str, "server_label", doc="The label of the server.")
    Error = setter(str, "error", doc="Why it failed.")
    Output = setter(str, "output", doc="What it gave.")


class ToolSearchCallParams(InputListItem, type="tool_search_call"):
    """A search for tools."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    CallId = setter(str, "call_id", doc="The id of the call; its output has it too.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")
    Execution = setter(ToolSearchExecution, "execution", doc="Who searches: ``server`` or ``client``.")
    Arguments = part(JsonParam, "arguments", doc="What is looked for.")
    Status = setter(MessageStatus, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")

    def CallIdNull(self) -> Self:
        """Mark the search as the server's, without a call to answer."""
        self._fields["call_id"] = None
        return self


class ToolSearchOutputParams(InputListItem, type="tool_search_output"):
    """The tools that a search found."""

    __slots__ = ()

    Id = setter(str, "id", doc="The id of the item.")
    CallId = setter(str, "call_id", doc="The id of the call this answers.")
    CreatedBy = setter(str, "created_by", doc="Who made it.")
    Execution = setter(ToolSearchExecution, "execution", doc="Who searched: ``server`` or ``client``.")
    Status = setter(str, "status", doc="``in_progress``, ``completed`` or ``incomplete``.")

    def Tools(self, Value: ToolsLike) -> Self:
        """The tools; ``FunctionCore`` objects are accepted. Also as JSON text of an array."""
        self._fields["tools"] = tools_of(f"{type(self).__name__}.Tools", Value)
        return self

    def CallIdNull(self) -> Self:
        """Mark the search as the server's, without a call to answer."""
        self._fields["call_id"] = None
        return self
