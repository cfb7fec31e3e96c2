"""Compressed bodies, in pieces of any size."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from genai_py.core.wire.compression import CompressionError, Decompressor, decompressor_of


def raw_deflate(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(content) + compressor.flush()


WAYS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}
CONTENTS = st.binary(max_size=200) | st.builds(lambda size: b"ab" * size, st.integers(0, 600_000))


def decompressed(encoding: str, body: bytes, size: int = 1000) -> bytes:
    decompressor = Decompressor(encoding)
    content = b""
    for start in range(0, len(body), size):
        decompressor.feed(body[start : start + size])
        while piece := decompressor.read():
            content += piece
    decompressor.end()
    return content


@given(CONTENTS, st.sampled_from([*WAYS]), st.integers(1, 100))
def test_what_was_compressed_comes_out(content: bytes, encoding: str, size: int) -> None:
    assert decompressed(encoding, WAYS[encoding](content), size) == content


@given(CONTENTS, st.sampled_from([*WAYS]), st.data())
def test_a_body_that_is_cut_off_is_an_error(content: bytes, encoding: str, data: st.DataObject) -> None:
    body = WAYS[encoding](content)
    cut = body[: data.draw(st.integers(1, len(body) - 1))]
    with pytest.raises(CompressionError, match=f"the {encoding} body is cut off"):
        decompressed(encoding, cut)


def test_deflate_without_its_header_is_read() -> None:
    body = raw_deflate(b"content" * 100)
    assert decompressed("deflate", body) == b"content" * 100
    with pytest.raises(CompressionError, match="cut off"):
        decompressed("deflate", body[:-1])


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_gzip_of_several_members_with_padding(size: int) -> None:
    body = gzip.compress(b"a" * 1000) + gzip.compress(b"") + gzip.compress(b"b" * 1000)
    assert decompressed("gzip", body + bytes(100), size) == b"a" * 1000 + b"b" * 1000
    with pytest.raises(CompressionError, match="cut off"):
        decompressed("gzip", body[:-9], size)


@pytest.mark.parametrize("encoding", WAYS)
def test_no_body_at_all_is_whole(encoding: str) -> None:
    assert decompressed(encoding, b"") == b""


def test_a_piece_is_bounded_whatever_it_is_made_of() -> None:
    decompressor = Decompressor("gzip")
    decompressor.feed(gzip.compress(bytes(50_000_000)))
    sizes = []
    while piece := decompressor.read():
        sizes.append(len(piece))
    assert (sum(sizes), max(sizes)) == (50_000_000, 262_144)


@given(st.binary(), st.sampled_from([*WAYS]))
def test_any_bytes_are_content_or_an_error(body: bytes, encoding: str) -> None:
    try:
        decompressed(encoding, body, 7)
    except CompressionError as error:
        assert str(error)


@given(CONTENTS, st.sampled_from([*WAYS]), st.integers(1, 100_000))
def test_what_comes_before_an_invalid_byte_is_read(content: bytes, encoding: str, size: int) -> None:
    compressor = zlib.compressobj(wbits=15 if encoding == "deflate" else 31)
    begun = compressor.compress(content) + compressor.flush(zlib.Z_SYNC_FLUSH)
    decompressor = Decompressor(encoding)
    came = b""
    with pytest.raises(CompressionError, match="as its Content-Encoding says"):
        for start in range(0, len(begun) + 8, size):
            decompressor.feed((begun + b"\xff" * 8)[start : start + size])
            while piece := decompressor.read():
                came += piece
    assert came == content
    with pytest.raises(CompressionError):
        decompressor.read()


@pytest.mark.parametrize("encoding", ["", "identity", "utf-8", "aws-chunked"])
def test_a_body_that_is_not_compressed_is_left_as_it_is(encoding: str) -> None:
    assert decompressor_of({"Content-Encoding": encoding}) is None
    assert decompressor_of({}) is None


@pytest.mark.parametrize("encoding", ["br", "ZSTD", " compress"])
def test_a_compression_that_was_not_asked_for_is_an_error(encoding: str) -> None:
    with pytest.raises(CompressionError, match="the request accepts gzip, deflate only"):
        decompressor_of({"Content-Encoding": encoding})
