"""Choose a model: its name is the one that the server shows.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/LMStudio.md#using-lm-studio-as-a-local-openai-compatible-backend

Runs on a local model.
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("model-name-as-exposed-by-LM-Studio"))
    Params.Input("What is the capital of France?")


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
