"""Files of forms: what is taken for one, how its name is sent, and that it is closed whatever ends the reading."""

from __future__ import annotations

import asyncio
import io
import os
import threading
from pathlib import Path
from typing import Any

import attrs
import pytest

from genai_py import Media
from genai_py.core.building.multipart import CHUNK_SIZE, FilePart, SourceError

PATIENCE = 60


def read(part: FilePart) -> bytes:
    async def read_all() -> bytes:
        return b"".join([piece async for piece in part.pieces()])

    return asyncio.run(read_all())


class Watched(io.BytesIO):
    """A file that says when it is closed, and reads when it may."""

    def __init__(self, data: bytes = b"data") -> None:
        super().__init__(data)
        self.closed_now = threading.Event()
        self.reading = threading.Event()
        self.may_read = threading.Event()
        self.may_read.set()

    def read(self, size: int | None = -1) -> bytes:
        self.reading.set()
        assert self.may_read.wait(PATIENCE)
        return super().read(size)

    def close(self) -> None:
        super().close()
        self.closed_now.set()


def part_of(file: Any) -> FilePart:
    return attrs.evolve(FilePart.of(b"data"), size=None, open=lambda: file)


def test_a_file_is_closed_when_it_is_read() -> None:
    file = Watched(b"x" * (CHUNK_SIZE + 1))
    assert len(read(part_of(file))) == CHUNK_SIZE + 1
    assert file.closed


async def until_set(event: threading.Event) -> None:
    assert await asyncio.get_running_loop().run_in_executor(None, event.wait, PATIENCE)


async def cancelled_while(waiting: threading.Event, part: FilePart) -> None:
    """Read a part until the event is set, and cancel."""

    async def read_all() -> None:
        async for _ in part.pieces():
            pass

    task = asyncio.ensure_future(read_all())
    await until_set(waiting)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


def test_a_file_that_is_opened_while_its_upload_is_cancelled_is_closed() -> None:
    file, opening, may_open = Watched(), threading.Event(), threading.Event()

    def opened() -> Watched:
        opening.set()
        assert may_open.wait(PATIENCE)
        return file

    async def main() -> None:
        await cancelled_while(opening, attrs.evolve(FilePart.of(b""), size=None, open=opened))
        may_open.set()

    asyncio.run(main())
    assert file.closed_now.wait(PATIENCE)


def test_a_file_that_is_read_while_its_upload_is_cancelled_is_closed_after_the_reading() -> None:
    file = Watched()
    file.may_read.clear()

    async def main() -> None:
        await cancelled_while(file.reading, part_of(file))
        assert not file.closed
        file.may_read.set()

    asyncio.run(main())
    assert file.closed_now.wait(PATIENCE)


def test_a_file_between_two_chunks_is_closed_at_once() -> None:
    file = Watched(b"x" * (CHUNK_SIZE + 1))

    async def main() -> None:
        pieces = part_of(file).pieces()
        await anext(pieces)
        await pieces.aclose()
        assert file.closed

    asyncio.run(main())


def test_a_stream_of_the_program_stays_open() -> None:
    stream = io.BytesIO(b"data")
    assert read(FilePart.of(stream)) == b"data"
    assert not stream.closed


class Handmade:
    """A stream of few methods, as programs write them."""

    def __init__(self, *results: Any) -> None:
        self._results = iter(results)

    def read(self, _: int) -> Any:
        result = next(self._results)
        if isinstance(result, Exception):
            raise result
        return result


@pytest.mark.parametrize(
    ("stream", "error"),
    [
        (Handmade(b"a", "text"), r"file cannot be read: its read\(\) returned str, expected bytes"),
        (Handmade(b"a", None), r"file cannot be read: its read\(\) returned NoneType, expected bytes"),
        (Handmade(b"a", ZeroDivisionError("own error")), "file cannot be read: own error"),
        (Handmade(b"a"), "file cannot be read"),
    ],
    ids=["text", "would block", "own error", "StopIteration"],
)
def test_what_a_stream_does_wrong_is_an_error_of_its_file(stream: Any, error: str) -> None:
    with pytest.raises(SourceError, match=error):
        read(FilePart.of(stream))


