"""List the files of a vector store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#without-parameters
"""

from genai_py import VectorStoreFiles
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_abc123"

# Asynchronous promise example
Promise = Client.VectorStoreFiles.AsyncAwaitList(TutorialHub.Id)


def fulfilled(Value: VectorStoreFiles) -> VectorStoreFiles:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStoreFiles.List(TutorialHub.Id)
Display(TutorialHub, Value)
