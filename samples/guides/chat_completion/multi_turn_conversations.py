"""A conversation of several turns, sent with each request.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#multi-turn-conversations
Runs on a local model.
"""

from genai_py import CancelToken, Chat, ChatParams, FromAssistant, FromDeveloper, FromUser
from genai_py.tutorial import DisplayStream, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Synchronous example
def build(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("gpt-4.1-nano"))
    Params.Messages(
        [
            FromDeveloper("You are a funny domestic assistant."),
            FromUser("Hello"),
            FromAssistant("Great to meet you. What would you like to know?"),
            FromUser("I have two dogs in my house. How many paws are in my house?"),
        ]
    )
    Params.MaxCompletionTokens(1024)
    Params.Stream()
    TutorialHub.JSONRequest = Params.ToFormat()


def event(Chunk: Chat | None, IsDone: bool, Cancel: CancelToken) -> None:
    if not IsDone and Chunk is not None:
        DisplayStream(TutorialHub, Chunk)


Client.Chat.CreateStream(build, event)
