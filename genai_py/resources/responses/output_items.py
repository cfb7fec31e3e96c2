"""The items of a response's output and input: messages, reasoning, tool calls and their results.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

import io
from base64 import b64decode
from os import PathLike
from typing import Any

from ...core.files import atomic_write
from ...core.results.base import Result, items, json_text, kept_text, result
from ...core.results.decoding import register_tagged_union
from ..types import ResponseTypes, Role
from .actions import (
    AcknowledgedSafetyCheck,
    Action,
    ComputerOutput,
    FileSearchResult,
    MCPListTool,
    ResponseApplyPatchOperation,
    ResponseCodeInterpreterOutput,
    ResponseShellAction,
    ResponseShellOutput,
)
from .content import ResponseContent, ResponseReasoningSummary
from .flat import no_items
from .response_tools import ResponseShellEnvironment, ResponseTool, json_text as written


def joined(content: Any, kind: type[ResponseContent] | tuple[type[ResponseContent], ...]) -> str:
    """Return the texts of the parts of some types. Some servers send a single text instead of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(part.text for part in parts if isinstance(part, kind) and isinstance(part.text, str))


@result
class ToolCallCaller(Result):
    """The caller of a tool: ``direct`` for the model, ``program`` for one it wrote, whose call has ``caller_id``."""

    type: str = ""
    caller_id: str = ""


class OutputView(Result):
    """All fields of the items."""

    __slots__ = ()

    role: Role | str | None = None
    content: list[ResponseContent] = no_items()
    phase: str = ""
    summary: list[ResponseReasoningSummary] = no_items()
    encrypted_content: str = ""
    arguments: str = ""
    call_id: str = ""
    name: str = ""
    namespace: str = ""
    input: str = ""
    output: Any = None
    queries: list[str] = no_items()
    results: list[FileSearchResult] = no_items()
    action: Action | None = None
    pending_safety_checks: list[AcknowledgedSafetyCheck] = no_items()
    acknowledged_safety_checks: list[AcknowledgedSafetyCheck] = no_items()
    result: str = ""
    code: str = ""
    container_id: str = ""
    outputs: list[ResponseCodeInterpreterOutput] = no_items()
    server_label: str = ""
    approval_request_id: str = ""
    approve: bool | None = None
    reason: str = ""
    error: Any = None
    tools: list[MCPListTool] | list[ResponseTool] = no_items()
    created_by: str = ""
    execution: str = ""
    operation: ResponseApplyPatchOperation | None = None
    max_output_length: int | None = None
    environment: ResponseShellEnvironment | None = None
    caller: ToolCallCaller | None = None
    fingerprint: str = ""

    @property
    def text(self) -> str:
        """The texts of ``content``, joined."""
        return joined(self.content, ResponseContent)

    @property
    def shell_action(self) -> Action | None:
        """The ``action`` of a shell call."""
        return None

    @property
    def shell_output(self) -> list[ResponseShellOutput]:
        """The ``output`` of a shell call's commands."""
        return []

    @property
    def search_arguments(self) -> str:
        """The ``arguments`` of a tool search as JSON text."""
        return ""

    @property
    def search_tools(self) -> str:
        """The ``tools`` that a tool search found as JSON text."""
        return ""


@result
class ResponseOutput(OutputView):
    """An item. ``isinstance`` or ``type`` determines its type; fields of other types are empty."""

    id: str = ""
    type: ResponseTypes | str | None = None
    status: str = ""


@result
class ResponseOutputMessage(ResponseOutput):
    """``message``: of the model, or one that was sent."""

    content: list[ResponseContent] = items(kept=True)
    role: Role | str | None = None
    phase: str = ""


@result
class ResponseOutputReasoning(ResponseOutput):
    """``reasoning``: the model's reasoning, as far as it is visible; ``encrypted_content`` can be sent back."""

    summary: list[ResponseReasoningSummary] = items(kept=True)
    content: list[ResponseContent] = items()
    encrypted_content: str = ""


@result
class ResponseOutputFunction(ResponseOutput):
    """``function_call``: a call of a function. arguments: JSON text. Answer it with its ``call_id``."""

    arguments: str = json_text()
    call_id: str = ""
    name: str = ""
    namespace: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseItemFunctionToolCallOutput(ResponseOutput):
    """``function_call_output``: the result of a function, a text or parts."""

    call_id: str = ""
    output: str | list[ResponseContent] = kept_text()
    name: str = ""
    namespace: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseCustomTool(ResponseOutput):
    """``custom_tool_call``: a call of a custom tool with the text ``input``."""

    call_id: str = ""
    input: str = kept_text()
    name: str = ""
    namespace: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseCustomToolOutput(ResponseOutput):
    """``custom_tool_call_output``: the result of a custom tool."""

    call_id: str = ""
    output: str | list[ResponseContent] = kept_text()
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseOutputFileSearch(ResponseOutput):
    """``file_search_call``: a search of vector stores. ``results`` requires a corresponding ``Include``."""

    queries: list[str] = items(kept=True)
    results: list[FileSearchResult] = items()


