"""A question about a picture: by its URL, then from a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#analyze-single-source
"""

from collections.abc import Callable
from pathlib import Path

from genai_py import CancelToken, Chat, ChatParams, FromUser
from genai_py.tutorial import DisplayStream, TutorialHub
from samples.guides import Client

Url = (
    "https://upload.wikimedia.org/wikipedia/commons/thumb/d/dd/"
    "Gfp-wisconsin-madison-the-nature-boardwalk.jpg/"
    "2560px-Gfp-wisconsin-madison-the-nature-boardwalk.jpg"
)
# A file is sent as base64.
Ref = str(Path(__file__).parents[1] / "_files" / "image.png")
TutorialHub.JSONRequestClear()


# Synchronous example
def about(Source: str) -> Callable[[ChatParams], None]:
    def build(Params: ChatParams) -> None:
        Params.Model("gpt-4o-mini")
        Params.Messages([FromUser("What is in this image?", [Source])])
        Params.MaxCompletionTokens(1024)
        Params.Stream()
        TutorialHub.JSONRequest = Params.ToFormat()

    return build


def event(Chunk: Chat | None, IsDone: bool, Cancel: CancelToken) -> None:
    if Chunk is not None and not IsDone:
        DisplayStream(TutorialHub, Chunk)


Client.Chat.CreateStream(about(Url), event)
Client.Chat.CreateStream(about(Ref), event)
