"""List the checkpoints of a fine-tuning job.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/FineTuning.md#fine-tuning-check-point
"""

from genai_py.tutorial import Display, F, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id of fine-tuning job"

# Synchronous example
Value = Client.FineTuning.Checkpoints(TutorialHub.Id)
TutorialHub.JSONResponse = Value.JSONResponse
for Item in Value.data:
    Display(
        TutorialHub,
        [
            Item.object,
            F("id", Item.id),
            F("step_number", Item.step_number),
        ],
    )
