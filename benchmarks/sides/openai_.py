"""openai-python, on its aiohttp transport or on its default one, httpx."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import openai

from ..replies import read_vectors
from . import KEY, PROMPT, TEXTS


class OpenAISide:
    """Two clients, for the two folders of the server, and a function for each operation."""

    def __init__(self, name: str, create_url: str, stream_url: str) -> None:
        def client(url: str) -> openai.AsyncOpenAI:
            if name == "openai-aiohttp":
                return openai.AsyncOpenAI(
                    base_url=url, api_key=KEY, http_client=openai.DefaultAioHttpClient()
                )
            return openai.AsyncOpenAI(base_url=url, api_key=KEY)

        self.client = client(create_url)
        self.streaming = client(stream_url)
        self.operations: dict[str, Any] = {
            "create": self.create,
            "chat_create": self.chat_create,
            "chat_stream": self.chat_stream,
            "responses_stream": self.responses_stream,
            "embeddings": self.embeddings,
        }
        if name == "openai-httpx":
            # The blocking client exists on httpx only.
            self.blocking = openai.OpenAI(base_url=create_url, api_key=KEY)
            self.blocking_streaming = openai.OpenAI(base_url=stream_url, api_key=KEY)
            self.operations["blocking_create"] = self.blocking_create
            self.operations["blocking_chat_stream"] = self.blocking_chat_stream

    async def create(self) -> str:
        result: Any = await self.client.responses.create(model="m", input=PROMPT)
        text: str = result.output[0].content[0].text
        return text

    async def chat_create(self) -> str:
        messages: Any = [{"role": "user", "content": PROMPT}]
        result: Any = await self.client.chat.completions.create(model="m", messages=messages)
        text: str = result.choices[0].message.content
        return text

    async def chat_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        stream = await self.streaming.chat.completions.create(
            model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
        )
        async for chunk in stream:
            count += 1
            if content := chunk.choices[0].delta.content:
                parts.append(content)
        return [count, "".join(parts)]

    async def responses_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        whole = ""
        event: Any
        async for event in await self.streaming.responses.create(model="m", input=PROMPT, stream=True):
            count += 1
            kind = event.type
            if kind == "response.output_text.delta":
                parts.append(event.delta)
            elif kind == "response.completed":
                whole = event.response.output[0].content[0].text
        return [count, "".join(parts), whole]

    async def embeddings(self) -> list[object]:
        result = await self.client.embeddings.create(model="m", input=TEXTS, encoding_format="float")
        return read_vectors([item.embedding for item in result.data])

    def blocking_create(self) -> str:
        result: Any = self.blocking.responses.create(model="m", input=PROMPT)
        text: str = result.output[0].content[0].text
        return text

    def blocking_chat_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        stream = self.blocking_streaming.chat.completions.create(
            model="m", messages=[{"role": "user", "content": PROMPT}], stream=True
        )
        for chunk in stream:
            count += 1
            if content := chunk.choices[0].delta.content:
                parts.append(content)
        return [count, "".join(parts)]

    async def parallel(self, prompts: Sequence[str], at_once: int) -> tuple[object, list[str]]:
        gate = asyncio.Semaphore(at_once)

        async def ask(prompt: str) -> Any:
            async with gate:
                return await self.client.responses.create(model="m", input=prompt)

        results = await asyncio.gather(*(ask(prompt) for prompt in prompts))
        return results, [result.output[0].content[0].text for result in results]

    async def close(self) -> None:
        await self.client.close()
        await self.streaming.close()


async def make(name: str, create_url: str, stream_url: str) -> OpenAISide:
    """The openai side, on the transport its name says."""
    return OpenAISide(name, create_url, stream_url)
