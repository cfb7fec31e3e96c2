"""Media: pictures, sound and files from wherever a program has them."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest
from aioresponses import aioresponses

from genai_py import GenAIConnectionError, GenAIException, Media

from .calls import _RESPONSE as RESPONSE

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
PNG_URI = "data:image/png;base64," + base64.b64encode(PNG).decode()
SOUND_AT = "https://cdn.test/sounds/alloy.wav"


def test_a_file_is_read_and_its_ending_tells_its_type(tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    for source in (path, str(path)):
        media = Media.load(source)
        assert (media.mime_type, media.name, media.data, media.url) == ("image/png", "cat.png", PNG, "")
        assert media.data_uri == media.uri == PNG_URI
        assert media.base64 == base64.b64encode(PNG).decode()


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [
        ("a.JPG", "image/jpeg"),
        ("a.webp", "image/webp"),
        ("a.wav", "audio/wav"),
        ("a.mp3", "audio/mpeg"),
        ("a.pdf", "application/pdf"),
        ("a.md", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_endings_that_every_platform_knows(tmp_path: Path, name: str, mime_type: str) -> None:
    (tmp_path / name).write_bytes(b"anything")
    assert Media.load(tmp_path / name).mime_type == mime_type


@pytest.mark.parametrize(
    ("data", "mime_type", "name"),
    [
        (PNG, "image/png", "file.png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "file.jpg"),
        (b"GIF89a...", "image/gif", "file.gif"),
        (b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "image/webp", "file.webp"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav", "file.wav"),
        (b"ID3\x04", "audio/mpeg", "file.mp3"),
        (b"\xff\xfb\x90", "audio/mpeg", "file.mp3"),
        (b"fLaC", "audio/flac", "file.flac"),
        (b"OggS", "audio/ogg", "file.ogg"),
        (b"%PDF-1.7", "application/pdf", "file.pdf"),
    ],
)
def test_bytes_show_their_type_by_how_they_begin(data: bytes, mime_type: str, name: str) -> None:
    for source in (data, bytearray(data), memoryview(data)):
        media = Media.load(source)  # type: ignore[arg-type]
        assert (media.mime_type, media.name, media.data) == (mime_type, name, data)


def test_a_program_can_say_the_type_and_the_name() -> None:
    media = Media.load(b"a,b\n1,2\n", mime_type="Text/CSV; charset=utf-8", name="table.csv")
    assert (media.mime_type, media.name) == ("text/csv", "table.csv")
    assert media.data_uri == "data:text/csv;base64,YSxiCjEsMgo="
    assert Media.load(b"a,b\n1,2\n", name="table.csv").mime_type == "text/csv"


def test_a_data_uri_stays_as_it_is() -> None:
    media = Media.load(PNG_URI)
    assert (media.mime_type, media.data, media.data_uri) == ("image/png", PNG, PNG_URI)
    text = "DATA:text/plain;charset=iso-8859-1;base64,6Q=="
    assert Media.load(text).data_uri == "data:text/plain;charset=iso-8859-1;base64,6Q=="
    assert Media.load(text).data == "é".encode("latin-1")


def test_a_data_uri_may_be_broken_over_lines_or_percent_encoded() -> None:
    assert Media.load("data:image/png;base64,iVBO\r\n Rw0K").data_uri == "data:image/png;base64,iVBORw0K"
    assert Media.load("data:,hello%20world").data == b"hello world"
    assert Media.load("data:,hello%20world").data_uri == "data:text/plain;base64,aGVsbG8gd29ybGQ="
    assert Media.load("data:text/plain;base64,aGk%3D").data_uri == "data:text/plain;base64,aGk="


def test_another_type_for_loaded_media() -> None:
    loaded = Media.load("data:application/octet-stream;base64,aGk=", mime_type="text/plain")
    assert loaded.data_uri == "data:text/plain;base64,aGk="
    assert Media.load(Media.load(PNG_URI), mime_type="image/webp").data_uri.startswith("data:image/webp;")
    assert Media.load(Media.load(PNG_URI), name="cat.png").name == "cat.png"
    same = Media.load(PNG)
    assert Media.load(same) is same


def test_a_url_is_kept_and_not_fetched() -> None:
    media = Media.load("https://cdn.test/a%20cat.jpeg?size=2")
    assert (media.mime_type, media.name, media.data) == ("image/jpeg", "a cat.jpeg", b"")
    assert media.uri == media.url == "https://cdn.test/a%20cat.jpeg?size=2"
    for read in ("data_uri", "base64"):
        with pytest.raises(ValueError, match="was not downloaded"):
            getattr(media, read)
    assert Media.load("http://cdn.test/file").mime_type == ""


@pytest.mark.parametrize(
    ("content_type", "mime_type"),
    [
        ("audio/x-wav", "audio/wav"),
        ("audio/mpeg; rate=16000", "audio/mpeg"),
        ("application/octet-stream", "audio/wav"),
    ],
)
def test_a_url_is_downloaded_where_asked(content_type: str, mime_type: str) -> None:
    with aioresponses() as server:
        headers = {"Content-Type": content_type}
        server.get(SOUND_AT, body=b"RIFF", headers=headers, response_class=RESPONSE, repeat=True)
        media = Media.load(SOUND_AT, download=True)
        assert (media.mime_type, media.name, media.data, media.url) == (mime_type, "alloy.wav", b"RIFF", "")
        # What was loaded as a URL is fetched later, with the type that was known by then.
        assert Media.load(Media.load(SOUND_AT), download=True).mime_type == "audio/wav"


def test_a_download_inside_a_running_loop_blocks_and_works() -> None:
    async def load() -> Media:
        return Media.load(SOUND_AT, download=True)

    with aioresponses() as server:
        server.get(SOUND_AT, body=b"RIFF", headers={"Content-Type": "audio/wav"}, response_class=RESPONSE)
        assert asyncio.run(load()).data == b"RIFF"


def test_a_download_that_fails_says_what_it_tried() -> None:
    with aioresponses() as server:
        server.get(SOUND_AT, status=404, reason="Not Found", body="no such sound", response_class=RESPONSE)
        with pytest.raises(
            GenAIException, match=f"error 404: GET {SOUND_AT}: Not Found; the body is: no such sound"
        ):
            Media.load(SOUND_AT, download=True)
        server.get(SOUND_AT, body=b"", headers={"Content-Type": "audio/wav"}, response_class=RESPONSE)
        with pytest.raises(ValueError, match=f"{SOUND_AT} is empty"):
            Media.load(SOUND_AT, download=True)
    with pytest.raises(GenAIConnectionError, match=r"cannot connect to http://127\.0\.0\.1:9"):
        Media.load("http://127.0.0.1:9/a.wav", download=True)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such file to send: .*cat\.png"):
        Media.load(tmp_path / "cat.png")
    with pytest.raises(OSError, match=str(tmp_path)):
        Media.load(tmp_path)


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        (b"", ValueError, "is empty"),
        (b"what is this", ValueError, r"cannot determine the type of .*; pass it: Media.load\(\.\.\., mime_type="),
        ("data:image/png;base64", ValueError, "is not a valid data URI; expected 'data:<type>;base64,<data>'"),
        ("data:image/png;base64,###", ValueError, "its base64 is invalid"),
        ("data:image/png;base64,", ValueError, "the data URI is empty"),
        ("ftp://cdn.test/cat.png", ValueError, "only http and https URLs"),
        ("iVBORw0KGgo" * 1000, ValueError, "base64 needs the prefix 'data:<type>;base64,'"),
        (3, TypeError, "Media.load takes a path, an http.s. URL, a data URI or bytes, got int 3"),
        (None, TypeError, "got NoneType None"),
    ],
)
def test_what_is_no_medium_is_refused(source: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        Media.load(source)


def test_an_unknown_ending_and_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "thing.xyzzy").write_bytes(b"??")
    (tmp_path / "void.txt").write_bytes(b"")
    with pytest.raises(ValueError, match=r"cannot determine the type of the file '.*thing\.xyzzy'"):
        Media.load(tmp_path / "thing.xyzzy")
    with pytest.raises(ValueError, match=r"void\.txt' is empty"):
        Media.load(tmp_path / "void.txt")
    assert Media.load(tmp_path / "thing.xyzzy", mime_type="text/plain").data == b"??"


def test_its_repr_does_not_show_the_bytes() -> None:
    assert repr(Media.load(PNG)) == "Media(mime_type='image/png', name='file.png', data=<14 bytes>, url='')"
