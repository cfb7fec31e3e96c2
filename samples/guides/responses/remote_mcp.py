"""Let the model use the tools of an MCP server.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#remote-mcp
"""

from genai_py import ResponseMCPToolParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Which tools do you have?")
    Params.Tools(
        [
            ResponseMCPToolParams.New()  # Use MCP tool
            .ServerLabel("my server label")
            .ServerUrl("https://mcp.my_server.com/mcp")
            .RequireApproval("never"),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
