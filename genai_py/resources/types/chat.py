"""Enumerations of the chat API; most are shared with responses.

Source: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from enum import Enum


class Role(str, Enum):
    """The roles of messages."""

    assistant = "assistant"
    user = "user"
    developer = "developer"
    system = "system"
    tool = "tool"
    unknown = "unknown"
    critic = "critic"
    discriminator = "discriminator"
    sdk_unknown = "sdk_unknown"


class AudioFormat(str, Enum):
    """The formats of audio in a message."""

    wav = "wav"
    mp3 = "mp3"
    flac = "flac"
    opus = "opus"
    pcm16 = "pcm16"
    sdk_unknown = "sdk_unknown"


class ImageDetail(str, Enum):
    """The detail level of an image; ``low`` uses fewer tokens."""

    low = "low"
    high = "high"
    auto = "auto"
    original = "original"
    sdk_unknown = "sdk_unknown"


class ReasoningEffort(str, Enum):
    """The reasoning effort of a model."""

    none = "none"
    minimal = "minimal"
    low = "low"
    medium = "medium"
    high = "high"
    xhigh = "xhigh"
    max = "max"
    sdk_unknown = "sdk_unknown"


class Modalities(str, Enum):
    """The modalities of an answer."""

    text = "text"
    audio = "audio"
    sdk_unknown = "sdk_unknown"


class ChatVoice(str, Enum):
    """The voices first available in chat only; ``AudioVoice`` has all of them."""

    ash = "ash"
    ballad = "ballad"
    coral = "coral"
    sage = "sage"
    verse = "verse"
    sdk_unknown = "sdk_unknown"


class ToolChoice(str, Enum):
    """Whether the model may, must or must not call tools."""

    none = "none"
    auto = "auto"
    required = "required"
    sdk_unknown = "sdk_unknown"


class FinishReason(str, Enum):
    """The finish reasons of a choice."""

    stop = "stop"
    length = "length"
    content_filter = "content_filter"
    tool_calls = "tool_calls"
    sdk_unknown = "sdk_unknown"


class ToolCalls(str, Enum):
    """The types of tools in a chat request."""

    function = "function"
    custom = "custom"
    sdk_unknown = "sdk_unknown"


class SearchWebOptions(str, Enum):
    """How much of the pages found by a web search the model gets as context."""

    low = "low"
    medium = "medium"
    high = "high"
    sdk_unknown = "sdk_unknown"


class VerbosityType(str, Enum):
    """The verbosity of an answer."""

    low = "low"
    medium = "medium"
    high = "high"
    sdk_unknown = "sdk_unknown"


class SchemaType(str, Enum):
    """The value types of a JSON schema."""

    unspecified = "unspecified"
    string = "string"
    number = "number"
    integer = "integer"
    boolean = "boolean"
    array = "array"
    object = "object"
    sdk_unknown = "sdk_unknown"


class ThinkingLevelType(str, Enum):
    """The thinking level of a Gemini model. Source: https://ai.google.dev/gemini-api/docs/thinking"""

    THINKING_LEVEL_UNSPECIFIED = "THINKING_LEVEL_UNSPECIFIED"
    MINIMAL = "MINIMAL"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    sdk_unknown = "sdk_unknown"
