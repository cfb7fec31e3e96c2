"""The begin of a file that is sent in parts.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Uploads.md#upload-create
"""

from pathlib import Path

from genai_py import Upload, UploadCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"


# Asynchronous promise example
def build(Params: UploadCreateParams) -> None:
    Params.Purpose("fine-tune")
    Params.Filename("BatchExample.jsonl")
    Params.Bytes((FILES / "BatchExample.jsonl").stat().st_size)
    Params.MimeType("text/jsonl")


def show(Value: Upload) -> Upload:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Uploads.AsyncAwaitCreate(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Uploads.Create(build)
Display(TutorialHub, Value)
