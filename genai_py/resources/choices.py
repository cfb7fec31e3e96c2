"""Merges the chunks of a stream into an answer, for resources with ``choices``.

Source: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

import attrs
import orjson

from ..core.errors import GenAIException, error_from_object
from ..core.results.base import Result, loads
from ..core.results.decoding import ErrorBody, hook_for
from ..core.results.exact import InexactNumber, check_numbers, exact_loads, loads_with_halves
from ..core.results.merging import Text, around, merge, settled, update

R = TypeVar("R", bound=Result)
_loads = orjson.loads
_LESSONS = 64
"""The number of attempts to find the common bytes of successive chunks."""


_NO_REASON = ("null", "None", "none")
"""The texts that servers send in the place of a missing finish reason."""
_FAILED = "the server ended the answer with the finish reason 'error'"


def raise_error_of_answer(answer: Any) -> None:
    """Raise ErrorBody if an unstreamed reply has an error in the place of its choices, or a choice ended with one.

    Source: https://openrouter.ai/docs/api/reference/errors-and-debugging
    """
    choices = answer.choices
    if not choices and (error := answer.extra.get("error")):
        raise ErrorBody(error)
    for choice in choices if type(choices) is list else ():
        reason = getattr(choice, "finish_reason", "?")
        if reason == "error" or not reason:
            error = choice.extra.get("error")
            if error or reason:
                raise ErrorBody(error or _FAILED)


def take_nested(answer: Any, key: str) -> None:
    """Take the fields of an answer that has no choices from a whole answer that the server sent under ``key``."""
    nested = answer.extra.get(key)
    if answer.choices or type(nested) is not dict or type(nested.get("choices")) is not list:
        return
    whole = hook_for(type(answer))({**nested})
    for field in attrs.fields(type(answer)):
        setattr(answer, field.name, getattr(whole, field.name))
    others = {name: value for name, value in answer.extra.items() if name != key}
    answer._extra = {**others, **whole.extra}


class ChoiceCollector(Generic[R]):
    """Merges chunks as JSON and decodes the result like an unstreamed reply, so that additional fields are kept.

    Most chunks differ from the previous one only in one piece of text. They are recognized by their leading and
    trailing bytes, and only their text is decoded.
    """

    __slots__ = (
        "_answers", "_append", "_asked", "_head", "_lessons", "_reopened", "_start", "_stop", "_tail", "_whole",
        "failure",
    )  # fmt: skip
    _kind: ClassVar[type[Any]]
    _object: ClassVar[str]
    _grows: ClassVar[dict[str, str]]
    """The keys of a choice that are streamed in pieces, mapped to the keys of the complete choice."""

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._whole: dict[str, Any] = {}
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked: bytes | None = None
        self._reopened = False
        self._append: Callable[[str], None]
        self._forget()
        self._lessons = _LESSONS

    def add(self, chunk: R) -> None:
        """Add the next chunk."""
        try:
            text = chunk._text
        except AttributeError:
            self._take(chunk.ToJson(), b"")
            return
        start, stop = self._start, self._stop
        if text[:start] == self._head and text[stop:] == self._tail:
            try:
                piece = _loads(text[start:stop])
            except ValueError:
                # It contains more than one text, or half a surrogate pair.
                piece = None
            if type(piece) is str:
                self._append(piece)
                return
        self._asked = chunk._payload
        self._take(self._parsed(text), text)
        self._complete(chunk)

    def _complete(self, chunk: R) -> None:
        """Make a chunk readable that lacks what programs read of each chunk."""

    def _parsed(self, text: bytes) -> Any:
        try:
            data = _loads(text)
        except ValueError:
            return loads_with_halves(text)
        try:
            check_numbers(data)
        except InexactNumber:
            return exact_loads(text)
        return data

    def _take(self, data: dict[str, Any], text: bytes) -> None:
        # The chunk may replace the text object that was growing.
        self._forget()
        choices = data.pop("choices", None)
        data.pop("obfuscation", None)
        if not choices and (error := data.get("error")):
            self.failure = error_from_object(200, error)
        update(self._whole, data)
        pieces: list[Text] = []
        if type(choices) is list:
            for choice in choices:
                if type(choice) is dict:
                    pieces += self._take_choice(choice)
            if len(pieces) == 1 == len(choices) and self._lessons:
                self._learn(text, pieces[0])

    def _take_choice(self, choice: dict[str, Any]) -> list[Text]:
        """Add a piece of a choice; return the text that it extends, if it does nothing else."""
        index = choice.pop("index", None)
        if choice.get("finish_reason") in _NO_REASON:
            choice["finish_reason"] = None
        answer = self._answers.setdefault(index if type(index) is int else 0, {})
        ended = answer.get("finish_reason")
        grown: list[Text | None] = []
        for key, name in self._grows.items():
            part = choice.pop(key, None)
            if type(part) is dict:
                grown += self._take_part(answer, name, part)
            elif type(part) is str and name == key:
                grown += self._grown(answer, {name: part})
        for key, value in choice.items():
            if type(value) is list and type(known := answer.get(key)) is list:
                choice[key] = known + value
        update(answer, choice)
        reason = answer.get("finish_reason")
        if reason == "error" or (choice.get("error") and not reason):
            self.failure = error_from_object(200, answer.get("error") or _FAILED)
        if reason:
            # A server that marks each piece as the last one provides no information by it.
            self._reopened = self._reopened or bool(ended and grown)
            return []
        return [grown[0]] if len(grown) == 1 and grown[0] is not None else []

    def _take_part(self, answer: dict[str, Any], name: str, part: dict[str, Any]) -> list[Text | None]:
        """Merge a part; return the texts that it extends, and None for each other change."""
        known = answer.setdefault(name, {})
        if type(known) is not dict:
            known = answer[name] = {}
        return self._grown(known, part)

    @staticmethod
    def _grown(known: dict[str, Any], part: dict[str, Any]) -> list[Text | None]:
        merge(known, part)
        grown: list[Text | None] = []
        for key, value in part.items():
            if value and key != "role":
                text = known.get(key) if type(value) is str else None
                grown.append(text if type(text) is Text else None)
        return grown

    def _learn(self, text: bytes, grown: Text) -> None:
        self._lessons -= 1
        found = around(text, grown[-1])
        if found is not None:
            self._head, self._tail = found
            self._start, self._stop = len(self._head), -len(self._tail)
            self._append = grown.append

    def _forget(self) -> None:
        # No JSON text begins like this.
        self._head, self._tail = b"\0", b""
        self._start = self._stop = 0

    def is_complete(self) -> bool:
        """Return whether every choice has a finish reason."""
        return bool(self._answers) and all(answer.get("finish_reason") for answer in self._answers.values())

    def is_settled(self) -> bool:
        """Return whether the answer is complete, provided that the server's finish reasons are reliable."""
        if self._reopened or not self.is_complete() or len(self._answers) < self._expected():
            return False
        # A server may send "stop" with the first piece, before the model begins.
        return bool(self._whole.get("usage")) or not all(map(self._is_unbegun, self._answers.values()))

    def _is_unbegun(self, answer: dict[str, Any]) -> bool:
        """Return whether a choice has ended, but without a single piece."""
        parts = map(answer.get, self._grows.values())
        return answer["finish_reason"] == "stop" and not any(map(_has_content, parts))

    def is_usable(self) -> bool:
        """Return whether there is an answer, even without a finish reason."""
        return bool(self._answers)

    def _expected(self) -> int:
        """Return the number of requested choices."""
        asked = self._asked
        if not asked or b'"n":' not in asked:
            return 1
        count = loads(asked).get("n")
        return count if type(count) is int else 1

    @property
    def result(self) -> R:
        """The answer, as in an unstreamed reply."""
        choices = [self._choice(index, settled(answer)) for index, answer in sorted(self._answers.items())]
        whole = {**settled(self._whole), "object": self._object, "choices": choices}
        made: R = hook_for(self._kind)(whole)
        return made

    def _choice(self, index: int, answer: dict[str, Any]) -> dict[str, Any]:
        """Return a merged choice as in an unstreamed reply."""
        return {**answer, "index": index}


def _has_content(value: Any) -> bool:
    """Return whether a merged value has more than empty texts and names."""
    if type(value) is Text:
        return any(value)
    if type(value) is dict:
        return any(_has_content(inner) for key, inner in value.items() if key != "role")
    return bool(value)
