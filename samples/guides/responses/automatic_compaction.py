"""Have the context made shorter by itself once it has grown long.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#automatic-compaction-context_management
"""

from genai_py import ContextManagementParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is the capital of France?")
    Params.ContextManagement(
        [
            ContextManagementParams.New().Type("compaction").CompactThreshold(100000),
        ]
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
