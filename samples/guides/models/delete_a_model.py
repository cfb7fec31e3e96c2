"""Delete a model that was fine-tuned: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Models.md#delete-a-model
"""

from genai_py import Deletion
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.ModelId = "...Id of the model to delete..."

# Asynchronous promise example
Promise = Client.Models.AsyncAwaitDelete(TutorialHub.ModelId)


def deleted(Value: Deletion) -> str:
    Result = Value.id
    Display(TutorialHub, Value)
    return Result


Promise = Promise.Then(deleted).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Models.Delete(TutorialHub.ModelId)
Display(TutorialHub, Value)
