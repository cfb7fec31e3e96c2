"""The end of a batch before its time.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Batch.md#batch-cancel
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id of batch to cancel..."

# Synchronous example
Value = Client.Batch.Cancel(TutorialHub.Id)
Display(TutorialHub, Value)
