"""A picture of Gemini's, as base64 in its reply.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#generate-an-image
"""

from genai_py import ImageCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: ImageCreateParams) -> None:
    (
        Params
        .Model("imagen-4.0-generate-001")
        .Prompt("a portrait of a sheepadoodle wearing a cape")
        .ResponseFormat("b64_json")
        .N(1)
    )  # fmt: skip


TutorialHub.FileName = "Portrait.png"
Value = Client.Images.Create(build)
Display(TutorialHub, Value)
