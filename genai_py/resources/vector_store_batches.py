"""Batches: adding many files to a vector store at once.

Source: https://platform.openai.com/docs/api-reference/vector-stores-file-batches
"""

from __future__ import annotations

from ..core.building.params import JsonParam
from ..core.building.setters import setter
from ..core.calls.operations import GET, POST, Route, every_page, operation
from ..core.results.base import Result, TimeText, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .lists import AdvancedList
from .types import RunStatus
from .vector_store_files import VectorStoreFile, VectorStoreFilesUrlParams
from .vector_stores import ASSISTANTS_V2, ChunkingStrategyParams, VectorFileCounts


class VectorStoreBatchUrlParams(VectorStoreFilesUrlParams):
    """The query for files of a batch: their state, and ``limit``, ``order``, ``after``, ``before``.

    ``Filter`` sets the state, as for a store's files.
    Source: https://platform.openai.com/docs/api-reference/vector-stores-file-batches/listBatchFiles
    """

    __slots__ = ()


class VectorStoreBatchCreateParams(JsonParam):
    """A batch. Source: https://platform.openai.com/docs/api-reference/vector-stores-file-batches/createBatch"""

    __slots__ = ()

    FileId = setter(list[str], "file_ids", doc="The ids of up to 2000 uploaded files.")
    ChunkingStrategy = setter(
        ChunkingStrategyParams, "chunking_strategy", doc="The chunking of the files."
    )
    Attributes = setter(dict, "attributes", doc="Up to 16 texts, numbers or booleans by name, for filters.")


@result
class VectorStoreBatch(Result):
    """A batch. created_at: Unix time in seconds.

    Source: https://platform.openai.com/docs/api-reference/vector-stores-file-batches/batch-object
    """

    id: str = ""
    object: str = ""
    created_at: int | None = None
    vector_store_id: str = ""
    status: RunStatus | str | None = None
    file_counts: VectorFileCounts | None = None

    created_at_as_string = TimeText("created_at")


@result
class VectorStoreBatches(AdvancedList[VectorStoreFile]):
    """A page of the files of a batch. The original reads them as batches; the API's reference has files."""

    data: list[VectorStoreFile] = items()


AsynVectorStoreBatch = AsynCallBack[VectorStoreBatch]
AsynVectorStoreBatches = AsynCallBack[VectorStoreBatches]
PromiseVectorStoreBatch = PromiseCallBack[VectorStoreBatch]
PromiseVectorStoreBatches = PromiseCallBack[VectorStoreBatches]


class VectorStoreBatchRoute(Route):
    """Batches of files: ``vector_stores/{id}/file_batches``. ``List`` returns the files of one batch."""

    _headers = ASSISTANTS_V2

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST,
        "vector_stores/{VectorStoreId}/file_batches",
        ids=1,
        params=VectorStoreBatchCreateParams,
        result=VectorStoreBatch,
    )
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "vector_stores/{VectorStoreId}/file_batches/{BatchId}", ids=2, result=VectorStoreBatch
    )
    Cancel, AsynCancel, AsyncAwaitCancel = operation(
        POST, "vector_stores/{VectorStoreId}/file_batches/{BatchId}/cancel", ids=2, result=VectorStoreBatch
    )
    List, AsynList, AsyncAwaitList = operation(
        GET,
        "vector_stores/{VectorStoreId}/file_batches/{BatchId}/files",
        ids=2,
        params=VectorStoreBatchUrlParams,
        result=VectorStoreBatches,
    )
    ListAll = every_page(List, VectorStoreFile)
