"""Have the model think hard, tell what it thinks, and answer at length.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#verbosity-with-gpt-5
"""

from genai_py import (
    PromiseResponseStream,
    ReasoningParams,
    ResponsesParams,
    ResponseStream,
    ResponseStreamType,
    TextParams,
    VerbosityType,
)
from genai_py.tutorial import Display, DisplayStream, DoCancellation, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Client.API.HttpClient.ResponseTimeout = 300000  # 5 min


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Instructions("You are an expert in html/js script.")
    Params.Input(
        'Write a html/js that takes a matrix represented as a string with format "[1,2],[3,4],[5,6]"'
        " and prints the transpose in the same format."
    )
    # Simplified
    # Params.Reasoning("high")
    # or detailed
    Params.Reasoning(ReasoningParams.New().Effort("high").Summary("detailed"))
    # low, medium or high; only with gpt-5 models
    Params.Text(TextParams.Create().Verbosity(VerbosityType.high))
    Params.Stream()
    Params.Store(False)
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: PromiseResponseStream) -> None:
    def progress(Sender: object, Chunk: ResponseStream) -> None:
        # Delphi: DisplayStream(Chunk) is called in any case; here it shows the delta of a summary as well.
        if Chunk.type == ResponseStreamType.reasoning_summary_text_delta:
            DisplayStream(TutorialHub, Chunk.delta)
        else:
            DisplayStream(TutorialHub, Chunk)

    Result.Sender = TutorialHub
    Result.OnProgress = progress
    Result.OnDoCancel = DoCancellation


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
