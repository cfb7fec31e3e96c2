"""Let the model search the web.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#web-search
"""

from genai_py import ResponsesParams, web_search_preview
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What are the cultural news in France today?")
    Params.Tools([web_search_preview("high")])


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
