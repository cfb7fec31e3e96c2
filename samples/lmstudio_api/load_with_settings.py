"""Load a model with settings of its own, with a promise."""

from genai_py import LMLoadParams
from genai_py.tutorial import Connect

Client = Connect()
Models = Client.LMStudio.Models
Key = Models.FirstChatModel().key


def Build(Params: LMLoadParams) -> None:
    Params.Model(Key)
    Params.ContextLength(2048)
    Params.FlashAttention()
    Params.EchoLoadConfig()


Promise = (
    Models.AsyncAwaitLoad(Build)
    .Then(lambda Value: print(f"{Value.instance_id}: {Value.context_length} tokens") or Value)
    .Then(lambda Value: Models.AsyncAwaitUnload(Value.instance_id))
    .Then(lambda Value: print(f"{Value.instance_id} is unloaded"))
    .Catch(lambda E: print(f"failed: {E}"))
)
Promise.result()
