"""Ask about a picture, with a message of several parts.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ResponseHelper.md#example-2--a-multimodal-user-message
"""

from pathlib import Path

from genai_py import Generation, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Image = Path(__file__).parents[1] / "_files" / "image.png"


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input(
        Generation.MessageParts.User(
            Generation.ContentParts
            .AddText("Describe this image and extract the key details.")
            .AddImage(Image)
        )
    )


Value = Client.Responses.Create(build)
Display(TutorialHub, Value)
