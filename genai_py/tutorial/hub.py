"""The hub that a program's handlers share, and the functions that show what comes."""

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

# How long nothing must have come before an operation that is over is taken to have called its last handler.
_QUIET = 0.1
_SLICE = 0.05
_PRESENTER = "You present the weather on television, in the evening when everybody watches."
_AUDIO_MODEL = "gpt-4o-audio-preview"


class TutorialHubClass(SettableInBothSpellings):
    """What the parts of a program share: the client, where things are shown, the cancel button.

    ModelId: a model to use in place of those that a program names. Id: an id that a program wants to keep.
    Tool, ToolCall: the function that the model may call, and what is done with its outcome.
    Cancel: whether the user wants to stop; ``DoCancellation`` tells operations of it.
    FileName: the file that the next pictures and sounds are written to. Without one, they are new files in ``Folder``.
    MediaPlayer: plays the file that it is given; without one, nothing is played.
    AudioId, Transcript: of the last answer that was spoken. ShowsJSON: whether a terminal shows requests and replies.
    Idle: what ``WaitFor`` does so many seconds at a time, giving how many handlers ran; by default those are run that
    wait at the ``Dispatcher``.
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
        """Show things on the terminal, as at the beginning."""
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
        """Show things in widgets of a form: three texts, for answers, requests and replies, a label and a button.

        They are widgets of tkinter, or ``Memo`` and ``Image`` of another kind. Gives the hub, so that a program may
        write ``TutorialHub = VCLTutorialHub.Create(...)``. Call it in the thread of the widgets; where handlers run
        in another, set ``Dispatcher`` to one that posts to it.
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
        """The client; without one of the program's own, one of LM Studio."""
        if self._client is None:
            self._client = GenAIFactory.CreateLMSInstance(dispatcher=self.Dispatcher)
        return self._client

    @Client.setter
    def Client(self, Value: GenAI) -> None:
        self._client = Value
        self._models = []

    @property
    def Dispatcher(self) -> Dispatcher:
        """Where handlers run, for clients that are made with it."""
        return self._dispatcher

    @Dispatcher.setter
    def Dispatcher(self, Value: Dispatcher) -> None:
        self._dispatcher = Value

    def Post(self, Function: Callable[[], object]) -> None:
        """Run a function where handlers run."""
        self._dispatcher.post(Function)

    # The setters take a widget of tkinter as well.

    @property
    def Memo1(self) -> Memo:
        """Where answers are shown."""
        return self._memos[0]

    @Memo1.setter
    def Memo1(self, Value: Any) -> None:
        self._memos[0] = self._memo_of(Value)

    @property
    def Memo2(self) -> Memo:
        """Where requests are shown."""
        return self._memos[1]

    @Memo2.setter
    def Memo2(self, Value: Any) -> None:
        self._memos[1] = self._memo_of(Value)

    @property
    def Memo3(self) -> Memo:
        """Where replies are shown."""
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
        """Where pictures are shown; None on a terminal."""
        return self._image

    @Image.setter
    def Image(self, Value: Any) -> None:
        if not isinstance(Value, Image):
            from .widgets import TkImage

            Value = TkImage(Value, self.Post)
        self._image = Value

    @property
    def Button(self) -> Any:
        """The button that cancels; None on a terminal, where ctrl-C does."""
        return self._button

    @Button.setter
    def Button(self, Value: Any) -> None:
        self._button = Value
        Value.configure(text="Cancel", command=self._press)

    def _press(self) -> None:
        self.Cancel = True

    @property
    def JSONRequest(self) -> str:
        """The request that is shown. Set it to JSON text, or to a builder."""
        return self._request

    @JSONRequest.setter
    def JSONRequest(self, Value: str | JsonParam) -> None:
        self.JSONRequestClear()
        self._request = Value if isinstance(Value, str) else Value.ToJsonString()
        if self._request:
            self.Memo2.Show(parts.Json(self._request, "request"))

    @property
    def JSONResponse(self) -> str:
        """The reply that is shown; of a stream, a line a chunk."""
        return "\n".join(self._reply)

    @JSONResponse.setter
    def JSONResponse(self, Value: str) -> None:
        self.JSONResponseClear()
        if Value:
            self._reply = [Value]
            self.Memo3.Show(parts.Json(Value, "reply"))

    def JSONRequestClear(self) -> None:
        """Forget the request."""
        self._request = ""
        self.Memo2.Clear()

    def JSONResponseClear(self) -> None:
        """Forget the reply."""
        self._reply = []
        self.Memo3.Clear()

    def AddChunk(self, Value: str) -> None:
        """Add a chunk's JSON to the reply."""
        self._reply.append(Value)
        self.Memo3.Show(parts.Json(Value, on_one_line=True))

    def Available(self, Model: str) -> str:
        """``ModelId`` if there is one; else that model if the server has it, else the first that it has."""
        if self.ModelId:
            return self.ModelId
        models = self._model_ids()
        return Model if Model in models else chat_model(models) or Model

    def AvailableEmbedding(self, Model: str) -> str:
        """The same for a model that makes embeddings."""
        models = self._model_ids()
        return Model if Model in models else embedding_model(models) or Model

    def _model_ids(self) -> list[str]:
        if not self._models:
            self._models = [model.id for model in self.Client.Models.List().data]
        return self._models

    def WaitFor(self, Operation: Operation[Any] | Promise[Any]) -> None:
        """Run handlers until the last one of an operation has run: what a form's message loop does in Delphi.

        The first ctrl-C is the cancel button; the second ends the program.
        """
        while not all(map(_is_over, (Operation, *self._own))):
            self._wait(_SLICE)
        # Over is not yet told: the last handler may still be on its way here.
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
        """Play a sound, by default the file ``FileName``, with the ``MediaPlayer`` if there is one."""
        if self.MediaPlayer is not None:
            self.MediaPlayer(FileName or self.FileName)

    def DisplayWeatherStream(self, Value: str) -> None:
        """For ``ToolCall``: have a weather report told, and show it as it is written."""

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
        """For ``ToolCall``: have a weather report spoken, into the file ``AudioWeather.mp3``."""
        self._speak("AudioWeather.mp3", "verse", [FromSystem(_PRESENTER), FromUser(Value)])

    def SpeechChat(self, Value: str) -> None:
        """Have a text answered in speech, into the file ``SpeechChat.mp3``."""
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


