"""Images, audio and files for requests: from a path, a URL, bytes or a data URI."""

from __future__ import annotations

import base64
import errno
import os
import re
from pathlib import Path
from typing import Union
from urllib.parse import unquote, urlsplit

import attrs

from ..building.mime import (
    decode_data_uri,
    ending_of_type,
    is_base64,
    is_data_uri,
    normal_type,
    split_data_uri,
    type_of_bytes,
    type_of_name,
)
from ..building.params import wrong_type
from ..errors import error_class, excerpt
from ..running.background import run_coroutine
from ..wire.aiohttp_.client import AiohttpClient
from ..wire.transport import HttpReply, HttpRequest

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)

MediaSource = Union[str, bytes, "os.PathLike[str]", "Media"]
TAKES = "a path, an http(s) URL, a data URI or bytes"
"""Describes a ``MediaSource`` in error messages."""


@attrs.frozen
class Media:
    """Bytes with their MIME type and a file name, or the URL of a file.

    mime_type: in lower case, without parameters; "" for a URL without a known file extension. name: the file name,
    derived from the type if none is known. data: b"" for a URL that was not downloaded. url: "" for anything else.
    """

    mime_type: str
    name: str
    data: bytes = attrs.field(default=b"", repr=lambda data: f"<{len(data)} bytes>")
    url: str = ""
    _encoded: str = attrs.field(default="", repr=False, eq=False)

    @classmethod
    def load(
        cls, source: MediaSource, *, download: bool = False, mime_type: str = "", name: str = ""
    ) -> Media:
        """Load ``source``: a path, an http(s) URL, a data URI, bytes, or media loaded before.

        download: fetch the file at a URL, which blocks; otherwise keep the URL. mime_type, name: override those of
        the source, or supply missing ones.
        Raises FileNotFoundError naming the missing file; ValueError for an empty file, a type that cannot be
        determined or a malformed data URI; GenAIException if the download fails; TypeError for any other source.
        """
        if isinstance(source, Media):
            return source._changed(download, mime_type, name)
        if isinstance(source, (bytes, bytearray, memoryview)):
            return _from_bytes(bytes(source), mime_type, name)
        if isinstance(source, str):
            text = source.strip()
            if is_data_uri(text):
                return _from_data_uri(text, mime_type, name)
            if text[:8].lower().startswith(("http://", "https://")):
                return _downloaded(text, mime_type, name) if download else _at_url(text, mime_type, name)
            if _SCHEME.match(text):
                raise ValueError(f"{text[:80]!r}: only http and https URLs can be used")
        elif not isinstance(source, os.PathLike):
            raise wrong_type("Media.load", TAKES, source)
        return _from_file(Path(source), mime_type, name)

    def _changed(self, download: bool, mime_type: str, name: str) -> Media:
        if self.url and download:
            return _downloaded(self.url, mime_type or self.mime_type, name or self.name)
        if not mime_type and not name:
            return self
        # The data URI contains the type: another type needs another URI.
        encoded = self._encoded if mime_type in ("", self.mime_type) else ""
        return Media(normal_type(mime_type) or self.mime_type, name or self.name, self.data, self.url, encoded)

    @property
    def is_image(self) -> bool:
        """Whether the MIME type is an image type."""
        return self.mime_type.startswith("image/")

    @property
    def is_audio(self) -> bool:
        """Whether the MIME type is an audio type."""
        return self.mime_type.startswith("audio/")

    @property
    def base64(self) -> str:
        """The bytes as base64 on one line. Raises ValueError for a URL that was not downloaded."""
        if self._encoded:
            return self._encoded.partition(",")[2]
        if self.url:
            raise ValueError(f"{self.url} was not downloaded")
        return base64.b64encode(self.data).decode("ascii")

    @property
    def data_uri(self) -> str:
        """``data:<type>;base64,...``. Raises ValueError for a URL that was not downloaded."""
        return self._encoded or f"data:{self.mime_type};base64,{self.base64}"

    @property
    def uri(self) -> str:
        """The URL, or the data URI of the bytes."""
        return self.url or self.data_uri


def loaded(where: str, source: MediaSource, *, download: bool = False, mime_type: str = "", name: str = "") -> Media:
    """Return ``Media.load(source, ...)``, with a TypeError that names the caller, ``where``."""
    try:
        return Media.load(source, download=download, mime_type=mime_type, name=name)
    except TypeError:
        raise wrong_type(where, TAKES, source) from None


def _made(data: bytes, mime_type: str, name: str, what: str, encoded: str = "") -> Media:
    if not data:
        raise ValueError(f"{what} is empty")
    if not mime_type:
        raise ValueError(f"cannot determine the type of {what}; pass it: Media.load(..., mime_type='image/png')")
    if not name:
        name = "file" + ending_of_type(mime_type)
    return Media(mime_type, name, data, "", encoded)


def _from_bytes(data: bytes, mime_type: str, name: str) -> Media:
    kind = normal_type(mime_type) or type_of_name(name) or type_of_bytes(data)
    return _made(data, kind, name, f"the data of {len(data)} bytes")


def _from_file(path: Path, mime_type: str, name: str) -> Media:
    try:
        data = path.read_bytes()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise ValueError(
                f"{str(path)[:40]!r}... is too long for a path; base64 needs the prefix 'data:<type>;base64,'"
            ) from None
        if error.errno == errno.ENOENT:
            raise FileNotFoundError(errno.ENOENT, "no such file to send", str(path)) from None
        raise
    kind = normal_type(mime_type) or type_of_name(path.name) or type_of_bytes(data)
    return _made(data, kind, name or path.name, f"the file {str(path)!r}")


def _from_data_uri(text: str, mime_type: str, name: str) -> Media:
    head, parameters, body = split_data_uri(text)
    kind = normal_type(mime_type or head or "text/plain")
    # Keeps the given URI if nothing changes: its parameters may include a charset.
    keep = bool(head) and not mime_type and is_base64(parameters) and "%" not in body
    encoded = f"data:{head}{parameters},{''.join(body.split())}" if keep else ""
    return _made(decode_data_uri(text), kind, name, "the data URI", encoded)


def _at_url(url: str, mime_type: str, name: str) -> Media:
    path = unquote(urlsplit(url).path)
    return Media(normal_type(mime_type) or type_of_name(path), name or os.path.basename(path), b"", url)


def _downloaded(url: str, mime_type: str, name: str) -> Media:
    reply = fetch(url)
    at = _at_url(url, mime_type, name)
    kind = normal_type(mime_type) or normal_type(reply.headers.get("Content-Type", "")) or at.mime_type
    return _made(reply.body, kind or type_of_bytes(reply.body), at.name, url)


def fetch(url: str, method: str = "GET") -> HttpReply:
    """Send a request to a URL and return the reply; blocks. Raises GenAIException for a status that is not 2xx."""
    return run_coroutine(_fetch(url, method))


async def _fetch(url: str, method: str) -> HttpReply:
    client = AiohttpClient()
    try:
        reply = await client.request(HttpRequest(method, url, {}))
    finally:
        await client.close()
    if not 200 <= reply.status < 300:
        body = excerpt(reply.body.decode("utf-8", "replace"))
        message = f"{method} {url}: {reply.reason}; " + (f"the body is: {body}" if body else "the body is empty")
        raise error_class(reply.status)(reply.status, message)
    return reply
