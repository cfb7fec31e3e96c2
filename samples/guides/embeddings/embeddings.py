"""Turn texts into vectors: as a promise, then blocking.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Embeddings.md#embeddings

Runs on a local model.
"""

from genai_py import Embeddings, EmbeddingsParams, EncodingFormat
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


def build(Params: EmbeddingsParams) -> None:
    Params.Input(["Hello", "how", "are you?"])
    Params.Model(TutorialHub.AvailableEmbedding("text-embedding-3-large"))
    Params.Dimensions(5)
    Params.EncodingFormat(EncodingFormat.float)
    TutorialHub.JSONRequest = Params.ToFormat()


# Asynchronous promise example
Promise = Client.Embeddings.AsyncAwaitCreate(build)


def made(Value: Embeddings) -> list[list[float]]:
    Display(TutorialHub, Value)
    Result = []
    for Item in Value.data:
        Result.append(Item.embedding)
    # Delphi: ShowMessage opens a window with it.
    Display(TutorialHub, f"{Result[2][3]:.2f}")
    return Result


Promise = Promise.Then(made).Catch(lambda E: Display(TutorialHub, str(E)))

TutorialHub.WaitFor(Promise)

# Synchronous example
Value = Client.Embeddings.Create(build)
Display(TutorialHub, Value)
