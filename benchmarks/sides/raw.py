"""Raw aiohttp + orjson to plain dicts: what a careful programmer writes without any SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import aiohttp
import orjson

from ..replies import make_replies, read_vectors
from . import KEY, PROMPT, TEXTS

DATA = b"data: "
DONE = b"[DONE]"
CHAT = {"model": "m", "messages": [{"role": "user", "content": PROMPT}], "stream": True}


class Raw:
    """One session, and a function for each operation."""

    def __init__(self, session: aiohttp.ClientSession, create_url: str, stream_url: str) -> None:
        self.session = session
        self.responses_url = f"{create_url}/responses"
        self.chat_url = f"{create_url}/chat/completions"
        self.embeddings_url = f"{create_url}/embeddings"
        self.chat_stream_url = f"{stream_url}/chat/completions"
        self.responses_stream_url = f"{stream_url}/responses"
        self.operations = {
            "create": self.create,
            "chat_create": self.chat_create,
            "chat_stream": self.chat_stream,
            "chat_stream_fast": self.chat_stream_fast,
            "responses_stream": self.responses_stream,
            "embeddings": self.embeddings,
            "decode": self.decode,
        }
        self._full = make_replies()["full_response"].body

    async def _post(self, url: str, payload: object) -> Any:
        async with self.session.post(url, data=orjson.dumps(payload)) as reply:
            reply.raise_for_status()
            return orjson.loads(await reply.read())

    def decode(self) -> int:
        return len(orjson.loads(self._full)["output"])

    async def create(self) -> str:
        result = await self._post(self.responses_url, {"model": "m", "input": PROMPT})
        text: str = result["output"][0]["content"][0]["text"]
        return text

    async def chat_create(self) -> str:
        messages = [{"role": "user", "content": PROMPT}]
        result = await self._post(self.chat_url, {"model": "m", "messages": messages})
        text: str = result["choices"][0]["message"]["content"]
        return text

    async def chat_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        async with self.session.post(self.chat_stream_url, data=orjson.dumps(CHAT)) as reply:
            reply.raise_for_status()
            async for line in reply.content:
                if not line.startswith(DATA):
                    continue
                if line.startswith(DONE, len(DATA)):
                    break
                chunk = orjson.loads(line[len(DATA) :])
                count += 1
                if content := chunk["choices"][0]["delta"].get("content"):
                    parts.append(content)
        return [count, "".join(parts)]

    async def chat_stream_fast(self) -> list[object]:
        """As `chat_stream`, but splits whole reads at blank lines, without aiohttp's line iterator."""
        count = 0
        parts: list[str] = []
        async with self.session.post(self.chat_stream_url, data=orjson.dumps(CHAT)) as reply:
            reply.raise_for_status()
            rest = b""
            async for block in reply.content.iter_any():
                *events, rest = (rest + block).split(b"\n\n")
                for event in events:
                    if event.startswith(DONE, len(DATA)):
                        break
                    chunk = orjson.loads(event[len(DATA) :])
                    count += 1
                    if content := chunk["choices"][0]["delta"].get("content"):
                        parts.append(content)
        return [count, "".join(parts)]

    async def responses_stream(self) -> list[object]:
        count = 0
        parts: list[str] = []
        whole = ""
        payload = {"model": "m", "input": PROMPT, "stream": True}
        async with self.session.post(self.responses_stream_url, data=orjson.dumps(payload)) as reply:
            reply.raise_for_status()
            async for line in reply.content:
                if not line.startswith(DATA):
                    continue
                event = orjson.loads(line[len(DATA) :])
                count += 1
                kind = event["type"]
                if kind == "response.output_text.delta":
                    parts.append(event["delta"])
                elif kind == "response.completed":
                    whole = event["response"]["output"][0]["content"][0]["text"]
        return [count, "".join(parts), whole]

    async def embeddings(self) -> list[object]:
        result = await self._post(self.embeddings_url, {"model": "m", "input": TEXTS})
        return read_vectors([item["embedding"] for item in result["data"]])

    async def parallel(self, prompts: Sequence[str], at_once: int) -> tuple[object, list[str]]:
        gate = asyncio.Semaphore(at_once)

        async def ask(prompt: str) -> Any:
            async with gate:
                return await self._post(self.responses_url, {"model": "m", "input": prompt})

        results = await asyncio.gather(*(ask(prompt) for prompt in prompts))
        return results, [result["output"][0]["content"][0]["text"] for result in results]

    async def close(self) -> None:
        await self.session.close()


async def make(name: str, create_url: str, stream_url: str) -> Raw:
    """The raw side. Its connector has no limit, since one row wants 256 connections at once."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    session = aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0))
    return Raw(session, create_url, stream_url)
