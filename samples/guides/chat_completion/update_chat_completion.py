"""The metadata of a chat completion that the server keeps.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#update-chat-completion
"""

from genai_py import Chat, ChatUpdateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def build(Params: ChatUpdateParams) -> None:
    Params.Metadata({"foo1": "bar1"})
    TutorialHub.JSONRequest = Params.ToFormat()


def show(Value: Chat) -> Chat:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitUpdate(
    "completion_id",  # e.g. "chatcmpl-BO9ybVceB3aXFyMRKR3MKUEzWcFqE"
    build,
)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))


# Synchronous example
def build_synchronous(Params: ChatUpdateParams) -> None:
    Params.Metadata({"foo": "bar"})
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.Chat.Update("completion_id", build_synchronous)
Display(TutorialHub, Value)
