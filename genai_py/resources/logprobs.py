"""Log probabilities of tokens, in chat and in responses.

Source: https://platform.openai.com/docs/api-reference/chat/object#chat/object-choices
"""

from __future__ import annotations

from ..core.results.base import Result, items, result


@result
class TopLogprobs(Result):
    """An alternative token with its log probability. bytes: the token's UTF-8."""

    token: str = ""
    logprob: float | None = None
    bytes: list[int] = items()


@result
class LogprobsDetail(TopLogprobs):
    """A token with its log probability and the most likely alternatives."""

    top_logprobs: list[TopLogprobs] = items()


@result
class Logprobs(LogprobsDetail):
    """The log probabilities of a choice's tokens, those of its text and of its refusal.

    The original has a class of this name for a token of a response too, whose fields this one has as well; they are
    empty in a choice.
    """

    content: list[LogprobsDetail] = items()
    refusal: list[LogprobsDetail] = items()


# The original has the same classes once more for responses.
LogProb = LogprobsDetail
TopLogProb = TopLogprobs
ResponseOutputLogprob = LogprobsDetail
ResponseOutputLogprobItem = TopLogprobs
