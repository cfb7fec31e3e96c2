"""Files that are written whole or not at all, and the names that others choose for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from genai_py.core.building.urls import suggested_name
from genai_py.core.files import atomic_write, download_file, secure_filename


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_when_all_is_written(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a.txt") as file:
        file.write(b"data")
        assert not (tmp_path / "a.txt").exists()
    assert names_in(tmp_path) == ["a.txt"]


def test_the_file_before_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), atomic_write(path) as file:
        file.write(b"data")
        raise ZeroDivisionError
    assert names_in(tmp_path) == ["a.txt"]
    assert path.read_bytes() == b"before"


def test_a_name_as_long_as_the_file_system_takes(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 127)
    with atomic_write(path) as file:
        file.write(b"data")
    assert path.read_bytes() == b"data"


def test_a_folder_that_is_missing_and_one_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder to write to"), atomic_write(tmp_path / "no" / "a"):
        pass
    with pytest.raises(IsADirectoryError, match="a folder has this name"), atomic_write(tmp_path):
        pass


def download(path: Path, suggested: str, data: bytes = b"new") -> str:
    with download_file(path, suggested, "file_1") as (target, file):
        file.write(data)
    assert target.read_bytes() == data
    return target.name


def test_a_name_that_the_server_chose_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"mine")
    assert download(tmp_path, "report.txt") == "report-2.txt"
    assert download(tmp_path, "report.txt") == "report-3.txt"
    assert download(tmp_path, "") == "file_1"
    assert download(tmp_path, "") == "file_1-2"
    assert (tmp_path / "report.txt").read_bytes() == b"mine"


def test_a_name_that_the_program_chose_does(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"mine")
    assert download(tmp_path / "report.txt", "other.txt") == "report.txt"


def test_downloads_at_once_get_names_of_their_own(tmp_path: Path) -> None:
    with download_file(tmp_path, "a.txt", "") as (first, _), download_file(tmp_path, "a.txt", "") as (second, _):
        assert {first.name, second.name} == {"a.txt", "a-2.txt"}


def test_a_download_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), download_file(tmp_path, "a.txt", "") as (_, file):
        file.write(b"half")
        raise ZeroDivisionError
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "secured"),
    [
        ("a.txt", "a.txt"),
        ("../../a.txt", "a.txt"),
        ("C:\\windows\\a.txt", "a.txt"),
        ("a\nb\0c.txt", "a_b_c.txt"),
        ("caf\udce9.txt", "caf\ufffd.txt"),
        (" .a. ", "a"),
        ("..", ""),
        ("nul.txt", ""),
        ("é" * 200 + ".txt", "é" * 98 + ".txt"),
    ],
)
def test_the_name_of_a_file_here(name: str, secured: str) -> None:
    assert secure_filename(name) == secured


@given(st.text(st.characters(), max_size=300))
def test_any_name_is_made_fit_or_empty(name: str) -> None:
    secured = secure_filename(name)
    assert len(secured.encode()) <= 200
    assert not set(secured) & set('/\\:<>"|?*\0\n')
    assert secured in ("", Path(secured).name)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"attachment", ""),
        (b'attachment; filename="a b.txt"', "a b.txt"),
        (b"attachment; filename*=UTF-8''%C3%A9.txt", "é.txt"),
        ("attachment; filename=é.txt".encode(), "é.txt"),
        ("attachment; filename=é.txt".encode("latin-1"), "é.txt"),
        (b"attachment; filename*=klingon''%C3%A9.txt", "Ã©.txt"),
    ],
)
def test_the_name_that_a_server_suggests(raw: bytes, name: str) -> None:
    assert suggested_name({"Content-Disposition": raw.decode("utf-8", "surrogateescape")}) == name


PARTS = st.sampled_from([b"attachment", b"; filename", b"*", b"0", b"1", b"=", b'"', b"UTF-8''", b"klingon''", b"%41",
                         b"%E9", "é".encode(), b"\xe9", b"a.txt", b"''", b" ", b"=?utf-8?b?w6k=?="])  # fmt: skip


@given(st.lists(PARTS | st.binary(max_size=4), max_size=12).map(b"".join))
def test_no_header_makes_it_raise(raw: bytes) -> None:
    headers = {"Content-Disposition": raw.replace(b"\r", b"").replace(b"\n", b"").decode("utf-8", "surrogateescape")}
    secure_filename(suggested_name(headers)).encode()
