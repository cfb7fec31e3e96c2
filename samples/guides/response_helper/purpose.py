"""Write a conversation so far as a chain: what the user said, and what the model answered.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ResponseHelper.md#purpose

Runs on a local model.
"""

from genai_py import Generation, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("gpt-5.5"))
    Params.Input(
        Generation.MessageParts
        .User("What is the capital of France?")
        .Assistant("The capital of France is Paris.")  # the model's own answer, given back to it
        .User("And of Italy?")
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
