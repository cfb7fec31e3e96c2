"""The files that the server has.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Files.md#files-list
"""

from genai_py import Files
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Asynchronous promise example
def show(List: Files) -> int:
    Display(TutorialHub, List)
    return len(List.data)


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Files.AsyncAwaitList()
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Files.List()
Display(TutorialHub, Value)
