"""Embeddings: texts as vectors. Source: https://platform.openai.com/docs/api-reference/embeddings"""

from __future__ import annotations

from ..core.building.params import JsonParam
from ..core.building.setters import setter
from ..core.calls.operations import POST, Route, operation
from ..core.results.base import Result, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .types import EncodingFormat
from .usage import Usage


class EmbeddingsParams(JsonParam):
    """The request of an embedding."""

    __slots__ = ()

    Input = setter((str, list[str]), "input", doc="The text, or the texts, to embed.")
    Model = setter(str, "model", doc="The id of an embedding model.")
    EncodingFormat = setter(EncodingFormat, "encoding_format", doc="``float``, or ``base64`` for packed bytes.")
    Dimensions = setter(int, "dimensions", doc="How many numbers a vector has, where the model can choose.")
    User = setter(str, "user", doc="An id of the end user, for the server's abuse monitoring.")


@result
class Embedding(Result):
    """One vector. With ``base64`` encoding it is the text that came."""

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


AsynEmbeddings = AsynCallBack[Embeddings]
PromiseEmbeddings = PromiseCallBack[Embeddings]


class EmbeddingsRoute(Route):
    """``POST embeddings``."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "embeddings", params=EmbeddingsParams, result=Embeddings
    )
