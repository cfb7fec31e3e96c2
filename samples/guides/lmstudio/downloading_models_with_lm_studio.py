"""Use the model that ``lms get openai/gpt-oss-20b`` has brought.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/LMStudio.md#downloading-models-with-lm-studio-huggingface-models-integration

Runs on a local model.
"""

from genai_py import ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Input("What is the capital of France?")


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
