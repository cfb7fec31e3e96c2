"""List the vector stores.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vector-store-list
"""

from genai_py import VectorStores
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Promise = Client.VectorStore.AsyncAwaitList()


def fulfilled(Value: VectorStores) -> VectorStores:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStore.List()
Display(TutorialHub, Value)
