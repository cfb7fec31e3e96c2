"""Retrieve a vector store by its id.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vector-store-retrieve
"""

from genai_py import VectorStore
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "vs_abc123"

# Asynchronous promise example
Promise = Client.VectorStore.AsyncAwaitRetrieve(TutorialHub.Id)


def fulfilled(Value: VectorStore) -> str:
    Display(TutorialHub, Value)
    return Value.id


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStore.Retrieve(TutorialHub.Id)
Display(TutorialHub, Value)
