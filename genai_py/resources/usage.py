"""Token counts, the same for chat, completions and embeddings.

Source: https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage
"""

from __future__ import annotations

from ..core.results.base import Result, result
from .statistics import counted


@result
class CompletionDetail(Result):
    """The details of the completion tokens."""

    accepted_prediction_tokens: int | None = None
    audio_tokens: int | None = None
    reasoning_tokens: int | None = None
    text_tokens: int | None = None
    rejected_prediction_tokens: int | None = None


@result
class PromptDetail(Result):
    """The details of the prompt tokens."""

    audio_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    image_tokens: int | None = None
    text_tokens: int | None = None


@result
class Usage(Result):
    """The token usage of a request."""

    completion_tokens: int | None = None
    prompt_tokens: int | None = None
    total_tokens: int | None = None
    completion_tokens_details: CompletionDetail | None = None
    prompt_tokens_details: PromptDetail | None = None

    def _tokens(self) -> tuple[int, int]:
        return counted(self.prompt_tokens, self.completion_tokens)
