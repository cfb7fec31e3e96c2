"""v1/chat/completions: a conversation, of which the model sees every turn."""

from genai_py import ChatParams, FromAssistant, FromUser, MessagePayload
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()

Messages: list[MessagePayload] = []


def ask(Question: str) -> None:
    def build(Params: ChatParams) -> None:
        Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
        Params.Messages(Messages)
        Params.Temperature(0)
        TutorialHub.JSONRequest = Params.ToFormat()

    Messages.append(FromUser(Question))
    Value = Client.Chat.Create(build)
    for Choice in Value.choices:
        if Choice.message is not None:
            Messages.append(FromAssistant(Choice.message))
    Display(TutorialHub, Question)
    Display(TutorialHub, Value)


ask("What is the capital of France?")
ask("And of Italy?")
