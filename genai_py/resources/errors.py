"""The object in which the API says what went wrong.

A call that fails raises an exception made of it; in files, such as those of a batch, it comes as it is.
Source: https://platform.openai.com/docs/guides/error-codes
"""

from __future__ import annotations

from ..core.results.base import Result, result


@result
class ErrorDetail(Result):
    """What went wrong. ``code``: the API's word for it, or a number from some servers."""

    code: str | int | None = None
    type: str = ""
    message: str = ""
    param: str = ""


@result
class Error(Result):
    """An error as the body of a reply."""

    error: ErrorDetail | None = None
