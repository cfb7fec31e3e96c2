"""Retrieve a batch: how far it is.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/VectorStore.md#vsb-retrieve
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.Id = "vs_cde456"
BatchId = "vsfb_7891"

# Synchronous example
Value = Client.VectorStoreBatch.Retrieve(TutorialHub.Id, BatchId)
Display(TutorialHub, Value)
