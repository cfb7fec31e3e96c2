"""An answer of Gemini that is shown as it is written: by a promise, then by a blocking call.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#streamed
Runs on a local model.
"""

from genai_py import CancelToken, Chat, ChatParams, FromSystem, FromUser, IncludeUsage, PromiseChatStream
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def build(Params: ChatParams) -> None:
    (
        Params
        .Model(TutorialHub.Available("gemini-2.5-flash"))
        .Messages([
            FromSystem("You are a comedian looking for jokes for your new show."),
            FromUser("What is the difference between a mathematician and a physicist?"),
        ])
        .StreamOptions(IncludeUsage.New())
        .Stream()
    )  # fmt: skip
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
def event(Chunk: Chat | None, IsDone: bool, Cancel: CancelToken) -> None:
    if not IsDone and Chunk is not None:
        DisplayStream(TutorialHub, Chunk)


Client.Chat.CreateStream(build, event)
