"""SystemOne: typed questions about a state, answered with probabilities by a decision model of LM Studio or llama.cpp.

Source: https://lmstudio.ai/docs/developer/jev-compat/systemone
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from ..core.building.params import JsonParam, part_of, wrong_type
from ..core.building.setters import checked, setter
from ..core.calls.operations import POST, Route, operation
from ..core.results.base import Result, result
from ..core.results.decoding import hook_for
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .types import SystemOneType

if TYPE_CHECKING:
    from typing_extensions import Self


class SystemOneQuestionParams(JsonParam):
    """A question: ``SystemOneQuestionParams.NewNoul("Is the writer angry?")``."""

    __slots__ = ()

    Type = setter(SystemOneType, "type", doc="The type: ``noul``, ``choice`` or ``score``.")
    Instructions = setter(str, "instructions", doc="What is asked.")

    def Criteria(self, Value: Mapping[str, str] | Sequence[str]) -> Self:
        """What the answers mean: texts by ``true`` and ``false`` or by choice; for a score, the levels in order."""
        where = f"{type(self).__name__}.Criteria"
        if isinstance(Value, Mapping):
            return self.Add("criteria", dict(Value))
        if isinstance(Value, (str, bytes)) or not isinstance(Value, Sequence):
            raise wrong_type(where, "a dict of texts, or a list of levels", Value)
        return self.Add("criteria", checked(where, list[str], Value))

    @classmethod
    def NewNoul(cls, Instructions: str, IfTrue: str = "", IfFalse: str = "") -> SystemOneQuestionParams:
        """Return a question whose answer is yes or no. IfTrue, IfFalse: what these mean."""
        made = cls().Type(SystemOneType.noul).Instructions(Instructions)
        criteria = {key: text for key, text in (("true", IfTrue), ("false", IfFalse)) if text}
        return made.Criteria(criteria) if criteria else made

    @classmethod
    def NewChoice(cls, Instructions: str, Options: Mapping[str, str]) -> SystemOneQuestionParams:
        """Return a question whose answer is one of 2 to 255 options. Options: descriptions by option."""
        return cls().Type(SystemOneType.choice).Instructions(Instructions).Criteria(Options)

    @classmethod
    def NewScore(cls, Instructions: str, Levels: Sequence[str]) -> SystemOneQuestionParams:
        """Return a question whose answer is one of 2 to 10 levels. Levels: what they mean, from the lowest."""
        return cls().Type(SystemOneType.score).Instructions(Instructions).Criteria(Levels)


Question = SystemOneQuestionParams | Mapping[str, Any] | Callable[[SystemOneQuestionParams], Any]
"""A question: a builder, a function that fills one, or a dict."""


class SystemOneParams(JsonParam):
    """The request of answers."""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a decision model, which has to be loaded.")

    def State(self, Value: str | Mapping[str, Any] | JsonParam | Sequence[Any]) -> Self:
        """What is judged: a text, or JSON; images as data URIs, where the model takes them."""
        if isinstance(Value, (bytes, bytearray)) or not isinstance(Value, (str, Mapping, JsonParam, Sequence)):
            raise wrong_type(f"{type(self).__name__}.State", "a text, a dict or a list", Value)
        return self.Add("state", Value)

    def Questions(self, Value: Mapping[str, Question]) -> Self:
        """The questions by their ids, which the answers repeat."""
        where = f"{type(self).__name__}.Questions"
        if not isinstance(Value, Mapping):
            raise wrong_type(where, "a dict of questions by their ids", Value)
        takes = "SystemOneQuestionParams (or functions that fill one) or dict"
        made = {
            checked(where, str, name): part_of(where, SystemOneQuestionParams, each, (Mapping,), takes=takes)
            for name, each in Value.items()
        }
        return self.Add("questions", made)


@result
class SystemOneAnswer(Result):
    """The answer to one question; the fields of other types are empty.

    ``noul``: noul, the probability of yes. ``choice``: choice, confidence, probabilities by option. ``score``: score,
    the expected level, counted from 0, confidence, probabilities by level, legend, what the levels mean.
    """

    type: SystemOneType | str | None = None
    noul: float | None = None
    choice: str = ""
    score: float | None = None
    confidence: float | None = None
    probabilities: dict[str, float] | None = None
    legend: dict[str, str] | None = None


@result
class SystemOneUsage(Result):
    """The tokens of a request."""

    input_tokens: int | None = None
    output_tokens: int | None = None


@result
class SystemOneReply(Result):
    """The answers. ``raw_answers``: as they came."""

    id: str = ""
    model: str = ""
    raw_answers: dict[str, Any] | None = attrs.field(default=None, alias="answers", metadata={"json": "answers"})
    usage: SystemOneUsage | None = None

    @property
    def answers(self) -> dict[str, SystemOneAnswer]:
        """The answers by the ids of their questions."""
        raw: Any = self.raw_answers
        hook = hook_for(SystemOneAnswer)
        return {name: hook(copy.deepcopy(each)) for name, each in raw.items()} if isinstance(raw, dict) else {}


AsynSystemOne = AsynCallBack[SystemOneReply]
PromiseSystemOne = PromiseCallBack[SystemOneReply]


class SystemOneRoute(Route):
    """``POST systemone``, of LM Studio and llama.cpp with a decision model."""

    Create, AsynCreate, AsyncAwaitCreate = operation(
        POST, "systemone", params=SystemOneParams, result=SystemOneReply
    )
