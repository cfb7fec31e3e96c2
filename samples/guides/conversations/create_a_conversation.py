"""Create a conversation that begins with a message.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Conversations.md#create-a-conversation
"""

from genai_py import Conversations, ConversationsParams, InputMessage
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()

# Asynchronous promise example


def build(Params: ConversationsParams) -> None:
    # Delphi: TJSONObject.Create.AddPair(...); a JSON object is a dict here.
    Params.Metadata({"topic": "demo"})
    Params.Items(
        [
            InputMessage.New()
            .Type()
            .Role("user")
            .Content("Hello!"),
        ]
    )
    TutorialHub.JSONRequest = Params.ToFormat()


Promise = Client.Conversations.AsyncAwaitCreate(build)


def fulfilled(Value: Conversations) -> Conversations:
    Display(TutorialHub, Value)
    return Value


def rejected(E: BaseException) -> None:
    Display(TutorialHub, str(E))


Promise.Then(fulfilled).Catch(rejected)
TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Conversations.Create(build)
Display(TutorialHub, Value)
