"""Let the model search the tools for the ones it needs.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#tool-search
"""

from genai_py import ResponsesParams, ToolSearchToolParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is the weather in Paris?")
    Params.Tools(
        [
            ToolSearchToolParams.New()
            .Description("Search the available tools and pick the most relevant one.")
            .Execution("server"),  # "server" or "client"
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
