"""Retrieve a container by its id.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#retrieve-container
"""

from genai_py import Container
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ContainerId = "cntr_68f4c6fdab0c81918453b59d132fa9170161944aa65b6ed8"  # Delphi: Edit1.Text

# Asynchronous promise example
Promise = Client.Containers.AsyncAwaitRetrieve(ContainerId)


def fulfilled(Value: Container) -> Container:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Containers.Retrieve(ContainerId)
Display(TutorialHub, Value)