@result
class ResponseOutputWebSearch(ResponseOutput):
    """``web_search_call``: a web search, or a page that was opened."""

    action: Action | None = None


@result
class ResponseToolSearchCall(ResponseOutput):
    """``tool_search_call``: a search for tools. arguments: any JSON. execution: ``server`` or ``client``."""

    arguments: Any = None
    call_id: str = ""
    execution: str = ""
    created_by: str = ""

    @property
    def search_arguments(self) -> str:
        """The ``arguments`` as JSON text."""
        return written(self.arguments)


@result
class ResponseToolSearchOutput(ResponseOutput):
    """``tool_search_output``: the tools that were found."""

    tools: list[ResponseTool] = items(kept=True)
    call_id: str = ""
    execution: str = ""
    created_by: str = ""

    @property
    def search_tools(self) -> str:
        """The ``tools`` as JSON text."""
        return written(self.tools)


@result
class ResponseOutputComputer(ResponseOutput):
    """``computer_call``: actions to perform on a computer's screen. ``actions``: several at once."""

    action: Action | None = None
    actions: list[Action] = items()
    call_id: str = ""
    pending_safety_checks: list[AcknowledgedSafetyCheck] = items(kept=True)


@result
class ResponseItemComputerToolCallOutput(ResponseOutput):
    """``computer_call_output``: the screen after the actions."""

    call_id: str = ""
    output: ComputerOutput | None = None
    acknowledged_safety_checks: list[AcknowledgedSafetyCheck] = items()
    created_by: str = ""


@result
class ResponseOutputLocalShell(ResponseOutput):
    """``local_shell_call``: a command to run on the program's machine."""

    action: Action | None = None
    call_id: str = ""

    @property
    def shell_action(self) -> Action | None:
        """The ``action``."""
        return self.action


@result
class ResponseItemLocalShellCallOutput(ResponseOutput):
    """``local_shell_call_output``: the result of the command, as JSON text."""

    output: str = kept_text()
    call_id: str = ""


@result
class ResponseShellCall(ResponseOutput):
    """``shell_call``: commands to run."""

    action: ResponseShellAction | None = None
    call_id: str = ""
    environment: ResponseShellEnvironment | None = None
    caller: ToolCallCaller | None = None
    created_by: str = ""

    @property
    def shell_action(self) -> Action | None:
        """The ``action``."""
        return self.action


@result
class ResponseShellCallOutput(ResponseOutput):
    """``shell_call_output``: the output of the commands. max_output_length: characters."""

    call_id: str = ""
    max_output_length: int | None = None
    output: list[ResponseShellOutput] = items(kept=True)
    caller: ToolCallCaller | None = None
    created_by: str = ""

    @property
    def shell_output(self) -> list[ResponseShellOutput]:
        """The ``output``; empty if the server sent a text."""
        return self.output if isinstance(self.output, list) else []


@result
class ResponseApplyPatchCall(ResponseOutput):
    """``apply_patch_call``: a file to create, change or delete."""

    call_id: str = ""
    operation: ResponseApplyPatchOperation | None = None
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseApplyPatchCallOutput(ResponseOutput):
    """``apply_patch_call_output``: the result of a patch."""

    call_id: str = ""
    output: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseOutputCodeInterpreter(ResponseOutput):
    """``code_interpreter_call``: Python code that ran on the server."""

    code: str = ""
    container_id: str = ""
    outputs: list[ResponseCodeInterpreterOutput] = items()


@result
class ResponseOutputImageGeneration(ResponseOutput):
    """``image_generation_call``: a generated image. result: base64."""

    result: str = ""
    background: str = ""
    output_format: str = ""
    quality: str = ""
    size: str = ""
    revised_prompt: str = ""

    def GetStream(self) -> io.BytesIO:
        """Return the image as a binary stream. Raises ValueError for a missing image or invalid base64."""
        return io.BytesIO(picture(self.result))

    def SaveToFile(self, FileName: str | PathLike[str]) -> None:
        """Write the image to a file, atomically.

        Raises ValueError without an image, OSError if the file cannot be written.
        """
        data = picture(self.result)
        with atomic_write(FileName) as file:
            file.write(data)


def picture(text: str) -> bytes:
    """Return the bytes of an image in base64. Raises ValueError without one."""
    if not text:
        raise ValueError("the server sent no image")
    return b64decode(text, validate=True)


