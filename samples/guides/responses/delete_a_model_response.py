"""Delete a response that the server has kept: blocking, then as a promise.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#delete-a-model-response
"""

from genai_py import ResponseDelete
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Synchronous example
Value = Client.Responses.Delete("Response_ID")
Display(TutorialHub, Value)

# Asynchronous promise example
Promise = Client.Responses.AsyncAwaitDelete("Response_ID")


def deleted(Value: ResponseDelete) -> ResponseDelete:
    Display(TutorialHub, Value)
    return Value


Promise = Promise.Then(deleted).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)
