"""Decisions: typed questions about a text, answered with probabilities by a decision model.

Source: https://platform.openai.com/docs/api-reference/decisions
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.building.params import JsonParam, part_of, wrong_type
from ..core.building.setters import setter
from ..core.calls.operations import POST, Route, operation
from ..core.results.base import Result, items, result
from ..core.running.callbacks import AsynCallBack, PromiseCallBack
from .types import DecisionType

if TYPE_CHECKING:
    from typing_extensions import Self


class DecisionQuestionParams(JsonParam):
    """A question: ``DecisionQuestionParams.NewPredicate("Is the writer angry?")``."""

    __slots__ = ()

    Type = setter(DecisionType, "type", doc="The type: ``predicate``, ``choice`` or ``score``.")
    Instructions = setter(str, "instructions", doc="What is asked.")
    Name = setter(str, "name", doc="A name, which the answer repeats.")

    def Choices(self, Value: Sequence[str | bool | Mapping[str, Any]] | Mapping[str, str]) -> Self:
        """The values to choose from, 2 to 255: texts or booleans, with descriptions as a dict of texts by value."""
        return self.Add("choices", _described(f"{type(self).__name__}.Choices", "value", "description", Value))

    def Levels(self, Value: Sequence[str | Mapping[str, Any]] | Mapping[str, str]) -> Self:
        """The levels of a score, from the lowest: labels, with descriptions as a dict of texts by label."""
        return self.Add("levels", _described(f"{type(self).__name__}.Levels", "label", "description", Value))

    @classmethod
    def NewPredicate(cls, Instructions: str, Name: str = "") -> DecisionQuestionParams:
        """Return a question whose answer is yes or no."""
        return cls()._of_type(DecisionType.predicate, Instructions, Name)

    @classmethod
    def NewChoice(
        cls, Instructions: str, Choices: Sequence[str | bool | Mapping[str, Any]] | Mapping[str, str], Name: str = ""
    ) -> DecisionQuestionParams:
        """Return a question whose answer is one of several values."""
        return cls()._of_type(DecisionType.choice, Instructions, Name).Choices(Choices)

    @classmethod
    def NewScore(
        cls, Instructions: str, Levels: Sequence[str | Mapping[str, Any]] | Mapping[str, str], Name: str = ""
    ) -> DecisionQuestionParams:
        """Return a question whose answer is a level."""
        return cls()._of_type(DecisionType.score, Instructions, Name).Levels(Levels)

    def _of_type(self, kind: DecisionType, instructions: str, name: str) -> Self:
        made = self.Type(kind).Instructions(instructions)
        return made.Name(name) if name else made


def _described(where: str, key: str, described: str, value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        value = [{key: name, described: text} for name, text in value.items()]
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
        raise wrong_type(where, "a list, or a dict of descriptions", value)
    kinds = (str, bool, Mapping) if key == "value" else (str, Mapping)
    for each in value:
        if not isinstance(each, kinds):
            raise wrong_type(where, f"{', '.join(kind.__name__ for kind in kinds)} in its list", each)
    return [each if isinstance(each, Mapping) else {key: each} for each in value]


Question = DecisionQuestionParams | Mapping[str, Any] | Callable[[DecisionQuestionParams], Any]
"""A question: a builder, a function that fills one, or a dict."""


class DecisionsParams(JsonParam):
    """The request of decisions."""

    __slots__ = ()

    Model = setter(str, "model", doc="The id of a decision model, which has to be loaded.")
    PromptCacheKey = setter(str, "prompt_cache_key", doc="Requests with the same key share the server's prompt cache.")
    PromptCacheOptions = setter(dict, "prompt_cache_options", doc="How the prompt is cached.")
    SafetyIdentifier = setter(str, "safety_identifier", doc="A hashed id of the end user, for abuse detection.")

    def Input(self, Value: str | Sequence[JsonParam | Mapping[str, Any]]) -> Self:
        """What is decided about: a text, or items as ``ResponsesParams.Input`` takes them."""
        if isinstance(Value, str):
            return self.Add("input", Value)
        where = f"{type(self).__name__}.Input"
        if isinstance(Value, (bytes, Mapping)) or not isinstance(Value, Sequence):
            raise wrong_type(where, "a text or a list of items", Value)
        for each in Value:
            if not isinstance(each, (JsonParam, Mapping)):
                raise wrong_type(where, "builders of items or dict in its list", each)
        return self.Add("input", list(Value))

    def Questions(self, Value: Question | Sequence[Question]) -> Self:
        """The questions, 1 to 400; the answers come in their order."""
        where = f"{type(self).__name__}.Questions"
        listed = Value if isinstance(Value, Sequence) and not isinstance(Value, (str, bytes)) else [Value]
        takes = "DecisionQuestionParams (or functions that fill one) or dict"
        return self.Add(
            "questions", [part_of(where, DecisionQuestionParams, each, (Mapping,), takes=takes) for each in listed]
        )


@result
class DecisionProbability(Result):
    """The probability of one choice or level. value: the choice, or the number of the level. label: the level's."""

    value: str | bool | int | None = None
    label: str = ""
    probability: float | None = None


@result
class DecisionAnswer(Result):
    """The answer to one question; the fields of other types are empty.

    ``predicate``: probability, that it is true. ``choice``: choice, confidence, probabilities. ``score``: score, the
    expected level, counted from 0, confidence, probabilities. ``refusal`` has none. ``name``: the question's.
    """

    type: DecisionType | str | None = None
    name: str = ""
    probability: float | None = None
    choice: str | bool | None = None
    score: float | None = None
    confidence: float | None = None
    probabilities: list[DecisionProbability] = items()


@result
class DecisionTokensDetails(Result):
    """The details of the tokens."""

    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    reasoning_tokens: int | None = None


@result
class DecisionUsage(Result):
    """The tokens of a request."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    input_tokens_details: DecisionTokensDetails | None = None
    output_tokens_details: DecisionTokensDetails | None = None


@result
class Decisions(Result):
    """The answers, in the order of the questions."""

    id: str = ""
    object: str = ""
    model: str = ""
    answers: list[DecisionAnswer] = items()
    usage: DecisionUsage | None = None

    def Answer(self, Name: str) -> DecisionAnswer:
        """Return the answer to the question of this name. Raises KeyError without one."""
        for answer in self.answers:
            if answer.name == Name:
                return answer
        names = ", ".join(answer.name for answer in self.answers if answer.name) or "none"
        raise KeyError(f"there is no answer named {Name!r}; the names are: {names}")


AsynDecisions = AsynCallBack[Decisions]
PromiseDecisions = PromiseCallBack[Decisions]


class DecisionsRoute(Route):
    """``POST decisions``, of OpenAI and of LM Studio with a decision model."""

    Create, AsynCreate, AsyncAwaitCreate = operation(POST, "decisions", params=DecisionsParams, result=Decisions)
