"""An item of a response while it is streamed.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ...core.results.exact import json_text_of, whole_text
from ..base64_pieces import rejoined


class Growing(NamedTuple):
    """The text that a type of delta extends: that of an item, or of a part in one of its lists."""

    item: str
    key: str
    parts: str = ""
    part: str = ""


TEXT = Growing("message", "text", "content", "output_text")
REASONING = Growing("reasoning", "text", "content", "reasoning_text")
SUMMARY = Growing("reasoning", "text", "summary", "summary_text")
SOUND = Growing("message", "data", "content", "output_audio")
GROWING = {
    "output_text": TEXT,
    "refusal": Growing("message", "refusal", "content", "refusal"),
    "reasoning_text": REASONING,
    "reasoning": REASONING,
    "reasoning_summary_text": SUMMARY,
    "reasoning_summary": SUMMARY,
    "audio": SOUND,
    "audio.transcript": Growing("message", "transcript", "content", "output_audio"),
    "function_call_arguments": Growing("function_call", "arguments"),
    "custom_tool_call_input": Growing("custom_tool_call", "input"),
    "mcp_call_arguments": Growing("mcp_call", "arguments"),
    "code_interpreter_call_code": Growing("code_interpreter_call", "code"),
}


_PART_TEXTS = frozenset(kind.key for kind in GROWING.values() if kind.parts)
_ITEM_TEXTS = frozenset(kind.key for kind in GROWING.values() if not kind.parts)


class CollectedItem:
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

    def take(self, fields: dict[str, Any]) -> None:
        """Add the fields of an event with the whole item, and the parts in its lists."""
        self.fields = {**self.fields, **fields}
        for name in ("content", "summary"):
            parts = fields.get(name)
            for position, part in enumerate(parts if isinstance(parts, list) else []):
                if isinstance(part, dict) and part:
                    self.parts[name, position] = {**self.parts.get((name, position), {}), **without_empty(part)}

    def is_whole(self) -> bool:
        """Return whether the item is complete: it was reported as done, or all its texts were."""
        return self.is_done or (bool(self.ended) and self.ended.issuperset(self.texts))

    def position_of_sound(self) -> int:
        """Return the position of the part with the sound, whose events have none."""
        for (name, at), part in self.parts.items():
            if name == "content" and part.get("type") == SOUND.part:
                return at
        taken = {at: key for name, at, key in self.texts if name == "content"}
        for at, key in taken.items():
            if key in ("data", "transcript"):
                return at
        return max([*taken, *(at for name, at in self.parts if name == "content")], default=-1) + 1

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
                parts[position] = {**self.parts.get((name, position), {}), **without_empty(parts[position])}
        for (name, position, key), pieces in self.texts.items():
            target = made[name][position] if name else made
            text = _joined(pieces)
            if key == SOUND.key:
                text = rejoined(text)
            if isinstance(target, dict) and _lacks(target.get(key), text):
                target[key] = text
                if name and text:
                    target.setdefault("type", _part_type(self.kind, name, key))
        for position, notes in self.notes.items():
            parts = made.get("content") or []
            if position < len(parts) and isinstance(parts[position], dict) and not parts[position].get("annotations"):
                parts[position]["annotations"] = notes
        if made["type"] == "message":
            made.setdefault("role", "assistant")
            made["content"] = [part for part in made.get("content") or [] if part != {}]
        return made


def _joined(pieces: list[Any]) -> str:
    return whole_text("".join(each if type(each) is str else json_text_of(each) for each in pieces if each is not None))


def _lacks(known: Any, text: str) -> bool:
    """Return whether a text is empty, or only the end of the one that was streamed."""
    if not known or not text:
        return bool(text)
    return isinstance(known, str) and len(known) < len(text) and text.endswith(known)


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def without_empty(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value not in (None, "", [])}


def _part_type(item: str, name: str, key: str) -> str:
    fitting = [kind for kind in GROWING.values() if (kind.parts, kind.key) == (name, key)]
    return next((kind.part for kind in fitting if kind.item == item), fitting[0].part)


def is_thin(whole: Any, item: CollectedItem) -> bool:
    """Return whether an item of the last event lacks a text that was streamed, or that came with the item's end."""
    streamed = {place: _joined(pieces) for place, pieces in item.texts.items()}
    for (name, position), known in item.parts.items():
        streamed.update({(name, position, key): known[key] for key in _PART_TEXTS if isinstance(known.get(key), str)})
    streamed.update({("", 0, key): item.fields[key] for key in _ITEM_TEXTS if isinstance(item.fields.get(key), str)})
    for (name, position, key), text in streamed.items():
        if not text:
            continue
        parts = getattr(whole, name, None) if name else [whole]
        if isinstance(parts, str):
            return False
        part = parts[position] if isinstance(parts, list) and position < len(parts) else None
        if _lacks(getattr(part, key, None), text):
            return True
    return False
