"""Delete a file in a container.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#delete-a-container-file
"""

from genai_py import ContainerFilesDelete
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ContainerId = "cntr_68f4d2b9e3e48191bc139884ec951cfc02be9cefbf51ed07"  # Delphi: Edit1.Text
FileId = "cfile_68f4d4565ec48191b375049f23c7680b"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.ContainerFiles.AsyncAwaitDelete(ContainerId, FileId)


def fulfilled(Value: ContainerFilesDelete) -> ContainerFilesDelete:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.ContainerFiles.Delete(ContainerId, FileId)
Display(TutorialHub, Value)
