"""A picture from a text, by a model that takes its time.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Images.md#gpt-image-2-model
"""

from genai_py import GeneratedImages, ImageCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.FileName = "GptImage2.png"

# In milliseconds: this model takes longer than others.
Client.API.HttpClient.ResponseTimeout = 120000


# Asynchronous promise example
def build(Params: ImageCreateParams) -> None:
    Params.Model("gpt-image-2")
    Params.Prompt("A realistic photo of a coffee cup with saucer on a transparent background")
    Params.N(1)
    Params.Size("1536x1024")
    Params.Moderation("low")
    Params.OutputFormat("png")
    Params.Quality("high")


def show(Value: GeneratedImages) -> GeneratedImages:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Images.AsyncAwaitCreate(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))
