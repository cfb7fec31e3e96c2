"""Tell how far a fine-tuning job is.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/FineTuning.md#fine-tuning-retrieve
"""

from genai_py.tutorial import Display, F, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id of fine-tuning job"

# Synchronous example
Value = Client.FineTuning.Retrieve(TutorialHub.Id)
TutorialHub.JSONResponse = Value.JSONResponse
Display(
    TutorialHub,
    [
        Value.object,
        F("id", Value.id),
        F("status", Value.status),
    ],
)
