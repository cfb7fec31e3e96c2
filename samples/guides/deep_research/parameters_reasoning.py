"""The one effort that models for research take.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#deep-research-specific-parameters
"""

from genai_py import ReasoningParams, ResponsesParams, WebSearchPreviewParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

UseSummary = True  # Delphi: Settings.UseSummary


def CreateReasoningEffortDeepResearchParams() -> ReasoningParams:
    Result = ReasoningParams.New().Effort("medium")
    if UseSummary:
        Result.Summary("auto")
    return Result


def build(Params: ResponsesParams) -> None:
    Params.Model("o3-deep-research")
    Params.Input("How have heat pumps spread through Europe?")
    Params.Reasoning(CreateReasoningEffortDeepResearchParams())
    Params.Tools([WebSearchPreviewParams.New()])
    TutorialHub.JSONRequest = Params.ToFormat()


Display(TutorialHub, CreateReasoningEffortDeepResearchParams())
Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
