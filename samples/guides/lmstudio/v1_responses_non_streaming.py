"""Ask a local model and show the answer when it is whole, with callbacks.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/LMStudio.md#using-the-v1responses-endpoint

Runs on a local model.
"""

from genai_py import AsynResponse, Response, ResponsesParams
from genai_py.tutorial import Display, Start, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
Ids: list[str] = []


# Asynchronous example
def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Input("What is the difference between a mathematician and a physicist?")
    Params.Store(False)  # Response not stored
    # To use a conversation: Params.Conversation("conv_68f4de2260348193b6cbaa1a55d6673905e7c3018568d016")
    TutorialHub.JSONRequest = Params.ToFormat()


def callbacks(Result: AsynResponse) -> None:
    def success(Sender: object, Response: Response) -> None:
        Display(Sender, Response)
        Ids.append(Response.id)

    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnSuccess = success
    Result.OnError = Display


Operation = Client.Responses.AsynCreate(build, callbacks)

TutorialHub.WaitFor(Operation)
