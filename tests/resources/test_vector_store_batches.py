"""Batches of files: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genai_py import (
    ChunkingStrategyParams,
    JsonParam,
    RunStatus,
    VectorStoreBatch,
    VectorStoreBatchCreateParams,
    VectorStoreBatches,
    VectorStoreFile,
)
from genai_py.core.results.base import timestamp_text
from genai_py.core.results.decoding import decode
from genai_py.resources import vector_store_batches

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Create",
        ("vs_1", lambda p: p.FileId(["file-1", "file-2"])),
        "POST vector_stores/vs_1/file_batches",
        VectorStoreBatch,
        {"file_ids": ["file-1", "file-2"]},
    ),
    Case("Retrieve", ("vs_1", "vsfb_1"), "GET vector_stores/vs_1/file_batches/vsfb_1", VectorStoreBatch),
    Case("Cancel", ("vs_1", "vsfb_1"), "POST vector_stores/vs_1/file_batches/vsfb_1/cancel", VectorStoreBatch),
    Case("List", ("vs_1", "vsfb_1"), "GET vector_stores/vs_1/file_batches/vsfb_1/files", VectorStoreBatches),
    Case(
        "List",
        ("vs_1", "vsfb_1", lambda p: p.Limit(2).After("file-1")),
        "GET vector_stores/vs_1/file_batches/vsfb_1/files?after=file-1&limit=2",
        VectorStoreBatches,
    ),
    Case(
        "List",
        ("vs_1", "vsfb_1", lambda p: p.Limit(5).Filter("completed")),
        "GET vector_stores/vs_1/file_batches/vsfb_1/files?filter=completed&limit=5",
        VectorStoreBatches,
    ),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "VectorStoreBatch", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert seen.headers["OpenAI-Beta"] == "assistants=v2"
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Retrieve", "Cancel", "List"])
@pytest.mark.parametrize(("args", "empty"), [(("", "vsfb_1"), "VectorStoreId"), (("vs_1", ""), "BatchId")])
def test_an_empty_id_is_refused(name: str, args: tuple[str, str], empty: str, form: str) -> None:
    with pytest.raises(ValueError, match=f"{empty} is empty"):
        exchange(form, "VectorStoreBatch", name, args)


BUILDERS = [
    (
        VectorStoreBatchCreateParams()
        .FileId(["file-1"])
        .ChunkingStrategy(ChunkingStrategyParams().Type("auto"))
        .Attributes({"region": "eu"}),
        {"file_ids": ["file-1"], "chunking_strategy": {"type": "auto"}, "attributes": {"region": "eu"}},
    ),
    (
        VectorStoreBatchCreateParams().ChunkingStrategy(
            lambda p: p.Static(lambda p: p.ChunkOverlapTokens(0))
        ),
        {"chunking_strategy": {"static": {"chunk_overlap_tokens": 0}}},
    ),
]


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_every_setter_is_shown_above() -> None:
    assert not_shown(vector_store_batches, [builder for builder, _ in BUILDERS]) == set()


@pytest.mark.parametrize("setter", setters_of(vector_store_batches), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(vector_store_batches, kind)(), name)(object())


BATCH = """{
  "id": "vsfb_123",
  "object": "vector_store.files_batch",
  "created_at": 1698107661,
  "vector_store_id": "vs_abc123",
  "status": "completed",
  "file_counts": {"in_progress": 0, "completed": 100, "failed": 0, "cancelled": 0, "total": 100}
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


@pytest.mark.parametrize(("kind", "text"), [(VectorStoreBatch, BATCH), (VectorStoreBatches, FILES)])
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_batch_is_read_by_its_fields() -> None:
    batch = decode(VectorStoreBatch, BATCH.encode())
    assert batch.status is RunStatus.completed
    assert batch.file_counts is not None and batch.file_counts.completed == 100
    assert batch.created_at_as_string == timestamp_text(1698107661)


def test_the_list_of_a_batch_has_its_files() -> None:
    page = decode(VectorStoreBatches, FILES.encode())
    assert [type(file) for file in page.data] == [VectorStoreFile, VectorStoreFile]
    assert [file.vector_store_id for file in page.data] == ["vs_abc123", "vs_abc123"]
    assert (page.first_id, page.last_id, page.has_more) == ("file-abc123", "file-abc456", False)
