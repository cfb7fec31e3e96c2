"""Conversations: a history of messages with the calls that continue it.

Source: https://platform.openai.com/docs/guides/conversation-state
"""

from __future__ import annotations

import copy
import json
import os
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..core.calls.execution import Operation
from ..core.calls.media import Media, MediaSource
from ..core.errors import GenAIException
from ..core.files import atomic_write
from ..core.running.callbacks import CallBacks, record_of
from ..core.running.promise import Promise
from ..core.spelling import BothSpellings
from ..resources.chat.acting import ChatActParams
from ..resources.chat.messages import FromSystem, FromUser
from ..resources.chat.results import Chat
from ..toolkit.loop import ActResult
from ..toolkit.records import ActCallBack, PromiseActCallBack

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..client import GenAI

Answer = ActResult[Chat]
Settings = Callable[[ChatActParams], Any]
_FORMAT = "genai_py.conversation"
_VERSION = 1
# Models of most languages have about this many characters in a token, and servers a few tokens around each message.
_CHARACTERS_PER_TOKEN = 4.0
_TOKENS_PER_MESSAGE = 4


class ConversationBusyError(GenAIException):
    """The conversation waits for an answer: cancel it, wait for it, or continue on a ``Branch``."""


class Conversation(BothSpellings):
    """A conversation with a model, on ``client.Chat``.

    client: the client that sends the requests; it may be set later. model: the id of a chat model. System: the system
    text. Tools: functions and other tools, which are run as by ``Chat.Act``. Settings: called with the builder of each
    request, for example ``lambda p: p.Temperature(0).MaxTokens(500)``.

    ``id`` identifies the conversation in files. ``messages`` is the history as plain dicts, without the system text. An
    exchange is added when its answer is complete; one that fails or is cancelled leaves the history as it was. One
    question is asked at a time.
    """

    id: str
    client: GenAI | None
    model: str
    system: str
    tools: list[Any]
    messages: list[dict[str, Any]]

    def __init__(
        self,
        client: GenAI | None = None,
        model: str = "",
        *,
        System: str = "",
        Tools: Sequence[Any] = (),
        Settings: Settings | None = None,
    ) -> None:
        self.id = f"conv_{uuid.uuid4().hex}"
        self.client = client
        self.model = model
        self.system = System
        self.tools = list(Tools)
        self.settings = Settings
        self.messages: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._busy = False
        # Tokens and characters of the latest request, by which others are estimated.
        self._measured: tuple[int, int] | None = None

    def Ask(
        self,
        Text: str,
        Files: MediaSource | Sequence[MediaSource] = (),
        CallBacks: CallBacks[ActCallBack[Chat]] | None = None,
    ) -> Answer:
        """Ask a question and return its answer with ``answer``, ``calls`` and ``usage``; blocks.

        Files: paths, URLs, data URIs or bytes. Images and audio are sent as such, text files as a part of the question.
        CallBacks: ``on_message`` receives the pieces of the answer. Raises ConversationBusyError while another
        question is waiting for its answer, ValueError for a file that is neither, and what ``Chat.Act`` raises.
        """
        build, done = self._begin(Text, Files)
        try:
            callbacks = None if CallBacks is None else record_of(ActCallBack, CallBacks)
            result: Answer = self._chat.Act(build, callbacks)
        except BaseException:
            done(None)
            raise
        done(result)
        return result

    def AsynAsk(
        self, Text: str, CallBacks: CallBacks[ActCallBack[Chat]], Files: MediaSource | Sequence[MediaSource] = ()
    ) -> Operation[Answer]:
        """Ask a question and report through callbacks; arguments and errors as for ``Ask``."""
        record = record_of(ActCallBack, CallBacks)
        build, done = self._begin(Text, Files)
        started: Operation[Answer] = self._started(done, lambda: self._chat.AsynAct(build, _ending(record, done)))
        return started

    def AsyncAwaitAsk(
        self,
        Text: str,
        CallBacks: CallBacks[PromiseActCallBack[Chat]] | None = None,
        Files: MediaSource | Sequence[MediaSource] = (),
    ) -> Promise[Answer]:
        """Ask a question and return a promise of its answer; arguments and errors as for ``Ask``."""
        record = PromiseActCallBack() if CallBacks is None else record_of(PromiseActCallBack, CallBacks)
        build, done = self._begin(Text, Files)
        started: Promise[Answer] = self._started(done, lambda: self._chat.AsyncAwaitAct(build, _ending(record, done)))
        return started

    def Regenerate(self, CallBacks: CallBacks[ActCallBack[Chat]] | None = None) -> Answer:
        """Ask the latest question again and replace its answer; blocks.

        Raises ValueError if nothing has been asked. If the new answer fails, the former one stays.
        """
        kept = self._until_last_question()
        question = self.messages[kept]
        build, done = self._begin_with(self.messages[:kept], question)
        try:
            result: Answer = self._chat.Act(build, None if CallBacks is None else record_of(ActCallBack, CallBacks))
        except BaseException:
            done(None)
            raise
        done(result)
        return result

    def Undo(self) -> str:
        """Remove the latest question and its answer from the history and return the question's text."""
        kept = self._until_last_question()
        question = self.messages[kept]
        with self._lock:
            self._refuse_if_busy()
            self.messages = self.messages[:kept]
        return _text_of(question)

    def Clear(self) -> None:
        """Remove all messages. The system text stays."""
        with self._lock:
            self._refuse_if_busy()
            self.messages = []

    def Branch(self) -> Self:
        """Return a copy that continues independently, with the same client, tools and settings."""
        made = copy.copy(self)
        made.id = f"conv_{uuid.uuid4().hex}"
        made._lock, made._busy = threading.Lock(), False
        made.messages = copy.deepcopy(self.messages)
        made.tools = list(self.tools)
        return made

    def CountTokens(self) -> int:
        """Estimate the tokens of the system text and the history.

        The estimate uses the tokens that the server counted for the latest request; before the first, four
        characters count as one token. Images and audio are not included.
        """
        return self._estimate(self.messages)

    def Trim(self, MaxTokens: int) -> int:
        """Remove the oldest questions with their answers until the history fits; return how many messages went.

        MaxTokens: the room for the history: the model's context length, less the expected answer. The latest question
        stays in any case. Raises ValueError below 1.
        """
        if MaxTokens < 1:
            raise ValueError(f"Conversation.Trim: MaxTokens must be 1 or more, got {MaxTokens}")
        with self._lock:
            self._refuse_if_busy()
            left = self.messages
            questions = [index for index, message in enumerate(left) if message.get("role") == "user"]
            removed = 0
            for following in questions[1:]:
                if self._estimate(left[removed:]) <= MaxTokens:
                    break
                removed = following
            self.messages = left[removed:]
        return removed

    def Save(self, FileName: str | os.PathLike[str]) -> None:
        """Write model, system text and messages to a JSON file. Raises OSError if it cannot be written."""
        content = {
            "format": _FORMAT,
            "version": _VERSION,
            "id": self.id,
            "model": self.model,
            "system": self.system,
            "messages": self.messages,
        }
        with atomic_write(FileName) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))

    @classmethod
    def Load(
        cls,
        FileName: str | os.PathLike[str],
        client: GenAI,
        *,
        Tools: Sequence[Any] = (),
        Settings: Settings | None = None,
    ) -> Self:
        """Return the conversation that ``Save`` wrote. Tools and settings are not in the file.

        Raises FileNotFoundError, or ValueError if the file does not contain a conversation.
        """
        try:
            content = json.loads(Path(FileName).read_bytes().decode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise ValueError(f"{FileName} does not contain a conversation: {error}") from error
        messages = content.get("messages") if isinstance(content, Mapping) else None
        if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
            raise ValueError(f"{FileName} does not contain a conversation: there is no list of messages in it")
        if isinstance(version := content.get("version"), int) and version > _VERSION:
            raise ValueError(f"{FileName} was written by a newer version of genai_py; update the package to read it")
        made = cls(
            client, str(content.get("model") or ""), System=str(content.get("system") or ""),
            Tools=Tools, Settings=Settings,
        )  # fmt: skip
        made.id = str(content.get("id") or made.id)
        made.messages = messages
        return made

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.model!r}, {len(self.messages)} messages)"

    @property
    def _chat(self) -> Any:
        return cast("GenAI", self.client).Chat

    def _begin(self, text: str, files: Any) -> tuple[Settings, Callable[[Answer | None], None]]:
        question: Any = _question(text, files)
        return self._begin_with(self.messages, question.ToJson())

    def _begin_with(
        self, history: list[dict[str, Any]], question: dict[str, Any]
    ) -> tuple[Settings, Callable[[Answer | None], None]]:
        """Return the function that fills the request, and the one to call with its result, None without one."""
        if self.client is None or not self.model:
            raise ValueError("the conversation needs a client and a model: Conversation(client, model)")
        with self._lock:
            self._refuse_if_busy()
            self._busy = True
        system = [FromSystem(self.system).ToJson()] if self.system else []
        sent = [*system, *history, question]

        def build(params: ChatActParams) -> ChatActParams:
            params.Model(self.model).Messages(sent)
            if self.tools:
                params.Tools(self.tools)
            if self.settings is not None:
                self.settings(params)
            return params

        def done(result: Answer | None) -> None:
            with self._lock:
                if result is not None:
                    self.messages = result.messages[len(system) :]
                    counted = result.reply._tokens() if result.rounds == 1 else None
                    if counted is not None and counted[0]:
                        self._measured = counted[0], sum(map(_characters, sent))
                self._busy = False

        return build, done

    @staticmethod
    def _started(done: Callable[[Answer | None], None], start: Callable[[], Any]) -> Any:
        try:
            return start()
        except BaseException:
            done(None)
            raise

    def _refuse_if_busy(self) -> None:
        if self._busy:
            raise ConversationBusyError(
                0, "the conversation waits for an answer; wait for it, cancel it, or ask a copy: conversation.Branch()"
            )

    def _until_last_question(self) -> int:
        for index in range(len(self.messages) - 1, -1, -1):
            if self.messages[index].get("role") == "user":
                return index
        raise ValueError("the conversation has no question yet; ask one with Ask")

    def _estimate(self, messages: Sequence[Mapping[str, Any]]) -> int:
        characters = sum(map(_characters, messages)) + len(self.system)
        if self._measured is not None:
            tokens, of_characters = self._measured
            return round(characters * tokens / max(of_characters, 1))
        return round(characters / _CHARACTERS_PER_TOKEN) + _TOKENS_PER_MESSAGE * len(messages)


