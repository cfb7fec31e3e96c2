"""Enumerations of the Messages API. Source: https://platform.claude.com/docs/en/api/messages"""

from __future__ import annotations

from enum import Enum


class MessageStopReason(str, Enum):
    """Why the model stopped."""

    end_turn = "end_turn"
    max_tokens = "max_tokens"
    stop_sequence = "stop_sequence"
    tool_use = "tool_use"
    pause_turn = "pause_turn"
    refusal = "refusal"
    model_context_window_exceeded = "model_context_window_exceeded"
    sdk_unknown = "sdk_unknown"


class MessageBlockType(str, Enum):
    """The types of content blocks."""

    text = "text"
    image = "image"
    document = "document"
    search_result = "search_result"
    thinking = "thinking"
    redacted_thinking = "redacted_thinking"
    tool_use = "tool_use"
    tool_result = "tool_result"
    server_tool_use = "server_tool_use"
    web_search_tool_result = "web_search_tool_result"
    web_fetch_tool_result = "web_fetch_tool_result"
    code_execution_tool_result = "code_execution_tool_result"
    bash_code_execution_tool_result = "bash_code_execution_tool_result"
    text_editor_code_execution_tool_result = "text_editor_code_execution_tool_result"
    mcp_tool_use = "mcp_tool_use"
    mcp_tool_result = "mcp_tool_result"
    container_upload = "container_upload"
    sdk_unknown = "sdk_unknown"


class MessageSourceType(str, Enum):
    """Where an image or a document comes from."""

    base64 = "base64"
    url = "url"
    text = "text"
    content = "content"
    file = "file"
    sdk_unknown = "sdk_unknown"


class MessageDeltaType(str, Enum):
    """The types of what a ``content_block_delta`` adds to a block."""

    text_delta = "text_delta"
    input_json_delta = "input_json_delta"
    thinking_delta = "thinking_delta"
    signature_delta = "signature_delta"
    citations_delta = "citations_delta"
    sdk_unknown = "sdk_unknown"


class MessageStreamType(str, Enum):
    """The types of events in a stream."""

    message_start = "message_start"
    content_block_start = "content_block_start"
    content_block_delta = "content_block_delta"
    content_block_stop = "content_block_stop"
    message_delta = "message_delta"
    message_stop = "message_stop"
    ping = "ping"
    error = "error"
    sdk_unknown = "sdk_unknown"


class MessageToolChoiceType(str, Enum):
    """Whether tools may, must or must not be called; ``tool`` names one that must be."""

    auto = "auto"
    any = "any"
    tool = "tool"
    none = "none"
    sdk_unknown = "sdk_unknown"


class MessageThinkingType(str, Enum):
    """Whether the model thinks before it answers."""

    enabled = "enabled"
    disabled = "disabled"
    adaptive = "adaptive"
    sdk_unknown = "sdk_unknown"
