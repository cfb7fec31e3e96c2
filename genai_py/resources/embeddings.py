"""Embeddings: texts as vectors. Source: https://platform.openai.com/docs/api-reference/embeddings"""

from __future__ import annotations

import binascii
import sys
from array import array
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import attrs

from ..core.building.params import JsonParam
from ..core.building.setters import setter
from ..core.calls.api import GenAIAPI
from ..core.calls.execution import Work
from ..core.calls.operations import POST, Route, composed_operation
from ..core.errors import GenAICancelledError, GenAIException
from ..core.results.base import Result, items, result
from ..core.results.decoding import ErrorBody
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .statistics import WithStatistics
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
        "numbers either way. If unset, packed vectors are requested from the second request on, until the server "
        "refuses them or sends different ones.",
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
class Embeddings(WithStatistics):
    """The vectors of a request, in the order of its texts."""

    object: str = ""
    data: list[Embedding] = items()
    model: str = ""
    usage: Usage | None = None

    def _decoded(self) -> None:
        """Sort the vectors by their texts, and decode base64: some servers send vectors as they finish, or packed."""
        if not self.data and (error := self.extra.get("error")):
            raise ErrorBody(error)
        vectors = self.data
        if type(vectors) is not list or not all(type(each) is Embedding for each in vectors):
            return
        for each in vectors:
            if isinstance(each.embedding, str):
                each.embedding = _unpacked(each.embedding)
        places = [_place_of(each.index) for each in vectors]
        if places.count(None) == 1 and 0 not in places:
            # Servers whose JSON is made from protocol buffers leave out a 0.
            places[places.index(None)] = 0
        if None not in places and len(set(places)) == len(places) and places != sorted(places, key=lambda at: at or 0):
            self.data = [each for _, each in sorted(zip(places, vectors, strict=True), key=lambda pair: pair[0] or 0)]


def _place_of(index: Any) -> float | None:
    if type(index) is str and index.isdecimal():
        return int(index)
    return index if type(index) in (int, float) else None


def _unpacked(text: str) -> Any:
    """Decode a base64 text to little-endian 32-bit floats; return any other value unchanged."""
    numbers = array("f")
    packed = text.replace("-", "+").replace("_", "/") if "-" in text or "_" in text else text
    try:
        numbers.frombytes(binascii.a2b_base64(packed if packed.endswith("=") else packed + "=" * (-len(packed) % 4)))
    except ValueError:
        return text
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()


# Per transport: by server, model and dimensions, whether packed vectors are sent; the length of one until it is known.
_packs: WeakKeyDictionary[Any, dict[tuple[str, ...], bool | int]] = WeakKeyDictionary()


def _embed(api: GenAIAPI, params: EmbeddingsParams, _: Any) -> Work[Embeddings]:
    plain = api.request(POST, "embeddings", params.to_bytes())
    wanted = params._fields.get("encoding_format")
    known = _packs.setdefault(api.HttpClient, {})
    key = (api.BaseUrl, *(str(params._fields.get(name)) for name in ("model", "dimensions")))
    packs = known.get(key, True if _is_openai(api.BaseUrl) else 0)
    if packs and wanted is None:
        packed = api.request(POST, "embeddings", params.to_bytes({"encoding_format": "base64"}))
    else:
        packed = None

    async def embed(_: Any) -> Embeddings:
        if packed is not None:
            # The request that finds out whether the server packs is made once: some fail with 500 instead of refusing.
            once = api if packs is True else api.with_options(attrs.evolve(api.options, max_retries=0))
            try:
                vectors = await once.fetch(packed, Embeddings)
            except GenAICancelledError:
                raise
            except GenAIException as error:
                if packs is True and error.code not in _REFUSALS:
                    raise
            else:
                known[key] = _is_packed(vectors)
                if packs is True or _length_of(vectors) == packs:
                    return vectors
            # If the request itself is invalid, the unpacked one raises the error.
            known[key] = False
        vectors = await api.fetch(plain, Embeddings)
        if wanted == "base64":
            known[key] = _is_packed(vectors)
        elif key not in known:
            known[key] = _length_of(vectors)
        return vectors

    return embed


_REFUSALS = frozenset({400, 415, 422, 501})


def _is_openai(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "api.openai.com" or host.endswith(".openai.azure.com")


def _length_of(vectors: Embeddings) -> int:
    first = vectors.data[0] if type(vectors.data) is list and vectors.data else None
    vector = getattr(first, "embedding", None)
    return len(vector) if type(vector) is list else 0


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
