"""One chat: its conversation, the question that is being written, and the request that is on its way."""

from __future__ import annotations

import base64
import tkinter as tk
from pathlib import Path
from tkinter import filedialog, ttk

from genai_py import (
    AsynChatStream,
    AsynModels,
    Chat,
    GenAI,
    MessagePayload,
    Models,
    Operation,
    TkDispatcher,
)
from genai_py.cli.servers import chat_model
from samples.web_chat.server import FILE_LIMIT, File, Message, ThinkTags

from .conversation import Answer, Conversation

CHANGED = "<<ChatChanged>>"
"""A pane gets this event when its title changes, and when an answer begins or ends."""


class ChatPane(ttk.Frame):
    """A chat. Destroyed, it cancels its request.

    model: the name of the model to ask; found out if it is empty.
    """

    def __init__(self, parent: tk.Misc, client: GenAI, model: tk.StringVar) -> None:
        super().__init__(parent)
        # A dispatcher of its own: when the pane is destroyed, the request that reports to it is cancelled.
        self._client = client.WithOptions(dispatcher=TkDispatcher(self))
        self._model = model
        self._said: list[Message] = []
        self._files: list[File] = []
        self._running: Operation | None = None
        self.title = ""
        self.conversation = Conversation(self)
        self._trouble = ttk.Label(self, name="trouble", style="Trouble.TLabel")
        self._attached = ttk.Frame(self, name="files")
        self._entry = tk.Text(
            self, name="entry", height=3, width=40, wrap="word", font="TkTextFont", undo=True, relief="solid",
            borderwidth=0, highlightthickness=1, highlightbackground="#c5c9d3", highlightcolor="#2f62c0",
            background="white", foreground="#1a1c23", padx=8, pady=6,
        )  # fmt: skip
        buttons = ttk.Frame(self)
        attach = ttk.Button(buttons, name="attach", text="Attach…", command=self.attach)
        self._button = ttk.Button(buttons, name="send", style="Send.TButton", width=8)
        attach.pack(side="left")
        self._button.pack(side="right")
        buttons.pack(side="bottom", fill="x", padx=12, pady=(0, 12))
        self._entry.pack(side="bottom", fill="x", padx=12, pady=10)
        self.conversation.pack(side="top", fill="both", expand=True)
        ttk.Frame(self, height=1, style="Line.TFrame").pack(side="top", fill="x")
        for key in ("<Return>", "<KP_Enter>"):
            self._entry.bind(key, self._enter)
        # More particular than the binding above, so that the widget's own takes place.
        self._entry.bind("<Shift-Return>", lambda _: None)
        self._show_button()

    @property
    def busy(self) -> bool:
        """Whether an answer is coming."""
        return self._running is not None

    @property
    def empty(self) -> bool:
        """Whether nothing has been asked."""
        return not self.title

    def focus_entry(self) -> None:
        """Let the keyboard write the question."""
        self._entry.focus_set()

    def _enter(self, _: object) -> str:
        self.send_question()
        return "break"

    def send_question(self) -> None:
        """Ask what is written, unless an answer is coming."""
        text = self._entry.get("1.0", "end-1c")
        if self.busy or not (text.strip() or self._files):
            return
        question = Message("user", text, self._files)
        self._files = []
        self._entry.delete("1.0", "end")
        self._show_files()
        self.focus_entry()
        self._ask(question)

    def stop(self) -> None:
        """Cancel the request; what has come of the answer stays."""
        if self._running is not None:
            self._running.Cancel()

    def _ask(self, question: Message) -> None:
        names = [file.name for file in question.files]
        self.title = self.title or " ".join(question.text.split())[:60] or names[0]
        messages = [message.payload() for message in (*self._said, question)]
        turn = Turn(self, question, self.conversation.ask(question.text, names))
        if model := self._model.get():
            self._stream(turn, model, messages)
        else:
            self._find_model(turn, messages)
        self._changed()

    def _find_model(self, turn: Turn, messages: list[MessagePayload]) -> None:
        def OnSuccess(Sender: object, Value: Models) -> None:
            self._stream(turn, chat_model([model.id for model in Value.data]), messages)

        self._running = self._client.Models.AsynList(
            AsynModels(on_success=OnSuccess, on_error=turn.OnError, on_cancellation=turn.OnCancellation)
        )

    def _stream(self, turn: Turn, model: str, messages: list[MessagePayload]) -> None:
        def callbacks(Result: AsynChatStream) -> None:
            Result.Sender = self
            Result.OnProgress = turn.OnProgress
            Result.OnSuccess = turn.OnSuccess
            Result.OnError = turn.OnError
            Result.OnCancellation = turn.OnCancellation

        self._running = self._client.Chat.AsynCreateStream(
            lambda Params: Params.Model(model).Messages(messages).Stream(), callbacks
        )

    def ended(self, turn: Turn, failed: bool) -> None:
        """A turn is over."""
        self._running = None
        if answered := turn.answer.text.strip():
            # Reasoning is not sent again, nor is a question that got no answer.
            self._said += [turn.question, Message("assistant", answered)]
        elif failed:
            self.conversation.offer_again(lambda: self._ask_again(turn.question))
        self._changed()

    def _ask_again(self, question: Message) -> None:
        self.conversation.take_back()
        self._ask(question)
        self.focus_entry()

    def _changed(self) -> None:
        self._show_button()
        self.event_generate(CHANGED)

    def _show_button(self) -> None:
        text, command = ("Stop", self.stop) if self.busy else ("Send", self.send_question)
        self._button.configure(text=text, command=command)

    def attach(self) -> None:
        """Let the user choose files to go with the question."""
        self._trouble.pack_forget()
        for path in filedialog.askopenfilenames(parent=self, title="Attach files"):
            try:
                self._files.append(_read(Path(path)))
            except (OSError, ValueError) as error:
                self._trouble.configure(text=str(error))
                self._trouble.pack(side="bottom", fill="x", padx=12, pady=(8, 0))
        self._show_files()
        self.focus_entry()

    def _show_files(self) -> None:
        for shown in self._attached.winfo_children():
            shown.destroy()
        for file in self._files:
            button = ttk.Button(self._attached, text=f"{file.name}  ✕")
            button.configure(command=lambda file=file: self._detach(file))
            button.pack(side="left", padx=(0, 6))
        if self._files:
            self._attached.pack(side="bottom", fill="x", padx=12, pady=(8, 0))
        else:
            self._attached.pack_forget()
        self.conversation.show_end()

    def _detach(self, file: File) -> None:
        self._files = [other for other in self._files if other is not file]
        self._show_files()


