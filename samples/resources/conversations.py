"""Conversations: the server keeps what was said from one response to the next."""

from account import Connect

from genai_py import ConversationsItemParams, ConversationsParams, InputItems, ResponsesParams, Role
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()


def build(Params: ConversationsParams) -> None:
    Params.Items(InputItems().User("I live in Paris."))
    Params.Metadata({"about": "travel"})
    TutorialHub.JSONRequest = Params.ToFormat()


Conversation = Client.Conversations.Create(build)
Display(TutorialHub, F("begun", Conversation.id))


def ask(Params: ResponsesParams) -> None:
    Params.Model(TutorialHub.ModelId or "gpt-4.1-mini")
    Params.Conversation(Conversation.id)
    Params.Input("What is my country's capital?")


Display(TutorialHub, Client.Responses.Create(ask).output_text)


def more(Params: ConversationsItemParams) -> None:
    Params.Items(InputItems().User("I move to Rome."))


Items = Client.Conversations.CreateItem(Conversation.id, more)
Display(TutorialHub, F("added", Items.data[0].id))

for Item in Client.Conversations.ListAll(Conversation.id):
    if Item.role == Role.user:
        Display(TutorialHub, F("the user said", Item.text))

Item = Client.Conversations.RetrieveItem(Conversation.id, Items.data[0].id)
Display(TutorialHub, F("read again", Item.id))
Client.Conversations.DeleteItem(Conversation.id, Item.id)

Client.Conversations.Update(Conversation.id, lambda Params: Params.Metadata({"about": "moving"}))
Display(TutorialHub, Client.Conversations.Retrieve(Conversation.id))

Value = Client.Conversations.Delete(Conversation.id)
Display(TutorialHub, F("deleted", Value.deleted))
