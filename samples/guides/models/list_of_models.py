"""List the models of the server: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Models.md#list-of-models

Runs on a local model.
"""

from genai_py import Models
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Promise = Client.Models.AsyncAwaitList()


def listed(Value: Models) -> Models:
    Display(TutorialHub, Value)
    return Value


Promise = Promise.Then(listed).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Models.List()
Display(TutorialHub, Value)
