"""Uploads: a file in parts, by hand and by one call."""

from account import Connect

from genai_py import FilesPurpose, UploadCompleteParams, UploadCreateParams, UploadFileParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

DATA = b"The meeting is at ten.\n" * 1000
HALF = len(DATA) // 2


def begin(Params: UploadCreateParams) -> None:
    Params.Filename("notes.txt")
    Params.Purpose(FilesPurpose.user_data)
    Params.Bytes(len(DATA))
    Params.MimeType("text/plain")
    TutorialHub.JSONRequest = Params.ToFormat()


Upload = Client.Uploads.Create(begin)
Display(TutorialHub, F("begun", Upload.id))

# Parts may be sent side by side; their order is told at the end.
First = Client.Uploads.AddPart(Upload.id, lambda Params: Params.Data(DATA[:HALF], "part-1"))
Second = Client.Uploads.AddPart(Upload.id, lambda Params: Params.Data(DATA[HALF:], "part-2"))


def end(Params: UploadCompleteParams) -> None:
    Params.PartIds([First.id, Second.id])


Value = Client.Uploads.Complete(Upload.id, end)
Display(TutorialHub, Value)
if Value.file is not None:
    Client.Files.Delete(Value.file.id)

# An upload that is not wanted any more is cancelled.
Upload = Client.Uploads.Create(begin)
Display(TutorialHub, F("cancelled", Client.Uploads.Cancel(Upload.id).status))


# All of it in one call, which tells how far it is.
def whole(Params: UploadFileParams) -> None:
    Params.File(DATA, "notes.txt")
    Params.Purpose(FilesPurpose.user_data)
    Params.PartSize(HALF)
    Params.OnProgress(lambda Sent, Total: Display(TutorialHub, f"{Sent} of {Total} bytes"))


Value = Client.Uploads.UploadFile(whole)
Display(TutorialHub, F("whole", Value.status))
if Value.file is not None:
    Client.Files.Delete(Value.file.id)
