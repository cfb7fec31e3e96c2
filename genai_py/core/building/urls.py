"""What leaves: URLs, queries and headers. Pure functions, no socket."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from email.message import Message
from enum import Enum
from string import Formatter
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from multidict import CIMultiDict

from ..errors import GenAIAPIException

_MANY_SLASHES = re.compile(r"(?<!:)/{2,}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CREDENTIALS = re.compile(r"(?<=//)[^/?#]*@")
# ``http:/host`` is no host called http.
_BROKEN_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)


def without_credentials(url: str) -> str:
    """A URL as it may be shown: ``http://name:password@host`` says what a key says."""
    return _CREDENTIALS.sub("***@", url)


def normalize_base_url(url: str, *, add_version: bool = False) -> str:
    """A base URL without trailing or double slashes; with ``/v1`` where ``add_version`` asks for it and it lacks.

    Raises GenAIAPIException when it is no http(s) URL.
    """
    text = url.strip() if isinstance(url, str) else ""
    if "://" not in text and text and not text.startswith("/") and not _BROKEN_SCHEME.match(text):
        text = "http://" + text
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or any(ord(letter) <= 32 for letter in text):
        shown = without_credentials(repr(url))
        raise GenAIAPIException(0, f"{shown} is no base URL; expected something like 'http://127.0.0.1:1234/v1'")
    text = _MANY_SLASHES.sub("/", text.partition("?")[0].partition("#")[0]).rstrip("/")
    if add_version and not urlsplit(text).path.lower().endswith("/v1"):
        text += "/v1"
    return text


def is_local(url: str) -> bool:
    """Whether a URL names this machine."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


def path_names(template: str) -> list[str]:
    """The names in a path template: ``models/{ModelId}`` -> ``["ModelId"]``."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def expand_path(template: str, names: Sequence[str], values: Sequence[str]) -> str:
    """The path with its ids filled in and quoted. Raises ValueError for an empty id, TypeError for no string."""
    quoted: dict[str, str] = {}
    for name, value in zip(names, values, strict=True):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a string, got {type(value).__name__} {value!r}")
        if not value.strip():
            raise ValueError(f"{name} is empty; the path {template!r} needs it")
        quoted[name] = quote(value, safe="").replace(".", "%2E") if set(value) == {"."} else quote(value, safe="")
    return template.format_map(quoted)


def encode_query(fields: Mapping[str, Any]) -> str:
    """``?limit=3&include[]=a&include[]=b``, or "" where there is nothing."""
    pairs: list[tuple[str, str]] = []
    for name, value in fields.items():
        if isinstance(value, (list, tuple)):
            key = name if name.endswith("[]") else name + "[]"
            pairs.extend((key, _query_text(inner)) for inner in value)
        elif isinstance(value, Mapping):
            pairs.extend((f"{name}[{inner}]", _query_text(text)) for inner, text in value.items())
        else:
            pairs.append((name, _query_text(value)))
    return "?" + urlencode(pairs, quote_via=quote, safe="[]") if pairs else ""


def _query_text(value: Any) -> str:
    if isinstance(value, Enum):
        value = value.value
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def suggested_name(headers: Mapping[str, str]) -> str:
    """The file name in a reply's Content-Disposition, as the server wrote it; "" where there is none.

    Source: RFC 6266. Names that are not ASCII are taken as UTF-8, or else Latin-1.
    """
    # The transport keeps bytes that are not UTF-8 as surrogates.
    value = headers.get("Content-Disposition", "").encode("utf-8", "surrogateescape")
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    message = Message()
    message["Content-Disposition"] = text
    return message.get_filename("")


def check_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, refused with ValueError where a name or value would break out of its line."""
    if not isinstance(headers, Mapping):
        raise TypeError(f"headers are a mapping of names to texts, got {type(headers).__name__}")
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no HTTP header name")
        if not isinstance(value, str) or any(letter in value for letter in "\r\n\0"):
            raise ValueError(f"the value of header {name!r} must be a string without line breaks")
    return dict(headers)


def replaced(headers: Mapping[str, str], own: Mapping[str, str]) -> CIMultiDict[str]:
    """The headers with the program's own in place of those of the same name, in whatever case."""
    merged = CIMultiDict(headers)
    merged.update(own)
    return merged
