"""List the containers, the newest first.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#list-containers
"""

from genai_py import ContainerList, UrlContainerParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example


def build(Params: UrlContainerParams) -> None:
    Params.Order("desc")


Promise = Client.Containers.AsyncAwaitList(build)


def fulfilled(Value: ContainerList) -> ContainerList:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Containers.List(build)
Display(TutorialHub, Value)
