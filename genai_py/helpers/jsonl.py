"""The JSON Lines files of batches: writes their requests, reads their results.

Source: https://platform.openai.com/docs/guides/batch
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import orjson

from ..core.building.params import JsonParam, wrong_type
from ..core.errors import GenAIInvalidResponseError, excerpt
from ..core.files import atomic_write
from ..core.results.base import Content, Result
from ..core.results.decoding import decoder, hook_for
from ..core.results.exact import InexactNumber, exact_loads
from ..core.spelling import BothSpellings, CallableInBothSpellings
from ..resources.batches import BatchOutput, BatchResponse
from ..resources.chat.results import Chat
from ..resources.embeddings import Embeddings
from ..resources.errors import Error
from ..resources.types import BatchUrl

T = TypeVar("T", bound=Result)
U = TypeVar("U", bound=Result)

FilePath = str | os.PathLike[str]
LineSource = FilePath | bytes | Content | Iterable[str] | Iterable[bytes]
Body = str | JsonParam | Mapping[str, Any]

_SHOWN = 80
_KEPT_ERRORS = 100
_LINE_BREAKS = re.compile(r"[\r\n]+")


class JSONLLineError(GenAIInvalidResponseError):
    """A line that cannot be read. line: its number, from 1. reason: what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(0, f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class JSONLError(GenAIInvalidResponseError):
    """Some lines could not be read; all others were.

    count: the number of these lines. errors: the first 100 errors. results: the results of ``Deserialize`` from the
    other lines.
    """

    def __init__(self, count: int, errors: list[JSONLLineError], results: list[Any] | None = None) -> None:
        shown = "; ".join(error.error_message for error in errors[:3])
        super().__init__(0, f"{count} {'line' if count == 1 else 'lines'} cannot be read: {shown}")
        self.count = count
        self.errors = errors
        self.results = [] if results is None else results


class JSONLReader(BothSpellings, Generic[T], metaclass=CallableInBothSpellings):
    """Reads the output file of a batch, or its error file.

    ``JSONLReader(Chat)``, or as in the original ``JSONLReader[Chat].CreateInstance()``. The argument is the class of
    the replies, such as ``Chat``, ``Response``, ``Embeddings``.

    The source is a path, an open file, bytes, text, the result of ``Files.RetrieveContent``, or an iterable of lines.
    It is read line by line; blank lines are skipped. A string is the text itself if it is blank, contains line breaks
    or begins with ``{``, otherwise a path.

    After an invalid line, reading continues. ``on_error`` is called with a JSONLLineError for each invalid line;
    without it, JSONLError is raised after the last line. A failed request is not an invalid line, but a result whose
    ``Failure()`` returns the reason.
    """

    _kind: type[Any] | None = None

    def __init__(self, Kind: type[T] | None = None) -> None:
        kind: Any = Kind if Kind is not None else self._kind
        if not (isinstance(kind, type) and issubclass(kind, Result)):
            raise wrong_type("JSONLReader", "the class of the replies, such as Chat", kind)
        self._body = hook_for(kind)

    @overload
    @classmethod
    def CreateInstance(cls) -> JSONLReader[T]: ...
    @overload
    @classmethod
    def CreateInstance(cls, Kind: type[U]) -> JSONLReader[U]: ...
    @classmethod
    def CreateInstance(cls, Kind: Any = None) -> Any:
        """Return a reader for replies of the class ``Kind``."""
        return cls(Kind)

    if not TYPE_CHECKING:

        def __class_getitem__(cls, kind: Any) -> Any:
            return _reader_of(cls, kind) if isinstance(kind, type) else super().__class_getitem__(kind)

    def Deserialize(
        self, Value: LineSource, on_error: Callable[[JSONLLineError], Any] | None = None
    ) -> list[BatchOutput[T]]:
        """Return a list of all results. Raises JSONLError for invalid lines, with the results of the other lines."""
        results: list[BatchOutput[T]] = []
        try:
            results.extend(self.Read(Value, on_error))
        except JSONLError as error:
            error.results = results
            raise
        return results

    def Read(
        self, Source: LineSource, on_error: Callable[[JSONLLineError], Any] | None = None
    ) -> Iterator[BatchOutput[T]]:
        """Return an iterator that reads the results line by line.

        It raises JSONLError at its end, so not in a loop that stops early. The call itself raises FileNotFoundError
        for a missing file, and TypeError for an invalid source.
        """
        if isinstance(Source, Content):
            Source = Source.body
        if isinstance(Source, (str, os.PathLike)):
            if not _is_text(Source) and not os.path.exists(Source):
                raise FileNotFoundError(errno.ENOENT, "no such file to read", os.fspath(Source))
        elif isinstance(Source, Mapping) or not isinstance(Source, Iterable):
            raise wrong_type("JSONLReader.Read", "a path, an open file, bytes, text or lines", Source)
        return self._read(Source, on_error)

    def _read(self, source: LineSource, on_error: Callable[[JSONLLineError], Any] | None) -> Iterator[BatchOutput[T]]:
        errors: list[JSONLLineError] = []
        count = 0
        with _lines(source) as lines:
            for number, line in enumerate(lines, 1):
                text = _bytes_of(line).strip()
                if not text:
                    continue
                try:
                    output = self._output(text)
                except (ValueError, TypeError, RecursionError) as error:
                    shown = excerpt(text[: 4 * _SHOWN].decode("utf-8", "replace"), _SHOWN)
                    broken = JSONLLineError(number, f"{_reason(error)}: {shown}")
                    count += 1
                    if on_error is not None:
                        on_error(broken)
                    elif len(errors) < _KEPT_ERRORS:
                        errors.append(broken)
                else:
                    yield output
        if errors:
            raise JSONLError(count, errors)

    def _output(self, text: bytes) -> BatchOutput[T]:
        output: BatchOutput[T] = decoder(BatchOutput)(text, None)
        response = output.response
        if response is None and output.error is None and not output.id:
            raise ValueError("contains neither a response nor an error; is this the output of a batch?")
        if isinstance(response, BatchResponse):
            status = response.status_code
            failed = isinstance(status, int) and not 200 <= status < 300
            made = hook_for(Error) if failed else self._body
            try:
                response.body = made(response.body)
            except InexactNumber:
                response.body = made(exact_loads(text)["response"]["body"])
            if isinstance(response.body, Embeddings):
                response.body._decoded()
        return output


@cache
def _reader_of(reader: type[Any], kind: type[Any]) -> Any:
    return CallableInBothSpellings(f"{reader.__name__}[{kind.__name__}]", (reader,), {"_kind": kind})


class BatchJSONBuilder(BothSpellings):
    """Writes the input file of a batch: one line per request, with the ids ``request-1``, ``request-2`` and so on.

    A request is a builder, such as ``ChatParams``, JSON text, or a mapping. In a text or a file, there is one request
    per line; blank lines are skipped. Url: the endpoint of all requests, a BatchUrl or a path.

    Raises ValueError for a request that is not a JSON object, naming its number, and TypeError for other types.
    """

    def GenerateBatchString(self, Value: str | Iterable[Body], Url: BatchUrl | str) -> str:
        """Return the lines as one text."""
        where = "BatchJSONBuilder.GenerateBatchString"
        url = _path_of(where, Url)
        requests = io.StringIO(Value, newline="\n") if isinstance(Value, str) else Value
        return "".join(_requests(where, requests, url))

    def WriteBatchToFile(self, Source: FilePath | Iterable[Body], Destination: FilePath, Url: BatchUrl | str) -> str:
        """Write the lines to a file, and return its path.

        Source: the path of a file with one request per line, or an iterable of requests, of which one at a time is
        kept in memory. The file is written atomically: if that fails, an existing file remains unchanged.
        """
        where = "BatchJSONBuilder.WriteBatchToFile"
        url = _path_of(where, Url)
        with _opened(Source) as requests, atomic_write(Destination) as file:
            for line in _requests(where, requests, url):
                file.write(line.encode())
        return os.fspath(Destination)


def _requests(where: str, bodies: Any, url: str) -> Iterator[str]:
    if isinstance(bodies, (bytes, Mapping, JsonParam)) or not isinstance(bodies, Iterable):
        raise wrong_type(where, "requests, each a builder, JSON text or a mapping", bodies)
    count = 0
    for number, body in enumerate(bodies, 1):
        if isinstance(body, str) and not body.strip():
            continue
        count += 1
        try:
            text = _body_text(body)
        except (TypeError, ValueError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"{where}: entry {number}: {_reason(error)}") from error
        yield f'{{"custom_id": "request-{count}", "method": "POST", "url": {json.dumps(url)}, "body": {text}}}\n'


def _body_text(body: Any) -> str:
    if isinstance(body, JsonParam):
        return body.ToJsonString()
    if isinstance(body, Mapping):
        made = JsonParam()
        for key, value in body.items():
            made.Add(key, value)
        return made.ToJsonString()
    if not isinstance(body, str):
        raise TypeError(f"expected a builder, JSON text or a mapping, got {type(body).__name__}")
    if type(orjson.loads(body)) is not dict:
        raise ValueError(f"not a JSON object: {excerpt(body, _SHOWN)}")
    # Line breaks in JSON strings are escaped; any others are white space.
    return _LINE_BREAKS.sub(" ", body.strip())


def _path_of(where: str, url: Any) -> str:
    path = url.value if isinstance(url, BatchUrl) else url
    if not isinstance(path, str):
        raise wrong_type(where, "a BatchUrl or a path as Url", url)
    if not path.startswith("/"):
        paths = ", ".join(repr(each.value) for each in BatchUrl if each.value.startswith("/"))
        raise ValueError(f"{where}: Url must be a path such as {paths}, got {path!r}")
    return path


@contextmanager
def _opened(source: Any) -> Iterator[Any]:
    """Open the file at a path; yield any other source unchanged."""
    if isinstance(source, (str, os.PathLike)):
        with open(source, encoding="utf-8-sig", newline="\n") as file:
            yield file
    else:
        yield source


@contextmanager
def _lines(source: Any) -> Iterator[Iterable[Any]]:
    """Yield lines, split at line feeds only: JSON may contain the other line boundaries of ``str.splitlines``."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield io.BytesIO(source)
    elif isinstance(source, (str, os.PathLike)):
        if _is_text(source):
            yield io.StringIO(str(source), newline="\n")
        else:
            with open(source, "rb") as file:
                yield file
    else:
        yield source


def _bytes_of(line: Any) -> bytes:
    if isinstance(line, str):
        return line.encode("utf-8", "replace")
    if not isinstance(line, bytes):
        raise wrong_type("JSONLReader.Read", "lines that are text or bytes", line)
    return line


def _is_text(source: Any) -> bool:
    if not isinstance(source, str):
        return False
    start = source.lstrip("\ufeff \t\r\n")[:1]
    return not start or start == "{" or "\n" in source


def _reason(error: Exception) -> str:
    # The text of a JSONDecodeError has a line number, which is always 1 here.
    if isinstance(error, json.JSONDecodeError):
        return f"invalid JSON ({error.msg}, column {error.colno})"
    return str(error)


BatchBuilder = BatchJSONBuilder()
"""A ready-made builder."""
JSONLChatReader: JSONLReader[Chat] = JSONLReader(Chat)
"""Reads batches of ``/v1/chat/completions``."""
JSONLEmbeddingReader: JSONLReader[Embeddings] = JSONLReader(Embeddings)
"""Reads batches of ``/v1/embeddings``."""
