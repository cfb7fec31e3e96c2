"""Ask about a picture that the program has in memory.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#data-uris-and-in-memory-sources
"""

import io
from pathlib import Path

from genai_py import AsynResponseStream, DataURI, ResponsesParams
from genai_py.tutorial import Cancellation, Display, DisplayStream, DoCancellation, Start, TutorialHub
from samples.guides import Client

MyImageStream = io.BytesIO((Path(__file__).parents[1] / "_files" / "image.png").read_bytes())

ImgDataUri = DataURI.Create(MyImageStream, "image/png")


def build(Params: ResponsesParams) -> None:
    Params.Model("gpt-5.5")
    Params.Input("Describe the image", [ImgDataUri])
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
