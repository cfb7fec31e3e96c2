"""The end of a file that the server keeps: by a blocking call, then by a promise.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Files.md#file-deletion
"""

from genai_py import Deletion
from genai_py.tutorial import Display, F, TutorialHub
from samples.guides import Client

TutorialHub.Id = "...Id file to delete..."

# Synchronous example
Value = Client.Files.Delete(TutorialHub.Id)
Display(TutorialHub, F("Deleted", Value.deleted))


# Asynchronous promise example
def show(Value: Deletion) -> Deletion:
    Display(TutorialHub, F("Deleted", Value.deleted))
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Files.AsyncAwaitDelete(TutorialHub.Id)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))
