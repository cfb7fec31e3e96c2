"""List the models of the server, with a promise."""

from genai_py import Models
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Promise = Client.Models.AsyncAwaitList()


def Show(Value: Models) -> Models:
    Display(TutorialHub, Value)
    return Value


Promise = Promise.Then(Show).Catch(lambda E: Display(TutorialHub, str(E)))

# A form stays open by itself; a script waits.
Promise.result()
