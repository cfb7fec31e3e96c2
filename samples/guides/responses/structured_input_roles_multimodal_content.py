"""Put the input together from messages with a role and several parts.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#structured-input-roles--multimodal-content
"""

from pathlib import Path

from genai_py import Content, InputMessage, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Image = Path(__file__).parents[1] / "_files" / "image.png"


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input(
        [
            InputMessage.Create()
            .Role("user")
            .Content(
                Content.Create()
                .AddPrompt("Describe this image and extract key details.")
                .AddImage(Image)
            ),
        ]
    )
    Params.Store(False)


Response = Client.Responses.Create(build)
Display(TutorialHub, Response)
