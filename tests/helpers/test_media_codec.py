"""Base64 and data URIs of whatever a program has."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aioresponses import aioresponses
from resources.calls import _RESPONSE as RESPONSE

from genai_py import DataURI, Media, MediaCodec

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PNG_64 = base64.b64encode(PNG).decode()
PNG_URI = "data:image/png;base64," + PNG_64
BROKEN = ["###", "iVBO=Rw", "é", "a"]
AT = "https://cdn.test/cat.png"


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    return path


@pytest.fixture
def server() -> Iterator[aioresponses]:
    with aioresponses() as answers:
        yield answers


def test_urls_and_data_uris_are_told_apart() -> None:
    assert MediaCodec.IsUri(" HTTPS://cdn.test/a") and MediaCodec.IsUri("http://cdn.test")
    assert not MediaCodec.IsUri("ftp://cdn.test/a") and not MediaCodec.IsUri("a.png")
    assert MediaCodec.IsDataUri(" Data:,x") and not MediaCodec.IsDataUri("data.png")


def test_base64_loses_its_line_breaks() -> None:
    assert MediaCodec.NormalizeBase64("iVBO\r\nRw0K\n") == "iVBORw0K"
    assert MediaCodec.NormalizeBase64("iVBO\r\nRw0K", False) == "iVBO\r\nRw0K"


def test_base64_of_files_bytes_streams_and_texts(png: Path) -> None:
    stream = io.BytesIO(b"before" + PNG)
    stream.seek(6)
    for value in (png, str(png), PNG, stream):
        assert MediaCodec.EncodeBase64(value) == PNG_64
    assert stream.tell() == 6
    assert MediaCodec.EncodeBase64("é", None) == MediaCodec.EncodeBase64("é", "utf-8") == "w6k="
    assert MediaCodec.EncodeBase64("é", "latin-1") == "6Q=="
    assert MediaCodec.EncodeBase64(b"") == ""


def test_base64_may_be_broken_over_lines_as_in_mail(png: Path) -> None:
    wanted = base64.encodebytes(PNG).decode().strip().replace("\n", "\r\n")
    for text in (
        MediaCodec.EncodeBase64(png, False),
        MediaCodec.EncodeBase64(PNG, CrLfDeletion=False),
        MediaCodec.EncodeBase64(PNG.decode("latin-1"), "latin-1", False),
    ):
        assert text == wanted
    assert MediaCodec.DecodeBase64ToBytes(wanted) == PNG


def test_base64_becomes_what_it_was(tmp_path: Path) -> None:
    assert MediaCodec.DecodeBase64ToBytes(PNG_64) == MediaCodec.TryDecodeBase64ToBytes(PNG_64) == PNG
    assert MediaCodec.DecodeBase64ToString("w6k=") == MediaCodec.TryDecodeBase64ToString("w6k=") == "é"
    assert MediaCodec.DecodeBase64ToString("6Q==", "latin-1") == "é"
    for to_stream in (MediaCodec.DecodeBase64ToStream, MediaCodec.TryDecodeBase64ToStream):
        stream = io.BytesIO(b"x" * 1000)
        assert to_stream(PNG_64, stream) is True
        assert (stream.tell(), stream.read()) == (0, PNG)
    for to_file in (MediaCodec.DecodeBase64ToFile, MediaCodec.TryDecodeBase64ToFile):
        assert to_file(PNG_64, tmp_path / "out.png") is True
        assert (tmp_path / "out.png").read_bytes() == PNG
    assert os.listdir(tmp_path) == ["out.png"]


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_base64_is_refused_and_nothing_is_touched(broken: str, tmp_path: Path) -> None:
    path, stream = tmp_path / "out.png", io.BytesIO(b"before")
    path.write_bytes(b"before")
    for decode, more in (
        (MediaCodec.DecodeBase64ToBytes, ()),
        (MediaCodec.DecodeBase64ToString, ()),
        (MediaCodec.DecodeBase64ToStream, (stream,)),
        (MediaCodec.DecodeBase64ToFile, (path,)),
    ):
        with pytest.raises(ValueError, match="base64 is invalid"):
            decode(broken, *more)
    assert MediaCodec.TryDecodeBase64ToBytes(broken) is None
    assert MediaCodec.TryDecodeBase64ToString(broken) is None
    assert MediaCodec.TryDecodeBase64ToStream(broken, stream) is False
    assert MediaCodec.TryDecodeBase64ToFile(broken, path) is False
    assert (path.read_bytes(), stream.getvalue()) == (b"before", b"before")


def test_an_empty_or_impossible_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the path of the file to write is empty"):
        MediaCodec.DecodeBase64ToFile(PNG_64, " ")
    with pytest.raises(FileNotFoundError, match="no such folder"):
        MediaCodec.DecodeBase64ToFile(PNG_64, tmp_path / "missing" / "out.png")
    assert MediaCodec.TryDecodeBase64ToFile(PNG_64, "") is False
    assert MediaCodec.TryDecodeDataUriToFile(PNG_URI, tmp_path / "missing" / "out.png") is None


def test_data_uris_of_files_bytes_streams_and_texts(png: Path) -> None:
    for value in (png, str(png), PNG, io.BytesIO(PNG)):
        assert MediaCodec.EncodeDataUri(value, " Image/PNG; q=1") == PNG_URI
    assert MediaCodec.EncodeDataUri("é", "text/plain", None) == "data:text/plain;base64,w6k="
    assert MediaCodec.EncodeDataUri(b"x", "audio/x-wav") == "data:audio/wav;base64,eA=="
    assert "\r\n" in MediaCodec.EncodeDataUri(png, "image/png", False)
    assert Media.load(MediaCodec.EncodeDataUri(png, "image/png", False)).data == PNG
    with pytest.raises(ValueError, match="MimeType is empty"):
        MediaCodec.EncodeDataUri(png, " ")


def test_what_cannot_be_encoded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing.png"):
        MediaCodec.EncodeBase64(tmp_path / "missing.png")
    for mistaken in (3, None, io.StringIO("text")):
        with pytest.raises(TypeError, match="MediaCodec.EncodeBase64 takes a path, bytes or a binary stream, got"):
            MediaCodec.EncodeBase64(mistaken)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="takes a text where an encoding is given, got bytes"):
        MediaCodec.EncodeBase64(b"x", "utf-8")  # type: ignore[call-overload]
    with pytest.raises(LookupError):
        MediaCodec.EncodeBase64("x", "utf-99")


@pytest.mark.parametrize(
    ("uri", "data", "mime_type"),
    [
        (PNG_URI, PNG, "image/png"),
        (" DATA:IMAGE/PNG;base64,iVBO\r\nRw0K", b"\x89PNG\r\n", "image/png"),
        ("data:,a%20b", b"a b", "text/plain"),
        ("data:,", b"", "text/plain"),
        ("data:;base64,eA==", b"x", "text/plain"),
        ("data:application/octet-stream;base64,eA==", b"x", "application/octet-stream"),
        ("data:audio/x-wav;base64,eA%3D%3D", b"x", "audio/wav"),
    ],
)
def test_a_data_uri_gives_its_bytes_and_its_type(uri: str, data: bytes, mime_type: str, tmp_path: Path) -> None:
    stream = io.BytesIO(b"before")
    assert MediaCodec.TryDecodeDataUriToBytes(uri) == (data, mime_type)
    assert MediaCodec.TryDecodeDataUriToStream(uri, stream) == mime_type
    assert MediaCodec.TryDecodeDataUriToFile(uri, tmp_path / "out") == mime_type
    assert (stream.getvalue(), (tmp_path / "out").read_bytes()) == (data, data)
    assert MediaCodec.TryGetDataUriMimeType(uri) == MediaCodec.GetMimeType(uri) == mime_type
    assert MediaCodec.TryToBytes(uri) == (data, mime_type)
    assert MediaCodec.TryToDataUri(uri) == (uri.strip(), mime_type)


def test_a_data_uri_s_text_has_the_charset_that_it_says() -> None:
    read = MediaCodec.TryDecodeDataUriToString
    assert read("data:text/plain;charset=ISO-8859-1;base64,6Q==") == ("é", "text/plain")
    assert read('data:text/html;charset="latin-1";base64,6Q==', "utf-8") == ("é", "text/html")
    assert read("data:text/plain;base64,w6k=") == ("é", "text/plain")
    assert read("data:text/plain;base64,6Q==", "latin-1") == ("é", "text/plain")
    assert read("data:text/plain;charset=unheard-of;base64,w6k=") == ("é", "text/plain")
    assert read("data:text/plain;base64,6Q==") is None


@pytest.mark.parametrize("text", ["", "cat.png", "data:image/png", "data:image/png;base64,###", AT])
def test_what_is_no_data_uri_gives_none(text: str, tmp_path: Path) -> None:
    stream = io.BytesIO(b"before")
    assert MediaCodec.TryDecodeDataUriToBytes(text) is None
    assert MediaCodec.TryDecodeDataUriToString(text) is None
    assert MediaCodec.TryDecodeDataUriToStream(text, stream) is None
    assert MediaCodec.TryDecodeDataUriToFile(text, tmp_path / "out") is None
    assert (stream.getvalue(), os.listdir(tmp_path)) == (b"before", [])
    assert MediaCodec.TryGetDataUriMimeType("cat.png") is None


def test_files_have_a_size_and_a_type(png: Path) -> None:
    assert MediaCodec.GetFileSize(png) == len(PNG)
    assert MediaCodec.GetMimeType(png) == MediaCodec.GetMimeType(str(png)) == "image/png"
    nameless = png.rename(png.with_name("nameless"))
    assert MediaCodec.GetMimeType(nameless) == "image/png"
    nameless.write_bytes(b"anything")
    assert MediaCodec.GetMimeType(nameless) == "application/octet-stream"
    with pytest.raises(FileNotFoundError, match="cat.png"):
        MediaCodec.GetMimeType(png)
    with pytest.raises(FileNotFoundError, match="cat.png"):
        MediaCodec.GetFileSize(png)


def test_a_file_gives_its_bytes_or_its_data_uri(png: Path) -> None:
    assert MediaCodec.TryToBytes(png) == MediaCodec.TryToBytes(f" {png} ".strip()) == (PNG, "image/png")
    assert MediaCodec.TryToDataUri(png) == (PNG_URI, "image/png")
    png.write_bytes(b"")
    assert MediaCodec.TryToBytes(png) == (b"", "image/png")


@pytest.mark.parametrize("mistaken", ["", "missing.png", None, 3])
def test_what_is_not_there_gives_none(mistaken: Any) -> None:
    assert MediaCodec.TryToBytes(mistaken) is None
    assert MediaCodec.TryToDataUri(mistaken) is None
    assert MediaCodec.TryUrlToBytes(mistaken) is None
    assert MediaCodec.TryUrlToStream(mistaken, io.BytesIO()) is None


def test_a_url_gives_what_is_at_it(server: aioresponses) -> None:
    server.get(AT, body=PNG, content_type="image/png; q=1", repeat=True, response_class=RESPONSE)
    stream = io.BytesIO(b"before" * 100)
    assert MediaCodec.TryUrlToBytes(AT) == MediaCodec.TryToBytes(AT) == (PNG, "image/png")
    assert MediaCodec.TryUrlToStream(AT, stream) == "image/png"
    assert stream.getvalue() == PNG
    assert MediaCodec.TryToDataUri(AT) == (PNG_URI, "image/png")


def test_a_url_without_anything_at_it_gives_none(server: aioresponses) -> None:
    server.get(AT, status=404, repeat=True, response_class=RESPONSE)
    stream = io.BytesIO(b"before")
    assert MediaCodec.TryUrlToBytes(AT) is None
    assert MediaCodec.TryUrlToStream(AT, stream) is None
    assert MediaCodec.TryToDataUri(AT) is None
    assert stream.getvalue() == b"before"


def test_a_url_is_asked_for_its_type(server: aioresponses) -> None:
    server.head(AT, content_type="image/webp", response_class=RESPONSE)
    server.head(AT, content_type="application/octet-stream", response_class=RESPONSE)
    server.head(AT, status=405, response_class=RESPONSE)
    assert MediaCodec.GetMimeType(AT) == "image/webp"
    assert MediaCodec.GetMimeType(AT) == "image/png"
    assert MediaCodec.GetMimeType(AT) == "image/png"
    server.head("https://cdn.test/x", status=404, response_class=RESPONSE)
    assert MediaCodec.GetMimeType("https://cdn.test/x") == ""


def test_the_functions_answer_to_both_spellings() -> None:
    codec: Any = MediaCodec
    assert codec.encode_base64(b"x") == "eA=="
    assert codec.try_decode_data_uri_to_bytes("data:,x") == (b"x", "text/plain")


def test_data_uris_are_made_of_bytes_streams_and_texts() -> None:
    assert DataURI.Create(PNG, "Image/PNG") == DataURI.Create(io.BytesIO(PNG), "image/png") == PNG_URI
    assert DataURI.CreateText("é") == "data:text/plain;charset=utf-8;base64,w6k="
    assert DataURI.CreateText("é", "Text/HTML", "latin-1") == "data:text/html;charset=iso-8859-1;base64,6Q=="
    assert DataURI.CreateText("é", IncludeBOM=True) == "data:text/plain;charset=utf-8;base64,77u/w6k="
    assert DataURI.CreateText("é", "text/plain", "latin-1", True).endswith(",6Q==")
    for text in (DataURI.CreateText("é"), DataURI.CreateText("é", Encoding="utf-16-le")):
        assert MediaCodec.TryDecodeDataUriToString(text) == ("é", "text/plain")
    with pytest.raises(TypeError, match="DataURI.Create takes bytes or a binary stream, got str 'cat.png'"):
        DataURI.Create("cat.png", "image/png")  # type: ignore[arg-type]
