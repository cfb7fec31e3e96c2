"""genai_py, called as its documentation says."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any

import genai_py
from genai_py.core.building.params import build
from genai_py.core.results.decoding import decode

from ..replies import make_replies, read_vectors
from . import KEY, PROMPT, TEXTS

# The results are read through `Any` on purpose: a benchmark that follows the API's JSON needs no narrowing of
# unions, and narrowing at run time would be counted as the library's time.


def build_create(p: genai_py.ResponsesParams) -> Any:
    """The request of the `create` rows; the setters it calls are part of what is measured."""
    return p.Model("m").Input(PROMPT)


def build_chat_stream(p: genai_py.ChatParams) -> Any:
    """The request of the chat streams."""
    return p.Model("m").Messages([genai_py.FromUser(PROMPT)]).Stream()


def bare_create(client: genai_py.GenAI) -> Awaitable[Any]:
    """A `responses` create awaited WITHOUT a promise: the one place that reaches below the public operations.

    The row `promise` measures `AsyncAwaitCreate` against this, so it must do all the same work (build, send,
    decode) and leave out only the promise.
    """
    params = build(genai_py.ResponsesParams, build_create)
    return client.API.fetch(client.API.request("POST", "responses", params.to_bytes()), genai_py.Response)


class GenAISide:
    """Two clients, for the two folders of the server, and a function for each operation."""

    def __init__(self, create_url: str, stream_url: str) -> None:
        self.client = genai_py.GenAIFactory.CreateExternalInstance(create_url, KEY)
        self.streaming = genai_py.GenAIFactory.CreateExternalInstance(stream_url, KEY)
        self.operations = {
            "create": self.create,
            "bare_create": self.bare_create,
            "chat_create": self.chat_create,
            "chat_stream": self.chat_stream,
            "responses_stream": self.responses_stream,
            "embeddings": self.embeddings,
            "packed_embeddings": self.packed_embeddings,
            "blocking_create": self.blocking_create,
            "blocking_chat_stream": self.blocking_chat_stream,
            "decode": self.decode,
        }
        self._full = make_replies()["full_response"].body

    def decode(self) -> int:
        """Reads the largest reply there is, without a request."""
        return len(decode(genai_py.Response, self._full).output)

    async def create(self) -> str:
        result: Any = await self.client.Responses.AsyncAwaitCreate(build_create)
        text: str = result.output[0].content[0].text
        return text

    async def bare_create(self) -> str:
        result: Any = await bare_create(self.client)
        text: str = result.output[0].content[0].text
        return text

    async def chat_create(self) -> str:
        result: Any = await self.client.Chat.AsyncAwaitCreate(
            lambda p: p.Model("m").Messages([genai_py.FromUser(PROMPT)])
        )
        text: str = result.choices[0].message.content
        return text

    async def chat_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []

        def on_progress(sender: object, chunk: Any) -> None:
            nonlocal count
            count += 1
            if content := chunk.choices[0].delta.content:
                parts.append(content)

        await self.streaming.Chat.AsyncAwaitCreateStream(
            build_chat_stream, lambda: genai_py.PromiseChatStream(on_progress=on_progress)
        )
        return [count, "".join(parts)]

    async def responses_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        whole = ""

        def on_progress(sender: object, event: Any) -> None:
            nonlocal count, whole
            count += 1
            kind = event.type
            if kind == "response.output_text.delta":
                parts.append(event.delta)
            elif kind == "response.completed":
                whole = event.response.output[0].content[0].text

        await self.streaming.Responses.AsyncAwaitCreateStream(
            lambda p: p.Model("m").Input(PROMPT).Stream(),
            lambda: genai_py.PromiseResponseStream(on_progress=on_progress),
        )
        return [count, "".join(parts), whole]

    async def embeddings(self) -> list[object]:
        result: Any = await self.client.Embeddings.AsyncAwaitCreate(lambda p: p.Model("m").Input(TEXTS))
        return read_vectors([item.embedding for item in result.data])

    async def packed_embeddings(self) -> list[object]:
        result: Any = await self.streaming.Embeddings.AsyncAwaitCreate(
            lambda p: p.Model("m").Input(TEXTS).EncodingFormat("base64")
        )
        return read_vectors([item.embedding for item in result.data])

    def blocking_create(self) -> str:
        result: Any = self.client.Responses.Create(build_create)
        text: str = result.output[0].content[0].text
        return text

    def blocking_chat_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        chunk: Any
        for chunk in self.streaming.Chat.Stream(build_chat_stream):
            count += 1
            if content := chunk.choices[0].delta.content:
                parts.append(content)
        return [count, "".join(parts)]

    async def parallel(self, prompts: Sequence[str], at_once: int) -> tuple[object, list[str]]:
        bundle: Any = await self.client.Responses.AsyncAwaitCreateParallel(
            lambda p: p.Prompts(list(prompts)).Model("m").Concurrency(at_once)
        )
        return bundle, [item.response for item in bundle.items]

    async def close(self) -> None:
        """Nothing: a program that forgets to close must end quietly, and so this side forgets."""


async def make(name: str, create_url: str, stream_url: str) -> GenAISide:
    """The genai side."""
    return GenAISide(create_url, stream_url)
