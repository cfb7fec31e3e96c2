"""Go on from an earlier response, which the server has kept.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#multi-turn-conversations
"""

from genai_py import AsynResponse, ResponsesParams
from genai_py.tutorial import Display, Start, TutorialHub
from samples.guides import Client


# Asynchronous example
def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("question : second tour")
    Params.PreviousResponseId("resp_67ffb72044648191b4faddb8254c79cf002f1563a5487ec4")
    Params.Store(True)


def callbacks(Result: AsynResponse) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnSuccess = Display
    Result.OnError = Display


Operation = Client.Responses.AsynCreate(build, callbacks)

TutorialHub.WaitFor(Operation)
