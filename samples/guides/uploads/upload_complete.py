"""The end of an upload: the parts become a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Uploads.md#upload-complete
"""

from genai_py import Upload, UploadCompleteParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "upload_679207849ec8819086bc0e54f5c66d62"


# Asynchronous promise example
def build(Params: UploadCompleteParams) -> None:
    # Delphi: ['BatchExample.jsonl'], but the API wants the ids of the parts, as AddPart gave them.
    Params.PartIds(["part_def456"])


def show(Value: Upload) -> Upload:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Uploads.AsyncAwaitComplete(TutorialHub.Id, build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))
