"""``Generation``: from it a program composes the requests of responses, without naming a builder.

Lists are begun by reading them, single parts are made by calling::

    Params.Input(Generation.MessageParts.User("The capital of France?").Assistant("Paris.").User("Of Italy?"))
    Params.Tools(Generation.ToolParts.AddWebSearch())
    Params.Reasoning(Generation.CreateReasoning().Effort("low"))

Source: https://platform.openai.com/docs/api-reference/responses/create
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ..resources.responses.content_params import Content
from ..resources.responses.input_items import DragPath, PendingSafetyChecks
from ..resources.responses.params import (
    ContextManagementParams,
    PromptParams,
    ReasoningParams,
    TextFormatTextPrams,
    TextJSONObjectParams,
    TextJSONSchemaParams,
)
from .arrays import (
    AcknowledgedSafetyChecks,
    Annotations,
    CodeOutputs,
    ContainerSkills,
    FileSearchResults,
    FunctionOutputs,
    InputItems,
    LocalSkills,
    MCPToolList,
    OutputContent,
    ReasoningSummary,
    ShellCallOutputs,
    Tools,
)
from .managers import (
    AnnotationManager,
    ComputerActionManager,
    ContentManager,
    ContextManager,
    Manager,
    OutputContentManager,
    Payload,
    ShellManager,
    ToolChoiceManager,
    ToolManager,
    creates,
)

A = TypeVar("A")


class _Begins(Generic[A]):
    """An attribute, of a class and of its instances, that is a new list each time it is read."""

    def __init__(self, kind: Callable[[], A]) -> None:
        self._kind = kind
        self.__doc__ = f"A new list. {kind.__doc__}"

    def __get__(self, instance: object, owner: object = None) -> A:
        return self._kind()


class GenerationManager(Manager):
    """What ``Generation`` is.

    ``...Parts`` are lists, a new one each time, for the setters that take a list. The managers, such as
    ``Payload`` and ``Tool``, make single parts. ``Create...`` make what a request has one of.
    """

    __slots__ = ()

    MessageParts = _Begins(InputItems)
    ContentParts = _Begins(Content)
    OutputContentParts = _Begins(OutputContent)
    AnnotationParts = _Begins(Annotations)
    ReasoningSummaryParts = _Begins(ReasoningSummary)
    FileSearchResultParts = _Begins(FileSearchResults)
    FunctionOutputParts = _Begins(FunctionOutputs)
    CodeInterpreterOutputParts = _Begins(CodeOutputs)
    ShellCallOutputParts = _Begins(ShellCallOutputs)
    MCPToolListParts = _Begins(MCPToolList)
    DragPathParts = _Begins(DragPath)
    PendingSafetyCheckParts = _Begins(PendingSafetyChecks)
    AcknowledgedSafetyCheckParts = _Begins(AcknowledgedSafetyChecks)
    ToolParts = _Begins(Tools)
    LocalSkillParts = _Begins(LocalSkills)
    ContainerSkillParts = _Begins(ContainerSkills)

    Payload = Payload()
    Content = ContentManager()
    Output = OutputContentManager()
    Annotation = AnnotationManager()
    Context = ContextManager()
    Computer = ComputerActionManager()
    Tool = ToolManager()
    ToolChoice = ToolChoiceManager()
    Shell = ShellManager()

    CreateText = creates(TextFormatTextPrams)
    CreateJSONSchema = creates(TextJSONSchemaParams)
    CreateJSONObject = creates(TextJSONObjectParams)
    CreateReasoning = creates(ReasoningParams)
    CreatePrompt = creates(PromptParams)
    CreateContextManagement = creates(ContextManagementParams)


Generation = GenerationManager()
