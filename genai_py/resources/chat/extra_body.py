"""Parameters of Gemini's OpenAI-compatible API in addition to OpenAI's. Source: https://ai.google.dev/gemini-api/docs/openai"""

from __future__ import annotations

from ...core.building.params import JsonParam
from ...core.building.setters import setter
from ..types import ThinkingLevelType


class ThinkingConfig(JsonParam):
    """The thinking settings of Gemini."""

    __slots__ = ()

    IncludeThoughts = setter(bool, "includeThoughts", doc="Whether to include a summary of the reasoning.")
    ThinkingBudget = setter(int, "thinkingBudget", doc="The maximum number of reasoning tokens.")
    ThinkingLevel = setter(ThinkingLevelType, "thinkingLevel", doc="The thinking level.")


class ExtraBody(JsonParam):
    """Gemini-specific settings, which ``ChatParams.ExtraBody`` adds to the request."""

    __slots__ = ()

    ThinkingConfig = setter(ThinkingConfig, "thinking_config", doc="The thinking settings.")
    CachedContent = setter(str, "cached_content", doc="The name of cached content that precedes the prompt.")
