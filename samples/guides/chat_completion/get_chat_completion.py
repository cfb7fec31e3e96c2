"""A chat completion that the server keeps.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#get-chat-completion
"""

from genai_py import Chat
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def show(Value: Chat) -> Chat:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitGetCompletion("completion_id")  # e.g. "chatcmpl-BO9ybVceB3aXFyMRKR3MKUEzWcFqE"
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Chat.GetCompletion("completion_id")
Display(TutorialHub, Value)