def _is_over(what: Operation[Any] | Promise[Any]) -> bool:
    return what.State is not PromiseState.pending if isinstance(what, Promise) else what.Finished


def Start(Sender: object) -> None:
    """For ``OnStart``: say that something was sent."""
    Display(Sender, "Please wait...")
    TutorialHub.Cancel = False
    TutorialHub.JSONResponseClear()


def DoCancellation() -> bool:
    """For ``OnDoCancel``: whether the user wants to stop."""
    return TutorialHub.Cancel


def Cancellation(Sender: object) -> None:
    """For ``OnCancellation``: say that it was stopped."""
    Display(Sender, "The operation was cancelled")
    TutorialHub.Cancel = False


def Display(Sender: object, Value: object = "") -> None:
    """For ``OnSuccess`` and ``OnError``: show a text, a result of any kind, a list, an error; an empty line by default.

    Sender: the hub, or one of its memos. Of a result, the reply is shown as ``JSONResponse``. Pictures, sounds and
    files are saved, and their paths shown. A function that the model asks for is called, if it is the hub's ``Tool``.
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
    asked = value.JSONPayload
    if asked and _parsed(asked) != _parsed(TutorialHub.JSONRequest):
        TutorialHub.JSONRequest = asked
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
    """For ``OnProgress``: show the text of a chunk as it comes, or a piece of text, and the chunk's JSON."""
    memo = _memo(Sender)
    try:
        pieces = [piece for piece in streamed(Value) if isinstance(piece.text, str) and piece.text]
    except (AttributeError, TypeError):
        # A chunk that is not what its class says; its JSON is shown all the same.
        pieces = []
    for piece in pieces:
        memo.Write(piece)
    if isinstance(Value, Result):
        DisplayChunk(Value)


def DisplayChunk(Value: str | Result) -> None:
    """Show the JSON of a chunk."""
    TutorialHub.AddChunk(Value if isinstance(Value, str) else Value.JSONResponse)


def DisplayAudio(Sender: object, Value: Chat) -> None:
    """For ``OnSuccess``: show an answer that was spoken; keep its id and transcript; save and play the sound."""
    message = Value.choices[0].message if Value.choices else None
    audio = message.audio if message is not None else None
    if audio is not None:
        TutorialHub.AudioId, TutorialHub.Transcript = audio.id, audio.transcript
    Display(Sender, Value)


def DisplayAudioEx(Sender: object, Value: Chat) -> None:
    """For ``OnSuccess``: show an answer that was written, and have it answered in speech."""
    TutorialHub.JSONResponse = Value.JSONResponse
    text = Value.choices[0].message.content
    DisplayStream(Sender, text)
    TutorialHub.SpeechChat(text)


def JSONRequest(Value: str | JsonParam) -> None:
    """Show a request; the same as ``TutorialHub.JSONRequest = Value``."""
    TutorialHub.JSONRequest = Value


def JSONResponse(Value: str) -> None:
    """Show a reply; the same as ``TutorialHub.JSONResponse = Value``."""
    TutorialHub.JSONResponse = Value


def F(Name: str, Value: object, Share: float | None = None) -> str:
    """``name: value``; "" for an empty text. Of a list, its texts behind one another; with a share, it as percent."""
    if Share is not None:
        return f"{Name} ({Value}): {Share * 100:.2f}%"
    if isinstance(Value, (list, tuple)):
        return f"{Name}: {'    '.join(map(str, Value))}" if Value else ""
    told = Value.value if isinstance(Value, Enum) else Value
    return "" if told == "" or told is None else f"{Name}: {told}"
