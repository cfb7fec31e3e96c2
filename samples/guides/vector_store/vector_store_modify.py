"""Give a vector store another name and metadata.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vector-store-modify
"""

from genai_py import VectorStore, VectorStoreUpdateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "vs_abc123"

# Delphi: TJSONObject.Create.AddPair(...); a JSON object is a dict here.
MetaData = {
    "customer_id": "user_123456789",
    "vector_description": "vector store user",
}

# Asynchronous promise example


def build(Params: VectorStoreUpdateParams) -> None:
    Params.Name("Support FAQ user")
    Params.Metadata(MetaData)
    TutorialHub.JSONRequest = Params.ToFormat()


Promise = Client.VectorStore.AsyncAwaitUpdate(TutorialHub.Id, build)


def fulfilled(Value: VectorStore) -> str:
    Display(TutorialHub, Value)
    return Value.id


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.VectorStore.Update(TutorialHub.Id, build)
Display(TutorialHub, Value)
