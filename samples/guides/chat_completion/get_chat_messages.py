"""The messages of a chat completion that the server keeps.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#get-chat-messages
"""

from genai_py import ChatMessages, UrlChatParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Asynchronous promise example
def build(Param: UrlChatParams) -> None:
    Param.Limit(15)
    Param.Order("asc")


def show(Value: ChatMessages) -> ChatMessages:
    Display(TutorialHub, Value)
    return Value


def fail(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise = Client.Chat.AsyncAwaitGetMessages(
    "completion_id",  # e.g. "chatcmpl-BO9ybVceB3aXFyMRKR3MKUEzWcFqE"
    build,
)
TutorialHub.WaitFor(Promise.Then(show).Catch(fail))

# Synchronous example
Value = Client.Chat.GetMessages("completion_id", build)
Display(TutorialHub, Value)
