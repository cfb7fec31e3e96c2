"""Some of the files that the server has, by what they are for.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Files.md#files-list
"""

from genai_py import Files, FileUrlParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


# Asynchronous promise example
def build(Params: FileUrlParams) -> None:
    Params.Purpose("user_data")
    Params.Limit(10)


def show(List: Files) -> int:
    Display(TutorialHub, List)
    return len(List.data)


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Files.AsyncAwaitList(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))


# Synchronous example
def build_synchronous(Params: FileUrlParams) -> None:
    Params.Purpose("batch")
    Params.Limit(10)


Value = Client.Files.List(build_synchronous)
Display(TutorialHub, Value)
