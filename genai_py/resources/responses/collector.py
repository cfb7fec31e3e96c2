"""Merges the events of a stream into a response, as in an unstreamed reply.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from ...core.errors import GenAIException
from ...core.results.base import Result
from ...core.results.decoding import hook_for
from ...core.results.exact import as_json_text, whole_text
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


class _Growing(NamedTuple):
    """The text that a type of delta extends: that of an item, or of a part in one of its lists."""

    item: str
    key: str
    parts: str = ""
    part: str = ""


_TEXT = _Growing("message", "text", "content", "output_text")
_GROWING = {
    "output_text": _TEXT,
    "refusal": _Growing("message", "refusal", "content", "refusal"),
    "reasoning_text": _Growing("reasoning", "text", "content", "reasoning_text"),
    "reasoning_summary_text": _Growing("reasoning", "text", "summary", "summary_text"),
    "function_call_arguments": _Growing("function_call", "arguments"),
    "custom_tool_call_input": _Growing("custom_tool_call", "input"),
    "mcp_call_arguments": _Growing("mcp_call", "arguments"),
    "code_interpreter_call_code": _Growing("code_interpreter_call", "code"),
}
_PARTS = (
    ResponseContentpartAdded,
    ResponseContentpartDone,
    ResponseReasoningSummaryPartAdded,
    ResponseReasoningSummaryPartDone,
)
_place = attrgetter("item_id", "output_index", "content_index")


class _Item:
    """The collected state of one item."""

    def __init__(self, index: int | None, identity: str, kind: str) -> None:
        self.index = index
        self.id = identity
        self.kind = kind
        self.is_done = False
        self.fields: dict[str, Any] = {}
        # By list, position and key; the list is "" for texts of the item itself.
        self.texts: dict[tuple[str, int, str], list[Any]] = {}
        self.parts: dict[tuple[str, int], dict[str, Any]] = {}
        self.ended: set[tuple[str, int, str]] = set()
        self.notes: dict[int, list[Any]] = {}

    def is_whole(self) -> bool:
        """Return whether the item is complete: it was reported as done, or all its texts were."""
        return self.is_done or (bool(self.ended) and self.ended.issuperset(self.texts))

    def fill(self, known: dict[str, Any]) -> dict[str, Any]:
        """Return the item's JSON, with its empty texts replaced by the merged deltas."""
        made = {**self.fields, **{key: value for key, value in known.items() if value not in (None, "", [])}}
        made.setdefault("type", self.kind)
        if self.id:
            made.setdefault("id", self.id)
        for name, position in sorted({(name, at) for name, at, _ in self.texts if name} | self.parts.keys()):
            parts = made[name] = list(made.get(name) or [])
            while len(parts) <= position:
                parts.append({})
            if isinstance(parts[position], dict):
                parts[position] = {**self.parts.get((name, position), {}), **_full(parts[position])}
        for (name, position, key), pieces in self.texts.items():
            target = made[name][position] if name else made
            text = _joined(pieces)
            if isinstance(target, dict) and _lacks(target.get(key), text):
                target[key] = text
                if name and text:
                    target.setdefault("type", _part_type(name, key))
        for position, notes in self.notes.items():
            parts = made.get("content") or []
            if position < len(parts) and isinstance(parts[position], dict) and not parts[position].get("annotations"):
                parts[position]["annotations"] = notes
        if made["type"] == "message":
            made.setdefault("role", "assistant")
            made["content"] = [part for part in made.get("content") or [] if part != {}]
        return made


def _joined(pieces: list[Any]) -> str:
    return whole_text("".join(each if type(each) is str else as_json_text(each) for each in pieces if each is not None))


def _lacks(known: Any, text: str) -> bool:
    """Return whether a text is empty, or only the end of the one that was streamed."""
    if not known or not text:
        return bool(text)
    return isinstance(known, str) and len(known) < len(text) and text.endswith(known)


def _full(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value not in (None, "", [])}


def _part_type(name: str, key: str) -> str:
    return next(kind.part for kind in _GROWING.values() if (kind.parts, kind.key) == (name, key))


