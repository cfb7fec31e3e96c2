"""Results: slotted attrs classes, and writing them as JSON."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import types
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import attrs
import orjson
from multidict import CIMultiDict

from ..files import atomic_write
from ..spelling import BothSpellings
from .exact import exact_loads

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda decorated: decorated


T = TypeVar("T")
# The last second that a datetime can represent.
_END_OF_TIME = 253402300800
_NO_EXTRA: Mapping[str, Any] = types.MappingProxyType({})


class ReplyFacts:
    """The reply that a result came with.

    headers: its headers. elapsed: seconds from sending the request to the end of the reply. until_first: seconds until
    the first chunk of a stream; None for other replies.
    """

    __slots__ = ("elapsed", "headers", "until_first")

    def __init__(self, headers: Mapping[str, str], elapsed: float, until_first: float | None = None) -> None:
        self.headers = headers
        self.elapsed = elapsed
        self.until_first = until_first

    def __reduce__(self) -> tuple[Any, ...]:
        # aiohttp's headers cannot be pickled.
        return ReplyFacts, (CIMultiDict(self.headers), self.elapsed, self.until_first)


class Result(BothSpellings):
    """Base of all results.

    ``extra``: the fields that the server sent and the class does not have. On the outermost object of a reply,
    ``JSONResponse`` is the reply's text and ``JSONPayload`` the request's, ``headers``, ``request_id`` and ``elapsed``
    are the reply's.
    """

    __slots__ = ("__weakref__", "_extra", "_payload", "_reply", "_text")

    if TYPE_CHECKING:
        _extra: dict[str, Any]
        _reply: ReplyFacts
        _text: bytes
        _payload: bytes | None

    @property
    def extra(self) -> Mapping[str, Any]:
        """The fields that the server sent and the class does not have, by their JSON keys."""
        try:
            return _extra_of(self)
        except AttributeError:
            return _NO_EXTRA

    @property
    def JSONResponse(self) -> str:
        """The reply's text as it was received; for a part of a reply, the part written as JSON."""
        try:
            return self._text.decode("utf-8", "replace")
        except AttributeError:
            return self.ToJsonString()

    @property
    def JSONPayload(self) -> str:
        """The request's JSON text; "" where there was none."""
        try:
            return (self._payload or b"").decode("utf-8", "replace")
        except AttributeError:
            return ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the reply; their names are case-insensitive. Empty for a part of a reply."""
        try:
            return self._reply.headers
        except AttributeError:
            return _NO_EXTRA

    @property
    def request_id(self) -> str:
        """The server's id of the request, from the header ``x-request-id`` or ``request-id``; "" without one."""
        try:
            headers = self._reply.headers
            return headers.get("x-request-id") or headers.get("request-id", "")
        except AttributeError:
            return ""

    @property
    def elapsed(self) -> float | None:
        """Seconds from sending the request to the end of the reply; None for a part of a reply."""
        try:
            return self._reply.elapsed
        except AttributeError:
            return None

    def _tokens(self) -> tuple[int, int] | None:
        """Return the input and output tokens that the client's totals count; None for none."""
        return None

    @classmethod
    def _of_text(cls, text: bytes) -> Any:
        """Return the result of a reply that is not JSON; None where such a reply is an error."""
        return None

    def ToJson(self) -> dict[str, Any]:
        """Return the result as plain dicts and lists, without the fields that the server did not send."""
        try:
            received: Any = loads(self._text)
        except AttributeError:
            received = None
        return cast(dict[str, Any], _dump(self, received))

    def ToJsonString(self) -> str:
        """Return the result as compact JSON text."""
        plain = self.ToJson()
        try:
            return orjson.dumps(plain).decode()
        except TypeError:
            # A lone surrogate, from a character that a stream split: JSON can only hold it escaped.
            return json.dumps(plain, separators=(",", ":"))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.extra == other.extra and all(
            getattr(self, field.name) == getattr(other, field.name) for field in attrs.fields(cast(Any, type(self)))
        )

    __hash__ = None  # type: ignore[assignment]

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        """Yield the fields that are set, for rich's pretty printer."""
        for field in attrs.fields(cast(Any, type(self))):
            if (value := getattr(self, field.name)) not in (None, "", []):
                yield field.name, value
        if self.extra:
            yield "extra", dict(self.extra)

    def __repr__(self) -> str:
        set_fields = [
            f"{field.name}={value!r}"
            for field in attrs.fields(cast(Any, type(self)))
            if (value := getattr(self, field.name)) not in (None, "", [])
        ]
        if self.extra:
            set_fields.append(f"extra={dict(self.extra)!r}")
        return f"{type(self).__name__}({', '.join(set_fields)})"


# The slot itself: a missing attribute would be searched for in the other spelling.
_extra_of: Callable[[Result], Mapping[str, Any]] = Result.__dict__["_extra"].__get__


@dataclass_transform(kw_only_default=True, field_specifiers=(attrs.field,))
def result(cls: type[T]) -> type[T]:
    """Class decorator: make a slotted attrs class, whose ``==`` and ``repr`` are those of ``Result``."""
    return attrs.define(cls, slots=True, eq=False, repr=False, getstate_setstate=False)


