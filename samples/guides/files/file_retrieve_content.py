"""What is in a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Files.md#file-retrieve-content
"""

from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id of the file to retrieve content..."

# Synchronous example
Value = Client.Files.RetrieveContent(TutorialHub.Id)
Display(TutorialHub, Value)
