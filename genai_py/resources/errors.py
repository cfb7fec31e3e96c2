"""The error object of the API.

A failed call raises an exception created from it; files, such as those of a batch, contain the object itself.
Source: https://platform.openai.com/docs/guides/error-codes
"""

from __future__ import annotations

from ..core.results.base import Result, result


@result
class ErrorDetail(Result):
    """An error. ``code``: the API's name for it, or a number from some servers."""

    code: str | int | None = None
    type: str = ""
    message: str = ""
    param: str = ""


@result
class Error(Result):
    """An error as the body of a reply."""

    error: ErrorDetail | None = None
