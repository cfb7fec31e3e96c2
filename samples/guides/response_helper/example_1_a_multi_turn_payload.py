"""Ask a question about what was said before, which the request has in it.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ResponseHelper.md#example-1--a-multi-turn-payload

Runs on a local model.
"""

from genai_py import Generation, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input(
        Generation.MessageParts
        .Developer("You are a concise travel assistant.")
        .User("What is the capital of France?")
        .Assistant("The capital of France is Paris.")
        .User("And of Italy?")
    )
    Params.Store(False)


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
