"""The chat of ``LMStudioServer``: it answers by rule, in one piece or as events, and keeps its chats."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .server import LMStudioServer

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
FIELDS = {
    "model", "input", "system_prompt", "integrations", "stream", "temperature", "top_p", "min_p", "top_k",
    "repeat_penalty", "max_output_tokens", "reasoning", "context_length", "store", "previous_response_id",
}  # fmt: skip
Event = dict[str, Any]


class Pause:
    """A place in ``ChatHandlers.script`` where the stream waits until it is released, or its client has gone."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.client_left = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._gate: asyncio.Event | None = None

    async def wait(self) -> None:
        """Wait on the server's loop."""
        self._loop, self._gate = asyncio.get_running_loop(), asyncio.Event()
        self.reached.set()
        try:
            await self._gate.wait()
        except asyncio.CancelledError:
            self.client_left.set()
            raise

    def release(self) -> None:
        """Let the stream go on."""
        assert self._loop is not None and self._gate is not None
        self._loop.call_soon_threadsafe(self._gate.set)


class ChatHandlers:
    """The chats of a server.

    refuses_integrations: the error with which they are refused, as (status, type, message). knows: the fields of a
    request that it takes. script: what streams send in place of an answer by rule: events, texts that are sent as they
    are, and pauses.
    """

    def __init__(self, server: LMStudioServer) -> None:
        self._server = server
        self.refuses_integrations: tuple[int, str, str] | None = None
        self.knows = FIELDS | {"ttl"}
        self.script: list[Event | str | Pause] = []
        self.chats: dict[str, list[str]] = {}
        """The inputs of each stored chat, by the id of its last answer."""

    def handler(self, operation: str) -> Callable[[Any], Awaitable[Any]] | None:
        """The handler of a request, None where there is none."""
        return self._chat if operation == "POST /api/v1/chat" else None

    async def _chat(self, body: Any) -> Any:
        model = self._checked(body)
        events = self._scripted() if self.script else self._events(body, model)
        if body.get("stream"):
            return events
        async for event in events:
            if event["type"] == "chat.end":
                return event["result"]
        raise AssertionError("no chat.end")

    def _checked(self, body: Any) -> dict[str, Any]:
        """The model of a request; refuses what LM Studio refuses."""
        if not isinstance(body, dict) or not isinstance(body.get("model"), str):
            raise _refusal("invalid_request", "'model' is required", code="missing_required_parameter")
        unknown = body.keys() - self.knows
        if unknown:
            raise _refusal("invalid_request", f"Unrecognized key(s) in object: {sorted(unknown)}")
        given = body.get("input")
        for part in [{"type": "text", "content": given}] if isinstance(given, str) else given:
            if part.get("type") not in ("text", "image"):
                raise _refusal("invalid_request", "Invalid input. Expected 'text' | 'image'", code="invalid_union")
            if part["type"] == "image" and not part["data_url"].startswith("data:image/"):
                raise _refusal("invalid_request", "'data_url' must be a base64 data URL")
        for each in body.get("integrations", ()):
            if not isinstance(each, str) and each.get("type") not in ("plugin", "ephemeral_mcp"):
                raise _refusal("invalid_request", "Invalid integration", code="invalid_union")
        if body.get("integrations") and self.refuses_integrations is not None:
            status, kind, message = self.refuses_integrations
            raise _refusal(kind, message, status=status)
        previous = body.get("previous_response_id")
        if previous is not None and previous not in self.chats:
            raise _refusal("invalid_request", f"Response {previous} not found", status=404)
        wanted = body["model"]
        for model in self._server.models.models:
            if wanted == model["key"] or wanted in self._server.models.instances.get(model["key"], {}):
                return model
        raise _refusal("model_not_found", f"No model {wanted} is downloaded.")

    async def _scripted(self) -> AsyncIterator[Any]:
        for step in self.script:
            if isinstance(step, Pause):
                await step.wait()
            else:
                yield step

    async def _events(self, body: dict[str, Any], model: dict[str, Any]) -> AsyncIterator[Event]:
        loaded = self._server.models.instances.get(model["key"])
        name = next(iter(loaded)) if loaded else model["key"]
        yield {"type": "chat.start", "model_instance_id": name}
        stats = {
            "input_tokens": 12, "total_output_tokens": 8, "reasoning_output_tokens": 0,
            "tokens_per_second": 64.0, "time_to_first_token_seconds": 0.125,
        }  # fmt: skip
        if not loaded:
            yield {"type": "model_load.start", "model_instance_id": name}
            yield {"type": "model_load.progress", "model_instance_id": name, "progress": 0.5}
            yield {"type": "model_load.end", "model_instance_id": name, "load_time_seconds": 0.25}
            self._server.models.load(model["key"], context_length=body.get("context_length", 4096))
            stats["model_load_time_seconds"] = 0.25
        yield {"type": "prompt_processing.start"}
        yield {"type": "prompt_processing.progress", "progress": 0.5}
        yield {"type": "prompt_processing.progress", "progress": 1}
        yield {"type": "prompt_processing.end"}
        output: list[dict[str, Any]] = []
        if body.get("reasoning", "off") != "off":
            output.append({"type": "reasoning", "content": "They greet me."})
            stats["reasoning_output_tokens"] = 4
        output += [call for each in body.get("integrations", ()) for call in _calls(each)]
        chat = [*self.chats.get(body.get("previous_response_id", ""), ()), _text_of(body["input"])]
        output.append({"type": "message", "content": f"You said: {' / '.join(chat)}"})
        for item in output:
            for event in _events_of(item):
                yield event
        answer: dict[str, Any] = {"model_instance_id": name, "output": output, "stats": stats}
        if body.get("store", True):
            answer["response_id"] = f"resp_{len(self.chats) + 1:048x}"
            self.chats[answer["response_id"]] = chat
        yield {"type": "chat.end", "result": answer}


