"""What Display does with a picture, step by step.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Images.md#dall-e-3-model
"""

from pathlib import Path

from genai_py import GeneratedImages, ImageCreateParams, ResponseFormat
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Delphi: an overload of Display.
def DisplayImages(Sender: object, Value: GeneratedImages) -> None:
    if TutorialHub.FileName:
        if Value.data[0].url:
            Value.data[0].Download(TutorialHub.FileName)
        else:
            Value.data[0].SaveToFile(TutorialHub.FileName)

    Stream = Value.data[0].GetStream()
    TutorialHub.JSONResponse = Value.JSONResponse
    Display(Sender, Value.data[0].revised_prompt)
    # Delphi: TutorialHub.Image.Picture.LoadFromStream(Stream). A terminal shows no pictures, a window does.
    Display(Sender, f"{len(Stream.read())} bytes")
    if TutorialHub.Image is not None:
        TutorialHub.Image.LoadFromFile(Path(TutorialHub.FileName))


def build(Params: ImageCreateParams) -> None:
    Params.Model("dall-e-3")
    Params.Prompt("A quarter dollar on a wooden floor close up.")
    Params.ResponseFormat(ResponseFormat.url)


TutorialHub.FileName = "Dalle3_01.png"
DisplayImages(TutorialHub, Client.Images.Create(build))
