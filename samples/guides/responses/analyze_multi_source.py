"""Have two pictures compared: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#analyze-multi-source
"""

from genai_py import CancelToken, PromiseResponseStream, ResponsesParams, ResponseStream
from genai_py.tutorial import Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Ref1 = "https://tripfixers.com/wp-content/uploads/2019/11/eiffel-tower-with-snow.jpeg"
Ref2 = "https://cdn.pixabay.com/photo/2015/10/06/18/26/eiffel-tower-975004_1280.jpg"


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Compare images", [Ref1, Ref2])
    Params.Store(False)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: PromiseResponseStream) -> None:
    def progress(Sender: object, Chunk: ResponseStream) -> None:
        DisplayStream(TutorialHub, Chunk)

    Result.OnProgress = progress
    Result.OnDoCancel = DoCancellation


# Asynchronous promise example
Display(TutorialHub, "Start comparison")
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
def event(Chat: ResponseStream | None, IsDone: bool, Cancel: CancelToken) -> None:
    if not IsDone and Chat is not None:
        DisplayStream(TutorialHub, Chat)


def build_synchronous(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Compare les images", [Ref1, Ref2])
    Params.Store(False)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


Client.Responses.CreateStream(build_synchronous, event)
