"""Put two files into a vector store at once.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#create-the-vector-store-batches
"""

from genai_py import VectorStoreBatchCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_cde456"
Id1 = "file-123"
Id2 = "file-456"

# Synchronous example


def build(Params: VectorStoreBatchCreateParams) -> None:
    Params.FileId([Id1, Id2])
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.VectorStoreBatch.Create(TutorialHub.Id, build)
Display(TutorialHub, Value)
