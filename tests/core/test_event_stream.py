"""The decoder of event streams, against a plain reading of the WHATWG rules.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, strategies as st

from genai_py import EventStreamDecoder, GenAIInvalidResponseError, ServerSentEvent


@dataclass
class Interpreted:
    """What a stream means."""

    events: list[tuple[str, str, str]] = field(default_factory=list)
    retry: int | None = None


def interpret(stream: bytes) -> Interpreted:
    """The rules in their own order: decode, strip one BOM, cut into lines, process each line."""
    found = Interpreted()
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff")
    *lines, _unfinished = re.split("\r\n|\r|\n", text)
    data, event_type, last_id = "", "", ""
    for line in lines:
        if not line:
            if data:
                found.events.append((event_type or "message", data.removesuffix("\n"), last_id))
            data, event_type = "", ""
            continue
        if line.startswith(":"):
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            event_type = value
        elif name == "data":
            data += value + "\n"
        elif name == "id" and "\0" not in value:
            last_id = value
        elif name == "retry" and re.fullmatch("[0-9]+", value):
            found.retry = int(value)
    return found


def shown(event: ServerSentEvent) -> tuple[str, str, str]:
    return event.event, event.text, event.id


def decode(*pieces: bytes) -> list[tuple[str, str, str]]:
    """What a new decoder makes of a stream that comes in pieces."""
    decoder = EventStreamDecoder()
    return [shown(event) for piece in pieces for event in decoder.feed(piece)]


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    """The stream in pieces, cut at the places given; some pieces may be empty."""
    ends = [*sorted(place % (len(stream) + 1) for place in places), len(stream)]
    return [stream[start:end] for start, end in zip([0, *ends], ends, strict=False)]


BOM = b"\xef\xbb\xbf"
TOKENS = (
    b"data", b"event", b"id", b"retry", b"other", b"Data", b":", b": ", b" ", b"\r", b"\n", b"\r\n", b"\n\n",
    b"\r\n\r\n", b"\r\r", BOM, BOM[:1], BOM[1:], b"\0", b"\xff", b"\xe2\x82", "é€😀".encode(), b"12", b"-3", b"text",
    b"data: text\n\n", b"data: two\ndata: lines\r\n\r\n", b"id: 7\n", b"retry: 50\n", b": ping\n",
)  # fmt: skip
streams = st.lists(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=3)), max_size=25).map(b"".join)
places = st.lists(st.integers(0, 500), max_size=12)


@given(streams, places)
@example(b"data: a\r\n\r\ndata: b\n\n", [8])
@example(BOM + b"data: a\n\n", [1, 2])
@example(BOM + BOM + b"data: a\n\ndata: b\n\n", [])
@example(b"\n\n\ndata: a\n\n\n\ndata: b\n\n", [1, 2, 11])
def test_any_stream_in_any_pieces_means_what_the_rules_say(stream: bytes, places: list[int]) -> None:
    decoder = EventStreamDecoder()
    events = [event for piece in cut(stream, places) for event in decoder.feed(piece)]
    expected = interpret(stream)
    assert [shown(event) for event in events] == expected.events


@given(streams, places)
def test_the_retry_time_of_the_last_completed_event_is_known(stream: bytes, places: list[int]) -> None:
    # An event that no blank line completed is not interpreted, so neither is its retry.
    decoder = EventStreamDecoder()
    pieces = cut(stream + b"\n\n", places)
    for piece in pieces:
        decoder.feed(piece)
    assert decoder.retry == interpret(stream + b"\n\n").retry


@given(streams, places)
def test_flush_gives_the_event_that_a_blank_line_would_have_completed(
    stream: bytes, places: list[int]
) -> None:
    decoder = EventStreamDecoder()
    events = [event for piece in cut(stream, places) for event in decoder.feed(piece)]
    last = decoder.flush()
    if last is not None:
        events.append(last)
    assert [shown(event) for event in events] == interpret(stream + b"\n\n").events
    assert decoder.flush() is None


@given(streams, places)
def test_the_data_alone_is_that_of_the_events(stream: bytes, places: list[int]) -> None:
    whole, parts = EventStreamDecoder(), EventStreamDecoder()
    events = [event.data for piece in cut(stream, places) for event in whole.feed(piece)]
    datas = [parts.data_of(block) for piece in cut(stream, places) for block in parts.blocks(piece)]
    assert [data for data in datas if data is not None] == events


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_end_with_lf_cr_or_crlf(end: bytes) -> None:
    stream = end.join([b"event: add", b"data: 1", b"data: 2", b"", b"data: 3", b"", b""])
    assert decode(stream) == [("add", "1\n2", ""), ("message", "3", "")]


def test_a_stream_of_cr_only_gives_its_event_as_soon_as_the_second_cr_is_there() -> None:
    decoder = EventStreamDecoder()
    assert decoder.feed(b"data: a\r") == []
    assert [event.text for event in decoder.feed(b"\r")] == ["a"]


def test_cr_and_lf_in_two_reads_are_one_line_end() -> None:
    decoder = EventStreamDecoder()
    assert decoder.feed(b"data: a\r") == []
    # Were this a second line end, the event would end before its second line.
    assert decoder.feed(b"\n") == []
    assert decoder.feed(b"data: b\r") == []
    assert decoder.feed(b"") == []
    assert decoder.feed(b"\n\r") == [ServerSentEvent(b"a\nb")]
    assert decoder.feed(b"\ndata: c\n\n") == [ServerSentEvent(b"c")]


@pytest.mark.parametrize("pieces", [[BOM + b"data: a\n\n"], [BOM[:1], BOM[1:2], BOM[2:] + b"data: a\n\n"]])
def test_one_byte_order_mark_at_the_start_is_skipped(pieces: list[bytes]) -> None:
    assert decode(*pieces) == [("message", "a", "")]


def test_half_a_byte_order_mark_is_text() -> None:
    assert decode(BOM[:2], b"data: a\n\n", b"data: b\n\n") == [("message", "b", "")]


def test_comments_and_unknown_fields_say_nothing() -> None:
    assert decode(b": ping\n\n:data: a\n\nmood: good\nDATA: b\n data: c\n\n") == []


def test_data_with_and_without_colon_space_and_text() -> None:
    stream = b"data\n\ndata\ndata\n\ndata:\n\ndata:a\n\ndata:  b\n\ndata: c:d\n\n"
    assert [data for _, data, _ in decode(stream)] == ["", "\n", "", "a", " b", "c:d"]


def test_the_type_holds_for_one_event_and_the_id_for_all_after_it() -> None:
    stream = b"id: 1\nevent: add\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"
    assert decode(stream) == [("add", "a", "1"), ("message", "b", "1"), ("message", "c", "")]


def test_an_id_counts_though_its_event_has_no_data() -> None:
    assert decode(b"id: 5\n\ndata: a\n\n") == [("message", "a", "5")]


def test_an_id_with_nul_is_ignored() -> None:
    assert decode(b"id: 1\nid: 2\0\ndata: a\n\n") == [("message", "a", "1")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("50", 50), ("", None), ("-1", None), ("1.5", None), ("5 ", None), ("٣", None), ("9" * 5000, None)],
)
def test_retry_takes_digits_only(value: str, expected: int | None) -> None:
    decoder = EventStreamDecoder()
    decoder.feed(f"retry: {value}\ndata: a\n\n".encode())
    assert decoder.retry == expected


@pytest.mark.parametrize("line", [b"data: a", b"data:a"])
def test_every_event_tells_the_retry_time_in_force(line: bytes) -> None:
    (event,) = EventStreamDecoder().feed(b"retry: 50\n\n" + line + b"\n\n")
    assert event.retry == 50


def test_invalid_utf8_is_replaced_in_text_and_kept_in_data() -> None:
    (event,) = EventStreamDecoder().feed(b"event: \xff\ndata: a\xe2\x82\n\n")
    assert (event.event, event.data, event.text) == ("\ufffd", b"a\xe2\x82", "a\ufffd")


def test_an_event_without_its_last_blank_line_comes_with_flush() -> None:
    decoder = EventStreamDecoder()
    assert decoder.feed(b"data: a\n\ndata: b") == [ServerSentEvent(b"a")]
    assert decoder.flush() == ServerSentEvent(b"b")
    assert decoder.flush() is None


def feed_limited(limit: int, pieces: list[bytes]) -> tuple[list[bytes], bool]:
    """The events that came, and whether the limit ended the stream."""
    decoder, came = EventStreamDecoder(limit), []
    try:
        for piece in pieces:
            came += [event.data for event in decoder.feed(piece)]
        decoder.flush()
    except GenAIInvalidResponseError:
        return came, True
    return came, False


@given(st.lists(st.integers(0, 30), max_size=6), places)
@example([10], [17])
def test_the_limit_strikes_at_the_same_event_however_the_stream_is_cut(
    sizes: list[int], places: list[int]
) -> None:
    limit = 16
    stream = b"".join(b"data: " + b"x" * size + b"\n\n" for size in sizes)
    fitting = [size for size in sizes if len("data: ") + size <= limit]
    before = (
        sizes.index(next(size for size in sizes if size not in fitting)) if fitting != sizes else len(sizes)
    )
    came, struck = feed_limited(limit, cut(stream, places))
    assert came == [b"x" * size for size in sizes[:before]]
    assert struck == (before < len(sizes))


def test_the_error_says_the_limit_and_where_it_is_set() -> None:
    decoder = EventStreamDecoder(limit=100)
    with pytest.raises(GenAIInvalidResponseError, match=r"larger than 100 bytes.*HttpClient\.EventLimit"):
        decoder.feed(b"<html>" + b" " * 200)
    # What comes afterwards begins in the middle of an event: it is nothing to be read.
    with pytest.raises(GenAIInvalidResponseError):
        decoder.feed(b"\n\ndata: a\n\n")


@pytest.mark.parametrize("line", [b"x" * 4096, b"data: x\n" * 512])
def test_a_server_that_never_ends_an_event_does_not_fill_the_memory(line: bytes) -> None:
    decoder = EventStreamDecoder(limit=64 * 1024)
    fed = 0
    with pytest.raises(GenAIInvalidResponseError):
        for _ in range(1000):
            decoder.feed(line)
            fed += len(line)
    assert fed <= 64 * 1024


@pytest.mark.timing
@pytest.mark.parametrize("size", [4096, 7])
def test_one_large_event_in_small_pieces_takes_linear_time(size: int) -> None:
    data = b"x" * (size * 2048)
    stream = b"data: " + data + b"\n\n"
    decoder = EventStreamDecoder()
    started = time.process_time()
    events = [event for at in range(0, len(stream), size) for event in decoder.feed(stream[at : at + size])]
    # 8 MB; were the buffer searched from its start each time, it would be 8 GB.
    assert time.process_time() - started < 1
    assert [event.data for event in events] == [data]


@pytest.mark.timing
def test_many_small_events_in_one_read_take_linear_time() -> None:
    decoder = EventStreamDecoder()
    started = time.process_time()
    assert len(decoder.feed(b"data: {}\n\n" * 200_000)) == 200_000
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("block", "data"),
    [
        (b"data: a", b"a"),
        (b"data: a\ndata: b", b"a\nb"),
        (b"event: e\ndata: a", b"a"),
        (b"event: e\ndata: a\ndata: b", b"a\nb"),
        (b"event: e\nid: 1\ndata: a", b"a"),
        (b"event: e", None),
        (b": ping", None),
    ],
)
def test_the_data_of_a_block(block: bytes, data: bytes | None) -> None:
    assert EventStreamDecoder().data_of(block) == data
