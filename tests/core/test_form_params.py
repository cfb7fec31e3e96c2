"""Builders of forms: fields of each kind, files one by one and whole folders."""

from __future__ import annotations

import enum
import io
from pathlib import Path
from typing import Any

import pytest

from genai_py.core.building.form_params import MultiFormDataParams
from genai_py.core.building.multipart import FilePart


def sent(params: MultiFormDataParams, **also: Any) -> list[tuple[str, str]]:
    """The fields as they are sent, files by their names."""
    return [
        (name, value.name if isinstance(value, FilePart) else value)
        for name, value in params.to_multipart(also).fields
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one of them in a folder of its own."""
    folder = tmp_path / "skill"
    (folder / "scripts").mkdir(parents=True)
    (folder / "SKILL.md").write_text("# Skill")
    (folder / "scripts" / "run.py").write_text("print()")
    return folder


@pytest.fixture
def files(folder: Path) -> list[str]:
    return [str(folder / "SKILL.md"), str(folder / "scripts" / "run.py")]


class Purpose(enum.Enum):
    ASSISTANTS = "assistants"


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (True, "true"), (False, "false"), (2, "2"), (0.5, "0.5"), (Purpose.ASSISTANTS, "assistants"),
     ("half \ud83d", "half \ufffd")],
)
def test_values_are_sent_as_text(value: Any, text: str) -> None:
    assert sent(MultiFormDataParams(), field=value) == [("field", text)]


def test_objects_are_sent_as_json_and_lists_as_repeated_fields() -> None:
    assert sent(MultiFormDataParams(), a={"b": 1}, c=["x", "y"]) == [("a", '{"b":1}'), ("c", "x"), ("c", "y")]


def test_a_field_and_files_are_shown_by_name() -> None:
    params = MultiFormDataParams().AddField("purpose", "batch").AddBytes("file", b"1", "a.txt")
    params.AddStream("file", io.BytesIO(b"2"), "b.txt")
    assert params.ToJson() == {"purpose": "batch", "file": ["a.txt", "b.txt"]}
    assert params.ToJsonString() == '{"purpose":"batch","file":["a.txt","b.txt"]}'
    assert sent(params) == [("purpose", "batch"), ("file", "a.txt"), ("file", "b.txt")]


@pytest.mark.parametrize("name", ["", 'a"b', "a\r\nb", 7])
def test_the_name_of_a_field_is_checked(name: Any) -> None:
    with pytest.raises(TypeError, match="the field must be a name without quotes"):
        MultiFormDataParams().AddField(name, "x")


@pytest.mark.parametrize("value", [None, [1], b"x"])
def test_the_value_of_a_field_is_checked(value: Any) -> None:
    with pytest.raises(TypeError, match=r"AddField takes a string, a number or a boolean"):
        MultiFormDataParams().AddField("field", value)


def test_a_file_is_checked() -> None:
    with pytest.raises(TypeError, match=r"MultiFormDataParams\.AddFile takes a path, bytes"):
        MultiFormDataParams().AddFile("file", 7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"MultiFormDataParams\.AddFile: the stream is a text stream"):
        MultiFormDataParams().AddFile("file", io.StringIO("x"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="strings for its name and type"):
        MultiFormDataParams().AddFile("file", b"x", FileName=7)  # type: ignore[arg-type]


def test_files_have_their_bare_names_or_those_from_their_common_folder_on(folder: Path, files: list[str]) -> None:
    tree = [("files[]", "skill/SKILL.md"), ("files[]", "skill/scripts/run.py")]
    bare = [("files[]", "SKILL.md"), ("files[]", "run.py")]
    assert sent(MultiFormDataParams().AddFiles("files[]", files)) == bare
    assert sent(MultiFormDataParams().AddFiles("files[]", FilePaths=files)) == bare
    assert sent(MultiFormDataParams().AddFiles("files[]", files, True)) == tree
    assert sent(MultiFormDataParams().AddFiles("files[]", files, RequireCommonDirectory=True)) == tree
    assert sent(MultiFormDataParams().AddFiles("files[]", str(folder), files)) == tree
    assert sent(MultiFormDataParams().AddFiles("files[]", RootDir=str(folder), FilePaths=files)) == tree
    assert sent(MultiFormDataParams().AddFiles("files[]", [], True)) == []


def test_files_without_a_common_folder_are_refused(folder: Path, files: list[str]) -> None:
    with pytest.raises(ValueError, match="have no folder in common"):
        MultiFormDataParams().AddFiles("files[]", [*files, str(Path(folder.anchor, "elsewhere.md"))], True)
    with pytest.raises(ValueError, match=r"SKILL\.md' is outside of"):
        MultiFormDataParams().AddFiles("files[]", str(folder / "scripts"), files)
    with pytest.raises(ValueError, match="RootDir is empty"):
        MultiFormDataParams().AddFiles("files[]", "", files)


@pytest.mark.parametrize("arguments", [(), ("folder",), ("folder", "file"), (["a"], True, 1), (b"a",), (7,)])
def test_other_arguments_are_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match=r"AddFiles takes \(Field, FilePaths"):
        MultiFormDataParams().AddFiles("files[]", *arguments)


def test_progress_is_reported_to_a_plain_function_of_two_arguments() -> None:
    def handler(sent: int, total: int | None) -> None: ...

    async def coroutine(sent: int, total: int | None) -> None: ...

    assert MultiFormDataParams().OnProgress(handler).to_multipart().report is handler
    for wrong in (coroutine, int, 7, lambda: None):
        with pytest.raises(TypeError, match="a plain function of two arguments"):
            MultiFormDataParams().OnProgress(wrong)  # type: ignore[arg-type]