def _ending(record: Any, done: Callable[[Answer | None], None]) -> Any:
    """Return a copy of a record whose final handlers first add the answer to the history."""
    made = copy.copy(record)
    success, error, cancelled = record.on_success, record.on_error, record.on_cancellation

    def on_success(sender: Any, result: Answer) -> Any:
        done(result)
        return None if success is None else success(sender, result)

    def on_error(sender: Any, text: Any) -> Any:
        done(None)
        return None if error is None else error(sender, text)

    def on_cancellation(sender: Any) -> Any:
        done(None)
        return None if cancelled is None else cancelled(sender)

    made.on_success, made.on_error, made.on_cancellation = on_success, on_error, on_cancellation
    return made


def _question(text: str, files: Any) -> Any:
    """Return the message of a question with its files."""
    if not isinstance(text, str):
        raise TypeError(f"Conversation.Ask: Text must be a str, got {type(text).__name__} {text!r:.100}")
    media: list[Media] = []
    for source in files if isinstance(files, (list, tuple)) else [files]:
        loaded = _loaded(source)
        if loaded.is_image or loaded.is_audio or not loaded.data:
            media.append(loaded)
        else:
            text += _text_file(loaded)
    return FromUser(text, media) if media else FromUser(text)


def _loaded(source: MediaSource) -> Media:
    try:
        return Media.load(source)
    except ValueError:
        # Text files have many suffixes, or none. What is wrong for another reason fails again.
        return Media.load(source, mime_type="text/plain")


def _text_file(file: Media) -> str:
    try:
        content = file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = "\0"
    if "\0" in content:
        raise ValueError(
            f"{file.name} is neither an image nor audio nor text in UTF-8; "
            "convert it to text, or use client.Responses with an uploaded file"
        )
    return f"\n\n{file.name}:\n```\n{content.strip()}\n```"


def _text_of(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(str(part.get("text") or "") for part in parts if isinstance(part, dict))


def _characters(message: Mapping[str, Any]) -> int:
    calls = message.get("tool_calls")
    return len(_text_of(message)) + (len(json.dumps(calls)) if calls else 0)
