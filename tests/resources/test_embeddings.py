"""Embeddings: in the order of the texts, as numbers, packed on the way where the server packs them."""

from __future__ import annotations

import base64
import json
import struct
from array import array
from typing import Any

import pytest
from aioresponses import CallbackResult, aioresponses

from genai_py import Embeddings, EmbeddingsParams, GenAI, GenAIBadRequestError, GenAIFactory
from genai_py.core.results.decoding import decode

from .calls import _RESPONSE as RESPONSE


def packed(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def vectors_of(*data: Any) -> list[Any]:
    result = decode(Embeddings, json.dumps({"object": "list", "data": data}).encode())
    return [each.embedding for each in result.data]


@pytest.mark.parametrize(
    ("data", "vectors"),
    [
        ([{"index": 1, "embedding": [2.0]}, {"index": 0, "embedding": [1.0]}], [[1.0], [2.0]]),
        ([{"index": 2, "embedding": [3]}, {"index": 0, "embedding": [1]}, {"index": 1, "embedding": [2]}],
         [[1], [2], [3]]),
        ([{"index": 1, "embedding": packed(0.5, -2)}, {"index": 0, "embedding": packed(1)}], [[1.0], [0.5, -2.0]]),
        # Without an index, or with one for all, they are in order.
        ([{"embedding": [2.0]}, {"embedding": [1.0]}], [[2.0], [1.0]]),
        ([{"index": 0, "embedding": [2.0]}, {"index": 0, "embedding": [1.0]}], [[2.0], [1.0]]),
        ([{"index": "1", "embedding": [2.0]}, {"index": 0, "embedding": [1.0]}], [[1.0], [2.0]]),
        # A 0 may be missing, for there is nothing else that it could be.
        ([{"index": 1, "embedding": [2.0]}, {"embedding": [1.0]}], [[1.0], [2.0]]),
        ([{"index": 0, "embedding": [2.0]}, {"embedding": [1.0]}], [[2.0], [1.0]]),
        ([{"embedding": packed(0.1, 3.14).rstrip("=").replace("/", "_").replace("+", "-")}],
         [array("f", (0.1, 3.14)).tolist()]),
        # What is no packed vector stays as it came.
        ([{"index": 0, "embedding": "x"}], ["x"]),
        ([{"index": 0, "embedding": packed(1)[:-3] + "A="}], [packed(1)[:-3] + "A="]),
        ([{"index": 0, "embedding": None}], [[]]),
        ([], []),
    ],
    ids=lambda value: json.dumps(value)[:50],
)  # fmt: skip
def test_vectors_are_numbers_in_the_order_of_their_texts(data: list[Any], vectors: list[Any]) -> None:
    assert vectors_of(*data) == vectors


def test_a_reply_of_another_shape_is_taken() -> None:
    assert decode(Embeddings, b'{"data": "none"}').data == "none"
    assert decode(Embeddings, b'{"data": [1, {"embedding": [2]}]}').data[0] == 1


class Server:
    """A mocked server that packs vectors when it is asked to, ignores that, or refuses it with a status."""

    def __init__(
        self, url: str, *, packs: bytes = struct.pack("<2f", 1, 2), refuses: int = 0, broken: bool = False
    ) -> None:
        self.asked: list[str | None] = []
        self._packs, self._refuses, self._broken = packs, refuses, broken
        self._mock = aioresponses()
        self._url = url

    def _answer(self, _: Any, **sent: Any) -> CallbackResult:
        form = json.loads(sent["data"]).get("encoding_format")
        self.asked.append(form)
        if self._broken or (form == "base64" and self._refuses):
            return CallbackResult(status=self._refuses or 400, payload={"error": {"message": "no such form"}}, response_class=RESPONSE)  # noqa: E501
        vector = base64.b64encode(self._packs).decode() if form == "base64" and self._packs else [1.0, 2.0]
        return CallbackResult(payload={"data": [{"index": 0, "embedding": vector}]}, response_class=RESPONSE)

    def __enter__(self) -> GenAI:
        self._mock.start()
        self._mock.post(f"{self._url}/embeddings", callback=self._answer, repeat=True)
        self._client = GenAIFactory.CreateExternalInstance(self._url, "k", max_retries=0)
        return self._client

    def __exit__(self, *_: object) -> None:
        self._client.Close()
        self._mock.stop()


def plain(params: EmbeddingsParams) -> None:
    params.Model("m").Input("a")


def as_packed(params: EmbeddingsParams) -> None:
    params.Model("m").Input("a").EncodingFormat("base64")


def embed(client: GenAI, build: Any = plain) -> Any:
    return client.Embeddings.Create(build).data[0].embedding


LOCAL, OPENAI = "https://api.test/v1", "https://api.openai.com/v1"


def test_the_second_request_finds_out_whether_the_server_packs() -> None:
    server = Server(LOCAL)
    with server as client:
        assert [embed(client), embed(client), embed(client)] == [[1.0, 2.0]] * 3
    assert server.asked == [None, "base64", "base64"]


@pytest.mark.parametrize("status", [400, 500])
def test_a_server_that_cannot_pack_is_asked_once(status: int) -> None:
    server = Server(LOCAL, refuses=status)
    with server as client:
        many = client.WithOptions(max_retries=2)
        assert [embed(many), embed(many), embed(many)] == [[1.0, 2.0]] * 3  # type: ignore[arg-type]
    assert server.asked == [None, "base64", None, None]


def test_vectors_of_another_length_are_not_taken() -> None:
    """A server that packs numbers of 64 bits would otherwise give wrong ones."""
    server = Server(LOCAL, packs=struct.pack("<2d", 1, 2))
    with server as client:
        assert [embed(client), embed(client), embed(client)] == [[1.0, 2.0]] * 3
    assert server.asked == [None, "base64", None, None]


def test_what_is_known_of_one_model_says_nothing_of_another() -> None:
    server = Server(LOCAL)
    with server as client:
        for model in "mn":
            embed(client, lambda p, model=model: p.Model(model).Input("a"))
    assert server.asked == [None, None]


def test_a_reply_that_was_packed_tells_that_the_server_packs() -> None:
    server = Server(LOCAL)
    with server as client:
        assert [embed(client, as_packed), embed(client)] == [[1.0, 2.0]] * 2
        assert embed(client.WithOptions(max_retries=1)) == [1.0, 2.0]  # type: ignore[arg-type]
    assert server.asked == ["base64", "base64", "base64"]


def test_a_server_that_ignores_the_wish_is_not_asked_again() -> None:
    server = Server(LOCAL, packs=b"")
    with server as client:
        assert [embed(client, as_packed), embed(client)] == [[1.0, 2.0]] * 2
    assert server.asked == ["base64", None]


def test_the_api_of_openai_packs_and_its_gateways_may_refuse() -> None:
    server = Server(OPENAI)
    with server as client:
        assert embed(client) == [1.0, 2.0]
    assert server.asked == ["base64"]
    server = Server(OPENAI, refuses=400)
    with server as client:
        assert [embed(client), embed(client)] == [[1.0, 2.0]] * 2
    assert server.asked == ["base64", None, None]


def test_what_the_program_asks_for_is_what_is_sent() -> None:
    server = Server(OPENAI, refuses=400)
    with server as client:
        assert embed(client, lambda p: p.Model("m").Input("a").EncodingFormat("float")) == [1.0, 2.0]
        with pytest.raises(GenAIBadRequestError, match="no such form"):
            embed(client, as_packed)
    assert server.asked == ["float", "base64"]


def test_a_request_that_is_wrong_fails_as_it_would_have() -> None:
    server = Server(OPENAI, broken=True)
    with server as client, pytest.raises(GenAIBadRequestError, match="no such form"):
        embed(client)
    assert server.asked == ["base64", None]
