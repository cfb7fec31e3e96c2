"""Get one model by its id: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Models.md#retrieve-a-model
"""

from genai_py import Model
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
TutorialHub.ModelId = "...the id to retrieve..."

# Asynchronous promise example
Promise = Client.Models.AsyncAwaitRetrieve(TutorialHub.ModelId)


def retrieved(Value: Model) -> str:
    Result = Value.id
    Display(TutorialHub, Value)
    return Result


Promise = Promise.Then(retrieved).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Models.Retrieve(TutorialHub.ModelId)
Display(TutorialHub, Value)
