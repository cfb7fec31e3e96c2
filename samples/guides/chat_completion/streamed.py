"""An answer that is shown as it is written: by a promise, then by a blocking call.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#streamed
Runs on a local model.
"""

from genai_py import (
    CancelToken,
    Chat,
    ChatParams,
    FromAssistant,
    FromDeveloper,
    FromUser,
    MessagePayload,
    PromiseChatStream,
)
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def build(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("gpt-4.1-nano"))
    Params.Messages(
        [
            FromDeveloper("You are a funny domestic assistant."),
            FromUser("Hello"),
            FromAssistant("Great to meet you. What would you like to know?"),
            FromUser("I have two dogs in my house. How many paws are in my house?"),
        ]
    )
    Params.Stream()
    Params.Store(False)
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: PromiseChatStream) -> None:
    def OnProgress(Sender: object, Chunk: Chat) -> None:
        DisplayStream(Sender, Chunk)

    def OnCancellation(Sender: object) -> None:
        Cancellation(Sender)

    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = OnProgress
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = OnCancellation


def show(Value: str) -> str:
    # Delphi: ShowMessage(Value), a dialog.
    print(Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitCreateStream(build, callbacks)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))


# Synchronous example
def build_synchronous(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("gpt-4.1-mini"))
    # Delphi: Payload.System and Payload.User, whose messages are those of responses.
    Params.Messages(
        [
            MessagePayload.System("You are a comedian looking for jokes for your new show."),
            MessagePayload.User("What is the difference between a mathematician and a physicist?"),
        ]
    )
    # Params.Store(True) keeps the chat completion on the server.
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def event(Chunk: Chat | None, IsDone: bool, Cancel: CancelToken) -> None:
    if not IsDone and Chunk is not None:
        DisplayStream(TutorialHub, Chunk)


Client.Chat.CreateStream(build_synchronous, event)
