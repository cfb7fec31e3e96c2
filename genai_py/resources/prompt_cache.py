"""What the server keeps of a prompt for requests that begin alike.

Source: https://platform.openai.com/docs/guides/prompt-caching
"""

from __future__ import annotations

from ..core.results.base import Result, result


@result
class PromptCacheBreakpoint(Result):
    """The end of what the server shall keep of a prompt."""

    mode: str = ""


@result
class PromptCacheOptions(Result):
    """How prompts are kept. ttl: for how long at least, such as ``30m``. mode: ``implicit`` or ``explicit``."""

    ttl: str = ""
    mode: str = ""
