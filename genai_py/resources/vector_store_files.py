"""The files of a vector store. Source: https://platform.openai.com/docs/api-reference/vector-stores-files"""

from __future__ import annotations

from typing import Any

from ..core.building.pagination import UrlAdvancedParams
from ..core.building.params import JsonParam
from ..core.building.setters import setter
from ..core.calls.operations import DELETE, GET, POST, Route, every_page, operation
from ..core.results.base import Result, TimeText, items, result
from ..core.results.decoding import register_tagged_union
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .deletion import Deletion
from .lists import AdvancedList
from .types import RunStatus
from .vector_stores import ASSISTANTS_V2, ChunkingStrategyParams


class VectorStoreFilesUrlParams(UrlAdvancedParams):
    """The query for files: their state, and ``limit``, ``order``, ``after``, ``before``."""

    __slots__ = ()

    Filter = setter(str, "filter", doc="``in_progress``, ``completed``, ``failed`` or ``cancelled``.")


class VectorStoreFilesCreateParams(JsonParam):
    """A file for the store. Source: https://platform.openai.com/docs/api-reference/vector-stores-files/createFile"""

    __slots__ = ()

    FileId = setter(str, "file_id", doc="The id of an uploaded file.")
    ChunkingStrategy = setter(
        ChunkingStrategyParams, "chunking_strategy", doc="The chunking of the file."
    )
    Attributes = setter(dict, "attributes", doc="Up to 16 texts, numbers or booleans by name, for filters.")


@result
class LastError(Result):
    """Why a file failed: ``server_error``, ``unsupported_file`` or ``invalid_file``."""

    code: str = ""
    message: str = ""


@result
class ChunkingStrategyStatic(Result):
    """The size of chunks, in tokens."""

    max_chunk_size_tokens: int | None = None
    chunk_overlap_tokens: int | None = None


@result
class ChunkingStrategy(Result):
    """The chunking of a file, decoded to the class of its ``type`` if that is known."""

    type: str = ""
    static: ChunkingStrategyStatic | None = None


@result
class StaticChunkingStrategy(ChunkingStrategy):
    """Chunks of a chosen or the default size."""


@result
class OtherChunkingStrategy(ChunkingStrategy):
    """An unknown chunking strategy."""


register_tagged_union(ChunkingStrategy, "type", {"static": StaticChunkingStrategy, "other": OtherChunkingStrategy})


@result
class VectorStoreFile(Result):
    """A file of a store. created_at: Unix time in seconds. usage_bytes: its size in the store.

    Source: https://platform.openai.com/docs/api-reference/vector-stores-files/file-object
    """

    id: str = ""
    object: str = ""
    usage_bytes: int | None = None
    created_at: int | None = None
    vector_store_id: str = ""
    status: RunStatus | str | None = None
    last_error: LastError | None = None
    chunking_strategy: ChunkingStrategy | None = None
    attributes: dict[str, Any] | None = None

    created_at_as_string = TimeText("created_at")


@result
class VectorStoreFiles(AdvancedList[VectorStoreFile]):
    """A page of files."""

    data: list[VectorStoreFile] = items()


@result
class VectorStoreFileContentData(Result):
    """A piece of a file's text."""

    type: str = ""
    text: str = ""


@result
class VectorStoreFileContent(Result):
    """The text extracted from a file.

    The API's reference describes a page with its pieces in ``data``, and shows an example with ``content`` and what
    the file is; both are here.
    """

    object: str = ""
    data: list[VectorStoreFileContentData] = items()
    has_more: bool | None = None
    next_page: str = ""
    file_id: str = ""
    filename: str = ""
    attributes: dict[str, Any] | None = None
    content: list[VectorStoreFileContentData] = items()


AsynVectorStoreFile = AsynCallBack[VectorStoreFile]
AsynVectorStoreFiles = AsynCallBack[VectorStoreFiles]
AsynVectorStoreFileContent = AsynCallBack[VectorStoreFileContent]
PromiseVectorStoreFile = PromiseCallBack[VectorStoreFile]
PromiseVectorStoreFiles = PromiseCallBack[VectorStoreFiles]
PromiseVectorStoreFileContent = PromiseCallBack[VectorStoreFileContent]


class VectorStoreFilesRoute(Route):
    """The files of a vector store: ``vector_stores/{id}/files``."""

    _headers = ASSISTANTS_V2

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST,
        "vector_stores/{VectorStoreId}/files",
        ids=1,
        params=VectorStoreFilesCreateParams,
        result=VectorStoreFile,
    )
    List, AsynList, AsyncAwaitList = operation(
        GET,
        "vector_stores/{VectorStoreId}/files",
        ids=1,
        params=VectorStoreFilesUrlParams,
        result=VectorStoreFiles,
    )
    ListAll = every_page(List, VectorStoreFile)
    Retrieve, AsynRetrieve, AsyncAwaitRetrieve = operation(
        GET, "vector_stores/{VectorStoreId}/files/{FileId}", ids=2, result=VectorStoreFile
    )
    RetrieveContent, AsynRetrieveContent, AsyncAwaitRetrieveContent = operation(
        GET, "vector_stores/{VectorStoreId}/files/{FileId}/content", ids=2, result=VectorStoreFileContent
    )
    Delete, AsynDelete, AsyncAwaitDelete = operation(
        DELETE, "vector_stores/{VectorStoreId}/files/{FileId}", ids=2, result=Deletion
    )
