"""The original's decoder of event streams, with its functions in both forms."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from genai_py import GenAIInvalidResponseError, SSEDecoder

STREAM = (
    "data: first\n\n"
    ": a comment\r\n"
    "event: response.completed\r\n"
    "data: second é\r\n"
    "data: line\r\n\r\n"
    "data: [DONE]\n"
).encode()


@pytest.mark.parametrize("size", [1, 2, 7, len(STREAM)])
def test_the_function_gets_the_data_of_each_event(size: int) -> None:
    seen: list[str] = []
    decoder = SSEDecoder(lambda data, abort: seen.append(data))
    for start in range(0, len(STREAM), size):
        assert decoder.Feed(STREAM[start : start + size]) is False
    assert seen == ["first", "second é\nline"]
    assert decoder.Flush() is False
    assert seen == ["first", "second é\nline", "[DONE]"]
    decoder.Flush()
    assert len(seen) == 3


def test_a_function_of_three_parameters_gets_the_event_s_name() -> None:
    seen: list[tuple[str, str]] = []

    def on_event(name: str, data: str, abort: threading.Event) -> None:
        seen.append((name, data))

    decoder: Any = SSEDecoder(on_event)
    decoder.feed(STREAM)
    assert seen == [("message", "first"), ("response.completed", "second é\nline")]


def test_the_function_can_stop_the_decoder() -> None:
    seen: list[str] = []

    def on_event(data: str, abort: threading.Event) -> None:
        seen.append(data)
        abort.set()

    decoder, abort = SSEDecoder(on_event), threading.Event()
    assert decoder.Feed(STREAM, abort) is True
    assert abort.is_set()
    assert decoder.Feed(STREAM, abort) is decoder.Flush(abort) is True
    assert seen == ["first"]


def test_another_encoding_than_utf_8_can_be_said() -> None:
    seen: list[str] = []
    SSEDecoder(lambda data, abort: seen.append(data), "latin-1").Feed(b"data: \xe9\n\n")
    assert seen == ["é"]


def test_an_event_without_end_is_an_error_and_does_not_fill_the_memory() -> None:
    decoder = SSEDecoder(lambda data, abort: None)
    with pytest.raises(GenAIInvalidResponseError, match="larger than"):
        for _ in range(40):
            decoder.Feed(b"x" * 1024 * 1024)
