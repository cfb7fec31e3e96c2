"""List the items of a conversation, the oldest first.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Conversations.md#list-items
"""

from genai_py import ConversationList, UrlListItemsParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ConvId = "conv_68f4e03f470c8193be3fb646edd6e5eb096299d34425bc6b"  # Delphi: Edit1.Text

# Asynchronous promise example


def build(Params: UrlListItemsParams) -> None:
    Params.Limit(50)
    Params.Order("asc")


Promise = Client.Conversations.AsyncAwaitList(ConvId, build)


def fulfilled(Value: ConversationList) -> ConversationList:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Conversations.List(ConvId, build)
Display(TutorialHub, Value)
