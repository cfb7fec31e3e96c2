"""Use any model that ``lms get <namespace/model>`` has brought.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/LMStudio.md#downloading-models-with-lm-studio-huggingface-models-integration

Runs on a local model.
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("<namespace/model>"))
    Params.Input("What is the capital of France?")


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
