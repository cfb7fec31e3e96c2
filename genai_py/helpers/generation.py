"""``Generation``: composes the requests of responses without importing their builder classes.

Its attributes return new list builders, its methods new parts::

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


class _NewList(Generic[A]):
    """An attribute of a class and its instances that returns a new list builder on each access."""

    def __init__(self, builder: Callable[[], A]) -> None:
        self._builder = builder
        self.__doc__ = f"A new list. {builder.__doc__}"

    def __get__(self, instance: object, owner: object = None) -> A:
        return self._builder()


class GenerationManager(Manager):
    """The class of ``Generation``.

    The ``...Parts`` attributes return new list builders, for setters that take a list. The managers, such as
    ``Payload`` and ``Tool``, create single parts. The ``Create...`` methods create the objects of a request, such as
    its reasoning options.
    """

    __slots__ = ()

    MessageParts = _NewList(InputItems)
    ContentParts = _NewList(Content)
    OutputContentParts = _NewList(OutputContent)
    AnnotationParts = _NewList(Annotations)
    ReasoningSummaryParts = _NewList(ReasoningSummary)
    FileSearchResultParts = _NewList(FileSearchResults)
    FunctionOutputParts = _NewList(FunctionOutputs)
    CodeInterpreterOutputParts = _NewList(CodeOutputs)
    ShellCallOutputParts = _NewList(ShellCallOutputs)
    MCPToolListParts = _NewList(MCPToolList)
    DragPathParts = _NewList(DragPath)
    PendingSafetyCheckParts = _NewList(PendingSafetyChecks)
    AcknowledgedSafetyCheckParts = _NewList(AcknowledgedSafetyChecks)
    ToolParts = _NewList(Tools)
    LocalSkillParts = _NewList(LocalSkills)
    ContainerSkillParts = _NewList(ContainerSkills)

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
