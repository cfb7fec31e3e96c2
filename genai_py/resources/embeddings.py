"""Embeddings: texts as vectors. Source: https://platform.openai.com/docs/api-reference/embeddings"""

from __future__ import annotations

import binascii
import sys
from array import array
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from ..core.building.params import JsonParam
from ..core.building.setters import setter
from ..core.calls.api import GenAIAPI
from ..core.calls.execution import Work
from ..core.calls.operations import POST, Route, composed_operation
from ..core.errors import GenAIException
from ..core.results.base import Result, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .types import EncodingFormat
from .usage import Usage


class EmbeddingsParams(JsonParam):
    """The request of an embedding."""

    __slots__ = ()

    Input = setter((str, list[str]), "input", doc="The text, or the texts, to embed.")
    Model = setter(str, "model", doc="The id of an embedding model.")
    EncodingFormat = setter(
        EncodingFormat,
        "encoding_format",
        doc="The encoding of vectors: ``float``, or ``base64`` for packed ones, a quarter of the size. Results have "
        "numbers either way. If unset, packed vectors are requested from servers known to support them.",
    )
    Dimensions = setter(int, "dimensions", doc="The length of the vectors, for models that support it.")
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")


@result
class Embedding(Result):
    """A vector. ``index``: the position of its text in the request."""

    index: int | None = None
    embedding: list[float] = items()
    object: str = ""


@result
class Embeddings(Result):
    """The vectors of a request, in the order of its texts."""

    object: str = ""
    data: list[Embedding] = items()
    model: str = ""
    usage: Usage | None = None

    def _decoded(self) -> None:
        """Sort the vectors by their texts, and decode base64: some servers send vectors as they finish, or packed."""
        vectors = self.data
        if type(vectors) is not list or not all(type(each) is Embedding for each in vectors):
            return
        for each in vectors:
            if isinstance(each.embedding, str):
                each.embedding = _unpacked(each.embedding)
        indexes = [each.index for each in vectors]
        if all(type(index) is int for index in indexes) and len(set(indexes)) == len(indexes):
            vectors.sort(key=lambda each: each.index or 0)


def _unpacked(text: str) -> Any:
    """Decode a base64 text to little-endian 32-bit floats; return any other value unchanged."""
    numbers = array("f")
    try:
        numbers.frombytes(binascii.a2b_base64(text))
    except ValueError:
        return text
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()


# Per transport: the servers that send packed vectors.
_packs: WeakKeyDictionary[Any, dict[str, bool]] = WeakKeyDictionary()
_REFUSALS = frozenset({400, 415, 422, 501})


def _embed(api: GenAIAPI, params: EmbeddingsParams, _: Any) -> Work[Embeddings]:
    plain = api.request(POST, "embeddings", params.to_bytes())
    known, server = _packs.setdefault(api.HttpClient, {}), api.BaseUrl
    host = urlsplit(server).hostname or ""
    may_pack = known.get(server, host == "api.openai.com" or host.endswith(".openai.azure.com"))
    if not may_pack or "encoding_format" in params._fields:
        packed = None
    else:
        packed = api.request(POST, "embeddings", params.to_bytes({"encoding_format": "base64"}))

    async def embed(_: Any) -> Embeddings:
        if packed is not None:
            try:
                return await api.fetch(packed, Embeddings)
            except GenAIException as error:
                if error.code not in _REFUSALS:
                    raise
                # If the request itself is invalid, the unpacked one raises the error.
                known[server] = False
        vectors = await api.fetch(plain, Embeddings)
        if params._fields.get("encoding_format") == "base64" and _is_packed(vectors):
            known[server] = True
        return vectors

    return embed


def _is_packed(vectors: Embeddings) -> bool:
    return b'"embedding":"' in vectors._text[:65536].replace(b" ", b"")


AsynEmbeddings = AsynCallBack[Embeddings]
PromiseEmbeddings = PromiseCallBack[Embeddings]


class EmbeddingsRoute(Route):
    """``POST embeddings``."""

    Create, AsynCreate, AsyncAwaitCreate = composed_operation(
        params=EmbeddingsParams,
        result=Embeddings,
        work=_embed,
        doc="Send ``POST embeddings``, texts as vectors",
    )
