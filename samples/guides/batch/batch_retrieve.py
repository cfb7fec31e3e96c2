"""How a batch stands.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Batch.md#batch-retrieve
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id of batch to retrieve..."

# Synchronous example
Value = Client.Batch.Retrieve(TutorialHub.Id)
Display(TutorialHub, Value)
