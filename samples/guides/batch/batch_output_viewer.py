"""The answers of a batch, read from its output file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Batch.md#batch-output-viewer
"""

from genai_py import JSONLChatReader
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

# Delphi: '...Id of batch...', where the id of its output file is wanted.
TutorialHub.Id = "file-GhI789"

Value = Client.Files.RetrieveContent(TutorialHub.Id)
Output = Value.content

for Item in JSONLChatReader.Deserialize(Output):
    if Item.response is not None:
        Display(TutorialHub, Item.response.body)
