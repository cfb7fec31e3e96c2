"""Say which tool the model is to use.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#note-1--tool_choice
"""

from genai_py import HostedToolParams, ResponsesParams, ToolChoice, file_search
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Identify all the conjectures.")
    Params.Tools([file_search(["vs_6805e821210081919a4aabae08c63a14"])])
    Params.ToolChoice(ToolChoice.auto)  # none or required
    # or
    Params.ToolChoice(HostedToolParams.New("file_search"))  # web_search_preview or computer_use_preview


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
