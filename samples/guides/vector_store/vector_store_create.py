"""Create a vector store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vector-store-create
"""

from genai_py import VectorStore, VectorStoreCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example


def build(Params: VectorStoreCreateParams) -> None:
    Params.Name("GenAI project Data")
    TutorialHub.JSONRequest = Params.ToFormat()


Promise = Client.VectorStore.AsyncAwaitCreate(build)


def fulfilled(Value: VectorStore) -> str:
    Display(TutorialHub, Value)
    return Value.id


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example


def build_synchronous(Params: VectorStoreCreateParams) -> None:
    Params.Name("Support FAQ")
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.VectorStore.Create(build_synchronous)
Display(TutorialHub, Value)
