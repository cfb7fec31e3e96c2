"""Parameters of Gemini's OpenAI-compatible API in addition to OpenAI's. Source: https://ai.google.dev/gemini-api/docs/openai"""

from __future__ import annotations

from ...core.building.params import JsonParam
from ...core.building.setters import setter
from ..types import ThinkingLevelType


class ThinkingConfig(JsonParam):
    """The thinking settings of Gemini."""

    __slots__ = ()

    IncludeThoughts = setter(bool, "includeThoughts", doc="Whether a summary of the thoughts comes too.")
    ThinkingBudget = setter(int, "thinkingBudget", doc="How many tokens the thoughts may have.")
    ThinkingLevel = setter(ThinkingLevelType, "thinkingLevel", doc="How much it thinks.")


class ExtraBody(JsonParam):
    """Gemini-specific settings, which ``ChatParams.ExtraBody`` adds to the request."""

    __slots__ = ()

    ThinkingConfig = setter(ThinkingConfig, "thinking_config", doc="How it thinks before it answers.")
    CachedContent = setter(str, "cached_content", doc="The name of cached content to go on from.")
