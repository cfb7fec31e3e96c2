"""A text as a vector.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Gemini.md#embeddings
Runs on a local model.
"""

from genai_py import EmbeddingsParams, EncodingFormat
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

TutorialHub.JSONRequestClear()


# Synchronous example
def build(Params: EmbeddingsParams) -> None:
    (
        Params
        .Model(TutorialHub.AvailableEmbedding("gemini-embedding-001"))
        .Input("Your text string goes here")
    )  # fmt: skip
    Params.EncodingFormat(EncodingFormat.float)


Value = Client.Embeddings.Create(build)
Display(TutorialHub, Value)
