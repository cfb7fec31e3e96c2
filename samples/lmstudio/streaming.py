"""A stream in a for loop. Leaving the loop closes the connection, and the server stops."""

from genai_py import ChatParams, FromUser
from genai_py.tutorial import Connect, Display, DisplayStream, TutorialHub

Client = Connect()


def build(Params: ChatParams) -> None:
    Params.Model(TutorialHub.Available("openai/gpt-oss-20b"))
    Params.Messages([FromUser("What is the difference between a mathematician and a physicist?")])
    Params.Stream()


with Client.Chat.Stream(build) as Stream:
    for Chunk in Stream:
        DisplayStream(TutorialHub, Chunk)

# The chunks put together, as if the answer had come in one piece.
Message = Stream.Result.choices[0].message
if Message is not None:
    Display(TutorialHub, f"{len(Message.content.split())} words")
