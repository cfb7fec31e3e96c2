"""Cancel a fine-tuning job.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/FineTuning.md#fine-tuning-cancel
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id of fine-tuning job"

# Synchronous example
Value = Client.FineTuning.Cancel(TutorialHub.Id)
TutorialHub.JSONResponse = Value.JSONResponse
Display(TutorialHub, Value.status)
