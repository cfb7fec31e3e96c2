"""A chat in the browser: one page, and a server that passes on to it what a local model says, as it comes.

    python -m samples.web_chat
    python samples/web_chat/server.py --base-url http://192.168.1.10:1234 --model NAME --port 8081

The page keeps the chats and sends a whole chat with each question. The answer is a stream of lines, each a JSON
object with ``kind`` and ``text``; the kinds are those that ``WebChat`` and ``ThinkTags`` yield.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import attrs
import cattrs
import orjson
from aiohttp import web

from genai_py import Chat, ChatParams, FromAssistant, FromUser, GenAIException, Media, MessagePayload
from genai_py.cli.servers import Server, chat_model, connect
from genai_py.embedded import EmbeddedServerError

PAGE = Path(__file__).with_name("page.html")
FILE_LIMIT = 4 * 1024 * 1024
"""How many bytes an attached file may have."""
REQUEST_LIMIT = 32 * 1024 * 1024
"""How many bytes a chat may have in all, its pictures as base64."""

Event = dict[str, str]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@attrs.frozen
class File:
    """An attached file: its ``text``, or ``data``, the bytes of a picture as base64."""

    name: str
    text: str = ""
    data: str = ""


@attrs.frozen
class Message:
    """What was said in a chat so far."""

    role: Literal["user", "assistant"]
    text: str
    files: list[File] = attrs.field(factory=list)

    def payload(self) -> MessagePayload:
        """The message as the model gets it. Raises ValueError for a file that is neither text nor a picture."""
        if self.role == "assistant":
            return FromAssistant(self.text)
        text = "\n\n".join([self.text, *(_quoted(file) for file in self.files if not file.data)])
        pictures = [_picture(file) for file in self.files if file.data]
        # A plain string where it will do: models without eyes have templates that know nothing else.
        return FromUser(text, pictures) if pictures else FromUser(text)


@attrs.frozen
class Question:
    """What the page sends: the chat, which ends with what the user has just said."""

    messages: list[Message]
    model: str = ""


def _quoted(file: File) -> str:
    fence = "```"
    while fence in file.text:
        fence += "`"
    return f"The file {' '.join(file.name.split())}:\n{fence}\n{file.text}\n{fence}"


def _picture(file: File) -> Media:
    # Bytes, not a string: Media would take that for a path on this machine.
    picture = Media.load(base64.b64decode(file.data, validate=True))
    if not picture.is_image:
        raise ValueError(f"{file.name} is neither text nor a picture")
    return picture


class ThinkTags:
    """Tells reasoning from answer where a model writes ``<think>...</think>`` into its text.

    The opening tag counts at the beginning only. A closing tag without one makes reasoning of all before it: some
    templates put the opening tag into the prompt. What may be the beginning of a tag is held back until more comes.
    """

    _TAG = re.compile(r"</?think>")
    _PART_OF_TAG = re.compile(r"<(/?(t(h(i(nk?)?)?)?)?)?\Z")

    def __init__(self) -> None:
        self._held = ""
        self._state: Literal["beginning", "reasoning", "answer", "rest"] = "beginning"

    def feed(self, text: str) -> Iterator[Event]:
        """The events of the next piece of text."""
        self._held += text
        while self._state != "rest" and (tag := self._TAG.search(self._held)):
            before, self._held = self._held[: tag.start()], self._held[tag.end() :]
            if tag.group() == "</think>":
                yield from self._told(before)
                if self._state != "reasoning":
                    yield {"kind": "reasoning_until_here", "text": ""}
                self._state = "rest"
            elif self._state == "beginning" and not before.strip():
                self._state = "reasoning"
            else:
                yield from self._told(before + tag.group())
                if self._state != "reasoning":
                    # The answer is about such tags, and goes on to be.
                    self._state = "rest"
        part = None if self._state == "rest" else self._PART_OF_TAG.search(self._held)
        end = part.start() if part else len(self._held)
        if self._state != "beginning" or self._held[:end].strip():
            told, self._held = self._held[:end], self._held[end:]
            yield from self._told(told)

    def flush(self) -> Iterator[Event]:
        """What was held back, once no more text comes."""
        told, self._held = self._held, ""
        yield from self._told(told)

    def _told(self, text: str) -> Iterator[Event]:
        if text:
            if self._state == "beginning":
                self._state = "answer"
            yield {"kind": "reasoning" if self._state == "reasoning" else "text", "text": text}


class WebChat:
    """The routes: the page, what it has to know, and the chats. model: the one to use; one of the server's if ""."""

    def __init__(self, server: Server, model: str = "") -> None:
        self._server = server
        self._client = server.client
        self._model = model
        self._page = PAGE.read_text(encoding="utf-8")

    def app(self, names: set[str] | None = None) -> web.Application:
        """The application. names: by which hosts' names it may be asked for; None for any."""

        @web.middleware
        async def by_name(request: web.Request, handler: Handler) -> web.StreamResponse:
            # A page of another site may have its own name lead to this machine, and read what it gets.
            if names is not None and request.url.host not in names:
                raise web.HTTPForbidden(text=f"this server is not {request.host}")
            return await handler(request)

        app = web.Application(client_max_size=REQUEST_LIMIT, middlewares=[by_name])
        app.router.add_get("/", self._get_page)
        app.router.add_get("/settings", self._get_settings)
        app.router.add_post("/chat", self._post_chat)
        app.cleanup_ctx.append(self._connections)
        return app

    async def _connections(self, _: web.Application) -> AsyncIterator[None]:
        async with self._client:
            yield

    async def _get_page(self, _: web.Request) -> web.Response:
        return web.Response(
            text=self._page,
            content_type="text/html",
            headers={
                "Content-Security-Policy": content_security_policy(self._page),
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def _get_settings(self, _: web.Request) -> web.Response:
        trouble, models = "", []
        try:
            models = await self._models()
        except GenAIException as error:
            trouble = str(error)
        settings = {
            "server": self._server.name,
            "models": models,
            "model": self._model or chat_model(models),
            "trouble": trouble,
            "file_limit": FILE_LIMIT,
            "request_limit": REQUEST_LIMIT,
        }
        return web.Response(body=orjson.dumps(settings), content_type="application/json")

    async def _models(self) -> list[str]:
        return [model.id for model in (await self._client.Models.AsyncAwaitList()).data]

    async def _post_chat(self, request: web.Request) -> web.StreamResponse:
        question = await _question(request)
        try:
            messages = [message.payload() for message in question.messages]
        except ValueError as error:
            raise web.HTTPBadRequest(text=str(error)) from error

        reply = web.StreamResponse(headers={"Content-Type": "application/x-ndjson", "Cache-Control": "no-store"})
        await reply.prepare(request)

        async def tell(event: Event) -> None:
            await reply.write(orjson.dumps(event) + b"\n")

        with suppress(ConnectionResetError):
            try:
                model = question.model or self._model or chat_model(await self._models())
                await self._answer(ChatParams().Model(model).Messages(messages), tell)
            except GenAIException as error:
                await tell({"kind": "error", "text": str(error)})
        return reply

    async def _answer(self, params: ChatParams, tell: Callable[[Event], Awaitable[None]]) -> None:
        tags = ThinkTags()
        end = ""
        # When the browser closes its connection, aiohttp cancels this. Leaving the block closes the model's
        # connection, and the model stops.
        async with self._client.Chat.Stream(params) as stream:
            async for chunk in stream:
                for event in _events(chunk, tags):
                    await tell(event)
                end = next((choice.finish_reason for choice in chunk.choices if choice.finish_reason), end)
        for event in tags.flush():
            await tell(event)
        await tell({"kind": "end", "text": end})


def _events(chunk: Chat, tags: ThinkTags) -> Iterator[Event]:
    for choice in chunk.choices:
        if reasoning := choice.delta.reasoning_content or choice.delta.reasoning:
            yield {"kind": "reasoning", "text": reasoning}
        if choice.delta.content:
            yield from tags.feed(choice.delta.content)


async def _question(request: web.Request) -> Question:
    # A page of another site can send a form without asking; for JSON its browser asks first, and is not answered.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="a chat is sent as application/json")
    try:
        question = cattrs.structure(orjson.loads(await request.read()), Question)
    except (ValueError, TypeError, cattrs.BaseValidationError) as error:
        raise web.HTTPBadRequest(text="this is not a chat") from error
    if not question.messages or question.messages[-1].role != "user":
        raise web.HTTPBadRequest(text="the chat does not end with a question")
    return question


def content_security_policy(page: str) -> str:
    """What the page may do: run what stands in it, and talk to the server it came from. Strings never become HTML."""

    def hashes(tag: str) -> str:
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks]
        return " ".join(f"'sha256-{digest}'" for digest in digests)

    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {hashes('script')}",
            f"style-src {hashes('style')}",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


async def serve(chat: WebChat, host: str, port: int) -> None:
    """Serve until cancelled; the address goes to standard output."""
    local = host in ("127.0.0.1", "::1", "localhost")
    app = chat.app({"127.0.0.1", "::1", "localhost"} if local else None)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        port = runner.addresses[0][1]
        print(f"The chat is at http://{f'[{host}]' if ':' in host else host}:{port}/  Ctrl-C ends it.", flush=True)
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """The program."""
    parser = argparse.ArgumentParser(prog="web_chat", description="Chat with a local model in the browser.")
    parser.add_argument("--base-url", help="the server to use; LM Studio if it runs, else the embedded server")
    parser.add_argument("--model", default="", help="the model to use; one that the server has by default")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets others in the network use it too")
    parser.add_argument("--port", type=int, default=8080, help="8080 by default; 0 takes a free one")
    arguments = parser.parse_args()
    try:
        server = connect(arguments.base_url)
        print(f"Talking to {server.name}.", flush=True)
        asyncio.run(serve(WebChat(server, arguments.model), arguments.host, arguments.port))
    except (EmbeddedServerError, GenAIException, OSError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
