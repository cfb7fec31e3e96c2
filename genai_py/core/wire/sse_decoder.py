"""The original's event-stream decoder: a callback interface to EventStreamDecoder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ..running.callbacks import positional_count
from ..spelling import BothSpellings
from .event_stream import EventStreamDecoder, ServerSentEvent


class SSEDecoder(BothSpellings):
    """Calls a function with each event of a stream: ``on_event(data, abort)`` or ``on_event(name, data, abort)``.

    The function's number of parameters selects the form. It calls ``abort.set()`` to stop the decoder. ``name`` is
    "message" for an event without a name. AEncoding: a Python codec name; event streams use UTF-8.
    """

    def __init__(self, AOnEvent: Callable[..., Any], AEncoding: str | None = None) -> None:
        self._on_event = AOnEvent
        self._named = positional_count(AOnEvent) > 2
        self._encoding = AEncoding or "utf-8"
        self._decoder = EventStreamDecoder()

    def Feed(self, Bytes: bytes, Abort: threading.Event | None = None) -> bool:
        """Decode a piece of the stream, of any size. Return whether the decoder was stopped; the rest is discarded.

        Abort: passed to the function. If it is already set, nothing is decoded.
        """
        return self._dispatch(lambda: self._decoder.feed(Bytes), Abort)

    def Flush(self, Abort: threading.Event | None = None) -> bool:
        """End the stream: pass on an event without a final blank line. Return whether the decoder was stopped."""
        return self._dispatch(lambda: [event] if (event := self._decoder.flush()) else [], Abort)

    def _dispatch(self, read: Callable[[], list[ServerSentEvent]], given: threading.Event | None) -> bool:
        abort = given or threading.Event()
        if not abort.is_set():
            for event in read():
                data = event.data.decode(self._encoding, "replace")
                self._on_event(*((event.event, data, abort) if self._named else (data, abort)))
                if abort.is_set():
                    break
        return abort.is_set()
