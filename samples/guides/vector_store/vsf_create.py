"""Put a file into a vector store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#create-the-vector-store-files
"""

from genai_py import VectorStoreFile, VectorStoreFilesCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_abc123"  # of the vector store
Id1 = "file-123"
Id2 = "file-456"

# Asynchronous promise example


def build(Params: VectorStoreFilesCreateParams) -> None:
    Params.FileId(Id1)  # or Params.FileId(Id2)
    TutorialHub.JSONRequest = Params.ToFormat()


Promise = Client.VectorStoreFiles.AsyncAwaitCreate(TutorialHub.Id, build)


def fulfilled(Value: VectorStoreFile) -> VectorStoreFile:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStoreFiles.Create(TutorialHub.Id, build)
Display(TutorialHub, Value)