class ResponseCollector:
    """Merges the events of a stream.

    The last event usually has the complete response. What it lacks is taken from the events before it.
    """

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._end: ResponseStream | None = None
        self._response: Response | None = None
        self._items: list[_Item] = []
        # The text that the last delta extended.
        self._current: Any = None
        self._append: Callable[[Any], None] = [].append

    def add(self, chunk: ResponseStream) -> None:
        """Add the next event."""
        # Most events are deltas of one text, recognized by their class and position alone.
        if type(chunk) is ResponseOutputTextDelta:
            place = _place(chunk)
            if place != self._current:
                self._append = self._take_text(chunk, _TEXT).append
                self._current = place
            self._append(chunk.delta)
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
        elif (growing := _GROWING.get(word)) is not None and step in ("delta", "done"):
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
        if isinstance(chunk.response, Response) and not is_over:
            self._response = chunk.response
        if isinstance(chunk, _ENDS) and not is_over:
            self._end = chunk
            # llama.cpp sends its timings beside the last response.
            beside = {key: value for key, value in chunk.extra.items() if key in ("stats", "timings")}
            if beside and self._response is not None:
                self._response._extra = {**beside, **self._response.extra}
        found = trouble(chunk)
        if found is not None and self.failure is None and not is_over:
            code, message, param = found
            self.failure = GenAIException(
                0, f"({code}) {message}", error_code=code, type=code, param=param, body=chunk.JSONResponse
            )

    def _take_item(self, chunk: ResponseStream, item: ResponseOutput, is_done: bool) -> None:
        kind = str(getattr(item.type, "value", item.type) or "message")
        index = chunk.output_index if type(chunk.output_index) is int else None
        known = self._known_item(item, index, kind, is_done)
        if known is None:
            known = _Item(index, item.id if isinstance(item.id, str) else "", kind)
            self._items.append(known)
        known.kind = kind
        known.is_done = known.is_done or is_done
        known.fields = {**known.fields, **item.ToJson()}

    def _known_item(self, item: ResponseOutput, index: int | None, kind: str, is_done: bool) -> _Item | None:
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

    def _item_of(self, chunk: ResponseStream, kind: str) -> _Item:
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
        made = _Item(index, identity if isinstance(identity, str) else "", kind)
        self._items.append(made)
        return made

    def _take_text(self, chunk: ResponseStream, growing: _Growing, step: str = "") -> list[Any]:
        """Return the pieces of the text that an event refers to, updated from the event."""
        item = self._item_of(chunk, growing.item)
        if item.kind != growing.item and not item.kind.endswith(growing.item.rpartition("_")[2]):
            # Items of this type have no such text.
            return []
        index = chunk.summary_index if growing.parts == "summary" else chunk.content_index
        place = (growing.parts, _number(index) if growing.parts else 0, growing.key)
        pieces = item.texts.setdefault(place, [])
        if step == "delta":
            pieces.append(chunk.delta)
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
        if all(at is not None and not _is_thin(output[at], item) for item, at in known):
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
        if self._end is None and self.is_usable():
            whole["status"] = "completed"
        merged: Response = hook_for(Response)(whole)
        return merged

    def _places(self, output: list[Any]) -> list[tuple[_Item, int | None]]:
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


def _is_named(whole: ResponseOutput, item: _Item) -> bool:
    call = item.fields.get("call_id")
    return bool((item.id and whole.id == item.id) or (call and whole.call_id == call))


def _repeated(output: list[Any], item: _Item) -> int | None:
    """Return the position of an item that differs from a collected one only in its ids and status."""
    names = ("id", "call_id", "status")
    made = {key: value for key, value in item.fill({}).items() if key not in names}
    for at, each in enumerate(output):
        whole = each.ToJson() if isinstance(each, ResponseOutput) else {}
        if {key: value for key, value in whole.items() if key not in names} == made:
            return at
    return None


def _number(index: Any) -> int:
    return index if type(index) is int and 0 <= index < 10_000 else 0


def _in_order(items: list[_Item]) -> list[_Item]:
    """Return items by their output index, if the server sent distinct ones."""
    indexes = [item.index for item in items if item.index is not None]
    if len(indexes) == len(items) == len(set(indexes)):
        return sorted(items, key=lambda item: item.index or 0)
    return items


def _is_thin(whole: Any, item: _Item) -> bool:
    """Return whether an item of the last event lacks a text that was streamed."""
    for (name, position, key), pieces in item.texts.items():
        text = _joined(pieces)
        if not text:
            continue
        parts = getattr(whole, name, None) if name else [whole]
        if isinstance(parts, str):
            return False
        part = parts[position] if isinstance(parts, list) and position < len(parts) else None
        if _lacks(getattr(part, key, None), text):
            return True
    return False
