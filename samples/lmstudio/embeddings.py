"""v1/embeddings: texts as vectors, and how alike they are."""

from math import hypot

from genai_py import EmbeddingsParams
from genai_py.tutorial import Connect, Display, TutorialHub

Client = Connect()

TEXTS = ["A cat sleeps on the sofa.", "A kitten naps on a couch.", "The stock market fell today."]


def build(Params: EmbeddingsParams) -> None:
    Params.Model(TutorialHub.AvailableEmbedding("text-embedding-nomic-embed-text-v1.5"))
    Params.Input(TEXTS)
    TutorialHub.JSONRequest = Params.ToFormat()


def likeness(A: list[float], B: list[float]) -> float:
    """The cosine of the angle between two vectors: 1 for the same direction."""
    return sum(a * b for a, b in zip(A, B, strict=True)) / (hypot(*A) * hypot(*B))


Value = Client.Embeddings.Create(build)
Display(TutorialHub, Value)

First, *Others = [item.embedding for item in Value.data]
Display(TutorialHub, f"How similar is {TEXTS[0]!r} to")
for Text, Vector in zip(TEXTS[1:], Others, strict=True):
    Display(TutorialHub, f"  {Text!r}: {likeness(First, Vector):.2f}")
