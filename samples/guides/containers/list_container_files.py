"""List the files in a container.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#list-container-files
"""

from genai_py import ContainerFileList, UrlContainerFileParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ContainerId = "cntr_68f4d2b9e3e48191bc139884ec951cfc02be9cefbf51ed07"  # Delphi: Edit1.Text

# Asynchronous promise example


def build(Params: UrlContainerFileParams) -> None:
    Params.Order("desc")


Promise = Client.ContainerFiles.AsyncAwaitList(ContainerId, build)


def fulfilled(Value: ContainerFileList) -> ContainerFileList:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.ContainerFiles.List(ContainerId, build)
Display(TutorialHub, Value)
