"""Show the answer of a local model while it is written, with callbacks.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/LMStudio.md#using-the-v1responses-endpoint

Runs on a local model.
"""

from genai_py import AsynResponseStream, ResponsesParams
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous example
def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("deepseek/deepseek-r1-0528-qwen3-8b"))
    Params.Input("What is the difference between a mathematician and a physicist?")
    Params.Store(False)  # Response not stored
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: AsynResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = DisplayStream
    Result.OnError = Display
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = Cancellation


Operation = Client.Responses.AsynCreateStream(build, callbacks)

TutorialHub.WaitFor(Operation)
