"""The first model for chats and the first for embeddings, with callbacks: by type, loaded ones first."""

from genai_py import AsynLMModel, LMModel
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()
Models = Client.LMStudio.Models


def OnSuccess(Sender: object, Value: LMModel) -> None:
    Display(Sender, f"{Value.type}: {Value.id}")


def OnError(Sender: object, Error: str) -> None:
    Display(Sender, f"failed: {Error}")


CallBacks = AsynLMModel(sender=TutorialHub, on_success=OnSuccess, on_error=OnError)

TutorialHub.WaitFor(Models.AsynFirstChatModel(CallBacks))
TutorialHub.WaitFor(Models.AsynFirstEmbeddingModel(CallBacks))
