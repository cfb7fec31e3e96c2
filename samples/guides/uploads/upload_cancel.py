"""The end of an upload without a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Uploads.md#upload-cancel
"""

from genai_py import Upload
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "upload_679207849ec8819086bc0e54f5c66d62"


# Asynchronous promise example
def show(Value: Upload) -> Upload:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Uploads.AsyncAwaitCancel(TutorialHub.Id)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Uploads.Cancel(TutorialHub.Id)
Display(TutorialHub, Value)
