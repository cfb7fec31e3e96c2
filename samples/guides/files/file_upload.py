"""A file for the server to keep.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Files.md#file-upload
"""

from pathlib import Path

from genai_py import File, FilesPurpose, FileUploadParams, PromiseFile
from genai_py.tutorial import Display, Start, TutorialHub
from samples.guides import Client

FILES = Path(__file__).parents[1] / "_files"
Document = FILES / "File_Search_file.pdf"


# Asynchronous promise example
def build(Params: FileUploadParams) -> None:
    Params.File(Document)
    Params.Purpose(FilesPurpose.user_data)


def callbacks(Result: PromiseFile) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start


def show(Value: File) -> File:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Files.AsyncAwaitUpload(build, callbacks)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))


# Synchronous example
def build_synchronous(Params: FileUploadParams) -> None:
    Params.File(FILES / "BatchExample.jsonl")
    # Delphi: fp_batch, a name that the library no longer has.
    Params.Purpose(FilesPurpose.batch)


Value = Client.Files.Upload(build_synchronous)
Display(TutorialHub, Value)
