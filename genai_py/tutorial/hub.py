"""The hub shared by a program's handlers, and the handlers that display results."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from .. import (
    AsynChat,
    AsynChatStream,
    Chat,
    ChatParams,
    FromSystem,
    FromUser,
    FunctionCore,
    GenAI,
    GenAIException,
    GenAIFactory,
    Operation,
    Promise,
    PromiseState,
)
from ..cli.servers import chat_model, embedding_model
from ..core.building.params import JsonParam
from ..core.results.base import Content, Result, loads
from ..core.running.dispatchers import Dispatcher, ManualDispatcher, PumpingDispatcher
from ..core.spelling import SettableInBothSpellings
from . import parts
from .memo import Image, Memo
from .saving import numbered, save
from .shown import parts_of
from .talk import streamed
from .terminal import TerminalJSONMemo, TerminalMemo

# Seconds without a handler call after which all handlers of a finished operation are taken to have run.
_QUIET = 0.1
_SLICE = 0.05
_PRESENTER = "You present the weather on television, in the evening when everybody watches."
_AUDIO_MODEL = "gpt-4o-audio-preview"


class TutorialHubClass(SettableInBothSpellings):
    """The shared state of a program: the client, the output widgets, the cancel button.

    ModelId: the model to use in place of those named by the program. Id: for the program's use.
    Tool, ToolCall: the function that the model may call, and a function that takes its result.
    Cancel: set to True to cancel running operations that have ``DoCancellation`` as their ``on_do_cancel``.
    FileName: the file for the next picture or sound. If empty, new files are created in ``Folder``.
    MediaPlayer: a function that plays an audio file, by its name; if None, nothing is played.
    AudioId, Transcript: those of the last audio answer. ShowsJSON: show requests and replies on the terminal.
    Idle: called repeatedly by ``WaitFor`` with a number of seconds; processes events for that time and returns the
    number of handlers that ran. By default, it pumps the ``Dispatcher``.
    """

    _takes_new_names = False

    ModelId: str = ""
    Id: str = ""
    Tool: FunctionCore | None = None
    ToolCall: Callable[[str], Any] | None = None
    Cancel: bool = False
    FileName: str = ""
    Folder: str | os.PathLike[str] = "tutorial_files"
    MediaPlayer: Callable[[str], Any] | None = None
    AudioId: str = ""
    Transcript: str = ""
    ShowsJSON: bool = False
    Idle: Callable[[float], int] | None = None

    def __init__(self) -> None:
        self._client: GenAI | None = None
        self._own: list[Operation[Any]] = []
        self._models: list[str] = []
        self._request = ""
        self._reply: list[str] = []
        self._dispatcher: Dispatcher = ManualDispatcher()
        self.ToTerminal()

    def ToTerminal(self) -> None:
        """Switch the output to the terminal, the default."""
        self.Idle = None
        self._memos: list[Memo] = [
            TerminalMemo(),
            TerminalJSONMemo(lambda: self.ShowsJSON),
            TerminalJSONMemo(lambda: self.ShowsJSON),
        ]
        self._image: Image | None = None
        self._button: Any = None

    def Create(
        self,
        AClient: GenAI | None,
        AMemo1: Any,
        AMemo2: Any,
        AMemo3: Any,
        AImage: Any = None,
        AButton: Any = None,
        AMediaPlayer: Callable[[str], Any] | None = None,
    ) -> TutorialHubClass:
        """Switch the output to widgets: text widgets for answers, requests and replies, a label, a cancel button.

        They are tkinter widgets, or implementations of ``Memo`` and ``Image``. Returns the hub, so that a program can
        write ``TutorialHub = VCLTutorialHub.Create(...)``. Call it in the widgets' thread; if handlers run in another
        thread, set ``Dispatcher`` to one that posts to the widgets' thread.
        """
        self.Memo1, self.Memo2, self.Memo3 = AMemo1, AMemo2, AMemo3
        if AImage is not None:
            self.Image = AImage
        if AButton is not None:
            self.Button = AButton
        self.MediaPlayer = AMediaPlayer
        if AClient is not None:
            self.Client = AClient
        return self

    @property
    def Client(self) -> GenAI:
        """The client; by default, one for LM Studio is created."""
        if self._client is None:
            self._client = GenAIFactory.CreateLMSInstance(dispatcher=self.Dispatcher)
        return self._client

    @Client.setter
    def Client(self, Value: GenAI) -> None:
        self._client = Value
        self._models = []

    @property
    def Dispatcher(self) -> Dispatcher:
        """The dispatcher to create clients with; it decides where their handlers run."""
        return self._dispatcher

    @Dispatcher.setter
    def Dispatcher(self, Value: Dispatcher) -> None:
        self._dispatcher = Value

    def Post(self, Function: Callable[[], object]) -> None:
        """Run a function through the dispatcher."""
        self._dispatcher.post(Function)

    # The setters also accept tkinter widgets.

    @property
    def Memo1(self) -> Memo:
        """The output for answers."""
        return self._memos[0]

    @Memo1.setter
    def Memo1(self, Value: Any) -> None:
        self._memos[0] = self._memo_of(Value)

    @property
    def Memo2(self) -> Memo:
        """The output for requests."""
        return self._memos[1]

    @Memo2.setter
    def Memo2(self, Value: Any) -> None:
        self._memos[1] = self._memo_of(Value)

    @property
    def Memo3(self) -> Memo:
        """The output for replies."""
        return self._memos[2]

    @Memo3.setter
    def Memo3(self, Value: Any) -> None:
        self._memos[2] = self._memo_of(Value)

    def _memo_of(self, value: Any) -> Memo:
        if isinstance(value, Memo):
            return value
        from .widgets import TkMemo

        return TkMemo(value, self.Post)

    @property
    def Image(self) -> Image | None:
        """The output for pictures; None on a terminal."""
        return self._image

    @Image.setter
    def Image(self, Value: Any) -> None:
        if not isinstance(Value, Image):
            from .widgets import TkImage

            Value = TkImage(Value, self.Post)
        self._image = Value

    @property
    def Button(self) -> Any:
        """The cancel button; None on a terminal, where Ctrl-C cancels."""
        return self._button

    @Button.setter
    def Button(self, Value: Any) -> None:
        self._button = Value
        Value.configure(text="Cancel", command=self._press)

    def _press(self) -> None:
        self.Cancel = True

    @property
    def JSONRequest(self) -> str:
        """The displayed request. Set it to JSON text or to a builder."""
        return self._request

    @JSONRequest.setter
    def JSONRequest(self, Value: str | JsonParam) -> None:
        self.JSONRequestClear()
        self._request = Value if isinstance(Value, str) else Value.ToJsonString()
        if self._request:
            self.Memo2.Show(parts.Json(self._request, "request"))

    @property
    def JSONResponse(self) -> str:
        """The displayed reply; for a stream, one line per chunk."""
        return "\n".join(self._reply)

    @JSONResponse.setter
    def JSONResponse(self, Value: str) -> None:
        self.JSONResponseClear()
        if Value:
            self._reply = [Value]
            self.Memo3.Show(parts.Json(Value, "reply"))

    def JSONRequestClear(self) -> None:
        """Clear the displayed request."""
        self._request = ""
        self.Memo2.Clear()

    def JSONResponseClear(self) -> None:
        """Clear the displayed reply."""
        self._reply = []
        self.Memo3.Clear()

    def AddChunk(self, Value: str) -> None:
        """Append a chunk's JSON to the displayed reply."""
        self._reply.append(Value)
        self.Memo3.Show(parts.Json(Value, on_one_line=True))

    def Available(self, Model: str) -> str:
        """Return ``ModelId`` if set; else ``Model`` if the server has it, else the server's first chat model."""
        if self.ModelId:
            return self.ModelId
        models = self._model_ids()
        return Model if Model in models else chat_model(models) or Model

    def AvailableEmbedding(self, Model: str) -> str:
        """Return ``Model`` if the server has it, else the server's first embedding model."""
        models = self._model_ids()
        return Model if Model in models else embedding_model(models) or Model

    def _model_ids(self) -> list[str]:
        if not self._models:
            self._models = [model.id for model in self.Client.Models.List().data]
        return self._models

    def WaitFor(self, Operation: Operation[Any] | Promise[Any]) -> None:
        """Run handlers until an operation is finished and its last handler has run.

        Takes the place of Delphi's message loop. The first Ctrl-C cancels, the second ends the program.
        """
        while not all(map(_is_finished, (Operation, *self._own))):
            self._wait(_SLICE)
        # The last handler may not have been posted yet.
        while self._wait(_QUIET):
            pass
        self._own.clear()
        self.Memo1.EndLine()

    def _wait(self, seconds: float) -> int:
        try:
            return (self.Idle or self._pump)(seconds)
        except KeyboardInterrupt:
            if self.Cancel:
                raise
            self.Cancel = True
            return 1

    def _pump(self, seconds: float) -> int:
        if isinstance(self._dispatcher, PumpingDispatcher):
            return self._dispatcher.Pump(seconds)
        time.sleep(seconds)
        return 0

    def PlayAudio(self, FileName: str = "") -> None:
        """Play an audio file, by default ``self.FileName``. Does nothing without a ``MediaPlayer``."""
        if self.MediaPlayer is not None:
            self.MediaPlayer(FileName or self.FileName)

    def DisplayWeatherStream(self, Value: str) -> None:
        """For ``ToolCall``: generate a weather report from ``Value``, and display it while it is streamed."""

        def build(Params: ChatParams) -> None:
            Params.Model(self.Available("gpt-4o"))
            Params.Messages([FromSystem(_PRESENTER), FromUser(Value)])
            Params.MaxCompletionTokens(1024)

        record = AsynChatStream(
            sender=self,
            on_progress=DisplayStream,
            on_error=Display,
            on_do_cancel=DoCancellation,
            on_cancellation=Cancellation,
        )
        self._own.append(self.Client.Chat.AsynCreateStream(build, record))

    def DisplayWeatherAudio(self, Value: str) -> None:
        """For ``ToolCall``: generate a spoken weather report from ``Value``, saved as ``AudioWeather.mp3``."""
        self._speak("AudioWeather.mp3", "verse", [FromSystem(_PRESENTER), FromUser(Value)])

    def SpeechChat(self, Value: str) -> None:
        """Send a text to an audio model, and save the spoken answer as ``SpeechChat.mp3``."""
        self._speak("SpeechChat.mp3", "ash", [FromUser(Value)])

    def _speak(self, file_name: str, voice: str, messages: Sequence[Any]) -> None:
        self.FileName = file_name

        def build(Params: ChatParams) -> None:
            Params.Model(self.ModelId or _AUDIO_MODEL)
            Params.Modalities(["text", "audio"])
            Params.Audio(voice, "mp3")
            Params.Messages(messages)
            Params.MaxCompletionTokens(1024)

        record = AsynChat(sender=self, on_start=Start, on_success=DisplayAudio, on_error=Display)
        self._own.append(self.Client.Chat.AsynCreate(build, record))


