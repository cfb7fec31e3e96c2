"""The original's decoder of event streams: callbacks around EventStreamDecoder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ..running.callbacks import positional_count
from ..spelling import BothSpellings
from .event_stream import EventStreamDecoder, ServerSentEvent


class SSEDecoder(BothSpellings):
    """Calls a function with each event of a stream: ``on_event(data, abort)`` or ``on_event(name, data, abort)``.

    Which one it is, its number of parameters tells. ``abort.set()`` in it stops the decoder. ``name`` is "message"
    for an event without one. AEncoding: Python's name of an encoding; event streams are UTF-8.
    """

    def __init__(self, AOnEvent: Callable[..., Any], AEncoding: str | None = None) -> None:
        self._on_event = AOnEvent
        self._named = positional_count(AOnEvent) > 2
        self._encoding = AEncoding or "utf-8"
        self._decoder = EventStreamDecoder()

    def Feed(self, Bytes: bytes, Abort: threading.Event | None = None) -> bool:
        """Take more of the stream, in pieces of any size. True when the decoder was stopped, which drops the rest.

        Abort: what the function gets to stop it with; set before, nothing is done.
        """
        return self._hand_over(lambda: self._decoder.feed(Bytes), Abort)

    def Flush(self, Abort: threading.Event | None = None) -> bool:
        """The end of the stream: an event that no blank line ended is one all the same. True when it was stopped."""
        return self._hand_over(lambda: [event] if (event := self._decoder.flush()) else [], Abort)

    def _hand_over(self, read: Callable[[], list[ServerSentEvent]], given: threading.Event | None) -> bool:
        abort = given or threading.Event()
        if not abort.is_set():
            for event in read():
                data = event.data.decode(self._encoding, "replace")
                self._on_event(*((event.event, data, abort) if self._named else (data, abort)))
                if abort.is_set():
                    break
        return abort.is_set()
