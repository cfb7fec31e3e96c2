"""What was found harmful in a request and in its answer, where the request asked for a check of them.

Source: https://platform.openai.com/docs/api-reference/responses/object
"""

from __future__ import annotations

from ..core.results.base import Result, items, result
from ..core.results.decoding import register_tagged_union


@result
class ModerationOutcome(Result):
    """What a check gave. Comes as the class of its ``type``, where that is known."""

    type: str = ""


@result
class ModerationOutcomeFound(ModerationOutcome):
    """``moderation_result``: for each kind of harm whether it was found, how sure the model is, and in what.

    category_scores: 0 to 1. category_applied_input_types: ``text``, ``image`` or both.
    """

    model: str = ""
    flagged: bool | None = None
    categories: dict[str, bool] | None = None
    category_scores: dict[str, float] | None = None
    category_applied_input_types: dict[str, list[str]] | None = None


@result
class ModerationOutcomeList(ModerationOutcome):
    """``moderation_results``: what was found in each of several texts."""

    model: str = ""
    results: list[ModerationOutcomeFound] = items()


@result
class ModerationOutcomeError(ModerationOutcome):
    """``error``: why nothing was checked."""

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
    """What was found in the request, ``input``, and in the answer, ``output``."""

    input: ModerationOutcome | None = None
    output: ModerationOutcome | None = None
