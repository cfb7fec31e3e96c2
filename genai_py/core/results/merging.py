"""Merges the parts of a streamed reply into the JSON of the equivalent unstreamed reply. Pure functions.

There are two rules. ``update`` is for values that each part repeats, such as the id of a reply: the last one wins.
``merge`` is for values that are split into parts: texts are joined, objects merged and lists extended; of any other
value, the last one wins. ``settled`` converts the outcome to plain JSON.
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
"""Keys of identifying texts: servers repeat them in each part or send them once, but never split them."""
_TEXTS_OF_PARTS = ("text", "thinking", "summary")


class Text(list[str]):
    """A text that is still growing. Its pieces are joined once, at the end, so that each is copied only once."""

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(self)


def update(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Update ``known`` with values that a part repeats, except with empty ones. Nested objects are updated, too.

    A list that begins like the known one is its next state; any other continues it.
    """
    for key, new in more.items():
        old = known.get(key)
        if type(new) is dict and type(old) is dict:
            for inner, value in new.items():
                if value is not None or inner not in old:
                    old[inner] = value
        elif type(new) is list and type(old) is list and old:
            if new[: len(old)] == old:
                known[key] = new
            elif old[: len(new)] != new:
                known[key] = old + new
        elif new or not old:
            known[key] = new


def merge(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Merge the next part of an object into ``known``, in place. Growing texts are stored as ``Text``."""
    for key, new in more.items():
        old = known.get(key)
        if new is None:
            known.setdefault(key, None)
        elif type(new) is str and key in _NAMES:
            if new or not old:
                known[key] = new
        elif old is None:
            known[key] = _growable(new)
        elif type(old) is Text:
            if type(new) is str:
                old.append(new)
            elif type(new) is list:
                # The text becomes the first entry of the list.
                known[key] = parts = [{"type": "text", "text": old}] if any(old) else []
                _extend(parts, new)
        elif type(old) is dict:
            if type(new) is dict:
                merge(old, new)
        elif type(old) is list:
            _extend(old, new if type(new) is list else [{"type": "text", "text": new}] if type(new) is str else [])
        else:
            known[key] = _growable(new)


def _growable(value: Any) -> Any:
    """Return a copy that ``merge`` can extend."""
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
        elif (old := _find_continued(known, entry)) is not None:
            merge(old, entry)
        else:
            known.append(_growable(entry))


def _find_continued(known: list[Any], entry: dict[str, Any]) -> dict[str, Any] | None:
    """Return the list entry that ``entry`` continues: by its index, its id, or as the last text. None without one.

    An id that is a number identifies a token, and not an entry.
    """
    for key, kind in (("index", int), ("id", str)):
        name = entry.get(key)
        if type(name) is kind and name != "":
            return next((old for old in reversed(known) if _is_named(old, key, name, entry.get("type"))), None)
    last = known[-1] if known else None
    if type(last) is dict and entry.get("type") and last.get("type") == entry["type"]:
        grows = any(type(entry.get(key)) in (str, list) for key in _TEXTS_OF_PARTS)
        return last if grows and last.keys() - {"signature"} == entry.keys() - {"signature"} else None
    return None


def _is_named(old: Any, key: str, name: Any, kind: Any) -> bool:
    return type(old) is dict and old.get(key) == name and (not kind or old.get("type") in (None, "", kind))


def settled(value: Any) -> Any:
    """Return a merged value as plain JSON. Joins surrogate pairs, and replaces lone surrogates."""
    if type(value) is Text:
        return whole_text("".join(value))
    if type(value) is dict:
        return {key: settled(inner) for key, inner in value.items()}
    return [settled(inner) for inner in value] if type(value) is list else value


def around(text: bytes, value: str) -> tuple[bytes, bytes] | None:
    """Return the JSON of an object before and after a text value, to recognize objects that differ only in it.

    None if the JSON escapes the text or contains it more than once.
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