def test_a_stream_at_its_end_is_not_sent_as_nothing() -> None:
    stream = io.BytesIO()
    stream.write(b"important")
    with pytest.raises(ValueError, match=r"the stream is at its end, position 9; seek\(0\) rewinds it"):
        FilePart.of(stream)
    stream.seek(0)
    assert read(FilePart.of(stream)) == b"important"
    assert FilePart.of(io.BytesIO()).size == 0


class Unsized(io.BytesIO):
    """A stream that says 0 when it is asked for its end, as files in /proc and devices do."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0 if whence == os.SEEK_END else super().seek(offset, whence)


def test_a_stream_that_hides_its_size_is_read_to_its_end() -> None:
    part = FilePart.of(Unsized(b"data"))
    assert (part.size, part.repeatable) == (None, True)
    assert read(part) == read(part) == b"data"


PROC = Path("/proc/self/status")

if PROC.exists():

    def test_a_file_in_proc_is_read_although_its_size_is_0() -> None:
        part = FilePart.of(PROC)
        assert part.size is None
        assert b"Name:" in read(part)
        with open(PROC, "rb") as file:
            assert b"Name:" in read(FilePart.of(file))


def test_an_empty_file_is_sent_as_one(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert FilePart.of(path).size == 0
    assert read(FilePart.of(path)) == b""


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="a directory cannot be sent"):
        FilePart.of(tmp_path)


if hasattr(os, "mkfifo"):

    def test_a_pipe_is_refused_by_its_path_without_waiting_for_a_writer(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ValueError, match=r"pipe' is a pipe or a device, .* open\(path, 'rb'\)"):
            FilePart.of(tmp_path / "pipe")

    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
    def test_a_device_is_refused_by_its_path(device: str) -> None:
        with pytest.raises(ValueError, match="is a pipe or a device"):
            FilePart.of(device)

    def test_a_pipe_is_sent_as_a_stream() -> None:
        end, other_end = os.pipe()
        with open(end, "rb") as stream, open(other_end, "wb") as writer:
            writer.write(b"data")
            writer.close()
            part = FilePart.of(stream)
            assert (part.size, part.repeatable) == (None, False)
            assert read(part) == b"data"

    def test_names_of_any_bytes_can_be_sent(tmp_path: Path) -> None:
        for name, sent in ((b"caf\xe9.txt", "caf\ufffd.txt"), (b"new\nline\t.txt", "new\nline_.txt")):
            path = os.path.join(os.fsencode(tmp_path), name)
            with open(path, "wb") as file:
                file.write(b"data")
            part = FilePart.of(os.fsdecode(path))
            assert (part.name, part.mime_type) == (sent, "text/plain")
            assert read(part) == b"data"
        assert FilePart.of(b"", os.fsdecode(b"caf\xe9.txt")).name == "caf\ufffd.txt"


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [("a.tar", "application/x-tar"), ("a.tar.gz", "application/gzip"), ("a.csv.xz", "application/x-xz"),
     ("a.txt.Z", "application/octet-stream"), ("a.TXT", "text/plain")],
)  # fmt: skip
def test_the_type_of_a_compressed_file_is_that_of_its_compression(name: str, mime_type: str) -> None:
    assert FilePart.of(b"", name).mime_type == mime_type


def test_a_file_is_no_url_and_its_name_has_no_line_breaks() -> None:
    with pytest.raises(ValueError, match=r"'http://host/a\.png' is a URL, and a file is needed"):
        FilePart.of("http://host/a.png")
    with pytest.raises(ValueError, match="is not a valid file name"):
        FilePart.of(b"", name="a\r\nb")


def test_media_is_sent_once_it_is_loaded() -> None:
    assert read(FilePart.of(Media("image/png", "a.png", b"data"))) == b"data"
    with pytest.raises(ValueError, match=r"http://host/a\.png was not downloaded: Media\.load"):
        FilePart.of(Media("image/png", "a.png", url="http://host/a.png"))


def test_a_stream_that_cannot_be_rewound_is_read_once() -> None:
    part = FilePart.of(Handmade(b"a", b"b", b""))  # type: ignore[arg-type]
    assert not part.repeatable
    assert read(part) == b"ab"
    with pytest.raises(SourceError, match="the stream was read before and cannot be rewound"):
        read(part)
