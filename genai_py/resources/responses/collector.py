"""Merges the events of a stream into a response, as in an unstreamed reply.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from operator import attrgetter
from typing import Any, cast

import attrs

from ...core.errors import GenAIException, excerpt
from ...core.results.base import Result
from ...core.results.decoding import hook_for
from ...core.results.exact import exact_loads, loads_with_halves
from .collected_item import GROWING, SOUND, TEXT, CollectedItem, Growing, is_empty, is_thin, without_empty
from .output_items import ResponseOutput
from .results import Response, ResponseError
from .stream_events import (
    ResponseCompleted,
    ResponseContentpartAdded,
    ResponseContentpartDone,
    ResponseFailed,
    ResponseIncomplete,
    ResponseOutputItemAdded,
    ResponseOutputItemDone,
    ResponseOutputTextAnnotationAdded,
    ResponseOutputTextDelta,
    ResponseReasoningSummaryPartAdded,
    ResponseReasoningSummaryPartDone,
    ResponseStream,
    ResponseStreamError,
)

_ENDS = (ResponseCompleted, ResponseIncomplete, ResponseFailed)
_STATUSES = {ResponseCompleted: "completed", ResponseIncomplete: "incomplete", ResponseFailed: "failed"}
# Fields whose value in the first event says nothing about the last one.
_NEWEST = frozenset({"completed_at", "error", "incomplete_details", "output", "status", "usage"})


def trouble(event: ResponseStream) -> tuple[str, str, str] | None:
    """Return code, message and param of an event that reports a failure; None for any other event."""
    if isinstance(event, ResponseStreamError):
        code, message = _said(event.error)
        return str(event.code or code), str(event.message or message), str(event.param)
    if isinstance(event, _ENDS) and (isinstance(event, ResponseFailed) or _status_of(event) == "failed"):
        code, message = _said(event.response.error if isinstance(event.response, Response) else None)
        return code, message or "the response failed", ""
    return None


def _status_of(event: ResponseStream) -> Any:
    return event.response.status if isinstance(event.response, Response) else None


def _said(error: ResponseError | str | None) -> tuple[str, str]:
    # Some servers send a text instead of an error object.
    if isinstance(error, ResponseError):
        return str(error.code), str(error.message)
    return "", str(error or "")


_PARTS = (
    ResponseContentpartAdded,
    ResponseContentpartDone,
    ResponseReasoningSummaryPartAdded,
    ResponseReasoningSummaryPartDone,
)
_place = attrgetter("item_id", "output_index", "content_index")


class ResponseCollector:
    """Merges the events of a stream.

    The last event usually has the complete response. What it lacks is taken from the events before it.
    """

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._end: ResponseStream | None = None
        self._response: Response | None = None
        self._first: Response | None = None
        # The fields beside the response in its last event, and those that come later.
        self._late: dict[str, Any] = {}
        self._items: list[CollectedItem] = []
        # The text that the last delta extended.
        self._current: Any = None
        self._append: Callable[[Any], None] = [].append

    def add(self, chunk: ResponseStream) -> None:
        """Add the next event."""
        # Most events are deltas of one text, recognized by their class and position alone.
        if type(chunk) is ResponseOutputTextDelta:
            place = _place(chunk)
            if place != self._current:
                self._append = self._take_text(chunk, TEXT).append
                self._current = place
            piece = chunk.delta
            self._append(piece if type(piece) is str and "\ufffd" not in piece else _exact_delta(chunk))
            if chunk.logprobs:
                self._add_logprobs(chunk)
        else:
            self._add(chunk)

    def _add(self, chunk: ResponseStream) -> None:
        self._current = None
        kind = getattr(chunk.type, "value", chunk.type)
        word, _, step = kind.removeprefix("response.").rpartition(".") if isinstance(kind, str) else ("", "", "")
        if isinstance(chunk, (ResponseOutputItemAdded, ResponseOutputItemDone)):
            if isinstance(chunk.item, ResponseOutput):
                self._take_item(chunk, chunk.item, isinstance(chunk, ResponseOutputItemDone))
        elif (growing := GROWING.get(word)) is not None and step in ("delta", "done"):
            self._take_text(chunk, growing, step)
        elif isinstance(chunk, _PARTS):
            self._take_part(chunk, word)
        elif isinstance(chunk, ResponseOutputTextAnnotationAdded):
            if isinstance(chunk.annotation, Result):
                notes = self._item_of(chunk, "message").notes.setdefault(_number(chunk.content_index), [])
                notes.append(chunk.annotation.ToJson())
        else:
            self._take_response(chunk)

    def _take_response(self, chunk: ResponseStream) -> None:
        is_over = self._end is not None
        response = chunk.response
        if chunk.type is None and chunk.extra.get("object") == "response":
            # The whole response as the only event.
            response = hook_for(Response)(exact_loads(chunk._text))
            chunk = ResponseCompleted(type="response.completed", response=response)
        if isinstance(response, Response):
            if is_over:
                self._late.update(without_empty(response.ToJson()))
            else:
                self._first = self._first or response
                self._response = response
        if isinstance(chunk, _ENDS) and not is_over:
            self._end = chunk
        if is_over or self._end is not None:
            self._late.update(chunk.extra)
        found = trouble(chunk)
        if found is not None and self.failure is None and not is_over:
            code, message, param = found
            said = message or excerpt(chunk.JSONResponse)
            said = f"({code}) {said}" if code else said
            self.failure = GenAIException(
                0, said, error_code=code, type=code, param=param, body=chunk.JSONResponse
            )

    def _take_item(self, chunk: ResponseStream, item: ResponseOutput, is_done: bool) -> None:
        kind = str(getattr(item.type, "value", item.type) or "message")
        index = chunk.output_index if type(chunk.output_index) is int else None
        known = self._known_item(item, index, kind, is_done)
        if known is None:
            known = CollectedItem(index, item.id if isinstance(item.id, str) else "", kind)
            self._items.append(known)
        known.kind = kind
        known.is_done = known.is_done or is_done
        known.take(item.ToJson())

    def _known_item(self, item: ResponseOutput, index: int | None, kind: str, is_done: bool) -> CollectedItem | None:
        """Return the collected item that an event with a complete item refers to, if any."""
        for known in self._items:
            if item.id and known.id == item.id:
                return known
        # Some servers send a different id in each event, others none; but a finished item gets no more events.
        for known in reversed(self._items):
            if known.is_done or known.kind != kind or (index is not None and known.index not in (None, index)):
                continue
            if is_done or not (known.id and item.id):
                return known
        return None

    def _item_of(self, chunk: ResponseStream, kind: str) -> CollectedItem:
        """Return the item that an event of a part belongs to; creates it if no event started it."""
        identity, index = chunk.item_id, chunk.output_index if type(chunk.output_index) is int else None
        for known in reversed(self._items):
            if identity and known.id == identity:
                return known
        for known in reversed(self._items):
            if known.kind == kind and not known.is_done and (index is None or known.index in (None, index)):
                return known
        if not identity:
            for known in reversed(self._items):
                if known.kind == kind and (index is None or known.index in (None, index)):
                    return known
        made = CollectedItem(index, identity if isinstance(identity, str) else "", kind)
        self._items.append(made)
        return made

    def _take_text(self, chunk: ResponseStream, growing: Growing, step: str = "") -> list[Any]:
        """Return the pieces of the text that an event refers to, updated from the event."""
        item = self._item_of(chunk, growing.item)
        if item.kind != growing.item and not item.kind.endswith(growing.item.rpartition("_")[2]):
            # Items of this type have no such text.
            return []
        index = chunk.summary_index if growing.parts == "summary" else chunk.content_index
        if growing.part == SOUND.part and index is None:
            index = item.position_of_sound()
        place = (growing.parts, _number(index) if growing.parts else 0, growing.key)
        pieces = item.texts.setdefault(place, [])
        if not growing.parts:
            for key in ("name", "call_id"):
                if value := getattr(chunk, key, "") or chunk.extra.get(key):
                    item.fields.setdefault(key, value)
        if step == "delta":
            pieces.append(_exact_delta(chunk))
        elif step == "done":
            item.ended.add(place)
            if whole := getattr(chunk, growing.key):
                pieces[:] = [whole]
        return pieces

    def _take_part(self, chunk: ResponseStream, word: str) -> None:
        is_summary = word.startswith("reasoning_summary")
        name = "summary" if is_summary else "content"
        index = _number(chunk.summary_index if is_summary else chunk.content_index)
        part = chunk.part
        if isinstance(part, Result):
            kind = "reasoning" if getattr(part, "type", "") in ("reasoning_text", "summary_text") else "message"
            item = self._item_of(chunk, kind)
            item.parts[name, index] = {**item.parts.get((name, index), {}), **part.ToJson()}

    def _add_logprobs(self, chunk: ResponseOutputTextDelta) -> None:
        part = self._item_of(chunk, "message").parts.setdefault(("content", _number(chunk.content_index)), {})
        known = part.setdefault("logprobs", [])
        part.setdefault("type", "output_text")
        known += [each.ToJson() if isinstance(each, Result) else each for each in chunk.logprobs]

    def is_complete(self) -> bool:
        """Return whether the response was reported as completed, incomplete or failed."""
        return self._end is not None

    def is_settled(self) -> bool:
        """Same as ``is_complete``: a stream has one response."""
        return self._end is not None

    def is_usable(self) -> bool:
        """Return whether there are items, and all of them are complete."""
        return bool(self._items) and all(item.is_whole() for item in self._items)

    @property
    def result(self) -> Response:
        """The response. What the last event lacks is taken from the events before it."""
        response = self._response or Response(object="response")
        output = response.output if isinstance(response.output, list) else []
        known = self._places(output)
        lacking = self._lacking(response)
        is_whole = not lacking and not self._late and not self._implied_status(response)
        if is_whole and all(at is not None and not is_thin(output[at], item) for item, at in known):
            return response
        items = [each.ToJson() if isinstance(each, Result) else each for each in output]
        filled = {at: item.fill(items[at]) for item, at in known if at is not None and isinstance(items[at], dict)}
        items = [filled.get(at, each) for at, each in enumerate(items)]
        missing = [item for item, at in known if at is None]
        for item in _in_order(missing):
            made = item.fill({})
            place = len(items) if item.index is None else min(item.index, len(items))
            if made.get("content") != [] or made["type"] != "message":
                items.insert(place if len(output) else len(items), made)
        whole = {**response.ToJson(), "output": items}
        whole.update((key, value) for key, value in self._late.items() if key != "output" and is_empty(whole.get(key)))
        if status := self._implied_status(response):
            whole["status"] = status
        # The hook empties the dicts that it is given, and some are the collector's own.
        merged: Response = hook_for(Response)(copy.deepcopy(whole))
        for name, value in lacking.items():
            setattr(merged, name, value)
        return merged

    def _implied_status(self, response: Response) -> str:
        """Return the status that the stream's end implies, if the last response has none of its own; else ""."""
        if response.status not in (None, "", "in_progress", "queued"):
            return ""
        if self._end is not None:
            return next(status for kind, status in _STATUSES.items() if isinstance(self._end, kind))
        return "completed" if self.is_usable() else ""

    def _lacking(self, response: Response) -> dict[str, Any]:
        """Return the fields that only the first response of the stream has."""
        first = self._first
        if first is None or first is response:
            return {}
        return {
            field.name: value
            for field in attrs.fields(cast(Any, Response))
            if is_empty(getattr(response, field.name))
            and field.name not in _NEWEST
            and not is_empty(value := getattr(first, field.name))
        }

    def _places(self, output: list[Any]) -> list[tuple[CollectedItem, int | None]]:
        """Return each collected item with its position in the output of the last event; None where it is missing.

        Items are matched by their ids, and others, which some servers give new ids at the end, in their order.
        """
        free = {at: each for at, each in enumerate(output) if isinstance(each, ResponseOutput)}
        places: dict[int, int | None] = {}
        for number, item in enumerate(self._items):
            at = next((at for at, each in free.items() if _is_named(each, item)), None)
            if at is not None:
                places[number] = at
                del free[at]
        for number, item in enumerate(self._items):
            if number not in places:
                at = next((at for at, each in free.items() if _kind_of(each) == item.kind), None)
                if at is not None:
                    del free[at]
                places[number] = at if at is not None else _repeated(output, item)
        return [(item, places[number]) for number, item in enumerate(self._items)]

    @property
    def resolution(self) -> ResponseStream:
        """The event that ended the stream, as in the original's promise."""
        end = self._end or ResponseCompleted(type="response.completed")
        if isinstance(end, _ENDS):
            end.response = self.result
        return end


