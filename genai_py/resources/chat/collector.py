"""A chat completion out of the chunks of its stream.

Source: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from ..logprobs import Logprobs
from ..types import FinishReason, Role, ToolCalls
from ..usage import Usage
from .results import Chat, ChatMessage, Choice, Delta, Function, ToolCall, text_of_parts

if TYPE_CHECKING:
    from ...core.errors import GenAIException
    from ..moderation_outcomes import ModerationOutcomes


class ChatCollector:
    """Puts the chunks of a stream together."""

    __slots__ = ("_answers", "_first", "_moderation", "_usage", "failure")

    def __init__(self) -> None:
        self.failure: GenAIException | None = None
        self._first = Chat()
        self._answers: dict[int, _Answer] = {}
        self._usage: Usage | None = None
        self._moderation: ModerationOutcomes | None = None

    def add(self, chunk: Chat) -> None:
        """Take the next chunk."""
        # This runs for each token: it reads as few attributes as it can. Nothing is taken on trust that a server
        # might send in another shape.
        choices = chunk.choices
        if not choices or type(choices) is not list:
            self._note(chunk)
            return
        for choice in choices:
            if type(choice) is not Choice:
                continue
            index = choice.index
            if type(index) is not int:
                index = 0
            answer = self._answers.get(index)
            if answer is None:
                self._note(chunk)
                answer = self._answers[index] = _Answer()
            delta = choice.delta
            if type(delta) is Delta:
                text = delta.raw_content
                if text:
                    answer.texts.append(text if type(text) is str else text_of_parts(text))
                if not text or delta.reasoning_content or delta.reasoning or delta.tool_calls:
                    answer.take(delta)
            if choice.finish_reason:
                self._note(chunk)
                answer.finish_reason = choice.finish_reason
            if choice.logprobs is not None:
                answer.take_logprobs(choice.logprobs)

    def _note(self, chunk: Chat) -> None:
        """Take what a chunk has beside its choices; those within the text repeat it."""
        # Some servers begin with a chunk that does not say whose it is.
        if not self._first.id:
            self._first = chunk
        self._usage = chunk.usage or self._usage
        self._moderation = chunk.moderation or self._moderation

    def is_complete(self) -> bool:
        """Whether every choice has said why it ended."""
        return bool(self._answers) and all(answer.finish_reason for answer in self._answers.values())

    @property
    def result(self) -> Chat:
        """The completion as if it had not been streamed."""
        first = self._first
        return Chat(
            id=first.id,
            choices=[answer.choice(index) for index, answer in sorted(self._answers.items())],
            created=first.created,
            model=first.model,
            service_tier=first.service_tier,
            system_fingerprint=first.system_fingerprint,
            object="chat.completion",
            usage=self._usage,
            moderation=self._moderation,
        )

    @property
    def resolution(self) -> str:
        """The text of the first choice, as the original's promise gives it."""
        answer = self._answers.get(0)
        return "" if answer is None else "".join(answer.texts)


class _Answer:
    """What has come of one choice."""

    __slots__ = ("calls", "finish_reason", "logprobs", "reasoning", "reasoning_content", "refusals", "role", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.reasoning_content: list[str] = []
        self.reasoning: list[str] = []
        self.refusals: list[str] = []
        self.calls: list[_Call] = []
        self.role: Role | str | None = None
        self.finish_reason: FinishReason | str | None = None
        self.logprobs: Logprobs | None = None

    def take(self, delta: Delta) -> None:
        """Take what a delta has beside text."""
        self.role = self.role or delta.role
        for pieces, piece in (
            (self.reasoning_content, delta.reasoning_content),
            (self.reasoning, delta.reasoning),
            (self.refusals, delta.refusal),
        ):
            if piece and isinstance(piece, str):
                pieces.append(piece)
        if delta.tool_calls and isinstance(delta.tool_calls, list):
            for call in delta.tool_calls:
                if isinstance(call, ToolCall):
                    self._call_of(call).take(call)

    def _call_of(self, piece: ToolCall) -> _Call:
        """The call that a piece continues, or a new one."""
        same = [call for call in self.calls if piece.index is None or call.index == piece.index]
        # Some servers give all calls one index, or none: a piece with another id and a name begins a call.
        named = isinstance(piece.function, Function) and piece.function.name
        if not same or (named and piece.id and piece.id != same[-1].id):
            same = [_Call(piece.index)]
            self.calls += same
        return same[-1]

    def take_logprobs(self, logprobs: Logprobs) -> None:
        """Take the likelihoods of the next tokens."""
        if isinstance(logprobs, Logprobs):
            known = self.logprobs = self.logprobs or Logprobs()
            for tokens, more in ((known.content, logprobs.content), (known.refusal, logprobs.refusal)):
                if isinstance(more, list):
                    tokens += more

    def choice(self, index: int) -> Choice:
        """The choice as if it had not been streamed."""
        message = ChatMessage(
            content="".join(self.texts) if self.texts else None,
            reasoning_content="".join(self.reasoning_content),
            reasoning="".join(self.reasoning),
            refusal="".join(self.refusals),
            role=self.role or Role.assistant,
            tool_calls=[call.whole() for call in self.calls],
        )
        return Choice(finish_reason=self.finish_reason, index=index, message=message, logprobs=self.logprobs)


class _Call:
    """What has come of one tool call."""

    __slots__ = ("arguments", "extra", "id", "index", "name", "type")

    def __init__(self, index: int | None) -> None:
        self.index = index
        self.id = ""
        self.type: ToolCalls | str | None = None
        self.name = ""
        self.arguments: list[str] = []
        self.extra: dict[str, Any] = {}

    def take(self, piece: ToolCall) -> None:
        """Take the next piece; later ones lack id and name, or repeat them."""
        self.id = self.id or piece.id
        self.type = self.type or piece.type
        self.extra.update(piece.extra)
        if isinstance(piece.function, Function):
            self.name = self.name or piece.function.name
            arguments: Any = piece.function.arguments
            self.arguments.append(arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode())

    def whole(self) -> ToolCall:
        """The call as if it had not been streamed."""
        function = Function(name=self.name, arguments="".join(self.arguments))
        call = ToolCall(id=self.id, type=self.type or ToolCalls.function, function=function)
        if self.extra:
            call._extra = self.extra
        return call
