"""The errors of a client's replies, without its secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..building.urls import without_query
from ..errors import GenAIException, GenAIInvalidResponseError, error_from_object, error_from_reply, excerpt
from ..results.decoding import ErrorBody
from ..wire.transport import HttpReply, HttpRequest
from .configuration import GenAIConfiguration

LONGEST_ERROR = 65536
"""The size in bytes up to which a body may be an error, or is quoted in one."""


class ReplyErrors(GenAIConfiguration):
    """A configuration that makes exceptions from replies."""

    def _reply_error(
        self, request: HttpRequest, status: int, reason: str, headers: Mapping[str, str], body: bytes
    ) -> GenAIException:
        where = f"{request.method} {without_query(request.url)}"
        return self._described(error_from_reply(status, reason, headers, body, where, self.redactor.value))

    def _error_of_200(
        self, error: Any, request: HttpRequest, headers: Mapping[str, str], body: bytes
    ) -> GenAIException:
        where = f"{request.method} {without_query(request.url)}"
        redactor = self.redactor
        details: dict[str, Any] = {
            "request_id": headers.get("x-request-id", ""),
            "headers": headers,
            "body": redactor.text(body[:LONGEST_ERROR].decode("utf-8", "replace")),
        }
        return self._described(error_from_object(200, redactor.value(error), where=where, **details))

    def _undecodable(self, error: Exception, request: HttpRequest, reply: HttpReply) -> GenAIException:
        if isinstance(error, ErrorBody):
            # Some servers send errors with status 200.
            return self._error_of_200(error.error, request, reply.headers, reply.body)
        redactor = self.redactor
        shown = redactor.text(reply.body[:LONGEST_ERROR].decode("utf-8", "replace"))
        if reply.body.lstrip()[:6] in (b"data: ", b"event:", b"data:{"):
            said = "answered with a stream; ask for it with CreateStream or Stream, or leave out Stream in the request"
        else:
            said = f"did not answer with JSON ({error})"
        invalid = GenAIInvalidResponseError(
            reply.status,
            f"{request.method} {without_query(request.url)} {said}; "
            + (f"the body is: {excerpt(shown)}" if shown.strip() else "the body is empty"),
            request_id=reply.headers.get("x-request-id", ""),
            headers=dict(reply.headers),
            body=shown,
        )
        return redactor.error(invalid)
