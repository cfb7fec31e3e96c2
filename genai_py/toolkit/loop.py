"""The rules of a loop that acts: what to do with a reply, and what each call comes to. Sans-I/O.

A ``Dialogue`` knows the form of one endpoint's requests and replies; ``ActLoop`` counts the rounds and the calls.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

import attrs

from ..core.building.params import JsonParam
from ..core.building.setters import amount
from ..core.errors import GenAIException
from ..core.results.base import Result
from ..core.spelling import BothSpellings
from .definitions import Executable, ToolDefinition, ToolSet
from .signatures import ToolArgumentsError, parsed_arguments

if TYPE_CHECKING:
    from typing_extensions import Self

R = TypeVar("R")

DEFAULT_MAX_ROUNDS = 10
DEFAULT_CONCURRENCY = 8
DEFAULT_TOOL_TIMEOUT = 60_000


@attrs.frozen
class ActOptions:
    """The limits of a loop. tool_timeout: milliseconds, 0 for none."""

    max_rounds: int = DEFAULT_MAX_ROUNDS
    concurrency: int = DEFAULT_CONCURRENCY
    tool_timeout: int = DEFAULT_TOOL_TIMEOUT


class ActSettings(JsonParam):
    """The settings of ``Act``, which are not sent. Base of builders, beside that of the requests."""

    __slots__ = ("_options",)

    def __init__(self) -> None:
        super().__init__()
        self._options = ActOptions()

    def MaxRounds(self, Value: int) -> Self:
        """How many requests are sent at most; 10 by default. The model's calls of one reply are run in one round."""
        return self._set("MaxRounds", Value, 1, "max_rounds")

    def Concurrency(self, Value: int) -> Self:
        """How many calls of one round run at a time; 8 by default, 1 for one after the other."""
        return self._set("Concurrency", Value, 1, "concurrency")

    def ToolTimeout(self, Value: int) -> Self:
        """How many milliseconds each call may take; 60,000 by default, 0 for no limit."""
        return self._set("ToolTimeout", Value, 0, "tool_timeout")

    def _set(self, method: str, value: Any, least: int, name: str) -> Self:
        where = f"{type(self).__name__}.{method}"
        if amount(where, value) < least:
            raise ValueError(f"{where} must be {least} or more, got {value}")
        self._options = attrs.evolve(self._options, **{name: value})
        return self


@attrs.define(eq=False)
class ActCall(BothSpellings):
    """A call of a tool by the model.

    id, name: of the call and of the tool. arguments: by name, before their conversion; ``on_tool_call`` may
    change them. arguments_text: as the model wrote them. round: in which round, counted from 1.
    value: what the tool returned. result: the text that the model gets. error: the exception of a call that
    failed, else None. refused: whether ``on_tool_call`` refused it. started_at: Unix time in seconds, 0 if
    it did not run. elapsed: seconds that it ran.
    """

    id: str
    name: str
    arguments_text: str
    round: int
    arguments: dict[str, Any] = attrs.field(factory=dict)
    value: Any = None
    result: str = ""
    error: BaseException | None = None
    refused: bool = False
    started_at: float = 0.0
    elapsed: float = 0.0

    def _fail(self, error: BaseException, text: str = "") -> None:
        """Set the error, and the text about it that the model gets."""
        self.error = error
        self.result = f"Error: {text or error}"


@attrs.frozen
class ActMessage(BothSpellings):
    """A piece of a message that is streamed.

    text: the next piece of the answer; reasoning: that of the model's reasoning; "" where the chunk has
    none. chunk: the chunk itself. round: in which round, counted from 1.
    """

    round: int
    text: str
    reasoning: str
    chunk: Any


@attrs.define
class ActUsage(BothSpellings):
    """The tokens of all requests of a loop, as far as the server counts them."""

    input_tokens: int = 0
    output_tokens: int = 0
    total_tokens: int = 0


