"""Files: sent once, referred to by id, read again, deleted."""

from account import Connect

from genai_py import FilesPurpose, FileUploadParams, FileUrlParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

NOTES = b"The meeting is at ten. Bring the contract.\n"


def build(Params: FileUploadParams) -> None:
    # A path would do as well: Params.File("notes.txt")
    Params.File(NOTES, "notes.txt")
    Params.Purpose(FilesPurpose.user_data)
    Params.ExpiresAfter(24 * 60 * 60)


File = Client.Files.Upload(build)
Display(TutorialHub, F("sent", File.id))

Display(TutorialHub, Client.Files.Retrieve(File.id))


def newest(Params: FileUrlParams) -> None:
    Params.Limit(2)
    Params.Order("desc")


Display(TutorialHub, Client.Files.List(newest))

# Reads all pages.
Display(TutorialHub, F("files in all", sum(1 for _ in Client.Files.ListAll())))

# What files for a batch or for fine-tuning hold can be read again; of others the API gives no content.
for Output in Client.Files.ListAll(lambda Params: Params.Purpose(FilesPurpose.batch_output).Limit(100)):
    Display(TutorialHub, Client.Files.RetrieveContent(Output.id))
    break

Value = Client.Files.Delete(File.id)
Display(TutorialHub, F("deleted", Value.deleted))
