"""Answers as classes: the schema that is sent, and the answer as an instance. Sans-I/O."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

import attrs

from ..core.building.params import JsonParam, excerpt_of
from ..core.building.setters import amount
from ..core.errors import GenAIException
from ..core.results.base import loads
from .conversion import UnfitValue, convert
from .loop import Dialogue
from .schemas import Schema, is_strict, schema_of_type, strict_schema

if TYPE_CHECKING:
    from typing_extensions import Self

R = TypeVar("R")
T = TypeVar("T")

_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class ParseSettings(JsonParam):
    """The settings of ``Parse``, which are not sent. Base of builders, beside that of the requests."""

    __slots__ = ("_retries",)

    def __init__(self) -> None:
        super().__init__()
        self._retries = 0

    def Retries(self, Value: int) -> Self:
        """How often the model is asked again, with the error, after an answer that does not fit; 0 by default."""
        self._retries = amount(f"{type(self).__name__}.Retries", Value)
        return self


class ParseError(GenAIException):
    """An answer that does not fit the class, is cut short or was refused.

    text: the answer as it came. reply: the whole reply. reason: ``unfit``, ``cut_short``, ``refused`` or ``no_text``.
    """

    def __init__(self, reason: str, problem: str, text: str, reply: Any) -> None:
        shown = f"; the answer is: {excerpt_of(text)}" if text else ""
        super().__init__(0, f"{problem}{shown}")
        self.reason = reason
        self.problem = problem
        self.text = text
        self.reply = reply


class Answer(NamedTuple):
    """An answer as it stands in a reply. refusal: the text of a refusal. cut_short: why it is, "" if it is not."""

    text: str
    refusal: str = ""
    cut_short: str = ""
    calls: str = ""


class Parsing(Dialogue[R]):
    """A dialogue whose answers are parsed."""

    @classmethod
    def begin(cls, request: JsonParam, local: bool) -> Parsing[Any]:
        """Return the dialogue that begins with a request. local: whether the server is a local one."""
        return cls(request)

    @abstractmethod
    def set_format(self, name: str, schema: Schema, strict: bool) -> None:
        """Ask for answers that conform to a schema. Raises ValueError for a request with a format of its own."""

    @abstractmethod
    def read(self, reply: R) -> Answer:
        """Return the answer in a reply."""

    @abstractmethod
    def ask_again(self, reply: R, problem: str) -> None:
        """Add a reply and what is wrong with it, for the next request."""


class AnswerType(Generic[T]):
    """The type of an answer. A type that is no JSON object is sent as the only property of one."""

    def __init__(self, kind: type[T]) -> None:
        self.kind = kind
        schema = schema_of_type(kind, "Parse")
        self._key = ""
        if schema.get("type") != "object" or "properties" not in schema:
            definitions = schema.pop("$defs", None)
            self._key = "items" if schema.get("type") == "array" else "value"
            schema = {"type": "object", "properties": {self._key: schema}}
            if definitions:
                schema["$defs"] = definitions
        self.schema = strict_schema(schema)
        self.is_strict = is_strict(self.schema)
        self.name = re.sub(r"[^\w-]", "_", getattr(kind, "__name__", "")) or "answer"

    def parse(self, answer: Answer, reply: Any) -> T:
        """Return the answer as an instance. Raises ParseError."""
        if answer.refusal:
            raise ParseError("refused", f"the model refused to answer: {answer.refusal}", answer.text, reply)
        if not answer.text.strip():
            problem = f"the answer is empty{f' ({answer.cut_short})' if answer.cut_short else ''}"
            if answer.calls:
                problem = f"the model called {answer.calls} instead of answering; Act runs calls"
            raise ParseError("cut_short" if answer.cut_short else "no_text", problem, answer.text, reply)
        try:
            return self.convert(_json_in(answer.text))
        except UnfitValue as error:
            if answer.cut_short:
                problem = f"the answer was cut short ({answer.cut_short}); allow more tokens"
                raise ParseError("cut_short", problem, answer.text, reply) from None
            problem = f"the answer does not fit {self.name}: {'; '.join(str(error).splitlines())}"
            raise ParseError("unfit", problem, answer.text, reply) from None

    def convert(self, value: Any) -> T:
        """Return a JSON value as an instance. Raises UnfitValue."""
        return cast(T, convert(self.unwrapped(value), self.kind))

    def unwrapped(self, value: Any) -> Any:
        """Return the only property of the object that stands for another type."""
        # A server that ignores the format may send the value itself.
        if self._key and isinstance(value, Mapping) and value.keys() <= {self._key}:
            return value.get(self._key)
        return value


def _json_in(text: str) -> Any:
    """Return the JSON value in a text: the whole of it, a fenced block, or what stands between the braces."""
    text = _THOUGHT.sub("", text)
    fenced = _FENCED.search(text)
    first = re.search(r"[{\[]", text)
    last = max(text.rfind("}"), text.rfind("]"))
    candidates = [text, *([fenced[1]] if fenced else []), *([text[first.start() : last + 1]] if first else [])]
    problem = ""
    for each in candidates:
        try:
            return loads(each.encode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            problem = problem or str(error)
    raise UnfitValue(f"it is not JSON: {problem}")


@attrs.define
class PartialAnswer(Generic[T]):
    """An answer of which more and more arrives."""

    type: AnswerType[T]
    text: str = ""
    _latest: Any = attrs.field(default=None, init=False)

    def add(self, piece: str) -> T | None:
        """Add a piece of text; return what there is so far, None if that is nothing new."""
        from .partial import partial_json, partial_value

        self.text += piece
        value = partial_json(self.text)
        if value is None or value == self._latest:
            return None
        self._latest = value
        return cast("T | None", partial_value(self.type.unwrapped(value), self.type.kind))
