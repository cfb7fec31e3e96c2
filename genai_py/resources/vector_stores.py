"""Vector stores: files made searchable. Source: https://platform.openai.com/docs/api-reference/vector-stores"""

from __future__ import annotations

from typing import Any

from ..core.building.pagination import UrlAdvancedParams
from ..core.building.params import JsonParam
from ..core.building.setters import flag, setter
from ..core.calls.operations import DELETE, GET, POST, Route, every_page, operation
from ..core.results.base import Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .deletion import Deletion
from .lists import AdvancedList
from .types import ChunkingStrategyType, RunStatus

ASSISTANTS_V2 = {"OpenAI-Beta": "assistants=v2"}
"""The header that the API requires for vector stores."""


class VectorStoreUrlParam(UrlAdvancedParams):
    """The query for vector stores: ``limit`` (1 to 100, by default 20), ``order``, ``after``, ``before``."""

    __slots__ = ()


class ChunkStaticParams(JsonParam):
    """The size of chunks, in tokens."""

    __slots__ = ()

    MaxChunkSizeTokens = setter(
        int, "max_chunk_size_tokens", doc="Tokens in a chunk, 100 to 4096; 800 by default."
    )
    ChunkOverlapTokens = setter(
        int,
        "chunk_overlap_tokens",
        doc="The overlap of adjacent chunks in tokens, at most half of a chunk; 400 by default.",
    )


class ChunkingStrategyParams(JsonParam):
    """The chunking of files for the search."""

    __slots__ = ()

    Type = setter(ChunkingStrategyType, "type", doc="``auto``, or ``static`` for chosen sizes.")
    Static = setter(ChunkStaticParams, "static", doc="The sizes, for ``static``.")


class VectorStoreExpiresAfterParams(JsonParam):
    """When a vector store expires."""

    __slots__ = ()

    Anchor = setter(str, "anchor", doc="The start of the period: ``last_active_at``.")
    Days = setter(int, "days", doc="The number of days after the anchor, 1 to 365.")


class VectorStoreCreateParams(JsonParam):
    """A new vector store. Source: https://platform.openai.com/docs/api-reference/vector-stores/create"""

    __slots__ = ()

    FileIds = setter(list[str], "file_ids", doc="The ids of the files to add.")
    Name = setter(str, "name", doc="Its name.")
    ExpiresAfter = setter(
        VectorStoreExpiresAfterParams, "expires_after", doc="When it expires; never by default."
    )
    ChunkingStrategy = setter(
        ChunkingStrategyParams, "chunking_strategy", doc="The chunking of its files."
    )
    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, stored with the object.")


class VectorStoreUpdateParams(JsonParam):
    """The changes to a vector store. Source: https://platform.openai.com/docs/api-reference/vector-stores/modify"""

    __slots__ = ()

    Name = setter(str, "name", doc="Its new name.")
    ExpiresAfter = setter(VectorStoreExpiresAfterParams, "expires_after", doc="When it expires.")
    Metadata = setter(dict, "metadata", doc="Up to 16 key-value pairs, which replace the stored ones.")


class VectorStoreSearchRankingOptions(JsonParam):
    """The ranking of search results."""

    __slots__ = ()

    Ranker = setter(
        str, "ranker", doc="``auto``, ``none``, or a ranker's version such as ``default-2024-11-15``."
    )
    ScoreThreshold = setter(float, "score_threshold", doc="The minimum score, 0 to 1.")


class VectorStoreSearchParams(JsonParam):
    """A search. Source: https://platform.openai.com/docs/api-reference/vector-stores/search"""

    __slots__ = ()

    Query = setter((str, list[str]), "query", doc="The text, or the texts, to search for.")
    Filters = setter(
        (dict, JsonParam),
        "filters",
        doc="On file attributes: a ``ComparisonFilter``, a ``CompoundFilter`` or a dict.",
    )
    MaxNumResults = setter(int, "max_num_results", doc="The maximum number of results, 1 to 50; 10 by default.")
    RankingOptions = setter(
        VectorStoreSearchRankingOptions, "ranking_options", doc="The ranking of search results."
    )
    RewriteQuery = flag("rewrite_query", doc="Let the server rewrite the query for semantic search.")


@result
class VectorFileCounts(Result):
    """The number of files in each state."""

    in_progress: int | None = None
    completed: int | None = None
    failed: int | None = None
    cancelled: int | None = None
    total: int | None = None


@result
class VectorStoreExpiresAfter(Result):
    """When a vector store expires: ``days`` after ``anchor``."""

    anchor: str = ""
    days: int | None = None


@result
class VectorStoreTimestamp(Result):
    """The times of a vector store, in Unix seconds."""

    created_at: int | None = None
    expires_at: int | None = None
    last_active_at: int | None = None

    created_at_as_string = TimeText("created_at")
    expires_at_as_string = TimeText("expires_at")
    last_active_at_as_string = TimeText("last_active_at")


@result
class VectorStore(VectorStoreTimestamp):
    """A vector store. Source: https://platform.openai.com/docs/api-reference/vector-stores/object"""

    id: str = ""
    object: str = ""
    name: str = ""
    usage_bytes: int | None = None
    file_counts: VectorFileCounts | None = None
    status: RunStatus | str | None = None
    expires_after: VectorStoreExpiresAfter | None = None
    metadata: dict[str, Any] | None = None


@result
class VectorStores(AdvancedList[VectorStore]):
    """A page of vector stores."""

    data: list[VectorStore] = items()


@result
class VectorStoreSearchContent(Result):
    """A chunk found by a search."""

    type: str = ""
    text: str = ""


@result
class VectorStoreSearchResultItem(Result):
    """The search results in one file."""

    file_id: str = ""
    filename: str = ""
    score: float | None = None
    attributes: dict[str, Any] | None = None
    content: list[VectorStoreSearchContent] = items()


@result
class VectorStoreSearchResult(Result):
    """Search results, the best first. ``search_query`` is a text if the server does not send a list."""

    object: str = ""
    search_query: list[str] | str | None = None
    data: list[VectorStoreSearchResultItem] = items()
    has_more: bool | None = None
    next_page: str = ""


AsynVectorStore = AsynCallBack[VectorStore]
AsynVectorStores = AsynCallBack[VectorStores]
AsynVectorStoreSearchResult = AsynCallBack[VectorStoreSearchResult]
PromiseVectorStore = PromiseCallBack[VectorStore]
PromiseVectorStores = PromiseCallBack[VectorStores]
PromiseVectorStoreSearchResult = PromiseCallBack[VectorStoreSearchResult]


class VectorStoreRoute(Route):
    """Vector stores: ``vector_stores``, ``vector_stores/{id}``, ``vector_stores/{id}/search``."""

    _headers = ASSISTANTS_V2

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "vector_stores", params=VectorStoreCreateParams, result=VectorStore
    )
    List, AsynList, AsyncAwaitList = operation(
        GET, "vector_stores", params=VectorStoreUrlParam, result=VectorStores
    )
    ListAll = every_page(List, VectorStore)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "vector_stores/{VectorStoreId}", ids=1, result=VectorStore
    )
    Update, AsynUpdate, AsyncAwaitUpdate = operation(
        POST, "vector_stores/{VectorStoreId}", ids=1, params=VectorStoreUpdateParams, result=VectorStore
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "vector_stores/{VectorStoreId}", ids=1, result=Deletion
    )
    Search, AsynSearch, AsyncAwaitSearch = operation(
        POST,
        "vector_stores/{VectorStoreId}/search",
        ids=1,
        params=VectorStoreSearchParams,
        result=VectorStoreSearchResult,
    )
