"""A part of a picture, painted anew.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Images.md#create-image-edit-with-gpt-image-2
"""

from pathlib import Path

from genai_py import GeneratedImages, ImageEditParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"

TutorialHub.FileName = "Image-gpt-edit.png"

# In milliseconds: this model takes longer than others.
Client.API.HttpClient.ResponseTimeout = 120000


# Asynchronous promise example
def build(Params: ImageEditParams) -> None:
    Params.Model("gpt-image-2")
    Params.Image(FILES / "Dalle05.png")  # the picture as it was
    Params.Mask(FILES / "Dalle05Mask.png")  # the same with a transparent part
    Params.Prompt("Add a pink elephant")  # what that part shall show
    Params.Size("1024x1024")


def show(Value: GeneratedImages) -> GeneratedImages:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Images.AsyncAwaitEdit(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))
