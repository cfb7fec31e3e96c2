"""Add a message to a conversation.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Conversations.md#create-items
"""

from genai_py import ConversationList, ConversationsItemParams, InputMessage
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ConvId = "conv_68f4e03f470c8193be3fb646edd6e5eb096299d34425bc6b"  # Delphi: Edit1.Text

# Asynchronous promise example


def build(Params: ConversationsItemParams) -> None:
    Params.Items(
        [
            InputMessage.New()
            .Type()
            .Role("assistant")
            .Content("C'est bien alors !!"),
        ]
    )
    TutorialHub.JSONRequest = Params.ToFormat()


Promise = Client.Conversations.AsyncAwaitCreateItem(ConvId, build)


def fulfilled(Value: ConversationList) -> ConversationList:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Conversations.CreateItem(ConvId, build)
Display(TutorialHub, Value)
