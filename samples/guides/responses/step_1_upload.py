"""File search, step 1: upload a PDF file and keep its id.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#--step-1---upload
"""

from pathlib import Path

from genai_py import FilesPurpose, FileUploadParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

PDF = Path(__file__).parents[1] / "_files" / "File_Search_file.pdf"


def build(Params: FileUploadParams) -> None:
    Params.File(PDF)
    Params.Purpose(FilesPurpose.user_data)


Value = Client.Files.Upload(build)
File_ID = Value.id  # What the vector store is given later
Display(TutorialHub, File_ID)
