"""Cancel a batch.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vsb-cancel
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_cde456"
BatchId = "vsfb_789"

# Synchronous example
Value = Client.VectorStoreBatch.Cancel(TutorialHub.Id, BatchId)
Display(TutorialHub, Value)
