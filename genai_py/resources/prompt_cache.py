"""Prompt caching: reuse of common beginnings of prompts.

Source: https://platform.openai.com/docs/guides/prompt-caching
"""

from __future__ import annotations

from ..core.results.base import Result, result


@result
class PromptCacheBreakpoint(Result):
    """A breakpoint: the end of the cached part of a prompt."""

    mode: str = ""


@result
class PromptCacheOptions(Result):
    """The caching settings. ttl: the minimum lifetime, such as ``30m``. mode: ``implicit`` or ``explicit``."""

    ttl: str = ""
    mode: str = ""
