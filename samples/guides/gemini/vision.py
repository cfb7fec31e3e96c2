"""A question to Gemini about a picture.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#vision
"""

from genai_py import ChatParams, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Url = (
    "https://upload.wikimedia.org/wikipedia/commons/thumb/d/dd/"
    "Gfp-wisconsin-madison-the-nature-boardwalk.jpg/"
    "2560px-Gfp-wisconsin-madison-the-nature-boardwalk.jpg"
)


def build(Params: ChatParams) -> None:
    (
        Params
        .Model("gemini-2.5-flash")
        .Messages([
            FromUser("What is in this image?", [Url]),
        ])
    )  # fmt: skip


Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
