"""A picture from a text, fetched from where the server put it.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Images.md#dall-e-3-model
"""

from genai_py import GeneratedImages, ImageCreateParams, ResponseFormat
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.FileName = "Dalle3_01.png"


# Asynchronous promise example
def build(Params: ImageCreateParams) -> None:
    Params.Model("dall-e-3")
    Params.Prompt("A quarter dollar on a wooden floor close up.")
    Params.N(1)
    Params.Size("1024x1024")
    Params.Style("vivid")
    Params.ResponseFormat(ResponseFormat.url)


def show(Value: GeneratedImages) -> GeneratedImages:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Images.AsyncAwaitCreate(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
# Delphi: the builder also reads Value.JSONResponse, which is not there before the call; Display shows it.
Value = Client.Images.Create(build)
Display(TutorialHub, Value)
