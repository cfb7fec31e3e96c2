"""An answer from a search of the web, with its sources.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#web-search--code-sample-1
"""

from genai_py import ChatParams, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-search-preview")
    Params.Messages([FromUser("What was a positive news story from today?")])


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
