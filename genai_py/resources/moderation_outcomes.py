"""Moderation results of a request and its answer, if the request enabled moderation.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from ..core.results.base import Result, items, result
from ..core.results.decoding import register_tagged_union


@result
class ModerationOutcome(Result):
    """A moderation result, decoded to the class of its ``type`` if that is known."""

    type: str = ""


@result
class ModerationOutcomeFound(ModerationOutcome):
    """``moderation_result``: whether each category was detected, its score, and the input types.

    category_scores: 0 to 1. category_applied_input_types: ``text``, ``image`` or both.
    """

    model: str = ""
    flagged: bool | None = None
    categories: dict[str, bool] | None = None
    category_scores: dict[str, float] | None = None
    category_applied_input_types: dict[str, list[str]] | None = None


@result
class ModerationOutcomeList(ModerationOutcome):
    """``moderation_results``: the results of several texts."""

    model: str = ""
    results: list[ModerationOutcomeFound] = items()


@result
class ModerationOutcomeError(ModerationOutcome):
    """``error``: the reason for a failed check."""

    code: str = ""
    message: str = ""


register_tagged_union(
    ModerationOutcome,
    "type",
    {
        "moderation_result": ModerationOutcomeFound,
        "moderation_results": ModerationOutcomeList,
        "error": ModerationOutcomeError,
    },
)


@result
class ModerationOutcomes(Result):
    """The results for the request, ``input``, and the answer, ``output``."""

    input: ModerationOutcome | None = None
    output: ModerationOutcome | None = None