TutorialHub = TutorialHubClass()
"""The hub of the program."""

VCLTutorialHub = FMXTutorialHub = TutorialHub


def _is_finished(work: Operation[Any] | Promise[Any]) -> bool:
    return work.State is not PromiseState.pending if isinstance(work, Promise) else work.Finished


def Start(Sender: object) -> None:
    """For ``OnStart``: display that a request was sent."""
    Display(Sender, "Please wait...")
    TutorialHub.Cancel = False
    TutorialHub.JSONResponseClear()


def DoCancellation() -> bool:
    """For ``OnDoCancel``: return ``TutorialHub.Cancel``."""
    return TutorialHub.Cancel


def Cancellation(Sender: object) -> None:
    """For ``OnCancellation``: display that the operation was cancelled."""
    Display(Sender, "The operation was cancelled")
    TutorialHub.Cancel = False


def Display(Sender: object, Value: object = "") -> None:
    """For ``OnSuccess`` and ``OnError``: display a text, a result, a list or an error; by default, an empty line.

    Sender: the hub, or one of its memos. A result's JSON is displayed as ``JSONResponse``. Pictures, sounds and files
    are saved, and their paths displayed. If the model calls the hub's ``Tool``, it is executed.
    """
    memo = _memo(Sender)
    if isinstance(Value, Result):
        _show_json(Value)
    saved = 0
    for part in parts_of(Value):
        if isinstance(part, parts.Saved):
            saved += part.kind != "file"
            _save(memo, part, saved)
        elif isinstance(part, parts.Call):
            _call_tool(memo, part)
        else:
            memo.Show(part)


