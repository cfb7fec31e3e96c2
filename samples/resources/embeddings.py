"""Embeddings: texts as vectors, to find the one that is nearest to a question."""

from genai_py import EmbeddingsParams
from genai_py.tutorial import Connect, Display, F, TutorialHub

Client = Connect()

TEXTS = ["The office opens at nine.", "Lunch is served at noon.", "The garage is under the house."]
QUESTION = "Where can I leave my car?"


def build(Params: EmbeddingsParams) -> None:
    Params.Model(TutorialHub.AvailableEmbedding("text-embedding-nomic-embed-text-v1.5"))
    Params.Input([QUESTION, *TEXTS])
    TutorialHub.JSONRequest = Params.ToFormat()


def product(A: list[float], B: list[float]) -> float:
    return sum(a * b for a, b in zip(A, B, strict=True))


Value = Client.Embeddings.Create(build)
Display(TutorialHub, F("vectors", len(Value.data)))
Display(TutorialHub, Value.data[0])

Asked, *Vectors = [item.embedding for item in Value.data]
for Text, Vector in zip(TEXTS, Vectors, strict=True):
    Likeness = product(Asked, Vector) / (product(Asked, Asked) * product(Vector, Vector)) ** 0.5
    Display(TutorialHub, f"{Likeness:.2f}  {Text}")
