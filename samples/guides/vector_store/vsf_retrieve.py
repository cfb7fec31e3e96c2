"""Retrieve a file of a vector store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vsf-retrieve
"""

from genai_py import VectorStoreFile
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_abc123"
Id1 = "file-123"

# Asynchronous promise example
# Delphi: Id in the place of Id1, which the guide does not declare.
Promise = Client.VectorStoreFiles.AsyncAwaitRetrieve(TutorialHub.Id, Id1)


def fulfilled(Value: VectorStoreFile) -> int:
    Result = Value.usage_bytes or 0
    Display(TutorialHub, Value)
    # Delphi: ShowMessage, which opens a box.
    Display(TutorialHub, f"{Result // 1000000} MB created at : {Value.created_at_as_string}")
    return Result


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStoreFiles.Retrieve(TutorialHub.Id, Id1)
Display(TutorialHub, Value)
