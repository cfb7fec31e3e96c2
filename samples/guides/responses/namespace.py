"""Put tools together under a name.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#namespace
"""

from genai_py import CustomToolParams, NamespaceToolParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is 17 times 4?")
    Params.Tools(
        [
            NamespaceToolParams.New()
            .Name("math")
            .Description("Math helpers.")
            .Tools(
                [
                    # function or custom tool definitions
                    CustomToolParams.New().Name("multiply").Description("Multiplies two numbers."),
                ]
            ),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
