"""Merges the events of a streamed chat into an answer.

Source: https://lmstudio.ai/docs/developer/rest/streaming-events
"""

from __future__ import annotations

import copy
from typing import Any

import attrs

from ..core.errors import GenAIException, error_from_object
from ..core.results.base import Result
from ..core.results.decoding import hook_for
from ..core.results.exact import whole_text
from .chat_events import (
    LMChatEnd,
    LMChatErrorEvent,
    LMChatEvent,
    LMChatMessageDelta,
    LMChatMessageEnd,
    LMChatMessageStart,
    LMChatModelLoadEnd,
    LMChatReasoningDelta,
    LMChatReasoningEnd,
    LMChatReasoningStart,
    LMChatToolCallArguments,
    LMChatToolCallFailure,
    LMChatToolCallStart,
    LMChatToolCallSuccess,
)
from .chat_results import LMChat, LMInvalidCall, LMProviderInfo, text_of

_BOUNDARIES = (LMChatMessageStart, LMChatMessageEnd, LMChatReasoningStart, LMChatReasoningEnd)


class LMChatError(GenAIException):
    """A streamed chat failed. result: what was generated before. The rest: as in ``GenAIException``."""

    def __init__(self, code: int = 0, error_message: str = "", *, result: LMChat | None = None, **details: Any) -> None:
        super().__init__(code, error_message, **details)
        self.result = LMChat() if result is None else result


@attrs.define
class _Item:
    """An item of the answer.

    fields: its JSON. pieces: its text so far. is_open: whether it is a call that has not ended.
    """

    fields: dict[str, Any]
    pieces: list[str] = attrs.field(factory=list)
    is_open: bool = False

    def to_json(self) -> dict[str, Any]:
        fields = copy.deepcopy(self.fields)
        return {**fields, "content": whole_text("".join(self.pieces))} if self.pieces else fields


class LMChatCollector:
    """Merges the events of a stream. The answer is that of ``chat.end``; without it, what the other events have."""

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._error: LMChatError | None = None
        self._ended = False
        self._answer: LMChat | None = None
        self._instance = ""
        self._load_time: float | None = None
        self._items: list[_Item] = []
        # The item that the next delta of its type extends.
        self._growing: _Item | None = None

    def add(self, chunk: LMChatEvent) -> None:
        """Add the next event. What the end of a tool call lacks is filled in from the events before it."""
        if isinstance(chunk, LMChatMessageDelta):
            self._grow("message", chunk.content)
        elif isinstance(chunk, LMChatReasoningDelta):
            self._grow("reasoning", chunk.content)
        elif isinstance(chunk, _BOUNDARIES):
            self._growing = None
        elif isinstance(chunk, (LMChatToolCallStart, LMChatToolCallArguments)):
            self._take_call(chunk)
        elif isinstance(chunk, (LMChatToolCallSuccess, LMChatToolCallFailure)):
            self._end_call(chunk)
        elif isinstance(chunk, LMChatErrorEvent):
            if self._error is None and not self._ended:
                self._error = _error_of(chunk)
        elif isinstance(chunk, LMChatEnd):
            self._end(chunk)
        elif isinstance(chunk, LMChatModelLoadEnd):
            self._load_time = chunk.load_time_seconds
        self._instance = chunk.model_instance_id or self._instance

    def _grow(self, kind: str, content: Any) -> None:
        item = self._growing
        if item is None or item.fields["type"] != kind:
            item = self._growing = _Item({"type": kind})
            self._items.append(item)
        item.pieces.append(content if isinstance(content, str) else text_of(content))

    def _take_call(self, event: LMChatEvent) -> None:
        self._growing = None
        call = None
        if isinstance(event, LMChatToolCallArguments):
            call = next((each for each in self._open_calls(event.tool) if "arguments" not in each.fields), None)
        if call is None:
            call = _Item({}, is_open=True)
            self._items.append(call)
        call.fields.update(_fields_of(event), type="tool_call")

    def _end_call(self, event: LMChatToolCallSuccess | LMChatToolCallFailure) -> None:
        self._growing = None
        if isinstance(event, LMChatToolCallSuccess):
            calls = self._open_calls(event.tool)
            same = (each for each in calls if event.arguments in (None, each.fields.get("arguments")))
            call = next(same, calls[0] if calls else None)
            known = {} if call is None else call.to_json()
            event.tool = event.tool or known.get("tool", "")
            if event.arguments is None:
                event.arguments = known.get("arguments")
            if event.provider_info is None and "provider_info" in known:
                event.provider_info = hook_for(LMProviderInfo)(copy.copy(known["provider_info"]))
            fields = {**known, **_fields_of(event), "type": "tool_call"}
        else:
            named = event.metadata.tool_name if isinstance(event.metadata, LMInvalidCall) else ""
            call = next(iter(self._open_calls(named)), None)
            fields = {**_fields_of(event), "type": "invalid_tool_call"}
        if call is None:
            self._items.append(_Item(fields))
        else:
            call.fields, call.is_open = fields, False

    def _open_calls(self, tool: str) -> list[_Item]:
        """Return the calls of this name without an end; all of them if there is no name."""
        return [each for each in self._items if each.is_open and (not tool or each.fields.get("tool") in (None, tool))]

    def _end(self, event: LMChatEnd) -> None:
        if self._ended:
            return
        self._ended = True
        if isinstance(event.result, LMChat):
            self._answer = event.result
        self.failure = self.pending_error

    @property
    def pending_error(self) -> LMChatError | None:
        """The error that an event has reported, with what was generated until now; None without one."""
        if self._error is not None:
            self._error.result = self.result
        return self._error

    def is_complete(self) -> bool:
        """Return whether the answer has ended, or an error was reported."""
        return self._ended or self._error is not None

    def is_settled(self) -> bool:
        """Same as ``is_complete``: a stream has one answer."""
        return self.is_complete()

    def is_usable(self) -> bool:
        """Return whether anything was generated."""
        return bool(self._items)

    @property
    def result(self) -> LMChat:
        """The answer, complete or as far as it came."""
        if self._answer is not None:
            return self._answer
        stats = {} if self._load_time is None else {"model_load_time_seconds": self._load_time}
        output = [item.to_json() for item in self._items]
        whole = {"model_instance_id": self._instance, "output": output, "stats": stats}
        made: LMChat = hook_for(LMChat)(whole)
        return made

    @property
    def resolution(self) -> LMChat:
        """The same as ``result``."""
        return self.result


def _fields_of(event: LMChatEvent) -> dict[str, Any]:
    return {key: value for key, value in event.ToJson().items() if key != "type" and value not in (None, "")}


def _error_of(event: LMChatErrorEvent) -> LMChatError:
    error: Any = event.error
    if isinstance(error, Result):
        error = error.ToJson()
    if not error:
        error = dict(event.extra) or "the server reports an error without a message"
    said = error_from_object(200, error)
    return LMChatError(
        said.code,
        said.error_message,
        error_code=said.error_code,
        type=said.type,
        param=said.param,
        body=event.JSONResponse,
    )
