"""The original's tutorial unit for a plain terminal: the same names, as far as these samples need them.

Answers go to standard output. With ``--json``, the JSON of requests and replies goes to standard error. Ctrl-C is
the Cancel button.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from genai_py import (
    Chat,
    Completion,
    Embedding,
    Embeddings,
    FinishReason,
    FunctionCore,
    GenAI,
    GenAIFactory,
    ManualDispatcher,
    Model,
    Models,
    Operation,
    Response,
    ResponseStream,
    ResponseStreamType,
    ResponseTypes,
)
from genai_py.cli.servers import chat_model, connect, embedding_model

# How long nothing must have come before an operation that is over is taken to have called its last handler.
_QUIET = 0.1


class TutorialHubClass:
    """What the samples share: the client, the cancel button, the JSON to look at."""

    def __init__(self) -> None:
        self.Client: GenAI = GenAIFactory.CreateLMSInstance()
        # Handlers run where Pump() is called, as Delphi's run in the main thread.
        self.Dispatcher = ManualDispatcher()
        self.Cancel = False
        self.ModelId = ""
        self.Tool: FunctionCore | None = None
        self.ToolCall: Callable[[str], Any] | None = None
        self.ShowsJSON = False
        self._json_request = ""
        self._json_response = ""
        self._models: list[str] = []

    @property
    def JSONRequest(self) -> str:
        """The request as it was last shown."""
        return self._json_request

    @JSONRequest.setter
    def JSONRequest(self, Value: str) -> None:
        self._json_request = Value
        self._show_json("request", Value)

    @property
    def JSONResponse(self) -> str:
        """The reply as it was last shown."""
        return self._json_response

    @JSONResponse.setter
    def JSONResponse(self, Value: str) -> None:
        self._json_response = Value
        self._show_json("reply", Value)

    def JSONRequestClear(self) -> None:
        """Forget the request."""
        self._json_request = ""

    def JSONResponseClear(self) -> None:
        """Forget the reply."""
        self._json_response = ""

    def _show_json(self, what: str, text: str) -> None:
        if self.ShowsJSON and text:
            print(f"--- {what}\n{text}", file=sys.stderr)

    def Available(self, Model: str) -> str:
        """The model a sample asks for, or the one given with ``--model``; else one that the server has."""
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

    def WaitFor(self, Operation: Operation[Any]) -> None:
        """Run an operation's handlers until the last one has run: what a form's message loop does in Delphi."""
        while not Operation.Finished:
            self._pump(0.05)
        # Over is not yet told: the last handler may still be on its way here.
        while self._pump(_QUIET):
            pass
        _Screen.EndLine()

    def _pump(self, seconds: float) -> int:
        try:
            return self.Dispatcher.Pump(seconds)
        except KeyboardInterrupt:
            if self.Cancel:
                raise
            self.Cancel = True
            return 1


class _Screen:
    """Standard output, which lines and pieces of streamed text share."""

    _line_is_open = False

    @classmethod
    def Write(cls, text: str) -> None:
        print(text, end="", flush=True)
        cls._line_is_open = not text.endswith("\n")

    @classmethod
    def EndLine(cls) -> None:
        if cls._line_is_open:
            cls.Write("\n")


def Connect() -> GenAI:
    """The client of the server that the command line names; else of LM Studio, or the embedded server."""
    main = sys.modules["__main__"]
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--base-url", help="the server to use; LM Studio if it runs, else the embedded server")
    parser.add_argument("--model", default="", help="the model to use; one that the server has by default")
    parser.add_argument("--json", action="store_true", help="show requests and replies on standard error")
    arguments = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        # What the terminal cannot show becomes "?", instead of an exception.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    TutorialHub.ModelId = arguments.model
    TutorialHub.ShowsJSON = arguments.json
    TutorialHub.Client = connect(arguments.base_url, dispatcher=TutorialHub.Dispatcher).client
    return TutorialHub.Client


def Start(Sender: object) -> None:
    """For OnStart: say that something was sent."""
    Display(Sender, "Please wait...")
    TutorialHub.Cancel = False
    TutorialHub.JSONResponseClear()


def DoCancellation() -> bool:
    """For OnDoCancel: whether the user wants to stop."""
    return TutorialHub.Cancel


def Cancellation(Sender: object) -> None:
    """For OnCancellation: say that it was stopped."""
    Display(Sender, "The operation was cancelled")
    TutorialHub.Cancel = False


def Display(Sender: object, Value: object = "") -> None:
    """Show a text or a result."""
    _Screen.EndLine()
    reply = getattr(Value, "JSONResponse", "")
    if reply:
        TutorialHub.JSONResponse = reply
    match Value:
        case Models():
            for model in Value.data:
                Display(Sender, model)
        case Model():
            _Screen.Write(f"{Value.id}   {Value.owned_by} {Value.created_as_string}".rstrip() + "\n")
        case Response():
            _display_response(Sender, Value)
        case Chat():
            _display_chat(Sender, Value)
        case Completion():
            for choice in Value.choices:
                Display(Sender, choice.text)
        case Embeddings():
            for embedding in Value.data:
                Display(Sender, embedding)
        case Embedding():
            first = ", ".join(f"{number:.4f}" for number in Value.embedding[:4])
            Display(Sender, f"{len(Value.embedding)} numbers: {first}, ...")
        case list() | tuple():
            for item in Value:
                Display(Sender, item)
        case _:
            _Screen.Write(f"{Value}\n")


def _display_response(Sender: object, Value: Response) -> None:
    for item in Value.output:
        if item.type == ResponseTypes.function_call:
            _call_tool(Sender, item.arguments)
        else:
            for content in item.content:
                Display(Sender, content.text)


def _display_chat(Sender: object, Value: Chat) -> None:
    for choice in Value.choices:
        if choice.message is None:
            continue
        if choice.finish_reason == FinishReason.tool_calls:
            for call in choice.message.tool_calls:
                _call_tool(Sender, call.function.arguments if call.function else "")
        else:
            Display(Sender, choice.message.content)


def _call_tool(Sender: object, Arguments: str) -> None:
    Display(Sender, Arguments)
    if TutorialHub.Tool is not None and TutorialHub.ToolCall is not None:
        Evaluation = TutorialHub.Tool.Execute(Arguments)
        Display(Sender, Evaluation)
        TutorialHub.ToolCall(Evaluation)


def DisplayStream(Sender: object, Value: object) -> None:
    """For OnProgress: show the text of a chunk as it comes."""
    match Value:
        case str():
            _Screen.Write(Value)
            return
        case Chat():
            for choice in Value.choices:
                if choice.delta is not None:
                    DisplayStream(Sender, choice.delta.content)
        case Completion():
            for choice in Value.choices:
                DisplayStream(Sender, choice.text)
        case ResponseStream():
            if Value.type == ResponseStreamType.output_text_delta:
                DisplayStream(Sender, Value.delta)
    DisplayChunk(Value)


def DisplayChunk(Value: object) -> None:
    """Show the JSON of a chunk."""
    TutorialHub.JSONResponse = getattr(Value, "JSONResponse", "")


TutorialHub = TutorialHubClass()
