"""Let the model search the web near a place: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#web_search-code-exemple
"""

from genai_py import (
    CancelToken,
    Locate,
    PromiseResponseStream,
    ResponsesParams,
    ResponseStream,
    web_search_preview,
)
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What are the cultural news in France today?")
    Params.Tools([web_search_preview("high").UserLocation(Locate().City("Reims").Country("FR"))])
    Params.Store(False)
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
    Result = ""
    for Item in Value.response.output if Value.response else []:
        for SubItem in Item.content:
            Result += SubItem.text
    # Delphi: ShowMessage opens a window with it.
    Display(TutorialHub, Result)
    return Result


Promise = Promise.Then(completed).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)


# Synchronous example
def event(Response: ResponseStream | None, IsDone: bool, Cancel: CancelToken) -> None:
    if not IsDone and Response is not None:
        DisplayStream(TutorialHub, Response)


Client.Responses.CreateStream(build, event)
