"""What the events of a stream amount to: a response, as if it had not been streamed.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

import copy

from ...core.errors import GenAIException
from .content import ResponseMessageContent
from .output_items import ResponseOutput, ResponseOutputMessage
from .results import Response, ResponseError
from .stream_events import (
    ResponseCompleted,
    ResponseFailed,
    ResponseIncomplete,
    ResponseOutputItemDone,
    ResponseOutputTextDelta,
    ResponseStream,
    ResponseStreamError,
)

_ENDS = (ResponseCompleted, ResponseIncomplete, ResponseFailed)


def trouble(event: ResponseStream) -> tuple[str, str, str] | None:
    """Code, message and param of an event that says that the response failed; None of any other."""
    if isinstance(event, ResponseStreamError):
        code, message = _said(event.error)
        return str(event.code or code), str(event.message or message), str(event.param)
    if isinstance(event, ResponseFailed):
        code, message = _said(event.response.error if isinstance(event.response, Response) else None)
        return code, message or "the response failed", ""
    return None


def _said(error: ResponseError | str | None) -> tuple[str, str]:
    # Some servers send a text in place of an error object.
    if isinstance(error, ResponseError):
        return str(error.code), str(error.message)
    return "", str(error or "")


class ResponseCollector:
    """Puts the events of a stream together."""

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._end: ResponseStream | None = None
        self._response: Response | None = None
        self._done: dict[int, ResponseOutput] = {}
        self._texts: dict[int, list[str]] = {}

    def add(self, chunk: ResponseStream) -> None:
        """Take the next event."""
        # Most events are deltas: they are told by their class, without a look at anything else.
        if type(chunk) is ResponseOutputTextDelta:
            index = chunk.output_index if type(chunk.output_index) is int else 0
            if index in self._texts:
                self._texts[index].append(chunk.delta)
            else:
                self._texts[index] = [chunk.delta]
        else:
            self._add(chunk)

    def _add(self, chunk: ResponseStream) -> None:
        if isinstance(chunk, ResponseOutputItemDone):
            if isinstance(chunk.item, ResponseOutput):
                index = chunk.output_index if type(chunk.output_index) is int else len(self._done)
                self._done[index] = chunk.item
            return
        if isinstance(chunk.response, Response):
            self._response = chunk.response
        if isinstance(chunk, _ENDS):
            self._end = chunk
        found = trouble(chunk)
        if found is not None and self.failure is None:
            code, message, param = found
            self.failure = GenAIException(
                0, f"({code}) {message}", type=code, param=param, body=chunk.JSONResponse
            )

    def is_complete(self) -> bool:
        """Whether the response has been said to be completed, incomplete or failed."""
        return self._end is not None

    @property
    def result(self) -> Response:
        """The response. What a thin last event leaves out comes from the events before it."""
        response = self._response or Response(object="response")
        if response.output or not (self._done or self._texts):
            return response
        filled = copy.copy(response)
        if response.extra:
            filled._extra = dict(response.extra)
        filled.output = [
            self._done.get(index) or _message("".join(map(str, self._texts[index])))
            for index in sorted({*self._done, *self._texts})
        ]
        return filled

    @property
    def resolution(self) -> ResponseStream:
        """The event that ended the stream, as the original's promise gives it."""
        end = self._end or ResponseCompleted(type="response.completed")
        if isinstance(end, _ENDS):
            end.response = self.result
        return end


def _message(text: str) -> ResponseOutputMessage:
    part = ResponseMessageContent(type="output_text", text=text)
    return ResponseOutputMessage(type="message", role="assistant", content=[part])
