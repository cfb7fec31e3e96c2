"""List the vector stores, so many a page.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vector-store-list
"""

from genai_py import VectorStores, VectorStoreUrlParam
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example


def build(Params: VectorStoreUrlParam) -> None:
    Params.Limit(30)


Promise = Client.VectorStore.AsyncAwaitList(build)


def fulfilled(Value: VectorStores) -> VectorStores:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example


def build_synchronous(Params: VectorStoreUrlParam) -> None:
    Params.Limit(3)


Value = Client.VectorStore.List(build_synchronous)
Display(TutorialHub, Value)