def _text_of(given: Any) -> str:
    if isinstance(given, str):
        return given
    return " ".join(part["content"] if part["type"] == "text" else "<image>" for part in given)


def _calls(integration: Any) -> list[dict[str, Any]]:
    """The calls of an integration's first tool; of a plugin called ``broken``, an invalid one."""
    if isinstance(integration, str):
        integration = {"type": "plugin", "id": integration}
    tool = (integration.get("allowed_tools") or ["look_up"])[0]
    provider = (
        {"type": "plugin", "plugin_id": integration["id"]}
        if integration["type"] == "plugin"
        else {"type": "ephemeral_mcp", "server_label": integration["server_label"]}
    )
    if integration.get("id") == "broken":
        wrong = {
            "type": "invalid_arguments", "tool_name": tool, "arguments": {"word": 5}, "provider_info": provider,
        }  # fmt: skip
        return [{"type": "invalid_tool_call", "reason": "word must be a string", "metadata": wrong}]
    output = json.dumps([{"type": "text", "text": "a greeting"}])
    arguments = {"word": "hello"}
    return [{"type": "tool_call", "tool": tool, "arguments": arguments, "output": output, "provider_info": provider}]


def _events_of(item: dict[str, Any]) -> list[Event]:
    """The events of an item of the answer."""
    kind = item["type"]
    if kind in ("message", "reasoning"):
        words = item["content"].split(" ")
        deltas = [word if at == 0 else f" {word}" for at, word in enumerate(words)]
        middle = [{"type": f"{kind}.delta", "content": each} for each in deltas]
        return [{"type": f"{kind}.start"}, *middle, {"type": f"{kind}.end"}]
    if kind == "tool_call":
        of_call = {"tool": item["tool"], "provider_info": item["provider_info"]}
        arguments = {**of_call, "arguments": item["arguments"]}
        return [
            {"type": "tool_call.start", **of_call},
            {"type": "tool_call.arguments", **arguments},
            {"type": "tool_call.success", **arguments, "output": item["output"]},
        ]
    metadata = item["metadata"]
    return [
        {"type": "tool_call.start", "tool": metadata["tool_name"], "provider_info": metadata["provider_info"]},
        {"type": "tool_call.failure", "reason": item["reason"], "metadata": metadata},
    ]


def _refusal(type: str, message: str, **more: Any) -> Exception:
    from .server import Refusal

    return Refusal(type, message, **more)
