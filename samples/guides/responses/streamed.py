"""Show an answer while it is written: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#streamed

Runs on a local model.
"""

from genai_py import CancelToken, PromiseResponseStream, ResponsesParams, ResponseStream
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input("What is the difference between a mathematician and a physicist?")
    Params.Store(False)  # Response not stored
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: PromiseResponseStream) -> None:
    def progress(Sender: object, Chunk: ResponseStream) -> None:
        DisplayStream(Sender, Chunk)

    def cancelled(Sender: object) -> None:
        Cancellation(Sender)

    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = progress
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = cancelled


# Asynchronous promise example
Promise = Client.Responses.AsyncAwaitCreateStream(build, callbacks)


def completed(Value: ResponseStream) -> str:
    # The item of the completed event is the last message.
    Result = Value.item.content[0].text if Value.item else ""
    # Delphi: ShowMessage opens a window with it.
    Display(TutorialHub, Result)
    return Result


Promise = Promise.Then(completed).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)


# Synchronous example
def event(Chat: ResponseStream | None, IsDone: bool, Cancel: CancelToken) -> None:
    if not IsDone and Chat is not None:
        DisplayStream(TutorialHub, Chat)


Client.Responses.CreateStream(build, event)
