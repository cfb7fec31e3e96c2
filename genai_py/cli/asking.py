"""The commands that ask models: ask, chat, embed, parallel."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs

from .. import (
    BundleError,
    BundleItem,
    BundleList,
    ChatActParams,
    Conversation,
    GenAIException,
    PromiseActCallBack,
    PromiseCallBack,
    Statistics,
)
from ..embedded import EmbeddedServerError
from .servers import choose_models, connect
from .terminal import MarkdownText, Terminal
from .waiting import result_of


@attrs.frozen
class Target:
    """The server and the model of a command. None and "" stand for the defaults."""

    base_url: str | None = None
    api_key: str | None = None
    model: str | None = None
    embedded: bool = False


@attrs.frozen
class Question:
    """The options of ``ask`` and ``chat``. tools: ``module:function`` each. schema: JSON, or a file with it."""

    system: str = ""
    files: Sequence[Path] = ()
    tools: Sequence[str] = ()
    schema: str | None = None
    max_tokens: int | None = None
    temperature: float | None = None

    def settings(self) -> Callable[[ChatActParams], Any]:
        """Return the function that sets the options in a request. Raises ValueError for an invalid schema."""
        schema = None if self.schema is None else _schema(self.schema)

        def apply(params: ChatActParams) -> None:
            if self.max_tokens is not None:
                params.MaxTokens(self.max_tokens)
            if self.temperature is not None:
                params.Temperature(self.temperature)
            if schema is not None:
                params.ResponseFormat(schema, Name="answer", Strict=True)

        return apply


def with_client(target: Target, command: Callable[[Any, str, str], int]) -> int:
    """Call ``command(client, chat_model, embedding_model)`` and return its exit code; errors go to standard error."""
    errors = Terminal(stderr=True)
    try:
        server = connect(target.base_url, api_key=target.api_key, embedded=target.embedded, max_retries=1)
        with server.client as client:
            chat = embedding = target.model or ""
            if not chat:
                chat, embedding = choose_models(client, [each.id for each in client.Models.List().data])
            if not chat:
                errors.error("the server has no model; load one, or name one with --model")
                return 1
            return command(client, chat, embedding)
    except (EmbeddedServerError, GenAIException, ValueError, OSError, ImportError) as error:
        errors.error(str(error))
        return 1


def ask(target: Target, text: str, question: Question, *, as_json: bool) -> int:
    """Ask one question and show the answer as it arrives. as_json: as one JSON object at the end."""
    text = _with_stdin(text)
    if not text.strip():
        raise ValueError("there is nothing to ask: give a text, or pipe one in")

    def command(client: Any, model: str, _: str) -> int:
        talk = _conversation(client, model, question)
        files = list(question.files)
        if not as_json:
            with Terminal().markdown() as show:
                result_of(talk.AsyncAwaitAsk(text, _streamed(show, Terminal(stderr=True)), files))
            return 0
        result = result_of(talk.AsyncAwaitAsk(text, Files=files))
        calls = [{"name": call.name, "arguments": call.arguments, "result": call.result} for call in result.calls]
        _print_json(
            {
                "model": model, "answer": result.answer, "calls": calls, "usage": attrs.asdict(result.usage),
                "statistics": _known(result.reply.statistics),
            }
        )  # fmt: skip
        return 0

    return with_client(target, command)


def chat(target: Target, question: Question, file: Path | None) -> int:
    """Chat until the end of the input. file: the conversation to continue, saved after each answer."""

    def command(client: Any, model: str, _: str) -> int:
        talk = _conversation(client, model, question)
        if file is not None and file.exists():
            saved = Conversation.Load(file, client)
            talk.id, talk.messages = saved.id, saved.messages
            talk.system = question.system or saved.system
        return _Chat(talk, file, list(question.files)).run()

    return with_client(target, command)


def embed(target: Target, texts: Sequence[str], *, as_json: bool) -> int:
    """Embed texts; without any, the lines of the standard input."""
    wanted = list(texts) or [line for line in _with_stdin("").splitlines() if line.strip()]
    if not wanted:
        raise ValueError("there is nothing to embed: give texts, or pipe in one a line")

    def command(client: Any, _: str, model: str) -> int:
        reply = result_of(client.Embeddings.AsyncAwaitCreate(lambda p: p.Model(model).Input(wanted)))
        if as_json:
            rows = zip(wanted, reply.data, strict=True)
            _print_json([{"text": text, "embedding": item.embedding} for text, item in rows])
            return 0
        terminal = Terminal()
        for text, item in zip(wanted, reply.data, strict=True):
            begun = ", ".join(f"{number:.4f}" for number in item.embedding[:4])
            terminal.line(f"{text}: {len(item.embedding)} numbers, [{begun}, ...]")
        return 0

    return with_client(target, command)


def parallel(target: Target, file: Path, question: Question, concurrency: int | None, *, as_json: bool) -> int:
    """Ask each line of a file. as_json: a JSON object a line, in the order of the prompts."""
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    prompts = [line.strip() for line in text.splitlines() if line.strip()]
    if not prompts:
        raise ValueError(f"there is no prompt in {file}")

    def command(client: Any, model: str, _: str) -> int:
        def build(params: Any) -> Any:
            params.Prompts(prompts).Model(model)
            if question.system:
                params.System(question.system)
            return params if concurrency is None else params.Concurrency(concurrency)

        errors = Terminal(stderr=True)
        with errors.progress(len(prompts)) as done:

            def on_progress(_: object, item: BundleItem) -> None:
                done(f"{item.prompt[:60]} {'failed' if item.error else 'answered'}")

            record: Any = PromiseCallBack(on_progress=on_progress)
            try:
                bundle: BundleList = result_of(client.Chat.AsyncAwaitCreateParallel(build, record))
            except BundleError as failed:
                bundle = failed.bundle
        terminal = Terminal()
        for item in bundle:
            if as_json:
                outcome = {"error": str(item.error)} if item.error is not None else {"answer": item.response}
                _print_json({"prompt": item.prompt, **outcome}, lines=True)
            elif item.error is not None:
                errors.error(f"{item.prompt}: {item.error}")
            else:
                terminal.line(f"{item.prompt}\n  {item.response.strip()}")
        return 1 if any(item.error is not None for item in bundle) else 0

    return with_client(target, command)


class _Chat:
    """A chat in the terminal."""

    HELP = "/again repeats the question, /undo removes it, /save FILE, /system TEXT, /clear, /quit"

    def __init__(self, talk: Conversation, file: Path | None, files: list[Any]) -> None:
        self._talk = talk
        self._file = file
        self._files = files
        self._terminal = Terminal()

    def run(self) -> int:
        """Read questions until the end of the input, ``/quit``, or Ctrl-C at the prompt."""
        terminal = self._terminal
        terminal.note(f"{self._talk.model}. {self.HELP}. Ctrl-C stops an answer.")
        if self._talk.messages:
            terminal.note(f"{len(self._talk.messages)} messages of {self._file}")
        while True:
            try:
                text = terminal.ask("> ")
            except (EOFError, KeyboardInterrupt):
                terminal.line()
                return 0
            if text.strip() in ("/quit", "/exit"):
                return 0
            if text.strip():
                self._handle(text)

    def _handle(self, text: str) -> None:
        talk, terminal = self._talk, self._terminal
        word, _, rest = text.strip().partition(" ")
        try:
            if word == "/help":
                terminal.note(self.HELP)
            elif word == "/undo":
                terminal.note(f"removed: {talk.Undo()}")
            elif word == "/clear":
                talk.Clear()
            elif word == "/system":
                talk.system = rest
            elif word == "/save":
                talk.Save(rest or self._file or "conversation.json")
            elif word == "/again":
                self._answer(talk.Undo())
            elif word.startswith("/"):
                terminal.error(f"there is no command {word}; {self.HELP}")
            else:
                files, self._files = self._files, []
                self._answer(text, files)
        except (GenAIException, ValueError, OSError) as error:
            terminal.error(str(error))

    def _answer(self, text: str, files: Sequence[Any] = ()) -> None:
        with self._terminal.markdown() as show:
            promise = self._talk.AsyncAwaitAsk(text, _streamed(show, self._terminal), list(files))
            try:
                result = result_of(promise)
            except KeyboardInterrupt:
                # Leaves the conversation as it was before the question.
                show.stop("stopped")
                return
        found = result.reply.statistics
        if found.tokens_per_second is not None:
            self._terminal.note(f"{found.output_tokens} tokens, {found.tokens_per_second:.0f} per second")
        if self._file is not None:
            self._talk.Save(self._file)


def _conversation(client: Any, model: str, question: Question) -> Conversation:
    return Conversation(
        client, model, System=question.system, Tools=[_function(name) for name in question.tools],
        Settings=question.settings(),
    )  # fmt: skip


def _streamed(show: MarkdownText, terminal: Terminal) -> PromiseActCallBack[Any]:
    """Return the callbacks that show an answer as it arrives, and the calls of functions."""

    def on_tool_call(_: object, call: Any) -> None:
        terminal.note(f"{call.name}({json.dumps(call.arguments, ensure_ascii=False)})")

    return PromiseActCallBack(on_message=lambda _, piece: show(piece.text), on_tool_call=on_tool_call)


def _function(name: str) -> Any:
    """Return the function of ``module:function``. Raises ValueError or ImportError saying what is wrong."""
    module, colon, function = name.partition(":")
    if not colon or not module or not function:
        raise ValueError(f"--tool takes module:function, such as weather:get_weather; got {name!r}")
    # As for a script: modules of the current folder are found.
    sys.path.insert(0, "")
    try:
        found = getattr(importlib.import_module(module), function, None)
    finally:
        sys.path.remove("")
    if not callable(found):
        raise ValueError(f"--tool {name}: the module {module} has no function {function}")
    return found


def _schema(given: str) -> dict[str, Any]:
    text = given if given.lstrip().startswith("{") else Path(given).read_text(encoding="utf-8")
    try:
        schema = json.loads(text)
    except ValueError as error:
        raise ValueError(f"--schema is not JSON: {error}") from error
    if not isinstance(schema, dict):
        raise ValueError("--schema must be a JSON object, a JSON schema")
    return schema


def _with_stdin(text: str) -> str:
    """Return the text, preceded by what is piped into the command."""
    if sys.stdin is None or sys.stdin.isatty():
        return text
    piped = sys.stdin.read()
    return f"{piped.rstrip()}\n\n{text}".strip() if piped.strip() else text


def _known(statistics: Statistics) -> dict[str, Any]:
    return {name: value for name, value in attrs.asdict(statistics).items() if value is not None}


def _print_json(value: Any, *, lines: bool = False) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=None if lines else 2))
