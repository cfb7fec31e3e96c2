"""A part of a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Uploads.md#upload-add-part
"""

from pathlib import Path

from genai_py import UploadPart, UploadPartParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"

TutorialHub.Id = "upload_679207849ec8819086bc0e54f5c66d62"


# Asynchronous promise example
def build(Params: UploadPartParams) -> None:
    Params.Data(FILES / "BatchExample.jsonl")


def show(Value: UploadPart) -> UploadPart:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Uploads.AsyncAwaitAddPart(TutorialHub.Id, build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))
