"""The static replies, of realistic size and shape, and what every side must have read from them."""

from __future__ import annotations

import base64
import json
import random
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MODEL = "gpt-4.1-mini-2025-04-14"
CREATED = 1_741_476_777
WORDS = [
    *("the", "a", "of", "server", "answers", "with", "tokens", "that", "arrive", "one", "by", "and", "each"),
    *("piece,", "word.", "longer:", "understanding,", "nevertheless,", "café,", "naïve;", "“so”", "\n", "42"),
]

CHAT_CHUNKS = 2000
TEXT_DELTAS = 2000
EMBEDDINGS = 64
DIMENSIONS = 1536

CREATE_TEXT = (
    "In a peaceful grove beneath a silver moon, a unicorn named Lumina discovered a hidden pool that"
    " reflected the stars. As she dipped her horn into the water, the pool began to shimmer, revealing a"
    " pathway to a magical realm of endless night skies. Filled with wonder, Lumina whispered a wish for all"
    " who dream to find their own hidden magic, and as she glanced back, her hoofprints sparkled like"
    " stardust."
)


@dataclass(frozen=True)
class Reply:
    """One file of the server, and the value that reading it must give."""

    path: str
    body: bytes
    expected: object


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _tokens(count: int) -> list[str]:
    pick = random.Random(2000)
    return [" " + pick.choice(WORDS) for _ in range(count)]


def _message(item_id: str, text: str) -> dict[str, Any]:
    part = {"type": "output_text", "annotations": [], "logprobs": [], "text": text}
    return {"id": item_id, "type": "message", "status": "completed", "content": [part], "role": "assistant"}


def _response(output: list[dict[str, Any]], status: str = "completed") -> dict[str, Any]:
    usage = {
        "input_tokens": 36,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 87,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 123,
    }
    done = status == "completed"
    return {
        "id": "resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41",
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "background": False,
        "billing": {"payer": "developer"},
        "completed_at": CREATED + 2 if done else None,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "model": MODEL,
        "output": output,
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": None,
        "prompt_cache_retention": None,
        "reasoning": {"effort": None, "summary": None},
        "safety_identifier": None,
        "service_tier": "default",
        "store": True,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": usage if done else None,
        "user": None,
        "metadata": {},
    }


def _create() -> Reply:
    message = _message("msg_67ccd3acc8d48190a77525dc6de64b4104becb25c45c1d41", CREATE_TEXT)
    return Reply("create/v1/responses", _json(_response([message])), CREATE_TEXT)


def _chat_create() -> Reply:
    message = {"role": "assistant", "content": CREATE_TEXT, "refusal": None, "annotations": []}
    usage = {"prompt_tokens": 36, "completion_tokens": 87, "total_tokens": 123}
    chat = {
        "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        "object": "chat.completion",
        "created": CREATED,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": usage,
        "service_tier": "default",
    }
    return Reply("create/v1/chat/completions", _json(chat), CREATE_TEXT)


def _chat_chunk(delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
    chunk = {
        "id": "chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG",
        "object": "chat.completion.chunk",
        "created": CREATED,
        "model": MODEL,
        "service_tier": "default",
        "system_fingerprint": "fp_44709d6fcb",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}],
    }
    return b"data: " + _json(chunk) + b"\n\n"


def _chat_stream() -> Reply:
    tokens = _tokens(CHAT_CHUNKS - 2)
    chunks = [_chat_chunk({"role": "assistant", "content": "", "refusal": None})]
    chunks += [_chat_chunk({"content": token}) for token in tokens]
    chunks += [_chat_chunk({}, "stop"), b"data: [DONE]\n\n"]
    return Reply("stream/v1/chat/completions", b"".join(chunks), [CHAT_CHUNKS, "".join(tokens)])


def _responses_stream() -> Reply:
    tokens = _tokens(TEXT_DELTAS)
    text = "".join(tokens)
    item = "msg_67c9fdcf37fc8190ba82116e33fb28c501b8b0ad29c65d07"
    whole = _message(item, text)
    begun = {**whole, "status": "in_progress", "content": []}
    where = {"item_id": item, "output_index": 0, "content_index": 0}
    part = whole["content"][0]
    events: list[tuple[str, dict[str, Any]]] = [
        ("response.created", {"response": _response([], "in_progress")}),
        ("response.in_progress", {"response": _response([], "in_progress")}),
        ("response.output_item.added", {"output_index": 0, "item": begun}),
        ("response.content_part.added", {**where, "part": {**part, "text": ""}}),
    ]
    events += [("response.output_text.delta", {**where, "delta": token, "logprobs": []}) for token in tokens]
    events += [
        ("response.output_text.done", {**where, "text": text, "logprobs": []}),
        ("response.content_part.done", {**where, "part": part}),
        ("response.output_item.done", {"output_index": 0, "item": whole}),
        ("response.completed", {"response": _response([whole])}),
    ]
    lines: list[bytes] = []
    for number, (kind, fields) in enumerate(events):
        event = {"type": kind, "sequence_number": number, **fields}
        lines.append(b"event: " + kind.encode() + b"\ndata: " + _json(event) + b"\n\n")
    return Reply("stream/v1/responses", b"".join(lines), [len(events), text, text])


def _embeddings(*, packed: bool = False) -> Reply:
    """Vectors as JSON numbers, or each as the base64 of its 32-bit numbers."""
    pick = random.Random(1536)

    def number() -> float:
        # A 32-bit float printed as a 64-bit one, as the API does: about 20 digits each.
        return float(struct.unpack("f", struct.pack("f", pick.uniform(-0.1, 0.1)))[0])

    vectors = [[number() for _ in range(DIMENSIONS)] for _ in range(EMBEDDINGS)]
    texts = [base64.b64encode(struct.pack(f"<{DIMENSIONS}f", *vector)).decode() for vector in vectors]
    sent: list[Any] = texts if packed else vectors
    data = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(sent)]
    usage = {"prompt_tokens": 512, "total_tokens": 512}
    body = _json({"object": "list", "data": data, "model": "text-embedding-3-small", "usage": usage})
    return Reply("stream/v1/embeddings" if packed else "create/v1/embeddings", body, read_vectors(vectors))


def _full_response() -> Reply:
    """A response with an item of every kind, and tools of every kind: nobody asks a server for it."""
    body = _json(json.loads(Path(__file__).with_name("full_response.json").read_text(encoding="utf-8")))
    return Reply("create/v1/full", body, len(json.loads(body)["output"]))


def read_vectors(vectors: list[list[float]]) -> list[object]:
    """What every side reads from its embeddings: it touches each vector, so none can stay undecoded."""
    ends = sum(vector[0] + vector[-1] for vector in vectors)
    return [len(vectors), sum(map(len, vectors)), type(vectors[-1][-1]).__name__, ends]


def make_replies() -> dict[str, Reply]:
    """All replies, by the name of the operation that reads them."""
    return {
        "create": _create(),
        "chat_create": _chat_create(),
        "chat_stream": _chat_stream(),
        "responses_stream": _responses_stream(),
        "embeddings": _embeddings(),
        "packed_embeddings": _embeddings(packed=True),
        "full_response": _full_response(),
    }


RESPONSES_EVENTS = TEXT_DELTAS + 8
"""Events of the `responses` stream: the deltas and the eight around them."""


def write_replies(replies: dict[str, Reply], folder: Path) -> None:
    """Lay the replies out as the files of a web server's document root."""
    for reply in replies.values():
        path = folder / reply.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(reply.body)