def _memo(sender: object) -> Memo:
    return sender if isinstance(sender, Memo) else TutorialHub.Memo1


def _show_json(value: Result) -> None:
    request = value.JSONPayload
    if request and _parsed(request) != _parsed(TutorialHub.JSONRequest):
        TutorialHub.JSONRequest = request
    if isinstance(value, Content):
        about = parts.json_text({"content_type": value.content_type, "bytes": len(value.body)})
        TutorialHub.JSONResponse = about
    else:
        TutorialHub.JSONResponse = value.JSONResponse


def _parsed(text: str) -> Any:
    try:
        return loads(text.encode("utf-8", "surrogatepass"))
    except ValueError:
        return text


def _save(memo: Memo, part: parts.Saved, number: int) -> None:
    named = TutorialHub.FileName if part.kind != "file" else ""
    try:
        path = save(part, Path(TutorialHub.Folder), numbered(named, number) if named else "")
    except (ValueError, OSError, GenAIException) as error:
        memo.Show(parts.Text(f"{part.kind}: {error}", "error"))
        return
    memo.Show(parts.Text(f"{part.kind}: {path}"))
    if part.kind == "image" and TutorialHub.Image is not None:
        TutorialHub.Image.LoadFromFile(path)
    elif part.kind == "audio":
        TutorialHub.PlayAudio(str(path))


