"""Delete a conversation; its items stay.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Conversations.md#delete-a-conversation
"""

from genai_py import ConversationsDeleted
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ConvId = "conv_68f4de2260348193b6cbaa1a55d6673905e7c3018568d016"  # Delphi: Edit1.Text

# Asynchronous promise example
Promise = Client.Conversations.AsyncAwaitDelete(ConvId)


def fulfilled(Value: ConversationsDeleted) -> ConversationsDeleted:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Conversations.Delete(ConvId)
Display(TutorialHub, Value)
