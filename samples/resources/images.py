"""Images: painted from a prompt, edited, and varied."""

from account import Connect

from genai_py import (
    ImageCreateParams,
    ImageEditParams,
    ImageQualityType,
    ImageVariationParams,
    ResponseFormat,
)
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()


def paint(Params: ImageCreateParams) -> None:
    Params.Model("gpt-image-1")
    Params.Prompt("A small blue square on a plain background.")
    Params.Size("1024x1024")
    Params.Quality(ImageQualityType.low)
    TutorialHub.JSONRequest = Params.ToFormat()


Painted = Client.Images.Create(paint)
Picture = Painted.data[0]
Picture.SaveToFile("blue.png")
Display(TutorialHub, F("painted", Picture.file_name))
if Painted.usage is not None:
    Display(TutorialHub, F("tokens", Painted.usage.total_tokens))


def edit(Params: ImageEditParams) -> None:
    Params.Model("gpt-image-1")
    Params.Image("blue.png")
    Params.Prompt("Make the square red.")
    Params.Size("1024x1024")
    Params.Quality("low")


Client.Images.Edit(edit).data[0].SaveToFile("red.png")
Display(TutorialHub, F("edited", "red.png"))


# Models that give URLs: the picture is fetched when it is saved.
def vary(Params: ImageVariationParams) -> None:
    Params.Model("dall-e-2")
    Params.Image("blue.png")
    Params.N(2)
    Params.ResponseFormat(ResponseFormat.url)
    Params.Size("256x256")


for Number, Varied in enumerate(Client.Images.Variation(vary).data, 1):
    Varied.Download(f"varied-{Number}.png")
    Display(TutorialHub, F("varied", Varied.file_name))
