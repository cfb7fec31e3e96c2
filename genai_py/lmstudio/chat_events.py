"""The events of a streamed chat. Source: https://lmstudio.ai/docs/developer/rest/streaming-events"""

from __future__ import annotations

from enum import Enum
from typing import Any

from ..core.results.base import Result, result
from ..core.results.decoding import register_tagged_union
from .chat_results import (
    LMChat,
    LMChatInvalidToolCall,
    LMChatOutput,
    LMChatToolCall,
    LMInvalidCall,
    LMProviderInfo,
)


class LMChatEventType(str, Enum):
    """The types of events. Source: https://lmstudio.ai/docs/developer/rest/streaming-events"""

    chat_start = "chat.start"
    model_load_start = "model_load.start"
    model_load_progress = "model_load.progress"
    model_load_end = "model_load.end"
    prompt_processing_start = "prompt_processing.start"
    prompt_processing_progress = "prompt_processing.progress"
    prompt_processing_end = "prompt_processing.end"
    reasoning_start = "reasoning.start"
    reasoning_delta = "reasoning.delta"
    reasoning_end = "reasoning.end"
    message_start = "message.start"
    message_delta = "message.delta"
    message_end = "message.end"
    tool_call_start = "tool_call.start"
    tool_call_arguments = "tool_call.arguments"
    tool_call_success = "tool_call.success"
    tool_call_failure = "tool_call.failure"
    error = "error"
    chat_end = "chat.end"

    __str__ = str.__str__


@result
class LMErrorInfo(Result):
    """An error as the server reports it. type: such as ``mcp_connection_error``. param: the field that is wrong."""

    type: str = ""
    message: str = ""
    code: str = ""
    param: str = ""


class _EventView(Result):
    """All fields of the events; those that an event does not have are empty."""

    __slots__ = ()

    model_instance_id: str = ""
    progress: float | None = None
    load_time_seconds: float | None = None
    content: str = ""
    tool: str = ""
    arguments: Any = None
    output: str = ""
    provider_info: LMProviderInfo | None = None
    reason: str = ""
    metadata: LMInvalidCall | None = None
    error: LMErrorInfo | str | None = None
    result: LMChat | None = None

    @property
    def call(self) -> LMChatOutput | None:
        """The call that has ended with this event, as it is in the answer; None for other events."""
        return None


@result
class LMChatEvent(_EventView):
    """An event. Its class or ``type`` says what happened; an unknown type has this class, and its fields in ``extra``.

    Fields of other types are empty.
    """

    type: LMChatEventType | str | None = None


@result
class LMChatStart(LMChatEvent):
    """The first event."""

    model_instance_id: str = ""


@result
class LMChatModelLoadStart(LMChatEvent):
    """The model is not loaded: loading begins."""

    model_instance_id: str = ""


@result
class LMChatModelLoadProgress(LMChatEvent):
    """How much of the model is loaded. progress: from 0 to 1."""

    model_instance_id: str = ""
    progress: float | None = None


@result
class LMChatModelLoadEnd(LMChatEvent):
    """The model is loaded."""

    model_instance_id: str = ""
    load_time_seconds: float | None = None


@result
class LMChatPromptStart(LMChatEvent):
    """The processing of the prompt begins; with tools, again after each round of calls."""


@result
class LMChatPromptProgress(LMChatEvent):
    """How much of the prompt is processed. progress: from 0 to 1."""

    progress: float | None = None


@result
class LMChatPromptEnd(LMChatEvent):
    """The prompt is processed."""


@result
class LMChatReasoningStart(LMChatEvent):
    """The model begins to think."""


@result
class LMChatReasoningDelta(LMChatEvent):
    """The next piece of the reasoning."""

    content: str = ""


@result
class LMChatReasoningEnd(LMChatEvent):
    """The reasoning is complete."""


@result
class LMChatMessageStart(LMChatEvent):
    """A message begins."""


@result
class LMChatMessageDelta(LMChatEvent):
    """The next piece of a message."""

    content: str = ""


@result
class LMChatMessageEnd(LMChatEvent):
    """A message is complete."""


@result
class LMChatToolCallStart(LMChatEvent):
    """The model calls a tool; its arguments follow."""

    tool: str = ""
    provider_info: LMProviderInfo | None = None


@result
class LMChatToolCallArguments(LMChatEvent):
    """The arguments of a call, as a whole."""

    tool: str = ""
    arguments: Any = None
    provider_info: LMProviderInfo | None = None


@result
class LMChatToolCallSuccess(LMChatEvent):
    """A tool was run."""

    tool: str = ""
    arguments: Any = None
    output: str = ""
    provider_info: LMProviderInfo | None = None

    @property
    def call(self) -> LMChatToolCall:
        """The call with its output, as it is in the answer."""
        return LMChatToolCall(
            type="tool_call",
            tool=self.tool,
            arguments=self.arguments,
            output=self.output,
            provider_info=self.provider_info,
        )


@result
class LMChatToolCallFailure(LMChatEvent):
    """A call was not run. reason: the server's words."""

    reason: str = ""
    metadata: LMInvalidCall | None = None

    @property
    def call(self) -> LMChatInvalidToolCall:
        """The call, as it is in the answer."""
        return LMChatInvalidToolCall(type="invalid_tool_call", reason=self.reason, metadata=self.metadata)


@result
class LMChatErrorEvent(LMChatEvent):
    """The chat failed. ``chat.end`` follows, with what was generated before."""

    error: LMErrorInfo | str | None = None


@result
class LMChatEnd(LMChatEvent):
    """The last event. result: the whole answer."""

    result: LMChat | None = None


EVENT_KINDS: dict[LMChatEventType, type[LMChatEvent]] = {
    LMChatEventType.chat_start: LMChatStart,
    LMChatEventType.model_load_start: LMChatModelLoadStart,
    LMChatEventType.model_load_progress: LMChatModelLoadProgress,
    LMChatEventType.model_load_end: LMChatModelLoadEnd,
    LMChatEventType.prompt_processing_start: LMChatPromptStart,
    LMChatEventType.prompt_processing_progress: LMChatPromptProgress,
    LMChatEventType.prompt_processing_end: LMChatPromptEnd,
    LMChatEventType.reasoning_start: LMChatReasoningStart,
    LMChatEventType.reasoning_delta: LMChatReasoningDelta,
    LMChatEventType.reasoning_end: LMChatReasoningEnd,
    LMChatEventType.message_start: LMChatMessageStart,
    LMChatEventType.message_delta: LMChatMessageDelta,
    LMChatEventType.message_end: LMChatMessageEnd,
    LMChatEventType.tool_call_start: LMChatToolCallStart,
    LMChatEventType.tool_call_arguments: LMChatToolCallArguments,
    LMChatEventType.tool_call_success: LMChatToolCallSuccess,
    LMChatEventType.tool_call_failure: LMChatToolCallFailure,
    LMChatEventType.error: LMChatErrorEvent,
    LMChatEventType.chat_end: LMChatEnd,
}
"""The classes of the events."""

register_tagged_union(LMChatEvent, "type", {kind.value: cls for kind, cls in EVENT_KINDS.items()})
