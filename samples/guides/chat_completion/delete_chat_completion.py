"""The end of a chat completion that the server keeps.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#delete-chat-completion
"""

from genai_py import ChatDelete
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def show(Value: ChatDelete) -> ChatDelete:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitDelete("completion_id")  # e.g. "chatcmpl-BO9ybVceB3aXFyMRKR3MKUEzWcFqE"
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Chat.Delete("completion_id")
Display(TutorialHub, Value)
