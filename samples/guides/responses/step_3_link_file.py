"""File search, step 3: put the file into the store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#--step-3---link-file
"""

from genai_py import VectorStoreFilesCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: VectorStoreFilesCreateParams) -> None:
    Params.FileId("file-WNEwgxSLvUgXMk56HhyzAY")
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.VectorStoreFiles.Create("vs_6805e821210081919a4aabae08c63a14", build)
Display(TutorialHub, Value)