@result
class ResponseMCPError(Result):
    """Why a call of an MCP server's tool failed.

    type: ``mcp_protocol_error`` or ``http_error``, with ``code`` and ``message``; or ``mcp_tool_execution_error``,
    with the ``content`` that the tool returned.
    """

    type: str = ""
    code: int | None = None
    message: str = ""
    content: Any = None


@result
class ResponseOutputMCPTool(ResponseOutput):
    """``mcp_call``: a call of an MCP server's tool. arguments: JSON text. error: None if it succeeded."""

    arguments: str = json_text()
    name: str = ""
    server_label: str = ""
    approval_request_id: str = ""
    error: ResponseMCPError | str | None = None
    output: str = ""


@result
class ResponseOutputMCPList(ResponseOutput):
    """``mcp_list_tools``: the tools of an MCP server."""

    server_label: str = ""
    tools: list[MCPListTool] = items(kept=True)
    error: Any = None


@result
class ResponseMCPApproval(ResponseOutput):
    """``mcp_approval_request``: a request to approve a tool call."""

    arguments: str = json_text()
    name: str = ""
    server_label: str = ""


@result
class ResponseItemMCPApprovalResponse(ResponseOutput):
    """``mcp_approval_response``: the program's approval or refusal."""

    approval_request_id: str = ""
    approve: bool | None = None
    reason: str = ""


@result
class ResponseCompactionItem(ResponseOutput):
    """``compaction``: a compacted context, to be sent back unchanged."""

    encrypted_content: str = kept_text()
    created_by: str = ""


@result
class ResponseProgram(ResponseOutput):
    """``program``: code that the model wrote to call several tools; it runs on the server."""

    call_id: str = ""
    code: str = kept_text()
    fingerprint: str = ""


@result
class ResponseProgramOutput(ResponseOutput):
    """``program_output``: the output of a program, as text."""

    call_id: str = ""
    result: str = kept_text()


@result
class ResponseAdditionalTools(ResponseOutput):
    """``additional_tools``: tools that were added during a conversation."""

    role: Role | str | None = None
    tools: list[ResponseTool] = items(kept=True)


register_tagged_union(
    ResponseOutput,
    "type",
    {
        "message": ResponseOutputMessage,
        "reasoning": ResponseOutputReasoning,
        "function_call": ResponseOutputFunction,
        "function_call_output": ResponseItemFunctionToolCallOutput,
        "custom_tool_call": ResponseCustomTool,
        "custom_tool_call_output": ResponseCustomToolOutput,
        "file_search_call": ResponseOutputFileSearch,
        "web_search_call": ResponseOutputWebSearch,
        "tool_search_call": ResponseToolSearchCall,
        "tool_search_output": ResponseToolSearchOutput,
        "computer_call": ResponseOutputComputer,
        "computer_call_output": ResponseItemComputerToolCallOutput,
        "local_shell_call": ResponseOutputLocalShell,
        "local_shell_call_output": ResponseItemLocalShellCallOutput,
        "shell_call": ResponseShellCall,
        "shell_call_output": ResponseShellCallOutput,
        "apply_patch_call": ResponseApplyPatchCall,
        "apply_patch_call_output": ResponseApplyPatchCallOutput,
        "code_interpreter_call": ResponseOutputCodeInterpreter,
        "image_generation_call": ResponseOutputImageGeneration,
        "mcp_call": ResponseOutputMCPTool,
        "mcp_list_tools": ResponseOutputMCPList,
        "mcp_approval_request": ResponseMCPApproval,
        "mcp_approval_response": ResponseItemMCPApprovalResponse,
        "compaction": ResponseCompactionItem,
        "program": ResponseProgram,
        "program_output": ResponseProgramOutput,
        "additional_tools": ResponseAdditionalTools,
    },
)

# Sent and received items are of one class, for which the original has two or three names.
ResponseItem = ResponseOutput
ResponseItemCommon = ResponseOutput
ResponseOutputCommon = ResponseOutput
Instructions = ResponseOutput
InstructionsCommon = ResponseOutput
ResponseItemInputMessage = ResponseOutputMessage
ResponseItemOutputMessage = ResponseOutputMessage
InputOutputMessage = ResponseOutputMessage
ResponseItemFileSearchToolCall = ResponseOutputFileSearch
ResponseItemComputerToolCall = ResponseOutputComputer
ResponseItemWebSearchToolCall = ResponseOutputWebSearch
ResponseItemFunctionToolCall = ResponseOutputFunction
ResponseItemImageGeneration = ResponseOutputImageGeneration
ResponseItemCodeInterpreter = ResponseOutputCodeInterpreter
ResponseItemLocalShellCall = ResponseOutputLocalShell
ResponseItemMCPTool = ResponseOutputMCPTool
ResponseItemMCPToolCall = ResponseOutputMCPTool
ResponseItemMCPList = ResponseOutputMCPList
ResponseItemMCPApprovalRequest = ResponseMCPApproval
