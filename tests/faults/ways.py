"""The ways to call an operation, so that one test says what must happen in all of them.

``way.run(client)`` makes one call and waits for its end; what became of it is an ``Outcome``.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from genai_py.client import GenAI
from genai_py.core.errors import GenAICancelledError, GenAIException
from genai_py.core.running.callbacks import AsynCallBack, AsynStreamCallBack, PromiseStreamCallBack
from genai_py.resources.completions import CompletionParams

PATIENCE = 10.0
ENDS = ("on_success", "on_error", "on_cancel")


@dataclass
class Outcome:
    """What became of a call."""

    value: Any = None
    error: BaseException | None = None
    chunks: list[Any] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """The names of the handlers in the order of their calls."""
    began_at: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """The text of the chunks."""
        return "".join(choice.text for each in self.chunks for choice in each.choices)

    @property
    def failure(self) -> GenAIException:
        """The error, which must be there."""
        assert isinstance(self.error, GenAIException), f"expected an error of the SDK, got {self.error!r}"
        return self.error

    def check(self) -> Outcome:
        """The rules for handlers hold, whatever happened."""
        self.seconds = time.monotonic() - self.began_at
        if self.calls:
            assert self.calls[0] == "on_start", self.calls
            assert self.calls[-1] in ENDS, self.calls
            assert set(self.calls[1:-1]) <= {"on_progress"}, self.calls
        return self


def recorder(kind: type[Any], outcome: Outcome, ended: Callable[[], Any]) -> Any:
    """A callback record that fills an outcome and calls ``ended`` at the end."""
    streamed = issubclass(kind, AsynStreamCallBack)

    def on_success(_: Any, *value: Any) -> None:
        outcome.calls.append("on_success")
        assert len(value) == (0 if streamed else 1)
        outcome.value = value[0] if value else outcome.text
        ended()

    def on_error(_: Any, error: Any) -> None:
        outcome.calls.append("on_error")
        outcome.error = error.exception
        ended()

    def on_cancel(_: Any) -> None:
        outcome.calls.append("on_cancel")
        outcome.error = GenAICancelledError(0, "aborted")
        ended()

    def on_progress(_: Any, chunk: Any) -> None:
        outcome.calls.append("on_progress")
        outcome.chunks.append(chunk)

    return kind(
        on_start=lambda _: outcome.calls.append("on_start"),
        on_success=on_success,
        on_error=on_error,
        on_cancel=on_cancel,
        on_progress=on_progress,
    )


@dataclass(frozen=True)
class Operation:
    """An operation of a route."""

    route: str
    name: str
    arguments: tuple[Any, ...] = ()

    def form(self, client: GenAI, prefix: str) -> Callable[..., Any]:
        """The blocking (""), the ``Asyn`` or the ``AsyncAwait`` form, its arguments given."""
        method = getattr(getattr(client, self.route), prefix + self.name)
        return lambda *more: method(*self.arguments, *more)


PARAMS = CompletionParams().Model("m").Prompt("Say something.")
LIST = Operation("Models", "List")
CREATE = Operation("Completions", "Create", (PARAMS,))
STREAM = Operation("Completions", "CreateStream", (PARAMS,))


@dataclass(frozen=True)
class Way:
    """One way to call one operation."""

    form: str
    operation: Operation
    in_loop: bool

    def __str__(self) -> str:
        return f"{self.form}{'_in_a_loop' if self.in_loop else ''}-{self.operation.name}"

    @property
    def streamed(self) -> bool:
        """Whether the reply is a stream."""
        return self.operation is STREAM

    def run(self, client: GenAI, operation: Operation | None = None) -> Outcome:
        """Make the call, and wait for its end. Another operation may be named; it must have the same forms."""
        outcome = Outcome()
        call = getattr(self, f"_{self.form}" + ("_in_loop" if self.in_loop else ""))
        running = call(client, operation or self.operation, outcome)
        if self.in_loop:
            asyncio.run(asyncio.wait_for(running, PATIENCE))
        return outcome.check()

    def _blocking(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        def event(piece: Any, is_done: bool, _: Any) -> None:
            if not is_done:
                outcome.chunks.append(piece)

        try:
            if self.streamed:
                operation.form(client, "")(event)
                outcome.value = outcome.text
            else:
                outcome.value = operation.form(client, "")()
        except GenAIException as error:
            outcome.error = error

    def _iterated(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        try:
            with client.Completions.Stream(*operation.arguments) as stream:
                for piece in stream:
                    outcome.chunks.append(piece)
            outcome.value = stream.Result.choices[0].text
        except GenAIException as error:
            outcome.error = error

    def _callbacks(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        ended = threading.Event()
        record = recorder(AsynStreamCallBack if self.streamed else AsynCallBack, outcome, ended.set)
        operation.form(client, "Asyn")(record)
        assert ended.wait(PATIENCE), f"no end of it; so far: {outcome.calls}"

    def _promise(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        promise = operation.form(client, "AsyncAwait")(*self._promise_record(outcome))
        try:
            outcome.value = promise.result(PATIENCE)
        except GenAIException as error:
            outcome.error = error

    def _promise_record(self, outcome: Outcome) -> list[Any]:
        return [recorder(PromiseStreamCallBack, outcome, lambda: None)] if self.streamed else []

    async def _blocking_in_loop(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        self._blocking(client, operation, outcome)

    async def _iterated_in_loop(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        try:
            async with client.Completions.Stream(*operation.arguments) as stream:
                async for piece in stream:
                    outcome.chunks.append(piece)
            outcome.value = stream.Result.choices[0].text
        except GenAIException as error:
            outcome.error = error

    async def _callbacks_in_loop(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        ended = asyncio.Event()
        record = recorder(AsynStreamCallBack if self.streamed else AsynCallBack, outcome, ended.set)
        operation.form(client, "Asyn")(record)
        await ended.wait()

    async def _promise_in_loop(self, client: GenAI, operation: Operation, outcome: Outcome) -> None:
        try:
            outcome.value = await operation.form(client, "AsyncAwait")(*self._promise_record(outcome))
        except GenAIException as error:
            outcome.error = error


def _ways(operation: Operation, *forms: str) -> list[Way]:
    return [Way(form, operation, in_loop) for in_loop in (False, True) for form in forms]


WHOLE_WAYS = _ways(CREATE, "blocking", "callbacks", "promise")
STREAM_WAYS = _ways(STREAM, "blocking", "callbacks", "promise", "iterated")
