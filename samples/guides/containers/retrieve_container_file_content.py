"""Retrieve what a file in a container holds.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#retrieve-container-file-content
"""

from genai_py import ContainerFileContent
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ContainerId = "cntr_68f4d2b9e3e48191bc139884ec951cfc02be9cefbf51ed07"  # Delphi: Edit1.Text
FileId = "cfile_68f4d4565ec48191b375049f23c7680b"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.ContainerFiles.AsyncAwaitGetContent(ContainerId, FileId)


def fulfilled(Value: ContainerFileContent) -> ContainerFileContent:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.ContainerFiles.GetContent(ContainerId, FileId)
Display(TutorialHub, Value)
