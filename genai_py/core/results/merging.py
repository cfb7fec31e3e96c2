"""Parts of a streamed reply, merged into the JSON of the reply that would have come unstreamed. Pure functions.

There are two rules. What is the same in all parts, such as a reply's id, is the last that came (``update``). What is
cut into parts is put together again (``merge``): texts are joined, objects merged, lists extended, and anything else is
the last that came. ``settled`` makes plain JSON of the outcome.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .base import loads
from .exact import whole_text

_NAMES = frozenset(
    {
        "call_id", "file_id", "format", "id", "item_id", "language", "media_type", "mime_type", "model", "name",
        "object", "role", "status", "type",
    }
)  # fmt: skip
"""Texts that name something: servers repeat them in each part, or send them once, and never in pieces."""
_TEXTS_OF_PARTS = ("text", "thinking", "summary")


class Text(list[str]):
    """A text whose pieces are still coming. Joined once at the end: a long one shall not be copied for each piece."""

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(self)


def update(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Take what a part repeats of the whole: the last wins, except over nothing. Objects are updated inside."""
    for key, new in more.items():
        old = known.get(key)
        if type(new) is dict and type(old) is dict:
            for inner, value in new.items():
                if value is not None or inner not in old:
                    old[inner] = value
        elif new or not old:
            known[key] = new


def merge(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put the next part of an object to those before it, in place. ``known`` holds ``Text`` where texts grow."""
    for key, new in more.items():
        old = known.get(key)
        if new is None:
            known.setdefault(key, None)
        elif type(new) is str and key in _NAMES:
            if new or not old:
                known[key] = new
        elif old is None:
            known[key] = _begun(new)
        elif type(old) is Text:
            if type(new) is str:
                old.append(new)
            elif type(new) is list:
                # The text was the first of several parts.
                known[key] = parts = [{"type": "text", "text": old}] if any(old) else []
                _extend(parts, new)
        elif type(old) is dict:
            if type(new) is dict:
                merge(old, new)
        elif type(old) is list:
            _extend(old, new if type(new) is list else [{"type": "text", "text": new}] if type(new) is str else [])
        else:
            known[key] = _begun(new)


def _begun(value: Any) -> Any:
    """A copy that can grow."""
    if type(value) is str:
        return Text([value])
    if type(value) is dict:
        made: dict[str, Any] = {}
        merge(made, value)
        return made
    if type(value) is list:
        entries: list[Any] = []
        _extend(entries, value)
        return entries
    return value


def _extend(known: list[Any], more: list[Any]) -> None:
    for entry in more:
        if type(entry) is not dict:
            known.append(entry)
        elif (old := _continued(known, entry)) is not None:
            merge(old, entry)
        else:
            known.append(_begun(entry))


def _continued(known: list[Any], entry: dict[str, Any]) -> dict[str, Any] | None:
    """The entry of a list that another one continues: of its index, or of its id, or the text that came last."""
    for key in ("index", "id"):
        name = entry.get(key)
        if type(name) is int or (type(name) is str and name):
            return next((old for old in known if type(old) is dict and old.get(key) == name), None)
    last = known[-1] if known else None
    if type(last) is dict and entry.get("type") and last.get("type") == entry["type"]:
        grows = any(type(entry.get(key)) in (str, list) for key in _TEXTS_OF_PARTS)
        return last if grows and last.keys() - {"signature"} == entry.keys() - {"signature"} else None
    return None


def settled(value: Any) -> Any:
    """Plain JSON of what was merged. Halves of characters that met are joined, others replaced."""
    if type(value) is Text:
        return whole_text("".join(value))
    if type(value) is dict:
        return {key: settled(inner) for key, inner in value.items()}
    return [settled(inner) for inner in value] if type(value) is list else value


def around(text: bytes, value: str) -> tuple[bytes, bytes] | None:
    """What stands before and after a text inside the JSON of an object, where it is all that may differ in another.

    None where the text is written with escapes, or stands at several places.
    """
    plain = value.encode("utf-8", "replace")
    before, found, after = text.partition(b'"' + plain + b'"')
    if not found or json.dumps(value, ensure_ascii=False)[1:-1] != value:
        return None
    try:
        is_alone = loads(before + b'"?"' + after) == _replaced(loads(text), value)
    except ValueError:
        return None
    return (before, after) if is_alone else None


def _replaced(data: Any, value: str) -> Any:
    if type(data) is str:
        return "?" if data == value else data
    if type(data) is dict:
        return {key: _replaced(inner, value) for key, inner in data.items()}
    return [_replaced(inner, value) for inner in data] if type(data) is list else data
