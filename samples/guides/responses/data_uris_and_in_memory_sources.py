"""Ask about a picture that the program has as data URI.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#data-uris-and-in-memory-sources
"""

from genai_py import AsynResponseStream, ResponsesParams
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

# Delphi: the data breaks off after a few letters; here it is a picture of one dot.
Img = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8"
    "z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("What is in this image?", [Img])
    Params.Store(False)
    Params.Stream()


def callbacks(Result: AsynResponseStream) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start
    Result.OnProgress = DisplayStream
    Result.OnError = Display
    Result.OnDoCancel = DoCancellation
    Result.OnCancellation = Cancellation


Operation = Client.Responses.AsynCreateStream(build, callbacks)

TutorialHub.WaitFor(Operation)
