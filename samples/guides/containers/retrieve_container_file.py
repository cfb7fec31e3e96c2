"""Retrieve what is known of a file in a container.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#retrieve-container-file
"""

from genai_py import ContainerFile
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ContainerId = "cntr_68f4d2b9e3e48191bc139884ec951cfc02be9cefbf51ed07"  # Delphi: Edit1.Text
FileId = "cfile_68f4d4565ec48191b375049f23c7680b"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.ContainerFiles.AsyncAwaitRetrieve(ContainerId, FileId)


def fulfilled(Value: ContainerFile) -> ContainerFile:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.ContainerFiles.Retrieve(ContainerId, FileId)
Display(TutorialHub, Value)
