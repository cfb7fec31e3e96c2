"""Take a file out of a vector store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vsf-delete
"""

from genai_py import Deletion
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_abc123"
Id1 = "file-123"

# Asynchronous promise example
# Delphi: VectorStore.AsyncAwaitDelete(TutorialHub.Id) in the guide, which deletes the whole store.
Promise = Client.VectorStoreFiles.AsyncAwaitDelete(TutorialHub.Id, Id1)


def fulfilled(Value: Deletion) -> str:
    Display(TutorialHub, Value)
    return Value.id


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStoreFiles.Delete(TutorialHub.Id, Id1)
Display(TutorialHub, Value)
