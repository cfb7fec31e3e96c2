"""Have a PDF summarized: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#pdf-file-inputs
"""

from pathlib import Path

from genai_py import CancelToken, PromiseResponseStream, ResponsesParams, ResponseStream
from genai_py.tutorial import Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Ref = Path(__file__).parents[1] / "_files" / "File_Search_file.pdf"
# Ref = "http://www.mysite.com/my_file.pdf"


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Summarize the document", [Ref])
    Params.Store(False)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: PromiseResponseStream) -> None:
    def progress(Sender: object, Chunk: ResponseStream) -> None:
        DisplayStream(TutorialHub, Chunk)

    Result.OnProgress = progress
    Result.OnDoCancel = DoCancellation


# Asynchronous promise example
Display(TutorialHub, "Start PDF analysis")
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
