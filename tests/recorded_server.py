"""A server that knows every operation of the API and answers as the API's documents show.

What is not of this file is under ``recorded``: the replies, and in ``operations.json`` each operation with

reply, when: the file of its reply, and those for requests with certain values: ``{"stream=true": "chat/stream.sse"}``.
    The first that fits is taken. ``calls=true`` is a request with functions of which none has been answered yet,
    ``tool=web_search`` one with that tool of the server.
body: ``json`` or ``form``, or both. optional: a request may come without one.
required, one_of: the fields that must be there, and groups of which one must be. fields: all there are, by their types.
query: what the URL may say.

A path names its ids as the reply does, which repeats them; it also repeats what it can of the request, such as a name.
Source: https://platform.openai.com/docs/api-reference
"""

from __future__ import annotations

import asyncio
import base64
import json
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

RECORDED = Path(__file__).resolve().parent / "recorded"
OPERATIONS: dict[str, dict[str, Any]] = json.loads((RECORDED / "operations.json").read_text("utf-8"))
_TYPES: dict[str, Any] = {
    "array": list, "boolean": bool, "integer": int, "null": type(None), "number": (int, float), "object": dict,
    "string": str,
}  # fmt: skip
_MIME_TYPES = {
    ".json": "application/json", ".jsonl": "application/jsonl", ".sse": "text/event-stream", ".txt": "text/plain",
    ".srt": "text/plain", ".vtt": "text/vtt", ".csv": "text/csv", ".png": "image/png", ".mp3": "audio/mpeg",
    ".wav": "audio/wav", ".zip": "application/zip",
}  # fmt: skip
# What a query may choose the entries of a list by, and the field of theirs that it is about.
_FILTERS = {"filter": "status", "purpose": "purpose"}
# The function that the recorded calls are of.
_RECORDED_FUNCTION = "get_weather"