def _call_tool(memo: Memo, call: parts.Call) -> None:
    memo.Show(parts.Text(f"{call.name}({call.arguments})", "note"))
    tool = TutorialHub.Tool
    if tool is None:
        return
    if call.name and call.name != tool.name:
        memo.Show(parts.Text(f"the program has no function {call.name!r}", "error"))
        return
    evaluation = tool.Execute(call.arguments)
    memo.Show(parts.Text(evaluation))
    if TutorialHub.ToolCall is not None:
        TutorialHub.ToolCall(evaluation)


def DisplayStream(Sender: object, Value: object) -> None:
    """For ``OnProgress``: append a chunk's text to the output, and display its JSON. Also accepts a plain text."""
    memo = _memo(Sender)
    try:
        pieces = [piece for piece in streamed(Value) if isinstance(piece.text, str) and piece.text]
    except (AttributeError, TypeError):
        # A field of the chunk has an unexpected type. Its JSON is still displayed.
        pieces = []
    for piece in pieces:
        memo.Write(piece)
    if isinstance(Value, Result):
        DisplayChunk(Value)


def DisplayChunk(Value: str | Result) -> None:
    """Display the JSON of a chunk."""
    TutorialHub.AddChunk(Value if isinstance(Value, str) else Value.JSONResponse)


def DisplayAudio(Sender: object, Value: Chat) -> None:
    """For ``OnSuccess``: display an audio answer, save and play it, and set ``AudioId`` and ``Transcript``."""
    message = Value.choices[0].message if Value.choices else None
    audio = message.audio if message is not None else None
    if audio is not None:
        TutorialHub.AudioId, TutorialHub.Transcript = audio.id, audio.transcript
    Display(Sender, Value)


def DisplayAudioEx(Sender: object, Value: Chat) -> None:
    """For ``OnSuccess``: display a text answer, and request a spoken answer to it."""
    TutorialHub.JSONResponse = Value.JSONResponse
    text = Value.choices[0].message.content
    DisplayStream(Sender, text)
    TutorialHub.SpeechChat(text)


def JSONRequest(Value: str | JsonParam) -> None:
    """Display a request; the same as ``TutorialHub.JSONRequest = Value``."""
    TutorialHub.JSONRequest = Value


def JSONResponse(Value: str) -> None:
    """Display a reply; the same as ``TutorialHub.JSONResponse = Value``."""
    TutorialHub.JSONResponse = Value


def F(Name: str, Value: object, Share: float | None = None) -> str:
    """Format ``name: value``; "" for an empty value. A list's items are joined. A share is added as a percentage."""
    if Share is not None:
        return f"{Name} ({Value}): {Share * 100:.2f}%"
    if isinstance(Value, (list, tuple)):
        return f"{Name}: {'    '.join(map(str, Value))}" if Value else ""
    text = Value.value if isinstance(Value, Enum) else Value
    return "" if text == "" or text is None else f"{Name}: {text}"