@attrs.define(eq=False)
class ActResult(BothSpellings, Generic[R]):
    """The outcome of a loop.

    answer: the text of the last reply. reply: the last reply. replies: all of them. messages: the whole conversation as
    plain dicts, to go on with: ``Params.Messages(result.messages)`` of chat, ``Params.Input(result.messages)`` of
    responses. calls: all calls, in the order in which the model made them. usage: the tokens of all
    requests. rounds: the number of requests. elapsed: seconds.
    """

    answer: str = ""
    reply: R = attrs.field(default=None)
    replies: list[R] = attrs.field(factory=list, repr=False)
    messages: list[dict[str, Any]] = attrs.field(factory=list, repr=False)
    calls: list[ActCall] = attrs.field(factory=list)
    usage: ActUsage = attrs.field(factory=ActUsage)
    rounds: int = 0
    elapsed: float = 0.0

    def _repr_markdown_(self) -> str | None:
        """Return the answer, as notebooks show it; None if there is none."""
        return self.answer or None


class ActRoundsError(GenAIException):
    """The model still calls tools in the last round. ``result`` holds what was said and done; its last calls
    not run."""

    def __init__(self, result: ActResult[Any]) -> None:
        names = ", ".join(dict.fromkeys(call.name for call in result.calls if call.round == result.rounds))
        super().__init__(
            0,
            f"no answer after {result.rounds} round{'' if result.rounds == 1 else 's'}: the model still calls {names}; "
            "MaxRounds(n) allows more",
        )
        self.result = result


class MadeCall(NamedTuple):
    """A call as it stands in a reply."""

    id: str
    name: str
    arguments: str


class Dialogue(ABC, Generic[R]):
    """The requests and replies of one loop, in the form of one endpoint.

    params: the class of the builder. base: that of single requests. path, reply, chunk: of the endpoint.
    """

    path: ClassVar[str]
    params: ClassVar[type[JsonParam]]
    base: ClassVar[type[JsonParam]]
    reply: ClassVar[type[Result]]
    chunk: ClassVar[type[Result]]

    def __init__(self, request: Any) -> None:
        """request: the builder of the first request, which belongs to the dialogue."""
        self.request = request

    def prepare_stream(self) -> None:
        """Ask for what a reply has and a stream lacks."""

    @abstractmethod
    def define(self, tool: Executable) -> ToolDefinition:
        """Return the definition of a tool in the form of the endpoint."""

    @abstractmethod
    def new_collector(self) -> Any:
        """Return what merges the chunks of a stream into a reply."""

    @abstractmethod
    def piece_of(self, chunk: Any) -> tuple[str, str]:
        """Return the pieces of text and of reasoning in a chunk."""

    @abstractmethod
    def calls_of(self, reply: R) -> list[MadeCall]:
        """Return the calls of functions in a reply."""

    @abstractmethod
    def answer_of(self, reply: R) -> str:
        """Return the text of a reply."""

    @abstractmethod
    def usage_of(self, reply: R) -> tuple[int | None, int | None, int | None]:
        """Return the tokens of input, of output and in total."""

    @abstractmethod
    def add_reply(self, reply: R, calls: Sequence[ActCall]) -> None:
        """Add a reply to the conversation. calls: those in it, with the ids that their results name."""

    @abstractmethod
    def add_results(self, calls: Sequence[ActCall]) -> None:
        """Add the results of the last reply's calls, for the next request."""

    @abstractmethod
    def messages(self) -> list[dict[str, Any]]:
        """Return the whole conversation as plain dicts."""

    def let_answer(self) -> None:
        """Let the model answer after it was made to call a tool, since it would have to call one for ever."""
        fields = self.request._fields
        if fields.get("tool_choice") not in (None, "none", "auto"):
            fields["tool_choice"] = "auto"


