"""Let the model write code and run it.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#code-interpreter
"""

from genai_py import ResponseCodeInterpreterParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is the 100th prime number?")
    Params.Tools(
        [
            ResponseCodeInterpreterParams.New()  # Use code interpreter tool
            .Container("auto"),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
