"""Create a container.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#create-container
"""

from genai_py import Container, ContainerParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example


def build(Params: ContainerParams) -> None:
    Params.Name("FirstContainer")


Promise = Client.Containers.AsyncAwaitCreate(build)


def fulfilled(Value: Container) -> Container:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Containers.Create(build)
Display(TutorialHub, Value)