class ActLoop(Generic[R]):
    """Counts rounds and calls, and says what follows a reply."""

    def __init__(self, dialogue: Dialogue[R], options: ActOptions) -> None:
        self.dialogue = dialogue
        self.options = options
        self.tools = self._tools()
        self.result: ActResult[R] = ActResult()

    def _tools(self) -> dict[str, Executable]:
        request = self.dialogue.request
        return tools_in(f"{type(request).__name__}.Tools", request._fields.get("tools", ()))

    def tool_sets(self) -> list[ToolSet]:
        """Return the sets of tools in the request that are not known yet."""
        return [each for each in self.dialogue.request._fields.get("tools", ()) if isinstance(each, ToolSet)]

    def add_sets(self, found: Mapping[ToolSet, Sequence[Executable]]) -> None:
        """Put tools in the place of the sets that have them. Raises ValueError for two tools of one name."""
        fields = self.dialogue.request._fields
        fields["tools"] = [
            tool
            for each in fields["tools"]
            for tool in (
                [self.dialogue.define(one) for one in found[each]] if isinstance(each, ToolSet) else [each]
            )
        ]
        self.tools = self._tools()

    def begin_round(self) -> int:
        """Return the number of the next round."""
        self.result.rounds += 1
        return self.result.rounds

    def take(self, reply: R) -> list[ActCall]:
        """Add a reply; return the calls that have to be run, none if it is the answer.

        Raises ActRoundsError for calls in the last round.
        """
        result, dialogue = self.result, self.dialogue
        calls = [self._call(made) for made in dialogue.calls_of(reply)]
        result.reply = reply
        result.replies.append(reply)
        result.answer = dialogue.answer_of(reply)
        used = [count if isinstance(count, int) else 0 for count in dialogue.usage_of(reply)]
        result.usage.input_tokens += used[0]
        result.usage.output_tokens += used[1]
        result.usage.total_tokens += used[2]
        dialogue.add_reply(reply, calls)
        if not calls or result.rounds >= self.options.max_rounds:
            result.messages = dialogue.messages()
        if calls and result.rounds >= self.options.max_rounds:
            raise ActRoundsError(result)
        return calls

    def add_results(self, calls: Sequence[ActCall]) -> None:
        """Add the results of all calls of a round."""
        self.dialogue.add_results(calls)
        self.dialogue.let_answer()

    def _call(self, made: MadeCall) -> ActCall:
        known = {call.id for call in self.result.calls}
        identity, number = made.id, len(self.result.calls)
        while not identity or identity in known:
            # Some servers send none, or count anew in each reply.
            number += 1
            identity = f"call_{number}"
        call = ActCall(identity, made.name, made.arguments, self.result.rounds)
        try:
            if made.name not in self.tools:
                names = ", ".join(self.tools) or "none"
                raise ToolArgumentsError(f"there is no tool {made.name!r}; the tools are: {names}")
            call.arguments = parsed_arguments(made.name, made.arguments)
        except ToolArgumentsError as error:
            call._fail(error)
        self.result.calls.append(call)
        return call


def echoed_arguments(call: ActCall) -> str:
    """Return the arguments of a call as they are sent back: some servers refuse what is no JSON object."""
    try:
        parsed_arguments(call.name, call.arguments_text)
    except ToolArgumentsError:
        return "{}"
    return call.arguments_text if call.arguments_text.strip() else "{}"


def tools_in(where: str, definitions: Sequence[Any]) -> dict[str, Executable]:
    """Return the tools of a request by name. Raises TypeError or ValueError for a function that cannot be run."""
    tools: dict[str, Executable] = {}
    for each in definitions:
        if isinstance(each, ToolSet):
            continue
        fields: Mapping[str, Any] = each._fields if isinstance(each, JsonParam) else each
        # The definition of a function in messages has no type.
        is_function = isinstance(each, ToolDefinition) or fields.get("type") == "function" or "input_schema" in fields
        if not is_function:
            # A tool of the server, which runs it.
            continue
        inner = fields.get("function")
        name = (inner if isinstance(inner, Mapping) else fields).get("name", "")
        if not isinstance(each, ToolDefinition):
            raise TypeError(
                f"{where}: Act cannot run {name!r}, which has no function; "
                "give a Python function or a FunctionCore in place of its definition"
            )
        if name in tools:
            raise ValueError(f"{where}: two tools have the name {name!r}; FunctionTool(function, Name=...) renames one")
        tools[name] = each.tool
    return tools

