"""What the server says of a file.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Files.md#file-retrieve
"""

from genai_py import File, PromiseFile
from genai_py.tutorial import Display, Start, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id file to retrieve..."


# Asynchronous promise example
def callbacks(Result: PromiseFile) -> None:
    Result.Sender = TutorialHub
    Result.OnStart = Start


def show(Value: File) -> File:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Files.AsyncAwaitRetrieve(TutorialHub.Id, callbacks)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Files.Retrieve(TutorialHub.Id)
Display(TutorialHub, Value)