class Turn:
    """A question and its answer: the handlers of one request."""

    def __init__(self, pane: ChatPane, question: Message, answer: Answer) -> None:
        self._pane = pane
        self._tags = ThinkTags()
        self._finish = ""
        self.question = question
        self.answer = answer

    def OnProgress(self, Sender: object, Chunk: Chat) -> None:
        for Choice in Chunk.choices:
            if Thought := Choice.delta.reasoning_content or Choice.delta.reasoning:
                self.answer.think(Thought)
            for Event in self._tags.feed(Choice.delta.content):
                self._show(Event)
            self._finish = Choice.finish_reason or self._finish

    def OnSuccess(self, Sender: object) -> None:
        if self._finish == "length":
            self._end("Cut off: the answer reached its greatest length.")
        else:
            self._end("")

    def OnError(self, Sender: object, Error: str) -> None:
        self._end("", Error)

    def OnCancellation(self, Sender: object) -> None:
        self._end("Stopped.")

    def _show(self, event: dict[str, str]) -> None:
        if event["kind"] == "text":
            self.answer.write(event["text"])
        elif event["kind"] == "reasoning":
            self.answer.think(event["text"])
        else:
            self.answer.only_thought()

    def _end(self, note: str, problem: str = "") -> None:
        for event in self._tags.flush():
            self._show(event)
        if not (note or problem or self.answer.text.strip()):
            note = "The model gave no answer."
        self.answer.end(note, problem)
        self._pane.ended(self, bool(problem))


def _read(path: Path) -> File:
    """A file to go with a question. Raises OSError, or ValueError for one that models cannot read."""
    if path.stat().st_size > FILE_LIMIT:
        raise ValueError(f"{path.name} is larger than {FILE_LIMIT // 1024**2} MB")
    data = path.read_bytes()
    try:
        return File(path.name, text=data.decode("utf-8"))
    except UnicodeDecodeError:
        file = File(path.name, data=base64.b64encode(data).decode())
    try:
        Message("user", "", [file]).payload()
    except ValueError as error:
        raise ValueError(f"{path.name} is neither text in UTF-8 nor a picture") from error
    return file
