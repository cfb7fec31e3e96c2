"""Many files into a vector store at once; with promises."""

from account import Connect

from genai_py import FilesPurpose, RunStatus, VectorStoreBatch, VectorStoreBatchCreateParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()

TEXTS = {
    "handbook.txt": b"Everybody has 25 days of leave a year.\n",
    "travel.txt": b"Travel is booked by the office.\n",
}


def send(Name: str, Text: bytes) -> str:
    return Client.Files.Upload(lambda Params: Params.File(Text, Name).Purpose(FilesPurpose.assistants)).id


Ids = [send(*each) for each in TEXTS.items()]
Store = Client.VectorStore.Create(lambda Params: Params.Name("Handbooks"))


def build(Params: VectorStoreBatchCreateParams) -> None:
    Params.FileId(Ids)
    Params.Attributes({"language": "en"})
    TutorialHub.JSONRequest = Params.ToFormat()


def show(Batch: VectorStoreBatch) -> None:
    Display(TutorialHub, F("status", Batch.status))
    if Batch.file_counts is not None:
        Display(TutorialHub, F("files read", f"{Batch.file_counts.completed} of {Batch.file_counts.total}"))


Batch = Client.VectorStoreBatch.Create(Store.id, build)
show(Batch)

Promise = Client.VectorStoreBatch.AsyncAwaitRetrieve(Store.id, Batch.id).Then(show)
TutorialHub.WaitFor(Promise.Catch(lambda E: Display(TutorialHub, str(E))))

Display(TutorialHub, Client.VectorStoreBatch.List(Store.id, Batch.id))

if Client.VectorStoreBatch.Retrieve(Store.id, Batch.id).status == RunStatus.in_progress:
    show(Client.VectorStoreBatch.Cancel(Store.id, Batch.id))

Client.VectorStore.Delete(Store.id)
for Id in Ids:
    Client.Files.Delete(Id)
