"""The calls of ``Parse``: ask, convert the answer, and ask again if it does not fit."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, TypeVar

from ..core.calls.execution import Operation, Progress, Work, start, start_promised
from ..core.calls.in_flight import run_blocking
from ..core.calls.route import Route
from ..core.calls.streams import ChunkStream
from ..core.running.callbacks import AsynCallBack, PromiseCallBack, record_of
from ..core.running.promise import Promise
from ..core.spelling import BothSpellings
from .acting import failing, fetch_reply, open_stream, request_of
from .parsing import AnswerType, ParseError, Parsing, PartialAnswer

T = TypeVar("T")


def parse(route: Route, dialogue: type[Parsing[Any]], kind: type[T], proc: Any) -> T:
    """Return the answer, while the calling thread waits."""
    work = _work(route, dialogue, kind, proc)
    return run_blocking(route._api.state, functools.partial(work, _ignored))


def start_parse(
    route: Route, dialogue: type[Parsing[Any]], kind: type[T], proc: Any, callbacks: Any
) -> Operation[T]:
    """Ask, and report to a record."""
    record = record_of(AsynCallBack, callbacks)
    return start(route._api, _work_or_failure(route, dialogue, kind, proc), record, route)


def promise_parse(
    route: Route, dialogue: type[Parsing[Any]], kind: type[T], proc: Any, callbacks: Any
) -> Promise[T]:
    """Ask, and settle a promise."""
    record = None if callbacks is None else record_of(PromiseCallBack, callbacks)
    return start_promised(route._api, _work_or_failure(route, dialogue, kind, proc), record, route)


def stream_parse(route: Route, dialogue: type[Parsing[Any]], kind: type[T], proc: Any) -> ParsedStream[T]:
    """Return the stream of an answer's parts."""
    answer: AnswerType[T] = AnswerType(kind)
    begun = _begin(route, dialogue, answer, proc)[0]
    return ParsedStream(open_stream(route, begun), begun, answer)


async def _ignored(_: Any) -> None:
    """The ``Progress`` of an operation without parts."""


def _begin(
    route: Route, dialogue: type[Parsing[Any]], answer: AnswerType[Any], proc: Any
) -> tuple[Parsing[Any], int]:
    request = request_of(dialogue, proc)
    begun = dialogue.begin(request, route._api.local)
    begun.set_format(answer.name, answer.schema, answer.is_strict)
    return begun, request._retries


def _work(route: Route, dialogue: type[Parsing[Any]], kind: type[T], proc: Any) -> Work[T]:
    answer: AnswerType[T] = AnswerType(kind)
    begun, retries = _begin(route, dialogue, answer, proc)

    async def work(_: Progress) -> T:
        left = retries
        while True:
            reply = await fetch_reply(route, begun)
            try:
                return answer.parse(begun.read(reply), reply)
            except ParseError as error:
                if left <= 0 or error.reason == "refused":
                    raise
                problem = error.problem
            left -= 1
            begun.ask_again(reply, problem)

    return work


def _work_or_failure(route: Route, dialogue: type[Parsing[Any]], kind: type[T], proc: Any) -> Work[T]:
    try:
        return _work(route, dialogue, kind, proc)
    except Exception as error:
        return failing(error)


class ParsedStream(BothSpellings, Generic[T]):
    """The parts of an answer while they arrive: ``for city in stream`` or ``async for city in stream``.

    Each is an instance of the class; fields that have not arrived are None, texts have what has arrived. The
    last one is whole. An answer that does not fit, is cut short or was refused raises ParseError at its end.
    Used as a context manager (``with`` or ``async with``), it closes the connection on exit. ``Result`` is
    the whole answer.
    """

    def __init__(self, chunks: ChunkStream[Any], dialogue: Parsing[Any], answer: AnswerType[T]) -> None:
        self._chunks = chunks
        self._dialogue = dialogue
        self._type = answer
        self._partial = PartialAnswer(answer)
        self._result: list[T] = []

    @property
    def Result(self) -> T:
        """The whole answer. Raises ParseError before the stream has ended."""
        if not self._result:
            raise ParseError("cut_short", "the answer has not ended yet", self._partial.text, None)
        return self._result[0]

    @property
    def Text(self) -> str:
        """The text that has arrived."""
        return self._partial.text

    def Close(self) -> None:
        """Close the connection, so that the server stops, and end the iteration. Callable from any thread."""
        self._chunks.abort()

    def _parts(self, batch: Iterator[Any]) -> Iterator[T]:
        # One instance for what has arrived at once: a program that is slower than the server gets fewer.
        text = "".join(self._dialogue.piece_of(chunk)[0] for chunk in batch)
        part = self._partial.add(text) if text else None
        if part is not None:
            yield part

    def _whole(self) -> Iterator[T]:
        # A stream that the program closed has no whole answer.
        if not self._chunks.collector.is_complete() and not self._chunks.collector.is_usable():
            return
        reply = self._chunks.collector.result
        self._result.append(self._type.parse(self._dialogue.read(reply), reply))
        yield self._result[0]

    def __iter__(self) -> Iterator[T]:
        try:
            while batch := self._chunks.batch_blocking():
                yield from self._parts(batch)
            yield from self._whole()
        finally:
            # An abandoned iterator may be finalized on any thread.
            self._chunks.abort()

    def __enter__(self) -> ParsedStream[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.Close()

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            while batch := await self._chunks.batch():
                for part in self._parts(batch):
                    yield part
            for part in self._whole():
                yield part
        finally:
            self._chunks.close()

    async def __aenter__(self) -> ParsedStream[T]:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._chunks.close()
