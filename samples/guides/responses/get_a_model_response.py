"""Get a response that the server has kept: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#get-a-model-response
"""

from genai_py import Response
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Promise = Client.Responses.AsyncAwaitRetrieve("Response_ID")


def retrieved(Value: Response) -> Response:
    Display(TutorialHub, Value.output[0].content[0].text)
    return Value


Promise = Promise.Then(retrieved).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Responses.Retrieve("Response_ID")
Display(TutorialHub, Value)
