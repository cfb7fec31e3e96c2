"""List the files of a batch.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#without-parameters-1
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_cde456"
BatchId = "vsfb_789"

# Synchronous example
Value = Client.VectorStoreBatch.List(TutorialHub.Id, BatchId)
Display(TutorialHub, Value)
