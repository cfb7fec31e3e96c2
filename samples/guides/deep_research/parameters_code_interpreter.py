"""The tool that runs code, in a container made for the request.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/DeepResearch.md#deep-research-specific-parameters
"""

from genai_py import (
    CodeInterpreterContainerAutoParams,
    ResponseCodeInterpreterParams,
    ResponsesParams,
    WebSearchPreviewParams,
)
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def CreateCodeInterpreterContainer() -> ResponseCodeInterpreterParams:
    # Delphi: Container('auto'), which the API takes for the id of a container.
    return ResponseCodeInterpreterParams.New().Container(CodeInterpreterContainerAutoParams.New())


def build(Params: ResponsesParams) -> None:
    Params.Model("o3-deep-research")
    Params.Input("How have heat pumps spread through Europe?")
    Params.Tools([WebSearchPreviewParams.New(), CreateCodeInterpreterContainer()])
    TutorialHub.JSONRequest = Params.ToFormat()


Display(TutorialHub, CreateCodeInterpreterContainer())
Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
