"""Turn a picture into base64 and into a data URI, and show it to the model.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Version2News.md#unified-media-handling-base64--data-uri--mime
"""

from pathlib import Path

from genai_py import MediaCodec, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Image = Path(__file__).parents[1] / "_files" / "image.png"

B64 = MediaCodec.EncodeBase64(Image)
Display(TutorialHub, B64)
Uri = MediaCodec.EncodeDataUri(Image, MediaCodec.GetMimeType(Image))

SomeValue = Uri
if MediaCodec.IsDataUri(SomeValue):

    def build(Params: ResponsesParams) -> None:
        Params.Model("gpt-5.5")
        Params.Input("What is in this image?", [SomeValue])

    Display(TutorialHub, Client.Responses.Create(build))
