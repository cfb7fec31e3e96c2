"""Cancel a response that is made in the background: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#canceling-background-tasks
"""

from genai_py import Response
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Promise = Client.Responses.AsyncAwaitCancel("Response_ID")


def cancelled(Value: Response) -> Response:
    Display(TutorialHub, Value)
    return Value


Promise = Promise.Then(cancelled).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Responses.Cancel("Response_ID")
Display(TutorialHub, Value)
