"""Have the model paint a picture while it answers, and take the picture out of the response.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#non-streamed-example
"""

from genai_py import ImageHelper, ImageSize, Response, ResponseImageGenerationParams, ResponsesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Create a realistic image of a cup of coffee on a transparent background.")
    Params.Tools(
        [
            ResponseImageGenerationParams.New()
            .Background("transparent")
            .Model("gpt-image-2")
            .Size(ImageSize.r1024x1024),
        ]
    )
    Params.Store(False)
    TutorialHub.JSONRequest = Params.ToFormat()


# Asynchronous promise example
Display(TutorialHub, "This may take a few seconds.")
Promise = Client.Responses.AsyncAwaitCreate(build)


def painted(Value: Response) -> str:
    Display(TutorialHub, Value)
    Result = Value.output[0].result  # image base-64
    Stream = ImageHelper.Create(Result).GetStream()
    # Delphi: Image1.Picture.LoadFromStream(Stream); Display above shows the picture, or saves it.
    Display(TutorialHub, f"{len(Stream.getvalue())} bytes")
    return Result


Promise = Promise.Then(painted).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)
