"""Ask about a picture on the web: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#analyze-single-source
"""

from pathlib import Path

from genai_py import CancelToken, PromiseResponseStream, ResponsesParams, ResponseStream
from genai_py.tutorial import Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Url = (
    "https://upload.wikimedia.org/wikipedia/commons/thumb/d/dd/"
    "Gfp-wisconsin-madison-the-nature-boardwalk.jpg/2560px-Gfp-wisconsin-madison-the-nature-boardwalk.jpg"
)
# A picture of this machine is sent as base64.
Ref = Path(__file__).parents[1] / "_files" / "image.png"


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is in this image?", [Url])
    # Params.Input("What is in this image?", [Ref])
    Params.Store(False)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: PromiseResponseStream) -> None:
    def progress(Sender: object, Chunk: ResponseStream) -> None:
        DisplayStream(TutorialHub, Chunk)

    Result.OnProgress = progress
    Result.OnDoCancel = DoCancellation


# Asynchronous promise example
Display(TutorialHub, "Start image analysis")
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


Client.Responses.CreateStream(build, event)
