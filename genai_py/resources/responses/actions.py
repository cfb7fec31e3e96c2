"""The actions of tool calls, such as clicks, searches, commands and patches, and their results.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from typing import Any

from ...core.results.base import Result, items, kept_text, result
from ...core.results.decoding import register_tagged_union
from ..types import MouseButton
from . import input_items
from .array_builder import PartLike
from .flat import no_items


@result
class SearchActionSource(Result):
    """A page that a search used."""

    type: str = ""
    url: str = ""


@result
class DragPoint(Result):
    """A point of a drag path, in screen pixels."""

    x: int | None = None
    y: int | None = None

    @classmethod
    def Create(cls, Capacity: int = 2) -> input_items.DragPath:
        """Return an empty path for a request: the original uses one name, ``DragPath``, for both."""
        return input_items.DragPath(Capacity)

    def AddPoint(self, Value: PartLike[input_items.ComputerDragPoint]) -> input_items.DragPath:
        """Return a path for a request: from this point, if it is set, to another."""
        path = self.Create()
        return (path if self.x is None else path.AddPoint(self)).AddPoint(Value)


class ActionView(Result):
    """All fields of the actions."""

    __slots__ = ()

    button: MouseButton | str | None = None
    x: int | None = None
    y: int | None = None
    path: list[DragPoint] = no_items()
    keys: list[str] = no_items()
    scroll_x: int | None = None
    scroll_y: int | None = None
    text: str = ""
    query: str = ""
    queries: list[str] = no_items()
    sources: list[SearchActionSource] = no_items()
    url: str = ""
    pattern: str = ""
    command: list[str] = no_items()
    env: Any = None
    timeout_ms: int | None = None
    user: str = ""
    working_directory: str = ""
    commands: list[str] = no_items()
    max_output_length: int | None = None

    @property
    def drag(self) -> list[DragPoint]:
        """Another name of ``path``."""
        return self.path

    @property
    def timeout(self) -> int | None:
        """Another name of ``timeout_ms``."""
        return self.timeout_ms


@result
class Action(ActionView):
    """The action of a tool call. ``type`` is one of ``ResponseComputerType``, ``search``, ``open_page``,
    ``find_in_page`` or ``exec``; a shell call's action has none.
    """

    type: str = ""


@result
class ComputerActionClick(Action):
    """A click at ``x``, ``y`` with ``button`` while ``keys`` are pressed."""

    button: MouseButton | str | None = None
    x: int | None = None
    y: int | None = None
    keys: list[str] = items()


@result
class ComputerActionDoubleClick(Action):
    """A double click."""

    x: int | None = None
    y: int | None = None
    keys: list[str] = items()


@result
class ComputerActionDrag(Action):
    """A drag along ``path``."""

    path: list[DragPoint] = items(kept=True)
    keys: list[str] = items()


@result
class ComputerActionKeyPressed(Action):
    """A combination of keys, pressed together."""

    keys: list[str] = items(kept=True)


@result
class ComputerActionMove(Action):
    """A move of the mouse to ``x``, ``y``."""

    x: int | None = None
    y: int | None = None
    keys: list[str] = items()


@result
class ComputerActionScreenshot(Action):
    """A request for a screenshot."""


@result
class ComputerActionScroll(Action):
    """A scroll by ``scroll_x``, ``scroll_y`` with the mouse at ``x``, ``y``."""

    scroll_x: int | None = None
    scroll_y: int | None = None
    x: int | None = None
    y: int | None = None
    keys: list[str] = items()


@result
class ComputerActionType(Action):
    """Typing a text."""

    text: str = kept_text()


@result
class ComputerActionWait(Action):
    """A pause."""


@result
class SearchActionResult(Action):
    """``search``: a search of the web. Newer servers send ``queries`` beside the first one, ``query``."""

    query: str = ""
    queries: list[str] = items()
    sources: list[SearchActionSource] = items()


@result
class OpenPageActionResult(Action):
    """``open_page``: opening a page."""

    url: str = ""


@result
class FindActionResult(Action):
    """``find_in_page``: searching a page for ``pattern``."""

    url: str = ""
    pattern: str = ""


@result
class ToolCallAction(Action):
    """``exec``: a command of a local shell. timeout_ms: milliseconds. env: variables by name."""

    command: list[str] = items(kept=True)
    env: Any = None
    timeout_ms: int | None = None
    user: str = ""
    working_directory: str = ""


@result
class ResponseShellAction(Action):
    """The commands of a shell call. timeout_ms: milliseconds. max_output_length: characters."""

    commands: list[str] = items(kept=True)
    timeout_ms: int | None = None
    max_output_length: int | None = None


register_tagged_union(
    Action,
    "type",
    {
        "click": ComputerActionClick,
        "double_click": ComputerActionDoubleClick,
        "drag": ComputerActionDrag,
        "keypress": ComputerActionKeyPressed,
        "move": ComputerActionMove,
        "screenshot": ComputerActionScreenshot,
        "scroll": ComputerActionScroll,
        "type": ComputerActionType,
        "wait": ComputerActionWait,
        "search": SearchActionResult,
        "open_page": OpenPageActionResult,
        "find": FindActionResult,
        "find_in_page": FindActionResult,
        "exec": ToolCallAction,
    },
)


@result
class ResponseApplyPatchOperation(Result):
    """``create_file``, ``update_file`` or ``delete_file`` at ``path``."""

    type: str = ""
    path: str = ""
    diff: str = ""


@result
class ResponseShellOutcome(Result):
    """The outcome of a command: ``exit`` with ``exit_code``, or ``timeout``."""

    type: str = ""
    exit_code: int | None = None


@result
class ResponseShellOutput(Result):
    """The output of a command."""

    outcome: ResponseShellOutcome | None = None
    stdout: str = kept_text()
    stderr: str = kept_text()
    created_by: str = ""


@result
class ComputerOutput(Result):
    """A screenshot, as URL (or data URI) or as the id of a file."""

    type: str = ""
    file_id: str = ""
    image_url: str = ""
    text: str = ""


@result
class AcknowledgedSafetyCheck(Result):
    """A safety warning of the computer tool, pending or acknowledged."""

    id: str = ""
    code: str = ""
    message: str = ""

    @classmethod
    def Create(cls, Capacity: int = 2) -> input_items.PendingSafetyChecks:
        """Return an empty list for a request: the original uses one name, ``PendingSafetyChecks``, for both."""
        return input_items.PendingSafetyChecks(Capacity)

    def AddCheck(self, Value: PartLike[input_items.PendingSafetyCheck]) -> input_items.PendingSafetyChecks:
        """Return warnings for a request: this one, if it is set, and another."""
        checks = self.Create()
        return (checks.AddCheck(self) if self.id else checks).AddCheck(Value)


@result
class CodeInterpreterResultFiles(Result):
    """A file that code created."""

    file_id: str = ""
    mime_type: str = ""


@result
class CodeInterpreterResult(Result):
    """The output of code: logs, or files."""

    type: str = ""
    logs: str = ""
    files: list[CodeInterpreterResultFiles] = items()


@result
class ResponseCodeInterpreterOutput(Result):
    """The output of code: ``logs``, or an ``image`` at ``url``."""

    type: str = ""
    logs: str = ""
    url: str = ""


@result
class FileSearchResult(Result):
    """A passage found by a search. score: the similarity to the query, 0 to 1."""

    attributes: dict[str, Any] | None = None
    file_id: str = ""
    filename: str = ""
    score: float | None = None
    text: str = ""


@result
class MCPListTool(Result):
    """A tool of an MCP server. input_schema: the JSON schema of its arguments."""

    name: str = ""
    description: str = ""
    input_schema: Any = None
    annotations: Any = None


DragPath = DragPoint
PendingSafetyChecks = AcknowledgedSafetyCheck
ComputerAction = Action
ComputerActionCommon = Action
InstructionsAction = Action
InstructionsSafetyChecks = AcknowledgedSafetyCheck
CodeInterpreterOutput = ResponseCodeInterpreterOutput
InstructionsOutputs = ResponseCodeInterpreterOutput
InstructionsResults = FileSearchResult
InstructionsTools = MCPListTool
