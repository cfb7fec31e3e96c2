"""Chat: a conversation of two turns; the program keeps what was said."""

from genai_py import ChatParams, FromAssistant, FromSystem, FromUser, MessagePayload
from genai_py.tutorial import Connect, Display, F, TutorialHub

Client = Connect()

Messages: list[MessagePayload] = [FromSystem("You answer in a few words.")]


def ask(Question: str) -> None:
    def build(Params: ChatParams) -> None:
        Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
        Params.Messages(Messages)
        Params.Temperature(0)
        TutorialHub.JSONRequest = Params.ToFormat()

    Messages.append(FromUser(Question))
    Value = Client.Chat.Create(build)
    Messages.append(FromAssistant(Value.choices[0].message))
    Display(TutorialHub, Question)
    Display(TutorialHub, Value)
    Display(TutorialHub, F("ended by", Value.choices[0].finish_reason))


ask("What is the capital of France?")
ask("And of Italy?")

# With Params.Store, OpenAI keeps completions: Client.Chat.List, GetCompletion, GetMessages, Update and Delete.
