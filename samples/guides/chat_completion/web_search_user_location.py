"""A search of the web that knows where the user is.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#user-location
"""

from genai_py import ChatParams, FromUser, UserLocationApproximate
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-search-preview")
    Params.Messages([FromUser("What was a positive news story from today?")])
    Params.WebSearchOptions(
        UserLocationApproximate()
        .City("London")
        .Country("GB")
        .Region("London")
    )  # fmt: skip


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
