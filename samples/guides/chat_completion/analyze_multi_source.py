"""A question about two pictures.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#analyze-multi-source
"""

from genai_py import CancelToken, Chat, ChatParams, FromUser
from genai_py.tutorial import DisplayStream, TutorialHub
from samples.guides import Client

Url1 = "https://tripfixers.com/wp-content/uploads/2019/11/eiffel-tower-with-snow.jpeg"
Url2 = (
    "https://assets.visitorscoverage.com/production/wp-content/uploads/2024/04/"
    "AdobeStock_626542468-min-1024x683.jpeg"
)
TutorialHub.JSONRequestClear()


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o-mini")
    Params.Messages([FromUser("What are the differences between two images?", [Url1, Url2])])
    Params.MaxCompletionTokens(1024)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def event(Chunk: Chat | None, IsDone: bool, Cancel: CancelToken) -> None:
    if Chunk is not None and not IsDone:
        DisplayStream(TutorialHub, Chunk)


Client.Chat.CreateStream(build, event)
