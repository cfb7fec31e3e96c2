"""Responses: a model's answers, with tools, streams and context that the server keeps.

Source: https://platform.openai.com/docs/api-reference/responses
"""

from __future__ import annotations

from .route import ResponsesRoute as ResponsesRoute