def _kind_of(item: ResponseOutput) -> str:
    return str(getattr(item.type, "value", item.type))


def _is_named(whole: ResponseOutput, item: CollectedItem) -> bool:
    call = item.fields.get("call_id")
    return bool((item.id and whole.id == item.id) or (call and whole.call_id == call))


def _repeated(output: list[Any], item: CollectedItem) -> int | None:
    """Return the position of an item that differs from a collected one only in its ids and status."""
    names = ("id", "call_id", "status")
    made = {key: value for key, value in item.fill({}).items() if key not in names}
    for at, each in enumerate(output):
        whole = each.ToJson() if isinstance(each, ResponseOutput) else {}
        if {key: value for key, value in whole.items() if key not in names} == made:
            return at
    return None


def _exact_delta(chunk: ResponseStream) -> Any:
    """Return the delta of an event with halves of characters, and with numbers of any size."""
    delta = chunk.delta
    if type(delta) is str and "\ufffd" not in delta:
        return delta
    try:
        return loads_with_halves(chunk._text).get("delta")
    except AttributeError:
        # An event that the program made.
        return delta


def _number(index: Any) -> int:
    return index if type(index) is int and 0 <= index < 10_000 else 0


def _in_order(items: list[CollectedItem]) -> list[CollectedItem]:
    """Return items by their output index, if the server sent distinct ones."""
    indexes = [item.index for item in items if item.index is not None]
    if len(indexes) == len(items) == len(set(indexes)):
        return sorted(items, key=lambda item: item.index or 0)
    return items
