"""The files of a vector store: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from genai_py import (
    ChunkingStrategy,
    ChunkingStrategyParams,
    ChunkStaticParams,
    Deletion,
    JsonParam,
    OtherChunkingStrategy,
    RunStatus,
    StaticChunkingStrategy,
    VectorStoreFile,
    VectorStoreFileContent,
    VectorStoreFiles,
    VectorStoreFilesCreateParams,
    VectorStoreFilesUrlParams,
)
from genai_py.core.results.base import timestamp_text
from genai_py.core.results.decoding import decode
from genai_py.resources import vector_store_files

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Create",
        ("vs_1", lambda p: p.FileId("file-1")),
        "POST vector_stores/vs_1/files",
        VectorStoreFile,
        {"file_id": "file-1"},
    ),
    Case("List", ("vs_1",), "GET vector_stores/vs_1/files", VectorStoreFiles),
    Case(
        "List",
        ("vs_1", lambda p: p.Filter("failed").Limit(2)),
        "GET vector_stores/vs_1/files?filter=failed&limit=2",
        VectorStoreFiles,
    ),
    Case("Retrieve", ("vs_1", "file-1"), "GET vector_stores/vs_1/files/file-1", VectorStoreFile),
    Case(
        "RetrieveContent",
        ("vs_1", "file-1"),
        "GET vector_stores/vs_1/files/file-1/content",
        VectorStoreFileContent,
    ),
    Case("Delete", ("vs_1", "file-1"), "DELETE vector_stores/vs_1/files/file-1", Deletion),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "VectorStoreFiles", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert seen.headers["OpenAI-Beta"] == "assistants=v2"
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "args", "empty"),
    [
        ("List", ("",), "VectorStoreId"),
        ("Retrieve", ("", "file-1"), "VectorStoreId"),
        ("Retrieve", ("vs_1", ""), "FileId"),
        ("RetrieveContent", ("vs_1", " "), "FileId"),
        ("Delete", ("vs_1", ""), "FileId"),
    ],
)
def test_an_empty_id_is_refused(name: str, args: tuple[str, ...], empty: str, form: str) -> None:
    with pytest.raises(ValueError, match=f"{empty} is empty"):
        exchange(form, "VectorStoreFiles", name, args)


def test_a_missing_id_is_named() -> None:
    with pytest.raises(TypeError, match=r"Retrieve\(\) takes \(VectorStoreId, FileId\); got 1 positional argument$"):
        exchange("blocking", "VectorStoreFiles", "Retrieve", ("vs_1",))


BUILDERS = [
    (
        VectorStoreFilesCreateParams()
        .FileId("file-1")
        .ChunkingStrategy(ChunkingStrategyParams().Type("static").Static(ChunkStaticParams().MaxChunkSizeTokens(200)))
        .Attributes({"region": "eu", "year": 2026, "public": True}),
        {
            "file_id": "file-1",
            "chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 200}},
            "attributes": {"region": "eu", "year": 2026, "public": True},
        },
    ),
    (
        VectorStoreFilesCreateParams().ChunkingStrategy(lambda p: p.Type("auto")),
        {"chunking_strategy": {"type": "auto"}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_the_list_s_builder_writes_a_query() -> None:
    assert VectorStoreFilesUrlParams().Filter("completed").Order("asc").Value == "?filter=completed&order=asc"


def test_every_setter_is_shown_above() -> None:
    query = VectorStoreFilesUrlParams().Filter("completed")
    assert not_shown(vector_store_files, [query, *(builder for builder, _ in BUILDERS)]) == set()


@pytest.mark.parametrize("setter", setters_of(vector_store_files), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(vector_store_files, kind)(), name)(object())


def test_a_list_of_ids_is_for_batches() -> None:
    message = "VectorStoreFilesCreateParams.FileId takes str, got list ['file-1']"
    with pytest.raises(TypeError, match=re.escape(message)):
        VectorStoreFilesCreateParams().FileId(["file-1"])  # type: ignore[arg-type]


FILE = """{
  "id": "file-abc123",
  "object": "vector_store.file",
  "usage_bytes": 1234,
  "created_at": 1698107661,
  "vector_store_id": "vs_abc123",
  "status": "completed",
  "last_error": null,
  "chunking_strategy": {
    "type": "static",
    "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}
  },
  "attributes": {"region": "eu", "year": 2026}
}"""
FAILED = """{
  "id": "file-abc456",
  "object": "vector_store.file",
  "usage_bytes": 0,
  "created_at": 1699061776,
  "vector_store_id": "vs_abcd",
  "status": "failed",
  "last_error": {"code": "unsupported_file", "message": "The file type is not supported."},
  "chunking_strategy": {"type": "other"},
  "attributes": {}
}"""
FILES = """{
  "object": "list",
  "data": [
    {"id": "file-abc123", "object": "vector_store.file", "created_at": 1699061776, "vector_store_id": "vs_abc123"},
    {"id": "file-abc456", "object": "vector_store.file", "created_at": 1699061776, "vector_store_id": "vs_abc123"}
  ],
  "first_id": "file-abc123",
  "last_id": "file-abc456",
  "has_more": false
}"""
CONTENT_PAGE = """{
  "object": "vector_store.file_content.page",
  "data": [{"type": "text", "text": "Goods come back within 30 days."}],
  "has_more": false,
  "next_page": null
}"""
CONTENT = """{
  "file_id": "file-abc123",
  "filename": "example.txt",
  "attributes": {"key": "value"},
  "content": [{"type": "text", "text": "Goods come back within 30 days."}]
}"""
DELETED = '{"id": "file-abc123", "object": "vector_store.file.deleted", "deleted": true}'


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (VectorStoreFile, FILE),
        (VectorStoreFile, FAILED),
        (VectorStoreFiles, FILES),
        (VectorStoreFileContent, CONTENT_PAGE),
        (VectorStoreFileContent, CONTENT),
        (Deletion, DELETED),
    ],
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_file_is_read_by_its_fields() -> None:
    file = decode(VectorStoreFile, FILE.encode())
    assert file.status is RunStatus.completed
    assert file.created_at_as_string == timestamp_text(1698107661)
    assert file.chunking_strategy is not None and file.chunking_strategy.static is not None
    assert file.chunking_strategy.static.max_chunk_size_tokens == 800
    assert file.last_error is None
    assert file.extra == {}


def test_a_failed_file_says_why() -> None:
    file = decode(VectorStoreFile, FAILED.encode())
    assert file.last_error is not None
    assert (file.last_error.code, file.last_error.message) == (
        "unsupported_file",
        "The file type is not supported.",
    )


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("static", StaticChunkingStrategy), ("other", OtherChunkingStrategy), ("by_moon", ChunkingStrategy)],
)
def test_a_strategy_comes_as_the_class_of_its_type(type_: str, kind: type[ChunkingStrategy]) -> None:
    file = decode(VectorStoreFile, b'{"chunking_strategy": {"type": "%s"}}' % type_.encode())
    assert type(file.chunking_strategy) is kind
    assert file.chunking_strategy.type == type_
    assert file.chunking_strategy.static is None


def test_the_text_of_a_file_is_read_in_both_shapes_that_the_api_documents() -> None:
    page, shown = (decode(VectorStoreFileContent, text.encode()) for text in (CONTENT_PAGE, CONTENT))
    assert page.data[0].text == shown.content[0].text == "Goods come back within 30 days."
    assert shown.filename == "example.txt"
