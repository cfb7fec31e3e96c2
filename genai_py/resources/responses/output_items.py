"""The items of a response's output and input: messages, reasoning, the calls of tools and what they gave.

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


def joined(content: Any, kind: type[ResponseContent]) -> str:
    """The texts of those parts that are of a kind. Some servers send one text in place of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(part.text for part in parts if isinstance(part, kind) and isinstance(part.text, str))


@result
class ToolCallCaller(Result):
    """Who called a tool: ``direct`` for the model, ``program`` for one it wrote, whose call has ``caller_id``."""

    type: str = ""
    caller_id: str = ""


class OutputView(Result):
    """All that an item may have."""

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
    """An item. ``isinstance`` or ``type`` tells its kind; fields of other kinds are empty."""

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
    """``reasoning``: what the model thought, as far as it is shown; ``encrypted_content`` can be sent back."""

    summary: list[ResponseReasoningSummary] = items(kept=True)
    content: list[ResponseContent] = items()
    encrypted_content: str = ""


@result
class ResponseOutputFunction(ResponseOutput):
    """``function_call``: a function is to be run. arguments: JSON text. Answer it with its ``call_id``."""

    arguments: str = json_text()
    call_id: str = ""
    name: str = ""
    namespace: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseItemFunctionToolCallOutput(ResponseOutput):
    """``function_call_output``: what a function gave, a text or parts."""

    call_id: str = ""
    output: str | list[ResponseContent] = kept_text()
    name: str = ""
    namespace: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseCustomTool(ResponseOutput):
    """``custom_tool_call``: a tool of the program is to be run with the text ``input``."""

    call_id: str = ""
    input: str = kept_text()
    name: str = ""
    namespace: str = ""
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseCustomToolOutput(ResponseOutput):
    """``custom_tool_call_output``: what a custom tool gave."""

    call_id: str = ""
    output: str | list[ResponseContent] = kept_text()
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseOutputFileSearch(ResponseOutput):
    """``file_search_call``: vector stores were searched. ``results`` come where ``Include`` asks for them."""

    queries: list[str] = items(kept=True)
    results: list[FileSearchResult] = items()


@result
class ResponseOutputWebSearch(ResponseOutput):
    """``web_search_call``: the web was searched, or a page read."""

    action: Action | None = None


@result
class ResponseToolSearchCall(ResponseOutput):
    """``tool_search_call``: tools were looked for. arguments: any JSON. execution: ``server`` or ``client``."""

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
    """``computer_call``: something is to be done on a computer's screen. ``actions``: several at once."""

    action: Action | None = None
    actions: list[Action] = items()
    call_id: str = ""
    pending_safety_checks: list[AcknowledgedSafetyCheck] = items(kept=True)


@result
class ResponseItemComputerToolCallOutput(ResponseOutput):
    """``computer_call_output``: the screen afterwards."""

    call_id: str = ""
    output: ComputerOutput | None = None
    acknowledged_safety_checks: list[AcknowledgedSafetyCheck] = items()
    created_by: str = ""


@result
class ResponseOutputLocalShell(ResponseOutput):
    """``local_shell_call``: a command is to be run on the program's machine."""

    action: Action | None = None
    call_id: str = ""

    @property
    def shell_action(self) -> Action | None:
        """The ``action``."""
        return self.action


@result
class ResponseItemLocalShellCallOutput(ResponseOutput):
    """``local_shell_call_output``: what the command gave, as JSON text."""

    output: str = kept_text()
    call_id: str = ""


@result
class ResponseShellCall(ResponseOutput):
    """``shell_call``: commands are to be run."""

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
    """``shell_call_output``: what the commands wrote. max_output_length: characters."""

    call_id: str = ""
    max_output_length: int | None = None
    output: list[ResponseShellOutput] = items(kept=True)
    caller: ToolCallCaller | None = None
    created_by: str = ""

    @property
    def shell_output(self) -> list[ResponseShellOutput]:
        """The ``output``; empty where a server sent a text."""
        return self.output if isinstance(self.output, list) else []


@result
class ResponseApplyPatchCall(ResponseOutput):
    """``apply_patch_call``: a file is to be made, changed or deleted."""

    call_id: str = ""
    operation: ResponseApplyPatchOperation | None = None
    caller: ToolCallCaller | None = None
    created_by: str = ""


@result
class ResponseApplyPatchCallOutput(ResponseOutput):
    """``apply_patch_call_output``: what became of a patch."""

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
    """``image_generation_call``: a picture. result: base64."""

    result: str = ""
    background: str = ""
    output_format: str = ""
    quality: str = ""
    size: str = ""
    revised_prompt: str = ""

    def GetStream(self) -> io.BytesIO:
        """The picture's bytes as a stream. Raises ValueError when there is no picture, or it is no base64."""
        return io.BytesIO(picture(self.result))

    def SaveToFile(self, FileName: str | PathLike[str]) -> None:
        """Write the picture to a file, whole or not at all.

        Raises ValueError when there is no picture, OSError when it cannot be written.
        """
        data = picture(self.result)
        with atomic_write(FileName) as file:
            file.write(data)


def picture(text: str) -> bytes:
    """The bytes of a picture that came as base64. Raises ValueError when there is none."""
    if not text:
        raise ValueError("no picture came")
    return b64decode(text, validate=True)


@result
class ResponseMCPError(Result):
    """Why a call of an MCP server's tool failed.

    type: ``mcp_protocol_error`` or ``http_error``, with ``code`` and ``message``; or ``mcp_tool_execution_error``,
    with the ``content`` that the tool gave.
    """

    type: str = ""
    code: int | None = None
    message: str = ""
    content: Any = None


@result
class ResponseOutputMCPTool(ResponseOutput):
    """``mcp_call``: a tool of an MCP server was run. arguments: JSON text. error: where it failed, else None."""

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
    """``mcp_approval_request``: the program is asked whether a tool may run."""

    arguments: str = json_text()
    name: str = ""
    server_label: str = ""


@result
class ResponseItemMCPApprovalResponse(ResponseOutput):
    """``mcp_approval_response``: the program's answer."""

    approval_request_id: str = ""
    approve: bool | None = None
    reason: str = ""


@result
class ResponseCompactionItem(ResponseOutput):
    """``compaction``: what became of a long context; to be sent back as it is."""

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
    """``program_output``: what a program gave, as text."""

    call_id: str = ""
    result: str = kept_text()


@result
class ResponseAdditionalTools(ResponseOutput):
    """``additional_tools``: tools that the model got in the course of a conversation."""

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

# An item that was sent and one that came are of one class; the original has two names for it, or three.
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