@result
class Content(Result):
    """The body of a reply that is not JSON: audio, an archive, an image, any file.

    body: the bytes. content_type: their type, as the server sent it. file_name: the name that the server suggests, ""
    if it does not, and after ``SaveToFile`` the file's.
    """

    body: bytes = b""
    content_type: str = ""
    file_name: str = ""

    @property
    def data(self) -> str:
        """The bytes as base64."""
        return base64.b64encode(self.body).decode("ascii")

    def AsString(self) -> str:
        """Return the bytes as text, in the server's charset or else UTF-8; invalid bytes are replaced."""
        charset = re.search(r"charset=\"?([\w.:-]+)", self.content_type, re.IGNORECASE)
        try:
            return self.body.decode(charset[1] if charset else "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def GetStream(self) -> io.BytesIO:
        """Return the bytes as a stream."""
        return io.BytesIO(self.body)

    def SaveToFile(self, FileName: str | os.PathLike[str], RaiseError: bool = True) -> None:
        """Write the bytes to a file, whole or not at all.

        Raises ValueError for an empty name, which ``RaiseError=False`` ignores; FileNotFoundError when the folder does
        not exist; OSError when the file cannot be written.
        """
        if not os.fspath(FileName):
            if RaiseError:
                raise ValueError(f"{type(self).__name__}.SaveToFile needs the name of a file")
            return
        with atomic_write(FileName) as file:
            file.write(self.body)
        self.file_name = os.fspath(FileName)

    def ToJson(self) -> dict[str, Any]:
        """Return the bytes as base64 under ``data``, with their type and name."""
        return {"data": self.data, "content_type": self.content_type, "file_name": self.file_name}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.body)} bytes, {self.content_type!r}, {self.file_name!r})"


@result
class DownloadedFile(Result):
    """A downloaded file. path: its path. size: in bytes. content_type: its type, as the server sent it."""

    path: str = ""
    size: int = 0
    content_type: str = ""


def json_field(key: str, default: Any = None) -> Any:
    """Declare a field whose JSON key differs from its name."""
    return attrs.field(default=default, metadata={"json": key})


def items(*, kept: bool = False) -> Any:
    """Declare a list field, empty by default. kept: write it also when it is empty, as ``kept_text``."""
    return attrs.field(factory=list, metadata={"kept": kept})


def kept_text() -> Any:
    """Declare a text field that is written also when it is empty, since the API requires it in a request."""
    return attrs.field(default="", metadata={"kept": True})


def json_text() -> Any:
    """Declare a field of JSON text, which is written also when it is empty. An object is converted to its text."""
    return attrs.field(default="", metadata={"kept": True, "json_text": True})


def always() -> Any:
    """Declare a field that the API guarantees, so that its type needs no ``| None``; None if it is missing."""
    return attrs.field(default=None)


def loads(text: bytes) -> Any:
    """Parse JSON, including what servers send and strict parsers reject.

    That is NaN, Infinity, control characters in strings, invalid UTF-8, a byte order mark, and half of a surrogate
    pair, which stays as it is. Raises ValueError for other texts.
    """
    try:
        return orjson.loads(text)
    except ValueError:
        return exact_loads(text)


def timestamp_text(seconds: Any) -> str:
    """Return Unix seconds as ``2025-01-31T12:00:00Z``; "" for None or 0."""
    if not isinstance(seconds, (int, float)) or not 0 < seconds < _END_OF_TIME:
        return ""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class TimeText:
    """The original's ``...AsString`` of a field with Unix seconds: ``created_as_string = TimeText("created")``."""

    def __init__(self, field: str) -> None:
        self._field = field
        self.__doc__ = f'``{field}`` as date and time in UTC, such as ``2025-01-31T12:00:00Z``; "" where there is none.'

    @overload
    def __get__(self, instance: None, owner: Any) -> TimeText: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> str: ...
    def __get__(self, instance: object | None, owner: Any) -> TimeText | str:
        return self if instance is None else timestamp_text(getattr(instance, self._field))


def json_key(field: Any) -> str:
    """Return the JSON key of a field: its name without a trailing underscore, unless ``json_field`` names another."""
    return str(field.metadata.get("json") or field.name.rstrip("_"))


def _is_placeholder(value: Any) -> bool:
    """Whether a part is an empty one in the place of one that is missing."""
    return isinstance(value, Result) and not value.extra and value == type(value)()


def _dump(value: Any, received: Any) -> Any:
    """Return a result as plain JSON. received: the JSON that it was made from, or None; it tells null from missing."""
    if isinstance(value, Result):
        known = received if isinstance(received, dict) else None
        out: dict[str, Any] = {}
        for field in attrs.fields(cast(Any, type(value))):
            key = json_key(field)
            inner = getattr(value, field.name)
            if known is None:
                if inner is None or ((inner == "" or inner == []) and not field.metadata.get("kept")):
                    continue
            elif key not in known and (inner is None or inner == "" or inner == [] or _is_placeholder(inner)):
                continue
            elif known.get(key, key) is None and (inner == "" or inner == [] or _is_placeholder(inner)):
                inner = None
            elif field.metadata.get("json_text"):
                inner = known.get(key, inner)
            out[key] = _dump(inner, None if known is None else known.get(key))
        for key, inner in value.extra.items():
            out[key] = inner
        return out
    if isinstance(value, list):
        sources = received if isinstance(received, list) and len(received) == len(value) else [None] * len(value)
        return [_dump(inner, source) for inner, source in zip(value, sources, strict=True)]
    if isinstance(value, Enum):
        return value.value
    return value
