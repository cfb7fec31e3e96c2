"""The first model for chats and the first for embeddings, with callbacks: by type, loaded ones first."""

import threading

from genai_py import AsynLMModel, ErrorText, LMModel
from genai_py.tutorial import Connect

Client = Connect()
Ended = threading.Semaphore(0)


def Show(Sender: object, Model: LMModel) -> None:
    print(f"{Model.type}: {Model.id}")
    Ended.release()


def Complain(Sender: object, Error: ErrorText) -> None:
    print(f"failed: {Error}")
    Ended.release()


Callbacks = AsynLMModel(on_success=Show, on_error=Complain)
for Start in (Client.LMStudio.Models.AsynFirstChatModel, Client.LMStudio.Models.AsynFirstEmbeddingModel):
    Start(Callbacks)
    Ended.acquire()
