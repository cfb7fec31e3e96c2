"""The search of the web, with the one size of context that models for research take.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#deep-research-specific-parameters
"""

from genai_py import ResponsesParams, ResponseToolParams, WebSearchPreviewParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def CreateWebSearchPreviewToolParamsWithContext() -> ResponseToolParams:
    return WebSearchPreviewParams.New().SearchContextSize("medium")


def build(Params: ResponsesParams) -> None:
    Params.Model("o3-deep-research")
    Params.Input("How have heat pumps spread through Europe?")
    Params.Tools([CreateWebSearchPreviewToolParamsWithContext()])
    TutorialHub.JSONRequest = Params.ToFormat()


Display(TutorialHub, CreateWebSearchPreviewToolParamsWithContext())
Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
