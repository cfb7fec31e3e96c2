"""Retrieve a conversation by its id.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Conversations.md#retrieve-a-conversation
"""

from genai_py import Conversations
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()
ConvId = "conv_68f4e03f470c8193be3fb646edd6e5eb096299d34425bc6b"  # Delphi: Edit1.Text

# Asynchronous promise example
Promise = Client.Conversations.AsyncAwaitRetrieve(ConvId)


def fulfilled(Value: Conversations) -> Conversations:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Conversations.Retrieve(ConvId)
Display(TutorialHub, Value)
