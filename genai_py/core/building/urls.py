"""URLs, queries and headers. Pure functions, no socket."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Mapping, Sequence
from email.message import Message
from enum import Enum
from string import Formatter
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from multidict import CIMultiDict

from ..errors import GenAIAPIException
from ..results.exact import whole_text

_MANY_SLASHES = re.compile(r"(?<!:)/{2,}")
# What a URL that was copied from an example of a request ends with.
_ENDPOINT = re.compile(r"(/(chat/completions|completions|responses|embeddings))*/*$", re.IGNORECASE)
# Where LM Studio and Ollama have APIs of their own, beside the OpenAI-compatible one.
_NATIVE_ROOT = re.compile(r"^/api(/v[01])?$", re.IGNORECASE)
_LM_STUDIO_PORT = 1234
_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SECRET_NAME = re.compile(r"key|token|secret|passw|cookie|auth(?!ors?$)|(?<![a-z])sig(?!n)|signature", re.IGNORECASE)
_QUERY_FIELD = re.compile(r"(?<=[?&])([^=&#]+)=[^&#\s'\"]+")
_CREDENTIALS = re.compile(r"(?<=//)[^/?#]*@")
# With one slash, ``http`` is not the name of a host.
_BROKEN_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)


def without_credentials(url: str) -> str:
    """Return a URL that may be shown: a password in it, or a key in its query, is masked."""
    return _QUERY_FIELD.sub(_without_secret, _CREDENTIALS.sub("***@", url))


def _without_secret(field: re.Match[str]) -> str:
    return f"{field[1]}=***" if _SECRET_NAME.search(field[1]) else field[0]


def without_query(url: str) -> str:
    """Return a URL that may be shown, without its query."""
    return without_credentials(url.partition("?")[0])


def has_credentials(url: str) -> bool:
    """Whether a URL has a user name or a password."""
    return _CREDENTIALS.search(url) is not None


def secrets_of(url: str, headers: Mapping[str, str]) -> set[str]:
    """Return what must not be shown of a URL and of headers: passwords and keys."""
    parts = urlsplit(url)
    found = {unquote(parts.password or "")}
    found |= {text for name, text in parse_qsl(parts.query) if _SECRET_NAME.search(name)}
    # Of "Bearer abc", only "abc" is secret.
    found |= {text.split(" ", 1)[-1] for name, text in headers.items() if _SECRET_NAME.search(name)}
    return found


def normalize_base_url(url: str, *, add_version: bool = False) -> str:
    """Return a base URL without trailing or double slashes, and without the path of an endpoint. Its query stays.

    add_version: the server is a local one: append ``/v1`` where it is missing, and replace the root of the server's
    native API (``/api``, ``/api/v0``, ``/api/v1``). Raises GenAIAPIException when it is not an http or https URL.
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
        raise GenAIAPIException(0, f"{shown} is not a valid base URL; expected something like 'http://127.0.0.1:1234/v1'")
    root, _, query = text.partition("#")[0].partition("?")
    origin = f"{parts.scheme}://{parts.netloc}"
    path = _ENDPOINT.sub("", _MANY_SLASHES.sub("/", root[len(origin) :]))
    if add_version or (parts.port == _LM_STUDIO_PORT and is_local(root)):
        path = _NATIVE_ROOT.sub("/v1", path)
    if add_version and not path.lower().endswith("/v1"):
        path += "/v1"
    return root[: len(origin)] + path + (f"?{query}" if query else "")


def server_root(root: str) -> str:
    """Return the root of the server whose OpenAI-compatible API is at ``root``: the URL without ``/v1`` at its end.

    What precedes ``/v1`` stays: behind a reverse proxy, the APIs of a server are below one prefix.
    """
    return root[:-3] if root.lower().endswith("/v1") else root


def with_query(url: str, query: str) -> str:
    """Return the URL with a query, without its ``?``, appended to the one that it may have."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"


@functools.lru_cache(maxsize=64)
def is_local(url: str) -> bool:
    """Whether the host of a URL is this machine."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


def is_private(host: str) -> bool:
    """Whether a host name or address belongs to the local network, where no proxy leads.

    That is a private or link-local address, a name that ends in ``.local``, and a name without a dot.
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return "." not in host.rstrip(".") or host.rstrip(".").lower().endswith(".local")
    return any(address in network for network in _PRIVATE if network.version == address.version)


def path_names(template: str) -> list[str]:
    """Return the names in a path template: ``["ModelId"]`` for ``models/{ModelId}``."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def expand_path(template: str, names: Sequence[str], values: Sequence[str]) -> str:
    """Return the path with its ids inserted and quoted.

    Raises ValueError for an empty id, TypeError for one that is not a string.
    """
    quoted: dict[str, str] = {}
    for name, value in zip(names, values, strict=True):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a string, got {type(value).__name__} {value!r}")
        if not value.strip():
            raise ValueError(f"{name} is empty; the path {template!r} needs it")
        text = quote(whole_text(value), safe="")
        quoted[name] = text.replace(".", "%2E") if set(value) == {"."} else text
    return template.format_map(quoted)


def encode_query(fields: Mapping[str, Any]) -> str:
    """Return a query such as ``?limit=3&include[]=a&include[]=b``; "" for no fields."""
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
    return ("true" if value else "false") if isinstance(value, bool) else whole_text(str(value))


def suggested_name(headers: Mapping[str, str]) -> str:
    """Return the file name in a reply's Content-Disposition, as the server wrote it; "" where there is none.

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


Headers = Mapping[str, str] | Sequence[tuple[str, str]]
"""Headers by name, or as pairs of name and value."""


def check_headers(headers: Headers) -> dict[str, str]:
    """Return the headers as a dict. The values of pairs with the same name are joined by commas.

    Raises ValueError for a name or value that could not be sent in one line, TypeError for other types.
    """
    pairs: Sequence[Any] = list(headers.items()) if isinstance(headers, Mapping) else headers
    is_pairs = isinstance(pairs, (list, tuple)) and all(
        isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs
    )
    if not is_pairs:
        raise TypeError(
            "headers must be a mapping of names to strings or a list of pairs such as ('X-Team', 'blue'), "
            f"got {type(headers).__name__}"
        )
    for name, value in pairs:
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not a valid HTTP header name")
        if not isinstance(value, str) or any(letter in value for letter in "\r\n\0"):
            raise ValueError(f"the value of header {name!r} must be a string without line breaks")
    if isinstance(headers, Mapping):
        return dict(headers)
    joined: dict[str, tuple[str, list[str]]] = {}
    for name, value in pairs:
        joined.setdefault(name.lower(), (name, []))[1].append(value)
    return {name: ", ".join(values) for name, values in joined.values()}


def merge_headers(headers: Mapping[str, str], own: Mapping[str, str]) -> CIMultiDict[str]:
    """Return the headers with ``own`` in place of those of the same name, in upper or lower case."""
    merged = CIMultiDict(headers)
    merged.update(own)
    return merged
