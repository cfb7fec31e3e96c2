"""List those files of a batch that are ready.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#with-parameters-1
"""

from genai_py import VectorStoreFilesUrlParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_cde456"
BatchId = "vsfb_789"

# Synchronous example


def build(Params: VectorStoreFilesUrlParams) -> None:
    Params.Limit(5)
    Params.Filter("completed")


Value = Client.VectorStoreBatch.List(TutorialHub.Id, BatchId, build)
Display(TutorialHub, Value)
