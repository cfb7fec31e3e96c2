"""Upload a file into a container.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#create-container-file
"""

from pathlib import Path

from genai_py import ContainerFile, ContainerFilesParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ContainerId = "cntr_68f4d2b9e3e48191bc139884ec951cfc02be9cefbf51ed07"  # Delphi: Edit1.Text
Script = Path(__file__).parents[1] / "_files" / "realtime-webrtc-globals.js"

# Asynchronous promise example


def build(Params: ContainerFilesParams) -> None:
    Params.File(Script)


Promise = Client.ContainerFiles.AsyncAwaitCreate(ContainerId, build)


def fulfilled(Value: ContainerFile) -> ContainerFile:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.ContainerFiles.Create(ContainerId, build)
Display(TutorialHub, Value)
