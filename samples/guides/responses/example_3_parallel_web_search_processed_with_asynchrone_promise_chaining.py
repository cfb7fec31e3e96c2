"""Search the web for two answers at once, then have them summarized: a chain of promises.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#example-3--parallel-web-search-processed-with-asynchrone-promise-chaining
"""

from genai_py import BundleList, BundleParams, Promise, PromiseResponseStream, ResponsesParams, ResponseStream
from genai_py.tutorial import Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client


def search(Params: BundleParams) -> None:
    Params.Prompts(
        [
            "How many television channels were there in France in 1980?",
            "How many TV channels were there in Germany in 1980?.",
        ]
    )
    Params.System("Search on the web")
    Params.Model("gpt-5.5")
    Params.SearchSize("medium")
    Params.Country("US")


def found(Value: BundleList) -> str:
    Result = ""
    for Item in Value.items:
        Result += f"Question : {Item.prompt}\n\n"
        Result += f"Response : {Item.response}\n\n"
    Display(TutorialHub, Result)
    return Result


def summarize(Value: str) -> Promise[ResponseStream]:
    def build(Params: ResponsesParams) -> None:
        Params.Input(f"Summarize in a JSON array and keep web's Url: {Value}")
        Params.Model("gpt-5.5")
        Params.Store(False)
        Params.Stream()
        TutorialHub.JSONRequest = Params.ToFormat()

    def callbacks(Result: PromiseResponseStream) -> None:
        def progress(Sender: object, Response: ResponseStream) -> None:
            DisplayStream(TutorialHub, Response)

        Result.OnProgress = progress
        Result.OnDoCancel = DoCancellation

    return Client.Responses.AsyncAwaitCreateStream(build, callbacks)


def completed(Value: ResponseStream) -> str:
    Result = Value.item.content[0].text if Value.item else ""
    # Delphi: ShowMessage opens a window with it.
    Display(TutorialHub, Result)
    return Result


Display(TutorialHub, "Start the parallel job\n")
Chain = (
    Client.Responses.AsyncAwaitCreateParallel(search)
    .Then(found)
    .Then(summarize)
    .Then(completed)
    .Catch(lambda E: Display(TutorialHub, str(E)))
)

TutorialHub.WaitFor(Chain)
