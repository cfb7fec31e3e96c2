"""Callbacks: the program goes on at once, and hears of the start and of the end."""

from genai_py import AsynChat, Chat, FromUser
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()


def OnStart(Sender: object) -> None:
    Display(Sender, "sent")


def OnSuccess(Sender: object, Value: Chat) -> None:
    Display(Sender, Value)


def OnError(Sender: object, Error: str) -> None:
    Display(Sender, f"failed: {Error}")


Model = TutorialHub.Available("openai/gpt-oss-20b")
Operation = Client.Chat.AsynCreate(
    # The short form of a builder: each setter returns the builder.
    lambda Params: Params.Model(Model).Messages([FromUser("What is the capital of France?")]),
    AsynChat(sender=TutorialHub, on_start=OnStart, on_success=OnSuccess, on_error=OnError),
)
Display(TutorialHub, "the call has returned")

TutorialHub.WaitFor(Operation)
