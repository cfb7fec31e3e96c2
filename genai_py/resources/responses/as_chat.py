"""The request of a response as one of ``chat/completions``, for servers that ignore ``text.format`` of responses.

Source: https://platform.openai.com/docs/guides/migrate-to-responses
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# The server has what these refer to, and chat has no such reference.
_NEEDS_RESPONSES = ("conversation", "previous_response_id", "prompt")
_DROPPED = (
    "background", "context_management", "include", "input", "instructions", "max_output_tokens", "max_tool_calls",
    "prompt_cache_retention", "reasoning", "stream_options", "text", "tools", "truncation",
)  # fmt: skip


def chat_fields(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the request for chat, given that of a response as plain JSON; None if chat cannot express it."""
    if any(fields.get(key) for key in _NEEDS_RESPONSES):
        return None
    made = {key: value for key, value in fields.items() if key not in _DROPPED and key not in _NEEDS_RESPONSES}
    given = fields.get("input", [])
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    messages: list[dict[str, Any]] = []
    if fields.get("instructions"):
        messages.append({"role": "system", "content": fields["instructions"]})
    for item in items:
        if not _add_item(messages, item):
            return None
    made["messages"] = messages
    if "max_output_tokens" in fields:
        made["max_completion_tokens"] = fields["max_output_tokens"]
    if isinstance(fields.get("reasoning"), Mapping) and "effort" in fields["reasoning"]:
        made["reasoning_effort"] = fields["reasoning"]["effort"]
    if isinstance(fields.get("text"), Mapping) and "verbosity" in fields["text"]:
        made["verbosity"] = fields["text"]["verbosity"]
    tools = fields.get("tools", [])
    if any(tool.get("type") != "function" for tool in tools):
        return None
    if tools:
        made["tools"] = [
            {"type": "function", "function": {key: value for key, value in tool.items() if key != "type"}}
            for tool in tools
        ]
    return made


def _add_item(messages: list[dict[str, Any]], item: Mapping[str, Any]) -> bool:
    """Add an item as a message; return whether chat can express it."""
    kind = item.get("type") or "message"
    if kind == "reasoning":
        return True
    if kind == "function_call":
        function = {"name": item.get("name"), "arguments": item.get("arguments")}
        call = {"id": item.get("call_id"), "type": "function", "function": function}
        if messages and messages[-1].get("tool_calls"):
            messages[-1]["tool_calls"].append(call)
        else:
            messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        return True
    if kind == "function_call_output" and isinstance(item.get("output"), str):
        messages.append({"role": "tool", "tool_call_id": item.get("call_id"), "content": item["output"]})
        return True
    if kind != "message":
        return False
    content = _content(item.get("content"))
    if content is None:
        return False
    # The templates of local models know no developer.
    role = "system" if item.get("role") == "developer" else item.get("role")
    messages.append({"role": role, "content": content})
    return True


def _content(content: Any) -> str | list[dict[str, Any]] | None:
    if isinstance(content, str):
        return content
    if not isinstance(content, Sequence):
        return None
    parts = [_part(each) for each in content]
    if any(part is None for part in parts):
        return None
    return [part for part in parts if part is not None]


def _part(part: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = part.get("type")
    if kind in ("input_text", "output_text", "text"):
        return {"type": "text", "text": part.get("text", "")}
    if kind == "input_image" and part.get("image_url"):
        detail = {"detail": part["detail"]} if part.get("detail") else {}
        return {"type": "image_url", "image_url": {"url": part["image_url"], **detail}}
    if kind == "input_audio":
        return {"type": "input_audio", "input_audio": part.get("input_audio")}
    if kind == "input_file" and not part.get("file_url"):
        return {"type": "file", "file": {key: part[key] for key in ("file_data", "file_id", "filename") if key in part}}
    return None
