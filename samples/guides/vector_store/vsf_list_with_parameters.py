"""List those files of a vector store that are ready.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#with-parameters
"""

from genai_py import VectorStoreFiles, VectorStoreFilesUrlParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_abc123"

# Asynchronous promise example


def build(Params: VectorStoreFilesUrlParams) -> None:
    Params.Limit(5)
    Params.Filter("completed")


Promise = Client.VectorStoreFiles.AsyncAwaitList(TutorialHub.Id, build)


def fulfilled(Value: VectorStoreFiles) -> VectorStoreFiles:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStoreFiles.List(TutorialHub.Id, build)
Display(TutorialHub, Value)
