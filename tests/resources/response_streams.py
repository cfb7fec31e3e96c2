"""What the tests of streamed responses share: events as they are on the wire, and a server that sends them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aioresponses import CallbackResult, aioresponses

from genai_py import GenAI, GenAIFactory

from .calls import _RESPONSE

URL = "http://127.0.0.1:1234/v1/responses"

Event = dict[str, Any]


def event(kind: str, **fields: Any) -> Event:
    """An event: ``event("output_text.delta", delta="Hel")``."""
    return {"type": kind if kind == "error" else f"response.{kind}", **fields}


def answer(*pieces: str, **completed: Any) -> list[Event]:
    """The events of a text that comes in pieces, as OpenAI sends them."""
    text = "".join(pieces)
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {
        "id": "msg_1",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [part],
    }
    begun = {"id": "resp_1", "object": "response", "status": "in_progress", "model": "m", "output": []}
    ended = {**begun, "status": "completed", "output": [message], **completed}
    events = [
        event("created", response=begun),
        event("in_progress", response=begun),
        event("output_item.added", output_index=0, item={**message, "status": "in_progress", "content": []}),
        event("content_part.added", **place, part={**part, "text": ""}),
        *(event("output_text.delta", **place, delta=piece, logprobs=[]) for piece in pieces),
        event("output_text.done", **place, text=text, logprobs=[]),
        event("content_part.done", **place, part=part),
        event("output_item.done", output_index=0, item=message),
        event("completed", response=ended),
    ]
    return [{**each, "sequence_number": number} for number, each in enumerate(events)]


def on_the_wire(events: list[Event]) -> bytes:
    """The events as server-sent events."""
    return b"".join(f"event: {each['type']}\ndata: {json.dumps(each)}\n\n".encode() for each in events)


@contextmanager
def server_that_sends(*streams: list[Event], tail: bytes = b"") -> Iterator[GenAI]:
    """A client of a server that answers each request with the next of these streams."""
    with aioresponses() as server, GenAIFactory.CreateLMSInstance() as client:
        for events in streams:
            reply = CallbackResult(
                body=on_the_wire(events) + tail, content_type="text/event-stream", response_class=_RESPONSE
            )
            server.post(URL, callback=lambda url, _reply=reply, **sent: _reply)
        yield client