@dataclass
class Asked:
    """A request that came. operation: as in ``operations.json``. fields: of its body, a file as its bytes."""

    operation: str
    path: str
    ids: dict[str, str]
    query: dict[str, str]
    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The name and the length of each file."""

    @property
    def calls(self) -> bool:
        """Whether there are functions to call, and the model has not been told what one gave."""
        said = self.fields.get("messages") or self.fields.get("input")
        turns = [turn for turn in said if isinstance(turn, dict)] if isinstance(said, list) else []
        answered = any(turn.get("role") == "tool" or turn.get("type") == "function_call_output" for turn in turns)
        return bool(self.functions) and not answered

    @property
    def functions(self) -> list[str]:
        """The names of the functions that the model may call."""
        tools = [tool for tool in self.fields.get("tools") or [] if tool.get("type") == "function"]
        return [str((tool.get("function") or tool).get("name")) for tool in tools]

    @property
    def tool(self) -> str:
        """The kind of the first tool that the server has by itself."""
        kinds = [str(tool.get("type")) for tool in self.fields.get("tools") or []]
        return next((kind for kind in kinds if kind != "function"), "")

    def fits(self, condition: str) -> bool:
        """Whether the request is as ``"stream=true&response_format=url"`` says."""
        said = {**self.query, **self.ids, **self.fields, "calls": self.calls, "tool": self.tool}
        wanted = dict(each.split("=") for each in condition.split("&"))
        return all(_text(said.get(name)) == value for name, value in wanted.items())


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Refused(Exception):
    """A request that the API does not take. param: the field that is wrong."""

    def __init__(self, message: str, param: str | None = None, *, status: int = 400, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}


class RecordedServer:
    """Listens on a free port of this machine until its ``with`` block ends; ``url`` is its base URL.

    replies: other recorded files for operations: ``{"POST /responses": "responses/every_event.sse"}``.
    """

    def __init__(self, replies: Mapping[str, str] | None = None) -> None:
        self._replies = dict(replies or {})
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""
        self.asked: list[Asked] = []
        """The requests that came, in their order; not those that were refused."""

    def __enter__(self) -> RecordedServer:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application(client_max_size=1024**3, middlewares=[_with_error_objects])
        app.router.add_get("/pictures/picture.png", _picture)
        for operation in OPERATIONS:
            method, path = operation.split(" ")
            app.router.add_route(method, "/v1" + path, self._handler(operation))
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"

    def _handler(self, operation: str) -> Callable[[web.Request], Any]:
        async def answer(request: web.Request) -> web.Response:
            asked = Asked(operation, request.path, dict(request.match_info), dict(request.query))
            await _read(request, asked)
            _check(asked)
            self.asked.append(asked)
            return self._reply(asked)

        return answer

    def _reply(self, asked: Asked) -> web.Response:
        described = OPERATIONS[asked.operation]
        fitting = (name for condition, name in described.get("when", {}).items() if asked.fits(condition))
        name = self._replies.get(asked.operation) or next(fitting, described["reply"])
        path = RECORDED / name
        kind = _MIME_TYPES[path.suffix]
        if kind == "application/json":
            reply = json.loads(self._for(asked, path.read_text("utf-8")))
            return web.json_response(_shaped(asked, _repeating(asked, reply)))
        if kind == "text/event-stream":
            return web.Response(text=self._for(asked, path.read_text("utf-8")), content_type=kind)
        headers = {"Content-Disposition": f'attachment; filename="{path.name}"'}
        return web.Response(body=path.read_bytes(), content_type=kind, headers=headers)

    def _for(self, asked: Asked, text: str) -> str:
        """A recorded text, of this server and with the function of this request."""
        text = text.replace("{server}", self.url.removesuffix("/v1"))
        functions = asked.functions
        return text.replace(f'"{_RECORDED_FUNCTION}"', json.dumps(functions[0])) if functions else text


@web.middleware
async def _with_error_objects(request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
    try:
        answer: web.StreamResponse = await handler(request)
        return answer
    except Refused as refusal:
        return web.json_response(refusal.body, status=refusal.status)
    except web.HTTPMethodNotAllowed:
        body = Refused(f"Not allowed to {request.method} on {request.path}", code="method_not_supported").body
        return web.json_response(body, status=405)
    except web.HTTPNotFound:
        body = Refused(f"Invalid URL ({request.method} {request.path})", code="unknown_url").body
        return web.json_response(body, status=404)


async def _picture(_: web.Request) -> web.Response:
    return web.Response(body=(RECORDED / "images" / "picture.png").read_bytes(), content_type="image/png")


async def _read(request: web.Request, asked: Asked) -> None:
    """Read the body into ``asked``."""
    kind = "form" if request.content_type.startswith("multipart/") else "json"
    taken = OPERATIONS[asked.operation].get("body", "")
    if kind == "json" and not (await request.read()).strip():
        return
    if kind not in taken:
        raise Refused(f"{asked.operation} takes {taken or 'no body'}, the request is {request.content_type!r}")
    if kind == "form":
        await _read_form(request, asked)
        return
    if request.content_type != "application/json":
        raise Refused(f"Unsupported content type: {request.content_type!r}", code="unsupported_content_type")
    try:
        asked.fields = json.loads(await request.read())
    except ValueError as error:
        raise Refused(f"We could not parse the JSON body of your request: {error}") from None
    if not isinstance(asked.fields, dict):
        raise Refused("The JSON body of a request is an object")


async def _read_form(request: web.Request, asked: Asked) -> None:
    parts: Any = await request.multipart()
    async for part in parts:
        assert isinstance(part, BodyPartReader)
        # A list is sent as name[], an object's field as name[field].
        name, _, inner = (part.name or "").partition("[")
        data = bytes(await part.read())
        if part.filename is not None:
            if not data:
                raise Refused(f"The file {part.filename!r} is empty", name)
            asked.files[name] = (part.filename, len(data))
            asked.fields[name] = data
        elif inner == "]":
            asked.fields.setdefault(name, []).append(data.decode())
        elif inner:
            asked.fields.setdefault(name, {})[inner.removesuffix("]")] = data.decode()
        else:
            asked.fields[name] = data.decode()


def _check(asked: Asked) -> None:
    """Raise Refused for what the API would not take."""
    described = OPERATIONS[asked.operation]
    for name in asked.query:
        if name.partition("[")[0] not in described.get("query", []):
            raise Refused(f"Unknown query parameter: {name!r}", name, code="unknown_parameter")
    if "body" in described and (asked.fields or not described.get("optional")):
        _check_fields(asked)


def _check_fields(asked: Asked) -> None:
    described = OPERATIONS[asked.operation]
    for name in described.get("required", []):
        if asked.fields.get(name) in (None, "", [], b""):
            raise Refused(f"Missing required parameter: {name!r}", name, code="missing_required_parameter")
    for group in described.get("one_of", []):
        if not any(asked.fields.get(name) for name in group):
            raise Refused(f"One of these must be given: {group}", group[0], code="missing_required_parameter")
    for name, value in asked.fields.items():
        wanted = described["fields"].get(name)
        if wanted is None:
            raise Refused(f"Unknown parameter: {name!r}", name, code="unknown_parameter")
        if not _is_form(asked) and not _is_any_of(value, wanted):
            told = f"Invalid type for {name!r}: expected {wanted}, got {type(value).__name__}"
            raise Refused(told, name, code="invalid_type")


def _is_form(asked: Asked) -> bool:
    return "form" in OPERATIONS[asked.operation].get("body", "")


def _is_any_of(value: Any, wanted: str) -> bool:
    kinds = wanted.split("|")
    if isinstance(value, bool):
        return "boolean" in kinds
    return not wanted or any(isinstance(value, _TYPES[kind]) for kind in kinds)


def _repeating(asked: Asked, reply: dict[str, Any]) -> dict[str, Any]:
    """The reply with the ids of the path, and with what it repeats of the request."""
    for name, value in {**asked.fields, **asked.ids}.items():
        if name not in reply or value is None or isinstance(value, bytes):
            continue
        known = reply[name]
        if name == "conversation" and isinstance(value, str):
            reply[name] = {"id": value}
        elif isinstance(value, dict) and isinstance(known, dict) and "type" not in value:
            reply[name] = {**known, **value}
        elif known is None or isinstance(value, type(known)) or not isinstance(known, dict):
            reply[name] = value
    for filename, length in asked.files.values():
        told = {"filename": filename, "bytes": length, "path": f"/mnt/data/{filename}"}
        reply.update({name: value for name, value in told.items() if name in reply})
    return reply


def _shaped(asked: Asked, reply: dict[str, Any]) -> dict[str, Any]:
    """The reply with as many entries as the request asks for."""
    shape = _SHAPES.get(asked.operation)
    if shape is not None:
        shape(asked, reply)
    elif asked.operation.startswith("GET") and reply.get("object") == "list" and "has_more" in reply:
        _cut_to_page(asked, reply)
    return reply


def _cut_to_page(asked: Asked, reply: dict[str, Any]) -> None:
    """Keep the entries of the page that the query asks for."""
    asked_for = {key: asked.query[name] for name, key in _FILTERS.items() if name in asked.query}
    entries = [entry for entry in reply["data"] if asked_for.items() <= entry.items()]
    if asked.query.get("order") == "asc":
        entries.reverse()
    ids = [entry["id"] for entry in entries]
    after = asked.query.get("after")
    # What a program made by itself has an id that nothing recorded has; nothing comes after it.
    start = 0 if after is None else ids.index(after) + 1 if after in ids else len(ids)
    end = start + int(asked.query.get("limit", "100"))
    reply.update(data=entries[start:end], has_more=end < len(entries))
    for name, kept in (("first_id", ids[start:end][:1]), ("last_id", ids[start:end][-1:])):
        if name in reply:
            reply[name] = kept[0] if kept else None


def _vectors(asked: Asked, reply: dict[str, Any]) -> None:
    """One vector a text."""
    (recorded,) = reply["data"]
    given = asked.fields["input"]
    texts = given if isinstance(given, list) and not isinstance(given[0], int) else [given]
    numbers = recorded["embedding"]
    wanted = asked.fields.get("dimensions") or len(numbers)
    vector: Any = [numbers[place % len(numbers)] for place in range(wanted)]
    if asked.fields.get("encoding_format") == "base64":
        vector = base64.b64encode(struct.pack(f"<{wanted}f", *vector)).decode()
    reply["data"] = [{**recorded, "index": index, "embedding": vector} for index, _ in enumerate(texts)]


def _images(asked: Asked, reply: dict[str, Any]) -> None:
    reply["data"] *= int(asked.fields.get("n") or 1)


def _results(asked: Asked, reply: dict[str, Any]) -> None:
    """One result a text; one in all for a text with its pictures."""
    given = asked.fields["input"]
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        reply["results"] *= len(given)


def _choices(asked: Asked, reply: dict[str, Any]) -> None:
    """As many answers as were asked for."""
    recorded, wanted = reply["choices"], int(asked.fields.get("n") or 1)
    reply["choices"] = [{**recorded[0], "index": index} for index in range(wanted)] if wanted > 1 else recorded


_SHAPES: dict[str, Callable[[Asked, dict[str, Any]], None]] = {
    "POST /embeddings": _vectors,
    "POST /images/generations": _images,
    "POST /images/edits": _images,
    "POST /images/variations": _images,
    "POST /moderations": _results,
    "POST /chat/completions": _choices,
    "POST /completions": _choices,
}


def events(name: str) -> Iterator[dict[str, Any]]:
    """The events of a recorded stream, parsed."""
    for line in (RECORDED / name).read_text("utf-8").splitlines():
        if line.startswith("data: {"):
            yield json.loads(line[6:])
