"""Request bodies for aiohttp, sent in pieces with a time limit for each."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from aiohttp import MultipartWriter
from aiohttp.payload import Payload, StringPayload

from ...building.multipart import CHUNK_SIZE, FilePart, Multipart, Report

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter

_SEND_TIMED_OUT = "SendTimeOut"


class SendTimedOut(TimeoutError):
    """The server accepted no more of the request within the send timeout."""


def timed_body(body: bytes | Multipart, seconds: float) -> Payload:
    """Return a body for aiohttp with a time limit for sending each piece."""
    inner: Payload = _Pieces(body) if isinstance(body, bytes) else _form(body)
    report = body.report if isinstance(body, Multipart) else None
    return _TimedBody(inner, seconds, report)


class _TimedBody(Payload):
    """Writes another body through a writer that limits the time of each piece and counts the bytes."""

    _value: Payload

    def __init__(self, inner: Payload, seconds: float, report: Report | None) -> None:
        super().__init__(inner, headers=inner.headers)
        self._size = inner.size
        self._seconds = seconds
        self._report = report

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._value.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        timed: Any = _TimedWriter(writer, self._seconds, self._size, self._report)
        await self._value.write(timed)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await self.write(writer)


class _TimedWriter:
    """The part of the writer interface that bodies use."""

    def __init__(
        self, writer: AbstractStreamWriter, seconds: float, total: int | None, report: Report | None
    ) -> None:
        self._writer = writer
        self._seconds = seconds
        self._sent = 0
        self._total = total
        self._report = report

    async def write(self, piece: bytes) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        # Up to Python 3.11, asyncio.wait_for may lose the cancellation by which aiohttp stops sending.
        timer = loop.call_later(self._seconds, task.cancel, _SEND_TIMED_OUT) if self._seconds else None
        try:
            await self._writer.write(piece)
            await self._writer.drain()
        except asyncio.CancelledError as error:
            if error.args == (_SEND_TIMED_OUT,):
                raise SendTimedOut from None
            raise
        finally:
            if timer is not None:
                timer.cancel()
        self._sent += len(piece)
        if self._report is not None:
            self._report(self._sent, self._total)


class _Pieces(Payload):
    """Bytes, written in pieces."""

    _value: bytes

    def __init__(self, body: bytes) -> None:
        super().__init__(body, content_type="application/octet-stream")
        self._size = len(body)

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._value.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        for start in range(0, len(self._value), CHUNK_SIZE):
            await writer.write(self._value[start : start + CHUNK_SIZE])


class _FilePayload(Payload):
    """A file of a form, open only while it is being sent."""

    _value: FilePart

    def __init__(self, part: FilePart) -> None:
        super().__init__(part, content_type=part.mime_type)
        self._size = part.size

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError(f"{self._value.name} is streamed and cannot be decoded")

    async def write(self, writer: AbstractStreamWriter) -> None:
        async with contextlib.aclosing(self._value.pieces()) as pieces:
            async for piece in pieces:
                await writer.write(piece)


def _form(form: Multipart) -> Payload:
    writer = MultipartWriter("form-data")
    for name, value in form.fields:
        if isinstance(value, FilePart):
            payload: Payload = _FilePayload(value)
            described = f'form-data; name="{_escaped(name)}"; filename="{_escaped(value.name)}"'
        else:
            payload = StringPayload(value, content_type="text/plain; charset=utf-8")
            payload.headers.popall("Content-Type", None)
            described = f'form-data; name="{_escaped(name)}"'
        payload.headers["Content-Disposition"] = described
        writer.append_payload(payload)
    return writer


def _escaped(name: str) -> str:
    """Escape a name as browsers do; anything else is sent as it is, also folders.

    Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    """
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
