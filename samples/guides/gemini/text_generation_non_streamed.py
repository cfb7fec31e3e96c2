"""An answer of Gemini that comes whole: by a promise, then by a blocking call.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#non-streamed
Runs on a local model.
"""

from genai_py import Chat, ChatParams, FromSystem, FromUser
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example
Display(TutorialHub, "This may take a few seconds.")


def build(Params: ChatParams) -> None:
    (
        Params
        .Model(TutorialHub.Available("gemini-2.5-flash"))
        .Messages([
            FromSystem("You are a comedian looking for jokes for your new show."),
            FromUser("What is the difference between a mathematician and a physicist?"),
        ])
    )  # fmt: skip
    TutorialHub.JSONRequest = Params.ToFormat()


def show(Value: Chat) -> str:
    Result = ""
    for Item in Value.choices:
        if Item.message is not None:
            Result = Result + Item.message.content
    Display(TutorialHub, Value)
    # Delphi: ShowMessage(Result), a dialog.
    print(Result)
    return Result


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitCreate(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Chat.Create(build)
Display(TutorialHub, Value)
