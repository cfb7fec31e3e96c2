"""The demo: LM Studio's five endpoints, called in every form that the package has, on a real model."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from math import hypot
from typing import Any, Generic, TypeVar, cast

import attrs

from .. import (
    AsynBundleList,
    AsynResponse,
    BundleItem,
    BundleParams,
    Chat,
    ChatMessage,
    ChatParams,
    Completion,
    CompletionParams,
    EmbeddingsParams,
    ErrorText,
    FromAssistant,
    FromTool,
    FromUser,
    FunctionCore,
    GenAI,
    GenAIAuthError,
    GenAIConnectionError,
    GenAIException,
    MessagePayload,
    Operation,
    Promise,
    Response,
    ResponsesParams,
    ResponseStreamType,
    ResponseTypes,
    SchemaParams,
    ToolChoice,
)
from ..embedded import EmbeddedServerError
from .servers import choose_models, connect
from .terminal import Terminal
from .waiting import SLICE, result_of

QUESTION = "What is the difference between a mathematician and a physicist?"
CAPITALS = ("France", "Italy", "Japan", "Norway", "Egypt", "Canada", "Spain", "Greece")
SENTENCES = ("A cat sleeps on the sofa.", "A kitten naps on a couch.", "The stock market fell today.")

# The packaged model answers in a few words. A model that reasons needs room for that before its answer.
_EMBEDDED_TOKENS = 80
_OTHER_TOKENS = 2048
_SILENCE = 120_000
T = TypeVar("T")


class Trouble(Exception):
    """A step whose result is not the expected one."""


@attrs.define
class Demo:
    """The state that the steps share.

    wanted: the model that the user named, "" for any. model, embedding_model: those that the steps use, "" until the
    first step has chosen them. max_tokens: the maximum length of an answer.
    """

    client: GenAI
    terminal: Terminal
    wanted: str
    max_tokens: int
    model: str = ""
    embedding_model: str = ""


@attrs.frozen
class Step:
    """One step. play: runs it and returns a short description of the result."""

    title: str
    play: Callable[[Demo], str]


@attrs.frozen
class Outcome:
    """The outcome of a step."""

    title: str
    text: str
    failed: bool
    seconds: float


def run(
    base_url: str | None, *, api_key: str | None, model: str | None, max_tokens: int | None, embedded: bool
) -> int:
    """Play the demo and return the exit code: 0, or 1 if a step failed."""
    terminal = Terminal()
    outcomes: list[Outcome] = []
    started = time.perf_counter()
    try:
        server = connect(base_url, api_key=api_key, embedded=embedded, max_retries=1, response_timeout=_SILENCE)
    except (EmbeddedServerError, GenAIException) as error:
        terminal.error(f"there is no server to use: {error}")
        return 1
    terminal.line(f"genai_py uses {server.name}.")
    if server.embedded:
        terminal.note("A very small model runs there: it shows that all works, not what larger models can say.")
        outcomes.append(Outcome("Start the server", server.client.BaseURL, False, time.perf_counter() - started))
    with server.client as client:
        usual = _EMBEDDED_TOKENS if server.embedded else _OTHER_TOKENS
        demo = Demo(client, terminal, wanted=model or "", max_tokens=max_tokens or usual)
        for step in STEPS:
            outcomes.append(_play(demo, step))
            # Without a server or a model, every other step would fail in the same way.
            if not demo.model:
                break
    return _report(terminal, outcomes)


def _play(demo: Demo, step: Step) -> Outcome:
    demo.terminal.title(step.title)
    started = time.perf_counter()
    try:
        text, failed = step.play(demo), False
    except Exception as error:
        # An exception ends only the step that raised it.
        expected = isinstance(error, (GenAIException, Trouble))
        text, failed = str(error) if expected else f"{type(error).__name__}: {error}", True
        demo.terminal.error(f"failed: {text}")
    demo.terminal.end_live()
    return Outcome(step.title, text, failed, time.perf_counter() - started)


def _report(terminal: Terminal, outcomes: Sequence[Outcome]) -> int:
    failed = [outcome for outcome in outcomes if outcome.failed]
    terminal.line()
    rows = [
        ((each.title, f"FAILED: {each.text}" if each.failed else each.text, f"{each.seconds:.2f}"), _style(each))
        for each in outcomes
    ]
    total = sum(outcome.seconds for outcome in outcomes)
    terminal.table(("Step", "Outcome", "Seconds"), [*rows, (("All", "", f"{total:.2f}"), "bold")])
    if failed:
        terminal.error(f"{len(failed)} of {len(outcomes)} steps failed.")
    return 1 if failed else 0


def _style(outcome: Outcome) -> str:
    return "red" if outcome.failed else ""


def _list_models(demo: Demo) -> str:
    """Blocking: GET models. Chooses the models of the other steps."""
    try:
        ids = [model.id for model in demo.client.Models.List().data]
    except (GenAIConnectionError, GenAIAuthError):
        raise
    except GenAIException:
        # A server without this endpoint may have the others; many accept any name for their only model.
        demo.model = demo.embedding_model = demo.wanted or "local-model"
        demo.terminal.note(f"The other steps use the model {demo.model!r}.")
        raise
    for each in ids:
        demo.terminal.line(each)
    chat, embedding = choose_models(demo.client, ids)
    demo.model = demo.wanted or chat
    if not demo.model:
        raise Trouble("the server has no model that answers questions; load one, or name one with --model")
    demo.embedding_model = embedding or demo.model
    demo.terminal.note(f"The other steps use {demo.model}.")
    return f"{len(ids)} listed"


def _ask_with_callbacks(demo: Demo) -> str:
    """Callbacks: POST responses."""
    ended = _Ended[Response](demo.terminal)
    operation = demo.client.Responses.AsynCreate(
        lambda Params: _question(demo, Params),
        AsynResponse(on_start=ended.on_start, on_success=ended.on_success, on_error=ended.on_error),
    )
    demo.terminal.line(_text(_response_text(ended.wait(operation)), demo))
    return "on_start, then on_success"


def _stream(demo: Demo) -> str:
    """Streaming: POST responses, text as it arrives."""
    demo.terminal.note(QUESTION)
    began = time.perf_counter()
    first: float | None = None
    pieces: list[str] = []
    with demo.client.Responses.Stream(lambda Params: _question(demo, Params)) as stream:
        for event in stream:
            if event.type == ResponseStreamType.output_text_delta:
                first = first or time.perf_counter() - began
                pieces.append(event.delta)
                # Many models begin with a space that is not part of the answer.
                demo.terminal.live(event.delta if len(pieces) > 1 else event.delta.lstrip())
    _text("".join(pieces), demo)
    seconds = time.perf_counter() - began - (first or 0)
    usage = stream.Result.usage
    tokens = (usage.output_tokens if usage else None) or len(pieces)
    return f"the first piece after {first:.2f} s, then {max(tokens - 1, 0) / max(seconds, 1e-6):.0f} tokens per second"


def _question(demo: Demo, params: ResponsesParams) -> ResponsesParams:
    return params.Model(demo.model).Input(QUESTION).MaxOutputTokens(demo.max_tokens).Temperature(0).Store(False)


def _chain_promises(demo: Demo) -> str:
    """Promises: POST completions, then POST chat/completions with its result."""

    def country_of_paris(params: CompletionParams) -> CompletionParams:
        params.Model(demo.model).Prompt("Paris is the capital of").Temperature(0).MaxTokens(8)
        return params.Stop([" and", ",", ".", "\n"])

    def ask_for_capital(completion: Completion) -> Promise[Chat]:
        country = _text(completion.choices[0].text if completion.choices else "", demo)
        demo.terminal.line(f"Paris is the capital of ... {country}")
        question = f"What is the capital of {country}?"
        demo.terminal.line(question)
        return demo.client.Chat.AsyncAwaitCreate(lambda Params: _chat(demo, Params, [FromUser(question)]))

    chain = (
        demo.client.Completions.AsyncAwaitCreate(country_of_paris)
        .Then(ask_for_capital)
        .Then(lambda chat: _text(_message(chat).content, demo))
    )
    answer: str = result_of(chain)
    demo.terminal.line(answer)
    return "two requests, one after the other"


class CityWeather(FunctionCore):
    """A tool: the weather in a city, invented."""

    name = "get_weather"
    description = "Get the weather in a city"
    parameters = (
        SchemaParams.New()
        .Type("object")
        .Properties("city", SchemaParams.New().Type("string").Description("The name of the city"))
        .Required(["city"])
    )

    def Execute(self, Arguments: str) -> str:
        """The weather as JSON text."""
        city = json.loads(Arguments)["city"]
        return json.dumps({"city": city, "temperature": 14, "unit": "celsius", "sky": "rainy"})


def _call_tool(demo: Demo) -> str:
    """Tools: POST chat/completions, run the function, and POST chat/completions with its result."""
    tool, question = CityWeather(), "How is the weather in Paris?"
    demo.terminal.line(question)
    first = _message(
        demo.client.Chat.Create(
            lambda Params: _chat(demo, Params, [FromUser(question)]).Tools([tool]).ToolChoice(ToolChoice.required)
        )
    )
    if not first.tool_calls:
        raise Trouble(f"the model called no tool; its answer is {first.content[:200]!r}")
    conversation = [FromUser(question), FromAssistant(first)]
    for call in first.tool_calls:
        if call.function is None or call.function.name != tool.name:
            raise Trouble(f"the model called an unknown tool: {call}")
        demo.terminal.line(f"the model calls {call.function.name}({call.function.arguments})")
        try:
            given = tool.Execute(call.function.arguments)
        except (ValueError, KeyError, TypeError) as error:
            raise Trouble(f"the model's arguments do not fit the tool: {call.function.arguments}") from error
        demo.terminal.line(f"the tool returns {given}")
        conversation.append(FromTool(given, call.id))
    last = _message(
        demo.client.Chat.Create(lambda Params: _chat(demo, Params, conversation).Tools([tool]))
    )
    demo.terminal.line(_text(last.content, demo))
    return f"{tool.name} called and answered"


def _get_json(demo: Demo) -> str:
    """JSON by a schema: POST chat/completions."""
    fields = ("name", "country")
    schema = SchemaParams.New().Type("object").Required(fields).AdditionalProperties(False)
    for field in fields:
        schema.Properties(field, SchemaParams.New().Type("string"))
    question = "Describe the city of Paris."
    demo.terminal.line(f"{question} As JSON: {', '.join(fields)}.")
    chat = demo.client.Chat.Create(
        lambda Params: _chat(demo, Params, [FromUser(question)]).ResponseFormat(schema, Name="city", Strict=True)
    )
    answer = _text(_message(chat).content, demo)
    demo.terminal.line(answer)
    try:
        value = json.loads(answer)
    except ValueError:
        raise Trouble(f"the answer is no JSON: {answer[:200]!r}") from None
    if not isinstance(value, dict) or set(value) != set(fields):
        raise Trouble(f"the answer does not have the fields {', '.join(fields)}: {answer[:200]!r}")
    if not all(isinstance(value[field], str) for field in fields):
        raise Trouble(f"a field of the answer is no string: {answer[:200]!r}")
    return "an object with the fields of the schema"


def _embed(demo: Demo) -> str:
    """Embeddings: POST embeddings."""

    def texts(params: EmbeddingsParams) -> EmbeddingsParams:
        return params.Model(demo.embedding_model).Input(SENTENCES)

    vectors = [item.embedding for item in demo.client.Embeddings.Create(texts).data]
    if len(vectors) != len(SENTENCES) or not all(vectors):
        raise Trouble(f"{len(vectors)} vectors came for {len(SENTENCES)} texts")
    demo.terminal.line(f"How similar is {SENTENCES[0]!r} to")
    for sentence, vector in zip(SENTENCES[1:], vectors[1:], strict=True):
        demo.terminal.line(f"  {sentence!r}: {_cosine(vectors[0], vector):.2f}")
    return f"{len(vectors)} vectors of {len(vectors[0])} numbers"


def _ask_in_parallel(demo: Demo) -> str:
    """Parallel prompts: POST chat/completions, one request for each prompt."""
    prompts = [f"What is the capital of {country}?" for country in CAPITALS]

    def prepare(params: BundleParams) -> BundleParams:
        return params.Prompts(prompts).Model(demo.model).Concurrency(4)

    with demo.terminal.progress(len(prompts)) as done:
        ended = _Ended[Any](demo.terminal)

        def on_progress(sender: object, item: BundleItem) -> None:
            done(f"{item.prompt} {'failed' if item.error else 'answered'}")

        operation = demo.client.Chat.CreateParallel(
            prepare, AsynBundleList(on_progress=on_progress, on_success=ended.on_success, on_error=ended.on_error)
        )
        bundle = ended.wait(operation)
    for item in bundle:
        demo.terminal.line(f"{item.prompt} {_text(item.response, demo)}")
    return f"{len(bundle)} answers, 4 at a time"


STEPS = (
    Step("List the models", _list_models),
    Step("Ask with callbacks", _ask_with_callbacks),
    Step("Stream an answer", _stream),
    Step("Chain promises", _chain_promises),
    Step("Call a tool", _call_tool),
    Step("Get JSON by a schema", _get_json),
    Step("Embed texts", _embed),
    Step("Ask in parallel", _ask_in_parallel),
)


class _Ended(Generic[T]):
    """Handlers that pass the outcome of an operation to a waiting thread."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._over = threading.Event()
        self._value: T | None = None
        self._error: BaseException | None = None

    def on_start(self, sender: object) -> None:
        """Show that the request was sent."""
        self._terminal.note(f"on_start: {QUESTION}")

    def on_success(self, sender: object, value: T) -> None:
        """Keep the answer and wake the thread."""
        self._value = value
        self._over.set()

    def on_error(self, sender: object, error: ErrorText) -> None:
        """Keep the error and wake the thread."""
        self._error = error.exception
        self._over.set()

    def wait(self, operation: Operation[T]) -> T:
        """Wait for the answer and return it. Raises the error of the operation. Ctrl-C cancels the operation."""
        try:
            # In slices, because Ctrl-C does not end a wait without limit on every system.
            while not self._over.wait(SLICE):
                pass
        finally:
            operation.Cancel()
        if self._error is not None:
            raise self._error
        return cast(T, self._value)


def _chat(demo: Demo, params: ChatParams, messages: Sequence[MessagePayload]) -> ChatParams:
    return params.Model(demo.model).Messages(messages).MaxCompletionTokens(demo.max_tokens).Temperature(0)


def _message(chat: Chat) -> ChatMessage:
    message = chat.choices[0].message if chat.choices else None
    if message is None:
        raise Trouble(f"there is no message in the reply: {chat.JSONResponse[:200]}")
    return message


def _response_text(response: Response) -> str:
    # Local models that reason put their reasoning before the message.
    return "".join(item.text for item in response.output if item.type == ResponseTypes.message)


def _text(text: str, demo: Demo) -> str:
    """Return the text of an answer. Raises Trouble if it is empty."""
    text = text.strip()
    if not text:
        raise Trouble(
            f"the model gave no text within {demo.max_tokens} tokens; one that reasons may need more: --max-tokens"
        )
    return text


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True)) / (hypot(*one) * hypot(*other))
