"""Turns the pieces of a streamed file into chunks, and detects an error in the place of the file. Sans-I/O."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from ..errors import GenAIException, error_from_object, error_in
from ..redaction import Redactor
from ..results.base import loads
from .chunk_reader import Collector, ReplyHead
from .reply_errors import LONGEST_ERROR

C = TypeVar("C")


class PieceReader(Generic[C]):
    """Reads a reply for an operation that may reply with a file or an event stream.

    A reply that begins like JSON is kept until its end, if it is not too long for an error.
    """

    is_whole = is_settled = False
    """A file is complete only at the end of the reply."""

    def __init__(self, kind: Any, collector: Collector[C], reply: ReplyHead, redactor: Redactor) -> None:
        self._kind = kind
        self._collector = collector
        self._reply = reply
        self._redactor = redactor
        # The beginning of a reply that may be an error; None after it.
        self._begun: bytes | None = b""
        self.ended = False

    def feed(self, data: bytes) -> Iterator[C]:
        """Yield the piece as a chunk, unless the reply may be an error."""
        if self._begun is not None:
            self._begun += data
            if self._begun.lstrip()[:1] in (b"", b"{", b"[") and len(self._begun) <= LONGEST_ERROR:
                return
            data, self._begun = self._begun, None
        yield from self._added(data)

    def end(self) -> Iterator[C]:
        """Yield what was kept. Raises GenAIException if it is an error instead of a file."""
        self.ended = True
        begun, self._begun = self._begun, None
        if begun:
            error = self._error_in(begun)
            if error is not None:
                raise self._redactor.error(error)
            yield from self._added(begun)

    def _added(self, data: bytes) -> Iterator[C]:
        chunk: C = self._kind.of_bytes(data)
        self._collector.add(chunk)
        yield chunk
        if self._collector.failure is not None:
            # A copy: the traceback of the error holds the collector.
            raise self._redactor.error(copy.copy(self._collector.failure))

    def _error_in(self, body: bytes) -> GenAIException | None:
        try:
            error = error_in(loads(body), is_whole=True)
        except (ValueError, RecursionError):
            return None
        if error is None:
            return None
        headers = self._reply.headers
        details: dict[str, Any] = {
            "request_id": headers.get("x-request-id", ""),
            "headers": dict(headers),
            "body": self._redactor.text(body.decode("utf-8", "replace")),
        }
        return error_from_object(200, self._redactor.value(error), **details)
