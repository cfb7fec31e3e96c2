"""``Responses.Act``: its builder, and the form of its requests and replies.

Source: https://platform.openai.com/docs/guides/function-calling
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ...core.building.params import JsonParam
from ...toolkit.definitions import Executable, ToolDefinition
from ...toolkit.loop import ActCall, ActSettings, Dialogue, MadeCall, echoed_arguments
from .collector import ResponseCollector
from .output_items import ResponseOutputFunction
from .params import ResponsesParams
from .results import Response
from .stream_events import (
    ResponseOutputTextDelta,
    ResponseReasoningSummaryTextDelta,
    ResponseReasoningTextDelta,
    ResponseStream,
)
from .tools import response_tool


class ResponsesActParams(ActSettings, ResponsesParams):
    """The request of a response whose functions are run, and the limits of that."""

    __slots__ = ()


class ResponsesDialogue(Dialogue[Response]):
    """The requests and replies of ``responses``.

    Each request has the whole input, so that servers that keep no responses can be used; with a
    conversation, the server has the former items, and a request has the new ones alone.
    """

    path = "responses"
    params: ClassVar[type[JsonParam]] = ResponsesActParams
    base = ResponsesParams
    reply = Response
    chunk = ResponseStream

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        given = request._fields.get("input", [])
        self._items: list[Any] = [{"role": "user", "content": given}] if isinstance(given, str) else list(given)

    def define(self, tool: Executable) -> ToolDefinition:
        """Return the definition of a tool."""
        return response_tool(tool)

    def new_collector(self) -> ResponseCollector:
        """Return what merges the chunks of a stream."""
        return ResponseCollector()

    def piece_of(self, chunk: ResponseStream) -> tuple[str, str]:
        """Return the pieces of text and of reasoning of an event."""
        if isinstance(chunk, ResponseOutputTextDelta):
            return chunk.delta, ""
        if isinstance(chunk, (ResponseReasoningTextDelta, ResponseReasoningSummaryTextDelta)):
            return "", chunk.delta
        return "", ""

    def calls_of(self, reply: Response) -> list[MadeCall]:
        """Return the calls of functions."""
        functions = (item for item in reply.output if isinstance(item, ResponseOutputFunction))
        return [MadeCall(item.call_id, item.name, item.arguments) for item in functions]

    def answer_of(self, reply: Response) -> str:
        """Return the text of all messages."""
        return reply.output_text

    def usage_of(self, reply: Response) -> tuple[int | None, int | None, int | None]:
        """Return the tokens of the input, of the output and in total."""
        used = reply.usage
        return (used.input_tokens, used.output_tokens, used.total_tokens) if used else (None, None, None)

    def add_reply(self, reply: Response, calls: Sequence[ActCall]) -> None:
        """Add the items of the output, with the ids that the results name."""
        left = iter(calls)
        for item in reply.output:
            if isinstance(item, ResponseOutputFunction):
                call = next(left)
                fields = item.ToJson()
                self._items.append({**fields, "call_id": call.id, "arguments": echoed_arguments(call)})
            else:
                self._items.append(item)

    def add_results(self, calls: Sequence[ActCall]) -> None:
        """Add an item for each result."""
        results = [{"type": "function_call_output", "call_id": call.id, "output": call.result} for call in calls]
        self._items += results
        fields = self.request._fields
        fields["input"] = results if fields.get("conversation") else list(self._items)

    def messages(self) -> list[dict[str, Any]]:
        """Return the items as ``Params.Input`` takes them."""
        return JsonParam().Add("input", self._items).ToJson()["input"]  # type: ignore[no-any-return]

