"""The chat completions that the server keeps.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#list-chat-completions
"""

from genai_py import ChatCompletion, UrlChatListParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def build(Params: UrlChatListParams) -> None:
    Params.Limit(15)


def show(Value: ChatCompletion) -> ChatCompletion:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitList(build)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Chat.List(build)
Display(TutorialHub, Value)
