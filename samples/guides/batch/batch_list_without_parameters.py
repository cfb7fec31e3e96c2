"""The last batches.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Batch.md#batch-list
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

# Synchronous example
Value = Client.Batch.List()
Display(TutorialHub, Value)
