"""Let the model change files.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#apply-patch
"""

from genai_py import ApplyPatchToolParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Write a file hello.txt that greets.")
    Params.Tools(
        [
            ApplyPatchToolParams.New(),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
