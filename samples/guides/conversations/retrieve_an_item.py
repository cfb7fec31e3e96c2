"""Retrieve an item of a conversation.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Conversations.md#retrieve-an-item
"""

from genai_py import ConversationsItem
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ConvId = "conv_68f4e03f470c8193be3fb646edd6e5eb096299d34425bc6b"  # Delphi: Edit1.Text
MsgId = "msg_68f4e2c4b1f88193b8a96c496d3ad3ad096299d34425bc6b"  # Delphi: Edit2.Text

# Asynchronous promise example
Promise = Client.Conversations.AsyncAwaitRetrieveItem(ConvId, MsgId)


def fulfilled(Value: ConversationsItem) -> ConversationsItem:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Conversations.RetrieveItem(ConvId, MsgId)
Display(TutorialHub, Value)
