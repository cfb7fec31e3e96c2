"""Let the model search the web near a place.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#user-location
"""

from genai_py import Locate, ResponsesParams, web_search_preview
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What are the cultural news in France today?")
    Params.Tools([web_search_preview("high").UserLocation(Locate().City("Reims").Country("FR"))])


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
