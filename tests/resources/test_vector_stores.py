"""Vector stores: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from genai_py import (
    ChunkingStrategyParams,
    ChunkingStrategyType,
    ChunkStaticParams,
    ComparisonFilter,
    Deletion,
    JsonParam,
    RunStatus,
    VectorStore,
    VectorStoreCreateParams,
    VectorStoreExpiresAfterParams,
    VectorStores,
    VectorStoreSearchParams,
    VectorStoreSearchRankingOptions,
    VectorStoreSearchResult,
    VectorStoreUpdateParams,
    VectorStoreUrlParam,
)
from genai_py.core.results.base import timestamp_text
from genai_py.core.results.decoding import decode
from genai_py.resources import vector_stores

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Name("Support FAQ").FileIds(["file-1"]),),
        "POST vector_stores",
        VectorStore,
        {"name": "Support FAQ", "file_ids": ["file-1"]},
    ),
    Case("List", (), "GET vector_stores", VectorStores),
    Case(
        "List",
        (lambda p: p.Limit(3).Order("asc").After("vs_1").Before("vs_9"),),
        "GET vector_stores?after=vs_1&before=vs_9&limit=3&order=asc",
        VectorStores,
    ),
    Case("Retrieve", ("vs_1",), "GET vector_stores/vs_1", VectorStore),
    Case(
        "Update",
        ("vs_1", VectorStoreUpdateParams().Metadata({"customer_id": "12"})),
        "POST vector_stores/vs_1",
        VectorStore,
        {"metadata": {"customer_id": "12"}},
    ),
    Case("Delete", ("vs_1",), "DELETE vector_stores/vs_1", Deletion),
    Case(
        "Search",
        ("vs_1", lambda p: p.Query("Who returns goods?")),
        "POST vector_stores/vs_1/search",
        VectorStoreSearchResult,
        {"query": "Who returns goods?"},
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "VectorStore", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert seen.headers["OpenAI-Beta"] == "assistants=v2"
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Retrieve", "Delete"])
def test_an_empty_id_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match="VectorStoreId is empty"):
        exchange(form, "VectorStore", name, (" ",))


def test_an_id_cannot_leave_its_place_in_the_path() -> None:
    seen = exchange("blocking", "VectorStore", "Retrieve", ("../files?x",))
    assert seen.requests == ["GET vector_stores/..%2Ffiles%3Fx"]


sizes = ChunkStaticParams().MaxChunkSizeTokens(800).ChunkOverlapTokens(400)
seven_days = VectorStoreExpiresAfterParams().Anchor("last_active_at").Days(7)

BUILDERS: list[tuple[JsonParam, dict[str, Any]]] = [
    (sizes, {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}),
    (ChunkingStrategyParams().Type("auto"), {"type": "auto"}),
    (
        ChunkingStrategyParams().Type(ChunkingStrategyType.static).Static(sizes),
        {"type": "static", "static": sizes.JSON},
    ),
    (
        ChunkingStrategyParams().Static(lambda p: p.MaxChunkSizeTokens(100)),
        {"static": {"max_chunk_size_tokens": 100}},
    ),
    (seven_days, {"anchor": "last_active_at", "days": 7}),
    (
        VectorStoreCreateParams()
        .FileIds(["file-1", "file-2"])
        .Name("FAQ")
        .ExpiresAfter(seven_days)
        .ChunkingStrategy(lambda p: p.Type("auto"))
        .Metadata({"owner": "support"}),
        {
            "file_ids": ["file-1", "file-2"],
            "name": "FAQ",
            "expires_after": {"anchor": "last_active_at", "days": 7},
            "chunking_strategy": {"type": "auto"},
            "metadata": {"owner": "support"},
        },
    ),
    (
        VectorStoreCreateParams()
        .ChunkingStrategy(ChunkingStrategyParams().Type("auto"))
        .ExpiresAfter(lambda p: p.Days(1)),
        {"chunking_strategy": {"type": "auto"}, "expires_after": {"days": 1}},
    ),
    (
        VectorStoreUpdateParams().Name("New").ExpiresAfter(seven_days).Metadata(JsonParam().Add("a", "b")),
        {"name": "New", "expires_after": seven_days.JSON, "metadata": {"a": "b"}},
    ),
    (
        VectorStoreSearchRankingOptions().Ranker("auto").ScoreThreshold(0.5),
        {"ranker": "auto", "score_threshold": 0.5},
    ),
    (
        VectorStoreSearchParams()
        .Query("goods")
        .Filters({"type": "eq", "key": "region", "value": "eu"})
        .MaxNumResults(5)
        .RankingOptions(VectorStoreSearchRankingOptions().Ranker("none"))
        .RewriteQuery(),
        {
            "query": "goods",
            "filters": {"type": "eq", "key": "region", "value": "eu"},
            "max_num_results": 5,
            "ranking_options": {"ranker": "none"},
            "rewrite_query": True,
        },
    ),
    (
        VectorStoreSearchParams()
        .Query(["goods", "refund"])
        .RewriteQuery(False)
        .RankingOptions(lambda p: p.ScoreThreshold(1)),
        {"query": ["goods", "refund"], "rewrite_query": False, "ranking_options": {"score_threshold": 1}},
    ),
    (
        VectorStoreSearchParams().Filters(ComparisonFilter.New("region", "eq", "eu")),
        {"filters": {"key": "region", "type": "eq", "value": "eu"}},
    ),
]


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_every_setter_is_shown_above() -> None:
    assert not_shown(vector_stores, [builder for builder, _ in BUILDERS]) == set()


@pytest.mark.parametrize("setter", setters_of(vector_stores), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(vector_stores, kind)(), name)(object())


WRONG = [
    (ChunkStaticParams, "ChunkOverlapTokens", True, "takes int, got bool True"),
    (
        ChunkingStrategyParams,
        "Static",
        {},
        "takes ChunkStaticParams (or a function that fills one), got dict {}",
    ),
    (VectorStoreCreateParams, "FileIds", "file-1", "takes list of str, got str 'file-1'"),
    (VectorStoreSearchParams, "Query", [1], "takes str or list of str, got int 1"),
    (VectorStoreUrlParam, "Limit", "20", "takes int, got str '20'"),
]


@pytest.mark.parametrize(("kind", "name", "value", "message"), WRONG)
def test_a_refusal_says_what_is_taken_and_what_came(kind: Any, name: str, value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"{kind.__name__}.{name} {message}")):
        getattr(kind(), name)(value)


def test_an_unknown_strategy_is_refused_with_the_list_of_good_ones() -> None:
    with pytest.raises(
        ValueError, match=r"ChunkingStrategyParams\.Type: takes one of 'auto', 'static', got 'statik'"
    ):
        ChunkingStrategyParams().Type("statik")


STORE = """{
  "id": "vs_123",
  "object": "vector_store",
  "created_at": 1698107661,
  "usage_bytes": 123456,
  "last_active_at": 1698107661,
  "name": "my_vector_store",
  "status": "completed",
  "file_counts": {"in_progress": 0, "completed": 100, "cancelled": 0, "failed": 0, "total": 100},
  "expires_after": {"anchor": "last_active_at", "days": 7},
  "expires_at": null,
  "metadata": {},
  "last_used_at": 1698107661
}"""
STORES = """{
  "object": "list",
  "data": [
    {
      "id": "vs_abc123",
      "object": "vector_store",
      "created_at": 1699061776,
      "name": "Support FAQ",
      "description": null,
      "bytes": 139920,
      "file_counts": {"in_progress": 0, "completed": 3, "failed": 0, "cancelled": 0, "total": 3}
    }
  ],
  "first_id": "vs_abc123",
  "last_id": "vs_abc456",
  "has_more": false
}"""
SEARCH = """{
  "object": "vector_store.search_results.page",
  "search_query": ["What is the return policy?"],
  "data": [
    {
      "file_id": "file_123",
      "filename": "document.pdf",
      "score": 0.95,
      "attributes": {"author": "John Doe", "year": 2023, "public": true},
      "content": [{"type": "text", "text": "Relevant chunk"}]
    }
  ],
  "has_more": false,
  "next_page": null
}"""
DELETED = '{"id": "vs_abc123", "object": "vector_store.deleted", "deleted": true}'


@pytest.mark.parametrize(
    ("kind", "text"),
    [(VectorStore, STORE), (VectorStores, STORES), (VectorStoreSearchResult, SEARCH), (Deletion, DELETED)],
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_store_is_read_by_its_fields() -> None:
    store = decode(VectorStore, STORE.encode())
    assert store.status is RunStatus.completed
    assert store.file_counts is not None and store.file_counts.total == 100
    assert store.expires_after is not None and store.expires_after.days == 7
    assert store.created_at_as_string == store.last_active_at_as_string == timestamp_text(1698107661)
    assert store.expires_at_as_string == ""
    assert store.extra == {"last_used_at": 1698107661}


def test_a_page_has_stores_and_its_ends() -> None:
    page = decode(VectorStores, STORES.encode())
    assert [type(store) for store in page.data] == [VectorStore]
    assert (page.first_id, page.last_id, page.has_more) == ("vs_abc123", "vs_abc456", False)


def test_a_search_gives_the_best_chunks() -> None:
    found = decode(VectorStoreSearchResult, SEARCH.encode())
    assert found.search_query == ["What is the return policy?"]
    assert found.data[0].content[0].text == "Relevant chunk"
    assert found.data[0].attributes == {"author": "John Doe", "year": 2023, "public": True}


def test_a_state_that_is_not_known_stays_as_it_came() -> None:
    assert decode(VectorStore, b'{"status": "resting"}').status == "resting"
