"""File search, step 2: create a vector store.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/Responses.md#--step-2---create-store
"""

from genai_py import VectorStoreCreateParams
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client


def build(Params: VectorStoreCreateParams) -> None:
    Params.Name("PDF Data for the tutorial")
    TutorialHub.JSONRequest = Params.ToFormat()


Value = Client.VectorStore.Create(build)
Display(TutorialHub, Value)
