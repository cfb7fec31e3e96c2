"""A display of one's own for what a file in a container holds.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Containers.md#retrieve-container-file-content
"""

from genai_py import ContainerFileContent
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

ContainerId = "cntr_68f4d2b9e3e48191bc139884ec951cfc02be9cefbf51ed07"  # Delphi: Edit1.Text
FileId = "cfile_68f4d4565ec48191b375049f23c7680b"  # Delphi: Edit2.Text


# Delphi: an overload of Display.
def DisplayContent(Sender: object, Value: ContainerFileContent) -> None:
    Display(Sender, "Retrieve container file content")
    Display(Sender)
    Display(TutorialHub.Memo3, Value.AsString())


Value = Client.ContainerFiles.GetContent(ContainerId, FileId)
DisplayContent(TutorialHub, Value)
Value.SaveToFile("content.csv")
