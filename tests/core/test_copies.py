"""Copies of builders: ``copy.copy`` as of a dict, ``copy.deepcopy``, and pickle."""

from __future__ import annotations

import asyncio
import copy
import io
import pickle
from pathlib import Path
from typing import Any

import pytest

from genai_py import (
    ChatParams,
    FileUploadParams,
    JsonParam,
    MultiFormDataParams,
    Parameters,
    SchemaParams,
    UrlParam,
)
from genai_py.core.building.multipart import FilePart


def test_a_variant_of_a_request_does_not_change_the_request() -> None:
    request = ChatParams().Model("a").Temperature(0.5)
    variant = copy.copy(request).Model("b").TopP(0.1)
    variant.Delete("temperature")
    assert request.ToJson() == {"model": "a", "temperature": 0.5}
    assert variant.ToJson() == {"model": "b", "top_p": 0.1}


def test_a_shallow_copy_has_the_same_parts_and_a_deep_one_its_own() -> None:
    part = JsonParam().Add("name", "n")
    request = JsonParam().Add("part", part)
    shallow, deep = copy.copy(request), copy.deepcopy(request)
    part.Add("name", "m")
    assert shallow.ToJson() == {"part": {"name": "m"}}
    assert deep.ToJson() == {"part": {"name": "n"}}


def test_a_schema_that_is_extended_leaves_its_copy_and_the_programs_dict() -> None:
    properties = {"a": {"type": "string"}}
    schema = SchemaParams().Add("properties", properties)
    variant = copy.copy(schema).Properties("b", {"type": "number"})
    assert list(variant.ToJson()["properties"]) == ["a", "b"]
    assert schema.ToJson() == {"properties": {"a": {"type": "string"}}}
    assert list(properties) == ["a"]


def test_a_class_of_the_programs_own_keeps_its_attributes() -> None:
    class Request(JsonParam):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    request = Request("first").Add("a", 1)
    assert copy.copy(request).name == copy.deepcopy(request).name == "first"


@pytest.mark.parametrize("builder", [UrlParam().Add("limit", 3), Parameters().Add("limit", 3), SchemaParams()])
def test_other_builders_are_copied_too(builder: Any) -> None:
    for variant in (copy.copy(builder), copy.deepcopy(builder), pickle.loads(pickle.dumps(builder))):
        assert variant == builder
        variant.Add("limit", 4)
        assert variant != builder


class Handler:
    """Counts how often it is called."""

    calls = 0

    def on_progress(self, done: int, total: int | None) -> None:
        self.calls += 1


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copied_form_reports_to_the_same_handler(copied: Any) -> None:
    handler = Handler()
    form = copied(MultiFormDataParams().AddBytes("file", b"data").OnProgress(handler.on_progress))
    form.to_multipart().report(4, 4)
    assert handler.calls == 1


def read(part: FilePart) -> bytes:
    async def read_all() -> bytes:
        return b"".join([piece async for piece in part.pieces()])

    return asyncio.run(read_all())


def file_of(form: MultiFormDataParams) -> FilePart:
    ((_, part),) = form.to_multipart().fields
    assert isinstance(part, FilePart)
    return part


@pytest.mark.parametrize("kind", ["path", "bytes", "data URI", "stream in memory"])
def test_a_pickled_form_sends_the_same_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"hello")
    stream = io.BytesIO(b"___hello")
    stream.seek(3)
    sources: dict[str, Any] = {
        "path": path,
        "bytes": b"hello",
        "data URI": "data:text/plain,hello",
        "stream in memory": stream,
    }
    form = FileUploadParams().File(sources[kind], "letter.txt")
    unpickled = pickle.loads(pickle.dumps(form))
    assert unpickled.ToJsonString() == form.ToJsonString() == '{"file":"letter.txt"}'
    assert read(file_of(unpickled)) == b"hello"
    assert read(file_of(unpickled).cut(1, 3)) == b"ell"


def test_a_form_with_an_open_file_is_copied_but_not_pickled(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"hello")
    with open(path, "rb") as file:
        form = FileUploadParams().File(file)
        assert read(file_of(copy.deepcopy(form))) == b"hello"
        with pytest.raises(TypeError, match="BufferedReader"):
            pickle.dumps(form)
