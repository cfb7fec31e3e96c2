"""Merges the deltas of a stream into tool calls.

Source: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from __future__ import annotations

import json
from typing import Any

from ...core.results.exact import as_json_text
from ...core.results.merging import Text, merge

_KINDS = {"function": "arguments", "custom": "input"}


class ToolCallPieces:
    """Assigns each delta to its call. Servers identify calls in different ways.

    A delta belongs to the call with its id, else with its index, else to the last call. A new call begins with a new id
    and a name, with a name after a call whose arguments are complete, and with each further entry of one delta list.
    Arguments alone never begin one. The calls are in the order of their indexes, if these are distinct.
    """

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self._indexes: list[int | None] = []
        self._places: list[int] = []

    def take(self, pieces: list[Any]) -> None:
        """Add the deltas of one chunk."""
        taken: list[int] = []
        for place, piece in enumerate(pieces):
            if type(piece) is dict:
                taken.append(self._take(_nested(piece), place if len(pieces) > 1 else None, taken))
        self._sort()

    def _sort(self) -> None:
        indexes = [index for index in self._indexes if index is not None]
        if len(set(indexes)) < len(self.calls) or indexes == sorted(indexes):
            return
        order = sorted(range(len(indexes)), key=indexes.__getitem__)
        self.calls[:] = [self.calls[at] for at in order]
        self._places = [self._places[at] for at in order]
        self._indexes = [self._indexes[at] for at in order]

    def _take(self, piece: dict[str, Any], place: int | None, taken: list[int]) -> int:
        index = piece.pop("index", None)
        if type(index) is str and index.isdecimal():
            index = int(index)
        index = index if type(index) is int else None
        for kind, key in _KINDS.items():
            tool = piece.get(kind)
            if type(tool) is dict and type(text := tool.get(key)) is not str and text is not None:
                piece[kind] = {**tool, key: as_json_text(text)}
        at = self._place_of(piece, index, place, taken)
        if at is None:
            at = len(self.calls)
            self.calls.append({})
            self._indexes.append(index)
            self._places.append(place or 0)
        call = self.calls[at]
        if self._indexes[at] is None:
            self._indexes[at] = index
        _drop_placeholder(call, piece)
        _continue_name(call, piece)
        identity = call.get("id")
        merge(call, piece)
        # Some servers generate a new id for each delta.
        call["id"] = identity or call.get("id")
        return at

    def _place_of(self, piece: dict[str, Any], index: int | None, place: int | None, taken: list[int]) -> int | None:
        """Return the call that a delta continues; None for a new one."""
        identity, name = piece.get("id"), _name(piece)
        begins_anew = bool(name and identity)
        if identity:
            for at in reversed(range(len(self.calls))):
                if self.calls[at].get("id") == identity:
                    moved = index is not None and self._indexes[at] not in (None, index)
                    return None if moved and name and not _is_same(self.calls[at], piece) else at
        same = range(len(self.calls))
        if index is not None:
            found = [at for at in same if self._indexes[at] == index]
        elif place is not None:
            # Without an index, the position in the list identifies the call.
            found = [at for at in same if self._places[at] == place and at not in taken]
        else:
            found = list(same)
        if not found:
            # Some servers count the index up with each delta.
            goes_on = self.calls and not identity and not name and _text(piece) and not _is_whole(self.calls[-1])
            return len(self.calls) - 1 if goes_on else None
        last = self.calls[found[-1]]
        if begins_anew and last.get("id"):
            return None
        if name and _is_whole(last) and not (index is not None and _goes_on(last, name, _text(piece))):
            return None
        if name and index is None and _name(last) and name != _name(last):
            return None
        if name and not last.get("id") and not _goes_on_with(last, name, _text(piece)):
            return None
        return found[-1]


def whole_call(call: dict[str, Any]) -> dict[str, Any]:
    """Return a merged call, in plain JSON, as in an unstreamed reply."""
    kind = call.get("type") or ("custom" if type(call.get("custom")) is dict else "function")
    made = {**call, "type": kind}
    if not any(type(call.get(key)) is dict for key in _KINDS):
        made["function"] = {}
    return made


def _nested(piece: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a delta. A name and arguments beside the ``id`` are put into its ``function``."""
    made = dict(piece)
    if not any(type(made.get(kind)) is dict for kind in _KINDS) and ("name" in made or "arguments" in made):
        made["function"] = {key: made.pop(key) for key in ("name", "arguments") if key in made}
    return made


def _tool(call: dict[str, Any]) -> tuple[dict[str, Any], str]:
    for kind, key in _KINDS.items():
        tool = call.get(kind)
        if type(tool) is dict:
            return tool, key
    return {}, "arguments"


def _name(call: dict[str, Any]) -> str:
    name = _tool(call)[0].get("name")
    return name if type(name) is str else ""


def _text(call: dict[str, Any]) -> str:
    tool, key = _tool(call)
    text = tool.get(key)
    return str(text) if isinstance(text, (str, Text)) else ""


def _is_whole(call: dict[str, Any]) -> bool:
    text = _text(call).strip()
    return text.endswith("}") and _is_object(text)


def _is_object(text: str) -> bool:
    try:
        return type(json.loads(text, strict=False)) is dict
    except (ValueError, RecursionError):
        return False


def _goes_on(call: dict[str, Any], name: str, text: str) -> bool:
    """Return whether a delta that repeats the name continues a call whose arguments are complete."""
    return _name(call) == name and (not text or _text(call).strip() == "{}")


def _goes_on_with(call: dict[str, Any], name: str, text: str) -> bool:
    """Return whether a delta with a name, but without an id, belongs to a call that has no id either."""
    return not _name(call) or name == _name(call) or bool(_text(call)) or name.startswith(_name(call))


def _continue_name(call: dict[str, Any], piece: dict[str, Any]) -> None:
    """Join a name that comes in two pieces. Most servers send it once, or repeat it."""
    tool, _ = _tool(piece)
    known, new = _name(call), _name(piece)
    if known and new and not _text(call) and not new.startswith(known):
        kind = next(kind for kind in _KINDS if piece.get(kind) is tool)
        piece[kind] = {**tool, "name": known + new}


def _is_same(call: dict[str, Any], piece: dict[str, Any]) -> bool:
    """Return whether a delta with another index repeats or continues a call."""
    text = _text(piece)
    return _name(call) == _name(piece) and (not text or text == _text(call) or not _is_whole(call))


def _drop_placeholder(call: dict[str, Any], piece: dict[str, Any]) -> None:
    """Discard complete arguments if the delta has others: ``{}`` may be a placeholder."""
    tool, key = _tool(call)
    old, new = tool.get(key), _text(piece).lstrip()
    if key == "arguments" and type(old) is Text and new.startswith("{"):
        known = str(old).strip()
        if known == "{}" or (known.endswith("}") and _is_object(known) and _is_object(new)):
            old.clear()
